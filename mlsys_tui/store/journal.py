"""The journal beside the snapshot: one line per change, on disk before the change counts as saved.

A line is `crc32 SP [base, number, {table: {id: row or null}}] NEWLINE`: the checksum, in hexadecimal, is that of the
JSON, and `base` names the snapshot that the change goes on from. What is behind the last line is free space, filled
with NUL: so the file does not grow with each change, which would have to be flushed as well.
"""

import json
import os
import stat
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from mlsys_tui.store.files import flush, flush_data, flush_folder, read_regular

ROOM = 256 * 1024
"""How much free space is made at a time."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

Changes = Mapping[str, Mapping[str, Mapping[str, object] | None]]
"""New rows by table and id; None for a row that is removed."""


class Entry(NamedTuple):
    """One change. `base` names the snapshot that it goes on from, `number` counts from 1 on each."""

    base: str
    number: int
    changes: Changes


class Scan(NamedTuple):
    """What stands in a piece of a journal.

    `end` is where the next line belongs, `mark` the place and the checksum of the last one, `sum` the checksum of all
    lines. `damaged` counts lines that are none, are missing, or stand where they do not belong. `torn` is True if
    something unfinished is at the end, as a killed writer leaves it.
    """

    entries: tuple[Entry, ...] = ()
    end: int = 0
    mark: tuple[int, bytes] = (0, b"")
    sum: int = 0
    damaged: int = 0
    torn: bool = False


def line_of(entry: Entry) -> bytes:
    """The line for a change."""
    # A lone surrogate has no UTF-8; its backslash escape is what JSON would write for it.
    data = _ENCODER.encode(entry).encode("utf-8", "backslashreplace")
    return b"%08x %b\n" % (zlib.crc32(data), data)


def scan(data: bytes, after: Scan = Scan()) -> Scan:  # noqa: B008 - a constant
    """What stands in `data`, which comes `after` what is known already; a bad line spoils no other."""
    entries: list[Entry] = []
    last = after.entries[-1] if after.entries else None
    place, end, mark, total = 0, 0, after.mark, after.sum
    damaged, behind = 0, 0
    while (stop := data.find(b"\n", place)) >= 0:
        line = data[place : stop + 1]
        place = stop + 1
        entry = _entry(line.lstrip(b"\0"))
        if entry is None or not _follows(entry, last):
            behind += 1
            continue
        damaged, behind = damaged + behind, 0
        # Each change is on disk before the next is written: between them nothing can be free, and no number missing.
        number = last.number if last and last.base == entry.base else 0
        damaged += line.startswith(b"\0") or entry.number != number + 1
        entries.append(entry)
        start = place - len(line.lstrip(b"\0"))
        last, end, mark, total = entry, place, (after.end + start, data[start : start + 8]), zlib.crc32(line, total)
    torn = data.count(b"\0", place) < len(data) - place
    # One line with holes and nothing behind it was being written when the power went; several were not.
    if behind == 1 and not torn and b"\0" in data[end:place]:
        behind, torn = 0, True
    damaged += behind
    return Scan(tuple(entries), after.end + end, mark, total, damaged, torn)


def apply(tables: dict[str, dict[str, dict[str, object]]], changes: Changes) -> None:
    """Bring changes into tables."""
    for name, rows in changes.items():
        table = tables.setdefault(name, {})
        for key, row in rows.items():
            if row is None:
                table.pop(key, None)
            else:
                table[key] = row  # type: ignore[assignment]  # never changed in place


def _follows(entry: Entry, last: Entry | None) -> bool:
    return last is None or last.base != entry.base or entry.number > last.number


def _entry(line: bytes) -> Entry | None:
    data = line[9:-1]
    with suppress(ValueError, TypeError, RecursionError):
        if line[8:9] == b" " and line[:8] == b"%08x" % zlib.crc32(data):
            base, number, changes = json.loads(data.decode("utf-8"))
            if isinstance(base, str) and isinstance(number, int) and _are_tables(changes):
                return Entry(base, number, changes)
    return None


def _are_tables(changes: object) -> bool:
    return isinstance(changes, dict) and all(
        isinstance(rows, dict) and all(row is None or isinstance(row, dict) for row in rows.values())
        for rows in changes.values()
    )


class Journal:
    """The file. Whoever writes into it has the lock, and has taken in what stands there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._name = os.fspath(path)
        self.known = Scan()
        self._descriptor: int | None = None
        self._seen: tuple[int, int] | None = None

    def __del__(self) -> None:
        self._close()

    def read(self) -> bytes:
        """All that is in the file; nothing if there is none.

        Raises:
            OSError: it cannot be read.
        """
        self._close()
        try:
            data, found = read_regular(self.path)
        except (FileNotFoundError, NotADirectoryError):
            self._seen = None
            return b""
        self._seen = (found.st_dev, found.st_ino)
        return data

    def take_in(self, found: Scan) -> None:
        """What was read is known now; the next change goes behind it."""
        self.known = found._replace(entries=found.entries[-1:] or self.known.entries, damaged=0)

    def more(self) -> bytes | None:
        """What stands behind the end: nothing, if nobody wrote; None if this is another file now.

        Raises:
            OSError: it cannot be read.
        """
        try:
            found = os.stat(self._name)  # noqa: PTH116 - at every change, and a path costs as much as the call
        except (FileNotFoundError, NotADirectoryError):
            return b"" if self._seen is None else None
        if self._seen != (found.st_dev, found.st_ino) or found.st_size < self.known.end:
            return None
        if self._descriptor is None:
            descriptor = os.open(self.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            try:
                return self._behind(descriptor, found.st_size)
            finally:
                os.close(descriptor)
        return self._behind(self._descriptor, found.st_size)

    def _behind(self, descriptor: int, size: int) -> bytes | None:
        place, checksum = self.known.mark
        os.lseek(descriptor, place, os.SEEK_SET)
        if checksum and os.read(descriptor, len(checksum)) != checksum:
            return None  # emptied since, and begun anew
        os.lseek(descriptor, self.known.end, os.SEEK_SET)
        if os.read(descriptor, 1) in (b"", b"\0"):
            return b""
        pieces = []
        os.lseek(descriptor, self.known.end, os.SEEK_SET)
        while piece := os.read(descriptor, size):
            pieces.append(piece)
        return b"".join(pieces)

    def append(self, base: str, changes: Changes) -> None:
        """Put a change on disk, for good.

        Raises:
            OSError: it could not be written, and is not there.
        """
        if self.known.torn:
            self.cut()
        last, end = self.known.entries[-1:], self.known.end
        entry = Entry(base, last[0].number + 1 if last and last[0].base == base else 1, changes)
        line = line_of(entry)
        try:
            descriptor = self._open()
            size = os.fstat(descriptor).st_size
            if size < end + len(line):
                with suppress(OSError):  # on a disk that is nearly full, without room
                    _write_at(descriptor, bytes(end + len(line) + ROOM - size), size)
            _write_at(descriptor, line, end)
            flush_data(descriptor)
        except BaseException:
            self.cut()
            raise
        self.known = Scan((entry,), end + len(line), (end, line[:8]), zlib.crc32(line, self.known.sum))

    def cut(self) -> None:
        """Take away what stands behind the end, if that is possible: it never was a change."""
        with suppress(OSError):
            descriptor, end = self._open(), self.known.end
            try:
                os.ftruncate(descriptor, end)
            except OSError:
                _write_at(descriptor, bytes(max(0, os.fstat(descriptor).st_size - end)), end)
            flush(descriptor)
            self.known = self.known._replace(torn=False)

    def clear(self) -> None:
        """Empty the file, whose changes are in a snapshot now.

        Raises:
            OSError: it could not be emptied.
        """
        self.known = Scan()
        if self._descriptor is not None or self.path.exists():
            descriptor = self._open()
            os.ftruncate(descriptor, 0)
            flush(descriptor)

    def _open(self) -> int:
        if self._descriptor is None:
            flags = os.O_RDWR | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
            try:
                self._descriptor = os.open(self.path, flags)
            except FileNotFoundError:
                self._descriptor = os.open(self.path, flags | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                flush_folder(self.path.parent)  # whoever made it may have been stopped before
            except OSError:
                self._close()
                raise
            found = os.fstat(self._descriptor)
            if not stat.S_ISREG(found.st_mode):
                self._close()
                raise OSError("the journal is not a file")
            self._seen = (found.st_dev, found.st_ino)
        return self._descriptor

    def _close(self) -> None:
        if self._descriptor is not None:
            with suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = None


def _write_at(descriptor: int, data: bytes, place: int) -> None:
    os.lseek(descriptor, place, os.SEEK_SET)
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
