"""How it looks. After a change that is meant: `make snapshots`, then look at the pictures before they are kept."""

from collections.abc import Awaitable, Callable

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import TextArea

from mlsys_tui.domain.notebook import Record, Status
from mlsys_tui.store.session import Session
from mlsys_tui.tui.glyphs import ASCII
from tests.tui.conftest import JANUS, TENSORFLOW, MakeRoom, Room
from tests.tui.helpers import room_of, until

SnapCompare = Callable[..., bool]
NOTE = "# Idea\n\nGraphs from **imperative** code, *speculatively*:\n\n- profile\n- generate\n- fall back\n"


@pytest.fixture
def lived_in(make_room: MakeRoom) -> Room:
    """A room in which somebody has been reading."""
    room = make_room()
    room.notebook.others = {
        TENSORFLOW: Record(TENSORFLOW, status=Status.READ, history=(("read", "2026-09-02T10:00:00+00:00"),)),
        JANUS: Record(
            JANUS,
            status=Status.READING,
            history=(("reading", "2026-09-03T10:00:00+00:00"),),
            note=NOTE,
            tags=("graphs", "eager"),
            rating=4,
        ),
    }
    room.library.refresh()
    return room


def then(*steps: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Press keys, and wait for the note, which is laid out with a delay."""

    async def run(pilot: Pilot[None]) -> None:
        details = room_of(pilot).room.panes.details
        await pilot.press(*steps)
        await pilot.pause()
        await until(pilot, lambda: not details.note or details.is_writing or details.is_rendered)
        for area in pilot.app.query(TextArea):
            area.cursor_blink = False
        await pilot.pause()

    return run


@pytest.mark.parametrize("size", [(160, 48), (120, 36), (80, 24)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_main(lived_in: Room, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(lived_in.app, terminal_size=size, run_before=then("enter", "j"))


@pytest.mark.parametrize("keys", [(), ("enter",), ("enter", "j", "enter")], ids=["schedule", "papers", "details"])
def test_smallest(lived_in: Room, snap_compare: SnapCompare, keys: tuple[str, ...]) -> None:
    assert snap_compare(lived_in.app, terminal_size=(40, 12), run_before=then(*keys))


def test_writing(lived_in: Room, snap_compare: SnapCompare) -> None:
    assert snap_compare(lived_in.app, terminal_size=(120, 36), run_before=then("enter", "j", "n", "x"))


def test_selecting(lived_in: Room, snap_compare: SnapCompare) -> None:
    assert snap_compare(lived_in.app, terminal_size=(120, 36), run_before=then("enter", "space", "s"))


def test_empty_session(lived_in: Room, snap_compare: SnapCompare) -> None:
    assert snap_compare(lived_in.app, terminal_size=(120, 36), run_before=then("G"))


def test_nothing_matches(lived_in: Room, snap_compare: SnapCompare) -> None:
    assert snap_compare(lived_in.app, terminal_size=(120, 36), run_before=then("slash", "x", "y", "z", "enter"))


def test_cannot_save(lived_in: Room, snap_compare: SnapCompare) -> None:
    lived_in.notebook.failure = "Changes cannot be saved: the folder /home/reader/notes is read-only"
    assert snap_compare(lived_in.app, terminal_size=(120, 36), run_before=then("r"))


def test_help(lived_in: Room, snap_compare: SnapCompare) -> None:
    assert snap_compare(lived_in.app, terminal_size=(120, 36), run_before=then("question_mark", "c", "o", "p", "y"))


@pytest.mark.parametrize("theme", ["textual-light", "ansi-dark"])
def test_themes(make_room: MakeRoom, snap_compare: SnapCompare, theme: str) -> None:
    room = make_room(session=Session(section="systems-2026/9-1", pane="papers", hint_seen=True, theme=theme))
    assert snap_compare(room.app, terminal_size=(120, 36), run_before=then())


def test_ascii(make_room: MakeRoom, snap_compare: SnapCompare) -> None:
    app: App[None] = make_room(glyphs=ASCII).app
    assert snap_compare(app, terminal_size=(120, 36), run_before=then("enter", "r"))
