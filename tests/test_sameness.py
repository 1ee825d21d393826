"""Joining and parting papers by hand: the catalog follows, nothing written is lost, undo brings all back."""

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from mlsys_tui import sameness
from mlsys_tui.commands import joining, marking
from mlsys_tui.commands.base import Menu, Outcome, Severity, Target
from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.notebook import Status, with_note, with_status, with_tags
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.library import Library
from mlsys_tui.parsing.reader import read
from mlsys_tui.store.notebook import Notebook

FAST, GENERAL = (
    PaperKey("pipedream-fast-and-efficient-parallel-dnn-training"),
    PaperKey("pipedream-general-parallel-dnn-training"),
)
LISTS = {
    "a.md": "# First\n- PipeDream: Fast and Efficient Parallel DNN Training\n- Some Wholly Other Thing\n",
    "b.md": "# Second\n- PipeDream: General Parallel DNN Training\n",
}
ONE = PaperKey("one-long-title")
WRONG = {
    "a.md": "# First\n- [One Long Title](https://a.org/1)\n",
    "b.md": "# Second\n- One Long Title\n",
    "c.md": "# Third\n- [One Long Title, Again](https://a.org/1)\n",
}


def opened(lists: dict[str, str], path: Path) -> Library:
    ticks = count()
    notebook = Notebook(path, lambda: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=next(ticks)))
    documents = [read(text, name) for name, text in lists.items()]
    return Library(build(documents, list(notebook.answers.values())), notebook)


def write(library: Library, key: PaperKey, note: str, status: Status, *tags: str) -> None:
    library.change("wrote", [key], lambda r, at: with_tags(with_status(with_note(r, note, at), status, at), tags))


def written(library: Library, key: PaperKey) -> tuple[str | None, Status, set[str]]:
    state = library.state(key)
    return state.note, state.status, set(state.tags)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notebook.json"


def test_a_suggestion_taken_makes_one_paper_that_keeps_what_was_written_of_both(path: Path) -> None:
    library = opened(LISTS, path)
    write(library, FAST, "of fast", Status.READING, "x")
    write(library, GENERAL, "of general", Status.READ, "y")
    [found] = sameness.suggestions(library)
    assert {found.one, found.other} == {FAST, GENERAL}
    sameness.say_same(library, [found.one, found.other])
    now = opened(LISTS, path)
    assert sameness.suggestions(now) == []
    assert len(now.catalog.papers) == 2
    (key,) = {FAST, GENERAL} & now.catalog.papers.keys()
    assert written(now, key) == ("of fast\n\n---\n\nof general", Status.READ, {"x", "y"})
    assert now.parked() == ()
    now.undo()
    back = opened(LISTS, path)
    assert written(back, FAST) == ("of fast", Status.READING, {"x"})
    assert written(back, GENERAL) == ("of general", Status.READ, {"y"})


def test_what_is_changed_while_joined_holds_for_both_afterwards(path: Path) -> None:
    library = opened(LISTS, path)
    write(library, FAST, "of fast", Status.READING, "x")
    write(library, GENERAL, "of general", Status.READ, "y")
    sameness.say_same(library, [FAST, GENERAL])
    now = opened(LISTS, path)
    (key,) = {FAST, GENERAL} & now.catalog.papers.keys()
    now.change("tagged", [key], lambda record, _at: with_tags(record, ["x"]))
    assert written(now, key) == ("of fast\n\n---\n\nof general", Status.READ, {"x"})
    now.change("skipped", [key], lambda record, at: with_status(record, Status.SKIPPED, at))
    now.change("wrote", [key], lambda record, at: with_note(record, "of both", at))
    assert written(opened(LISTS, path), key) == ("of both", Status.SKIPPED, {"x"})
    both = next(part for part in sameness.parts(now, key) if part.title.startswith("PipeDream: General"))
    sameness.split(now, key, both)
    apart = opened(LISTS, path)
    assert written(apart, FAST) == written(apart, GENERAL) == ("of both", Status.SKIPPED, {"x"})


def test_messages_count_papers_not_records(path: Path) -> None:
    library = opened(LISTS, path)
    write(library, FAST, "of fast", Status.READING)
    write(library, GENERAL, "of general", Status.READING)
    sameness.say_same(library, [FAST, GENERAL])
    now = opened(LISTS, path)
    (key,) = {FAST, GENERAL} & now.catalog.papers.keys()
    assert marking.toggle_read(now, Target((key,)), None).message == "PipeDream: marked read"
    undone = marking.undo(now, Target(), None)
    assert (undone.message, undone.changed) == ("Undone: PipeDream: marked read", (key,))


def test_a_record_made_while_joined_stays_with_one_paper(path: Path) -> None:
    library = opened(LISTS, path)
    sameness.say_same(library, [FAST, GENERAL])
    now = opened(LISTS, path)
    (key,) = {FAST, GENERAL} & now.catalog.papers.keys()
    write(now, key, "mine", Status.READ)
    sameness.split(now, key, sameness.parts(now, key)[0])
    apart = opened(LISTS, path)
    assert sorted(apart.state(each).note or "" for each in (FAST, GENERAL)) == ["", "mine"]


def test_a_refused_suggestion_never_comes_again(path: Path) -> None:
    library = opened(LISTS, path)
    sameness.say_different(library, GENERAL, FAST)
    assert sameness.suggestions(library) == []
    edited = {**LISTS, "b.md": LISTS["b.md"].replace("General", "Generel").replace("- ", "- [x](https://x.org/9) ", 1)}
    assert sameness.suggestions(opened({**LISTS, "c.md": "# Third\n- Any New Thing Here\n"}, path)) == []
    assert len(opened(edited, path).catalog.papers) == 3
    library.undo()
    assert len(sameness.suggestions(opened(LISTS, path))) == 1


