"""The file behind the notebook: a TinyDB storage that stages changes and replaces the file as a whole.

This is the seam between the notebook and the disk: `pull`, `locked`, `commit` and `rollback` are all that the
notebook knows of how its tables are kept.
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from mlsys_tui.domain.notebook import Table as ReaderTable
from mlsys_tui.store.files import make_folder, read_regular, sweep, write_atomic

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK_TIMEOUT = 2.0
_SETTLED_NS = 2_000_000_000

Row = Mapping[str, object]
Tables = dict[str, dict[str, object]]
TABLES = ("meta", *map(str, ReaderTable), "changes")


class DamagedError(Exception):
    """The file is there but does not hold tables; the message says what it is instead."""


class BusyError(Exception):
    """Another process kept the lock for too long."""


class _Seen(NamedTuple):
    """Which state of the file was read, and when."""

    inode: int
    mtime_ns: int
    size: int
    at_ns: int

    @classmethod
    def of(cls, found: os.stat_result) -> "_Seen":
        return cls(found.st_ino, found.st_mtime_ns, found.st_size, time.time_ns())

    def still_holds(self, now: "_Seen") -> bool:
        """True if the file is surely unchanged.

        Two writes within one tick of the file system's clock can leave the same inode, time and size, so that a
        file read soon after it was written must be looked into again.
        """
        same = (self.inode, self.mtime_ns, self.size) == (now.inode, now.mtime_ns, now.size)
        return same and self.mtime_ns < self.at_ns - _SETTLED_NS


class SnapshotStorage(Storage):
    """Keeps all tables in memory and in one JSON file, one row on a line.

    What TinyDB writes is staged; `commit` puts it on disk, `rollback` forgets it. Rows are never changed in
    place, so that what was read stays true. `bad_rows` names rows that are no tables' rows and were left out.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.raw = b""
        self.bad_rows: tuple[str, ...] = ()
        self._tables: Tables = {}
        self._staged: Tables | None = None
        self._seen: _Seen | None = None
        self._lock: BaseFileLock | None = None
        self._swept = False

    def read(self) -> Tables:
        """The tables, with what is staged."""
        return dict(self._tables if self._staged is None else self._staged)

    def write(self, data: Tables) -> None:
        """Stage these tables for the next commit."""
        self._staged = dict(data)

    def rollback(self) -> None:
        """Forget what is staged."""
        self._staged = None

    def pull(self) -> bool:
        """Take in the file if it is another than the one seen last; True if the tables are new.

        A file that is gone changes nothing: what is in memory may be all there is.

        Raises:
            DamagedError: it holds no tables; those in memory are kept.
            OSError: it cannot be read.
        """
        try:
            if self._seen and self._seen.still_holds(_Seen.of(self.path.stat())):
                return False
            data, found = read_regular(self.path)
            seen = _Seen.of(found)
        except (FileNotFoundError, NotADirectoryError):
            self._seen = None
            return False
        if self._seen is None or data != self.raw:
            self._tables, self.bad_rows = decode(data)
            self._staged = None
            self.raw, self._seen = data, seen
            return True
        self._seen = seen
        return False

    def commit(self) -> None:
        """Put what is staged on disk, for good.

        Raises:
            OSError: it could not be written.
        """
        if self._staged is None:
            return
        data = encode(self._staged)
        seen = _Seen.of(write_atomic(self.path, data, durable=True))
        self._tables, self._staged = self._staged, None
        self.raw, self._seen = data, seen

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep all other processes from writing; may be nested.

        Raises:
            BusyError: another process has had the lock for `LOCK_TIMEOUT` seconds.
            OSError: there can be no lock here.
        """
        from filelock import FileLock, Timeout  # noqa: PLC0415 - slow to import, and only writers need it

        make_folder(self.path.parent, durable=True)
        self._lock = self._lock or FileLock(f"{self.path}.lock", timeout=LOCK_TIMEOUT, mode=0o600)
        try:
            self._lock.acquire(poll_interval=0.01)
        except Timeout as error:
            raise BusyError from error
        except NotImplementedError as error:
            raise OSError("the file system has no locks") from error
        try:
            if not self._swept:
                sweep(self.path)
                self._swept = True
            yield
        finally:
            self._lock.release()


def decode(data: bytes) -> tuple[Tables, tuple[str, ...]]:
    """The tables in a file's content, and the names of the rows that had to be left out.

    Raises:
        DamagedError: these are no tables.
    """
    if not data:
        raise DamagedError("it is empty")
    try:
        tree = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise DamagedError("it is not UTF-8 text") from None
    except RecursionError:
        raise DamagedError("it is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise DamagedError(f"it is not valid JSON, from line {error.lineno} on") from None
    except ValueError:
        raise DamagedError("it holds a number that is too long") from None
    if not isinstance(tree, dict) or any(not isinstance(tree.get(name, {}), dict) for name in TABLES):
        raise DamagedError("it is JSON, but not a notebook")
    bad = [(name, key) for name in TABLES for key, row in tree.get(name, {}).items() if not isinstance(row, dict)]
    for name, key in bad:
        del tree[name][key]
    return tree, tuple(f"{name}: {key}" for name, key in bad)


def encode(tables: Tables) -> bytes:
    """The file's content: JSON with one row on a line, so that it can be read and compared."""
    parts = []
    for name, table in tables.items():
        if isinstance(table, dict) and table:
            rows = ",\n".join(f"  {_json(key)}: {_json(row)}" for key, row in table.items())
            parts.append(f"{_json(name)}: {{\n{rows}\n}}")
        else:
            parts.append(f"{_json(name)}: {_json(table)}")
    # A lone surrogate has no UTF-8; its backslash escape is what JSON would write for it.
    return ("{" + ",\n".join(parts) + "}\n").encode("utf-8", "backslashreplace")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class KeyTable(Table):
    """A TinyDB table whose document ids are strings: keys of rows, or numbers of changes."""

    document_id_class = str  # type: ignore[assignment]  # documented for subclasses, typed for the default

    def put(self, rows: Mapping[str, Row | None]) -> None:
        """Set or replace these rows whole, in their old places; None removes one."""

        def update(table: dict[str, Row]) -> None:
            for key, row in rows.items():
                if row is None:
                    table.pop(key, None)
                else:
                    table[key] = row

        updater: Callable[..., None] = update
        self._update_table(updater)


class Database(TinyDB):
    """TinyDB with the tables and the storage of the notebook."""

    table_class = KeyTable

    def __init__(self, path: Path) -> None:
        snapshot = SnapshotStorage(path)
        super().__init__(storage=lambda: snapshot)
        self.snapshot = snapshot
        # Without a query cache: what another process wrote must be found.
        self.meta, self.changes = (KeyTable(self.storage, name, cache_size=0) for name in ("meta", "changes"))
        self.rows = {table: KeyTable(self.storage, table.value, cache_size=0) for table in ReaderTable}
