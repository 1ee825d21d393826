"""What can go wrong on disk: damage, no permission, no room."""

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from mlsys_tui.domain.notebook import Record, with_rating
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store.files import copy_aside
from mlsys_tui.store.notebook import Notebook, NotebookError
from tests.store.files import can_save, names, tree_of

A, B = PaperKey("janus"), PaperKey("autograph")
Open = Callable[[], Notebook]


def rate(record: Record, _at: str) -> Record:
    return with_rating(record, (record.rating or 0) % 5 + 1)


DAMAGED = {
    "empty": b"",
    "nul": b"\0" * 512,
    "cut": b'{"meta": {"notebook": {"schema": 1}}, "papers": {"janus": {"rat',
    "not utf-8": b'{"papers": {"janus": {"note": "caf\xe9"}}}',
    "list": b"[1, 2]",
    "number": b"17",
    "text": b"Dear notebook",
    "two": b'{"papers": {}}{"papers": {}}',
    "deep": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "long number": b'{"a": ' + b"9" * 5000 + b"}",
    "papers a list": b'{"papers": [1]}',
    "meta a text": b'{"meta": "x"}',
    "changes null": b'{"changes": null}',
    "utf-16": '{"papers": {}}'.encode("utf-16"),
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_file_is_set_aside(data: bytes, path: Path, open_notebook: Open) -> None:
    path.parent.mkdir()
    path.write_bytes(data)
    notebook = open_notebook()
    assert notebook.records == {}
    assert can_save(notebook)
    [problem] = notebook.problems
    assert "was damaged" in problem
    aside, name = names(path.parent)
    assert name == "notebook.json"
    assert aside.startswith("notebook.damaged-20261120T")
    assert aside in problem
    assert (path.parent / aside).read_bytes() == data
    notebook.change("rated", [A], rate)
    assert names(path.parent) == [aside, "notebook.json"]
    assert open_notebook().problems == ()


def test_what_is_kept_aside_never_takes_the_place_of_another(path: Path) -> None:
    path.parent.mkdir()
    for text in ("one", "two", "three", "two"):
        copy_aside(path, "damaged-now", text.encode())
    aside = ["notebook.damaged-now-2.json", "notebook.damaged-now-3.json", "notebook.damaged-now.json"]
    assert names(path.parent) == aside, "the same content is kept once"
    assert [(path.parent / name).read_text("utf-8") for name in aside] == ["two", "three", "one"]


def test_a_file_damaged_while_open_is_written_anew(notebook: Notebook, path: Path, open_notebook: Open) -> None:
    notebook.change("rated", [A], rate)
    path.write_bytes(b"garbage")
    notebook.change("rated", [B], rate)
    assert "written anew" in notebook.problems[0]
    assert set(open_notebook().records) == {A, B}
    assert len(names(path.parent)) == 2


BAD_ROWS: dict[str, Any] = {
    "no object": 3,
    "list": [],
    "status": {"status": "done"},
    "status type": {"status": 1},
    "rating": {"rating": 17},
    "rating type": {"rating": True},
    "note": {"note": {"a": 1}},
    "tags": {"tags": "a b"},
    "tag": {"tags": [None]},
    "history": {"history": [["read"]]},
    "history type": {"history": [3]},
    "aliases": {"aliases": {"a": "b"}},
}


@pytest.mark.parametrize("row", BAD_ROWS.values(), ids=BAD_ROWS.keys())
def test_one_bad_record_spoils_no_other(row: object, path: Path, open_notebook: Open) -> None:
    path.parent.mkdir()
    data = json.dumps({"papers": {"autograph": {"rating": 2}, "janus": row}}).encode()
    path.write_bytes(data)
    notebook = open_notebook()
    assert set(notebook.records) == {B}
    [problem] = notebook.problems
    assert "papers: janus" in problem
    copy, name = names(path.parent)
    assert name == "notebook.json"
    assert (path.parent / copy).read_bytes() == data
    open_notebook()
    assert len(names(path.parent)) == 2, "one copy is enough"
    notebook.change("rated", [B], rate)
    assert open_notebook().problems == ()


BAD_STEPS: list[Any] = [
    3,
    {},
    {"label": "x", "at": "y", "edits": 3},
    {"label": "x", "at": "y", "edits": [3]},
    {"label": "x", "at": "y", "edits": [{"key": "janus", "before": [], "after": {}}]},
    {"label": "x", "at": "y", "edits": [{"key": "janus", "before": {"rating": 7}, "after": {}}]},
    {"label": 1, "at": "y", "edits": []},
]


@pytest.mark.parametrize("row", BAD_STEPS)
def test_a_bad_step_is_no_step(row: object, notebook: Notebook, path: Path, open_notebook: Open) -> None:
    notebook.change("rated", [A], rate)
    tree = tree_of(path)
    changes = tree["changes"] | {"2": row, "x": tree["changes"]["1"]}
    path.write_text(json.dumps({"papers": tree["papers"], "changes": changes}), "utf-8")
    again = open_notebook()
    assert again.records == notebook.records
    assert "changes: 2" in again.problems[0]
    undone = again.undo()
    assert undone
    assert undone.label == "rated"
    assert set(tree_of(path)["changes"]) == {"1"}


def test_a_key_with_escape_sequences_is_no_key(path: Path, open_notebook: Open) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"papers": {"a\x1b[2Jb": {"rating": 1}, "janus": {"note": "x\x1b[1my"}}}), "utf-8")
    notebook = open_notebook()
    assert notebook.records[A].note == "xy"
    assert len(notebook.records) == 1
    assert "\x1b" not in "".join(notebook.problems)


