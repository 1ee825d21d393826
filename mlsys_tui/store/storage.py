"""TinyDB's storage of the notebook: all tables in memory, each change on disk before it counts.

This is the seam between the notebook and the disk: `pull`, `locked`, `commit`, `rollback` and `compact` are all that
the notebook knows of how its tables are kept.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from mlsys_tui.domain.notebook import Table as ReaderTable
from mlsys_tui.store.disk import Disk
from mlsys_tui.store.files import reason
from mlsys_tui.store.journal import Entry, apply
from mlsys_tui.store.locks import BusyError
from mlsys_tui.store.migration import SCHEMA, migrated
from mlsys_tui.store.recovery import EMPTY, REPLACED, Whole
from mlsys_tui.store.snapshot import CHANGES, TABLES, VERSIONS, Snapshot, Tables
from mlsys_tui.text import clean_line

Row = Mapping[str, object]


class Pulled(NamedTuple):
    """What came from disk: changes since the last look, and the names of tables that are others as a whole."""

    entries: tuple[Entry, ...] = ()
    tables: frozenset[str] = frozenset()


class JournalStorage(Storage):
    """Keeps the tables. What TinyDB writes is staged; `commit` puts it on disk, `rollback` forgets it.

    Rows are never changed in place, so that what was read stays true. `reports` are things that happened to the
    files, `trouble` is what keeps them from being mended, `bad_rows` names rows that are none and were left out, and
    `is_trusted` is True if the rows are as this version wrote them.
    """

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self.disk = Disk(path, now)
        self.head = EMPTY.head
        self.tables: Tables = {name: {} for name in TABLES}
        self.reports: tuple[str, ...] = ()
        self.trouble: str | None = None
        self.bad_rows: tuple[str, ...] = ()
        self.is_trusted = True
        self._staged: dict[str, dict[str, Row | None]] = {}
        self._known = self._sure = False
        self._wrong: Whole | None = None
        self._untold: frozenset[str] = frozenset()

    # -- what TinyDB calls --------------------------------------------------------------------------------------

    def read(self) -> Tables:
        """The tables, with what is staged."""
        return self.tables | {name: self._with_staged(name) for name in self._staged}

    def write(self, data: Mapping[str, Mapping[str, Row]]) -> None:
        """Stage what is different in these tables."""
        present = self.read()
        for name in {**present, **data}:
            old, new = present.get(name, {}), data.get(name, {})
            self.stage(name, {key: None for key in old if key not in new})
            self.stage(name, {key: row for key, row in new.items() if old.get(key) is not row})

    def stage(self, name: str, rows: Mapping[str, Row | None]) -> None:
        """Have these rows of a table set, or with None removed, at the next commit."""
        if rows:
            self._staged.setdefault(name, {}).update(rows)

    def rollback(self) -> None:
        """Forget what is staged."""
        self._staged = {}

    def _with_staged(self, name: str) -> dict[str, dict[str, object]]:
        table = {name: dict(self.tables.get(name, {}))}
        apply(table, {name: self._staged.get(name, {})})
        return table[name]

    # -- from disk ------------------------------------------------------------------------------------------------

    def locked(self) -> AbstractContextManager[None]:
        """Keep all other processes from writing; see `Disk.locked`."""
        return self.disk.locked()

    @property
    def is_newer(self) -> bool:
        """True if a newer version of the app wrote the notebook."""
        return self.head.schema > SCHEMA

    def pull(self) -> Pulled:
        """Take in what others wrote. Files that are gone change nothing: what is in memory may be all there is.

        Damaged files are kept under another name and written anew, here or, if that is not possible now, before the
        next commit.

        Raises:
            OSError: a file cannot be read, or with the lock, damage cannot be mended; memory is as it was.
        """
        if self._sure and self.disk.is_as_seen and (not self._wrong or not self.disk.is_locked):
            if (news := self.disk.news(self.head.name)) is not None:
                for entry in news:
                    apply(self.tables, entry.changes)
                return Pulled(news)
            if self._wrong:
                return Pulled()
        self._sure, self.trouble = False, None
        whole = self._look()
        if whole.rewrite and not self.disk.is_locked:
            try:
                with self.locked():
                    return self.pull()
            except (OSError, BusyError) as error:
                why = reason(error) if isinstance(error, OSError) else "it is busy"
                self.trouble = f"it is damaged and could not be written anew, {why}"
        return Pulled(tables=self._take_in(whole))

    def _look(self) -> Whole:
        memory = Snapshot(self.head, dict(self.tables), is_sound=True) if self._known else None
        whole = self.disk.look(memory)
        if whole.snapshot.head.schema > SCHEMA:
            return whole._replace(report=None, rewrite=False)  # a newer version knows what is wrong
        if memory and not whole.report and _is_another(whole.snapshot, memory):
            return whole._replace(report=REPLACED, rewrite=True, other=memory)
        return whole

    def _take_in(self, whole: Whole) -> frozenset[str]:
        """Have these tables from now on; the names of those that are others than before."""
        snapshot = whole.snapshot
        tables: Tables = {name: {} for name in TABLES} | migrated(snapshot.tables, snapshot.head.schema)
        tables |= {name: dict(tables[name]) for name in TABLES}
        for entry in whole.entries:
            apply(tables, entry.changes)
        new = not self._known or snapshot.bad_rows
        others = frozenset(name for name, table in tables.items() if new or self.tables.get(name) != table)
        self.tables |= {name: tables[name] for name in others}
        self._untold |= others
        self.head, self.bad_rows = snapshot.head, snapshot.bad_rows
        self.is_trusted = snapshot.is_sound and snapshot.head.schema == SCHEMA
        self._known = self._sure = True
        self._wrong = whole if whole.rewrite else None
        if whole.rewrite and self.disk.is_locked:
            self._mend(whole)
        elif whole.report:
            self.report(whole.report)
        others, self._untold = self._untold, frozenset()
        return others

    def _mend(self, whole: Whole) -> None:
        """Write the files anew; what was wrong, and a state that took another course, are kept beside them."""
        self._sure = False  # until it is done
        kept = self.disk.keep_aside(whole.keep)
        kept += [self.disk.keep_other(whole.other)] if whole.other else []
        self.compact()
        self._wrong, self._sure = None, True
        where = f" (kept as {', '.join(map(str, kept))})" if kept else ""
        self.report(f"{whole.report}{where}")

    def report(self, message: str) -> None:
        """Say something to the reader, once."""
        if (message := clean_line(message)) not in self.reports:
            self.reports = (*self.reports, message)

    # -- to disk ----------------------------------------------------------------------------------------------------

    def commit(self) -> None:
        """Put what is staged on disk, for good; only while locked.

        Raises:
            OSError: it could not be written.
        """
        if not self._staged:
            return
        self._prepare()
        try:
            self.disk.append(self.head.name, self._staged)
        except BaseException:
            self._sure = False  # what is on disk now has to be seen
            raise
        apply(self.tables, self._staged)
        self._staged = {}

    def _prepare(self) -> None:
        """See to it that there is a snapshot that changes can go on from."""
        if not self.head.name or not self.disk.is_there or self.head.schema < SCHEMA:
            self.compact()
        elif self.disk.is_due(self.head):
            try:
                self.compact()
            except OSError as error:
                self.disk.postpone()
                self.pull()
                self.report(f"The journal could not be added to the notebook: {reason(error)}")
        if self.disk.is_stale(self.head):
            self.disk.clear_journal()

    def compact(self) -> None:
        """Put all tables into a new snapshot, and empty the journal; only while locked.

        Raises:
            OSError: it could not be written; nothing is lost.
        """
        if self.disk.is_there and not self._wrong and (not self.head.name or self.head.schema < SCHEMA):
            self.disk.keep_as_backup(f"schema{self.head.schema}")
        try:
            self.head = self.disk.write(self.head, self.tables)
        except BaseException:
            self._sure = False
            raise


def _is_another(found: Snapshot, memory: Snapshot) -> bool:
    """True if what was found does not go on from what was known."""
    known = memory.head.name
    return bool(known) and known != found.head.name and known not in found.head.line


class KeyTable(Table):
    """A TinyDB table whose document ids are strings: keys of rows, or numbers of changes."""

    document_id_class = str  # type: ignore[assignment]  # documented for subclasses, typed for the default

    def put(self, rows: Mapping[str, Row | None]) -> None:
        """Set or replace these rows whole; None removes one. At the cost of these rows, not of the table."""
        assert isinstance(self.storage, JournalStorage)
        if rows:
            self.storage.stage(self.name, rows)
            self.clear_cache()


class Database(TinyDB):
    """TinyDB with the tables and the storage of the notebook."""

    table_class = KeyTable

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        files = JournalStorage(path, now)
        super().__init__(storage=lambda: files)
        self.files = files
        # Without a query cache: what another process wrote must be found.
        self.changes, self.versions = (KeyTable(self.storage, name, cache_size=0) for name in (CHANGES, VERSIONS))
        self.rows = {table: KeyTable(self.storage, table.value, cache_size=0) for table in ReaderTable}
