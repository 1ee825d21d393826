"""Rows of tables: their texts, their header, what of them is only a note; and tables about one paper."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

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
    Table,
    join_lines,
    plain,
    tidy,
)
from mlsys_tui.parsing.words.dates import find_date
from mlsys_tui.parsing.words.fields import field_of
from mlsys_tui.parsing.words.roles import Role, role_of

_MAX_SPANNING = 12


class Row(NamedTuple):
    """A row, each of its cells one column wide, and the line it starts on."""

    cells: tuple[Cell, ...]
    line: int

    def runs(self, column: int) -> Runs:
        """The text of a cell; () if the row is shorter."""
        return runs_of(self.cells[column]) if 0 <= column < len(self.cells) else ()

    def text(self, column: int) -> str:
        """The same as plain text."""
        return plain(self.runs(column)).replace(BREAK, " ").strip()


def runs_of(cell: Cell) -> Runs:
    """All that stands in a cell as one stretch of text."""
    lines = []
    for block in cell.blocks:
        if isinstance(block, (Prose, Item, Heading)):
            lines.append(block.runs)
            lines.extend(child.runs for child in (block.children if isinstance(block, Item) else ()))
    return lines[0] if len(lines) == 1 else join_lines(lines)


def broken_runs(cell: Cell) -> Runs:
    """The same with a break after each paragraph: the title, then its authors."""
    joined: list[Run] = []
    for block in cell.blocks:
        if isinstance(block, (Prose, Item, Heading)):
            joined += [Run(f"{BREAK}\n"), *block.runs] if joined else block.runs
    return tidy(joined)


def rows_of_table(table: Table) -> list[Row]:
    """The rows of a table, each cell one column wide; what stands beside several rows is said in each of them.

    But for papers, which are listed once.
    """
    rows: list[Row] = []
    held: dict[int, tuple[int, Cell]] = {}
    for cells, line in table.rows:
        found: list[Cell] = []
        for cell in cells:
            _let_in(found, held)
            if cell.rows > 1:
                runs = runs_of(cell)
                says = () if any(run.url for run in runs) or len(plain(runs).split()) > _MAX_SPANNING else cell.blocks
                held[len(found)] = cell.rows - 1, Cell(says, cell.heads)
            found.append(cell)
            found.extend([Cell((), cell.heads)] * (cell.span - 1))
        _let_in(found, held)
        rows.append(Row(tuple(found), line))
    return rows


def _let_in(found: list[Cell], held: dict[int, tuple[int, Cell]]) -> None:
    """Put the cells of rows above in where they reach down to."""
    while (at := len(found)) in held:
        more, cell = held.pop(at)
        if more > 1:
            held[at] = more - 1, cell
        found.append(cell)


def take_header(rows: list[Row]) -> tuple[Row | None, list[Row]]:
    """The header: a row of header cells, else a first row of names that columns have."""
    first = rows[0]
    if len(first.cells) > 1 and all(cell.heads for cell in first.cells):
        return (first if any(first.text(column) for column in range(len(first.cells))) else None), rows[1:]
    names = [first.text(column) for column in range(len(first.cells))]
    known = [name for name in names if name and (field_of(name) or role_of(name) is not Role.OTHER)]
    short = all(len(name.split()) <= 4 and not find_date(name) for name in names)
    if len(known) >= 2 and short and not any(run.url for column in range(len(names)) for run in first.runs(column)):
        return first, rows[1:]
    return None, rows


def is_across(row: Row) -> bool:
    """True for a cell that takes the whole width."""
    return len(row.cells) > 1 and row.cells[0].span == len(row.cells)


def first_line(runs: Runs) -> Runs:
    """What stands before the first line break or link: links in a topic lead to notes and forms."""
    kept: list[Run] = []
    for run in runs:
        head, found, _ = run.text.partition(BREAK)
        if run.url and kept:
            break
        kept.append(replace(run, text=head, url=None))
        if found:
            break
    text = re.sub(r"[\s(\[:,;|-]+$", "", plain(tidy(kept)))
    return (Run(text),) if text else ()


def as_notes(cells: Sequence[Cell], line: int) -> Iterator[Block]:
    """Cells as one note."""
    texts = [runs for cell in cells if (runs := runs_of(cell))]
    if texts:
        joined: list[Run] = []
        for runs in texts:
            joined += [Run(" · "), *runs] if joined else runs
        yield Prose(tidy(joined), line, aside=True)


def is_sheet(rows: Sequence[Row]) -> bool:
    """True for a table about one paper: what is said in the first column, and that in the second."""
    width = max(len(row.cells) for row in rows)
    return width == 2 and sum(field_of(row.text(0)) is not None for row in rows) >= 2 and _names_no_columns(rows[0])


def _names_no_columns(header: Row) -> bool:
    return field_of(header.text(0)) is None or field_of(header.text(1)) is None


def sheet(rows: Sequence[Row]) -> Iterator[Block]:
    """Such a table as items of the paper above it, "Authors: Ann Lee"; other rows are notes.

    If it says the title, too, it is a record of its own.
    """
    told = [(field_of(row.text(0)) if row.runs(1) else None, row) for row in rows]
    heads = field_of(rows[0].text(0)) is None and bool(rows[0].text(1))
    if any(field is Field.TITLE for field, _ in told):
        yield Record(tuple((field, row.runs(1)) for field, row in told if field), rows[0].line)
    for at, (field, row) in enumerate(told):
        if field is None and (at or not heads):
            yield from as_notes(row.cells, row.line)
        elif field and not any(each is Field.TITLE for each, _ in told):
            yield Item(tidy((Run(f"{row.text(0)}: "), *row.runs(1))), row.line)
