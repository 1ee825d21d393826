"""Tables to headings, items and records.

A table of sessions (a column of dates, weeks or lecture numbers) becomes a heading per session with what its other
columns list; any other table of papers becomes a record per row. A table that lists no papers becomes notes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from mlsys_tui.parsing import labels
from mlsys_tui.parsing.blocks import (
    BREAK,
    Block,
    Cell,
    Field,
    Heading,
    Item,
    Prose,
    Record,
    Run,
    Runs,
    Scope,
    ScopeEnd,
    Table,
    join_lines,
    plain,
    split_lines,
    tidy,
)
from mlsys_tui.parsing.dates import find_date
from mlsys_tui.parsing.entry import read_entry
from mlsys_tui.parsing.evidence import Evidence, evidence_of, is_paper_link
from mlsys_tui.parsing.fields import field_of
from mlsys_tui.parsing.lines import items_of_lines, labelled_lines, papers_among
from mlsys_tui.text import fold

SESSION_LEVEL = 12
"""Sessions of a table stand below every heading; themes between their rows stand one above."""

_THEME_LEVEL = SESSION_LEVEL - 1


class _Role(StrEnum):
    DATE = "date"
    NUMBER = "number"
    TOPIC = "topic"
    READINGS = "readings"
    MIXED = "mixed"  # papers among other things
    OTHER = "other"


_ROLES = {
    **dict.fromkeys("date dates day days when time 日期 날짜".split(), _Role.DATE),
    **dict.fromkeys("week weeks wk lecture lec class session meeting no num number nr 周 주차".split(), _Role.NUMBER),
    **dict.fromkeys(
        "topic topics subject theme title content contents agenda module unit description lecture 主题 주제".split(),
        _Role.TOPIC,
    ),
    **dict.fromkeys(
        """reading readings paper papers material materials article articles resources required optional
        recommended supplementary additional literature references 论文 阅读 논문""".split(),
        _Role.READINGS,
    ),
}
_OTHERS = frozenset(
    """slides slide notes presenter presenters speaker speakers lecturer instructor assignment assignments homework hw
    due deadlines deadline lab labs project review reviewer reviewers summary video videos recording recordings leader
    leads scribe discussant comments code quiz event events logistics announcements responses form todo""".split()
)
_DIGITS = re.compile(r"(?:(?:week|lecture|lec|class|session)\s*)?#?\s*\d{1,2}[a-z]?\.?", re.IGNORECASE)
_MONTH_STAMP = re.compile(r"(?:19|20)\d\d(?:[./-]\d{1,2}){0,2}")
_MAX_SESSION_MONTHS = 10


class _Row(NamedTuple):
    cells: tuple[Cell, ...]
    line: int

    def runs(self, column: int) -> Runs:
        return runs_of(self.cells[column]) if 0 <= column < len(self.cells) else ()

    def text(self, column: int) -> str:
        return plain(self.runs(column)).replace(BREAK, " ").strip()


def runs_of(cell: Cell) -> Runs:
    """All that stands in a cell as one stretch of text."""
    lines = []
    for block in cell.blocks:
        if isinstance(block, (Prose, Item, Heading)):
            lines.append(block.runs)
            lines.extend(child.runs for child in (block.children if isinstance(block, Item) else ()))
    return lines[0] if len(lines) == 1 else join_lines(lines)


def spread(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with each table turned into what it lists."""
    for block in blocks:
        if isinstance(block, Table):
            yield from _spread_table(block)
        else:
            yield block


def _spread_table(table: Table) -> Iterator[Block]:
    rows = [_Row(_unspanned(cells), line) for cells, line in table.rows]
    if not rows:
        return
    if any(isinstance(block, Table) for row in rows for cell in row.cells for block in cell.blocks):
        yield from _layout(rows)
        return
    header, body = _take_header(rows)
    if roles := _session_roles(header, body):
        yield from _sessions(roles, header, body)
    elif fields := _paper_fields(header, body):
        yield from _records(fields, body)
    elif len(rows) == 1 or max(len(row.cells) for row in rows) == 1:
        yield from _layout(rows)
    else:
        for row in rows:
            yield from _calendar(row)


def _layout(rows: Sequence[_Row]) -> Iterator[Block]:
    """A table that only lays out the page."""
    for row in rows:
        for cell in row.cells:
            yield from spread(cell.blocks)


