"""The rows of CSV, whatever separates its cells, and what its columns are called."""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from mlsys_tui.domain.reading_list import Problem
from mlsys_tui.parsing.blocks import Field
from mlsys_tui.parsing.words.fields import field_of, is_session_key, is_topic_key, words_of
from mlsys_tui.parsing.words.strings import is_address
from mlsys_tui.patterns import pattern

NAMING = (Field.TITLE, Field.ENTRY, Field.NAME)
_DELIMITERS = ",\t;"
_NO_CSV = pattern(r"^(?:#{1,6} |[-*+] |\||<[A-Za-z!]|```|@\w+\{|---$)")
_MAX_LINES = 60
_MAX_COLUMNS = 200
_MAX_HEADER = 2000
_SAMPLE = 50
_SHOWN = 80


class Row(NamedTuple):
    """The cells of a row, and the line it begins on."""

    cells: list[str]
    line: int


class Shape(NamedTuple):
    """How a document is to be read; the header is None if its columns are known by what stands in them."""

    delimiter: str
    names: list[str]
    header: Row | None
    start: int


def looks_like_csv(text: str) -> bool:
    """True for a header of columns that papers have over rows as wide, or for rows of titles and addresses alone."""
    return shape_of(text) is not None


def shape_of(text: str) -> Shape | None:
    """The delimiter and the columns; None for what is no table of papers."""
    lines = text[:200_000].split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is None or _NO_CSV.match(lines[first]):
        return None
    for delimiter in _DELIMITERS:
        filled = [at for at, line in enumerate(lines[first : first + 5], first) if delimiter in line]
        for at in filled[:3]:
            header = _cells(lines[at : at + _MAX_LINES], delimiter)[0]
            if _is_header(header) and _fits(lines, at, delimiter, len(header)):
                return Shape(delimiter, header, Row(header, at + 1), at + _height(lines, at, delimiter))
    for delimiter in _DELIMITERS:
        if delimiter in lines[first] and (names := _names_by_content(lines[first:], delimiter)):
            return Shape(delimiter, names, None, first)
    return None


def _cells(lines: Sequence[str], delimiter: str) -> tuple[list[str], int]:
    """The cells of the row that begins with the first of `lines`, and the lines it takes; an open quote is text."""
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, skipinitialspace=delimiter != "\t")
    try:
        cells = next(reader)
        if reader.line_num < _MAX_LINES and (reader.line_num == 1 or reader.line_num < len(lines) or _closed(lines)):
            return [cell.strip() for cell in cells], reader.line_num
    except (csv.Error, StopIteration):
        pass
    return [cell.strip(' "') for cell in lines[0].split(delimiter)], 1


def _closed(lines: Sequence[str]) -> bool:
    return sum(line.count('"') for line in lines) % 2 == 0


def _height(lines: Sequence[str], at: int, delimiter: str) -> int:
    return _cells(lines[at : at + _MAX_LINES], delimiter)[1]


def rows_of(lines: Sequence[str], delimiter: str, start: int, problems: list[Problem]) -> Iterator[Row]:
    """The rows that are not empty. A quote that does not close within `_MAX_LINES` lines is text, and a problem."""
    at = start
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        if '"' not in lines[at]:
            cells, taken = [cell.strip() for cell in lines[at].split(delimiter)], 1
        else:
            cells, taken = _cells(lines[at : at + _MAX_LINES], delimiter)
            if taken == 1 and lines[at].count('"') % 2:
                problems.append(Problem(at + 1, f"a quotation mark that does not close: {lines[at][:_SHOWN]!r}"))
        if any(cells):
            yield Row(cells[:_MAX_COLUMNS], at + 1)
        at += taken


def _is_header(cells: Sequence[str]) -> bool:
    """True for names of columns: one for titles, and another that is known."""
    if not 2 <= len(cells) <= _MAX_COLUMNS or sum(map(len, cells)) > _MAX_HEADER:
        return False
    if any(is_address(cell) or len(cell.split()) > 6 or (" " in cell and cell.endswith(".")) for cell in cells):
        return False
    fields = [field_of(cell) if _is_name(cell) else None for cell in cells]
    grouping = [cell for cell in cells if is_session_key(cell) or is_topic_key(cell)]
    known = sum(field is not None for field in fields) + len(grouping)
    return any(field in NAMING for field in fields) and known >= 2 and known * 3 >= len([c for c in cells if c])


def _is_name(cell: str) -> bool:
    """True for the name of a column, most words of which are known; not for a part of a sentence."""
    words = words_of(cell)
    return field_of("".join(words)) is not None or 2 * sum(field_of(word) is not None for word in words) >= len(words)


def _fits(lines: Sequence[str], at: int, delimiter: str, width: int) -> bool:
    """True if the rows below a header are as wide as it, for the most part."""
    rows = list(islice(rows_of(lines, delimiter, at + _height(lines, at, delimiter), []), _SAMPLE))
    fitting = sum(min(width, 2) <= len(row.cells) <= width + 1 for row in rows)
    same = sum(len(row.cells) == width for row in rows)
    return bool(rows) and fitting * 3 >= len(rows) * 2 and same * 2 >= len(rows)


def _names_by_content(lines: Sequence[str], delimiter: str) -> list[str]:
    """Names for columns without a header: exactly one of addresses, one of texts that may be titles; else []."""
    rows = [row.cells for row in islice(rows_of(lines, delimiter, 0, []), _SAMPLE)]
    widths = {len(cells) for cells in rows}
    if len(rows) < 2 or len(widths) != 1 or not 2 <= (width := widths.pop()) <= 8:
        return []
    columns = [[cells[at] for cells in rows] for at in range(width)]
    linked = [at for at, cells in enumerate(columns) if all(is_address(cell) for cell in cells)]
    titled = [
        at for at, cells in enumerate(columns)
        if at not in linked and sum(len(cell.split()) for cell in cells) >= 3 * len(cells)
    ]  # fmt: skip
    if len(linked) != 1 or not titled:
        return []
    years = [at for at, cells in enumerate(columns) if all(re.fullmatch(r"(?:19|20)\d\d", cell) for cell in cells)]
    title = max(titled, key=lambda at: sum(map(len, columns[at])))
    return [
        "title" if at == title else "link" if at in linked else "year" if at in years else "note" for at in range(width)
    ]
