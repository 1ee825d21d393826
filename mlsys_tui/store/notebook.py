"""All that the reader added, on disk."""

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mlsys_tui.domain.notebook import TABLE_OF, Answer, Change, Contents, Edit, ListEntry, Record, Row, Version
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store.files import reason, unwritable
from mlsys_tui.store.history import ConflictError, replay, touched
from mlsys_tui.store.locks import BusyError
from mlsys_tui.store.schema import Step, cleaned
from mlsys_tui.store.shelf import Shelf
from mlsys_tui.text import clean_line

if TYPE_CHECKING:
    from mlsys_tui.domain.merging import Merged, Side

TIDY_MOST = 5_000
"""Records up to which a snapshot is written in a few hundredths of a second."""


class NotebookError(Exception):
    """The notebook could not be saved; the message says where and why, in one sentence."""


TakeIn = Callable[["Side"], "Merged"]
"""Makes of all that is there what is to be written."""


def utc_now() -> datetime:
    """The time for stamps."""
    return datetime.now(UTC)


class Notebook:
    """The rows of papers, lists and answers in one file, shared with other windows and the command line.

    A change is on disk, for good, when its method returns; if it raises, nothing has changed. Methods may be
    called from any thread.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime] = utc_now) -> None:
        self._clock = clock
        # A symbolic link stays one: the file it leads to is the one that is replaced.
        self._shelf = Shelf(Path(os.path.realpath(path)), clock)
        self._mutex = threading.RLock()
        self._failure: str | None = None
        self._shelf.pull()
        if not self._shelf.obstacle and (why := unwritable(self._shelf.path.parent)):
            self._failure = self._shelf.cannot_save(why)

    @property
    def records(self) -> Mapping[PaperKey, Record]:
        """A snapshot of all records: another mapping each time something changed, the same one otherwise."""
        return self.contents.records

    @property
    def lists(self) -> Mapping[str, ListEntry]:
        """What the reader did with lists, in the same way."""
        return self.contents.lists

    @property
    def answers(self) -> Mapping[str, Answer]:
        """What the reader said of papers that may be the same, in the same way."""
        return self.contents.answers

    @property
    def contents(self) -> Contents:
        """A snapshot of all tables at one time."""
        return self._shelf.contents

    @property
    def kept_texts(self) -> set[str]:
        """The names of all texts that a row, a step that can be undone or redone, or a backup refers to."""
        with self._mutex:
            steps = self._shelf.history.steps()
        sides = (side.get("content") for step in steps for edit in step.edits for side in (edit.before, edit.after))
        backed_up = self._shelf.texts_backed_up()
        return {name for name in (*(entry.content for entry in self.lists.values()), *sides, *backed_up) if name}

    @property
    def problems(self) -> tuple[str, ...]:
        """What the reader must know: the file was damaged, or cannot be saved, and where."""
        return (*self._shelf.reports, *filter(None, (self._shelf.obstacle or self._failure,)))

    def refresh(self) -> bool:
        """Take in what others wrote; True if rows or problems are others than before.

        While another thread changes something it does not wait, and takes in nothing.
        """
        if not self._mutex.acquire(blocking=False):
            return False
        try:
            contents, problems = self.contents, self.problems
            self._shelf.pull()
            return self.contents is not contents or self.problems != problems
        finally:
            self._mutex.release()

    def versions(self, keys: Iterable[PaperKey]) -> list[Version]:
        """The earlier texts of the notes of these records, the latest first."""
        with self._mutex:
            found = [version for key in keys for version in self._shelf.versions.of(key)]
        return sorted(found, key=lambda version: version.at or "", reverse=True)

    def side(self) -> "Side":
        """All that a notebook is merged by: its rows, and the earlier texts of its notes."""
        from mlsys_tui.domain.merging import Side  # noqa: PLC0415 - rarely asked for

        with self._mutex:
            return Side(self.contents, self._shelf.versions.all())

    def compact(self) -> Path:
        """Put all changes of the journal into the file that others can read; the backup that is made of it.

        Raises:
            NotebookError: it could not be written; nothing is lost.
        """
        with self._transaction():
            return self._shelf.compact()

    def tidy(self) -> None:
        """Leave all changes in the file that others can read, with a backup, if there are any and it takes no time."""
        if self._shelf.has_journal and len(self.records) <= TIDY_MOST:
            with suppress(NotebookError):
                self.compact()

    def change(self, label: str, keys: Sequence[PaperKey], edit: Callable[[Record, str], Record]) -> Change:
        """Apply `edit` to the records as they are on disk now, as one step; it gets the time of the change too.

        The change tells of the records that are others now; if there is none, no step was made.

        Raises:
            NotebookError: it could not be saved.
            ValueError: an edited record holds what none can.
        """

        def edited(contents: Contents, at: str) -> Iterator[Record]:
            for key in dict.fromkeys(keys):
                record = edit(contents.records.get(key) or Record(key), at)
                yield record if record.key == key else replace(record, key=key)

        return self._write(label, edited, touched)

    def edit(self, label: str, make: Callable[[Contents, str], Iterable[Row]]) -> Change:
        """Put the rows that `make` makes of all that is on disk now, and of the time, as one step.

        A row that says nothing any more is removed. What only adds names to a paper's record belongs to the step,
        but stays when the step is taken back.

        Raises:
            NotebookError: it could not be saved.
            ValueError: a row holds what none can.
        """
        return self._write(label, make, _differs)

    def take_in(self, label: str, make: TakeIn, *, dry_run: bool = False, backup: bool = False) -> Change:
        """Put the rows that `make` makes, with their own times, and earlier texts of notes, which stay after undo.

        With `dry_run` nothing is written; with `backup` there is one of all as it was before.

        Raises:
            NotebookError: it could not be saved.
            ValueError: a row holds what none can.
        """
        if dry_run:
            self.refresh()
            return Change(label, "", self._edits_to(make(self.side()).rows))
        label = clean_line(label)
        with self._transaction() as at:
            merged = make(self.side())
            edits = self._edits_to(merged.rows)
            if edits and backup:
                self._shelf.compact()
            if edits or merged.versions:
                steps = self._shelf.history.with_new(label, at, edits) if edits else {}
                self._shelf.write(edits, steps, merged.versions)
        return Change(label, at, edits)

    def _edits_to(self, rows: Iterable[Row]) -> tuple[Edit, ...]:
        return tuple(edit for row in rows if _differs(edit := self._edit_to(row, row.updated_at)))

    def _write(
        self, label: str, make: Callable[[Contents, str], Iterable[Row]], matters: Callable[[Edit], object]
    ) -> Change:
        label = clean_line(label)
        with self._transaction() as at:
            tried = [self._edit_to(row, at) for row in make(self.contents, at)]
            if edits := tuple(each for each in tried if matters(each)):
                self._shelf.write(edits, self._shelf.history.with_new(label, at, edits))
        return Change(label, at, edits)

    def undo(self) -> Change | None:
        """Take the last change back, whoever made it; None if there is none.

        Raises:
            NotebookError: it could not be saved, or what it changed has been changed since.
        """
        return self._replay(back=True)

    def redo(self) -> Change | None:
        """Do the change again that was taken back last; None if there is none.

        Raises:
            NotebookError: it could not be saved, or what it changed has been changed since.
        """
        return self._replay(back=False)

    @contextmanager
    def _transaction(self) -> Iterator[str]:
        """Others wait, and what they wrote is here; gives the time of the change."""
        with self._mutex:
            self._shelf.look_around()
            self._require_saving()
            try:
                with self._shelf.locked():
                    self._require_saving()
                    yield self._clock().astimezone(UTC).isoformat(timespec="seconds")
                self._failure = None
            except BusyError as error:
                busy = "The notebook is busy in another window or command; nothing was changed, try again"
                raise NotebookError(busy) from error
            except (OSError, RecursionError) as error:
                why = reason(error) if isinstance(error, OSError) else "it is nested too deeply"
                self._failure = self._shelf.cannot_save(why)
                raise NotebookError(f"{self._failure}; nothing was changed") from error

    def _require_saving(self) -> None:
        if self._shelf.obstacle:
            raise NotebookError(self._shelf.obstacle)

    def _edit_to(self, row: Row, at: str | None) -> Edit:
        table = TABLE_OF[type(row)]
        before = self.contents.row(table, row.key)
        after = cleaned(replace(row, updated_at=at), before)
        return Edit(row.key, before, None if after.is_empty else after, table)

    def _replay(self, *, back: bool) -> Change | None:
        with self._mutex:
            self.refresh()
            if self._shelf.history.next(back=back) is None:
                return None
        with self._transaction() as at:
            step = self._shelf.history.next(back=back)
            if step is None:
                return None
            edits = self._replayed(step, at, back=back)
            self._shelf.write(edits, self._shelf.history.with_done(step, undone=back))
        return Change(step.label, step.at, edits)

    def _replayed(self, step: Step, at: str, *, back: bool) -> tuple[Edit, ...]:
        edits = []
        for edit in step.edits:
            present = self.contents.row(edit.table, edit.key)
            try:
                after = replay(edit, present, at, back=back)
            except ConflictError as error:
                done = "undone" if back else "done again"
                raise NotebookError(f"Nothing was {done}: {error} was changed elsewhere since") from error
            edits.append(Edit(edit.key, present, None if after.is_empty else after, edit.table))
        return tuple(edits)


def _differs(edit: Edit) -> bool:
    """True if an edit changes anything but the time of its row."""
    before, after = edit.before, edit.after
    if before is None or after is None:
        return before is not after
    names = (field.name for field in fields(after) if field.name != "updated_at")
    return any(getattr(before, name) != getattr(after, name) for name in names)
