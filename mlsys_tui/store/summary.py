"""What is in a notebook, counted, without making values of its rows; and so for each of its backups."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from mlsys_tui.store.backups import Backup, Backups
from mlsys_tui.store.files import read_regular, reason
from mlsys_tui.store.migration import is_believed
from mlsys_tui.store.recovery import OLDEST_SCHEMA
from mlsys_tui.store.snapshot import CHANGES, VERSIONS, DamagedError, decode, is_sound

Rows = Mapping[str, Mapping[str, Mapping[str, object]]]


class Counts(NamedTuple):
    """How much there is; `papers` are those that the reader gave a status."""

    papers: int = 0
    notes: int = 0
    lists: int = 0
    answers: int = 0
    steps: int = 0
    versions: int = 0


class Kept(NamedTuple):
    """A backup: its number in the list, what it holds, its size; `why` it cannot be read, if it cannot."""

    number: int
    backup: Backup
    counts: Counts
    size: int = 0
    why: str | None = None


def counts_of(tables: Rows) -> Counts:
    """What is in tables."""
    papers = tables.get("papers", {}).values()
    added = [row for row in tables.get("lists", {}).values() if row.get("content") and not row.get("removed")]
    return Counts(
        sum(bool(row.get("status")) for row in papers),
        sum(bool(row.get("note")) for row in papers),
        len(added),
        len(tables.get("answers", {})),
        len(tables.get(CHANGES, {})),
        len(tables.get(VERSIONS, {})),
    )


def backups_of(notebook: Path, *, counted: bool = True) -> list[Kept]:
    """All backups of a notebook, the newest first; with nothing `counted` much faster."""
    found = enumerate(Backups(Path(os.path.realpath(notebook))).all(), start=1)
    return [_kept(number, backup, counted=counted) for number, backup in found]


def _kept(number: int, backup: Backup, *, counted: bool) -> Kept:
    try:
        data = read_regular(backup.path)[0]
        if not counted and is_sound(data):
            return Kept(number, backup, Counts(), len(data))
        snapshot = decode(data, OLDEST_SCHEMA)
    except OSError as error:
        return Kept(number, backup, Counts(), why=reason(error))
    except DamagedError as error:
        return Kept(number, backup, Counts(), len(data), str(error))
    sound = is_believed(snapshot)
    why = None if sound else "its checksum does not match"
    return Kept(number, backup, counts_of(snapshot.tables), len(data), why)
