"""A notebook on its way in: backups put back, other notebooks, dumps and folders of notes merged with this one."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from mlsys_tui.domain.merging import Merged, Side, merge, put_back
from mlsys_tui.domain.notebook import Change, Contents, ListEntry, Record
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store import dump, leaves
from mlsys_tui.store.backups import Backups
from mlsys_tui.store.export import TransferError, changed_at, shown, text_of, text_reader
from mlsys_tui.store.files import read_regular, reason
from mlsys_tui.store.notebook import Notebook
from mlsys_tui.store.reading import UnreadableError, read_notebook
from mlsys_tui.store.texts import Texts
from mlsys_tui.text import clean_line, number

MAX_SIZE = 512 * 1024 * 1024
"""Bytes of the largest file that is read."""


@dataclass(frozen=True, slots=True)
class Source:
    """A notebook from elsewhere; `read_text` gives the texts of its lists, `wrong` is what could not be read of it.

    One that `is_whole` has all that a notebook can have: a folder of notes has papers only. `hint` is what may be
    missing all the same.
    """

    what: str
    side: Side
    read_text: Callable[[str], bytes | None] = field(default=lambda _name: None)
    wrong: tuple[str, ...] = ()
    is_whole: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: the step, papers with two notes in one, earlier texts added, and lists whose text is missing."""

    change: Change
    both: tuple[PaperKey, ...] = ()
    earlier: int = 0
    textless: tuple[str, ...] = ()


def open_source(path: Path) -> Source:
    """What a path holds: a dump, a folder of notes, a notebook, or one that was set aside. Changes nothing.

    Raises:
        TransferError: it is none of these, or of a newer version.
    """
    try:
        if path.is_dir():
            return _open_folder(path)
        _check_size(path.stat().st_size, shown(path))
        data = read_regular(path)[0]
        if path.suffix == ".md":
            return _of_leaves([path], f"the file {clean_line(path.name)}")
        if dump.is_dump(data):
            return _of_dump(data, f"the dump {clean_line(path.name)}")
        reading = read_notebook(path)
    except OSError as error:
        raise TransferError(f"{shown(path)} cannot be read: {reason(error)}") from error
    except UnreadableError as error:
        raise TransferError(f"{shown(path)}: {error}") from error
    homes = [folder / "documents" for folder in (path.parent, path.parent.parent)]
    what = f"the notebook {clean_line(path.name)}"
    if path.parent.name == "backups" and reading.saved_at:
        what = f"the backup of {reading.saved_at}"
    alone = path.name == "notebook.json" and not path.with_name(f"{path.name}.journal").exists()
    hint = (
        f"No {path.name}.journal is beside it: changes since {reading.saved_at or '?'} are not there" if alone else ""
    )
    return Source(what, reading.side, text_reader(*homes), reading.wrong, hint=hint)


def read_dump(data: bytes, what: str) -> Source:
    """A dump that comes from elsewhere than a file.

    Raises:
        TransferError: it is none, of a newer version, or too large.
    """
    _check_size(len(data), what)
    try:
        return _of_dump(data, what)
    except UnreadableError as error:
        raise TransferError(f"{what}: {error}") from error


def _of_dump(data: bytes, what: str) -> Source:
    found = dump.decode(data)
    return Source(what, found.reading.side, found.texts.get, found.reading.wrong)


def _check_size(size: int, what: str) -> None:
    if size > MAX_SIZE:
        raise TransferError(f"{what} is larger than {MAX_SIZE // 1024 // 1024} MB: that is no notebook")


def _open_folder(folder: Path) -> Source:
    for inside in (folder / "notebook.json", folder / "data" / "notebook.json"):
        if inside.is_file():
            return open_source(inside)
    files = sorted(path for path in folder.iterdir() if path.suffix == ".md" and not path.name.startswith("."))
    if not files:
        raise TransferError(f"{shown(folder)} holds neither notes (.md) nor a notebook.json")
    return _of_leaves(files, f"the folder {clean_line(folder.resolve().name)}")


