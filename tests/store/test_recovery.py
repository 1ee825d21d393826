"""Files that are damaged, gone, exchanged or from another time: nothing is lost that is still there anywhere."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mlsys_tui.domain.notebook import ListEntry, Record, with_note, with_rating
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store.notebook import Notebook
from tests.store.files import names

Open = Callable[[], Notebook]
A, B, C = PaperKey("janus"), PaperKey("autograph"), PaperKey("pipedream")


def note(text: str) -> Callable[[Record, str], Record]:
    return lambda record, at: with_note(record, text, at)


def notes(notebook: Notebook) -> dict[str, str | None]:
    return {key: record.note for key, record in notebook.records.items()}


@pytest.fixture
def full(notebook: Notebook) -> Notebook:
    """A in the snapshot, B in the journal."""
    notebook.change("wrote", [A], note("one"))
    notebook.compact()
    notebook.change("wrote", [B], note("two"))
    return notebook


ALL = {A: "one", B: "two"}


def flip(data: bytes) -> bytes:
    return data.replace(b'"one"', b'"0ne"')


@pytest.mark.parametrize(
    "damage",
    [
        flip,
        lambda data: data[:-9],
        lambda _data: b"",
        lambda data: data[:40] + bytes(60) + data[100:],
        lambda _d: b"[]",
    ],
    ids=["flip", "cut", "empty", "zeros", "list"],
)
def test_a_damaged_snapshot_is_made_good_by_its_twin(
    damage: Callable[[bytes], bytes], full: Notebook, path: Path, open_notebook: Open
) -> None:
    damaged = damage(path.read_bytes())
    path.write_bytes(damaged)
    again = open_notebook()
    assert notes(again) == ALL
    [problem] = again.problems
    [aside] = [path.parent / name for name in names(path.parent) if "damaged" in name]
    assert aside.read_bytes() == damaged
    assert str(aside) in problem
    again.change("wrote", [C], note("three"))
    assert notes(full) == ALL
    full.refresh()
    assert notes(full) == notes(open_notebook()) == {**ALL, C: "three"}
    assert open_notebook().problems == ()
    assert again.undo() and again.undo() and again.undo()


def test_a_window_that_is_open_heals_it_from_what_it_knows(full: Notebook, path: Path, open_notebook: Open) -> None:
    shutil.rmtree(path.parent / "backups")
    path.write_bytes(b"garbage")
    full.change("wrote", [C], note("three"))
    assert "written anew from what was known here" in full.problems[0]
    assert notes(open_notebook()) == {**ALL, C: "three"}


def test_without_any_backup_the_journal_is_kept(full: Notebook, path: Path, open_notebook: Open) -> None:
    shutil.rmtree(path.parent / "backups")
    path.write_bytes(b"garbage")
    assert notes(open_notebook()) == {B: "two"}


def test_without_any_backup_a_changed_file_is_believed_and_that_is_said(
    full: Notebook, path: Path, open_notebook: Open
) -> None:
    shutil.rmtree(path.parent / "backups")
    path.write_bytes(flip(path.read_bytes()))
    again = open_notebook()
    assert notes(again) == {A: "0ne", B: "two"}
    assert "no backup to compare it with" in again.problems[0]


def test_a_snapshot_that_is_gone_is_written_again(full: Notebook, path: Path, open_notebook: Open) -> None:
    path.unlink()
    again = open_notebook()
    assert notes(again) == ALL
    assert "was gone" in again.problems[0]
    assert open_notebook().problems == ()


def test_a_notebook_that_was_removed_is_empty_and_its_backups_are_named(
    full: Notebook, path: Path, open_notebook: Open
) -> None:
    path.unlink()
    Path(f"{path}.journal").unlink()
    again = open_notebook()
    assert notes(again) == {}
    assert str(path.parent / "backups") in again.problems[0]
    again.change("wrote", [C], note("three"))
    assert notes(open_notebook()) == {C: "three"}


def test_an_older_copy_in_place_of_the_snapshot(full: Notebook, path: Path, open_notebook: Open) -> None:
    older = path.read_bytes()
    full.compact()
    full.change("wrote", [C], note("three"))
    path.write_bytes(older)
    again = open_notebook()
    assert notes(again) == {**ALL, C: "three"}
    assert "older than its journal" in again.problems[0]


def test_a_journal_of_another_notebook_is_kept_aside(
    full: Notebook, path: Path, tmp_path: Path, open_notebook: Open
) -> None:
    other = Notebook(tmp_path / "other" / "notebook.json")
    other.change("wrote", [C], note("foreign"))
    foreign = (tmp_path / "other" / "notebook.json.journal").read_bytes()
    full.compact()
    Path(f"{path}.journal").write_bytes(foreign)
    again = open_notebook()
    assert notes(again) == ALL
    [aside] = [name for name in names(path.parent) if "damaged" in name]
    assert (path.parent / aside).read_bytes() == foreign
    again.change("wrote", [A], note("more"))
    assert open_notebook().problems == ()


def test_a_snapshot_of_another_machine_does_not_take_what_is_in_the_journal(
    full: Notebook, path: Path, tmp_path: Path, open_notebook: Open
) -> None:
    """A folder that is kept in step by another program: there the notebook went on from the same snapshot."""
    there = tmp_path / "there"
    shutil.copytree(path.parent, there)
    (there / "notebook.json.journal").unlink()
    other = Notebook(there / "notebook.json")
    other.change("wrote", [C], note("there"))
    other.compact()
    shutil.copy(there / "notebook.json", path)
    again = open_notebook()
    assert notes(again) == {A: "one", C: "there"}
    [aside] = [name for name in names(path.parent) if "conflict" in name]
    assert aside in again.problems[0]
    assert json.loads((path.parent / aside).read_bytes())["papers"][B]["note"] == "two"


def test_a_notebook_that_was_replaced_as_a_whole_under_an_open_window(
    full: Notebook, path: Path, tmp_path: Path
) -> None:
    other = Notebook(tmp_path / "other" / "notebook.json")
    other.change("wrote", [C], note("other"))
    other.compact()
    shutil.copy(tmp_path / "other" / "notebook.json", path)
    Path(f"{path}.journal").unlink()
    full.refresh()
    assert notes(full) == {C: "other"}
    [aside] = [name for name in names(path.parent) if "conflict" in name]
    kept = json.loads((path.parent / aside).read_bytes())["papers"]
    assert (kept[A]["note"], kept[B]["note"]) == ("one", "two")


def test_many_snapshots_later_is_no_replacement(full: Notebook, path: Path, open_notebook: Open) -> None:
    other = open_notebook()
    for number in range(20):
        other.change("rated", [A], lambda record, _at, n=number: with_rating(record, n % 5 + 1))  # type: ignore[misc]
        other.compact()
    assert full.refresh()
    assert full.problems == ()
    assert notes(full) == ALL
    assert [name for name in names(path.parent) if "conflict" in name] == []


def test_a_stop_between_snapshot_and_journal_counts_nothing_twice(
    full: Notebook, path: Path, open_notebook: Open
) -> None:
    journal = Path(f"{path}.journal").read_bytes()
    full.change("wrote", [B], note("two"))
    full.compact()
    Path(f"{path}.journal").write_bytes(journal)
    again = open_notebook()
    assert (notes(again), again.problems) == (ALL, ())
    again.change("wrote", [B], note("three"))
    assert notes(open_notebook()) == {A: "one", B: "three"}
    assert open_notebook().problems == ()


def test_the_first_change_of_a_day_leaves_a_backup_of_the_days_before(
    notebook: Notebook, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import UTC, datetime  # noqa: PLC0415

    day = [datetime(2026, 11, 20, 23, 0, tzinfo=UTC)]
    notebook = Notebook(path, lambda: day[0])
    notebook.change("wrote", [A], note("one"))
    notebook.change("wrote", [B], note("two"))
    assert len(list((path.parent / "backups").iterdir())) == 1
    day[0] = day[0].replace(day=21)
    notebook.change("wrote", [C], note("three"))
    newest = max((path.parent / "backups").iterdir())
    assert set(json.loads(newest.read_bytes())["papers"]) == {A, B}
    assert json.loads(path.read_bytes())["papers"].keys() == {A, B}


@pytest.mark.parametrize("how", ["emptied", "zeros", "removed", "cut", "older"])
def test_an_end_of_the_journal_that_is_missing_is_told(
    how: str, notebook: Notebook, path: Path, open_notebook: Open
) -> None:
    journal = Path(f"{path}.journal")
    notebook.change("wrote", [A], note("one"))
    older = journal.read_bytes()
    notebook.change("wrote", [B], note("two"))
    data = journal.read_bytes()
    end = len(data.rstrip(b"\0"))
    left = {"emptied": b"", "zeros": bytes(len(data)), "cut": data[: end - 9], "older": older}
    if how == "removed":
        journal.unlink()
    else:
        journal.write_bytes(left[how])
    again = open_notebook()
    lost = 1 if how in ("cut", "older") else 2
    assert notes(again) == ({A: "one"} if lost == 1 else {})
    assert f"{lost} change{'s'[: lost - 1]}; all others are there" in again.problems[0]
    again.change("wrote", [C], note("three"))
    assert open_notebook().problems == ()
    if how == "cut":
        [aside] = path.parent.glob("*.damaged-*.journal")
        assert aside.read_bytes() == left["cut"], "what can be read of the last change is not thrown away"


def test_files_that_are_gone_take_nothing_from_an_open_window(full: Notebook, path: Path, open_notebook: Open) -> None:
    path.unlink()
    Path(f"{path}.journal").unlink()
    full.refresh()
    assert (notes(full), full.problems) == (ALL, ()), "all is here, so nothing is missing"
    full.change("wrote", [C], note("three"))
    assert notes(open_notebook()) == {**ALL, C: "three"}


def test_a_newer_notebook_beside_an_old_journal_is_left_alone(
    full: Notebook, path: Path, tmp_path: Path, open_notebook: Open
) -> None:
    text = path.read_text("utf-8").replace('"schema": 3', '"schema": 9').replace('"name": "', '"name": "9')
    path.write_text(text, "utf-8")
    newer = open_notebook()
    assert notes(newer) == {A: "one"}
    assert "newer version" in newer.problems[0]
    assert path.read_text("utf-8") == text


def test_on_leaving_all_is_in_the_snapshot(notebook: Notebook, path: Path) -> None:
    notebook.tidy()
    assert not path.exists()
    notebook.change("wrote", [A], note("one"))
    notebook.tidy()
    assert json.loads(path.read_bytes())["papers"][A]["note"] == "one"
    snapshot = path.stat()
    notebook.tidy()
    assert path.stat() == snapshot, "there is nothing new"


def test_texts_that_a_backup_refers_to_are_kept(notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlsys_tui.store.history.MAX_STEPS", 2)
    entry = ListEntry("added/a.md", name="a.md", content="0123.md")
    notebook.edit("added", lambda _contents, _at: [entry])
    notebook.compact()
    for text in ("45.md", "67.md", "89.md"):
        notebook.edit("updated", lambda _contents, _at, text=text: [replace(entry, content=text)])  # type: ignore[misc]
    assert notebook.kept_texts == {"0123.md", "45.md", "67.md", "89.md"}


def test_a_long_journal_becomes_a_snapshot(notebook: Notebook, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlsys_tui.store.disk.JOURNAL_LIMIT", 3000)
    for number in range(40):
        notebook.change("wrote", [A], note(f"{number} " * 100))
    assert len(list((path.parent / "backups").iterdir())) > 3
    assert notes(Notebook(path)) == {A: "39 " * 100}


def test_a_snapshot_that_cannot_be_written_stops_no_change(
    notebook: Notebook, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook.change("wrote", [A], note("one"))
    monkeypatch.setattr("mlsys_tui.store.disk.JOURNAL_LIMIT", 100)

    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("mlsys_tui.store.backups.write_atomic", full)
        notebook.change("wrote", [B], note("two"))
        assert "no space left" in notebook.problems[0]
        assert notes(Notebook(path)) == ALL
    notebook.change("wrote", [C], note("three"))
    assert notes(Notebook(path)) == {**ALL, C: "three"}
