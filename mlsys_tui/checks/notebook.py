"""The notebook's files: snapshot, journal, lock, backups, and what was set aside."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from mlsys_tui.checks.base import Finding, note, ok, problem
from mlsys_tui.domain.notebook import Table
from mlsys_tui.store.files import read_regular, reason
from mlsys_tui.store.journal import Scan, apply, scan
from mlsys_tui.store.migration import SCHEMA, is_believed
from mlsys_tui.store.recovery import OLDEST_SCHEMA
from mlsys_tui.store.schema import from_row
from mlsys_tui.store.snapshot import DamagedError, Snapshot, decode
from mlsys_tui.store.summary import Kept, backups_of, counts_of
from mlsys_tui.text import number, size

_RESTORE = "bring one back with: mlsys-tui restore --notebook NUMBER (see: mlsys-tui backups)"


class Look(NamedTuple):
    """What stands on disk: the snapshot, or why it is none; the journal; the backups; copies of damaged files."""

    path: Path
    snapshot: Snapshot | None = None
    why: str | None = None
    journal: Scan = Scan()
    journal_size: int = 0
    backups: tuple[Kept, ...] = ()
    aside: tuple[Path, ...] = ()


def look(path: Path) -> Look:
    """Read all of them, and change nothing.

    Raises:
        OSError: one cannot be read.
    """
    path = Path(os.path.realpath(path))
    journal = _read(path.with_name(f"{path.name}.journal")) or b""
    names = sorted(path.parent.iterdir()) if path.parent.is_dir() else []
    kinds = (f"{path.stem}.damaged-", f"{path.stem}.conflict-", f"{path.name}.damaged-")
    found = Look(
        path,
        journal=scan(journal),
        journal_size=len(journal.rstrip(b"\0")),
        backups=tuple(backups_of(path, counted=False)),
        aside=tuple(each for each in names if each.name.startswith(kinds)),
    )
    if (data := _read(path)) is None:
        return found
    try:
        snapshot = decode(data, OLDEST_SCHEMA)
    except DamagedError as error:
        return found._replace(why=str(error))
    sound = is_believed(snapshot)
    return found._replace(snapshot=snapshot, why=None if sound else "its checksum does not match")


def check_ways(path: Path) -> Iterator[Finding]:
    """Does a link lead anywhere, and are notebook and journal files that can be read; all else rests on that."""
    real = Path(os.path.realpath(path))
    if path.is_symlink() and not real.exists():
        advice = "make it be there again, as what a disk or another program keeps; else your next change begins it anew"
        yield note("notebook", f"{path} is a link to {real}, which is not there", advice)
    for about, each in (("notebook", real), ("journal", real.with_name(f"{real.name}.journal"))):
        try:
            read_regular(each, 0)
        except FileNotFoundError:
            continue
        except OSError as error:
            advice = "move it away, or make it yours: nothing can be read or saved with it there"
            yield problem(about, f"{each} cannot be used: {reason(error)}", advice)


def _read(path: Path) -> bytes | None:
    try:
        return read_regular(path)[0]
    except FileNotFoundError:
        return None


def check_snapshot(found: Look) -> Iterator[Finding]:
    """Is it there, whole, and of this version; and how much is in it, with the journal."""
    twin = any(kept.why is None and kept.backup.name == _base(found) for kept in found.backups)
    sound = any(kept.why is None for kept in found.backups)
    if found.why:
        mended = (
            "from its backup, with nothing missing" if twin else "as far as the newest sound backup and the journal go"
        )
        advice = f"at the next start it is written anew {mended}; the damaged file is kept"
        yield problem(
            "notebook", f"{found.path} is damaged: {found.why}", advice if sound else "there is no sound backup"
        )
    elif found.snapshot is None and found.journal.entries:
        yield problem(
            "notebook", f"{found.path} is gone, its journal is there", "at the next start it is written again"
        )
    elif found.snapshot is None and found.backups:
        yield problem("notebook", f"{found.path} is gone, its backups are there", _RESTORE)
    elif found.snapshot is None:
        yield ok("notebook", f"there is none yet; your first change makes {found.path}")
    elif found.snapshot.head.schema > SCHEMA:
        said = f"a newer version of mlsys-tui ({found.snapshot.head.app}) wrote it, so it is open for reading only"
        yield problem("notebook", said, "update mlsys-tui")
    else:
        yield from _counted(found.snapshot, found)


def _counted(snapshot: Snapshot, found: Look) -> Iterator[Finding]:
    tables = {name: dict(table) for name, table in snapshot.tables.items()}
    for entry in found.journal.entries:
        if entry.base == snapshot.head.name:
            apply(tables, entry.changes)
    counts, head = counts_of(tables), snapshot.head
    what = ", ".join(
        (
            f"{number(counts.papers, 'paper')} with a status",
            number(counts.notes, "note"),
            number(counts.lists, "added list"),
            number(counts.answers, "answer"),
            number(counts.steps, "step") + " to undo or redo",
            number(counts.versions, "earlier version"),
        )
    )
    yield ok("notebook", f"sound: {what}")
    old = f"; the next change brings it to schema {SCHEMA}" if head.schema < SCHEMA else ""
    yield ok("snapshot", f"schema {head.schema}, generation {head.generation}, of {head.saved_at or '?'}{old}")
    bad = [*snapshot.bad_rows, *_bad_rows(tables)]
    if bad:
        rows = f"{number(len(bad), 'row')} cannot be read: {', '.join(bad[:5])}"
        yield problem("notebook", rows, "a copy of the file is kept before the next change leaves them out")


def _bad_rows(tables: Mapping[str, Mapping[str, Mapping[str, object]]]) -> Iterator[str]:
    for table in Table:
        for key, row in tables.get(table, {}).items():
            try:
                from_row(table, key, row)
            except ValueError:
                yield f"{table}: {key}"


def _base(found: Look) -> str:
    """The name of the snapshot that there is, or was."""
    if found.journal.entries:
        return found.journal.entries[-1].base
    return found.snapshot.head.name if found.snapshot else ""


def check_journal(found: Look) -> Iterator[Finding]:
    """Changes in it, and whether they are whole and go on from the snapshot."""
    entries, head = found.journal.entries, found.snapshot.head if found.snapshot else None
    said = f"{number(len(entries), 'change')} since the snapshot, {size(found.journal_size)}"
    stale = head and entries and all(entry.base == head.follows for entry in entries)
    if found.journal.damaged:
        places = number(found.journal.damaged, "place")
        yield problem("journal", f"damaged in {places}; {said}", "at the next start all that is whole is taken from it")
    elif stale and head and found.journal.sum == head.took_in:
        yield ok("journal", "all of it is in the snapshot; the next change empties it")
    elif head and any(entry.base != head.name for entry in entries):
        advice = "at the next start both are kept, and the app says where"
        yield problem("journal", "it goes on from another snapshot than this one", advice)
    else:
        yield ok("journal", said if entries else "empty: all is in the snapshot")
    if found.journal.torn:
        yield note(
            "journal", "its last line is unfinished, as after a crash", "the next change cuts it off; nothing is lost"
        )


def check_backups(found: Look) -> Iterator[Finding]:
    """How many there are, whether they can be read, and whether the snapshot has its twin among them."""
    bad = [kept for kept in found.backups if kept.why]
    if bad:
        names = ", ".join(f"{kept.backup.path.name} ({kept.why})" for kept in bad[:3])
        yield problem(
            "backups", f"{len(bad)} of {len(found.backups)} cannot be read: {names}", "the others can be restored"
        )
    folder = found.path.parent / "backups"
    if os.path.lexists(folder) and not folder.is_dir():
        advice = "move it away: the folder is made again with the next backup"
        yield problem("backups", f"{folder} is not a folder, so no backup can be made", advice)
        return
    if not found.backups:
        if found.snapshot:
            yield note("backups", "there are none", "make one with: mlsys-tui backup")
        return
    if len(bad) < len(found.backups):
        newest = next(kept for kept in found.backups if not kept.why)
        total = size(sum(kept.size for kept in found.backups))
        yield ok(
            "backups",
            f"{len(found.backups) - len(bad)} sound, the newest of {newest.backup.at:%Y-%m-%d %H:%M} UTC, {total}",
        )
    name = found.snapshot.head.name if found.snapshot and not found.why else ""
    if name and not any(kept.backup.name == name and not kept.why for kept in found.backups):
        yield note("backups", "the snapshot as it is now has no copy among them", "make one with: mlsys-tui backup")


def check_aside(found: Look) -> Iterator[Finding]:
    """Files that were kept beside the notebook because they were damaged, or of another course."""
    if found.aside:
        names = ", ".join(path.name for path in found.aside[:5])
        more = f" and {len(found.aside) - 5} more" if len(found.aside) > 5 else ""
        advice = (
            "see what they hold with: mlsys-tui import --notebook FILE --dry-run; remove those that you do not need"
        )
        yield note("set aside", f"{number(len(found.aside), 'file')} in {found.path.parent}: {names}{more}", advice)


def check_lock(path: Path, locks: str) -> Iterator[Finding]:
    """Who has it and who waits for it, by what the system says in /proc/locks."""
    path = Path(os.path.realpath(path))
    with suppress(FileNotFoundError):
        found = path.with_name(f"{path.name}.lock").stat()
        mark = f":{found.st_ino}"
        lines = [line.split() for line in locks.splitlines() if mark in line]
        waiting = [line[5] for line in lines if line[1:2] == ["->"] and line[6].endswith(mark)]
        having = [line[4] for line in lines if line[1:2] != ["->"] and line[5].endswith(mark)]
        if having:
            queue = f"; waiting for it: {', '.join(waiting)}" if waiting else ""
            advice = "that takes milliseconds; if it does not end, end that process"
            yield note("lock", f"taken by process {', '.join(having)}{queue}", advice)
            return
    yield ok("lock", "free")
