import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mlsys_tui.domain.notebook import Record, Status, with_note, with_rating, with_status, with_tags
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store.locks import ProcessLock
from mlsys_tui.store.notebook import Notebook, NotebookError
from tests.store.files import can_save, names, put_tree, tree_of

A, B, C = PaperKey("janus"), PaperKey("autograph"), PaperKey("pipedream")
Open = Callable[[], Notebook]


def read(record: Record, at: str) -> Record:
    return with_status(record, Status.READ, at)


def rate(stars: int | None) -> Callable[[Record, str], Record]:
    return lambda record, _at: with_rating(record, stars)


def note(text: str) -> Callable[[Record, str], Record]:
    return lambda record, at: with_note(record, text, at)


def named(record: Record, at: str) -> Record:
    return read(replace(record, title="JANUS: Fast", aliases=("arxiv:1812.01329",)), at)


def test_opening_writes_nothing(notebook: Notebook, path: Path) -> None:
    assert notebook.records == {}
    assert notebook.problems == ()
    assert can_save(notebook)
    assert notebook.undo() is None
    assert notebook.redo() is None
    assert not path.parent.exists()


def test_a_change_is_on_disk_when_it_returns(notebook: Notebook, open_notebook: Open) -> None:
    change = notebook.change("marked read", [A, B], read)
    assert change.label == "marked read"
    assert change.keys == (A, B)
    assert change.edits[0].before is None
    record = open_notebook().records[A]
    assert record == notebook.records[A] == change.edits[0].after
    assert record.status is Status.READ
    assert record.updated_at == change.at == "2026-11-20T10:01:00+00:00"


def test_records_are_snapshots(notebook: Notebook) -> None:
    empty = notebook.records
    notebook.change("read", [A], read)
    first = notebook.records
    assert empty == {}
    assert first is not empty
    assert not notebook.refresh()
    assert notebook.records is first
    notebook.change("rated", [A], rate(3))
    assert notebook.records is not first
    assert first[A].rating is None
    with pytest.raises(TypeError):
        first[B] = Record(B)  # type: ignore[index]


def test_an_emptied_record_is_removed(notebook: Notebook, path: Path) -> None:
    notebook.change("wrote", [A], note("text"))
    notebook.change("wrote", [A], note(""))
    assert A not in notebook.records
    assert tree_of(path)["papers"] == {}


def test_the_file_holds_only_what_was_touched_one_row_a_line(notebook: Notebook, path: Path) -> None:
    notebook.change("rated", [A], rate(4))
    tree = tree_of(path)
    [row] = tree["papers"].values()
    assert row.keys() == {"rating", "updated_at"}
    assert tree["meta"]["notebook"]["schema"] == 3
    assert '  "janus": {"rating": 4, ' in path.read_text("utf-8")


def test_stock_tinydb_can_read_the_file(notebook: Notebook, path: Path) -> None:
    from tinydb import TinyDB  # noqa: PLC0415

    notebook.change("rated", [A], rate(4))
    with TinyDB(path, access_mode="r") as db:
        assert {"meta", "papers", "changes"} <= db.tables()


def test_the_file_is_for_its_owner_only(notebook: Notebook, path: Path) -> None:
    notebook.change("read", [A], read)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_nothing_is_left_of_what_a_killed_writer_began(notebook: Notebook, path: Path) -> None:
    stale = path.parent / ".notebook.json.0123456789ab.tmp"
    path.parent.mkdir()
    stale.write_text("half", "utf-8")
    notebook.change("read", [A], read)
    assert names(path.parent) == ["notebook.json"]


def test_a_change_of_nothing_makes_no_step_and_keeps_redo(notebook: Notebook) -> None:
    notebook.change("read", [A], read)
    notebook.change("rated", [A], rate(2))
    notebook.undo()
    before = notebook.records
    assert notebook.change("rated", [A, B], rate(None)).edits == ()
    assert notebook.records is before
    notebook.redo()
    assert notebook.records[A].rating == 2


def test_the_same_note_again_is_no_change(notebook: Notebook) -> None:
    notebook.change("wrote", [A], note("text"))
    before = notebook.records
    notebook.change("wrote", [A], note("text"))
    assert notebook.records is before


def test_two_windows_see_each_other(notebook: Notebook, open_notebook: Open) -> None:
    other = open_notebook()
    notebook.change("read", [A], read)
    assert other.records == {}
    assert other.refresh()
    assert A in other.records
    seen = []

    def tag(record: Record, _at: str) -> Record:
        seen.append(record)
        return with_tags(record, (*record.tags, "x"))

    notebook.change("wrote", [A], note("mine"))
    other.change("tagged", [A], tag)
    assert seen[0].note == "mine"
    notebook.refresh()
    assert (notebook.records[A].note, notebook.records[A].tags) == ("mine", ("x",))


def test_changes_of_the_same_size_in_quick_succession_are_seen(notebook: Notebook, open_notebook: Open) -> None:
    other = open_notebook()
    for stars in (1, 2, 3, 4, 5, 4, 3, 2, 1):
        notebook.change("rated", [A], rate(stars))
        assert other.refresh()
        assert other.records[A].rating == stars


def test_text_is_cleaned_before_it_is_stored(notebook: Notebook, open_notebook: Open) -> None:
    nasty = "a\x1b]52;c;eA==\x07b\ud800\x00\u202ec\n한글 é"
    notebook.change("wrote\x1b[2J\nit", [A], note(nasty))
    notebook.change("tagged", [A], lambda record, _at: with_tags(record, ("x\x1b[1m\ny", "\x07")))
    record = open_notebook().records[A]
    assert record.note == "abc\n한글 é"
    assert record.tags == ("x y",)
    assert open_notebook().records == notebook.records
    notebook.undo()
    undone = notebook.undo()
    assert undone
    assert undone.label == "wrote it"


