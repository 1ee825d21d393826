"""What is different between the note of today and an earlier one, line by line."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

MOST_PAIRS = 200_000
"""Lines of one text times lines of the other that are compared each with each; more would keep the reader waiting."""


class Side(StrEnum):
    """Which of the two texts has a line: both, only the earlier one, or only that of today."""

    BOTH = "both"
    EARLIER = "earlier"
    TODAY = "today"


class SidedLine(NamedTuple):
    """A line of a text, and which texts have it there."""

    side: Side
    text: str


def compare(earlier: str, today: str) -> list[SidedLine]:
    """All lines of the earlier text, and between them, where they would stand, those that only today's has."""
    theirs, ours = earlier.splitlines(), today.splitlines()
    head = _common(theirs, ours)
    tail = _common(theirs[head:][::-1], ours[head:][::-1])
    middle = _differing(theirs[head : len(theirs) - tail], ours[head : len(ours) - tail])
    return [*_all(Side.BOTH, theirs[:head]), *middle, *_all(Side.BOTH, theirs[len(theirs) - tail :])]


def _common(one: list[str], other: list[str]) -> int:
    """How many lines are the same from the beginning."""
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)


def _differing(theirs: list[str], ours: list[str]) -> Iterator[SidedLine]:
    if len(theirs) * len(ours) > MOST_PAIRS:
        yield from (*_all(Side.TODAY, ours), *_all(Side.EARLIER, theirs))
        return
    for kind, left, left_end, right, right_end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from _all(Side.BOTH, theirs[right:right_end])
        else:
            yield from _all(Side.TODAY, ours[left:left_end])
            yield from _all(Side.EARLIER, theirs[right:right_end])


def _all(side: Side, lines: list[str]) -> list[SidedLine]:
    return [SidedLine(side, line) for line in lines]
