"""Two texts beside each other, line by line: what only one of them has is marked, by a sign and a colour."""

from collections.abc import Sequence
from typing import NamedTuple

from mlsys_tui.domain import line_changes
from mlsys_tui.domain.line_changes import Side, SidedLine
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
    old, new = ("\n".join(clean_block(text).splitlines()[:MAX_LINES]) for text in (before, after))
    lines = line_changes.compare(old, new)
    old_lines = [line for line in lines if line.side is not Side.TODAY]
    new_lines = [line for line in lines if line.side is not Side.EARLIER]
    return Compared(
        tuple(_shown(line, sign, Role.BUSY) for line in old_lines),
        tuple(_shown(line, sign, Role.GOOD) for line in new_lines),
        _first(old_lines),
        _first(new_lines),
    )


def _shown(line: SidedLine, sign: str, role: Role) -> Item:
    if line.side is Side.BOTH:
        return Item((Span("  "),), (Span(line.text),))
    return Item((Span(f"{sign} ", role),), (Span(line.text, role),))


def _first(lines: Sequence[SidedLine]) -> int:
    """The first line that only one text has, else the last."""
    return next((place for place, line in enumerate(lines) if line.side is not Side.BOTH), max(0, len(lines) - 1))
