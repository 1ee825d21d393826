"""How lists that change look: found, at work, updated, marked, parked, maybe the same; in ASCII, too, and small."""

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from mlsys_tui.commands.base import Task, TaskKind
from mlsys_tui.domain.notebook import Record, Status
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.parsing.reader import read
from mlsys_tui.store.session import Session
from mlsys_tui.tui import fresh
from mlsys_tui.tui.glyphs import ASCII, UNICODE, Glyphs
from tests.tui.conftest import JANUS, SCHEDULE, TENSORFLOW, TOPICS, MakeRoom
from tests.tui.fakes import MemoryNotebook
from tests.tui.helpers import room_of, until, until_shown
from tests.tui.shelves import BASE, COURSE, HeldShelves, look_at

SnapCompare = Callable[..., bool]
SOURCE = "https://example.org/systems/course.md"
NORMAL = (120, 36)
WITH_SIGNS = pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["signs", "ascii"])
GONE = PaperKey("gone-a-paper-that-left")


def doing(*steps: Callable[[Pilot[None]], Awaitable[None]]) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Steps one after the other, and the note laid out."""

    async def run(pilot: Pilot[None]) -> None:
        for step in steps:
            await step(pilot)
        details = room_of(pilot).room.panes.details
        await until(pilot, lambda: not details.note or details.is_rendered)
        await pilot.pause()

    return run


def looking(text: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Look at the source, until the screen says `text`."""

    async def run(pilot: Pilot[None]) -> None:
        await look_at(pilot, SOURCE)
        await until_shown(pilot, text)

    return run


def keys(*names: str, until_it_says: str = "") -> Callable[[Pilot[None]], Awaitable[None]]:
    """Press keys."""

    async def run(pilot: Pilot[None]) -> None:
        await pilot.press(*names)
        await until_shown(pilot, until_it_says)

    return run


@WITH_SIGNS
def test_found(make_room: MakeRoom, snap_compare: SnapCompare, glyphs: Glyphs) -> None:
    shelves = HeldShelves(problems=("line is cut off", "not UTF-8"))
    shelves.gate.set()
    room = make_room(glyphs=glyphs, open_shelves=shelves.open)
    assert snap_compare(room.app, terminal_size=NORMAL, run_before=doing(looking("Enter adds it")))


def test_found_on_the_smallest_screen(make_room: MakeRoom, snap_compare: SnapCompare) -> None:
    shelves = HeldShelves()
    shelves.gate.set()
    room = make_room(open_shelves=shelves.open)
    assert snap_compare(room.app, terminal_size=(40, 12), run_before=doing(looking("Enter adds it")))


@WITH_SIGNS
def test_at_work(make_room: MakeRoom, snap_compare: SnapCompare, glyphs: Glyphs) -> None:
    room = make_room(glyphs=glyphs, open_shelves=HeldShelves().open)
    assert snap_compare(room.app, terminal_size=NORMAL, run_before=doing(looking("40 %")))


@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=["80x24", "40x12"])
def test_at_work_on_small_screens(make_room: MakeRoom, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    room = make_room(open_shelves=HeldShelves().open)
    assert snap_compare(room.app, terminal_size=size, run_before=doing(looking("40 %")))


async def update(pilot: Pilot[None]) -> None:
    """As if the list under the cursor came from somewhere."""
    room_of(pilot).librarian.perform(Task(TaskKind.UPDATE, ("systems-2026",)))
    await until_shown(pilot, "u takes it back, Esc closes")


@WITH_SIGNS
def test_updated(make_room: MakeRoom, snap_compare: SnapCompare, glyphs: Glyphs) -> None:
    shelves = HeldShelves()
    shelves.gate.set()
    room = make_room(glyphs=glyphs, open_shelves=shelves.open)
    assert snap_compare(room.app, terminal_size=(120, 44), run_before=doing(update))


def test_updated_on_a_small_screen(make_room: MakeRoom, snap_compare: SnapCompare) -> None:
    shelves = HeldShelves()
    shelves.gate.set()
    room = make_room(open_shelves=shelves.open)
    assert snap_compare(room.app, terminal_size=(80, 24), run_before=doing(update))


@WITH_SIGNS
def test_marks(make_room: MakeRoom, snap_compare: SnapCompare, monkeypatch: pytest.MonkeyPatch, glyphs: Glyphs) -> None:
    monkeypatch.setattr(fresh, "REST", 1000)
    room = make_room(glyphs=glyphs)
    section = room.library.catalog.lists[0].sections[0].key
    room.library.news.remember("systems-2026", {section: [JANUS]}, [section])
    room.app.room.show_changes()
    assert snap_compare(room.app, terminal_size=NORMAL, run_before=doing(keys("enter", "j")))


@WITH_SIGNS
def test_parked(make_room: MakeRoom, snap_compare: SnapCompare, glyphs: Glyphs) -> None:
    notebook = MemoryNotebook()
    notebook.others = {
        GONE: Record(
            GONE,
            "Gone: A Paper That Left",
            status=Status.READ,
            note="Still **worth** knowing.",
            rating=4,
            history=(("read", "2026-09-02T10:00:00+00:00"),),
        ),
        TENSORFLOW: Record(TENSORFLOW, status=Status.READ),
    }
    notebook.refresh()
    session = Session(section="#parked", pane="papers", hint_seen=True)
    room = make_room(glyphs=glyphs, notebook=notebook, session=session)
    assert snap_compare(room.app, terminal_size=NORMAL, run_before=doing(keys("enter")))


@WITH_SIGNS
def test_maybe_the_same(make_room: MakeRoom, snap_compare: SnapCompare, glyphs: Glyphs) -> None:
    room = make_room((read(BASE, "base.md"), read(COURSE, "course.md"), SCHEDULE, TOPICS), glyphs=glyphs)
    steps = keys("equals_sign", until_it_says="Esc closes")
    assert snap_compare(room.app, terminal_size=NORMAL, run_before=doing(steps))


def test_maybe_the_same_on_the_smallest_screen(make_room: MakeRoom, snap_compare: SnapCompare) -> None:
    room = make_room((read(BASE, "base.md"), read(COURSE, "course.md")))
    steps = keys("equals_sign", until_it_says="u…")
    assert snap_compare(room.app, terminal_size=(40, 12), run_before=doing(steps))


def test_what_to_do_with_lists(make_room: MakeRoom, snap_compare: SnapCompare) -> None:
    assert snap_compare(make_room().app, terminal_size=(80, 24), run_before=doing(keys("L")))