def test_a_byte_order_mark_is_no_damage(path: Path, open_notebook: Open) -> None:
    path.parent.mkdir()
    path.write_bytes(b'\xef\xbb\xbf{"papers": {"janus": {"rating": 1}}}')
    assert set(open_notebook().records) == {A}


def test_a_newer_notebook_is_read_only(path: Path, open_notebook: Open) -> None:
    path.parent.mkdir()
    row = {"rating": 2}
    data = json.dumps({"meta": {"notebook": {"schema": 99}}, "papers": {"janus": row, "x": {"rating": "a"}}}).encode()
    path.write_bytes(data)
    notebook = open_notebook()
    assert notebook.records[A].rating == 2
    assert not can_save(notebook)
    assert "newer version" in notebook.problems[0]
    with pytest.raises(NotebookError, match="newer version"):
        notebook.change("rated", [A], rate)
    assert path.read_bytes() == data
    assert names(path.parent) == ["notebook.json"]


# -- no permission ------------------------------------------------------------------------------------------


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", "utf-8")
    notebook = Notebook(file / "data" / "notebook.json")
    assert not can_save(notebook)
    assert str(file / "data" / "notebook.json") in notebook.problems[0]
    with pytest.raises(NotebookError, match="is not a folder"):
        notebook.change("rated", [A], rate)
    assert notebook.records == {}
    assert notebook.undo() is None


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that not even root can write to")
def test_a_folder_that_only_refuses_when_written_to() -> None:
    notebook = Notebook(Path("/proc/mlsys-tui/notebook.json"))
    with pytest.raises(NotebookError, match=r"/proc/mlsys-tui/notebook\.json"):
        notebook.change("rated", [A], rate)
    assert notebook.records == {}


