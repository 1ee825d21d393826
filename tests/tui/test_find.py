"""The finder over all papers: what is typed finds, Enter goes to the paper in its place, Esc leaves all as it was."""

from collections.abc import Callable
from dataclasses import replace
from threading import Event

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from mlsys_tui import finding
from mlsys_tui.domain.notebook import Record, Status
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.domain.reading_list import Document, Listing, ListKind, Section
from mlsys_tui.finding import Finder, Results
from mlsys_tui.store.session import Session
from mlsys_tui.tui.glyphs import ASCII
from mlsys_tui.tui.screens.find import FindScreen
from tests.tui.conftest import CLIPPER, JANUS, ORCA, SCHEDULE, TENSORFLOW, TOPICS, MakeRoom, Room
from tests.tui.helpers import WIDE, enter_text, message, on_top, room_of, shown, until, until_shown

SnapCompare = Callable[..., bool]
MANY = Document(
    "many.md",
    "Many",
    ListKind.TOPICS,
    tuple(
        Section((f"Part {part}",), listings=tuple(Listing(f"Sample {part} number {n}", line=n) for n in range(1, 41)))
        for part in range(1, 4)
    ),
)


def found(pilot: Pilot[None]) -> list[PaperKey]:
    """The keys of the papers that the finder shows."""
    assert isinstance(pilot.app.screen, FindScreen)
    return [PaperKey(key) for key in pilot.app.screen._list.rows.keys]


async def look_for(pilot: Pilot[None], words: str) -> None:
    """Open the finder, and type."""
    await pilot.press("f")
    await enter_text(pilot, words)
    await pilot.pause()


