"""CSV, TSV and lists with semicolons to blocks: a record per row, headings out of the columns that group them."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from mlsys_tui.domain.reading_list import Problem
from mlsys_tui.parsing.blocks import Block, Field, Heading, Prose, Record, Run, Runs, Scope, ScopeEnd, plain
from mlsys_tui.parsing.formats.csv_rows import NAMING, Row, rows_of, shape_of
from mlsys_tui.parsing.words import labels
from mlsys_tui.parsing.words.dates import find_date
from mlsys_tui.parsing.words.fields import field_of, is_noise, is_session_key, is_topic_key, spoken
from mlsys_tui.parsing.words.strings import is_address, text_runs
from mlsys_tui.patterns import pattern

_LINKS = (Field.LINK, Field.CODE, Field.SLIDES, Field.VIDEO, Field.PAGE)
_IDENTIFIER = pattern(r"[a-z0-9]+(?:_[a-z0-9]+)+")
_NUMBER = pattern(r"#?\d{1,3}(?:\.0)?")
_FIRST_LEVEL = 2  # below that of a title: the first section is none
_SAMPLE = 50
_SHOWN = 80


def read_csv(text: str) -> tuple[str | None, list[Block], list[Problem]]:
    """The blocks of a table without a title; rows that name no paper are problems."""
    problems: list[Problem] = []
    lines = text.split("\n")
    shape = shape_of(text)
    if shape is None:
        return None, [Prose((Run(line),), n) for n, line in enumerate(lines, 1) if line.strip()], problems
    rows = list(rows_of(lines, shape.delimiter, shape.start, problems))
    columns = _Columns(shape.names, rows)
    blocks: list[Block] = [
        Prose(text_runs(line), number, aside=True)
        for number, line in enumerate(lines[: shape.header.line - 1 if shape.header else 0], 1)
        if line.strip(" ,;\t")
    ]
    return None, [*blocks, *columns.blocks(problems)], problems


# -- columns --------------------------------------------------------------------------------------------------


class _Columns:
    """What the columns hold, and the blocks of the rows."""

    def __init__(self, names: Sequence[str], rows: Sequence[Row]) -> None:
        self._names = names
        self._rows = rows
        self._fields = [None if is_noise(name) else field_of(name) for name in names]
        self._counts = [at for at, name in enumerate(names) if is_session_key(name) and self._fields[at] is None]
        topics = [at for at, name in enumerate(names) if is_topic_key(name) and self._fields[at] is None]
        self._dates = [at for at, field in enumerate(self._fields) if field is Field.DATE and self._is_of_sessions(at)][
            :1
        ]
        self._is_schedule = bool(self._counts or self._dates)
        self._topics = topics if self._is_schedule else [at for at in topics if self._groups(at)]
        self._loose = {at: self._ungrouped(at) for at in self._topics if not self._is_schedule}
        self._requirements = {
            at: name for at, name in enumerate(names) if self._fields[at] is Field.ENTRY and labels.requirement_of(name)
        }
        for at in (*self._counts, *self._dates, *self._topics):
            self._fields[at] = None

    def _values(self, at: int) -> list[str]:
        return [row.cells[at] for row in self._rows if at < len(row.cells) and row.cells[at]]

    def _is_of_sessions(self, at: int) -> bool:
        """True for days on which something is read: without a year, or beside a column that counts sessions."""
        days = [day for value in self._values(at)[:_SAMPLE] if (day := find_date(value))]
        if not days or len(days) * 2 < len(self._values(at)[:_SAMPLE]):
            return False
        beside = any(name.strip().lower() in _BESIDE_SESSIONS for name in self._names)
        return bool(self._counts) or beside or all(day.year is None for day in days)

    def _groups(self, at: int) -> bool:
        """True for a column with few values for many rows, or with gaps that the value above holds for."""
        values = self._values(at)
        listing = sum(bool(re.search(r"[;|]|, ", value)) for value in values)
        return listing * 3 <= len(values) and (len(values) <= 3 or len(set(values)) * 10 <= len(self._rows) * 7)

    def _ungrouped(self, at: int) -> set[int]:
        """The lines where an empty cell means no group: others repeat theirs, and it stands at the end of one."""
        cells = [row.cells[at] if at < len(row.cells) else "" for row in self._rows]
        if not any(cell and cell == before for before, cell in pairwise(cells)):
            return set()
        before = list(accumulate(cells, _held))
        after = list(accumulate(reversed(cells), _held))[::-1]
        return {row.line for row, above, below in zip(self._rows, before, after, strict=True) if above != below}

    def blocks(self, problems: list[Problem]) -> Iterator[Block]:
        """Headings where the group changes, and records."""
        held: dict[int, str] = {}
        sections: dict[tuple[str, ...], list[Row]] = {}
        for row in self._rows:
            self._hold(held, row)
            sections.setdefault(self._path(held), []).append(row)
        before: tuple[str, ...] = ()
        for path, rows in sections.items():
            common = next(
                (at for at, (a, b) in enumerate(zip(before, path, strict=False)) if a != b), min(len(before), len(path))
            )
            for level in range(common, len(path)):
                yield Heading(level + _FIRST_LEVEL, text_runs(path[level]), rows[0].line)
            if not path[common:] and len(before) > len(path):
                yield Heading(len(path) + _FIRST_LEVEL, (), rows[0].line)
            before = path
            for row in rows:
                yield from self._row(row, problems)

    def _hold(self, held: dict[int, str], row: Row) -> None:
        """Take in what a row says of its group; what it leaves empty mostly holds on."""
        grouping = [*self._dates, *self._counts, *self._topics]
        for rank, at in enumerate(grouping):
            cell = row.cells[at] if at < len(row.cells) else ""
            if not cell and row.line in self._loose.get(at, ()):
                held.pop(at, None)
            elif cell and cell != held.get(at):
                held[at] = cell
                for lower in grouping[rank + 1 :]:
                    if not self._is_schedule or lower >= len(row.cells) or not row.cells[lower]:
                        held.pop(lower, None)

    def _path(self, held: dict[int, str]) -> tuple[str, ...]:
        """The headings over a row: one for a session, one for each column of topics else."""
        topics = [_label(held[at]) for at in self._topics if held.get(at)]
        if not self._is_schedule:
            return tuple(topics)
        days = [held[at] for at in self._dates if held.get(at)]
        counts = [_counted(self._names[at], held[at]) for at in self._counts if held.get(at)]
        heading = ": ".join(dict.fromkeys((*days, *counts, *topics)))
        return (heading,) if heading else ()

    def _row(self, row: Row, problems: list[Problem]) -> Iterator[Block]:
        fields, loose = [], []
        for at, text in enumerate(row.cells):
            field = self._fields[at] if at < len(self._fields) else Field.REMARK
            name = self._names[at] if at < len(self._names) else ""
            if not text or at in (*self._counts, *self._dates, *self._topics) or is_noise(name):
                continue
            if at in self._requirements and len(self._requirements) + self._has(Field.TITLE) > 1:
                loose.append((at, text))
            elif field is None:
                fields.append((Field.REMARK, text_runs(f"{name}: {text}")))
            else:
                fields.append((_field_of_value(field, text), _value(name, field, text)))
        named = [field for field, _ in fields if field in NAMING]
        if named or not loose:
            yield from self._record(row, fields, named, problems)
        for at, text in loose:
            yield Scope(self._requirements[at], row.line)
            yield from _entries(text, row.line)
            yield ScopeEnd(row.line)

    def _has(self, field: Field) -> bool:
        return field in self._fields

    def _record(
        self, row: Row, fields: list[tuple[Field, Runs]], named: list[Field], problems: list[Problem]
    ) -> Iterator[Block]:
        if not named:
            said = " · ".join(cell for at, cell in enumerate(row.cells) if cell and at not in self._topics)
            if self._is_schedule:
                if text := " · ".join(plain(runs) for _, runs in fields):
                    yield Prose(text_runs(text), row.line, aside=True)
            elif fields:
                yield Prose(text_runs(said), row.line, aside=True)
                problems.append(Problem(row.line, f"a row without a title: {said[:_SHOWN]!r}"))
            return
        if Field.TITLE not in named and Field.ENTRY not in named:
            fields = [(Field.TITLE if field is Field.NAME else field, runs) for field, runs in fields]
        elif Field.TITLE not in named and any(field in (Field.AUTHORS, Field.VENUE, Field.YEAR) for field, _ in fields):
            fields = [(Field.TITLE if field is Field.ENTRY else field, runs) for field, runs in fields]
        requirement = next((name for name in self._requirements.values()), None)
        if requirement:
            fields.append((Field.REQUIREMENT, (Run(requirement),)))
        yield Record(tuple(fields), row.line)


_BESIDE_SESSIONS = frozenset(
    "presenter presenters leader discussion session lecture week speaker lecturer scribe reader room day".split()
)


def _held(above: str, cell: str) -> str:
    return cell or above


def _entries(text: str, line: int) -> Iterator[Block]:
    """The papers in a cell, one a line or between semicolons."""
    for piece in re.split(r"\n|;\s+", text):
        if piece.strip():
            yield Record(((Field.ENTRY, text_runs(piece.strip())),), line)


def _field_of_value(field: Field, text: str) -> Field:
    """An address stands for a link whatever its column is called."""
    return Field.LINK if is_address(text) and field not in (*_LINKS, Field.DOI, Field.ARXIV) else field


def _value(name: str, field: Field, text: str) -> Runs:
    if field in _LINKS and " " not in text and "](" not in text and ("/" in text or "." in text):
        return (Run(text, text),)
    return text_runs(spoken(name, field, text))


def _counted(name: str, text: str) -> str:
    """The words "Week 3" of a 3 in the column "week"."""
    return f"{name.strip().capitalize()} {text.removesuffix('.0').lstrip('#')}" if _NUMBER.fullmatch(text) else text


def _label(text: str) -> str:
    """A group as words: "file_systems" is "file systems"."""
    return text.replace("_", " ") if _IDENTIFIER.fullmatch(text) else text
