"""Undo and redo of every kind of change, by whoever comes next: each step here is taken in a new start of the app."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mlsys_tui import sameness
from mlsys_tui.cli import run
from mlsys_tui.commands import table
from mlsys_tui.commands.base import Target
from mlsys_tui.domain.notebook import Record, Row, Status, with_note, with_rating
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.domain.records import FIELDS
from mlsys_tui.library import Library
from mlsys_tui.loading import Loader
from mlsys_tui.paths import find_paths
from mlsys_tui.store.notebook import Notebook, NotebookError
from tests.store.files import put_tree, tree_of
from tests.tui.shelves import BASE, CHANGED, COURSE

JANUS, ORCA = PaperKey("janus-fast-and-flexible-deep-learning"), PaperKey("orca-a-distributed-serving-system")
MEMORY = PaperKey("efficient-memory-management-for-large-language-models")
MISSPELT = PaperKey("efficient-memory-managment-for-large-language-models")
SHIPPED = PaperKey("a-shipped-long-title")
State = tuple[object, ...]
Do = Callable[[Path], object]


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course that was added to one shipped list, with something written about its papers; the file it came from."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "base.md").write_text(BASE, "utf-8")
    monkeypatch.setattr("mlsys_tui.loading.shipped_lists", lambda: seeds)
    source = tmp_path / "course.md"
    source.write_text(COURSE, "utf-8")
    say("add", str(source))
    say("note", JANUS, "before")
    say("tag", JANUS, "graphs")
    say("rate", JANUS, "2")
    say("note", MISSPELT, "of the misspelt")
    return source


def say(*words: str) -> int:
    code = run(words)
    assert code == 0, words
    return code


def opened() -> Library:
    return Loader(find_paths()).open()


def state() -> State:
    """All that the reader can see of what was done, from a new start."""
    library = opened()
    contents = library.contents
    rows = [
        *({name: getattr(record, name) for name in ("key", *FIELDS)} for record in contents.records.values()),
        *sorted((replace(row, updated_at=None) for row in contents.lists.values()), key=lambda row: row.key),
        *sorted((replace(row, updated_at=None) for row in contents.answers.values()), key=lambda row: row.key),
    ]
    catalog = library.catalog
    shown = {key: library.state(key) for key in sorted(catalog.papers)}
    return (sorted(rows, key=repr), [(each.title, each.papers) for each in catalog.lists], shown, library.parked())


def without_names(found: State) -> State:
    """Parked records keep the names they were given."""
    *others, parked = found
    assert isinstance(parked, tuple)
    return (*others, [(record.key, record.note) for record in parked])


def bulk(command: str, argument: str) -> Do:
    """A command on a selection."""

    def do(_source: Path) -> object:
        return table.run(table.BY_ID[command], opened(), Target((JANUS, ORCA, MEMORY, SHIPPED)), argument)

    return do


def cli(*words: str) -> Do:
    return lambda _source: say(*words)


def update(source: Path) -> None:
    source.write_text(CHANGED, "utf-8")
    say("update")


def split(_source: Path) -> None:
    library = opened()
    sameness.say_same(library, [MEMORY, MISSPELT])
    joined = opened()
    key = next(key for key in (MEMORY, MISSPELT) if key in joined.catalog.papers)
    parts = sameness.parts(joined, key)
    sameness.split(joined, key, parts[-1], with_record=True)


CHANGES: dict[str, tuple[int, Do]] = {
    "status": (1, cli("status", JANUS, "reading")),
    "note": (1, cli("note", JANUS, "after\nmore")),
    "note taken away": (1, cli("note", JANUS, "")),
    "note brought back": (2, lambda _: (say("note", JANUS, "after"), say("note", JANUS, "--bring-back", "1"))),
    "first note": (1, cli("note", ORCA, "first")),
    "tags": (1, cli("tag", JANUS, "eager", "python")),
    "tags taken away": (1, cli("tag", JANUS)),
    "rating": (1, cli("rate", JANUS, "5")),
    "rating taken away": (1, cli("rate", JANUS, "0")),
    "status of many": (1, bulk("status.choose", "read")),
    "tags of many": (1, bulk("tags.edit", "soon")),
    "rating of many": (1, bulk("rating.set", "4")),
    "list removed": (1, cli("remove", "Systems Course 2026")),
    "list renamed": (1, cli("rename", "Systems Course 2026", "Another title")),
    "list updated": (1, update),
    "list added": (1, lambda source: (source.with_name("b.md").write_text("# B\n- Some Brand New Title\n"), say("add", str(source.with_name("b.md"))))),
    "list removed and brought back": (2, lambda _: (say("remove", "Systems Course 2026"), say("restore", "Systems Course 2026"))),
    "papers the same": (1, cli("same", MEMORY, MISSPELT)),
    "papers different": (1, cli("different", MEMORY, MISSPELT)),
    "listing taken out": (2, split),
}  # fmt: skip


@pytest.mark.parametrize("kind", CHANGES)
def test_every_change_is_undone_and_redone_by_the_next_start(course: Path, kind: str) -> None:
    steps, do = CHANGES[kind]
    before = without_names(state())
    do(course)
    after = without_names(state())
    assert after != before or steps > 1
    for _ in range(2):
        for _ in range(steps):
            say("undo")
        assert without_names(state()) == before
        for _ in range(steps):
            say("redo")
        assert without_names(state()) == after
    for _ in range(steps):
        say("undo")
    assert without_names(state()) == before


def test_everything_in_a_row_is_undone_to_the_beginning_and_redone(course: Path) -> None:
    states = [without_names(state())]
    singles = [kind for kind, (steps, _) in CHANGES.items() if steps == 1]
    for kind in sorted(singles, key=lambda kind: kind == "list removed"):  # last, as the others need the list
        if kind != "papers different":  # as they were said to be the same
            CHANGES[kind][1](course)
            states.append(without_names(state()))
    for before in reversed(states[:-1]):
        say("undo")
        assert without_names(state()) == before
    for after in states[1:]:
        say("redo")
        assert without_names(state()) == after
    assert run(["redo"]) == 1


def test_a_new_change_ends_what_could_be_redone(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    say("rate", JANUS, "5")
    say("undo")
    say("rate", ORCA, "3")
    capsys.readouterr()
    assert run(["redo"]) == 1
    assert "Nothing to redo" in capsys.readouterr().err
    assert opened().state(JANUS).rating == 2


def test_what_was_changed_by_hand_is_not_overwritten_and_is_named(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    say("note", JANUS, "after")
    path = find_paths().notebook
    tree = tree_of(path)
    tree["papers"][JANUS]["note"] = "by hand"
    put_tree(path, tree)
    capsys.readouterr()
    assert run(["undo"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("Nothing was undone: the note of JANUS") and "was changed elsewhere since" in said
    assert opened().state(JANUS).note == "by hand"


def test_a_part_that_was_changed_elsewhere_keeps_the_whole_selection(course: Path) -> None:
    bulk("rating.set", "4")(course)
    path = find_paths().notebook
    tree = tree_of(path)
    tree["papers"][ORCA]["rating"] = 1
    put_tree(path, tree)
    before = state()
    with pytest.raises(NotebookError, match="the rating of ORCA"):
        opened().undo()
    assert state() == before


def test_500_steps_are_kept_and_the_oldest_go(tmp_path: Path) -> None:
    path, key = tmp_path / "n.json", PaperKey("a")
    notebook = Notebook(path)
    for number in range(520):
        notebook.change("wrote", [key], lambda record, at, number=number: with_note(record, f"note {number}", at))  # type: ignore[misc]
    again = Notebook(path)
    done = 0
    while again.undo():
        done += 1
    assert (done, again.records[key].note) == (500, "note 19")
    other = Notebook(path)
    while other.redo():
        done -= 1
    assert (done, other.records[key].note) == (0, "note 519")
    assert json.loads(path.read_text("utf-8"))  # stock TinyDB opens it, whatever stands in the journal


def test_undo_of_a_step_with_a_paper_that_left_and_one_that_stayed(course: Path) -> None:
    bulk("status.choose", "read")(course)
    say("remove", "Systems Course 2026")
    library = opened()
    assert {record.key for record in library.parked()} >= {JANUS, ORCA}
    say("undo")
    say("undo")
    library = opened()
    assert {library.state(key).status for key in (JANUS, ORCA, MEMORY, SHIPPED)} == {Status.UNREAD}


def test_a_step_says_what_it_was(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for do, said in (
        (bulk("status.choose", "read"), "4 papers marked read"),
        (cli("note", JANUS, "x"), "JANUS: wrote the note"),
        (cli("remove", "Systems Course 2026"), "Systems Course 2026"),
        (cli("same", MEMORY, MISSPELT), "the same paper"),
    ):
        do(course)
        capsys.readouterr()
        say("undo")
        assert said in (undone := capsys.readouterr().err) and undone.startswith("Undone: "), said
        say("redo")
        assert capsys.readouterr().err.startswith("Done again: ")
        say("undo")


def rows_of(path: Path) -> list[Row]:
    return list(Notebook(path).records.values())


def test_undo_never_makes_a_row_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "n.json"
    Notebook(path).change("rated", [PaperKey("a")], lambda record, _at: with_rating(record, 3))
    Notebook(path).undo()
    assert rows_of(path) == []
    Notebook(path).redo()
    [row] = rows_of(path)
    assert isinstance(row, Record) and row.rating == 3
