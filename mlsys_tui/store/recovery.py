"""The notebook put together from what is on disk: the snapshot and the journal, and backups where these are damaged.

Each snapshot has a twin among the backups, so that the loss of either is made good with nothing missing.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from enum import Enum
from typing import NamedTuple

from mlsys_tui.store.backups import Backup, Backups
from mlsys_tui.store.journal import Entry, Scan, apply
from mlsys_tui.store.migration import SCHEMA, is_believed
from mlsys_tui.store.snapshot import DamagedError, Head, Snapshot, decode
from mlsys_tui.text import number

OLDEST_SCHEMA = 1

CUT = "A part of the journal was gone; the notebook was written anew from what was known here"
REPLACED = (
    "The notebook was replaced by another; what was here before is kept beside it, and this brings it in: "
    "mlsys-tui import --notebook FILE"
)


class Keep(Enum):
    """What has to be kept under another name before the files are written anew."""

    SNAPSHOT = "snapshot"
    JOURNAL = "journal"


class Whole(NamedTuple):
    """The notebook: a snapshot, and the changes that go on from it.

    `report` says what is not as it should be; with `rewrite` the files are to be written anew, after those to `keep`
    were copied. `other` is a state that took another course, and is to be kept as well. `is_cut` is True if changes
    are missing in the journal that were read there before.
    """

    snapshot: Snapshot
    entries: tuple[Entry, ...] = ()
    report: str | None = None
    rewrite: bool = False
    keep: frozenset[Keep] = frozenset()
    other: Snapshot | None = None
    is_cut: bool = False


def assemble(
    data: bytes | None,
    journal: Scan,
    kept: Backups,
    memory: Snapshot | None,
    last: Entry | None = None,
    said: str = "",
) -> Whole:
    """The notebook of these files; `data` is None if there is no snapshot.

    `memory` is what this process knew last, and `last` the latest change in it. `said` are the snapshot's name and the
    number of the last change, as its writer left them elsewhere.
    """
    whole = _assembled(data, journal, kept, memory, last)
    words = _damage(whole.snapshot.head, journal, "" if whole.snapshot is memory else said)
    if not words or whole.snapshot.head.schema > SCHEMA or whole.is_cut:
        return whole
    report = f"{whole.report}. {words}" if whole.report else words
    return whole._replace(report=report, rewrite=True, keep=whole.keep | {Keep.JOURNAL})


def _damage(head: Head, journal: Scan, said: str) -> str | None:
    """What is wrong with the journal, in words; None if nothing is, as far as can be known."""
    if journal.damaged:
        return f"The journal was damaged ({number(journal.damaged, 'place')}); all other changes are there"
    base, _, count = said.partition(" ")
    last = max((entry.number for entry in journal.entries if entry.base == base), default=0)
    if base != head.name or not count.isdecimal() or int(count) <= last:
        return None
    lost = number(int(count) - last, "change")
    return f"The end of the journal was cut off by something else, and with it {lost}; all others are there"


def _assembled(data: bytes | None, journal: Scan, kept: Backups, memory: Snapshot | None, last: Entry | None) -> Whole:
    if data is None:
        return _without_snapshot(journal, kept.all(surely=True), memory)
    try:
        snapshot = decode(data, OLDEST_SCHEMA)
    except DamagedError as error:
        return _damaged(str(error), None, journal, kept.all(surely=True), memory)
    if snapshot.head.schema > SCHEMA:
        return Whole(snapshot, tuple(entry for entry in journal.entries if entry.base == snapshot.head.name))
    if not is_believed(snapshot):
        return _damaged("its checksum does not match", snapshot, journal, kept.all(surely=True), memory)
    if memory is not None and last is not None and _is_missed(last, snapshot.head, journal):
        return Whole(memory, (), CUT, rewrite=True, keep=frozenset({Keep.JOURNAL}), is_cut=True)
    return _sound(snapshot, journal, kept)


def _is_missed(last: Entry, head: Head, journal: Scan) -> bool:
    """True if a change that goes on from this snapshot is in the journal no more, which only a new one may empty."""
    still = any(entry.base == last.base and entry.number >= last.number for entry in journal.entries)
    return last.base == head.name and not still


def _without_snapshot(journal: Scan, backups: Sequence[Backup], memory: Snapshot | None) -> Whole:
    if memory is not None and (memory.head.name or not journal.entries):
        return Whole(memory, _going_on_from(memory.head, journal.entries))
    if not journal.entries:
        had_rows = any(map(any, next(_sound_ones(backups), EMPTY).tables.values()))
        where = f"The notebook is gone, but there are backups of it in {backups[0].path.parent}" if had_rows else None
        return Whole(EMPTY, report=where)
    best = _twin(journal.entries[-1].base, backups) or next(_sound_ones(backups), EMPTY)
    report = f"The notebook's file was gone; it was written again from {_from(best)}"
    return Whole(best, _going_on_from(best.head, journal.entries), report, rewrite=True)


def _sound(snapshot: Snapshot, journal: Scan, kept: Backups) -> Whole:
    head, entries = snapshot.head, journal.entries
    mine = tuple(entry for entry in entries if entry.base == head.name)
    if len(mine) == len(entries):
        return Whole(snapshot, mine)
    if not mine and {entry.base for entry in entries} == {head.follows} and journal.sum == head.took_in:
        return Whole(snapshot)  # the writer was stopped before it could empty the journal
    twin = _twin(entries[-1].base, kept.all(surely=True))
    if twin is None:
        report = "The journal belonged to another notebook"
        return Whole(snapshot, mine, report, rewrite=True, keep=frozenset({Keep.JOURNAL}))
    theirs = _going_on_from(twin.head, entries)
    if twin.head.generation > head.generation:
        report = "The notebook's file was older than its journal; it was written again from its backup and the journal"
        return Whole(twin, theirs, report, rewrite=True, keep=frozenset({Keep.SNAPSHOT}))
    for entry in theirs:
        apply(twin.tables, entry.changes)
    return Whole(snapshot, (), REPLACED, rewrite=True, other=twin)


def _damaged(
    why: str, found: Snapshot | None, journal: Scan, backups: Sequence[Backup], memory: Snapshot | None
) -> Whole:
    base = journal.entries[-1].base if journal.entries else found.head.name if found else None
    if memory is not None and memory.head.name and base in (None, memory.head.name):
        best, how = memory, "it was written anew from what was known here"
    elif twin := (_twin(base, backups) if base else None) or next(_sound_ones(backups), None):
        best, how = twin, f"it was written again from {_from(twin)}"
    elif found:
        best, how = found, "there is no backup to compare it with"
    else:
        best = EMPTY
        how = f"it was written again from {_from(EMPTY)}" if journal.entries else "and an empty one takes its place"
    entries = _going_on_from(best.head, journal.entries)
    return Whole(
        best, entries, f"The notebook was damaged ({why}); {how}", rewrite=True, keep=frozenset({Keep.SNAPSHOT})
    )


def _going_on_from(head: Head, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The changes that are not in the snapshot already."""
    return tuple(entry for entry in entries if entry.base != head.follows or not head.follows)


def _twin(name: str, backups: Iterable[Backup]) -> Snapshot | None:
    return next(_sound_ones(backup for backup in backups if backup.name == name), None)


def _sound_ones(backups: Iterable[Backup]) -> Iterator[Snapshot]:
    """Those that are whole; one that cannot be read now may be the very one, and is not gone about.

    Raises:
        OSError: a backup is there, and cannot be read.
    """
    for backup in backups:
        with suppress(FileNotFoundError, DamagedError):
            yield backup.read(OLDEST_SCHEMA)


def _from(snapshot: Snapshot) -> str:
    if snapshot is EMPTY:
        return "what the journal has, as there is no backup"
    return f"the backup of {snapshot.head.saved_at or 'an earlier version'} and the journal"


EMPTY = Snapshot(Head(SCHEMA), {}, is_sound=True)