def test_answers_outlive_an_update_that_mends_a_title_or_changes_a_link(path: Path) -> None:
    lists = {
        "a.md": "# A\n- [Big Graf Things at Scale](https://a.org/g)\n",
        "b.md": "# B\n- Big Graph Things at Scale Now\n",
    }
    library = opened(lists, path)
    sameness.say_same(library, list(library.catalog.papers))
    mended = {**lists, "a.md": lists["a.md"].replace("Graf", "Grape")}
    relinked = {**lists, "a.md": lists["a.md"].replace("a.org/g", "b.org/h")}
    for now in (lists, mended, relinked):
        assert len(opened(now, path).catalog.papers) == 1


def test_a_listing_taken_out_is_a_paper_and_the_record_stays_with_the_larger_part(path: Path) -> None:
    library = opened(WRONG, path)
    assert list(library.catalog.papers) == [ONE]
    write(library, ONE, "mine", Status.READ)
    parts = sameness.parts(library, ONE)
    assert [part.places[0].document for part in parts] == ["a.md", "b.md", "c.md"]
    sameness.split(library, ONE, parts[0])
    now = opened(WRONG, path)
    assert {tuple(p.document for p in places) for places in now.catalog.placements.values()} == {
        ("a.md",),
        ("b.md", "c.md"),
    }
    larger, taken = (
        next(k for k, places in now.catalog.placements.items() if places[0].document == name)
        for name in ("b.md", "a.md")
    )
    assert (now.state(larger).note, now.state(taken).note) == ("mine", None)
    write(now, taken, "another", Status.READING)
    again = opened(WRONG, path)
    assert (again.state(larger).note, again.state(taken).note) == ("mine", "another")
    again.undo()
    again.undo()
    back = opened(WRONG, path)
    assert list(back.catalog.papers) == [ONE]
    assert written(back, ONE) == ("mine", Status.READ, set())


def test_the_record_goes_with_the_listing_if_the_reader_says_so(path: Path) -> None:
    library = opened(WRONG, path)
    write(library, ONE, "mine", Status.READ)
    sameness.split(library, ONE, sameness.parts(library, ONE)[1], with_record=True)
    now = opened(WRONG, path)
    notes = {places[0].document: now.state(key).note for key, places in now.catalog.placements.items()}
    assert notes == {"a.md": None, "b.md": "mine"}
    assert len(opened({**WRONG, "d.md": "# Fourth\n- One Long Title\n"}, path).catalog.papers) == 2


def test_a_split_outlives_new_links_and_can_be_joined_again(path: Path) -> None:
    library = opened(WRONG, path)
    sameness.split(library, ONE, sameness.parts(library, ONE)[1])
    linked = {**WRONG, "b.md": "# Second\n- [One Long Title](https://a.org/1)\n"}
    now = opened(linked, path)
    assert len(now.catalog.papers) == 2
    sameness.say_same(now, list(now.catalog.papers))
    assert len(opened(linked, path).catalog.papers) == len(opened(WRONG, path).catalog.papers) == 1


def test_what_cannot_be_says_so(path: Path) -> None:
    library = opened(LISTS, path)
    with pytest.raises(sameness.SamenessError, match="one paper already"):
        sameness.say_same(library, [FAST, FAST])
    with pytest.raises(sameness.SamenessError, match="split"):
        sameness.say_different(library, FAST, FAST)
    assert sameness.parts(library, FAST) == []
    assert library.undo() is None


# -- commands -----------------------------------------------------------------------------------------------


def menu(outcome: Outcome) -> Menu:
    assert isinstance(outcome.ask, Menu)
    return outcome.ask


def test_menus_lead_from_the_suggestions_to_an_answer(path: Path) -> None:
    library = opened(LISTS, path)
    (option,) = menu(joining.show_suggestions(library, Target(), None)).options
    same, different, later = menu(joining.show_suggestions(library, Target(), option.argument)).options
    assert [each.command for each in (same, different, later)] == ["paper.same", "paper.different", "suggestions.show"]
    elsewhere = Target((PaperKey("some-wholly-other-thing"),))
    outcome = joining.same(library, elsewhere, same.argument)
    assert "are the same paper" in outcome.message
    assert set(outcome.changed) == {FAST, GENERAL}
    assert len(opened(LISTS, path).catalog.papers) == 2
    assert joining.show_suggestions(opened(LISTS, path), Target(), None).severity is Severity.WARNING


def test_menus_of_one_paper(path: Path) -> None:
    library = opened(LISTS, path)
    for command in (joining.same, joining.different):
        (option,) = menu(command(library, Target((FAST,)), None)).options
        assert option.argument == f"{FAST} {GENERAL}"
        assert command(library, Target((PaperKey("some-wholly-other-thing"),)), None).severity is Severity.WARNING
        assert command(library, Target(), None).severity is Severity.WARNING
        assert command(library, Target((FAST, FAST)), None).severity is Severity.ERROR
    assert "are different" in joining.different(library, Target((FAST, GENERAL)), None).message
    assert "already" in joining.different(library, Target((GENERAL, FAST)), None).message


def test_menu_of_listings(path: Path) -> None:
    library = opened(WRONG, path)
    options = menu(joining.split(library, Target((ONE,)), None)).options
    assert [option.argument for option in options] == ["1", "2", "3"]
    for argument in ("0", "4", "x", "1 maybe"):
        assert joining.split(library, Target((ONE,)), argument).severity is Severity.ERROR
    assert "took One Long Title" in joining.split(library, Target((ONE,)), "1 notes go").message.replace("Took", "took")
    assert joining.split(opened(LISTS, path), Target((FAST,)), None).severity is Severity.WARNING