@pytest.mark.parametrize("refused", ["file", "folder"])
def test_read_only(refused: str, notebook: Notebook, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook.change("rated", [A], rate)
    before = notebook.records
    wall = path if refused == "file" else path.parent
    real = os.access
    with monkeypatch.context() as patch:  # root may write anywhere, so ask for another user
        patch.setattr(os, "access", lambda asked, mode: Path(asked) != wall and real(asked, mode))
        assert notebook.refresh()
        assert not can_save(notebook)
        assert "read-only" in notebook.problems[0]
        for act in (lambda: notebook.change("rated", [A], rate), notebook.undo):
            with pytest.raises(NotebookError, match="read-only"):
                act()
        assert notebook.records is before
    notebook.change("rated", [A], rate)
    assert can_save(notebook)
    assert notebook.problems == ()


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_something_that_is_no_file(make: Callable[[Path], None], path: Path, open_notebook: Open) -> None:
    path.parent.mkdir()
    make(path)
    notebook = open_notebook()
    assert not can_save(notebook)
    assert "cannot be read" in notebook.problems[0]
    with pytest.raises(NotebookError):
        notebook.change("rated", [A], rate)


def test_damage_that_cannot_be_set_aside_is_left_alone(
    path: Path, open_notebook: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir()
    path.write_bytes(b"garbage")
    with monkeypatch.context() as patch:
        refuse(patch, "replace", errno.EACCES)
        notebook = open_notebook()
        assert not can_save(notebook)
        assert "could not be written anew" in notebook.problems[-1]
        with pytest.raises(NotebookError):
            notebook.change("rated", [A], rate)
        assert path.read_bytes() == b"garbage"
    notebook.change("rated", [A], rate)
    assert "was damaged" in notebook.problems[0]


def test_a_bad_record_that_cannot_be_copied_is_left_alone(
    path: Path, open_notebook: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir()
    path.write_text('{"papers": {"janus": 3}}', "utf-8")
    with monkeypatch.context() as patch:
        refuse(patch, "write", errno.ENOSPC)
        notebook = open_notebook()
        with pytest.raises(NotebookError, match="no copy could be made"):
            notebook.change("rated", [B], rate)
        assert not notebook.refresh()
    notebook.change("rated", [B], rate)
    assert len(names(path.parent)) == 2


# -- errors while writing -----------------------------------------------------------------------------------


def refuse(patch: pytest.MonkeyPatch, call: str, code: int) -> None:
    def refused(*_args: object, **_options: object) -> NoReturn:
        raise OSError(code, os.strerror(code))

    patch.setattr(os, call, refused)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT])
@pytest.mark.parametrize("call", ["write", "fdatasync"])
def test_a_failed_write_changes_nothing(
    call: str, code: int, notebook: Notebook, path: Path, open_notebook: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook.change("rated", [A], rate)
    before, data = notebook.records, path.read_bytes()
    with monkeypatch.context() as patch:
        refuse(patch, call, code)
        for act in (lambda: notebook.change("rated", [A, B], rate), notebook.undo):
            with pytest.raises(NotebookError, match=os.strerror(code).lower()) as caught:
                act()
            assert str(path) in str(caught.value)
            assert notebook.records is before
    assert path.read_bytes() == data
    assert names(path.parent) == ["notebook.json"]
    notebook.change("rated", [B], rate)
    assert {key: record.rating for key, record in open_notebook().records.items()} == {A: 1, B: 1}


@pytest.mark.parametrize("failing", range(1, 8))
def test_after_a_snapshot_that_could_not_be_flushed_nothing_is_missing(
    failing: int, notebook: Notebook, open_notebook: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook.change("rated", [A], rate)
    with monkeypatch.context() as patch:
        real, calls = os.fsync, []

        def one_fails(descriptor: int) -> None:
            calls.append(descriptor)
            if len(calls) == failing:
                raise OSError(errno.EIO, "input/output error")
            real(descriptor)

        patch.setattr(os, "fsync", one_fails)
        try:
            notebook.compact()
        except NotebookError as error:
            assert "input/output error" in str(error)
        else:
            assert len(calls) < failing
    notebook.change("rated", [A], rate)
    assert notebook.records[A].rating == 2
    again = open_notebook()
    assert (again.records[A].rating, again.problems) == (2, ())
    assert again.undo()
    assert again.records[A].rating == 1


def test_short_writes_are_continued(notebook: Notebook, open_notebook: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, bytes(data[:7])))
    notebook.change("rated", [A, B], rate)
    assert open_notebook().records == notebook.records


def test_a_folder_that_takes_no_file_is_known_from_the_start() -> None:
    notebook = Notebook(Path("/proc/nowhere/notebook.json"))
    assert not can_save(notebook)
    assert "cannot be saved in /proc/nowhere/notebook.json" in notebook.problems[0]
