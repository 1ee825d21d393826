"""How well papers have one word of a query."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import chain
from typing import NamedTuple

from mlsys_tui.domain.query import is_cjk
from mlsys_tui.search.index import Index, Place
from mlsys_tui.search.own import Own
from mlsys_tui.search.typos import Near, near

FEW = 10
"""A word that fewer papers have is looked for with typos too."""

INSIDE_FROM = 3
"""So many letters are found inside words too, fewer where a word begins."""

_CHUNK = 1 << 13
_FEW_INSIDE = 300


class Level(IntEnum):
    """How well a paper has a word of the query, the best first."""

    NAME = 0
    """It is the short name, or the whole title."""
    NAME_BEGINS = 1
    TITLE_BEGINS = 2
    WHOLE = 3
    """It is a word of the short name or a title."""
    BEGINS = 4
    """It begins such a word."""
    WHOLE_ELSEWHERE = 5
    """It is a word of the authors, venue, year, sections, tags or notes."""
    ELSEWHERE = 6
    """It begins such a word."""
    INSIDE = 7
    """It is inside a word, wherever that is."""
    TYPO = 8
    """A word is this one with one wrong letter."""
    TYPOS = 9
    """A word is this one with two wrong letters, or begins like it but for wrong letters."""


class Span(NamedTuple):
    """What a word of a query is in the index and among the reader's own words.

    The words of the index from `low` up to `high` begin with it, those before `whole` are it, those `inside` have it
    anywhere else. `own` are the papers on whose own words it stands as a whole, as a beginning, and anywhere.
    """

    low: int
    high: int
    whole: int
    inside: set[int]
    cjk: bool
    own: tuple[list[int], list[int], list[int]]


class Found(NamedTuple):
    """The papers that have one word, for each level; each paper is in its best one only.

    `size` is their number, `near` the words that it may be meant for, None if it is good as it is.
    """

    span: Span
    levels: tuple[set[int], ...]
    size: int
    near: tuple[Near, ...] | None = None


def entries(index: Index, word: str) -> int:
    """How many entries of the index are looked at for a word, but for those of words with it inside."""
    low, high, _ = index.beginning(word)
    return sum(column.starts[high] - column.starts[low] for column in index.columns)


def look_up(index: Index, own: Own, word: str, check: Callable[[], None], before: Found | None = None) -> Found:
    """The papers that have `word`; with typos if those are few. `before` is what one letter less has found."""
    span = _span(index, own, word, before)
    if before is not None and before.near is None and before.span == span:
        return before
    levels = _levels(index, span, check)
    size = sum(map(len, levels))
    if size >= FEW:
        return Found(span, tuple(levels), size)
    check()
    meant = tuple(near(index, word))
    if before is not None and before.near == meant and before.span == span:
        return before
    for each in meant:
        level = Level.TYPO if each.edits == 1 and not each.begins else Level.TYPOS
        levels[level] |= _only_in(_having(index, [each.number], (Place.WITHIN, Place.ELSE)), levels, check)
    return Found(span, tuple(levels), sum(map(len, levels)), meant)


def look_among(index: Index, own: Own, word: str, check: Callable[[], None], among: set[int]) -> Found:
    """Those papers of `among` that have `word`, no typos."""
    span = _span(index, own, word, None)
    levels = _levels(index, span, check, among)
    return Found(span, tuple(levels), sum(map(len, levels)))


def _span(index: Index, own: Own, word: str, before: Found | None) -> Span:
    low, high, known = index.beginning(word)
    cjk = is_cjk(word)
    inside: set[int] = set()
    if within := cjk or len(word) >= INSIDE_FROM:
        inside = _inside(index, word, before if len(word) > INSIDE_FROM else None)
        inside.difference_update(range(low, high))
    whole, begun, anywhere = own.having(word, inside=within)
    return Span(low, high, low + known, inside, cjk, (whole, anywhere if cjk else begun, anywhere))


def _inside(index: Index, word: str, before: Found | None) -> set[int]:
    """The words of the index with `word` in them: among those that had one letter less, if these are few."""
    if before is None or len(before.span.inside) > _FEW_INSIDE:
        return index.inside(word)
    found = index.inside(word, before.span.low, before.span.high)
    found.update(number for number in before.span.inside if word in index.word(number))
    return found


def _levels(index: Index, span: Span, check: Callable[[], None], among: set[int] | None = None) -> list[set[int]]:
    """The papers of each level, of all or `among` some; none with typos."""
    levels: list[set[int]] = []
    for pieces in _pieces(index, span):
        levels.append(_only_in(pieces, levels, check, among))
    return [*levels, set(), set()]


def _pieces(index: Index, span: Span) -> Iterator[Iterable[Sequence[int]]]:
    """For each level but the typos, pieces of the index with the papers that are this good or better."""
    low, high, whole, inside, cjk, own = span
    alone, name, title, within, other = index.columns
    # No blank says where a word of a CJK run begins, so it may begin anywhere.
    begun, rest = (inside, ()) if cjk else ((), inside)
    yield [alone.of(low, whole)]
    yield [name.of(low, high)]
    yield [title.of(low, high)]
    yield [within.of(low, whole)]
    yield chain([within.of(whole, high)], _having(index, begun, (Place.WITHIN,)))
    yield [other.of(low, whole), own[0]]
    yield chain([other.of(whole, high), own[1]], _having(index, begun, (Place.ELSE,)))
    yield chain([own[2]], _having(index, rest, (Place.WITHIN, Place.ELSE)))


def _having(index: Index, words: Iterable[int], places: Sequence[Place]) -> Iterator[Sequence[int]]:
    """The papers that have one of the words, given by number, in one of the places."""
    for place in places:
        starts, papers = index.columns[place]
        for word in words:
            yield papers[starts[word] : starts[word + 1]]


def _only_in(
    pieces: Iterable[Sequence[int]],
    levels: Iterable[set[int]],
    check: Callable[[], None],
    among: set[int] | None = None,
) -> set[int]:
    """The papers of the pieces that are in none of the levels, of all or `among` some."""
    found: set[int] = set()
    waiting = 0
    for piece in pieces:
        for begin in range(0, len(piece), _CHUNK):
            part = piece[begin : begin + _CHUNK]
            numbers = part.tolist() if isinstance(part, memoryview) else part
            found.update(numbers if among is None else among.intersection(numbers))
            waiting += len(part) + 10
            if waiting > _CHUNK:
                waiting = 0
                check()
    for level in levels:
        found -= level
    return found
