"""Earlier versions of a note: shown beside what is different today, copied, brought back."""

import time
from collections.abc import Callable, Iterator

import pytest
from textual.pilot import Pilot

from mlsys_tui.domain.notebook import Record, Version
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store.session import Session
from mlsys_tui.tui.glyphs import ASCII, UNICODE, Glyphs
from mlsys_tui.tui.screens.versions import MOST_LINES, VersionsScreen
from tests.tui.conftest import JANUS, TENSORFLOW, MakeRoom, Room
from tests.tui.fakes import MemoryNotebook
from tests.tui.helpers import WIDE, enter_text, message, on_top, until, until_shown

SnapCompare = Callable[..., bool]
FIRST = "# Idea\n\nGraphs, *speculatively*.\n- profile"
SECOND = (
    "# Idea\n\nGraphs from [b]imperative[/b] code that runs as it is written, *speculatively*.\n- profile\n- fall back"
)
TODAY = "# Idea (NSDI)\n\nGraphs, *speculatively*.\n- profile\n- generate"
AT = ("2026-09-03T10:05:00+00:00", "2026-09-02T16:40:00+00:00")


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The times on the screen are those of this place."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def written(note: str | None = TODAY) -> MemoryNotebook:
    """A notebook with a note that was rewritten twice."""
    notebook = MemoryNotebook()
    if note is not None:
        notebook.others = {TENSORFLOW: Record(TENSORFLOW, note=note)}
    notebook.earlier = {TENSORFLOW: [Version(SECOND, AT[0]), Version(FIRST, AT[1])]}
    notebook.refresh()
    return notebook


@pytest.fixture
def rewritten(make_room: MakeRoom) -> Room:
    """A room in which the first paper's note was rewritten twice."""
    return make_room(notebook=written(), session=Session(section="systems-2026/9-1", pane="papers", hint_seen=True))


async def show(pilot: Pilot[None]) -> None:
    """Ask for the versions."""
    await pilot.press("H")
    await until_shown(pilot, "Earlier versions of the note")


def note(room: Room, key: PaperKey = TENSORFLOW) -> str | None:
    return room.library.state(key).note


async def test_a_version_is_brought_back_and_undone(rewritten: Room) -> None:
    async with rewritten.app.run_test(size=WIDE) as pilot:
        await show(pilot)
        text = on_top(rewritten.app)
        assert "3 Sep 2026 10:05 # Idea" in text and "2 Sep 2026 16:40 # Idea" in text
        assert "− # Idea (NSDI)" in text and "+ # Idea" in text and "+ - fall back" in text
        assert "[b]imperative[/b]" in text
        await pilot.press("j")
        await until(pilot, lambda: "- fall back" not in on_top(rewritten.app))
        await pilot.press("enter")
        await pilot.pause()
        assert note(rewritten) == FIRST
        assert message(rewritten.app) == "TensorFlow: brought an earlier note back"
        await pilot.press("u")
        assert note(rewritten) == TODAY


@pytest.mark.parametrize("key", ["escape", "q", "H"])
async def test_leaving_changes_nothing(rewritten: Room, key: str) -> None:
    async with rewritten.app.run_test(size=WIDE) as pilot:
        await show(pilot)
        await pilot.press("j", key)
        await pilot.pause()
        assert rewritten.app.screen is rewritten.app.room
        assert note(rewritten) == TODAY


async def test_a_version_is_copied_and_can_be_shown(rewritten: Room) -> None:
    async with rewritten.app.run_test(size=WIDE) as pilot:
        await show(pilot)
        await pilot.press("j", "c")
        await until(pilot, lambda: rewritten.desk.copied == [FIRST])
        await until(pilot, lambda: "earlier note of TensorFlow" in message(rewritten.app))
        await pilot.press("v")
        await until(pilot, lambda: not isinstance(rewritten.app.screen, VersionsScreen))
        assert "Graphs, *speculatively*." in on_top(rewritten.app)
        await pilot.press("escape")
        await until_shown(pilot, "Earlier versions of the note")


async def test_without_versions_it_says_what_to_do(room: Room) -> None:
    async with room.app.run_test(size=(40, 12)) as pilot:
        await pilot.press("enter")
        await show(pilot)
        assert "Nothing yet. n writes the note" in on_top(room.app)
        await pilot.press("enter", "c", "pagedown", "b")
        assert isinstance(room.app.screen, VersionsScreen)
        await pilot.press("escape")
        assert room.desk.copied == []


async def test_what_is_being_written_is_saved_first(rewritten: Room) -> None:
    async with rewritten.app.run_test(size=WIDE) as pilot:
        await pilot.press("n")
        await enter_text(pilot, "\nmore")
        await pilot.press("shift+tab", "H")
        await until_shown(pilot, "− more")
        assert note(rewritten) == f"{TODAY}\nmore"
        await pilot.press("b")
        await pilot.pause()
        assert note(rewritten) == SECOND
        assert rewritten.app.room.panes.details.draft is None


