"""Undo and redo: which step is next, and what a row is after taking it back or doing it again."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mlsys_tui.domain.notebook import Edit, Record, Row
from mlsys_tui.store.schema import READER_FIELDS, Step, StepEdit, blank

MAX_STEPS = 200
MAX_WEIGHT = 4_000_000

_NAMES = {"note_at": "note", "history": "status", "content": "text", "same": "answer"}


class ConflictError(Exception):
    """What a step left is not there any more; the message names the row and the field."""


def touched(edit: Edit) -> tuple[str, ...]:
    """The reader's fields that an edit changed; a new time on the same note is no change."""
    empty = blank(edit.table, edit.key)
    before, after = edit.before or empty, edit.after or empty
    fields = READER_FIELDS[edit.table]
    names = tuple(name for name in fields if getattr(before, name) != getattr(after, name))
    return () if names == ("note_at",) else names


def make_step(number: int, label: str, at: str, edits: Iterable[Edit]) -> Step:
    """The step that stands for these edits."""
    return Step(number, label, at, tuple(_step_edit(edit) for edit in edits))


def _step_edit(edit: Edit) -> StepEdit:
    empty = blank(edit.table, edit.key)
    before, after = edit.before or empty, edit.after or empty
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


def next_step(steps: Sequence[Step], *, back: bool) -> Step | None:
    """The step that undo (`back`) or redo takes next; `steps` are in order of time."""
    if back:
        return next((step for step in reversed(steps) if not step.undone), None)
    return next((step for step in steps if step.undone), None)


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


def appended(steps: Sequence[Step], new: Step) -> tuple[Step, ...]:
    """The steps to keep after a new one: without what was undone, and within bounds from the newest back."""
    kept: list[Step] = [new]
    weight = _weight(new)
    for step in reversed([step for step in steps if not step.undone]):
        weight += _weight(step)
        if len(kept) == MAX_STEPS or weight > MAX_WEIGHT:
            break
        kept.append(step)
    return tuple(reversed(kept))


def _weight(step: Step) -> int:
    """About how many characters a step takes in the file, which is written whole at each change."""
    return sum(300 + sum(len(side.get("note") or "") for side in (edit.before, edit.after)) for edit in step.edits)