async def test_typing_finds_in_all_lists_and_marks(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await look_for(pilot, "serving")
        assert "Clipper" in on_top(room.app)
        assert "Inference papers › Serving › Batching" in on_top(room.app)
        assert "4 of 8" in on_top(room.app)
        strips = room.app.screen._compositor.render_strips()
        marked = [segment.text for strip in strips for segment in strip if segment.style and segment.style.underline]
        assert marked.count("Serving") == 6  # in two titles, and on four ways
        assert "TensorFlow" in shown(room.app)  # nothing is filtered below


async def test_the_best_comes_first_and_typos_last(make_room: MakeRoom) -> None:
    titles = ("Orcas in the wild", "On the Orca system", "Orka: another whale", "Orca")
    sections = (Section(("Whales",), listings=tuple(Listing(title, line=n) for n, title in enumerate(titles))),)
    room = make_room((Document("whales.md", "Whales", ListKind.TOPICS, sections),), session=Session(hint_seen=True))
    async with room.app.run_test(size=WIDE) as pilot:
        await look_for(pilot, "orca")
        keys = found(pilot)
        assert [room.library.paper(key).title for key in keys[:1]] == ["Orca"]
        assert room.library.paper(keys[-1]).title == "Orka: another whale"
        assert len(keys) == 4


@pytest.mark.parametrize("size", [WIDE, (100, 30), (40, 12)])
async def test_enter_goes_to_the_paper_in_its_place(room: Room, size: tuple[int, int]) -> None:
    async with room.app.run_test(size=size) as pilot:
        await look_for(pilot, "orca")
        await pilot.press("enter")
        await pilot.pause()
        main = room.app.room
        assert room.app.screen is main
        assert (main.place, main.paper) == ("inference-papers/serving/batching", ORCA)
        assert {"inference-papers", "inference-papers/serving"} <= main.expanded
        assert main.panes.papers.papers.has_focus
        assert main.panes.home == "topics"
        assert "3 Papers · Batching" in shown(room.app)
        await pilot.press("r")
        await pilot.pause()
        assert room.library.state(ORCA).status is Status.READ


async def test_the_place_where_the_reader_is_comes_before_others(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await look_for(pilot, "janus")
        assert "Systems 2026 › 9/1" in on_top(room.app)
        assert "+1" in on_top(room.app)
        await pilot.press("escape", "2", "G", "enter")
        await pilot.pause()
        assert room.app.room.place == "inference-papers/compilers"
        await look_for(pilot, "janus")
        assert "Inference papers › Compilers" in on_top(room.app)
        await pilot.press("enter")
        await pilot.pause()
        assert (room.app.room.place, room.app.room.paper) == ("inference-papers/compilers", JANUS)
        await pilot.press("2", "g", "f", "enter")
        await pilot.pause()
        assert room.app.room.place == "systems-2026/9-1"  # all papers are in no list


async def test_enter_gives_the_filter_up_and_stays_there(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("enter", "j", "slash", "t", "e", "n", "enter")
        await look_for(pilot, "autograph")
        await pilot.press("enter")
        await pilot.pause(0.3)
        main = room.app.room
        assert (main.place, main.panes.papers.query_text) == ("systems-2026/9-15", "")
        assert main.panes.papers.papers.row is not None
        assert main.panes.papers.papers.row.key == main.paper
        assert "AutoGraph" in room.library.paper(main.paper).label if main.paper else False
        assert "深度学习系统" in shown(room.app)


async def test_escape_leaves_all_as_it_was(make_room: MakeRoom) -> None:
    room = make_room((SCHEDULE, TOPICS, MANY), session=Session(section="many", hint_seen=True))
    async with room.app.run_test(size=(120, 24)) as pilot:
        await pilot.press("3", "slash")
        await enter_text(pilot, "sample number")
        await pilot.press("enter", *["down"] * 30, *["up"] * 5)
        await pilot.pause(0.3)
        main, papers = room.app.room, room.app.room.panes.papers

        def state() -> tuple[object, ...]:
            lists = (papers.papers, main.panes.schedule, main.panes.topics)
            where = [(each.cursor, each.scroll_offset, list(each.rows.keys[:])) for each in lists]
            return main.place, main.paper, main.expanded, papers.query_text, main.focused, main.panes.current, where

        before, screen = state(), shown(room.app)
        await look_for(pilot, "orca")
        await pilot.press("down", "escape")
        await pilot.pause(0.3)
        assert (state(), shown(room.app)) == (before, screen)
        assert papers.papers.scroll_offset.y > 0


async def test_escape_goes_back_into_the_filter_and_into_the_note(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("slash", "j", "a")
        await room.app.run_command("find.everywhere")
        await enter_text(pilot, "orca")
        await pilot.press("escape", "n")
        await pilot.pause()
        assert room.app.room.panes.papers.query_text == "jan"
        await pilot.press("escape", "escape", "n", "x")
        await room.app.run_command("find.everywhere")
        await enter_text(pilot, "orca")
        await pilot.press("escape", "y")
        await pilot.pause()
        assert room.app.screen.query_one(TextArea).text == "xy"


async def test_going_saves_the_note_or_stays(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("n", "x")
        await room.app.run_command("find.everywhere")
        await enter_text(pilot, "orca")
        room.notebook.failure = "Changes cannot be saved"
        await pilot.press("enter")
        await pilot.pause()
        assert room.app.room.place == "systems-2026/9-1"
        assert "cannot be saved" in message(room.app)
        room.notebook.failure = None
        await room.app.run_command("find.everywhere")
        await pilot.press("enter")
        await pilot.pause()
        assert room.library.state(TENSORFLOW).note == "x"
        assert room.app.room.paper == ORCA


async def test_what_was_looked_for_last_is_there_again(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await look_for(pilot, "serving")
        await pilot.press("down", "enter", "f")
        await pilot.pause()
        assert room.app.screen.query_one(Input).selected_text == "serving"
        assert len(found(pilot)) == 4
        first = room.app.room.paper
        await pilot.press("ctrl+p", "enter")
        await pilot.pause()
        assert room.app.room.paper != first
        await pilot.press("f", "x", "q", "z")
        await pilot.pause()
        assert "No paper matches “xqz”." in on_top(room.app)
        assert "0 of 8" in on_top(room.app)
        await pilot.press("enter", "ctrl+u")  # there is nowhere to go
        await pilot.pause()
        assert found(pilot) == []
        assert "All words have to be there" in on_top(room.app)
        await pilot.press("!", "escape", "f")
        await pilot.pause()
        assert room.app.screen.query_one(Input).value == "serving"


async def test_keys_are_text_and_what_is_pasted_is_cleaned(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("f", *"qru12fS")
        await pilot.pause()
        field = room.app.screen.query_one(Input)
        assert field.value == "qru12fS"
        assert room.library.state(TENSORFLOW).status is Status.UNREAD
        field.value = ""
        await enter_text(pilot, "jan\x1b[31mus\x07\n")
        assert "\x1b" not in field.value
        assert found(pilot) == [JANUS]


async def test_cjk_and_signs_of_markup_are_text(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await look_for(pilot, "并行化")
        assert "深度学习系统的自动并行化方法研究与实现" in on_top(room.app)
        assert "1 of 8" in on_top(room.app)
        room.app.screen.query_one(Input).value = ""
        await enter_text(pilot, "[bold red]ring[/]")
        await pilot.pause()
        assert "[bold red]Ring[/] Attention [@click=app.quit]here[/]" in on_top(room.app)
        room.app.screen.query_one(Input).value = ""
        await enter_text(pilot, "[red]zzz[/red")
        await pilot.pause()
        assert "No paper matches “[red]zzz[/red”." in on_top(room.app)


async def test_the_mouse_chooses_and_goes(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await look_for(pilot, "serving")
        second = found(pilot)[1]
        assert isinstance(room.app.screen, FindScreen)
        await pilot.click("#find-list", offset=(10, 1))
        await pilot.pause()
        assert room.app.screen.query_one(Input).has_focus
        assert room.app.screen._list.cursor == 1
        await pilot.click("#find-list", offset=(10, 1), times=2)
        await pilot.pause()
        assert room.app.room.paper == second


async def test_only_the_newest_words_are_shown_and_enter_waits_for_them(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, asked = Event(), list[str]()
    find = Finder.find

    def slow(finder: Finder, text: str, check: Callable[[], None] = lambda: None) -> Results:
        asked.append(text)
        if text == "tensor":
            held.wait(10)
            check()
        return find(finder, text, check)

    monkeypatch.setattr(finding, "AT_ONCE", -1)
    monkeypatch.setattr(Finder, "find", slow)
    async with room.app.run_test(size=WIDE) as pilot:
        await look_for(pilot, "tensor")
        await until(pilot, lambda: "tensor" in asked)
        assert found(pilot) == []
        room.app.screen.query_one(Input).value = "orca"
        await until_shown(pilot, "1 of 8")
        held.set()
        await pilot.pause(0.1)
        assert found(pilot) == [ORCA]
        held.clear()
        room.app.screen.query_one(Input).value = "tensor"
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(room.app.screen, FindScreen)
        held.set()
        await until(pilot, lambda: room.app.room.paper == TENSORFLOW and room.app.screen is room.app.room)


async def test_the_filter_keeps_what_it_found(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("2", "enter", "slash")
        await enter_text(pilot, "serving")
        await pilot.press("enter")
        finder = room.app.room._drawing.finder
        before = finder.known("serving")
        await look_for(pilot, "janus")
        await pilot.press("escape")
        assert before is not None
        assert finder.known("serving") is before


async def test_other_windows_show_in_the_finder(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await look_for(pilot, "orca")
        assert "✓" not in on_top(room.app)
        record = Record(ORCA, status=Status.READ, history=(("read", "2026-09-09T10:00:00Z"),))
        room.notebook.others = {ORCA: record}
        room.app.on_app_focus()
        await until_shown(pilot, "✓ Orca")


async def test_what_changes_below_does_not_move_the_cursor(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await look_for(pilot, "serving")
        await pilot.press("down", "down")
        third = found(pilot)[2]
        room.app.room.show_changes()
        await pilot.press("enter")
        await pilot.pause()
        assert room.app.room.paper == third


@pytest.mark.parametrize("size", [(120, 36), (40, 12)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_looks(room: Room, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(room.app, terminal_size=size, run_before=_looked_for("s"))


def test_looks_in_ascii(make_room: MakeRoom, snap_compare: SnapCompare) -> None:
    assert snap_compare(make_room(glyphs=ASCII).app, terminal_size=(120, 36), run_before=_looked_for("s"))


def _looked_for(words: str) -> Callable[[Pilot[None]], object]:
    async def run(pilot: Pilot[None]) -> None:
        room = room_of(pilot)
        note = replace(Record(CLIPPER), status=Status.READ, history=(("read", "2026-09-09T10:00:00Z"),))
        room.library.change("test", [CLIPPER], lambda _record, _at: note)
        await look_for(pilot, words)
        await pilot.press("down")
        pilot.app.screen.query_one(Input).cursor_blink = False
        await pilot.pause()

    return run