def _calendar(row: _Row) -> Iterator[Block]:
    """A row of a table that is no list: its notes, but for cells with lines that say they are readings."""
    rest: list[Cell] = []
    for cell in row.cells:
        prose = [block for block in cell.blocks if isinstance(block, Prose)]
        readings = [item for block in prose for item in labelled_lines(block)]
        if not readings:
            rest.append(cell)
            continue
        first, *others = [runs for runs in split_lines(prose[0].runs) if runs]
        if find_date(plain(first)):
            topic = _first_line(others[0]) if others and not labels.lists_readings(plain(others[0][:1])) else ()
            yield Heading(SESSION_LEVEL, tidy((*_first_line(first), Run(" "), *topic)), prose[0].line)
        yield Scope("readings", row.line)
        yield from readings
        yield ScopeEnd(row.line)
        yield Prose(runs_of(cell), row.line, aside=True)
    yield from _as_notes(rest, row.line)
    yield Heading(SESSION_LEVEL, (), row.line)


def _unspanned(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Cells so that each takes one column."""
    found: list[Cell] = []
    for cell in cells:
        found.append(cell)
        found.extend([Cell((), cell.heads)] * (cell.span - 1))
    return tuple(found)


def _take_header(rows: list[_Row]) -> tuple[_Row | None, list[_Row]]:
    """The header: a row of header cells, else a first row of names that columns have."""
    first = rows[0]
    if len(first.cells) > 1 and all(cell.heads for cell in first.cells):
        return (first if any(first.text(column) for column in range(len(first.cells))) else None), rows[1:]
    names = [first.text(column) for column in range(len(first.cells))]
    known = [name for name in names if name and (field_of(name) or _role_of(name) is not _Role.OTHER)]
    short = all(len(name.split()) <= 4 and not find_date(name) for name in names)
    if len(known) >= 2 and short and not any(run.url for column in range(len(names)) for run in first.runs(column)):
        return first, rows[1:]
    return None, rows


def _role_of(name: str) -> _Role:
    words = fold(name).split()
    if not words or len(words) > 5:
        return _Role.OTHER
    if not set(words) & _OTHERS or labels.requirement_of(name):
        for role in (_Role.READINGS, _Role.DATE, _Role.TOPIC, _Role.NUMBER):
            if any(_ROLES.get(word) is role or (word == "lecture" and role is _Role.TOPIC) for word in words):
                return role
    return _Role.OTHER


# -- sessions -------------------------------------------------------------------------------------------------


def _session_roles(header: _Row | None, body: Sequence[_Row]) -> list[_Role] | None:
    """What each column of a schedule holds; None if the table is none."""
    width = max((len(row.cells) for row in body), default=0)
    roles = [_role_of(header.text(column)) if header else _Role.OTHER for column in range(width)]
    dated = [column for column in range(width) if _is_column_of(body, column, _is_day)]
    counted = [column for column in range(min(width, 3)) if _is_column_of(body, column, _DIGITS.fullmatch)]
    for column in range(1, width):
        if header and not header.text(column) and roles[column - 1] is _Role.READINGS:
            roles[column] = _Role.READINGS  # one header over several columns
    for column in range(width):
        if column in dated:
            roles[column] = _Role.DATE
        elif roles[column] is _Role.DATE:
            roles[column] = _Role.OTHER
        elif column in counted and roles[column] is not _Role.READINGS:
            roles[column] = _Role.NUMBER
        elif roles[column] is _Role.NUMBER:
            roles[column] = _Role.TOPIC
    if not dated and not (counted and header and _Role.READINGS in roles and _Role.TOPIC in roles):
        return None
    if dated and _are_publications(header, [row.text(dated[0]) for row in body]):
        return None
    if not header and dated and dated[0] > 0 and not counted:
        return None  # a title, then the day it was read
    if _Role.READINGS not in roles:
        _guess_readings(roles, body)
    return roles


def _is_column_of(body: Sequence[_Row], column: int, test: object) -> bool:
    texts = [text for row in body if (text := row.text(column))]
    fitting = sum(bool(test(text)) for text in texts)  # type: ignore[operator]
    return fitting >= 2 and fitting * 3 >= len(texts) * 2


def _is_day(text: str) -> bool:
    found = find_date(text)
    return found is not None and len(found.rest.split()) <= 3


def _are_publications(header: _Row | None, texts: Sequence[str]) -> bool:
    """True if the dates are those of papers: they all have a year, and spread over more than a course lasts."""
    names = {_role_of(header.text(c)) for c in range(len(header.cells))} if header else set()
    fields = {field_of(header.text(c)) for c in range(len(header.cells))} if header else set()
    days = [day for text in texts if (day := find_date(text))]
    if not days or any(day.year is None for day in days):
        return False
    months = [(day.year or 0) * 12 + day.month for day in days]
    longer = max(months) - min(months) > _MAX_SESSION_MONTHS
    return longer or (bool(fields & {Field.TITLE, Field.AUTHORS}) and not names & {_Role.TOPIC, _Role.NUMBER})


def _guess_readings(roles: list[_Role], body: Sequence[_Row]) -> None:
    """Without a word for it, the readings are where most links to papers are; it may be the topics' column too."""
    counts = [
        sum(is_paper_link(run) for row in body for run in row.runs(column)) if role in (_Role.OTHER, _Role.TOPIC) else 0
        for column, role in enumerate(roles)
    ]
    if counts and (most := max(counts)):
        roles[counts.index(most)] = _Role.MIXED


def _sessions(roles: list[_Role], header: _Row | None, body: list[_Row]) -> Iterator[Block]:
    line = body[0].line if body else 0
    for index, row in enumerate(body):
        line = row.line
        if theme := _theme(row, roles):
            following = body[index + 1] if index + 1 < len(body) else None
            under = following is None or _names_session(following, roles)
            yield Heading(_THEME_LEVEL if under else SESSION_LEVEL + 1, theme, row.line)
            continue
        if _names_session(row, roles):
            yield from _session(row, roles)
        yield from _contents(row, roles, header)
    yield Heading(_THEME_LEVEL, (), line)


def _names_session(row: _Row, roles: list[_Role]) -> bool:
    return any(row.text(column) for column, role in enumerate(roles) if role in (_Role.DATE, _Role.NUMBER))


def _theme(row: _Row, roles: list[_Role]) -> Runs | None:
    """The one text of a row that stands over the rows after it: bold, or all across, and no link to a paper."""
    filled = [column for column in range(len(row.cells)) if row.text(column)]
    if len(filled) != 1:
        return None
    runs, text = row.runs(filled[0]), row.text(filled[0])
    dated = find_date(text) or _DIGITS.fullmatch(text)
    if _names_session(row, roles) and len(row.cells) > 1 and not _is_across(row) and dated:
        return None
    if any(run.url for run in runs) or len(plain(runs).split()) > 12:
        return None
    loud = all(run.bold for run in runs if run.text.strip()) or row.cells[filled[0]].heads or _is_across(row)
    return runs if loud and not find_date(plain(runs)) else None


def _is_across(row: _Row) -> bool:
    return len(row.cells) > 1 and row.cells[0].span == len(row.cells)


def _session(row: _Row, roles: list[_Role]) -> Iterator[Block]:
    """The heading of a session: its date, then its topic; a bold cell among the readings is its topic too."""
    day = _joined(row, roles, _Role.DATE)
    number = _joined(row, roles, _Role.NUMBER)
    topic = [_first_line(row.runs(c)) for c, role in enumerate(roles) if role is _Role.TOPIC and row.text(c)]
    if not topic and (bold := _bold_reading(row, roles)) is not None:
        topic = [row.runs(bold)]
    title = " / ".join(filter(None, (plain(runs) for runs in topic)))
    digits = re.search(r"\d+", number) if number else None
    if number and not digits:
        title = f"{number}: {title}" if title else number
    counted = f"{digits[0]}. {title}" if digits and title else f"Lecture {digits[0]}" if digits else title
    text = f"{day} {counted}".strip() if day else counted
    yield Heading(SESSION_LEVEL, (Run(text),), row.line)
    holds = any(row.text(c) for c, role in enumerate(roles) if role is _Role.READINGS)
    if title and (not holds or _bold_reading(row, roles) is not None) and labels.names_event(title):
        yield Prose((Run(title),), row.line)


def _joined(row: _Row, roles: list[_Role], wanted: _Role) -> str:
    return " ".join(filter(None, (row.text(c) for c, role in enumerate(roles) if role is wanted)))


def _first_line(runs: Runs) -> Runs:
    """What stands before the first line break or link: links in a topic lead to notes and forms."""
    kept = []
    for run in runs:
        head, found, _ = run.text.partition(BREAK)
        if run.url and kept:
            break
        kept.append(replace(run, text=head, url=None))
        if found:
            break
    text = re.sub(r"[\s(\[:,;|-]+$", "", plain(tidy(kept)))
    return (Run(text),) if text else ()


def _bold_reading(row: _Row, roles: list[_Role]) -> int | None:
    for column, role in enumerate(roles):
        runs = row.runs(column)
        if role is _Role.READINGS and runs and not any(run.url for run in runs):
            words = [run for run in runs if run.text.strip()]
            if words and words[0].bold and len(plain(runs).split()) <= 12:
                return column
    return None


def _contents(row: _Row, roles: list[_Role], header: _Row | None) -> Iterator[Block]:
    """The readings of a row as items; its other cells as a note."""
    rest: list[Cell] = []
    bold = _bold_reading(row, roles)
    for column, cell in enumerate(row.cells):
        role = roles[column] if column < len(roles) else _Role.OTHER
        if role is _Role.READINGS and column != bold:
            label = header.text(column) if header and column < len(header.cells) else ""
            yield Scope(label if labels.requirement_of(label) else "readings", row.line)
            yield from _readings(cell)
            yield ScopeEnd(row.line)
        elif role is _Role.MIXED:
            yield from papers_among(cell.blocks, row.line)
        elif role is _Role.OTHER or (role is _Role.TOPIC and any(run.url for run in row.runs(column))):
            rest.append(cell)
    yield from _as_notes(rest, row.line)


def _readings(cell: Cell) -> Iterator[Block]:
    for block in cell.blocks:
        if isinstance(block, Prose):
            yield from items_of_lines(block)
        elif isinstance(block, Table):
            yield from _spread_table(block)
        elif isinstance(block, Heading):
            yield Prose(block.runs, block.line)
        else:
            yield block


def _as_notes(cells: Sequence[Cell], line: int) -> Iterator[Block]:
    texts = [runs for cell in cells if (runs := runs_of(cell))]
    if texts:
        joined: list[Run] = []
        for runs in texts:
            joined += [Run(" · "), *runs] if joined else runs
        yield Prose(tidy(joined), line, aside=True)


# -- papers ---------------------------------------------------------------------------------------------------


def _paper_fields(header: _Row | None, body: Sequence[_Row]) -> list[Field | None] | None:
    """What each column says of the paper in its row; None if the rows are no papers."""
    width = max((len(row.cells) for row in body), default=0)
    fields = [field_of(header.text(column)) if header and column < len(header.cells) else None for column in range(width)]
    titled = [column for column in range(width) if fields[column] in (Field.TITLE, Field.ENTRY)]
    wordy = [column for column in titled if _words(body, column) >= 3]
    if not wordy:
        links = [sum(_says_paper(row, column) for row in body) for column in range(width)]
        if not links or max(links) * 2 < len(body) or (header and max(links) < 2):
            return None
        most = links.index(max(links))
        named = [c for c in range(width) if _words(body, c) >= 3 and fields[c] in (None, Field.NAME)]
        wordy = named[:1] if named and most not in named else [most]
    main = max(wordy, key=lambda column: (_words(body, column), -column))
    for column in range(width):
        if column == main:
            fields[column] = Field.ENTRY
        elif fields[column] in (Field.TITLE, Field.ENTRY):
            fields[column] = Field.LINK if any(run.url for row in body for run in row.runs(column)) else Field.NAME
    return fields


def _says_paper(row: _Row, column: int) -> bool:
    runs = row.runs(column)
    if any(map(is_paper_link, runs)):
        return True
    return bool(runs) and evidence_of(read_entry(runs, row.line)) is Evidence.STRONG


def _words(body: Sequence[_Row], column: int) -> float:
    counts = [len(row.text(column).split()) for row in body if row.text(column)]
    return sum(counts) / len(counts) if counts else 0.0


def _records(fields: Sequence[Field | None], body: Sequence[_Row]) -> Iterator[Block]:
    for row in body:
        filled = [column for column in range(len(row.cells)) if row.text(column) or row.runs(column)]
        main = fields.index(Field.ENTRY)
        if len(filled) == 1 and (row.cells[filled[0]].heads or _is_across(row) or _is_loud(row, filled[0])):
            yield Heading(_THEME_LEVEL, row.runs(filled[0]), row.line)
        elif main in filled:
            found = [(field, row.runs(c)) for c, field in enumerate(fields) if field and c in filled]
            rest = [row.cells[c] for c in filled if c < len(fields) and fields[c] is None]
            remarks = [(Field.REMARK, runs_of(cell)) for cell in rest if any(map(str.isalnum, plain(runs_of(cell))))]
            yield Record((*found, *remarks), row.line)
        else:
            yield from _as_notes(row.cells, row.line)
    if body:
        yield Heading(_THEME_LEVEL, (), body[-1].line)


def _is_loud(row: _Row, column: int) -> bool:
    runs = row.runs(column)
    return not any(run.url for run in runs) and all(run.bold for run in runs if run.text.strip())
