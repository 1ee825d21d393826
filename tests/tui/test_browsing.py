"""Finding one's way: by schedule, by topic, between panes, on wide and narrow screens."""

import pytest

from mlsys_tui.store.session import Session
from tests.tui.conftest import CLIPPER, JANUS, TENSORFLOW, MakeRoom, Room
from tests.tui.helpers import WIDE, enter_text, message, on_top, shown


async def test_schedule_papers_and_details_follow_the_cursor(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        assert "Martín Abadi" in shown(room.app)
        await pilot.press("j", "j")
        await pilot.pause()
        assert room.app.room.place == "systems-2026/9-15"
        assert "深度学习系统" in shown(room.app)
        assert "Imperative-style Coding" in shown(room.app)


async def test_topics_show_the_papers_of_the_whole_branch(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("2", "j", "j")
        await pilot.pause()
        assert room.app.room.place == "inference-papers/serving"
        assert all(name in shown(room.app) for name in ("Clipper", "Orca", "Red Systems"))
        await pilot.press("l", "j", "enter")
        await pilot.pause()
        assert room.app.room.place == "inference-papers/serving/batching"
        assert room.app.room.panes.current == "papers"


async def test_enter_goes_in_and_q_goes_back_then_quits(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("enter", "enter")
        assert room.app.room.panes.current == "details"
        await pilot.press("q")
        assert room.app.room.panes.current == "papers"
        await pilot.press("q")
        assert room.app.room.panes.current == "schedule"
        await pilot.press("q")
        await pilot.pause()
    assert room.app.return_code == 0
    assert room.sessions[-1].section == "systems-2026/9-1"


async def test_h_and_l_fold_and_change_the_pane(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        panes = room.app.room.panes
        await pilot.press("l")
        assert panes.current == "papers"
        await pilot.press("l")
        assert panes.current == "details"
        await pilot.press("h", "h")
        assert panes.current == "schedule"
        await pilot.press("h", "h")
        await pilot.pause()
        assert len(panes.schedule.rows) == 1
        assert room.app.room.place == "systems-2026"
        await pilot.press("l")
        await pilot.pause()
        assert len(panes.schedule.rows) == 5


async def test_tab_and_numbers_change_the_pane(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        for key, pane in (("tab", "topics"), ("tab", "papers"), ("shift+tab", "topics"), ("4", "details")):
            await pilot.press(key)
            assert room.app.room.panes.current == pane
        assert room.app.room.place == "systems-2026/9-1"


async def test_entering_topics_without_moving_shows_what_is_under_the_cursor(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("2", "enter")
        await pilot.pause()
        assert room.app.room.place == "*"
        assert room.app.room.panes.papers.picked_in_order == ()
        await pilot.press("h")
        assert room.app.room.panes.current == "topics"


async def test_sessions_step_from_any_pane_and_today_is_found(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("4", "right_square_bracket", "right_square_bracket")
        assert room.app.room.place == "systems-2026/9-15"
        await pilot.press("left_square_bracket")
        assert room.app.room.place == "systems-2026/9-8"
        await pilot.press("left_square_bracket", "left_square_bracket")
        assert "no further session" in message(room.app)
        await pilot.press("2", "full_stop")
        assert room.app.room.place == "systems-2026/9-8"
        assert room.app.room.panes.schedule.row is not None
        assert room.app.room.panes.schedule.row.key == "systems-2026/9-8"


async def test_a_session_in_a_closed_list_opens_it(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("h", "h")
        await pilot.press("right_square_bracket")
        await pilot.pause()
        assert room.app.room.place == "systems-2026/9-1"
        assert "systems-2026" in room.app.room.expanded


async def test_empty_views_say_what_to_press(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("j")
        await pilot.pause()
        assert "Project proposal" in shown(room.app)
        await pilot.press("G")
        await pilot.pause()
        assert "No papers in this session. ] goes to the next one." in shown(room.app)
        assert room.app.room.paper is None
        await pilot.press("n", "r", "t", "o", "E")
        assert "no paper" in message(room.app).lower()


async def test_no_lists_at_all(make_room: MakeRoom) -> None:
    room = make_room(documents=())
    async with room.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("j", "l", "r", "2", "full_stop", "slash", "escape", "escape")
        await pilot.pause()
        assert "No reading lists were found. + adds one" in shown(room.app)
        assert "0 lists" in shown(room.app)


@pytest.mark.parametrize("size", [(60, 24), (40, 12)])
async def test_narrow_screens_show_one_pane_and_the_way(room: Room, size: tuple[int, int]) -> None:
    async with room.app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "1 Schedule" in shown(room.app)
        assert "Papers" not in shown(room.app)
        assert "Systems 2026 › 9/1" in shown(room.app)
        assert "? help" in shown(room.app)
        await pilot.press("enter")
        await pilot.pause()
        assert "3 Papers · 9/1" in shown(room.app)
        assert "Schedule" not in shown(room.app)
        assert "TensorFlow" in shown(room.app)
        await pilot.press("l")
        await pilot.pause()
        assert "OSDI 2016" in shown(room.app)
        assert "Systems 2026 › 9/1 › TensorFlow" in shown(room.app)
        await pilot.press("h", "q", "2")
        await pilot.pause()
        assert "2 Topics" in shown(room.app)
        assert "? help" in shown(room.app)


async def test_writing_on_a_small_screen(room: Room) -> None:
    async with room.app.run_test(size=(40, 12)) as pilot:
        await pilot.press("enter", "n")
        await enter_text(pilot, "small")
        await pilot.pause()
        assert "small" in shown(room.app)
        await pilot.press("escape")
        await pilot.pause()
        assert "3 Papers" in shown(room.app)
        assert room.library.state(TENSORFLOW).note == "small"


async def test_resizing_keeps_the_place(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("enter", "j")
        for size in ((60, 20), (100, 30), (40, 12), (160, 48)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert room.app.room.paper == JANUS
            assert "JANUS" in shown(room.app)


async def test_the_last_place_is_taken_up(make_room: MakeRoom) -> None:
    session = Session("inference-papers/serving", CLIPPER, "papers", ("inference-papers/serving",), (), True, "nord")
    room = make_room(session=session)
    async with room.app.run_test(size=WIDE) as pilot:
        assert room.app.room.place == "inference-papers/serving"
        assert room.app.room.paper == CLIPPER
        assert room.app.room.panes.current == "papers"
        assert room.app.theme == "nord"
        assert "Batching" in shown(room.app)
        await pilot.press("ctrl+q")
    assert room.sessions == [session]


async def test_a_place_that_is_gone_is_no_trouble(make_room: MakeRoom) -> None:
    room = make_room(session=Session("gone/1", "gone", "nowhere", ("gone",), ("too",), True, "no-such-theme"))
    async with room.app.run_test(size=(120, 36)):
        assert room.app.room.place == "systems-2026/9-8"
        assert room.app.theme == "textual-dark"


async def test_only_the_first_start_has_a_hint(make_room: MakeRoom) -> None:
    room = make_room(session=Session())
    async with room.app.run_test(size=(120, 36)) as pilot:
        assert message(room.app).startswith("Welcome")
        await pilot.press("ctrl+q")
    assert room.sessions[-1].hint_seen
    assert room.sessions[-1].theme is None
    again = make_room(session=room.sessions[-1])
    async with again.app.run_test(size=(120, 36)):
        assert message(again.app) == ""


async def test_hostile_titles_are_text(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("2", "G", "k", "enter", "j")
        await pilot.pause()
        assert "[bold red]Ring[/] Attention" in shown(room.app)
        assert "[@click=app.quit]here[/]" in shown(room.app)
        assert "[b]not[/b] bold" in shown(room.app)
        assert "Red Systems" in shown(room.app)
        assert "\x1b" not in shown(room.app)
        await pilot.click(room.app.room.panes.details, offset=(40, 2))
        await pilot.press("r", "y")
        await pilot.pause()
        assert "[bold red]Ring[/]" in on_top(room.app)
        assert room.app.is_running