def _of_leaves(files: Iterable[Path], what: str) -> Source:
    records: dict[PaperKey, Record] = {}
    begun: dict[PaperKey, str] = {}
    wrong = []
    for path in files:
        try:
            _check_size(path.stat().st_size, shown(path))
            leaf = leaves.decode(text_of(path), changed_at(path), path.stem)
        except (OSError, leaves.LeafError) as error:
            why = reason(error) if isinstance(error, OSError) else error
            wrong.append(f"{clean_line(path.name)} was not read: {why}")
            continue
        key = leaf.record.key
        while key in records:
            key = PaperKey(f"{key}-2")
        records[key] = replace(leaf.record, key=key)
        if leaf.begun:
            begun[key] = leaf.begun
    if not records:
        raise TransferError(f"{clean_line(what)} holds no notes of papers ({'; '.join(wrong[:3])})")
    return Source(what, Side(Contents(records), begun=begun), wrong=tuple(wrong), is_whole=False)


def take_in(notebook: Notebook, texts: Texts, source: Source, *, dry_run: bool = False) -> Taken:
    """Merge another notebook into this one, as one step.

    Raises:
        TransferError, NotebookError: it could not be done.
    """
    return _take(
        notebook, texts, source, f"imported {source.what}", lambda mine: merge(mine, source.side), dry_run, backup=False
    )


def restore(notebook: Notebook, texts: Texts, source: Source, *, dry_run: bool = False) -> Taken:
    """Make the notebook what the source is, as one step, after a backup of what it was.

    Raises:
        TransferError, NotebookError: it could not be done.
    """
    if source.wrong or not source.is_whole:
        why = source.wrong[0] if source.wrong else "It holds papers only"
        raise TransferError(f"{why}. What is missing there would go; import it instead, which takes nothing away")
    label = f"restored {source.what}"
    return _take(notebook, texts, source, label, lambda mine: put_back(mine, source.side), dry_run, backup=True)


def _take(
    notebook: Notebook,
    texts: Texts,
    source: Source,
    label: str,
    make: Callable[[Side], Merged],
    dry_run: bool,
    *,
    backup: bool,
) -> Taken:
    done = Merged()

    def made(mine: Side) -> Merged:
        nonlocal done
        done = make(mine)
        if not dry_run:
            _keep_texts(done, texts, source)
        return done

    try:
        change = notebook.take_in(label, made, dry_run=dry_run, backup=backup)
    except _TextError as error:
        raise TransferError(str(error)) from error
    have = text_reader(texts.folder)
    rows = [row for row in done.rows if isinstance(row, ListEntry) and row.content and not row.removed]
    lost = [
        row.label for row in rows if have(row.content or "") is None and source.read_text(row.content or "") is None
    ]
    return Taken(change, done.both, sum(map(len, done.versions.values())), tuple(lost))


class _TextError(Exception):
    """A text could not be kept."""


def _keep_texts(merged: Merged, texts: Texts, source: Source) -> None:
    """Have the texts of lists before their rows."""
    have = text_reader(texts.folder)
    for row in merged.rows:
        if isinstance(row, ListEntry) and row.content and have(row.content) is None:
            data = source.read_text(row.content)
            if data is not None:
                try:
                    texts.put(data, row.content)
                except OSError as error:
                    raise _TextError(f"The text of {row.label} could not be kept: {reason(error)}") from error


def find_backup(notebook: Path, reference: str) -> Path:
    """The backup that a number of the list, a name, a part of one, or a path means.

    Raises:
        TransferError: it means none, or several.
    """
    backups = Backups(Path(os.path.realpath(notebook))).all()
    if reference.isdecimal() and 0 < int(reference) <= len(backups):
        return backups[int(reference) - 1].path
    named = [each.path for each in backups if each.path.name == reference]
    named = named or ([Path(reference)] if reference and Path(reference).exists() else [])
    named = named or [each.path for each in backups if reference and reference in each.path.name]
    said = clean_line(reference, 80)
    if not named:
        raise TransferError(f"No backup is called {said!r}; see them all with: mlsys-tui backups")
    if len(named) > 1:
        raise TransferError(f"{said!r} may be any of {number(len(named), 'backup')}; see: mlsys-tui backups")
    return named[0]
