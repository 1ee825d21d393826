"""From the texts of papers to their index."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from mlsys_tui.domain.query import words_of
from mlsys_tui.search.index import FIELD_END, NAME_FROM, TITLE_FROM, Index, Place

_CHUNK = 256
_MANY = 1 << 16


class Texts(NamedTuple):
    """What of a paper is looked through. The first of `titles` is its own, the others are what lists call it."""

    name: str | None = None
    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    venue: str | None = None
    year: int | None = None
    sections: tuple[str, ...] = ()


_Rows = defaultdict[str, "array[int]"]


def _ready() -> None:
    pass


def build(papers: Iterable[Texts], check: Callable[[], None] = _ready) -> Index:
    """The index of `papers`, numbered as they come. `check` is called often, and may raise."""
    columns = tuple(_Rows(lambda: array("I")) for _ in Place)
    # Authors, venues and sections come again and again; the cache goes when the index is made.
    known = lru_cache(_MANY)(lambda text: frozenset(words_of(text)))
    lines = []
    for number, paper in enumerate(papers):
        if number % _CHUNK == 0:
            check()
        line, within = _add_titles(number, paper, columns)
        lines.append(line)
        other = {str(paper.year)} if paper.year is not None else set()
        for text in (*paper.authors, paper.venue, *paper.sections):
            if text:
                other |= known(text)
        column = columns[Place.ELSE]
        for word in other - within:
            column[word].append(number)
    words = sorted(columns[Place.WITHIN].keys() | columns[Place.ELSE].keys())
    return Index.made(words, _one_by_one(columns, check), lines)


def _one_by_one(columns: Iterable[_Rows], check: Callable[[], None]) -> Iterator[_Rows]:
    for column in columns:
        check()
        yield column


def _add_titles(number: int, paper: Texts, columns: tuple[_Rows, ...]) -> tuple[bytes, set[str]]:
    """Enter name and titles; the line for `Index.line`, and their words."""
    line = b""
    within: set[str] = set()
    alone, first = set(), set()
    for sign, text in ((NAME_FROM, paper.name), *((TITLE_FROM, title) for title in paper.titles)):
        if not text or not (words := words_of(text)):
            continue
        field = sign + " ".join(words).encode() + FIELD_END
        if field in line:
            continue
        line += field
        within.update(words)
        if sign == NAME_FROM:
            columns[Place.NAME][words[0]].append(number)
        else:
            first.add(words[0])
        if len(words) == 1:
            alone.add(words[0])
    for place, found in ((Place.ALONE, alone), (Place.TITLE, first), (Place.WITHIN, within)):
        column = columns[place]
        for word in found:
            column[word].append(number)
    return line, within
