"""Rows and steps as they stand on disk: taking them in, keeping what is damaged, putting changes down."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from mlsys_tui.domain.notebook import MEMBER_OF, Contents, Edit, Row, Table
from mlsys_tui.domain.rows import Rows
from mlsys_tui.store.files import reason
from mlsys_tui.store.history import History, StepRows
from mlsys_tui.store.journal import Changes
from mlsys_tui.store.locks import BusyError
from mlsys_tui.store.recovery import Keep
from mlsys_tui.store.schema import blank, from_row, to_row, unknown_fields
from mlsys_tui.store.snapshot import CHANGES, VERSIONS
from mlsys_tui.store.storage import Database, KeyTable
from mlsys_tui.store.versions import MoreVersions, Versions
from mlsys_tui.text import clean_line


class Shelf:
    """The notebook's tables as values.

    A table of `contents` is another mapping each time something in it changed. `obstacle` is why changes cannot be
    saved now, None if they can, as far as is known.
    """

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self.path = path
        self.contents = Contents()
        self.obstacle: str | None = None
        self._db = Database(path, now)
        self._files = self._db.files
        self.history = History(self._files.tables[CHANGES])
        self.versions = Versions(self._files.tables[VERSIONS])
        self._spoiled: list[tuple[KeyTable, str]] = []
        self._uncopied: tuple[str, ...] = ()
        self._copied: set[str] = set()

    @property
    def reports(self) -> tuple[str, ...]:
        """What happened to the files."""
        return self._files.reports

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Others wait, and what they wrote is here; what is not written at the end is forgotten.

        Raises:
            BusyError, OSError: there is no lock to be had, or the files are damaged and cannot be mended.
        """
        with self._files.locked():
            try:
                self._pull()
                yield
            finally:
                self._files.rollback()

    def pull(self) -> None:
        """Take in what others wrote, and find out whether changes can be saved."""
        self.look_around()
        try:
            self._pull()
            if self._files.trouble:
                self.obstacle = self.cannot_save(self._files.trouble)
        except OSError as error:
            self.obstacle = self.cannot_save(f"it cannot be read, {reason(error)}")

    def _pull(self) -> None:
        pulled = self._files.pull()
        for entry in pulled.entries:
            self._take_in_changes(entry.changes)
        if pulled.tables:
            self._take_in_tables(pulled.tables)
        if self._uncopied:
            self._keep_copy()

    def look_around(self) -> None:
        """Find out cheaply, and without touching anything, whether a change could be saved."""
        newer = "a newer version of mlsys-tui wrote it, so it is open for reading only"
        why = newer if self._files.is_newer else _obstacle(self.path)
        self.obstacle = self.cannot_save(why) if why else None

    def write(self, edits: Sequence[Edit], steps: StepRows, more: MoreVersions | None = None) -> None:
        """Put edits, steps and more earlier texts of notes on disk, then into memory; only while locked.

        Raises:
            OSError: they could not be written; memory is as it was.
        """
        for table, key in self._spoiled:
            table.put({key: None})
        for edit in edits:
            self._db.rows[edit.table].put({edit.key: self._row(edit)})
        versions = self.versions.kept_by(edits, more)
        self._db.versions.put(versions)
        self._db.changes.put(steps)
        self._files.commit()
        self.contents, self._spoiled = self.contents.after(edits), []
        self.history.take_in(steps)
        self.versions.take_in(versions)

    def compact(self) -> Path:
        """Put the journal's changes into a new snapshot; the backup made of it; only while locked.

        Raises:
            OSError: it could not be written.
        """
        self._files.compact()
        name, backups = self._files.head.name, self._files.disk.backups
        return next((each.path for each in backups.all() if each.name == name), backups.folder)

    @property
    def has_journal(self) -> bool:
        """True if there are changes that are not in the snapshot."""
        return self._files.disk.has_changes

    def texts_backed_up(self) -> set[str]:
        """The names of texts that backups refer to."""
        return self._files.disk.backups.texts()

    def cannot_save(self, why: str) -> str:
        """The sentence that says so, and where."""
        return f"Changes cannot be saved in {clean_line(str(self.path))}: {why}"

    def _row(self, edit: Edit) -> dict[str, object] | None:
        if edit.after is None:
            return None
        present = self._files.tables[edit.table].get(edit.key)
        return to_row(edit.after) | unknown_fields(edit.table, present or {})

    # -- from rows to values ------------------------------------------------------------------------------------

    def _take_in_changes(self, changes: Changes) -> None:
        self._spoiled = [each for each in self._spoiled if each[1] not in changes.get(each[0].name, {})]
        edits = [
            Edit(key, None, self._checked(table, key, row) if row else None, table)
            for table in Table
            for key, row in changes.get(table, {}).items()
        ]
        if edits:
            self.contents = self.contents.after(edits)
        self.history.take_in(changes.get(CHANGES, {}))
        self.versions.take_in(changes.get(VERSIONS, {}))
        self._note_spoiled()

    def _take_in_tables(self, names: frozenset[str]) -> None:
        found: dict[str, Rows[Row]] = {}
        self._spoiled = [each for each in self._spoiled if each[0].name not in {*names, CHANGES}]
        for table, member in MEMBER_OF.items():
            if table in names:
                raw = self._files.tables[table]
                found[member] = self._made_late(table, raw) if self._files.is_trusted else self._made_now(table, raw)
        self.contents = replace(self.contents, **found)  # type: ignore[arg-type]  # by table, as `Contents` has them
        self.history = History(self._files.tables[CHANGES])
        self.versions = Versions(self._files.tables[VERSIONS])
        if not self._files.is_trusted:
            self._spoiled += [(self._db.changes, number) for number in self.history.spoiled()]
        self.look_around()
        self._note_spoiled()

    def _made_late(self, table: Table, raw: Mapping[str, object]) -> Rows[Row]:
        """What this version wrote needs not be looked at before it is wanted."""
        return Rows(raw, partial(_value, self._files.report, table))  # without a way from the rows back to here

    def _made_now(self, table: Table, raw: Mapping[str, Mapping[str, object]]) -> Rows[Row]:
        made = ((key, self._checked(table, key, row)) for key, row in raw.items())
        return Rows({key: value for key, value in made if value is not None})

    def _checked(self, table: Table, key: str, row: Mapping[str, object]) -> Row | None:
        try:
            return from_row(table, key, row)
        except ValueError:
            self._spoiled.append((self._db.rows[table], key))
            return None

    def _note_spoiled(self) -> None:
        names = (*self._files.bad_rows, *(f"{table.name}: {key}" for table, key in self._spoiled))
        self._uncopied = () if self._files.is_newer else tuple(name for name in names if name not in self._copied)

    def _keep_copy(self) -> None:
        """Have a copy of the files, before what could not be understood is left out of them."""
        what = clean_line(", ".join(self._uncopied), 200)
        try:
            with self._files.locked():
                kept = self._files.disk.keep_aside(frozenset(Keep))
        except (OSError, BusyError) as error:
            why = reason(error) if isinstance(error, OSError) else "it is busy"
            self.obstacle = self.cannot_save(f"a part is damaged ({what}) and no copy could be made, {why}")
        else:
            self._copied |= {*self._uncopied}
            self._uncopied = ()
            where = ", ".join(map(str, kept))
            self._files.report(
                f"A part of the notebook could not be read ({what}); the file as it was is kept in {where}"
            )


def _value(report: Callable[[str], None], table: Table, key: str, row: Mapping[str, object]) -> Row:
    try:
        return from_row(table, key, row)
    except ValueError as error:
        report(f"A part of the notebook could not be read ({table}: {key}): {error}")
        return blank(table, clean_line(key) or "?")


_READ_ONLY_FOLDER = "the folder {} is read-only"


def _obstacle(path: Path) -> str | None:
    """Why `path` could not be written, as far as the system says beforehand."""
    folder = path.parent
    with suppress(OSError):
        if os.access(path, os.W_OK):
            return None if os.access(folder, os.W_OK | os.X_OK) else _READ_ONLY_FOLDER.format(clean_line(str(folder)))
        if path.exists():
            return "the file is read-only"
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not folder.is_dir():
        return f"{clean_line(str(folder))} is not a folder"
    if not os.access(folder, os.W_OK | os.X_OK):
        return _READ_ONLY_FOLDER.format(clean_line(str(folder)))
    return None
