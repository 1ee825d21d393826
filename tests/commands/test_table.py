"""The table is whole, and each command does what its row says."""

import re
from collections import Counter
from pathlib import Path

import pytest

from mlsys_tui.commands import marking, table
from mlsys_tui.commands.base import Line, Menu, Needs, Outcome, Severity, Target
from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.notebook import Status
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.library import Library, NotebookError
from mlsys_tui.parsing.reader import read
from mlsys_tui.store.notebook import Notebook

TEXT = """# L
## A
- [Foo](https://a.org/foo.pdf). Foo: A Fast Thing. Ann Lee, Bo Kim. OSDI 2020.
- Bar: A Slow Thing of Many Words
- [x] [Baz of Long Standing](https://a.org/baz)
"""
FOO, BAR, BAZ = map(PaperKey, ("foo-a-fast-thing", "bar-a-slow-thing-of-many-words", "baz-of-long-standing"))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(build([read(TEXT, "l.md")]), Notebook(tmp_path / "notebook.json"))


def do(
    library: Library, command: str, *papers: PaperKey, argument: str | None = None, section: str | None = None
) -> Outcome:
    return table.run(table.BY_ID[command], library, Target(papers, section), argument)


def test_ids_and_keys_are_unique_and_every_row_can_do_something() -> None:
    assert max(Counter(command.id for command in table.COMMANDS).values()) == 1
    assert max(Counter(key for command in table.COMMANDS for key in command.keys).values()) == 1
    for command in table.COMMANDS:
        assert command.run or command.action, command.id
        assert re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", command.id)
        assert command.title and command.help.endswith("."), command.id


def test_the_keys_of_the_design_are_all_there() -> None:
    keys = {key for command in table.COMMANDS for key in command.keys}
    assert keys >= set("jkgGhl1234[].rsnetcyoOuVqE/") | {
        "down", "up", "left", "right", "home", "end", "ctrl+d", "ctrl+u", "pagedown", "pageup", "tab", "shift+tab",
        "enter", "escape", "asterisk", "space", "ctrl+r", "question_mark", "f1", "colon", "ctrl+p", "ctrl+q",
    } - {"/", "[", "]", "."}  # fmt: skip


def test_toggle_read_goes_both_ways_and_over_the_lists_mark(library: Library) -> None:
    outcome = do(library, "status.toggle_read", FOO)
    assert (outcome.message, outcome.changed) == ("Foo: marked read", (FOO,))
    assert library.state(FOO).status is Status.READ
    do(library, "status.toggle_read", FOO)
    assert library.state(FOO).status is Status.UNREAD
    do(library, "status.toggle_read", BAZ)
    assert library.state(BAZ).status is Status.UNREAD


def test_several_papers_are_one_step(library: Library) -> None:
    assert do(library, "status.toggle_read", FOO, BAR, BAZ).message == "3 papers marked read"
    assert str(library.tally([FOO, BAR, BAZ])) == "3/3"
    assert do(library, "edit.undo").message == "Undone: 3 papers marked read"
    assert str(library.tally([FOO, BAR, BAZ])) == "1/3"
    assert do(library, "edit.redo").message == "Done again: 3 papers marked read"


def test_undo_and_redo_with_nothing_to_do(library: Library) -> None:
    assert do(library, "edit.undo").severity is Severity.WARNING
    assert do(library, "edit.redo").severity is Severity.WARNING


@pytest.mark.parametrize("command", ["status.choose", "rating.set", "copy.choose", "open.choose"])
def test_menus_offer_runnable_options_on_distinct_keys(library: Library, command: str) -> None:
    ask = do(library, command, FOO).ask
    assert isinstance(ask, Menu)
    assert len({option.key for option in ask.options}) == len(ask.options) >= 5
    for option in ask.options:
        assert not do(library, option.command, FOO, argument=option.argument).failed


def test_statuses_by_name(library: Library) -> None:
    for status in Status:
        assert not do(library, "status.choose", FOO, argument=status.upper()).failed
        assert library.state(FOO).status is status
    assert do(library, "status.choose", FOO, argument="done").failed


def test_a_note_is_cleaned_and_an_empty_one_removed(library: Library) -> None:
    do(library, "note.edit", FOO, argument="one\x1b[31m\ntwo")
    assert library.state(FOO).note == "one\ntwo"
    do(library, "note.edit", FOO, argument="")
    assert library.state(FOO).note is None
    assert library.record(FOO) is None


def test_a_note_written_in_two_places_keeps_both(library: Library) -> None:
    do(library, "note.edit", FOO, argument="theirs")
    outcome = marking.write_note(library, Target((FOO,)), "mine", base="")
    assert library.state(FOO).note == "mine\n\n---\n\ntheirs"
    said = "wrote the note; it was changed elsewhere meanwhile, so both texts are kept, yours first"
    assert outcome.message.endswith(said)
    for text, base in (("once more", library.state(FOO).note), ("", "other")):
        assert "elsewhere" not in marking.write_note(library, Target((FOO,)), text, base=base).message


def test_tags(library: Library) -> None:
    do(library, "tags.edit", FOO, argument="#sched, gpu  gpu")
    assert library.state(FOO).tags == ("sched", "gpu")
    ask = do(library, "tags.edit", FOO).ask
    assert isinstance(ask, Line)
    assert (ask.initial, ask.suggestions) == ("sched gpu", ("gpu", "sched"))
    do(library, "tags.edit", FOO, BAR, argument="new")
    assert (library.state(FOO).tags, library.state(BAR).tags) == (("sched", "gpu", "new"), ("new",))