async def test_what_cannot_be_saved_stays_open(rewritten: Room) -> None:
    async with rewritten.app.run_test(size=WIDE) as pilot:
        await pilot.press("n")
        await enter_text(pilot, "precious")
        rewritten.notebook.failure = "disk full"
        await pilot.press("shift+tab", "H")
        await pilot.pause()
        assert not isinstance(rewritten.app.screen, VersionsScreen)
        assert rewritten.app.room.panes.details.draft == f"{TODAY}precious"
        assert message(rewritten.app) == "disk full"


async def test_a_version_that_cannot_be_brought_back_says_so(rewritten: Room) -> None:
    async with rewritten.app.run_test(size=WIDE) as pilot:
        await show(pilot)
        rewritten.notebook.failure = "disk full"
        await pilot.press("enter")
        await pilot.pause()
        assert message(rewritten.app) == "disk full"
        assert note(rewritten) == TODAY


async def test_what_another_window_writes_meanwhile_is_shown(rewritten: Room) -> None:
    async with rewritten.app.run_test(size=WIDE) as pilot:
        await show(pilot)
        await pilot.press("j")
        rewritten.notebook.earlier[TENSORFLOW].insert(0, Version(TODAY, "2026-09-04T08:00:00+00:00"))
        rewritten.notebook.others = {TENSORFLOW: Record(TENSORFLOW, note="Quite another note.")}
        await until_shown(pilot, "− Quite another note.")
        assert "4 Sep 2026 08:00" in on_top(rewritten.app)
        await pilot.press("enter")
        await pilot.pause()
        assert note(rewritten) == FIRST  # the cursor stayed where it was


async def test_nothing_is_looked_for_while_a_change_is_made(rewritten: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    async with rewritten.app.run_test(size=WIDE) as pilot:
        await show(pilot)
        screen = rewritten.app.screen
        assert isinstance(screen, VersionsScreen)
        before = screen._look()
        monkeypatch.setattr(rewritten.library, "versions", None)  # whoever asks fails
        monkeypatch.setattr(type(rewritten.app.scribe), "is_busy", True)
        assert screen._look() == before


async def test_a_note_that_was_taken_away_comes_back(make_room: MakeRoom) -> None:
    room = make_room(notebook=written(None))
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("enter")
        await show(pilot)
        assert "There is no note now" in on_top(room.app)
        assert "+" not in on_top(room.app).partition("There is no note now")[2].partition("┃")[0]
        await pilot.press("enter")
        await pilot.pause()
        assert note(room) == SECOND


async def test_a_parked_paper_has_its_versions_too(make_room: MakeRoom) -> None:
    gone = PaperKey("gone-a-paper-that-left")
    notebook = written()
    notebook.others = {gone: Record(gone, "Gone: A Paper That Left", note="now")}
    notebook.earlier[gone] = [Version("then", None)]
    notebook.refresh()
    room = make_room(notebook=notebook, session=Session(section="#parked", pane="papers", hint_seen=True))
    async with room.app.run_test(size=WIDE) as pilot:
        await show(pilot)
        await until_shown(pilot, "+ then")
        await pilot.press("enter")
        await pilot.pause()
        assert note(room, gone) == "then"


async def test_an_endless_version_is_cut_but_copied_whole(make_room: MakeRoom) -> None:
    notebook = written()
    endless = "word " * 40_000 + "\n" + "line\n" * 50_000
    notebook.earlier[TENSORFLOW] = [Version(endless, AT[0])]
    room = make_room(notebook=notebook)
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("enter")
        await show(pilot)
        await pilot.press("tab", "G")
        await until_shown(pilot, "more lines: c copies them all")
        lines = room.app.screen.query_one("#version SpanText").lines  # type: ignore[attr-defined]
        assert len(lines) == MOST_LINES + 3
        await pilot.press("c")
        await until(pilot, lambda: room.desk.copied == [endless])


# -- how it looks -----------------------------------------------------------------------------------------


async def versions(pilot: Pilot[None]) -> None:
    await show(pilot)
    await pilot.pause()


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["signs", "ascii"])
@pytest.mark.parametrize("size", [(120, 36), (40, 12)], ids=["120x36", "40x12"])
def test_look(make_room: MakeRoom, snap_compare: SnapCompare, size: tuple[int, int], glyphs: Glyphs) -> None:
    place = Session(section="systems-2026/9-1", pane="papers", hint_seen=True)
    room = make_room(notebook=written(), glyphs=glyphs, session=place)
    assert snap_compare(room.app, terminal_size=size, run_before=versions)


def test_look_at_80_columns(rewritten: Room, snap_compare: SnapCompare) -> None:
    assert snap_compare(rewritten.app, terminal_size=(80, 24), run_before=versions)


def test_look_of_nothing(make_room: MakeRoom, snap_compare: SnapCompare) -> None:
    place = Session(section="systems-2026/9-1", paper=JANUS, pane="papers", hint_seen=True)
    assert snap_compare(make_room(session=place).app, terminal_size=(80, 24), run_before=versions)
