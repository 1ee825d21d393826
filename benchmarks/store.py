"""How long a durable change takes, and opening: the notebook beside SQLite and stock TinyDB, in turns, in one run.

SQLite (WAL, synchronous=FULL) does the same work: it reads the row of a paper, changes it, writes it and a row for
undo, and drops the oldest of these, in one transaction. Stock TinyDB updates the one document. All have the same rows.
"""

import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Protocol

from tinydb import TinyDB

from mlsys_tui.domain.notebook import Record, Status, Table, with_status
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store.notebook import Notebook, utc_now
from mlsys_tui.store.schema import to_row
from mlsys_tui.store.storage import Database

SIZES = (1_000, 10_000, 100_000)
EDITS = 600
SLOW_EDITS = {1_000: 60, 10_000: 12, 100_000: 3}
OPENINGS = 9


def record(number: int) -> Record:
    """What a reader has of one paper."""
    key = PaperKey(f"paper-{number}")
    aliases = (
        f"arxiv:2101.{number:05d}",
        f"title:a paper about machine learning systems number {number}",
        f"doi:10.1/{number}",
    )
    title = f"A paper about machine learning systems, number {number}"
    at = "2026-11-20T10:00:00+00:00"
    note = f"What it says in paper {number}: " + "the scheduler keeps the cache warm. " * 4
    return Record(key, title, aliases, Status.READING, (("reading", at),), note, at, ("systems", "cache"), 3, at)


class Store(Protocol):
    """What is measured; it can be opened again at its `path`."""

    path: Path

    def __init__(self, folder: Path, size: int) -> None:
        """Make it, with so many rows."""

    def change(self, number: int) -> None:
        """Mark a paper."""

    @staticmethod
    def open(path: Path) -> None:
        """Open it, and look at one row."""

    @staticmethod
    def read(path: Path) -> None:
        """Open it, and look at all rows."""


class Journal:
    """What the notebook stands on: TinyDB with a journal, under the lock, with a look for what others wrote."""

    def __init__(self, folder: Path, size: int) -> None:
        self.path = folder / "store" / "notebook.json"
        self._database = Database(self.path, utc_now)
        self._number = 0
        with self._database.files.locked():
            self._database.rows[Table.PAPERS].put({f"paper-{n}": to_row(record(n)) for n in range(size)})
            self._database.files.commit()
            self._database.files.compact()

    def change(self, number: int) -> None:
        """Mark a paper."""
        papers, changes, files = self._database.rows[Table.PAPERS], self._database.changes, self._database.files
        self._number += 1
        with files.locked():
            files.pull()
            before = dict(papers.get(doc_id=f"paper-{number}") or {})  # type: ignore[call-overload]  # a text here
            after, step = marked(f"paper-{number}", before)
            papers.put({f"paper-{number}": after})
            changes.put({str(self._number): step, str(self._number - 500): None})
            files.commit()

    @staticmethod
    def open(path: Path) -> None:
        """Open it, and look at one row."""
        database = Database(path, utc_now)
        database.files.pull()
        assert database.rows[Table.PAPERS].get(doc_id="paper-7")  # type: ignore[call-overload]  # a text here

    @staticmethod
    def read(path: Path) -> None:
        """Open it, and look at all rows."""
        database = Database(path, utc_now)
        database.files.pull()
        assert all(row["note"] for row in database.rows[Table.PAPERS])


class Ours:
    """The notebook: the same with values instead of rows, cleaned, and with all that undo needs."""

    def __init__(self, folder: Path, size: int) -> None:
        self.path = folder / "notebook.json"
        database = Database(self.path, utc_now)
        with database.files.locked():
            database.rows[Table.PAPERS].put({f"paper-{number}": to_row(record(number)) for number in range(size)})
            database.files.commit()
            database.files.compact()
        self.notebook = Notebook(self.path)
        assert all(each.note for each in self.notebook.records.values()), "as the app has read them all"

    def change(self, number: int) -> None:
        """Mark a paper."""
        status = Status.READ if number % 2 else Status.QUEUED
        self.notebook.change("marked", [PaperKey(f"paper-{number}")], lambda each, at: with_status(each, status, at))

    @staticmethod
    def open(path: Path) -> None:
        """Open it, and look at one row."""
        assert Notebook(path).records[PaperKey("paper-7")].note

    @staticmethod
    def read(path: Path) -> None:
        """Open it, and look at all rows."""
        assert all(each.note for each in Notebook(path).records.values())


