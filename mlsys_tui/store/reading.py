"""Any notebook file read without changing anything: another machine's, one that was set aside, a damaged one."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

from mlsys_tui.domain.merging import Side
from mlsys_tui.domain.notebook import Answer, Contents, ListEntry, Record, Table
from mlsys_tui.store.disk import Disk
from mlsys_tui.store.files import read_regular, reason
from mlsys_tui.store.journal import Scan, apply, scan
from mlsys_tui.store.migration import SCHEMA, is_believed, migrated
from mlsys_tui.store.notebook import utc_now
from mlsys_tui.store.recovery import OLDEST_SCHEMA
from mlsys_tui.store.schema import from_row
from mlsys_tui.store.snapshot import TABLES, VERSIONS, DamagedError, Head, Snapshot, Tables, decode
from mlsys_tui.store.versions import Versions
from mlsys_tui.text import clean_line, number

T = TypeVar("T")


class UnreadableError(Exception):
    """The file holds no notebook that can be read; the message says why, in one sentence."""


class Reading(NamedTuple):
    """What a file holds, what could not be read of it, and when it was written, if it says so."""

    side: Side
    wrong: tuple[str, ...] = ()
    saved_at: str = ""


def read_notebook(path: Path) -> Reading:
    """A notebook with its journal, if that is beside it; of a damaged one what can be read.

    Raises:
        UnreadableError: it is none, or a newer version wrote it.
    """
    try:
        data = read_regular(path)[0]
        if not data.startswith(b"{") and (changes := scan(data)).entries:
            return _of_journal(changes)
        snapshot = _sound(data)
        if snapshot is None or path.with_name(f"{path.name}.journal").exists():
            return _of_disk(path, data, snapshot)
    except OSError as error:
        raise UnreadableError(f"{clean_line(str(path))} cannot be read: {reason(error)}") from error
    return reading_of(snapshot.head, snapshot.tables, snapshot.bad_rows)


def reading_of(head: Head, tables: Tables, bad: tuple[str, ...] = (), wrong: tuple[str, ...] = ()) -> Reading:
    """The values in tables; what is none is named.

    Raises:
        UnreadableError: a newer version wrote them.
    """
    if head.schema > SCHEMA:
        raise UnreadableError(f"A newer version of mlsys-tui ({clean_line(head.app) or '?'}) wrote it; update this one")
    tables = {name: {} for name in TABLES} | migrated(tables, head.schema)
    named = list(bad)
    contents = Contents(
        {record.key: record for record in _values(tables, Table.PAPERS, Record, named)},
        {entry.key: entry for entry in _values(tables, Table.LISTS, ListEntry, named)},
        {answer.key: answer for answer in _values(tables, Table.ANSWERS, Answer, named)},
    )
    if named:
        wrong = (*wrong, f"{number(len(named), 'row')} could not be read: {clean_line(', '.join(named), 200)}")
    versions = {key: found for key, found in Versions(tables[VERSIONS]).all().items() if clean_line(key) == key != ""}
    return Reading(Side(contents, versions), wrong, head.saved_at)


def _values(tables: Tables, table: Table, kind: type[T], bad: list[str]) -> Iterator[T]:
    for key, row in tables[table].items():
        try:
            value = from_row(table, key, row)
        except ValueError:
            bad.append(f"{table}: {clean_line(key, 80)}")
        else:
            assert isinstance(value, kind)
            yield value


def _sound(data: bytes) -> Snapshot | None:
    with suppress(DamagedError):
        snapshot = decode(data, OLDEST_SCHEMA)
        if snapshot.is_sound or (is_believed(snapshot) and _has_tables(snapshot)):
            return snapshot
    return None


def _has_tables(snapshot: Snapshot) -> bool:
    """Other JSON has none of ours; a newer version may have others."""
    return snapshot.head.schema > SCHEMA or not snapshot.tables.keys().isdisjoint(TABLES)


def _of_disk(path: Path, data: bytes, snapshot: Snapshot | None) -> Reading:
    """What snapshot, journal and backups make together; where they make nothing, what is left of the file."""
    whole = Disk(path, utc_now).look(None)
    found, wrong = whole.snapshot, list[str]()
    if snapshot is None and not any(map(found.tables.get, TABLES)):
        found, wrong = _rest(data, found, entries=bool(whole.entries))
    elif snapshot is None:
        instead = f"its backup of {found.head.saved_at} was read instead"
        wrong = [f"It is damaged; {instead if found.is_sound else 'some of it may be missing or wrong'}"]
    elif whole.rewrite:
        wrong = ["Its journal is damaged, or of another notebook; what could be read is here"]
    for entry in whole.entries:
        apply(found.tables, entry.changes)
    return reading_of(found.head, found.tables, found.bad_rows, tuple(wrong))


def _of_journal(changes: Scan) -> Reading:
    tables: Tables = {}
    for entry in changes.entries:
        apply(tables, entry.changes)
    wrong = (f"It is a journal, and damaged in {number(changes.damaged, 'place')}",) if changes.damaged else ()
    return reading_of(Head(SCHEMA), tables, wrong=wrong)


def _rest(data: bytes, nothing: Snapshot, *, entries: bool) -> tuple[Snapshot, list[str]]:
    """The rows of a damaged file that are whole: each stands on a line."""
    tables: Tables = {}
    table: dict[str, dict[str, object]] | None = None
    damaged = 0
    for line in data.decode("utf-8", "replace").split("\n")[1:]:
        opened = next((name for name in TABLES if line.startswith(f'"{name}": {{')), None)
        if opened:
            table = tables.setdefault(opened, {})
            continue
        row = _row(line)
        if row is None:
            damaged += line.strip(" ,}\0") != ""
        elif table is not None:
            table |= row
    if not any(tables.values()) and not entries:
        raise UnreadableError("It is no notebook, or nothing in it can be read any more")
    lines = f"{number(damaged, 'line')} could not be read" if damaged else "some of it may be missing or wrong"
    return nothing._replace(tables=tables), [f"It is damaged: {lines}; the rest is here"]


def _row(line: str) -> dict[str, dict[str, object]] | None:
    with suppress(ValueError, RecursionError):
        row = json.loads("{" + line.strip().removesuffix(",") + "}") if line.startswith('  "') else None
        if isinstance(row, dict) and all(isinstance(value, dict) for value in row.values()):
            return row
    return None
