"""Rows and steps as they stand in the file: taking them in, mending what is damaged, putting them back."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from mlsys_tui import __version__
from mlsys_tui.domain.notebook import MEMBER_OF, Contents, Edit, Row, Table
from mlsys_tui.store.files import copy_aside, reason, set_aside
from mlsys_tui.store.schema import SCHEMA, Step, from_row, row_of_step, step_of_row, to_row, unknown_fields
from mlsys_tui.store.storage import BusyError, DamagedError, Database, KeyTable
from mlsys_tui.text import clean_line

_META = "notebook"


class Shelf:
    """The notebook's file in memory.

    A table of `contents` is another mapping each time something in it changed. `reports` are things that
    happened to the file, `obstacle` is why it cannot be saved now, None if it can, as far as is known.
    """

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self.path = path
        self.contents = Contents()
        self.steps: tuple[Step, ...] = ()
        self.reports: tuple[str, ...] = ()
        self.obstacle: str | None = None
        self._now = now
        self._db = Database(path)
        self._newer = False
        self._spoiled: list[tuple[KeyTable, str]] = []
        self._uncopied: tuple[str, ...] = ()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Others wait, and what they wrote is here; what is not written at the end is forgotten.

        Raises:
            BusyError, OSError: there is no lock to be had.
        """
        with self._db.snapshot.locked():
            try:
                self.pull()
                yield
            finally:
                self._db.snapshot.rollback()

    def pull(self) -> None:
        """Take in the file if it has changed, and find out whether it can be saved."""
        self.look_around()
        try:
            if self._db.snapshot.pull():
                self._take_in()
        except DamagedError:
            self._recover()
        except OSError as error:
            self.obstacle = self.cannot_save(f"it cannot be read, {reason(error)}")
        if self._uncopied:
            self._keep_copy()

    def look_around(self) -> None:
        """Find out cheaply, and without touching anything, whether a change could be saved."""
        why = "a newer version of mlsys-tui wrote it, so it is open for reading only" if self._newer else None
        why = why or _obstacle(self.path)
        self.obstacle = self.cannot_save(why) if why else None

    def write(self, edits: Sequence[Edit], steps: tuple[Step, ...]) -> None:
        """Put edits and steps on disk, then into memory; only while locked.

        Raises:
            OSError: they could not be written; memory is as it was.
        """
        for table, key in self._spoiled:
            table.put({key: None})
        self._db.meta.put({_META: {"schema": SCHEMA, "app": __version__}})
        for kind in dict.fromkeys(edit.table for edit in edits):
            self._db.rows[kind].put({edit.key: self._row(edit) for edit in edits if edit.table is kind})
        old, new = ({step.number: step for step in some} for some in (self.steps, steps))
        self._db.changes.put({str(number): None for number in old.keys() - new.keys()})
        self._db.changes.put({str(n): row_of_step(step) for n, step in new.items() if old.get(n) is not step})
        self._db.snapshot.commit()
        self.contents, self.steps, self._spoiled = self.contents.after(edits), steps, []

    def cannot_save(self, why: str) -> str:
        """The sentence that says so, and where."""
        return f"Changes cannot be saved in {clean_line(str(self.path))}: {why}"

    def _row(self, edit: Edit) -> dict[str, object] | None:
        if edit.after is None:
            return None
        present = self._db.rows[edit.table].get(doc_id=edit.key)  # type: ignore[call-overload]  # ids are strings here
        return to_row(edit.after) | unknown_fields(edit.table, present or {})

    def _take_in(self) -> None:
        """Make values and steps of the tables; what cannot be understood is kept in a copy of the file."""
        spoiled: list[tuple[KeyTable, str]] = []
        steps = []
        found: dict[str, Mapping[str, Row]] = {}
        for table, member in MEMBER_OF.items():
            rows = self._values(table, spoiled)
            if rows != getattr(self.contents, member):
                found[member] = MappingProxyType(rows)
        for row in self._db.changes:
            try:
                steps.append(step_of_row(str(row.doc_id), row))
            except ValueError:
                spoiled.append((self._db.changes, str(row.doc_id)))
        self.steps, self._spoiled = tuple(sorted(steps, key=lambda step: step.number)), spoiled
        if found:
            self.contents = replace(self.contents, **found)  # type: ignore[arg-type]  # by table, as `Contents` has them
        self._newer = self._schema() > SCHEMA
        self.look_around()
        names = (*self._db.snapshot.bad_rows, *(f"{table.name}: {key}" for table, key in spoiled))
        self._uncopied = () if self._newer else names

    def _values(self, table: Table, spoiled: list[tuple[KeyTable, str]]) -> dict[str, Row]:
        values: dict[str, Row] = {}
        for row in self._db.rows[table]:
            key = str(row.doc_id)
            try:
                values[key] = from_row(table, key, row)
            except ValueError:
                spoiled.append((self._db.rows[table], key))
        return values

    def _schema(self) -> int:
        meta = self._db.meta.get(doc_id=_META)  # type: ignore[call-overload]  # ids are strings here
        number = (meta or {}).get("schema", SCHEMA)
        return number if isinstance(number, int) else SCHEMA

    def _keep_copy(self) -> None:
        what = clean_line(", ".join(self._uncopied), 200)
        try:
            copy = copy_aside(self.path, self._aside_label(), self._db.snapshot.raw)
        except OSError as error:
            self.obstacle = self.cannot_save(f"a part is damaged ({what}) and no copy could be made, {reason(error)}")
        else:
            self._uncopied = ()
            self._report(f"A part of the notebook could not be read ({what}); the file as it was is kept in {copy}")

    def _recover(self) -> None:
        """Set a damaged file aside; go on with what is in memory, which is nothing when the app starts."""
        storage = self._db.snapshot
        try:
            with storage.locked():
                try:
                    if storage.pull():  # another process was faster
                        self._take_in()
                except DamagedError as error:
                    aside = set_aside(self.path, self._aside_label())
                    self._report(f"The notebook was damaged ({error}); it is kept as {aside}, {self._start_anew()}")
        except (OSError, BusyError) as error:
            why = reason(error) if isinstance(error, OSError) else "it is busy"
            self.obstacle = self.cannot_save(f"it is damaged and could not be set aside, {why}")

    def _start_anew(self) -> str:
        storage = self._db.snapshot
        if self.contents == Contents():
            return "and an empty one takes its place"
        storage.write(storage.read())
        storage.commit()
        return "and was written anew from what was known here"

    def _report(self, message: str) -> None:
        if (message := clean_line(message)) not in self.reports:
            self.reports = (*self.reports, message)

    def _aside_label(self) -> str:
        return f"damaged-{self._now().astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _obstacle(path: Path) -> str | None:
    """Why `path` could not be written, as far as the system says beforehand."""
    with suppress(OSError):
        if path.exists() and not os.access(path, os.W_OK):
            return "the file is read-only"
    folder = path.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not folder.is_dir():
        return f"{clean_line(str(folder))} is not a folder"
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"the folder {clean_line(str(folder))} is read-only"
    return None
