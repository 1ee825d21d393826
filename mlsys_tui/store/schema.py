"""Records and steps as rows of the notebook's tables, and back."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from mlsys_tui.domain.notebook import MAX_RATING, Record, Status
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.text import clean_block, clean_line

SCHEMA = 1

Fields = Mapping[str, Any]
"""Some fields of a record, by name."""


class StepEdit(NamedTuple):
    """What a step did to one record: the fields it touched, before and after.

    `title` and `aliases` make the record anew where the step, or its undoing, removes it.
    """

    key: PaperKey
    title: str
    aliases: tuple[str, ...]
    before: Fields
    after: Fields


class Step(NamedTuple):
    """A change as it is kept for undo and redo; `undone` once it was taken back."""

    number: int
    label: str
    at: str
    edits: tuple[StepEdit, ...]
    undone: bool = False


def _line(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r:.40} is no text")
    if value.isascii() and value.isprintable() and "  " not in value:  # mostly so, and ten times faster
        return value.strip()
    return clean_line(value)


def _line_or_none(value: object) -> str | None:
    return None if value is None else _line(value)


def _block(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{value!r:.40} is no text")
    if not value:
        return None
    if value.isascii() and value.replace("\n", "").isprintable():
        return value
    return clean_block(value) or None


def _lines(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"{value!r:.40} is no list")
    return tuple(line for item in value if (line := _line(item)))


def _status(value: object) -> Status | None:
    return None if value is None else Status(_line(value))


def _history(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"{value!r:.40} is no list")
    return tuple((_line(status), _line(at)) for status, at in map(_lines, value))


def _rating(value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MAX_RATING:
        raise ValueError(f"{value!r:.40} is no rating")
    return value


_PARSERS: Mapping[str, Callable[[object], Any]] = {
    "title": _line,
    "aliases": _lines,
    "status": _status,
    "history": _history,
    "note": _block,
    "note_at": _line_or_none,
    "tags": _lines,
    "rating": _rating,
    "updated_at": _line_or_none,
}
READER_FIELDS = ("status", "history", "note", "note_at", "tags", "rating")


def row_of_record(record: Record) -> dict[str, object]:
    """The row for a record: only what it holds."""
    values = ((name, getattr(record, name)) for name in _PARSERS)
    return {name: _plain(value) for name, value in values if value not in (None, (), "")}


def record_of_row(key: str, row: Mapping[str, object]) -> Record:
    """The record in a row, cleaned; fields this version does not know are left out.

    Raises:
        ValueError: it holds something that no record can.
    """
    fields = _parsed(row)
    if not fields.get("note"):
        fields.pop("note_at", None)
    return Record(_key(key), **fields)


def unknown_fields(row: Mapping[str, object]) -> dict[str, object]:
    """What another version of the app put into a record's row, to be kept."""
    return {name: value for name, value in row.items() if name not in _PARSERS}


def row_of_step(step: Step) -> dict[str, object]:
    """The row for a step."""
    row: dict[str, object] = {"label": step.label, "at": step.at}
    if step.undone:
        row["undone"] = True
    row["edits"] = [_row_of_edit(edit) for edit in step.edits]
    return row


def step_of_row(number: str, row: Mapping[str, Any]) -> Step:
    """The step in a row, cleaned.

    Raises:
        ValueError: it is no step.
    """
    try:
        edits = tuple(
            StepEdit(
                _key(edit["key"]),
                _line(edit.get("title", "")),
                _lines(edit.get("aliases", ())),
                _parsed(edit["before"]),
                _parsed(edit["after"]),
            )
            for edit in row["edits"]
        )
        return Step(int(number), _line(row["label"]), _line(row["at"]), edits, row.get("undone") is True)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{error!r} in step {number}") from error


def _row_of_edit(edit: StepEdit) -> dict[str, object]:
    row: dict[str, object] = {"key": edit.key}
    if edit.title:
        row["title"] = edit.title
    if edit.aliases:
        row["aliases"] = list(edit.aliases)
    for side, fields in (("before", edit.before), ("after", edit.after)):
        row[side] = {name: _plain(value) for name, value in fields.items()}
    return row


def _key(value: object) -> PaperKey:
    if not isinstance(value, str) or not value or clean_line(value) != value:
        raise ValueError(f"{value!r:.40} is no paper's key")
    return PaperKey(value)


def _parsed(row: Mapping[str, object]) -> dict[str, Any]:
    return {name: _PARSERS[name](value) for name, value in row.items() if name in _PARSERS}


def _plain(value: object) -> object:
    if isinstance(value, Status):
        return value.value
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
