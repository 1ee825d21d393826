"""The notebook's files: snapshot, journal, lock and backups, read and written together."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from mlsys_tui import __version__
from mlsys_tui.store.backups import Backup, Backups
from mlsys_tui.store.files import copy_aside, flush_folder, make_folder, read_regular, sweep, write_atomic
from mlsys_tui.store.journal import Changes, Entry, Journal, scan
from mlsys_tui.store.locks import ProcessLock
from mlsys_tui.store.migration import SCHEMA
from mlsys_tui.store.recovery import Keep, Whole, assemble
from mlsys_tui.store.snapshot import Head, Snapshot, Tables, encode, without_collecting

JOURNAL_LIMIT = 4 * 1024 * 1024
"""Bytes of journal from which on a new snapshot is written, unless the one before is larger."""

QUICK = 2 * 1024 * 1024
"""Bytes of a snapshot up to which one is written each hour that something changes, above it each day."""


class _Identity(NamedTuple):
    """Which file it is, in which state."""

    device: int
    inode: int
    size: int
    changed_ns: int
    modified_ns: int

    @classmethod
    def of(cls, found: os.stat_result) -> "_Identity":
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_ctime_ns, found.st_mtime_ns)


class Disk:
    """Reads by anybody, writes by who has the lock; what is written is there for good when a method returns."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self.path = path
        self._name, self._folder = os.fspath(path), os.fspath(path.parent)
        self.backups = Backups(path)
        self._now = now
        self._journal = Journal(path.with_name(f"{path.name}.journal"))
        self._lock = ProcessLock(path.with_name(f"{path.name}.lock"))
        self._seen: _Identity | None = None
        self._size = 0
        self._not_before = 0
        self._swept = False

    def locked(self) -> AbstractContextManager[None]:
        """Keep all other processes from writing; may be nested.

        Raises:
            BusyError: another process has had the lock for too long.
            OSError: there can be no lock here.
        """
        if not os.path.isdir(self._folder):  # noqa: PTH112 - at every change
            make_folder(self.path.parent, durable=True)
        if not self._swept:
            with self._lock.held():
                sweep(self.path.parent, f"{self.path.stem}.")
                sweep(self.backups.folder, self.path.stem)
            self._swept = True
        return self._lock.held()

    @property
    def is_locked(self) -> bool:
        """True within `locked`."""
        return self._lock.is_held

    @property
    def is_there(self) -> bool:
        """True if there was a snapshot when it was last looked at."""
        return self._seen is not None

    @property
    def is_as_seen(self) -> bool:
        """True if the snapshot is the one that was read last."""
        return self._stat() == self._seen

    def look(self, memory: Snapshot | None) -> Whole:
        """All that the files hold; read again if they are replaced meanwhile.

        Raises:
            OSError: one of them cannot be read.
        """
        last = next(iter(self._journal.known.entries[-1:]), None)
        while True:
            said = self._lock.said()  # before the journal, which must have at least that much
            self._seen, data = self._read()
            with without_collecting():
                journal = scan(self._journal.read())
            if self.is_as_seen:
                break
        self._size = len(data or b"")
        whole = assemble(data, journal, self.backups, memory, last, said)
        if not whole.is_cut:
            self._journal.take_in(journal)
        return whole

    def news(self, base: str) -> tuple[Entry, ...] | None:
        """The changes that others added since the last look; None if it needs another look at everything.

        Raises:
            OSError: the journal cannot be read.
        """
        more = self._journal.more()
        if not more:
            return () if more is not None else None
        found = scan(more, self._journal.known)
        if found.damaged or any(entry.base != base for entry in found.entries):
            return None
        self._journal.take_in(found)
        return found.entries

    def append(self, base: str, changes: Changes) -> None:
        """Add a change to the journal.

        Raises:
            OSError: it could not be written, and is not there.
        """
        self._journal.append(base, changes)
        self._lock.say(f"{base} {self._journal.known.entries[-1].number}")

    def is_due(self, head: Head) -> bool:
        """True if a new snapshot is worth its while: the journal is long, or from an earlier hour, or day."""
        length = self._journal.known.end
        if length <= self._not_before:
            return False
        day_or_hour = 10 if self._size > QUICK else 13
        now = self._now().astimezone(UTC).isoformat()
        return length > max(JOURNAL_LIMIT, self._size) or head.saved_at[:day_or_hour] != now[:day_or_hour]

    def postpone(self) -> None:
        """A new snapshot could not be written: try again when the journal is longer."""
        self._not_before = self._journal.known.end + JOURNAL_LIMIT // 4

    @property
    def has_changes(self) -> bool:
        """True if the journal holds changes, as far as it is known."""
        return self._journal.known.end > 0

    def is_stale(self, head: Head) -> bool:
        """True if the journal goes on from the snapshot before: all of it is in this one already."""
        last = self._journal.known.entries
        return bool(last) and last[-1].base == head.follows != ""

    def write(self, head: Head, tables: Tables) -> Head:
        """Put all tables into a new snapshot, with its backup, and empty the journal; the new head.

        Raises:
            OSError: it could not be written; the snapshot, the old or the new one, and the journal say the same.
        """
        if self.is_stale(head):
            self.clear_journal()  # a stop after this snapshot must not leave what came before the last
        now = self._now().astimezone(UTC)
        head = head.next(SCHEMA, self._journal.known.sum, now.isoformat(timespec="seconds"), __version__)
        data = encode(head, tables)
        self.backups.keep(data, now, head.name)
        self._seen = _Identity.of(write_atomic(self.path, data, durable=True))
        self._size, self._not_before = len(data), 0
        self._journal.clear()
        return head

    def clear_journal(self) -> None:
        """Empty the journal, which the snapshot has in it already.

        Raises:
            OSError: it could not be emptied.
        """
        flush_folder(self.path.parent)  # whoever wrote the snapshot may have been stopped before
        self._journal.clear()

    def keep_as_backup(self, label: str) -> Backup | None:
        """Copy the snapshot as it stands there to the backups.

        Raises:
            OSError: it could not be copied.
        """
        data = self._read()[1]
        return self.backups.keep(data, self._now(), label) if data else None

    def keep_aside(self, kinds: frozenset[Keep]) -> list[Path]:
        """Copy files, byte for byte, to names beside them that tell that they were damaged.

        Raises:
            OSError: they could not be copied.
        """
        sources = {Keep.SNAPSHOT: self.path, Keep.JOURNAL: self._journal.path}
        label = f"damaged-{self._stamp()}"
        there = [sources[kind] for kind in Keep if kind in kinds and sources[kind].exists()]
        return [copy_aside(path, label, read_regular(path)[0]) for path in there]

    def keep_other(self, other: Snapshot) -> Path:
        """Write a state of the notebook that took another course beside it.

        Raises:
            OSError: it could not be written.
        """
        return copy_aside(self.path, f"conflict-{self._stamp()}", encode(other.head, other.tables))

    def _stamp(self) -> str:
        return f"{self._now().astimezone(UTC):%Y%m%dT%H%M%SZ}"

    def _read(self) -> tuple[_Identity | None, bytes | None]:
        try:
            data, found = read_regular(self.path)
        except (FileNotFoundError, NotADirectoryError):
            return None, None
        return _Identity.of(found), data

    def _stat(self) -> _Identity | None:
        try:
            return _Identity.of(os.stat(self._name))  # noqa: PTH116 - at every change, and a path costs as much
        except (FileNotFoundError, NotADirectoryError):
            return None
