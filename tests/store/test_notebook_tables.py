"""Steps that hold rows of several tables: papers, lists, answers."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mlsys_tui.domain.notebook import Answer, Contents, ListEntry, Record, Row, Table, with_note, with_rating
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store.notebook import Notebook, NotebookError
from tests.store.files import put_tree, tree_of

A, B = PaperKey("janus"), PaperKey("autograph")
Open = Callable[[], Notebook]
COURSE = ListEntry(
    "added/course.md",
    name="course.md",
    source="https://a.org/course.md",
    content="0123.md",
    fetched_at="2026-11-20T10:00:00+00:00",
    etag='W/"1"',
)
SAME = Answer.about(("arxiv:1",), ("title:janus", "url:a"), True)


def put(*rows: Row) -> Callable[[Contents, str], tuple[Row, ...]]:
    return lambda _contents, _at: rows


def timeless(contents: Contents) -> list[Row]:
    return [
        *(replace(record, updated_at=None) for record in contents.records.values()),
        *(replace(entry, updated_at=None) for entry in contents.lists.values()),
        *(replace(answer, updated_at=None) for answer in contents.answers.values()),
    ]


def test_one_step_holds_rows_of_all_tables(notebook: Notebook, open_notebook: Open) -> None:
    notebook.change("rated", [A], lambda record, _at: with_rating(record, 3))
    before = timeless(notebook.contents)
    change = notebook.edit("updated course", put(COURSE, SAME, Record(B, note="x")))
    assert [(edit.table, edit.key) for edit in change.edits] == [
        (Table.LISTS, COURSE.key),
        (Table.ANSWERS, SAME.key),
        (Table.PAPERS, B),
    ]
    assert (change.keys, change.only_papers) == ((B,), False)
    after = timeless(notebook.contents)
    assert timeless(open_notebook().contents) == after
    other = open_notebook()
    other.undo()
    assert notebook.refresh()
    assert timeless(notebook.contents) == before
    again = open_notebook()
    assert again.redo() is not None
    assert timeless(again.contents) == after
    assert again.lists[COURSE.key] == replace(COURSE, updated_at=again.lists[COURSE.key].updated_at)


def test_tables_that_did_not_change_stay_the_same_mappings(notebook: Notebook, open_notebook: Open) -> None:
    notebook.edit("added", put(COURSE))
    other = open_notebook()
    records, lists, answers = other.records, other.lists, other.answers
    notebook.edit("answered", put(SAME))
    assert other.refresh()
    assert other.records is records
    assert other.lists is lists
    assert other.answers is not answers
    assert notebook.answers[SAME.key].same is True


@pytest.mark.parametrize("same", [True, False])
def test_an_answer_either_way_is_kept_and_taken_back(same: bool, notebook: Notebook, open_notebook: Open) -> None:
    answer = replace(SAME, same=same)
    notebook.edit("answered", put(answer))
    assert open_notebook().answers[SAME.key].same is same
    assert notebook.edit("answered", put(answer)).edits == ()
    notebook.edit("no answer", put(replace(answer, same=None)))
    assert open_notebook().answers == {}
    notebook.undo()
    assert open_notebook().answers[SAME.key].other == SAME.other
    notebook.undo()
    assert open_notebook().answers == {}


def test_an_answer_has_one_key_in_either_order() -> None:
    assert Answer.about(["b", "c"], ["a", "a"], True) == Answer.about(["a"], ["b", "c"], True)
    assert Answer.about(["b"], ["a"], False).key == SAME.key.replace(SAME.key, "a & b")


def test_a_removed_list_keeps_its_row(notebook: Notebook, open_notebook: Open) -> None:
    notebook.edit("added", put(COURSE))
    notebook.edit("removed", put(replace(COURSE, removed=True)))
    assert open_notebook().lists[COURSE.key].removed
    notebook.undo()
    assert not open_notebook().lists[COURSE.key].removed
    shipped = ListEntry("shipped/a.md", removed=True)
    notebook.edit("removed", put(shipped))
    notebook.edit("brought back", put(replace(shipped, removed=False)))
    assert set(open_notebook().lists) == {COURSE.key}


def test_names_are_only_added_to_a_record(notebook: Notebook) -> None:
    notebook.change("wrote", [A], lambda record, at: with_note(record, "mine", at))

    def carried(contents: Contents, _at: str) -> Iterator[Row]:
        yield COURSE
        yield replace(contents.records[A], aliases=("title:new",))

    notebook.edit("updated", carried)
    assert notebook.records[A].aliases == ("title:new",)
    notebook.undo()
    assert notebook.lists == {}
    assert notebook.records[A].aliases == ("title:new",)
    assert notebook.records[A].note == "mine"


def test_undo_refuses_a_list_that_was_changed_elsewhere(notebook: Notebook, path: Path) -> None:
    notebook.edit("added", put(COURSE, Record(A, note="x")))
    tree = tree_of(path)
    tree["lists"][COURSE.key]["content"] = "other.md"
    put_tree(path, tree)
    with pytest.raises(NotebookError, match=r"the text of course\.md was changed elsewhere"):
        notebook.undo()
    assert notebook.records[A].note == "x"


def test_a_notebook_of_the_first_schema_opens_and_is_undone(path: Path, open_notebook: Open) -> None:
    path.parent.mkdir()
    step = {
        "label": "rated",
        "at": "y",
        "edits": [{"key": "janus", "before": {"rating": None}, "after": {"rating": 2}}],
    }
    tree = {"meta": {"notebook": {"schema": 1}}, "papers": {"janus": {"rating": 2, "x": 1}}, "changes": {"1": step}}
    path.write_text(json.dumps(tree), "utf-8")
    notebook = open_notebook()
    assert notebook.problems == ()
    assert notebook.records[A].rating == 2
    notebook.edit("added", put(COURSE))
    notebook.undo()
    change = notebook.undo()
    assert change and change.label == "rated"
    assert notebook.records == {}


@pytest.mark.parametrize(
    "tables",
    [
        {"lists": {"added/a.md": {"removed": 3}}},
        {"lists": {"a\x1b[2J": {}}},
        {"answers": {"a & b": {"same": "yes"}}},
        {"answers": {"a & b": []}},
        {"changes": {"1": {"label": "x", "at": "y", "edits": [{"key": "k", "table": "?", "before": {}, "after": {}}]}}},
    ],
)
def test_a_bad_row_of_any_table_is_kept_in_a_copy(tables: dict[str, object], path: Path, open_notebook: Open) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"papers": {"janus": {"rating": 2}}, **tables}), "utf-8")
    notebook = open_notebook()
    assert notebook.records[A].rating == 2
    assert (notebook.lists, notebook.answers) == ({}, {})
    [problem] = notebook.problems
    assert next(iter(tables)) in problem
    notebook.edit("added", put(COURSE))
    assert open_notebook().problems == ()


def test_fields_of_a_newer_version_are_kept_in_every_table(notebook: Notebook, path: Path) -> None:
    notebook.edit("added", put(COURSE, SAME))
    tree = tree_of(path)
    tree["lists"][COURSE.key]["colour"] = tree["answers"][SAME.key]["colour"] = "red"
    put_tree(path, tree)
    notebook.edit("more", put(replace(COURSE, title="T"), replace(SAME, same=False)))
    tree = tree_of(path)
    assert (tree["lists"][COURSE.key]["colour"], tree["answers"][SAME.key]["colour"]) == ("red", "red")
    assert tree["answers"][SAME.key]["same"] is False


def test_texts_are_kept_as_long_as_a_row_or_a_step_refers_to_them(notebook: Notebook) -> None:
    notebook.edit("added", put(COURSE))
    notebook.edit("updated", put(replace(COURSE, content="4567.md")))
    assert notebook.kept_texts == {"0123.md", "4567.md"}
    notebook.undo()
    assert notebook.kept_texts == {"0123.md", "4567.md"}
    notebook.edit("renamed", put(replace(COURSE, title="T")))
    assert notebook.kept_texts == {"0123.md"}
