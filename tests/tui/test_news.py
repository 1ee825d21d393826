"""What an update brings: marks until it is seen, parked papers, notes under new titles."""

from pathlib import Path

import pytest

from mlsys_tui.domain.notebook import Status, with_note, with_status
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store.session import Session
from mlsys_tui.tui import fresh
from mlsys_tui.tui.glyphs import ASCII
from tests.tui.helpers import WIDE, enter_text, on_top, shown, until, until_shown
from tests.tui.shelves import CHANGED, COURSE, ListRoom, open_list_room

ORCA = PaperKey("orca-a-distributed-serving-system")
RETITLED = PaperKey("orca-iteration-level-scheduling-of-transformers")
AUTOGRAPH = PaperKey("autograph-imperative-style-coding-with-graphs")
SARATHI = PaperKey("sarathi-taming-throughput-and-latency")


@pytest.fixture(autouse=True)
def quick_eyes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader has seen a thing soon."""
    monkeypatch.setattr(fresh, "REST", 0.05)


@pytest.fixture
def updated(with_course: ListRoom) -> ListRoom:
    """A room whose course was updated before it opened, and that opens on another list."""
    shelves = with_course.app.librarian._opened()
    with_course.library.change("wrote", [AUTOGRAPH], lambda record, at: with_note(record, "worth keeping", at))
    with_course.write("course.md", CHANGED)
    shelves.update("systems-course-2026")
    return open_list_room(with_course.folder, session=Session(section="base-list/memory", hint_seen=True))


def is_new(lists: ListRoom, paper: PaperKey) -> bool:
    return any(paper in papers for papers in lists.library.news.of("systems-course-2026").values())


# -- marks --------------------------------------------------------------------------------------------------


async def test_marks_stand_on_lists_sessions_and_papers_and_in_the_details(
    updated: ListRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fresh, "REST", 1000)
    async with updated.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "✦2 0/4")
        await pilot.press("1", "g", "enter")
        await until_shown(pilot, "✦1 0/1")
        assert "· ✦ Sarathi" in shown(updated.app)
        assert "·   ORCA" in shown(updated.app)
        await pilot.press("enter")
        await until_shown(pilot, "✦ new here")


async def test_a_mark_goes_when_the_cursor_has_rested_on_the_paper(updated: ListRoom) -> None:
    async with updated.app.run_test(size=WIDE) as pilot:
        await pilot.press("1", "g", "enter")
        await until(pilot, lambda: not is_new(updated, SARATHI))
        assert "✦1 0/4" in shown(updated.app)
        assert "· ✦ JANUS" in shown(updated.app)
    again = open_list_room(updated.folder)
    async with again.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "✦1 0/4")
        assert not is_new(again, SARATHI)


async def test_a_section_that_was_looked_at_has_been_seen_when_it_is_left(updated: ListRoom) -> None:
    async with updated.app.run_test(size=WIDE) as pilot:
        await pilot.press("1", "g", "j")
        await until(pilot, lambda: updated.app.room._attention._looked)
        assert is_new(updated, SARATHI)
        await pilot.press("j")
        await until(pilot, lambda: not is_new(updated, SARATHI))
        await until(pilot, lambda: updated.app.room._attention._looked)
        await pilot.press("ctrl+q")
    again = open_list_room(updated.folder)
    async with again.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "Systems Course 2026")
        assert "✦" not in shown(again.app)


async def test_passing_by_is_not_seeing(updated: ListRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fresh, "REST", 1000)
    async with updated.app.run_test(size=WIDE) as pilot:
        await pilot.press("1", "g", "j", "j", "j", "2", "g", "1", "g", "enter", "j", "k", "q")
        await pilot.pause()
        assert "✦2 0/4" in shown(updated.app)


async def test_a_list_that_was_added_is_not_new_in_all_its_parts(with_course: ListRoom) -> None:
    async with with_course.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "Systems Course 2026")
        assert "✦" not in shown(with_course.app)


async def test_marks_in_ascii(updated: ListRoom) -> None:
    room = open_list_room(updated.folder, glyphs=ASCII)
    async with room.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "^2 0/4")
        await pilot.press("1", "g")
        await until_shown(pilot, "· ^ Sarathi".replace("·", "."))


# -- parked -------------------------------------------------------------------------------------------------


async def test_papers_that_left_all_lists_are_parked_with_what_was_written(updated: ListRoom) -> None:
    async with updated.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "Parked")
        await pilot.press("2", "G", "enter")
        await until_shown(pilot, "3 Papers · Parked")
        await until_shown(pilot, "In no list any more.")
        assert "worth keeping" in shown(updated.app)
        await pilot.press("r")
        await pilot.pause()
        assert [each.status for each in updated.library.parked()] == [Status.READ]
        await pilot.press("n")
        await enter_text(pilot, " still")
        await pilot.press("escape")
        await pilot.pause()
        assert [each.note for each in updated.library.parked()] == ["worth keeping still"]


async def test_parked_goes_when_the_last_word_on_its_papers_is_undone(updated: ListRoom) -> None:
    library = open_list_room(updated.folder).library
    library.change("wrote", [AUTOGRAPH], lambda record, at: with_note(record, "", at))
    library.change("wrote", [AUTOGRAPH], lambda record, at: with_note(record, "again", at))
    again = open_list_room(updated.folder, session=Session(section="#parked", pane="papers", hint_seen=True))
    async with again.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "3 Papers · Parked")
        await pilot.press("u")
        await until(pilot, lambda: "Parked" not in shown(again.app))
        await pilot.press("j", "k", "h", "enter", "r")
        await pilot.pause()
        assert again.app.room.place is not None


async def test_a_paper_that_comes_back_leaves_parked(with_course: ListRoom) -> None:
    with_course.library.change("read", [AUTOGRAPH], lambda record, at: with_status(record, Status.READ, at))
    async with with_course.app.run_test(size=WIDE) as pilot:
        with_course.write("course.md", CHANGED)
        await pilot.press("U")
        await until_shown(pilot, "u takes it back, Esc closes")
        await pilot.press("escape")
        await until_shown(pilot, "Parked")
        with_course.write("course.md", COURSE)
        await pilot.press("U")
        await until_shown(pilot, "u takes it back, Esc closes")
        await pilot.press("escape")
        await until(pilot, lambda: "Parked" not in shown(with_course.app))
        assert with_course.library.state(AUTOGRAPH).status is Status.READ


async def test_the_cursor_goes_with_its_paper_to_parked(with_course: ListRoom) -> None:
    with_course.library.change("read", [ORCA], lambda record, at: with_status(record, Status.READ, at))
    async with with_course.app.run_test(size=WIDE) as pilot:
        await pilot.press("enter", "j", "j", "space", "L", "x")
        await until(pilot, lambda: with_course.titles == ["Base List"])
        await pilot.press("r")
        await pilot.pause()
        assert with_course.app.room.panes.papers.picked <= frozenset([ORCA])


# -- under another title ------------------------------------------------------------------------------------


async def test_a_retitled_paper_finds_its_notes_and_says_so(with_course: ListRoom) -> None:
    with_course.library.change("wrote", [ORCA], lambda record, at: with_note(record, "batches by iteration", at))
    async with with_course.app.run_test(size=(150, 60)) as pilot:
        await pilot.press("enter", "j", "j")
        assert with_course.app.room.paper == ORCA
        with_course.write("course.md", CHANGED)
        await pilot.press("U")
        await until_shown(pilot, "Kept your notes of 'ORCA: A Distributed Serving System' under its new title:")
        assert "≠ ORCA: Iteration-Level" in on_top(with_course.app)
        await pilot.press("escape")
        await pilot.pause()
        assert with_course.app.room.paper == RETITLED
        assert with_course.library.state(RETITLED).note == "batches by iteration"
        assert with_course.library.parked() == ()


async def test_a_note_that_is_being_written_goes_with_its_paper(with_course: ListRoom, folder: Path) -> None:
    other = open_list_room(folder)
    async with with_course.app.run_test(size=WIDE) as pilot:
        await pilot.press("enter", "j", "j", "n")
        await enter_text(pilot, "half a thought")
        with_course.write("course.md", CHANGED)
        other.app.librarian._opened().update("systems-course-2026")
        with_course.app.on_app_focus()
        await until(pilot, lambda: RETITLED in with_course.library.catalog.papers)
        await enter_text(pilot, ", whole now")
        await pilot.press("escape")
        await pilot.pause()
        assert with_course.library.state(RETITLED).note == "half a thought, whole now"
