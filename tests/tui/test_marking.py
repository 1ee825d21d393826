"""Status, tags, rating, selection, filter, undo: what changes shows everywhere, and can be taken back."""

from mlsys_tui.domain.notebook import Record, Status
from tests.tui.conftest import JANUS, TENSORFLOW, MakeRoom, Room
from tests.tui.fakes import MemoryNotebook
from tests.tui.helpers import WIDE, enter_text, message, on_top, shown


async def test_read_shows_in_row_details_and_every_count(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("enter", "j", "r")
        await pilot.pause()
        assert room.library.state(JANUS).status is Status.READ
        text = shown(room.app)
        assert "1 of 8 read" in text
        assert "✓ JANUS" in text
        assert "✓ read since 9 Sep 2026" in text
        assert [line for line in text.splitlines() if "Systems 2026" in line and "1/4" in line]
        assert [line for line in text.splitlines() if "Compilers" in line and "1/1" in line]
        assert message(room.app) == "JANUS: marked read"
        await pilot.press("r")
        await pilot.pause()
        assert "0 of 8 read" in shown(room.app)


async def test_marking_works_from_the_schedule_too(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("r")
        assert room.library.state(TENSORFLOW).status is Status.READ
        assert room.app.room.panes.current == "schedule"


async def test_status_menu_by_key_by_arrows_and_not_at_all(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("s")
        await pilot.pause()
        assert "Status of TensorFlow" in on_top(room.app)
        await pilot.press("i")
        assert room.library.state(TENSORFLOW).status is Status.READING
        await pilot.press("s", "down", "enter")
        assert room.library.state(TENSORFLOW).status is Status.QUEUED
        await pilot.press("s", "escape")
        await pilot.pause()
        assert room.library.state(TENSORFLOW).status is Status.QUEUED
        assert "◔ TensorFlow" in shown(room.app)


async def test_menu_by_mouse(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("s")
        await pilot.pause()
        await pilot.click("#menu", offset=(5, 3), times=2)
        await pilot.pause()
        assert room.library.state(TENSORFLOW).status is Status.READ


async def test_undo_and_redo(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("r", "u")
        await pilot.pause()
        assert room.library.state(TENSORFLOW).status is Status.UNREAD
        assert message(room.app) == "Undone: TensorFlow: marked read"
        assert "0 of 8 read" in shown(room.app)
        await pilot.press("ctrl+r")
        assert room.library.state(TENSORFLOW).status is Status.READ
        await pilot.press("ctrl+r")
        assert message(room.app) == "Nothing to redo"


async def test_bulk_acts_on_what_is_picked_and_says_how_many(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("enter", "space", "space")
        await pilot.pause()
        assert "2 selected" in shown(room.app)
        await pilot.press("r")
        await pilot.pause()
        assert message(room.app) == "2 papers marked read"
        assert "2 of 8 read" in shown(room.app)
        await pilot.press("escape")
        await pilot.pause()
        assert "selected" not in shown(room.app)
        assert room.app.room.panes.current == "papers"
        await pilot.press("u")
        await pilot.pause()
        assert "0 of 8 read" in shown(room.app)


async def test_select_all_and_none_and_another_section_picks_nothing(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("enter", "V")
        assert list(room.app.room.target.papers) == [TENSORFLOW, JANUS]
        await pilot.press("V")
        assert list(room.app.room.target.papers) == [TENSORFLOW]
        await pilot.press("V", "right_square_bracket", "right_square_bracket")
        await pilot.pause()
        assert len(room.app.room.target.papers) == 1


async def test_what_a_filter_hides_is_not_picked(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("enter", "V", "slash", "j", "a", "n", "u", "s", "enter", "r")
        await pilot.pause()
        assert room.library.state(JANUS).status is Status.READ
        assert room.library.state(TENSORFLOW).status is Status.UNREAD


async def test_tags_are_asked_with_what_is_there_and_known(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("t")
        await enter_text(pilot, "graphs #classic")
        await pilot.press("enter")
        await pilot.pause()
        assert room.library.state(TENSORFLOW).tags == ("graphs", "classic")
        assert "#graphs  #classic" in shown(room.app)
        await pilot.press("enter", "j", "t")
        await pilot.pause()
        assert "classic  graphs" in on_top(room.app)
        await enter_text(pilot, "gra")
        await pilot.pause(0.05)
        await pilot.press("right", "enter")
        await pilot.pause()
        assert room.library.state(JANUS).tags == ("graphs",)
        await pilot.press("t")
        await enter_text(pilot, "other")
        await pilot.press("escape")
        assert room.library.state(JANUS).tags == ("graphs",)


async def test_rating(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("asterisk", "4")
        await pilot.pause()
        assert "★★★★☆" in shown(room.app)


async def test_filter_as_you_type_keeps_on_enter_and_clears_on_escape(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("2", "enter", "slash")
        await enter_text(pilot, "serv")
        await pilot.pause()
        assert "3 Papers · All papers" in shown(room.app)
        assert "4 of 8" in shown(room.app)
        assert "Clipper" in shown(room.app)
        assert "TensorFlow  " not in shown(room.app)
        await pilot.press("q", "u")
        await pilot.pause()
        assert "Nothing in All papers matches “servqu”. Esc clears the filter." in shown(room.app)
        await pilot.press("escape")
        await pilot.pause()
        assert "TensorFlow  " in shown(room.app)
        assert room.app.room.panes.papers.is_typing
        await enter_text(pilot, "orca")
        await pilot.press("enter")
        await pilot.pause()
        assert not room.app.room.panes.papers.is_typing
        assert "1 of 8" in shown(room.app)
        await pilot.press("escape")
        await pilot.pause()
        assert "TensorFlow  " in shown(room.app)
        assert room.app.room.panes.current == "papers"


async def test_filter_is_left_by_escape_when_empty_and_by_down(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("slash", "escape")
        await pilot.pause()
        assert room.app.room.panes.papers.papers.has_focus
        await pilot.press("slash", "j", "down")
        await pilot.pause()
        assert room.app.room.panes.papers.papers.has_focus
        assert room.app.room.paper == JANUS


async def test_a_matched_word_is_marked(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("slash")
        await enter_text(pilot, "flex")
        await pilot.pause()
        strips = room.app.room._compositor.render_strips()
        marked = [segment for strip in strips for segment in strip if segment.style and segment.style.underline]
        assert "Flex" in [segment.text for segment in marked]


async def test_other_windows_show_without_a_key(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        room.notebook.others = {JANUS: Record(JANUS, status=Status.READ, history=(("read", "2026-09-09T10:00:00Z"),))}
        room.app.on_app_focus()
        await pilot.pause()
        assert "1 of 8 read" in shown(room.app)
        assert room.app.room.paper == TENSORFLOW


async def test_a_notebook_that_cannot_be_saved_says_so_and_nothing_pretends(make_room: MakeRoom) -> None:
    notebook = MemoryNotebook()
    notebook.failure = "Changes cannot be saved: /data/notebook.json is read-only"
    room = make_room(notebook=notebook)
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert message(room.app) == notebook.failure
        assert "▲ 1 (!)" in shown(room.app)
        await pilot.press("r")
        await pilot.pause()
        assert "read-only" in message(room.app)
        assert "0 of 8 read" in shown(room.app)
        await pilot.press("exclamation_mark")
        await pilot.pause()
        assert "/data/notebook.json is read-only" in on_top(room.app)


async def test_on_a_narrow_screen_no_command_acts_on_a_paper_out_of_sight(room: Room) -> None:
    async with room.app.run_test(size=(40, 12)) as pilot:
        await pilot.press("r")
        await pilot.pause()
        assert room.library.state(TENSORFLOW).status is Status.UNREAD
        await pilot.press("enter", "r")
        await pilot.pause()
        assert room.library.state(TENSORFLOW).status is Status.READ


async def test_an_empty_filter_says_where_there_is_more(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("slash")
        await enter_text(pilot, "clipper")
        await pilot.pause()
        assert "matches “clipper”; 1 of all papers do" in shown(room.app)
