"""Adding, updating, renaming and removing lists in the app, over real files and a real notebook."""

import subprocess
import sys
from pathlib import Path

import pytest

from mlsys_tui.commands.base import Task, TaskKind
from mlsys_tui.domain.notebook import with_note
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.tui import app as app_module
from tests.tui.helpers import WIDE, enter_text, message, on_top, room_of, shown, until, until_shown
from tests.tui.shelves import CHANGED, COURSE, ListRoom, add, look_at, open_list_room
from tests.web.server import Site

ORCA = PaperKey("orca-a-distributed-serving-system")
AUTOGRAPH = PaperKey("autograph-imperative-style-coding-with-graphs")


# -- adding -------------------------------------------------------------------------------------------------


async def test_a_list_is_looked_at_first_and_then_added(lists: ListRoom) -> None:
    async with lists.app.run_test(size=WIDE) as pilot:
        source = lists.write("course.md", f"{COURSE}- [A Shipped Long Title](https://s.org/1)\n")
        await look_at(pilot, source)
        await until_shown(pilot, "Enter adds it, Esc leaves it")
        said = on_top(lists.app)
        assert "Systems Course 2026" in said and "schedule · " in said
        for count, words in ((2, "sections"), (5, "papers"), (4, "new to your lists"), (1, "already in your lists")):
            assert f"{count}  {words}" in said
        assert "already in your lists" in said
        assert "It begins with" in said
        assert "· JANUS: Fast and Flexible Deep Learning  Compilers" in said
        assert "· A Shipped Long Title  Serving" in said
        assert "All was understood." in said
        assert lists.titles == ["Base List"]
        await pilot.press("enter")
        await until_shown(pilot, "Added Systems Course 2026; u takes it back")
        assert lists.titles == ["Base List", "Systems Course 2026"]
        assert lists.app.room.panes.current == "schedule"
        assert "3 Papers · Systems Course 2026" in shown(lists.app)


async def test_the_preview_shows_five_papers_and_counts_one_section(lists: ListRoom) -> None:
    async with lists.app.run_test(size=WIDE) as pilot:
        papers = "".join(f"- [A Paper About the Number {n}](https://a.org/{n})\n" for n in range(7))
        await look_at(pilot, lists.write("numbers.md", f"# Numbers\n\n## All of Them\n\n{papers}"))
        await until_shown(pilot, "Enter adds it")
        said = on_top(lists.app)
        assert "1  section " in said and "7  papers " in said
        assert "A Paper About the Number 4  All of Them" in said and "Number 5" not in said
        assert "0  already in your lists " in said and "what you wrote" not in said


