"""Lines of text as plain values: which words, in which role, in how many cells. Knows no widget."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from mlsys_tui.text import fold
from mlsys_tui.tui.matches import matched


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


MAX_MADE = 1000
"""As many rows are kept after they were looked at: some screens full."""


class Rows:
    """Rows made when they are looked at: a list of any length costs what is on the screen.

    For long lists give `find`, the place of a key, and `text`, what a row begins with and its other words, folded:
    they are asked instead of all keys and rows.
    """

    def __init__(
        self,
        keys: Sequence[str] = (),
        make: Callable[[int], Row] | None = None,
        *,
        find: Callable[[str], int | None] | None = None,
        text: Callable[[int], str] | None = None,
    ) -> None:
        self.keys = keys
        self._make = make
        self._made: dict[int, Row] = {}
        self._find = find
        self._text = text

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Rows":
        """Rows that are there already."""
        made = tuple(rows)
        return cls([row.key for row in made], made.__getitem__)

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, index: int) -> Row:
        row = self._made.pop(index, None) or self._new(index)
        self._made[index] = row  # last, as the first is dropped: what is on the screen was looked at last
        if len(self._made) > MAX_MADE:
            del self._made[next(iter(self._made))]
        return row

    def get(self, index: int) -> Row | None:
        """The row at a place, if there is one."""
        return self[index] if 0 <= index < len(self) else None

    def __iter__(self) -> Iterator[Row]:
        return map(self._new, range(len(self)))

    def _new(self, index: int) -> Row:
        assert self._make is not None, "no rows"
        return self._make(index)

    def selectable_near(self, index: int, step: int) -> int:
        """The nearest place to `index` that can be chosen, looking in the direction of `step` first."""
        last = len(self) - 1
        index = max(0, min(index, last))
        before, after = range(min(index, last), -1, -1), range(index, last + 1)
        places = chain(after, before) if step > 0 else chain(before, after)
        return next((place for place in places if self[place].selectable), 0)

    def find(self, key: str | None, near: int = 0) -> int | None:
        """The place of the row called `key`; found at once if that is `near`."""
        if key is None:
            return None
        if 0 <= near < len(self.keys) and self.keys[near] == key:
            return near
        if self._find is None:
            self._find = {each: index for index, each in enumerate(self.keys)}.get
        return self._find(key)

    def text(self, index: int) -> str:
        """What a row begins with, to a reader, and its other words; folded."""
        return self._text(index) if self._text else text_of(self._new(index))


def text_of(row: Row) -> str:
    """What a reader would say a row begins with: its cell that gets most room; then its other words; folded."""
    first = sorted(row.cells, key=lambda cell: (not cell.searched, cell.width is not None))
    return fold(" ".join("".join(span.text for span in cell.spans) for cell in first))


def heading(key: str, label: str, count: int) -> Row:
    """The row over a group of so many rows; the cursor passes over it."""
    return Row(key, (Cell((Span(label, Role.STRONG), Span(f"  {count:,}", Role.DIM))),), selectable=False)


def fixed(text: str, role: Role = Role.TEXT, *, width: int | None = None, right: bool = False, drop: int = 0) -> Cell:
    """A cell as wide as its text, or as said."""
    return Cell((Span(text, role),), cell_len(text) if width is None else width, right=right, drop=drop)


_BLANK = Span(" ")


def lay_out(cells: Sequence[Cell], width: int, ellipsis: str = "…", words: Sequence[str] = ()) -> list[Span]:
    """The cells side by side in exactly `width` cells, one blank between; what matches `words` is marked."""
    shown = _that_fit(cells, width)
    spare = width - _taken(shown)
    weights = sum(cell.weight for cell in shown if cell.width is None)
    line: list[Span] = []
    for position, cell in enumerate(shown):
        if position:
            line.append(_BLANK)
        size = cell.width if cell.width is not None else max(0, spare * cell.weight // weights)
        spans: Sequence[Span] = cell.spans
        if words and cell.searched:
            spans = [part for span in spans for part in highlighted(span, words)]
        # Most cells are one span of just their width.
        fits = len(spans) == 1 and cell_len(spans[0].text) == size
        line += spans if fits else fit(spans, size, ellipsis, right=cell.right)
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
        while width > 1 and cell_len((piece := _enough(rest, width)).rstrip()) > width:
            head = set_cell_size(piece, width).rstrip() or rest[: len(rest) - len(rest.lstrip())]
            yield span._replace(text=head)
            rest = rest[len(head) :]
        yield span._replace(text=rest)


def _enough(text: str, width: int) -> str:
    """So much of the beginning of a text that it has more than `width` cells: to cut off a line, all is too much."""
    size = 8 * width
    while size < len(text) and cell_len(text[:size].rstrip()) <= width:
        size *= 2
    return text[:size]


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
