"""Long work beside the app: it says how far it is, can be stopped, and nothing waits for it."""

import pytest

from mlsys_tui.finds import Find
from mlsys_tui.work import Work
from tests.tui.conftest import TENSORFLOW, MakeRoom, Room
from tests.tui.helpers import WIDE, enter_text, message, on_top, shown, until, until_shown
from tests.tui.shelves import HeldShelves, look_at

SOURCE = "https://example.org/course.md"


@pytest.fixture
def shelves() -> HeldShelves:
    """Shelves that wait for the test."""
    return HeldShelves()


@pytest.fixture
def room(make_room: MakeRoom, shelves: HeldShelves) -> Room:
    """A room with such shelves."""
    return make_room(open_shelves=shelves.open)


async def test_progress_is_shown_and_the_cursor_does_not_wait(room: Room, shelves: HeldShelves) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await look_at(pilot, SOURCE)
        await until_shown(pilot, "40 %  Esc stops it")
        assert f"Reading {SOURCE}" in shown(room.app)
        assert "━━━━" in shown(room.app)
        await pilot.press("j", "j", "enter", "j", "r")
        await pilot.pause()
        assert room.app.room.place == "systems-2026/9-15"
        assert str(room.library.tally(room.library.catalog.papers)) == "1/8"
        shelves.gate.set()
        await until_shown(pilot, "Enter adds it, Esc leaves it")
        assert "Esc stops it" not in shown(room.app)


async def test_esc_stops_it_and_nothing_was_changed(room: Room, shelves: HeldShelves) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await look_at(pilot, SOURCE)
        await until(pilot, shelves.begun.is_set)
        await pilot.press("escape")
        await until_shown(pilot, "Stopped; nothing was changed")
        await until(pilot, lambda: "Esc stops it" not in shown(room.app))
        assert room.app.screen is room.app.room
        await pilot.press("plus")
        await until_shown(pilot, SOURCE)


async def test_one_thing_after_the_other(room: Room, shelves: HeldShelves) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await look_at(pilot, SOURCE)
        await until(pilot, shelves.begun.is_set)
        await look_at(pilot, "another.md")
        await until(pilot, lambda: message(room.app) == "One thing after the other: Esc stops what is being done")
        assert shelves.asked == [f"look {SOURCE}"]


async def test_what_was_found_waits_for_who_is_typing(room: Room, shelves: HeldShelves) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await look_at(pilot, SOURCE)
        await until(pilot, shelves.begun.is_set)
        await pilot.press("enter", "n")
        await enter_text(pilot, "a thought")
        shelves.gate.set()
        await until_shown(pilot, "Found Systems Course 2026: 4 papers")
        assert room.app.screen is room.app.room
        await enter_text(pilot, ", whole")
        await pilot.press("escape")
        await pilot.pause()
        assert room.library.state(TENSORFLOW).note == "a thought, whole"
        await pilot.press("plus")
        await until_shown(pilot, "Enter adds it, Esc leaves it")


async def test_what_was_found_waits_for_a_screen_on_top(room: Room, shelves: HeldShelves) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await look_at(pilot, SOURCE)
        await until(pilot, shelves.begun.is_set)
        await pilot.press("question_mark")
        await pilot.pause()
        shelves.gate.set()
        await until_shown(pilot, "+ shows it")
        assert "Enter adds it" not in on_top(room.app)
        await pilot.press("escape", "plus")
        await until_shown(pilot, "Enter adds it, Esc leaves it")


async def test_adding_does_not_take_the_reader_away_who_went_elsewhere(room: Room, shelves: HeldShelves) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await look_at(pilot, SOURCE)
        shelves.gate.set()
        await until_shown(pilot, "Enter adds it")
        shelves.gate.clear()
        await pilot.press("enter", "j")
        await until_shown(pilot, "Adding Systems Course 2026")
        shelves.gate.set()
        await until(pilot, lambda: "Esc stops it" not in shown(room.app))
        assert room.app.room.place == "systems-2026/9-8"


async def test_a_mistake_in_there_is_said_and_takes_nothing_with_it(
    room: Room, shelves: HeldShelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_source: str, _data: bytes | None = None, _work: Work | None = None) -> Find:
        raise RuntimeError("[b]no\x1b[31m[/b]")

    monkeypatch.setattr(shelves, "look", fail)
    async with room.app.run_test(size=WIDE) as pilot:
        await look_at(pilot, SOURCE)
        await until_shown(pilot, "That failed: RuntimeError: [b]no[/b]")
        await pilot.press("j")
        assert room.app.room.place == "systems-2026/9-8"


async def test_lists_cannot_be_changed_where_there_are_no_shelves(make_room: MakeRoom) -> None:
    room = make_room()
    async with room.app.run_test(size=WIDE) as pilot:
        await look_at(pilot, SOURCE)
        await until_shown(pilot, "Lists cannot be changed here")


async def test_quitting_does_not_wait_for_it(room: Room, shelves: HeldShelves) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await look_at(pilot, SOURCE)
        await until(pilot, shelves.begun.is_set)
        await pilot.press("ctrl+q")
    assert room.app.return_code == 0


@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=["medium", "small"])
async def test_progress_has_room_on_small_screens(room: Room, shelves: HeldShelves, size: tuple[int, int]) -> None:
    async with room.app.run_test(size=size) as pilot:
        await look_at(pilot, SOURCE)
        await until_shown(pilot, "40 %  Esc stops it")