def test_a_record_that_cannot_be_stored_changes_nothing(notebook: Notebook, path: Path) -> None:
    notebook.change("read", [A], read)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="rating"):
        notebook.change("rated", [A], lambda record, _at: replace(record, rating=9))
    with pytest.raises(ValueError, match="key"):
        notebook.change("read", [PaperKey("a\x1b[1m")], read)
    assert path.read_bytes() == before
    notebook.change("read", [B], read)


def test_fields_and_tables_of_others_are_kept(notebook: Notebook, path: Path) -> None:
    path.parent.mkdir()
    row = {"rating": 3, "colour": "red"}
    path.write_text(json.dumps({"papers": {"janus": row}, "extra": {"1": {"x": "\ud800"}}, "odd": 3}), "utf-8")
    notebook.change("rated", [A], rate(4))
    tree = tree_of(path)
    assert tree["papers"]["janus"]["colour"] == "red"
    assert tree["papers"]["janus"]["rating"] == 4
    assert tree["extra"] == {"1": {"x": "\ud800"}}
    assert tree["odd"] == 3


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    link.symlink_to(real)
    Notebook(link).change("read", [A], read)
    assert link.is_symlink()
    assert A in Notebook(real).records


def test_a_busy_notebook_says_so(notebook: Notebook, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.parent.mkdir()
    monkeypatch.setattr(ProcessLock, "timeout", 0.02)
    with ProcessLock(Path(f"{path}.lock")).held(), pytest.raises(NotebookError, match="busy"):
        notebook.change("read", [A], read)
    assert notebook.records == {}
    notebook.change("read", [A], read)


def test_a_file_that_vanished_is_written_anew(notebook: Notebook, path: Path) -> None:
    notebook.change("read", [A], read)
    path.unlink()
    assert not notebook.refresh()
    notebook.change("read", [B], read)
    assert set(Notebook(path).records) == {A, B}


def test_a_file_replaced_by_another_program_is_kept_aside(notebook: Notebook, path: Path) -> None:
    notebook.change("read", [A], read)
    path.unlink()
    path.write_text('{"papers": {"pipedream": {"rating": 1}}}', "utf-8")
    notebook.refresh()
    notebook.change("read", [B], read)
    assert set(Notebook(path).records) == {A, B}, "what was said to be saved is there"
    [problem] = notebook.problems
    [aside] = path.parent.glob("notebook.damaged-*.json")
    assert str(aside) in problem
    assert "pipedream" in aside.read_text("utf-8")


# -- undo and redo ------------------------------------------------------------------------------------------


def test_undo_and_redo_survive_a_restart(notebook: Notebook, open_notebook: Open) -> None:
    notebook.change("marked read", [A, B], named)
    notebook.change("rated", [A], rate(5))
    full = dict(notebook.records)
    again = open_notebook()
    change = again.undo()
    assert change
    assert (change.label, change.keys) == ("rated", (A,))
    assert change.edits[0].after == again.records[A]
    again.undo()
    assert again.records == {}
    assert again.undo() is None
    other = open_notebook()
    other.redo()
    other.redo()
    assert other.redo() is None
    assert {key: replace(record, updated_at=None) for key, record in other.records.items()} == {
        key: replace(record, updated_at=None) for key, record in full.items()
    }


def test_undo_takes_back_what_another_process_did(notebook: Notebook, open_notebook: Open) -> None:
    notebook.change("read", [A], read)
    open_notebook().change("rated", [B], rate(1))
    change = notebook.undo()
    assert change
    assert change.label == "rated"
    assert set(notebook.records) == {A}


def test_a_new_change_drops_what_could_be_redone(notebook: Notebook) -> None:
    notebook.change("read", [A], read)
    notebook.undo()
    notebook.change("rated", [B], rate(1))
    assert notebook.redo() is None


def test_undo_leaves_other_fields_alone(notebook: Notebook, path: Path) -> None:
    notebook.change("read", [A], read)
    tree = tree_of(path)
    tree["papers"]["janus"]["note"] = "by hand"
    put_tree(path, tree)
    notebook.undo()
    assert notebook.records[A].note == "by hand"
    assert notebook.records[A].status is None


def test_undo_refuses_what_was_changed_elsewhere(notebook: Notebook, path: Path) -> None:
    notebook.change("wrote", [A], note("mine"))
    tree = tree_of(path)
    tree["papers"]["janus"]["note"] = "by hand"
    put_tree(path, tree)
    for _ in range(2):
        with pytest.raises(NotebookError, match="Nothing was undone: the note of janus was changed elsewhere"):
            notebook.undo()
    assert notebook.records[A].note == "by hand"


def test_history_is_bounded_in_steps(notebook: Notebook, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlsys_tui.store.history.MAX_STEPS", 5)
    for stars in (1, 2, 3, 4, 5, 4, 3, 2):
        notebook.change("rated", [A], rate(stars))
    assert len(tree_of(path)["changes"]) == 5
    while notebook.undo():
        pass
    assert notebook.records[A].rating == 3


def test_history_is_bounded_in_size(notebook: Notebook, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlsys_tui.store.history.MAX_WEIGHT", 10_000)
    for letter in "abcdef":
        notebook.change("wrote", [A], note(letter * 4000))
    assert len(tree_of(path)["changes"]) == 1
    notebook.undo()
    assert (notebook.records[A].note or "").startswith("e")