@pytest.mark.parametrize(
    ("command", "argument", "said"),
    [
        ("status.choose", "read", "already read"),
        ("status.choose", "unread", "already unread"),
        ("rating.set", "4", "already rated 4"),
        ("rating.set", "0", "no rating to take away"),
        ("tags.edit", "#a b", "already tagged a b"),
        ("tags.edit", "", "no tags to take away"),
        ("note.edit", "words", "the note is as it was"),
        ("note.edit", " \n", "no note to take away"),
    ],
)
def test_what_is_so_already_is_said_and_makes_no_step(library: Library, command: str, argument: str, said: str) -> None:
    do(library, "note.edit", BAR, argument="the step before")
    do(library, command, FOO, argument=argument)
    record = library.record(FOO)
    outcome = do(library, command, FOO, argument=argument)
    assert (outcome.message, outcome.severity) == (f"Foo: {said}", Severity.INFORMATION)
    assert library.record(FOO) == record
    if record:
        assert do(library, "edit.undo").message.startswith("Undone: Foo: ")
    assert do(library, "edit.undo").message == "Undone: Bar: wrote the note"


def test_of_several_papers_only_those_that_change_are_counted(library: Library) -> None:
    do(library, "status.choose", FOO, argument="read")
    assert do(library, "status.choose", FOO, BAR, BAZ, argument="read").message == "2 papers marked read"
    assert do(library, "status.choose", FOO, BAR, BAZ, argument="read").message == "3 papers: already read"
    assert do(library, "tags.edit", FOO, BAR, argument="").message == "2 papers: no tags to add"


def test_a_note_that_is_too_long_is_refused_and_nothing_changed(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marking, "MAX_NOTE", 5)
    assert not marking.write_note(library, Target((FOO,)), "12345").failed
    outcome = marking.write_note(library, Target((FOO,)), "123456", base="12345")
    assert outcome.failed
    assert "too long" in outcome.message and "nothing was changed" in outcome.message
    assert library.state(FOO).note == "12345"


def test_taking_away_is_said_as_such(library: Library) -> None:
    for command, argument, nothing in (("rating.set", "4", "0"), ("tags.edit", "a", ""), ("note.edit", "x", "")):
        do(library, command, FOO, argument=argument)
        assert "away" in do(library, command, FOO, argument=nothing).message


@pytest.mark.parametrize(("argument", "rating"), [("5", 5), ("0", None)])
def test_ratings(library: Library, argument: str, rating: int | None) -> None:
    do(library, "rating.set", FOO, argument=argument)
    assert library.state(FOO).rating == rating


@pytest.mark.parametrize("argument", ["6", "-1", "x", "", "²"])
def test_what_is_no_rating(library: Library, argument: str) -> None:
    assert do(library, "rating.set", FOO, argument=argument).failed


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("copy.link", "https://a.org/foo.pdf"),
        ("copy.title", "Foo: A Fast Thing"),
        ("copy.markdown", "[Foo: A Fast Thing](https://a.org/foo.pdf) (OSDI 2020)"),
        ("copy.citation", "Ann Lee and Bo Kim. Foo: A Fast Thing. OSDI 2020. https://a.org/foo.pdf"),
    ],
)
def test_copies(library: Library, command: str, text: str) -> None:
    copied = do(library, command, FOO).copy
    assert copied is not None
    assert copied.text == text
    assert copied.what.endswith("of Foo")


def test_copies_of_a_section_and_of_several(library: Library) -> None:
    (section,) = library.catalog.lists[0].sections
    copied = do(library, "copy.section", section=section.key).copy
    assert copied is not None and copied.text.count("\n") == 3
    copied = do(library, "copy.link", FOO, BAR, BAZ).copy
    assert copied is not None
    assert copied.text == "https://a.org/foo.pdf\nhttps://a.org/baz"
    assert copied.what == "2 links (1 paper has none)"


def test_no_note_to_copy_is_said_in_words_that_name_no_key(library: Library) -> None:
    assert do(library, "copy.note", FOO).message == "Foo: no note yet"


@pytest.mark.parametrize("command", ["copy.link", "open.link"])
def test_a_paper_without_a_link_offers_searches(library: Library, command: str) -> None:
    outcome = do(library, command, BAR)
    assert "no link in any list" in outcome.message
    assert isinstance(outcome.ask, Menu)
    assert {option.command for option in outcome.ask.options} == {"open.link", "copy.link"}
    assert all(option.argument and option.argument.startswith("https://") for option in outcome.ask.options)


def test_a_command_without_a_paper_says_so_or_asks(library: Library) -> None:
    for command in table.COMMANDS:
        if command.run:
            outcome = do(library, command.id)
            assert outcome.message or (command.needs is not Needs.PAPER and (outcome.ask or outcome.show)), command.id


def test_a_command_with_a_paper_does_something(library: Library) -> None:
    for command in table.COMMANDS:
        if command.run:
            outcome = do(library, command.id, FOO)
            assert outcome != Outcome(), command.id


def test_a_notebook_that_cannot_be_saved_is_an_outcome(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise NotebookError("Changes cannot be saved in /x: the disk is full")

    monkeypatch.setattr(library, "change", fail)
    outcome = do(library, "status.toggle_read", FOO)
    assert (outcome.severity, outcome.message) == (Severity.ERROR, "Changes cannot be saved in /x: the disk is full")
