"""Papers that may be one: found beside, shown and answered in the app; and what was wrongly joined, taken apart."""

import threading

import pytest

from mlsys_tui import sameness
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.library import Library
from mlsys_tui.suggestions.search import Suggestion
from mlsys_tui.tui import app as app_module
from mlsys_tui.tui.glyphs import ASCII
from tests.tui.helpers import WIDE, message, on_top, shown, until, until_shown
from tests.tui.shelves import ListRoom, open_list_room

RIGHT = PaperKey("efficient-memory-management-for-large-language-models")
TYPO = PaperKey("efficient-memory-managment-for-large-language-models")


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Suggestions are looked for soon after the first frame."""
    monkeypatch.setattr(app_module, "LOOK_ALIKE_AFTER", 0.01)


async def test_the_hint_comes_by_itself_and_the_key_shows_the_pairs(with_course: ListRoom) -> None:
    async with with_course.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "≈ 1 (=)")
        await pilot.press("equals_sign")
        await until_shown(pilot, "Maybe the same paper")
        said = on_top(with_course.app)
        assert "s same, d different, l later, u undo, Esc closes" in said
        assert "Efficient Memory Managment for Large" in said and "Efficient Memory Management for Large" in said
        assert "in Base List" in said and "in Systems Course 2026" in said
        await pilot.press("equals_sign")
        await pilot.pause()
        assert with_course.app.screen is with_course.app.room


async def test_both_papers_can_be_read_whole_on_the_usual_terminal_and_a_small_one_scrolls(
    with_course: ListRoom,
) -> None:
    async with with_course.app.run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "≈ 1 (=)")
        await pilot.press("equals_sign")
        await until_shown(pilot, "in Systems Course 2026")
        assert "in Base List" in on_top(with_course.app)
        assert "PgDn" not in on_top(with_course.app), "nothing is cut"
        await pilot.resize_terminal(40, 12)
        await until_shown(pilot, "PgDn PgUp scroll")
        assert "in Systems Course 2026" not in on_top(with_course.app)
        await pilot.press("pagedown", "pagedown")
        await until_shown(pilot, "in Systems Course 2026")
        await pilot.press("k", "pageup", "g")
        await until_shown(pilot, "Efficient")
        assert "in Systems Course 2026" not in on_top(with_course.app)
        await pilot.press("j")
        await pilot.pause()
        assert with_course.app.screen.query_one("#pair").scroll_y == 1


async def test_accepting_makes_one_paper_and_undo_two(with_course: ListRoom) -> None:
    async with with_course.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "≈ 1 (=)")
        await pilot.press("equals_sign", "s")
        await until_shown(pilot, "All are answered.")
        await until(pilot, lambda: not {RIGHT, TYPO} <= with_course.library.catalog.papers.keys())
        assert "≈" not in shown(with_course.app)
        await pilot.press("u")
        await until(pilot, lambda: {RIGHT, TYPO} <= with_course.library.catalog.papers.keys())
        await until_shown(pilot, "≈ 1 (=)")
        assert "Efficient Memory Managment" in on_top(with_course.app)


async def test_refusing_holds_after_a_restart_and_undo_asks_again(with_course: ListRoom) -> None:
    async with with_course.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "≈ 1 (=)")
        await pilot.press("equals_sign", "d")
        await until_shown(pilot, "All are answered.")
        await pilot.press("escape", "equals_sign")
        await until(pilot, lambda: message(with_course.app) == "No papers look like one; all that did are answered")
    again = open_list_room(with_course.folder)
    assert sameness.suggestions(again.library) == []
    async with again.app.run_test(size=WIDE) as pilot:
        await pilot.press("u")
        await until_shown(pilot, "≈ 1 (=)")


async def test_later_means_not_in_this_sitting(with_course: ListRoom) -> None:
    async with with_course.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "≈ 1 (=)")
        await pilot.press("equals_sign", "l")
        await until_shown(pilot, "All are answered.")
        await pilot.press("escape")
        assert "≈" not in shown(with_course.app)
        assert not with_course.library.contents.answers
    again = open_list_room(with_course.folder)
    async with again.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "≈ 1 (=)")


async def test_the_cursor_does_not_wait_for_suggestions(with_course: ListRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    gate, begun, find = threading.Event(), threading.Event(), sameness.suggestions

    def slowly(library: Library) -> list[Suggestion]:
        begun.set()
        gate.wait(10)
        return find(library)

    monkeypatch.setattr(sameness, "suggestions", slowly)
    async with with_course.app.run_test(size=WIDE) as pilot:
        await until(pilot, begun.is_set)
        await pilot.press("j")
        await pilot.pause()
        assert with_course.app.room.node and with_course.app.room.node.label == "Compilers"
        await pilot.press("equals_sign")
        await pilot.pause()
        assert "Looking for papers that may be the same" in message(with_course.app)
        gate.set()
        await until_shown(pilot, "Maybe the same paper")


async def test_the_hint_in_ascii(with_course: ListRoom) -> None:
    room = open_list_room(with_course.folder, glyphs=ASCII)
    async with room.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "= 1 (=)")


async def test_what_was_wrongly_joined_is_taken_apart_by_hand(with_course: ListRoom) -> None:
    sameness.say_same(with_course.library, [RIGHT, TYPO])
    room = open_list_room(with_course.folder)
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("2", "g", "enter", "j")
        assert room.app.room.paper in (RIGHT, TYPO)
        await room.app.run_command("paper.split")
        await until_shown(pilot, "Take which listing out of")
        await pilot.press("1")
        await until(pilot, lambda: {RIGHT, TYPO} <= room.library.catalog.papers.keys())
        await pilot.press("u")
        await until(pilot, lambda: not {RIGHT, TYPO} <= room.library.catalog.papers.keys())


async def test_papers_are_joined_by_hand_too(with_course: ListRoom) -> None:
    async with with_course.app.run_test(size=WIDE) as pilot:
        await pilot.press("2", "g", "enter", "space", "j", "space")
        await with_course.app.run_command("paper.same")
        await until_shown(pilot, "are the same paper")
        await until(pilot, lambda: len(with_course.library.catalog.papers) == 5)
