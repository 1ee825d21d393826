"""Files of the notebook that are taken away, cut or replaced under windows that run: what was saved is still there."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mlsys_tui.domain.notebook import Record, with_note
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store.notebook import Notebook
from tests.store.files import names

Open = Callable[[], Notebook]
ROOM = 1 << 21


def note(text: str) -> Callable[[Record, str], Record]:
    return lambda record, at: with_note(record, text, at)


def write(notebook: Notebook, name: str) -> None:
    notebook.change("wrote", [PaperKey(name)], note(f"note of {name}"))


def journal_of(path: Path) -> Path:
    return Path(f"{path}.journal")


def cut(path: Path) -> None:
    os.truncate(path, 10)


def back_to_the_first_change(path: Path) -> None:
    line = path.read_bytes().split(b"\n")[0]
    path.write_bytes(line + b"\n" + bytes(ROOM))


def take_both(path: Path) -> None:
    path.unlink()
    journal_of(path).unlink()


@pytest.mark.parametrize("windows", [1, 2, 4])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: journal_of(path).unlink(),
        lambda path: journal_of(path).write_bytes(b""),
        lambda path: cut(journal_of(path)),
        lambda path: back_to_the_first_change(journal_of(path)),
        lambda path: journal_of(path).rename(path.with_name("elsewhere")),
        lambda path: path.unlink(),
        take_both,
        lambda path: shutil.rmtree(path.parent),
        lambda path: path.parent.rename(path.parent.with_name("elsewhere")),
        lambda path: Path(f"{path}.lock").unlink(),
    ],
    ids=[
        "journal removed",
        "journal emptied",
        "journal cut",
        "journal older",
        "journal moved",
        "snapshot removed",
        "both removed",
        "folder removed",
        "folder moved",
        "lock removed",
    ],
)
def test_what_was_saved_is_there_whatever_is_taken_away(
    spoil: Callable[[Path], object], windows: int, path: Path, open_notebook: Open
) -> None:
    opened = [open_notebook() for _ in range(windows)]
    write(opened[0], "compacted")
    opened[0].compact()
    for name in ("first", "second"):
        write(opened[0], name)
    for notebook in opened:
        notebook.refresh()
    spoil(path)
    for number, notebook in enumerate(opened):
        write(notebook, f"after-{number}")
    for notebook in opened:
        notebook.refresh()
    expected = {"compacted", "first", "second", *(f"after-{number}" for number in range(windows))}
    for notebook in (open_notebook(), *opened):
        assert {str(key): record.note for key, record in notebook.records.items()} == {
            name: f"note of {name}" for name in expected
        }
    assert open_notebook().problems == ()


def test_a_window_says_that_a_part_of_the_journal_was_gone(notebook: Notebook, path: Path) -> None:
    write(notebook, "first")
    write(notebook, "second")
    back_to_the_first_change(journal_of(path))
    assert notebook.refresh()
    assert set(notebook.records) == {"first", "second"}
    [problem] = notebook.problems
    assert problem.startswith("A part of the journal was gone; the notebook was written anew from what was known here")
    [kept] = path.parent.glob("*.damaged-*")
    assert str(kept) in problem
    assert set(Notebook(path).records) == {"first", "second"}


@pytest.mark.parametrize("with_journal", [False, True])
def test_windows_keep_one_copy_of_what_was_replaced(
    with_journal: bool, path: Path, tmp_path: Path, open_notebook: Open
) -> None:
    elsewhere = tmp_path / "elsewhere" / "notebook.json"
    other = Notebook(elsewhere)
    write(other, "theirs")
    other.compact()
    opened = [open_notebook() for _ in range(3)]
    write(opened[0], "ours")
    for notebook in opened:
        notebook.refresh()
    elsewhere.replace(path)
    if with_journal:
        journal_of(elsewhere).replace(journal_of(path))
    for number, notebook in enumerate(opened):
        write(notebook, f"after-{number}")
        assert set(notebook.records) >= {"theirs", f"after-{number}"}
    [conflict] = [name for name in names(path.parent) if "conflict" in name]
    assert set(Notebook(path.with_name(conflict)).records) == {"ours"}
    assert set(open_notebook().records) == {"theirs", "after-0", "after-1", "after-2"}
    for notebook in opened:
        assert any(conflict in problem for problem in notebook.problems)
