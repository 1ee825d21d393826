"""Undo and redo: which steps are kept, which is next, and what a row is after taking it back or doing it again."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from mlsys_tui.domain.notebook import Edit, Record, Row
from mlsys_tui.store.schema import READER_FIELDS, Step, StepEdit, blank, row_of_step, step_of_row

MAX_STEPS = 500
MAX_WEIGHT = 4_000_000

StepRows = dict[str, Mapping[str, object] | None]
"""New rows of the table of steps, by number; None for one that is dropped."""

_NAMES = {"note_at": "note", "history": "status", "content": "text", "same": "answer"}


class ConflictError(Exception):
    """What a step left is not there any more; the message names the row and the field."""


class History:
    """The steps that can be undone or redone, over the table that they are kept in; each is read when it is needed."""

    def __init__(self, table: Mapping[str, Mapping[str, object]]) -> None:
        self._table = table
        self._weights: dict[int, int] = {}
        self._undone: set[int] = set()
        self._total = 0
        for key in sorted(filter(str.isdecimal, table), key=int):
            self._set(int(key), table[key])

    def steps(self) -> tuple[Step, ...]:
        """All steps, the oldest first."""
        return tuple(step for number in self._weights if (step := self._step(number)))

    def spoiled(self) -> list[str]:
        """The keys of rows that are no steps."""
        return [key for key in self._table if not key.isdecimal() or self._step(int(key)) is None]

    def next(self, *, back: bool) -> Step | None:
        """The step that undo (`back`) or redo takes next."""
        numbers = [n for n in reversed(self._weights) if n not in self._undone] if back else sorted(self._undone)
        return next((step for number in numbers if (step := self._step(number))), None)

    def with_new(self, label: str, at: str, edits: Iterable[Edit]) -> StepRows:
        """The rows for another step: what was undone goes, and the oldest if there are too many or too long ones."""
        number = next(reversed(self._weights), 0) + 1
        row = row_of_step(Step(number, label, at, tuple(map(_step_edit, edits))))
        rows: StepRows = {str(gone): None for gone in self._undone}
        weight = self._total + _weight(row) - sum(self._weights[gone] for gone in self._undone)
        count = len(self._weights) - len(self._undone)
        for old in self._weights:
            if count < MAX_STEPS and weight <= MAX_WEIGHT:
                break
            if old not in self._undone:
                rows[str(old)] = None
                weight -= self._weights[old]
                count -= 1
        return {**rows, str(number): row}

    def with_done(self, step: Step, *, undone: bool) -> StepRows:
        """The row for a step that was taken back, or done again."""
        return {str(step.number): row_of_step(step._replace(undone=undone))}

    def take_in(self, rows: Mapping[str, Mapping[str, object] | None]) -> None:
        """The table has these rows now."""
        for key, row in rows.items():
            if key.isdecimal():
                self._set(int(key), row)

    def _set(self, number: int, row: Mapping[str, object] | None) -> None:
        self._total -= self._weights.get(number, 0)
        self._undone.discard(number)
        if row is None:
            self._weights.pop(number, None)
            return
        self._weights[number] = weight = _weight(row)
        self._total += weight
        if row.get("undone") is True:
            self._undone.add(number)

    def _step(self, number: int) -> Step | None:
        try:
            return step_of_row(str(number), self._table[str(number)])
        except (ValueError, KeyError):
            return None


def touched(edit: Edit) -> tuple[str, ...]:
    """The reader's fields that an edit changed; a new time on the same note is no change."""
    before, after = edit.before or blank(edit.table, edit.key), edit.after or blank(edit.table, edit.key)
    fields = READER_FIELDS[edit.table]
    names = tuple(name for name in fields if getattr(before, name) != getattr(after, name))
    return () if names == ("note_at",) else names


def _step_edit(edit: Edit) -> StepEdit:
    before, after = edit.before or blank(edit.table, edit.key), edit.after or blank(edit.table, edit.key)
    known = edit.after or before
    anew = known if isinstance(known, Record) and (edit.before is None or edit.after is None) else None
    names = touched(edit)
    return StepEdit(
        edit.key,
        anew.title if anew else "",
        anew.aliases if anew else (),
        {name: getattr(before, name) for name in names},
        {name: getattr(after, name) for name in names},
        edit.table,
    )


def replay(edit: StepEdit, present: Row | None, at: str, *, back: bool) -> Row:
    """The row after undoing (`back`) or redoing its part of a step: only the fields that the step touched.

    Raises:
        ConflictError: one of them is not as the step left it.
    """
    row = present or blank(edit.table, edit.key, edit.title, edit.aliases)
    left, wanted = (edit.after, edit.before) if back else (edit.before, edit.after)
    for name, value in left.items():
        if getattr(row, name) != value:
            raise ConflictError(f"the {_NAMES.get(name, name)} of {row.label}")
    return replace(row, **wanted, updated_at=at)


def _weight(row: Mapping[str, object]) -> int:
    """About how many characters a step takes in the file."""
    edits = row.get("edits")
    return sum(300 + sum(map(_length_of_note, (each.get("before"), each.get("after")))) for each in _dicts(edits))


def _dicts(value: object) -> list[Mapping[str, object]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _length_of_note(side: object) -> int:
    note = side.get("note") if isinstance(side, dict) else None
    return len(note) if isinstance(note, str) else 0
