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


def compare(before: str, after: str) -> Compared:
    """What stands in both, what `before` has alone (-), and what `after` has alone (+)."""
    old, new = (clean_block(text).splitlines()[:MAX_LINES] for text in (before, after))
    same_old: set[int] = set()
    same_new: set[int] = set()
    for start_old, start_new, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        same_old.update(range(start_old, start_old + size))
        same_new.update(range(start_new, start_new + size))
    return Compared(
        _lines(old, same_old, "-", Role.BAD),
        _lines(new, same_new, "+", Role.GOOD),
        _first(old, same_old),
        _first(new, same_new),
    )


def _lines(texts: list[str], same: set[int], sign: str, role: Role) -> tuple[Line | Item, ...]:
    return tuple(
        Item((Span("  "),), (Span(text),)) if place in same else Item((Span(f"{sign} ", role),), (Span(text, role),))
        for place, text in enumerate(texts)
    )


def _first(texts: list[str], same: set[int]) -> int:
    return next((place for place in range(len(texts)) if place not in same), max(0, len(texts) - 1))
