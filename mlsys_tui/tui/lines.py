"""Lines of text as plain values: which words, in which role, in how many cells. Knows no widget."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from mlsys_tui.text import fold


class Role(StrEnum):
    """What a piece of text is to the reader; styles/roles.tcss says how it looks."""

    TEXT = "text"
    STRONG = "strong"
    DIM = "dim"
    ACCENT = "accent"
    GOOD = "good"
    BUSY = "busy"
    EVENT = "event"
    BAD = "bad"
    MATCH = "match"


class Span(NamedTuple):
    """Text in one role. `action` is what a click on it runs, if anything."""

    text: str
    role: Role = Role.TEXT
    action: str | None = None


Line = tuple[Span, ...]


class Item(NamedTuple):
    """A line whose further lines, when it is wrapped, begin below its `body`, not below its `lead`.

    Without a lead they begin `hang` cells to the right.
    """

    lead: Line
    body: Line
    hang: int = 0


def hanging(line: Line) -> Item:
    """A line whose further lines are indented."""
    return Item((), line, 2)


class Cell(NamedTuple):
    """One column of a row.

    `width` None takes what the others leave, at least `least`, in proportion to its `weight`. When space runs out,
    cells with a `drop` go first, the highest number first. `searched` text shows what a filter matched.
    """

    spans: Line
    width: int | None = None
    least: int = 8
    weight: int = 1
    right: bool = False
    drop: int = 0
    searched: bool = False


class Row(NamedTuple):
    """One line of a list: its key, its cells, and its place in a tree if it has one."""

    key: str
    cells: tuple[Cell, ...]
    depth: int = 0
    expanded: bool | None = None
    parent: str | None = None
    selectable: bool = True


class Rows:
    """Rows made when they are looked at: a list of any length costs what is on the screen."""

    def __init__(
        self,
        keys: Sequence[str] = (),
        make: Callable[[int], Row] | None = None,
        find: Callable[[str], int | None] | None = None,
    ) -> None:
        self.keys = keys
        self._make = make
        self._find = find
        self._made: dict[int, Row] = {}
        self._index: dict[str, int] | None = None

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Rows":
        """Rows that are there already."""
        made = tuple(rows)
        return cls([row.key for row in made], made.__getitem__)

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, index: int) -> Row:
        row = self._made.get(index)
        if row is None:
            assert self._make is not None, "no rows"
            row = self._made[index] = self._make(index)
        return row

    def __iter__(self) -> Iterator[Row]:
        return (self[index] for index in range(len(self)))

    def selectable_near(self, index: int, step: int) -> int:
        """The nearest place to `index` that can be chosen, looking in the direction of `step` first."""
        last = len(self) - 1
        index = max(0, min(index, last))
        before, after = range(min(index, last), -1, -1), range(index, last + 1)
        places = chain(after, before) if step > 0 else chain(before, after)
        return next((place for place in places if self[place].selectable), 0)

    def find(self, key: str | None) -> int | None:
        """The place of the row called `key`."""
        if self._find is not None:
            return None if key is None else self._find(key)
        if self._index is None:
            self._index = {each: index for index, each in enumerate(self.keys)}
        return None if key is None else self._index.get(key)


def fixed(text: str, role: Role = Role.TEXT, *, width: int | None = None, right: bool = False, drop: int = 0) -> Cell:
    """A cell as wide as its text, or as said."""
    return Cell((Span(text, role),), cell_len(text) if width is None else width, right=right, drop=drop)


def lay_out(cells: Sequence[Cell], width: int, ellipsis: str = "…", words: Sequence[str] = ()) -> list[Span]:
    """The cells side by side in exactly `width` cells, one blank between; what matches `words` is marked."""
    shown = _that_fit(cells, width)
    spare = width - _taken(shown)
    weights = sum(cell.weight for cell in shown if cell.width is None)
    line: list[Span] = []
    for position, cell in enumerate(shown):
        if position:
            line.append(Span(" "))
        size = cell.width if cell.width is not None else max(0, spare * cell.weight // weights)
        spans = [part for span in cell.spans for part in highlighted(span, words)] if cell.searched else cell.spans
        line += fit(spans, size, ellipsis, right=cell.right)
    return fit(line, width, ellipsis)


def _taken(cells: Sequence[Cell]) -> int:
    return sum(cell.width or 0 for cell in cells) + max(0, len(cells) - 1)


def _that_fit(cells: Sequence[Cell], width: int) -> list[Cell]:
    shown = list(cells)
    while _taken(shown) + sum(cell.least for cell in shown if cell.width is None) > width:
        goes = max(shown, key=lambda cell: cell.drop, default=None)
        if goes is None or not goes.drop:
            break
        shown.remove(goes)
    return shown


def fit(spans: Iterable[Span], width: int, ellipsis: str = "…", *, right: bool = False) -> list[Span]:
    """The spans cut or padded to exactly `width` cells; wide characters are never halved."""
    spans = list(spans)
    length = sum(cell_len(span.text) for span in spans)
    if length <= width:
        padding = [Span(" " * (width - length))] if length < width else []
        return [*padding, *spans] if right else [*spans, *padding]
    fitted: list[Span] = []
    left = width - cell_len(ellipsis)
    for span in spans:
        size = cell_len(span.text)
        if size >= left:
            return [*fitted, span._replace(text=set_cell_size(span.text, max(0, left)) + ellipsis[: max(0, width)])]
        fitted.append(span)
        left -= size
    return fitted


def wrap(line: Line | Item, width: int) -> list[Line]:
    """The line in lines of at most `width` cells, broken between words; longer words are broken anywhere."""
    if isinstance(line, Item):
        if not line.lead and sum(cell_len(span.text) for span in line.body) <= width:
            return [line.body]
        size = sum(cell_len(span.text) for span in line.lead) or line.hang
        first, *others = wrap(line.body, max(1, width - size))
        return [(*line.lead, *first), *((Span(" " * size), *other) for other in others)]
    lines: list[list[Span]] = [[]]
    left = width
    for word in (part for span in line for part in _words(span, width)):
        if cell_len(word.text.rstrip()) <= left:
            lines[-1].append(word)
            left -= cell_len(word.text)
        else:
            lines.append([word._replace(text=word.text.lstrip())])
            left = width - cell_len(lines[-1][0].text)
    return [tuple(spans) for spans in lines]


def _words(span: Span, width: int) -> Iterator[Span]:
    """The span word by word, each with the blanks after it."""
    for word in re.findall(r"\s*\S+\s*|\s+", span.text):
        rest = word
        while cell_len(rest.rstrip()) > width > 1:
            head = set_cell_size(rest, width).rstrip()
            yield span._replace(text=head)
            rest = rest[len(head) :]
        yield span._replace(text=rest)


def highlighted(span: Span, words: Sequence[str]) -> list[Span]:
    """The span in pieces, those that match one of the folded `words` as matches."""
    ranges = matched(span.text, words)
    pieces, end = [], 0
    for start, stop in ranges:
        if start > end:
            pieces.append(span._replace(text=span.text[end:start]))
        pieces.append(span._replace(text=span.text[start:stop], role=Role.MATCH))
        end = stop
    if end < len(span.text):
        pieces.append(span._replace(text=span.text[end:]))
    return pieces


def matched(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where any of the folded `words` stands in `text`, case and accents aside; ranges in order, none overlapping."""
    if not words:
        return []
    folded, origin = "", []
    for position, char in enumerate(text):
        plain = fold(char) or " "
        folded += plain
        origin += [position] * len(plain)
    hit = set()
    for word in words:
        start = folded.find(word)
        while start >= 0:
            hit.update(origin[start : start + len(word)])
            start = folded.find(word, start + len(word))
    ranges: list[tuple[int, int]] = []
    for position in sorted(hit):
        if ranges and ranges[-1][1] == position:
            ranges[-1] = (ranges[-1][0], position + 1)
        else:
            ranges.append((position, position + 1))
    return ranges
