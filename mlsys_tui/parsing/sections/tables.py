"""Tables to headings, items and records.

A table of sessions (a column of dates, weeks or lecture numbers) becomes a heading per session with what its other
columns list, or with its one paper; any other table of papers becomes a record per row, one about a single paper items
of that paper. One that only lays out the page gives its cells, a calendar the lines that say they are readings; all
else becomes notes.
"""

from collections.abc import Iterator, Sequence

from mlsys_tui.parsing.blocks import (
    Block,
    Cell,
    Field,
    Heading,
    Item,
    Prose,
    Record,
    Run,
    Scope,
    ScopeEnd,
    Table,
    plain,
    split_lines,
    tidy,
)
from mlsys_tui.parsing.entries.entry import read_entry
from mlsys_tui.parsing.entries.evidence import Evidence, evidence_of, is_paper_link
from mlsys_tui.parsing.entries.lines import items_of_item, labelled_lines
from mlsys_tui.parsing.sections.schedules import SESSION_LEVEL, THEME_LEVEL, session_roles, sessions
from mlsys_tui.parsing.sections.table_rows import (
    Row,
    as_notes,
    broken_runs,
    first_line,
    is_across,
    is_sheet,
    rows_of_table,
    runs_of,
    sheet,
    take_header,
)
from mlsys_tui.parsing.words import labels
from mlsys_tui.parsing.words.dates import find_date
from mlsys_tui.parsing.words.fields import field_of
from mlsys_tui.parsing.words.roles import Role


def spread(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with each table turned into what it lists."""
    for block in blocks:
        if isinstance(block, Table):
            yield from _spread_table(block)
        else:
            yield block


def _spread_table(table: Table) -> Iterator[Block]:
    rows = rows_of_table(table)
    if not rows:
        return
    if any(isinstance(block, Table) for row in rows for cell in row.cells for block in cell.blocks):
        yield from _layout(rows)
        return
    if is_sheet(rows):
        yield from sheet(rows)
        return
    header, body = take_header(rows)
    if (roles := session_roles(header, body)) and (told := _papers_of_sessions(roles, header, body)):
        yield from _dated(roles, told, body)
    elif roles:
        yield from sessions(roles, header, body)
    elif fields := _paper_fields(header, body):
        yield from _records(fields, body)
    elif len(rows) == 1 or max(len(row.cells) for row in rows) == 1:
        yield from _layout(rows)
    else:
        for row in rows:
            yield from _calendar(row)


def _layout(rows: Sequence[Row]) -> Iterator[Block]:
    """A table that only lays out the page."""
    for row in rows:
        for cell in row.cells:
            yield from spread(cell.blocks)


def _calendar(row: Row) -> Iterator[Block]:
    """A row of a table that is no list: its notes, but for cells with lines that say they are readings."""
    rest: list[Cell] = []
    for cell in row.cells:
        prose = [block for block in cell.blocks if isinstance(block, Prose)]
        readings = [item for block in prose for item in labelled_lines(block)]
        if not readings:
            rest.append(cell)
            continue
        first, *others = [runs for block in prose for runs in split_lines(block.runs) if plain(runs).strip()]
        if find_date(plain(first)):
            topic = first_line(others[0]) if others and not labels.lists_readings(plain(others[0][:1])) else ()
            yield Heading(SESSION_LEVEL, tidy((*first_line(first), Run(" "), *topic)), prose[0].line)
        yield Scope("readings", row.line)
        yield from readings
        yield ScopeEnd(row.line)
        yield Prose(runs_of(cell), row.line, aside=True)
    yield from as_notes(rest, row.line)
    yield Heading(SESSION_LEVEL, (), row.line)


# -- papers ---------------------------------------------------------------------------------------------------


def _paper_fields(header: Row | None, body: Sequence[Row]) -> list[Field | None] | None:
    """What each column says of the paper in its row; None if the rows are no papers."""
    width = max((len(row.cells) for row in body), default=0)
    fields = [
        field_of(header.text(column)) if header and column < len(header.cells) else None for column in range(width)
    ]
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


def _papers_of_sessions(roles: Sequence[Role], header: Row | None, body: Sequence[Row]) -> list[Field | None] | None:
    """What each column says of the one paper of a session: "Date | Presenter | Title | Venue"; else None."""
    if header is None or Role.DATE not in roles:
        return None
    named = [field_of(header.text(column)) for column in range(len(header.cells))]
    if Field.TITLE not in named or not {Field.VENUE, Field.AUTHORS} & set(named):
        return None
    fields = _paper_fields(header, body)
    return fields and [None if role is Role.DATE else field for role, field in zip(roles, fields, strict=False)]


def _dated(roles: Sequence[Role], fields: Sequence[Field | None], body: Sequence[Row]) -> Iterator[Block]:
    """A heading per session, and the paper of its row; who presents it is a note."""
    for row in body:
        day = next((row.runs(column) for column, role in enumerate(roles) if role is Role.DATE), ())
        yield Heading(SESSION_LEVEL, day, row.line)
        told = [
            (field, broken_runs(row.cells[column])) for column, field in enumerate(fields) if field and row.runs(column)
        ]
        rest = [
            cell
            for cell, role, field in zip(row.cells, roles, fields, strict=False)
            if role is not Role.DATE and field is None
        ]
        linked = [cell for cell in rest if any(run.url for run in runs_of(cell))]
        yield Record((*told, *((Field.LINK, runs_of(cell)) for cell in linked)), row.line)
        yield from as_notes([cell for cell in rest if cell not in linked and cell.blocks], row.line)
    yield Heading(THEME_LEVEL, (), body[-1].line)


def _says_paper(row: Row, column: int) -> bool:
    runs = row.runs(column)
    if any(map(is_paper_link, runs)):
        return True
    return bool(runs) and evidence_of(read_entry(runs, row.line)) is Evidence.STRONG


def _words(body: Sequence[Row], column: int) -> float:
    counts = [len(row.text(column).split()) for row in body if row.text(column)]
    return sum(counts) / len(counts) if counts else 0.0


def _records(fields: Sequence[Field | None], body: Sequence[Row]) -> Iterator[Block]:
    for row in body:
        filled = [column for column in range(len(row.cells)) if row.text(column) or row.runs(column)]
        main = fields.index(Field.ENTRY)
        if len(filled) == 1 and (row.cells[filled[0]].heads or is_across(row) or _is_loud(row, filled[0])):
            yield Heading(THEME_LEVEL, row.runs(filled[0]), row.line)
        elif main in filled:
            found = [(field, row.runs(c)) for c, field in enumerate(fields) if field and c in filled]
            rest = [row.cells[c] for c in filled if c < len(fields) and fields[c] is None]
            remarks = [(Field.REMARK, runs_of(cell)) for cell in rest if any(map(str.isalnum, plain(runs_of(cell))))]
            items = items_of_item(Item(row.runs(main), row.line)) if len(found) == 1 else []
            for entry in items:
                yield Record(((Field.ENTRY, entry.runs), *remarks), row.line)
            if not items:
                yield Record((*found, *remarks), row.line)
        else:
            yield from as_notes(row.cells, row.line)
    if body:
        yield Heading(THEME_LEVEL, (), body[-1].line)


def _is_loud(row: Row, column: int) -> bool:
    runs = row.runs(column)
    return not any(run.url for run in runs) and all(run.bold for run in runs if run.text.strip())
