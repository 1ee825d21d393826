"""The notebook's values as rows of its tables, and back: records, lists, answers, and the steps of its history."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from mlsys_tui.domain.notebook import TABLE_OF, Answer, ListEntry, Record, Row, Table
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store import fields

Fields = Mapping[str, Any]
"""Some fields of a row, by name."""


class StepEdit(NamedTuple):
    """What a step did to one row: the fields it touched, before and after.

    `title` and `aliases` make a paper's record anew where the step, or its undoing, removes it.
    """

    key: str
    title: str
    aliases: tuple[str, ...]
    before: Fields
    after: Fields
    table: Table = Table.PAPERS


class Step(NamedTuple):
    """A change as it is kept for undo and redo; `undone` once it was taken back."""

    number: int
    label: str
    at: str
    edits: tuple[StepEdit, ...]
    undone: bool = False


_PARSERS: Mapping[Table, Mapping[str, Callable[[object], Any]]] = {
    Table.PAPERS: {
        "title": fields.line,
        "aliases": fields.lines,
        "status": fields.status,
        "history": fields.history,
        "note": fields.block,
        "note_at": fields.line_or_none,
        "tags": fields.lines,
        "rating": fields.rating,
        "updated_at": fields.line_or_none,
    },
    Table.LISTS: {
        "name": fields.line,
        "title": fields.line_or_none,
        "source": fields.line_or_none,
        "content": fields.line_or_none,
        "added_at": fields.line_or_none,
        "fetched_at": fields.line_or_none,
        "etag": fields.line_or_none,
        "last_modified": fields.line_or_none,
        "removed": fields.flag,
        "updated_at": fields.line_or_none,
    },
    Table.ANSWERS: {
        "one": fields.lines,
        "other": fields.lines,
        "same": fields.flag_or_none,
        "updated_at": fields.line_or_none,
    },
}
_NO_STEP = {"updated_at"}
READER_FIELDS: Mapping[Table, tuple[str, ...]] = {
    Table.PAPERS: ("status", "history", "note", "note_at", "tags", "rating"),
    Table.LISTS: tuple(name for name in _PARSERS[Table.LISTS] if name not in _NO_STEP),
    Table.ANSWERS: tuple(name for name in _PARSERS[Table.ANSWERS] if name not in _NO_STEP),
}
"""The fields that a step keeps and undo takes back. Names that a paper goes by are only ever added to."""


def blank(table: Table, key: str, title: str = "", aliases: tuple[str, ...] = ()) -> Row:
    """A row of which nothing is said yet."""
    if table is Table.PAPERS:
        return Record(PaperKey(key), title, aliases)
    return ListEntry(key) if table is Table.LISTS else Answer(key)


def to_row(value: Row) -> dict[str, object]:
    """The row for a value: only what it holds."""
    row = {}
    for name in _PARSERS[TABLE_OF[type(value)]]:
        if (each := getattr(value, name)) or each is False:
            row[name] = fields.plain(each)
    if row.get("removed") is False:
        del row["removed"]
    return row


def cleaned(value: Row, before: Row | None) -> Row:
    """The value as it will be read from its row, cleaned; fields that are as they were `before` are so already.

    Raises:
        ValueError: it holds something that no row can.
    """
    changed: dict[str, Any] = {}
    for name, parse in _PARSERS[TABLE_OF[type(value)]].items():
        given = getattr(value, name)
        old = None if before is None else getattr(before, name)
        if given is old or given == old:
            continue
        known = old if isinstance(old, tuple) and given[: len(old)] == old else ()
        clean = (*known, *parse(given[len(known) :])) if known else parse(given)
        if clean != given:
            changed[name] = clean
    fields.key(value.key)
    if isinstance(value, Record) and value.note_at and not changed.get("note", value.note):
        changed |= {"note": None, "note_at": None}
    return replace(value, **changed) if changed else value


def record_of_row(key: str, row: Mapping[str, object]) -> Record:
    """The record in a row, cleaned; fields this version does not know are left out.

    Raises:
        ValueError: it holds something that no record can.
    """
    parsed = _parsed(Table.PAPERS, row)
    if not parsed.get("note"):
        parsed.pop("note_at", None)
    return Record(PaperKey(fields.key(key)), **parsed)


def entry_of_row(key: str, row: Mapping[str, object]) -> ListEntry:
    """The same for what is said of a list's document."""
    return ListEntry(fields.key(key), **_parsed(Table.LISTS, row))


def answer_of_row(key: str, row: Mapping[str, object]) -> Answer:
    """The same for an answer."""
    return Answer(fields.key(key), **_parsed(Table.ANSWERS, row))


_MAKERS: Mapping[Table, Callable[[str, Mapping[str, object]], Row]] = {
    Table.PAPERS: record_of_row,
    Table.LISTS: entry_of_row,
    Table.ANSWERS: answer_of_row,
}


def from_row(table: Table, key: str, row: Mapping[str, object]) -> Row:
    """The value in a row of any table."""
    return _MAKERS[table](key, row)


def unknown_fields(table: Table, row: Mapping[str, object]) -> dict[str, object]:
    """What another version of the app put into a row, to be kept."""
    return {name: value for name, value in row.items() if name not in _PARSERS[table]}


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
        edits = tuple(map(_edit_of_row, row["edits"]))
        at, undone = fields.line(row["at"]), row.get("undone") is True
        return Step(int(number), fields.line(row["label"]), at, edits, undone)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{error!r} in step {number}") from error


def _edit_of_row(row: Mapping[str, Any]) -> StepEdit:
    table = Table(row.get("table", Table.PAPERS))
    return StepEdit(
        fields.key(row["key"]),
        fields.line(row.get("title", "")),
        fields.lines(row.get("aliases", ())),
        _parsed(table, row["before"]),
        _parsed(table, row["after"]),
        table,
    )


def _row_of_edit(edit: StepEdit) -> dict[str, object]:
    row: dict[str, object] = {"key": edit.key}
    if edit.table is not Table.PAPERS:
        row["table"] = edit.table.value
    if edit.title:
        row["title"] = edit.title
    if edit.aliases:
        row["aliases"] = list(edit.aliases)
    for side, values in (("before", edit.before), ("after", edit.after)):
        row[side] = {name: fields.plain(value) for name, value in values.items()}
    return row


def _parsed(table: Table, row: Mapping[str, object]) -> dict[str, Any]:
    parsers = _PARSERS[table]
    return {name: parsers[name](value) for name, value in row.items() if name in parsers}
