"""Two texts beside each other, line by line: what only one of them has is marked, by a sign and a colour."""

from difflib import SequenceMatcher
from typing import NamedTuple

from mlsys_tui.text import clean_block
from mlsys_tui.tui.lines import Item, Line, Role, Span

MAX_LINES = 2000
"""Longer texts are shown up to here; comparing them takes more time than it is worth."""


class Compared(NamedTuple):
    """Both texts as lines to be shown, and the first line of each that differs."""

    before: tuple[Line | Item, ...]
    after: tuple[Line | Item, ...]
    first_before: int
    first_after: int


def compare(before: str, after: str, sign: str) -> Compared:
    """Both texts; what only one of them has, with the sign before it. No sign of Markdown will do."""
    old, new = (clean_block(text).splitlines()[:MAX_LINES] for text in (before, after))
    head = _in_common(old, new)
    tail = _in_common(old[head:][::-1], new[head:][::-1])
    same_old = {*range(head), *range(len(old) - tail, len(old))}
    same_new = {*range(head), *range(len(new) - tail, len(new))}
    matcher = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail])
    for start_old, start_new, size in matcher.get_matching_blocks():
        same_old.update(range(head + start_old, head + start_old + size))
        same_new.update(range(head + start_new, head + start_new + size))
    return Compared(
        _lines(old, same_old, sign, Role.BUSY),
        _lines(new, same_new, sign, Role.GOOD),
        _first(old, same_old),
        _first(new, same_new),
    )


def _in_common(one: list[str], other: list[str]) -> int:
    """How many lines both begin with."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (line, its) in enumerate(pairs) if line != its), min(len(one), len(other)))


def _lines(texts: list[str], same: set[int], sign: str, role: Role) -> tuple[Line | Item, ...]:
    return tuple(
        Item((Span("  "),), (Span(text),)) if place in same else Item((Span(f"{sign} ", role),), (Span(text, role),))
        for place, text in enumerate(texts)
    )


def _first(texts: list[str], same: set[int]) -> int:
    return next((place for place in range(len(texts)) if place not in same), max(0, len(texts) - 1))
