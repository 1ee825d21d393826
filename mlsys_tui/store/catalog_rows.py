"""Reads rows of a catalog's file; what is wrong with one shows no traceback, but is remembered."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from mlsys_tui.store.catalog_file import digest_of

T = TypeVar("T")
WRONG = (sqlite3.Error, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
"""What reading a row may raise that was not written so."""


class CatalogRows:
    """An open file; `is_damaged` once something in it made no sense.

    It closes with the last of those that read from it. Threads may share it.

    Raises:
        sqlite3.Error: it cannot be opened.
    """

    def __init__(self, path: Path, digest: str) -> None:
        # It is never changed, so no lock is needed, nor a look whether it was.
        address = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
        self._database = sqlite3.connect(address, uri=True, check_same_thread=False)
        self.path = path
        self._digest = digest
        self.is_damaged = False

    def of(self, query: str, *values: object) -> list[Any]:
        """What a query finds; nothing if the file is damaged."""
        try:
            return self._database.execute(query, values).fetchall()
        except UnicodeEncodeError:
            return []  # asked for half a character: that is in no file
        except sqlite3.Error:
            self.is_damaged = True
            return []

    def part(self, number: int) -> bytes:
        """What was kept under this number. It is not read as rows are, as SQLite would make a copy of its own."""
        try:
            with self._database.blobopen("parts", "data", number, readonly=True) as blob:
                return blob.read()
        except sqlite3.Error as error:
            self.is_damaged = True
            raise KeyError(number) from error

    def made(self, make: Callable[[], T], instead: T) -> T:
        """What is made of a row; something else `instead` if the row makes no sense."""
        try:
            return make()
        except WRONG:
            self.is_damaged = True
            return instead

    def verify(self) -> bool:
        """Whether the file is whole; it is read from end to end, so call this in a thread."""
        with suppress(OSError):  # gone meanwhile: what is open stays readable
            self.is_damaged = self.is_damaged or digest_of(self.path) != self._digest
        return not self.is_damaged


class Parts(Mapping[str, bytes]):
    """The parts that were kept with the catalog, each read when it is asked for."""

    def __init__(self, rows: CatalogRows) -> None:
        self._rows = rows

    def __getitem__(self, name: str) -> bytes:
        for (number,) in self._rows.of("SELECT number FROM parts WHERE name = ?", name):
            return self._rows.part(number)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter([name for (name,) in self._rows.of("SELECT name FROM parts") if isinstance(name, str)])

    def __len__(self) -> int:
        return sum(1 for _ in self)
