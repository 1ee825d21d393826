"""Two things at once: damage and a full disk, a reader and a writer, an older and a newer version."""

import errno
import gc
import os
import shutil
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from mlsys_tui.domain.notebook import Record, with_note, with_rating
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store import disk as disk_module
from mlsys_tui.store import history, locks
from mlsys_tui.store.notebook import Notebook
from mlsys_tui.store.snapshot import decode, encode

Open = Callable[[], Notebook]
A, B, C = PaperKey("janus"), PaperKey("autograph"), PaperKey("pipedream")


def note(text: str) -> Callable[[Record, str], Record]:
    return lambda record, at: with_note(record, text, at)


def notes(notebook: Notebook) -> dict[str, str | None]:
    return {key: record.note for key, record in notebook.records.items()}


def rate(record: Record, _at: str) -> Record:
    return with_rating(record, 5)


@pytest.fixture
def full(notebook: Notebook) -> Notebook:
    notebook.change("wrote", [A], note("one"))
    notebook.compact()
    notebook.change("wrote", [B], note("two"))
    return notebook


def refused(*_args: object, **_kwargs: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_damaged_and_full_disk_still_shows_what_the_twin_has(
    full: Notebook, path: Path, open_notebook: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"garbage")
    with monkeypatch.context() as full_disk:
        full_disk.setattr(disk_module, "copy_aside", refused)
        again = open_notebook()
        assert notes(again) == {A: "one", B: "two"}


def test_damaged_and_full_disk_when_there_is_room_again_nothing_is_lost(
    full: Notebook, path: Path, open_notebook: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"garbage")
    with monkeypatch.context() as full_disk:
        full_disk.setattr(disk_module, "copy_aside", refused)
        again = open_notebook()
    again.change("rated", [A], rate)
    assert open_notebook().records[A].note == "one"


def test_a_journal_is_not_emptied_before_its_changes_are_elsewhere(
    full: Notebook, path: Path, open_notebook: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.unlink()
    shutil.rmtree(path.parent / "backups")
    with monkeypatch.context() as full_disk:
        full_disk.setattr(disk_module, "write_atomic", refused)
        full_disk.setattr("mlsys_tui.store.backups.write_atomic", refused)
        open_notebook()
    assert notes(open_notebook()) == {B: "two"}


def test_a_newer_notebook_is_never_written_whatever_its_journal_is(
    full: Notebook, path: Path, open_notebook: Open
) -> None:
    found = decode(path.read_bytes(), 1)
    newer = encode(found.head._replace(schema=4), found.tables)
    journal = b"2:00000000 a line of another format\n" * 3
    path.write_bytes(newer)
    Path(f"{path}.journal").write_bytes(journal)
    open_notebook()
    assert path.read_bytes() == newer
    assert Path(f"{path}.journal").read_bytes() == journal


def test_a_row_that_was_mended_elsewhere_is_not_removed(notebook: Notebook, path: Path, open_notebook: Open) -> None:
    notebook.change("wrote", [A, B], note("one"))
    notebook.compact()
    found = decode(path.read_bytes(), 1)
    found.tables["papers"][A]["rating"] = "many"
    head = found.head._replace(schema=2)
    data = encode(head, found.tables)
    path.write_bytes(data.replace(b'"checksum": "', b'"checksam": "'))
    one, other = open_notebook(), open_notebook()
    other.change("wrote", [A], note("anew"))
    one.refresh()
    assert one.records[A].note == "anew"
    one.change("wrote", [C], note("three"))
    assert notes(open_notebook()) == {A: "anew", B: "one", C: "three"}


@pytest.mark.parametrize("how", ["backup"])
def test_an_earlier_notebook_is_backed_up_before_it_is_written_anew(how: str, path: Path, open_notebook: Open) -> None:
    released = (Path(__file__).parents[1] / "store" / "released" / "schema-2.json").read_bytes()
    path.parent.mkdir()
    path.write_bytes(released)
    open_notebook().compact()
    assert released in [each.read_bytes() for each in (path.parent / "backups").iterdir()]


def test_a_lock_that_cannot_be_looked_at_is_let_go(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.parent.mkdir()
    one, other = locks.ProcessLock(path), locks.ProcessLock(path)
    other.timeout = 0.05
    with monkeypatch.context() as odd:
        stale = OSError(errno.ESTALE, "stale")
        odd.setattr(os.path, "samestat", lambda *_: (_ for _ in ()).throw(stale))
        one.timeout = 0.05
        with suppress(OSError, locks.BusyError), one.held():
            pass
    with other.held():
        assert other.is_held


def test_kept_texts_beside_a_writer(notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        notebook.change(f"{number}", [PaperKey(f"p{number}")], note("x"))
    looked = history.History._step

    def step(self: history.History, number: int) -> object:
        writer = threading.Thread(target=lambda: notebook.change("anew", [C], note(f"{number}")))
        writer.start()
        writer.join(0.2)
        return looked(self, number)

    monkeypatch.setattr(history.History, "_step", step)
    assert notebook.kept_texts == set()


def test_the_next_step_beside_a_writer(notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """_replay asks the history without the mutex."""
    notebook.change("one", [A], note("x"))
    held: list[bool] = []
    known = history.History.next

    def following(self: history.History, *, back: bool) -> object:
        held.append(notebook._mutex._is_owned())  # type: ignore[attr-defined]
        return known(self, back=back)

    monkeypatch.setattr(history.History, "next", following)
    notebook.undo()
    assert all(held)


def test_a_notebook_that_nobody_has_any_more_closes_its_files_at_once(path: Path) -> None:
    gc.disable()
    try:
        notebook = Notebook(path)
        notebook.change("wrote", [A], note("one"))
        notebook = Notebook(path)
        notebook.change("wrote", [B], note("two"))
        gone = weakref.ref(notebook)
        del notebook
        assert gone() is None
    finally:
        gc.enable()


def test_garbage_that_was_there_before_reading_is_still_collected(full: Notebook, open_notebook: Open) -> None:
    class Ring:
        me: object

    ring = Ring()
    ring.me = ring
    known = weakref.ref(ring)
    del ring
    open_notebook()
    gc.collect()
    assert known() is None
