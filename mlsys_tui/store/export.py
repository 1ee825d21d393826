"""A notebook on its way out: a dump of all, or a folder of notes; no file of anybody else is ever replaced."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from mlsys_tui.domain.merging import Side, merge
from mlsys_tui.domain.notebook import Contents, Record
from mlsys_tui.store import dump, leaves
from mlsys_tui.store.files import flush_folder, make_folder, read_regular, reason, write_atomic
from mlsys_tui.store.notebook import Notebook
from mlsys_tui.store.texts import Texts, text_name
from mlsys_tui.text import clean_line


class TransferError(Exception):
    """It could not be done, and nothing was; the message says why, in one sentence."""


def to_json(notebook: Notebook, texts: Texts, now: datetime) -> bytes:
    """All of the notebook, with the texts of its lists."""
    return dump.encode(notebook.side(), text_reader(texts.folder), now)


def write_json(path: Path, data: bytes, *, force: bool) -> None:
    """Write a dump.

    Raises:
        TransferError: there is a file already, which may only be replaced with `force`, and only if it is a dump.
    """
    try:
        if path.is_dir():
            raise TransferError(f"{shown(path)} is a folder; name a file, or export Markdown into it: --as markdown")
        if path.exists():
            begins = read_regular(path, 200)[0]
            if not force:
                raise TransferError(f"{shown(path)} is there already; --force replaces it if it is an older dump")
            if dump.FORMAT.encode() not in begins:
                raise TransferError(f"{shown(path)} is no dump of a notebook, so it is not replaced")
        write_atomic(path, data, durable=True)
    except OSError as error:
        raise TransferError(f"{shown(path)} could not be written: {reason(error)}") from error


def write_leaves(folder: Path, mine: Side, *, force: bool) -> list[Path]:
    """Write a file for each record of a notebook that has something; the files.

    Raises:
        TransferError: the folder is not empty, or has files with what was written by hand and is not in the notebook.
    """
    try:
        there = {path.name.lower(): path for path in folder.iterdir()} if folder.exists() else {}
        if there and not force:
            raise TransferError(f"{shown(folder)} is not empty; --force replaces older notes in it, and nothing else")
        files = dict(_named(mine.contents.records.values(), there))
        changed = [path.name for name, path in there.items() if path.suffix == ".md" and _has_more(path, files, mine)]
        if changed:
            names = clean_line(", ".join(sorted(changed)), 200)
            raise TransferError(f"These were changed since they were written, import them first: {names}")
        make_folder(folder, durable=True)
        for name, text in files.items():
            write_atomic(folder / name, text.encode("utf-8"), durable=False)
        flush_folder(folder)
    except OSError as error:
        raise TransferError(f"Not all could be written in {shown(folder)}: {reason(error)}") from error
    return [folder / name for name in files]


def _named(records: Iterable[Record], there: Mapping[str, Path]) -> Iterator[tuple[str, str]]:
    """Each record's file by its name: one that no other has, and no file of somebody else."""
    taken: set[str] = set()
    for record in sorted((each for each in records if not each.is_empty), key=lambda each: each.key):
        name, count = leaves.file_name(record.key), 1
        while name in taken or (name in there and not _is_of(there[name], record.key)):
            count += 1
            name = f"{leaves.file_name(record.key).removesuffix('.md')}-{count}.md"
        taken.add(name)
        yield name, leaves.encode(record)


def _is_of(path: Path, key: str) -> bool:
    with suppress(OSError, leaves.LeafError):
        text = text_of(path)
        return leaves.is_ours(text) and leaves.decode(text, "", path.stem).record.key == key
    return False


def _has_more(path: Path, files: Mapping[str, str], mine: Side) -> bool:
    """True if this app wrote the file, and something was written into it that the notebook does not have."""
    with suppress(OSError):
        text = text_of(path)
        if not leaves.is_ours(text) or files.get(path.name) == text:
            return False
        try:
            leaf = leaves.decode(text, changed_at(path), path.stem)
        except leaves.LeafError:
            return True
        return leaf.changed and not _is_in(mine, leaf)
    return False


def _is_in(mine: Side, leaf: leaves.Leaf) -> bool:
    """True if nothing would come of importing the file: its note is there, or was once, and all else is as it says."""
    key, present = leaf.record.key, mine.contents.records.get(leaf.record.key)
    if present:  # nothing else need be looked through
        mine = Side(Contents({key: present}), {key: mine.versions.get(key, ())})
    known = {each.text for each in mine.versions.get(key, ())} | {present.note if present else None}
    record = replace(leaf.record, note=None) if leaf.record.note in known else leaf.record
    theirs = Side(Contents({key: record}), begun={key: leaf.begun} if leaf.begun else {})
    return record.is_empty or not merge(mine, theirs).rows


def text_reader(*folders: Path) -> Callable[[str], bytes | None]:
    """Reads the texts of lists by name, if they are what their name says."""

    def read(name: str) -> bytes | None:
        for folder in folders if name == Path(name).name else ():
            with suppress(OSError, ValueError):
                data = read_regular(folder / name)[0]
                if text_name(data, name) == name:
                    return data
        return None

    return read


def text_of(path: Path) -> str:
    """A file as text, whatever it is; OSError if it cannot be read."""
    return read_regular(path)[0].decode("utf-8-sig", "replace")


def changed_at(path: Path) -> str:
    """When a file was changed last; OSError if it cannot be looked at."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")


def shown(path: Path) -> str:
    """A path as it may be shown."""
    return clean_line(str(path))