@pytest.mark.parametrize("size", [(160, 48), (120, 36), (80, 24), (40, 12)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_new_list_is_shown_with_its_first_sessions(folder: Path, size: tuple[int, int]) -> None:
    seeds = folder.parent / "seeds"
    for n in range(30):
        (seeds / f"course{n}.md").write_text(COURSE.replace("Course 2026", f"Course No {n} of 2026"), "utf-8")
    room = open_list_room(folder)
    async with room.app.run_test(size=size) as pilot:
        sessions = "".join(
            f"\n## 10/{n}\n\n- [A Paper About the Number {n}](https://a.org/{n})\n" for n in range(1, 29)
        )
        await look_at(pilot, room.write("numbers.md", f"# Numbers of 2026\n{sessions}"))
        await until_shown(pilot, "Enter adds it")
        await pilot.press("enter")
        await until_shown(pilot, "Added Numbers of 2026")
        await until_shown(pilot, "10/5 ")
        tree = room.app.room.panes.schedule
        assert tree.row is not None and tree.row.key == "numbers-of-2026"
        assert tree.scroll_offset.y == tree.cursor
        assert "▾ Numbers of 2026" in shown(room.app).splitlines()[2]


async def test_what_was_found_can_be_left(lists: ListRoom) -> None:
    async with lists.app.run_test(size=WIDE) as pilot:
        await look_at(pilot, lists.write("course.md", COURSE))
        await until_shown(pilot, "Enter adds it")
        await pilot.press("escape")
        await pilot.pause()
        assert lists.app.screen is lists.app.room
        assert lists.titles == ["Base List"]
        assert not lists.library.contents.lists


async def test_problems_stand_in_the_preview_with_their_lines(lists: ListRoom) -> None:
    async with lists.app.run_test(size=WIDE) as pilot:
        path = lists.folder / "course.md"
        path.write_bytes(COURSE.encode() + b"- [A \xff Torn Title of a Paper](https://x.org/)\n")
        await look_at(pilot, str(path))
        await until_shown(pilot, "not understood: 1 place")


async def test_a_list_that_is_here_is_updated_by_adding_it(with_course: ListRoom) -> None:
    async with with_course.app.run_test(size=WIDE) as pilot:
        await look_at(pilot, with_course.write("course.md", CHANGED))
        await until_shown(pilot, "It is here already: it comes from the same place. Adding it updates it.")
        await until_shown(pilot, "Enter updates the list")
        await pilot.press("enter")
        await until_shown(pilot, "u takes it back, Esc closes")
        assert with_course.titles == ["Base List", "Systems Course 2026"]


async def test_what_cannot_be_added_is_said_in_a_sentence_and_can_be_mended(lists: ListRoom) -> None:
    async with lists.app.run_test(size=WIDE) as pilot:
        await look_at(pilot, str(lists.folder))
        await until_shown(pilot, "is a folder: name a file in it")
        await pilot.press("plus")
        await until_shown(pilot, str(lists.folder))
        await enter_text(pilot, "/nothing.md")
        await pilot.press("enter")
        await until_shown(pilot, "There is no file")
        (lists.folder / "paper.pdf").write_bytes(b"%PDF-1.4\n%\xe2\xe3\n")
        await pilot.press("plus", "ctrl+u")
        await enter_text(pilot, str(lists.folder / "paper.pdf"))
        await pilot.press("enter")
        await until_shown(pilot, "is a PDF: only texts can be read")
        await pilot.press("plus", "ctrl+u", "enter")
        await pilot.pause()
        assert message(lists.app) == "Nothing was named, so nothing was added"
        assert lists.titles == ["Base List"]


async def test_a_path_dropped_on_the_terminal_has_quotes(lists: ListRoom) -> None:
    async with lists.app.run_test(size=WIDE) as pilot:
        await look_at(pilot, f"'{lists.write('my course.md', COURSE)}'")
        await until_shown(pilot, "Enter adds it")


async def test_an_address_is_fetched(lists: ListRoom, site: Site) -> None:
    source = site.put("/course.md", COURSE, "text/markdown")
    async with lists.app.run_test(size=WIDE) as pilot:
        await look_at(pilot, site.url("/gone"))
        await until_shown(pilot, "was not found (404)")
        await pilot.press("plus", "ctrl+u")
        await enter_text(pilot, source)
        await pilot.press("enter")
        await until_shown(pilot, "Enter adds it")
        assert f"schedule · {source}" in on_top(lists.app)


# -- updating -----------------------------------------------------------------------------------------------


async def test_an_update_shows_the_difference_and_one_key_takes_it_back(with_course: ListRoom) -> None:
    async with with_course.app.run_test(size=(150, 60)) as pilot:
        with_course.write("course.md", CHANGED)
        await pilot.press("U")
        await until_shown(pilot, "u takes it back, Esc closes")
        said = on_top(with_course.app)
        for line in (
            "◷ Serving  10 Sep 2026, was 8 Sep 2026",
            "+ Sarathi: Taming Throughput and Latency",
            "→ JANUS: Fast and Flexible Deep Learning  to 9/10 Serving, from 9/1 Compilers",
            "● Efficient Memory Managment for Large Language Models  extra, was required",
            "≠ ORCA: Iteration-Level Scheduling of Transformers  was: ORCA: A Distributed Serving",
            "− AutoGraph: Imperative-style Coding with Graphs",
        ):
            assert line in said, said
        await pilot.press("u")
        await until_shown(pilot, "Undone: updated Systems Course 2026")
        await until(pilot, lambda: AUTOGRAPH in with_course.library.catalog.papers)


async def test_what_was_done_after_an_update_is_not_taken_back_in_its_place(with_course: ListRoom) -> None:
    async with with_course.app.run_test(size=(150, 60)) as pilot:
        with_course.write("course.md", CHANGED)
        await pilot.press("enter", "question_mark")
        await pilot.pause()
        with_course.app.librarian.perform(Task(TaskKind.UPDATE, ("systems-course-2026",)))
        await until(pilot, lambda: with_course.app.librarian._waiting is not None)
        await pilot.press("escape", "r", "U")
        await until_shown(pilot, "Under another title")
        assert "u takes it back" not in on_top(with_course.app)
        await pilot.press("u", "enter")
        await pilot.pause()
        assert str(with_course.library.tally(with_course.library.catalog.papers)) == "1/6"


async def test_an_update_without_a_change_says_so_and_shows_nothing(with_course: ListRoom) -> None:
    async with with_course.app.run_test(size=WIDE) as pilot:
        await pilot.press("U")
        await until(pilot, lambda: message(with_course.app) == "Systems Course 2026: nothing changed")
        assert with_course.app.screen is with_course.app.room


async def test_a_list_that_is_gone_stays_as_it_was(with_course: ListRoom) -> None:
    async with with_course.app.run_test(size=WIDE) as pilot:
        (with_course.folder / "course.md").unlink()
        await pilot.press("U")
        await until_shown(pilot, "Systems Course 2026 was not updated. There is no file")
        assert with_course.titles == ["Base List", "Systems Course 2026"]


async def test_several_lists_are_updated_at_once_and_each_says_what_became_of_it(with_course: ListRoom) -> None:
    async with with_course.app.run_test(size=(150, 60)) as pilot:
        other = with_course.write("other.md", "# Other List\n\n## A\n\n- [Some Other Long Title](https://o.org/1)\n")
        await add(pilot, other)
        with_course.write("course.md", CHANGED)
        Path(other).unlink()
        await pilot.press("U")
        await until_shown(pilot, "Update which list?")
        await pilot.press("a")
        await until_shown(pilot, "Updated")
        said = on_top(with_course.app)
        assert "Other List · not updated: There is no file" in said
        assert "Systems Course 2026 · 1 added, 1 removed, 1 moved" in said
        await pilot.press("enter")
        await pilot.pause()
        assert with_course.app.screen is with_course.app.room
        assert message(with_course.app) == "1 of 2 lists changed, 1 not updated"


async def test_without_a_list_that_came_from_somewhere_there_is_nothing_to_update(lists: ListRoom) -> None:
    async with lists.app.run_test(size=WIDE) as pilot:
        await pilot.press("U")
        await pilot.pause()
        assert message(lists.app) == "No list came from a file or an address yet; + adds one"


# -- the list under the cursor --------------------------------------------------------------------------------


async def test_a_list_is_removed_without_a_question_and_undo_brings_it_back_with_its_notes(
    with_course: ListRoom,
) -> None:
    with_course.library.change("wrote", [ORCA], lambda record, at: with_note(record, "mine", at))
    async with with_course.app.run_test(size=WIDE) as pilot:
        await pilot.press("L", "x")
        await until_shown(pilot, "Removed Systems Course 2026; u takes it back")
        assert with_course.titles == ["Base List"]
        assert "3 Papers · Memory" in shown(with_course.app)
        assert with_course.app.room.panes.current == "topics"
        await pilot.press("u")
        await until_shown(pilot, "Undone: removed Systems Course 2026")
        await until(pilot, lambda: with_course.titles == ["Base List", "Systems Course 2026"])
        assert with_course.library.state(ORCA).note == "mine"


async def test_a_removed_list_can_be_brought_back_later(with_course: ListRoom) -> None:
    async with with_course.app.run_test(size=WIDE) as pilot:
        await pilot.press("L", "x")
        await until(pilot, lambda: with_course.titles == ["Base List"])
        await pilot.press("L", "b")
        await until_shown(pilot, "Bring back which list?")
        await pilot.press("1")
        await until_shown(pilot, "Brought Systems Course 2026 back; u takes it back")
        assert with_course.titles == ["Base List", "Systems Course 2026"]


async def test_a_list_gets_a_title_of_the_readers_own_and_its_own_back(with_course: ListRoom) -> None:
    async with with_course.app.run_test(size=WIDE) as pilot:
        await pilot.press("L", "n")
        await until_shown(pilot, "Title of Systems Course 2026")
        await pilot.press("ctrl+u")
        await enter_text(pilot, "[b]My course[/b]")
        await pilot.press("enter")
        await until_shown(pilot, "3 Papers · [b]My course[/b]")
        assert with_course.titles == ["Base List", "[b]My course[/b]"]
        await pilot.press("L", "n", "ctrl+u", "enter")
        await until_shown(pilot, "3 Papers · Systems Course 2026")


async def test_problems_of_the_list_under_the_cursor(with_course: ListRoom) -> None:
    async with with_course.app.run_test(size=WIDE) as pilot:
        await pilot.press("L", "p")
        await pilot.pause()
        assert message(with_course.app) == "Systems Course 2026: all was understood"
        path = with_course.folder / "torn.md"
        path.write_bytes(b"# Torn List\n\n- [A \xff Torn Title of a Paper](https://x.org/)\n")
        await add(pilot, str(path))
        await pilot.press("L", "p")
        await until_shown(pilot, "Problems of Torn List")
        assert "torn.md" in on_top(with_course.app)


async def test_all_of_it_is_in_the_palette(with_course: ListRoom) -> None:
    async with with_course.app.run_test(size=WIDE) as pilot:
        for words, title in (
            ("add a list", "Add a list"),
            ("update lists", "Update lists"),
            ("remove the list", "Remove the list"),
            ("rename", "Rename the list"),
            ("bring a list", "Bring a list back"),
            ("problems of", "Problems of the list"),
        ):
            await pilot.press("colon")
            await pilot.pause()
            await enter_text(pilot, words)
            await until_shown(pilot, title)
            await pilot.press("escape", "escape")
            await pilot.pause()


# -- others -------------------------------------------------------------------------------------------------


async def test_what_another_process_adds_is_shown(lists: ListRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_module, "LOOK_EVERY", 0.05)
    source = lists.write("course.md", COURSE)
    async with lists.app.run_test(size=WIDE) as pilot:
        subprocess.run([sys.executable, "-m", "mlsys_tui", "add", source], check=True, capture_output=True)
        await until_shown(pilot, "Systems Course 2026")
        assert lists.titles == ["Base List", "Systems Course 2026"]
        subprocess.run([sys.executable, "-m", "mlsys_tui", "undo"], check=True, capture_output=True)
        await until(pilot, lambda: lists.titles == ["Base List"])
        assert room_of(pilot).room.place == "base-list/memory"


async def test_what_is_typed_outlives_a_change_of_lists_elsewhere(
    with_course: ListRoom, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "LOOK_EVERY", 0.05)
    other = open_list_room(folder)
    async with with_course.app.run_test(size=WIDE) as pilot:
        await pilot.press("enter", "j", "j", "n")
        await enter_text(pilot, "half a thought")
        assert with_course.app.room.writer.paper == ORCA
        other.app.librarian._opened().remove("systems-course-2026")
        other.app.librarian._opened()
        await until(pilot, lambda: with_course.titles == ["Base List"])
        await enter_text(pilot, " and the rest")
        await pilot.press("escape")
        await until(
            pilot, lambda: [each.note for each in with_course.library.parked()] == ["half a thought and the rest"]
        )
        await until_shown(pilot, "Parked")