class Sqlite:
    """A document store on SQLite."""

    def __init__(self, folder: Path, size: int) -> None:
        self.path = folder / "notebook.sqlite"
        self._database = self._connect(self.path)
        self._database.execute("create table papers (key text primary key, row text)")
        self._database.execute("create table changes (number integer primary key, row text)")
        rows = ((f"paper-{number}", json.dumps(to_row(record(number)))) for number in range(size))
        self._database.execute("begin")
        self._database.executemany("insert into papers values (?, ?)", rows)
        self._database.execute("commit")
        self._database.execute("pragma wal_checkpoint(truncate)")

    @staticmethod
    def _connect(path: Path) -> sqlite3.Connection:
        database = sqlite3.connect(path, isolation_level=None)
        database.execute("pragma journal_mode=wal")
        database.execute("pragma synchronous=full")
        return database

    def change(self, number: int) -> None:
        """Mark a paper."""
        run, key = self._database.execute, f"paper-{number}"
        run("begin immediate")
        after, step = marked(key, json.loads(run("select row from papers where key = ?", (key,)).fetchone()[0]))
        run("insert or replace into papers values (?, ?)", (key, json.dumps(after)))
        run("insert into changes (row) values (?)", (json.dumps(step),))
        run("delete from changes where number <= (select max(number) from changes) - 500")
        run("commit")

    @staticmethod
    def open(path: Path) -> None:
        """Open it, and look at one row."""
        row = Sqlite._connect(path).execute("select row from papers where key = 'paper-7'").fetchone()[0]
        assert json.loads(row)["note"]

    @staticmethod
    def read(path: Path) -> None:
        """Open it, and look at all rows."""
        assert all(json.loads(row)["note"] for (row,) in Sqlite._connect(path).execute("select row from papers"))


class Stock:
    """TinyDB as it comes."""

    def __init__(self, folder: Path, size: int) -> None:
        self.path = folder / "stock.json"
        self._database = TinyDB(self.path)
        self._database.insert_multiple({"key": f"paper-{n}", **to_row(record(n))} for n in range(size))

    def change(self, number: int) -> None:
        """Mark a paper."""
        self._database.update({"status": "read"}, doc_ids=[number + 1])

    @staticmethod
    def open(path: Path) -> None:
        """Open it, and look at one row."""
        document = TinyDB(path).get(doc_id=7)
        assert document

    @staticmethod
    def read(path: Path) -> None:
        """Open it, and look at all rows."""
        assert all(document["note"] for document in TinyDB(path).all())


def marked(key: str, before: dict[str, Any]) -> tuple[dict[str, object], dict[str, object]]:
    """The row of a paper that was marked, and the row that undo needs."""
    at = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())
    after = {**before, "status": "read", "history": [*before["history"], ["read", at]], "updated_at": at}
    edits = [{"key": key, "before": _part(before), "after": _part(after)}]
    return after, {"label": "marked", "at": at, "edits": edits}


def _part(row: dict[str, object]) -> dict[str, object]:
    return {name: row[name] for name in ("status", "history")}


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def _in_a_fresh_process(act: Callable[[Path], None], path: Path) -> float:
    """Milliseconds that `act` takes in a process that has nothing else in memory."""
    code = """
import sys, time
from pathlib import Path
from benchmarks import store
act = getattr(getattr(store, sys.argv[1]), sys.argv[2])
start = time.perf_counter()
act(Path(sys.argv[3]))
print((time.perf_counter() - start) * 1000)
"""
    kind, _, name = act.__qualname__.partition(".")
    done = subprocess.run([sys.executable, "-c", code, kind, name, path], check=True, capture_output=True, text=True)
    return float(done.stdout)


def measure(size: int) -> Iterator[str]:
    """The lines of the table for notebooks of this size."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        kinds: dict[str, type[Store]] = {"journal": Journal, "notebook": Ours, "SQLite": Sqlite, "stock TinyDB": Stock}
        stores = {name: kind(Path(folder), size) for name, kind in kinds.items()}
        times: dict[str, list[float]] = {name: [] for name in stores}
        for number in range(EDITS):
            for name, store in stores.items():
                if name != "stock TinyDB" or number < SLOW_EDITS[size]:
                    times[name].append(_timed(partial(store.change, number)))
        opened: dict[str, list[float]] = {name: [] for name in stores}
        read: dict[str, list[float]] = {name: [] for name in stores}
        for _ in range(OPENINGS if size < SIZES[-1] else 3):
            for name, store in stores.items():
                opened[name].append(_in_a_fresh_process(type(store).open, store.path))
                read[name].append(_in_a_fresh_process(type(store).read, store.path))
        base, opening = median(times["SQLite"]), median(opened["stock TinyDB"])
        for name in stores:
            worst = quantiles(times[name], n=100)[98] if len(times[name]) > 99 else max(times[name])
            yield (
                f"| {size:,} | {name} | {median(times[name]):.3f} | {worst:.2f} | {median(times[name]) / base:.2f} |"
                f" {median(opened[name]):.1f} | {median(opened[name]) / opening:.2f} | {median(read[name]):.1f} |"
            )


def main() -> None:
    """Print the table."""
    print("Durable changes of the notebook\n")
    print("| records | store | change p50 ms | p99 ms | x SQLite | open ms | x stock TinyDB | open and read all ms |")
    print("|---|---|---|---|---|---|---|---|")
    for size in SIZES:
        for line in measure(size):
            print(line, flush=True)


if __name__ == "__main__":
    main()
