"""What is known of all papers at once, by number: small columns, so that counting and sorting look at no paper."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from mlsys_tui.domain.branches import Branches, Grower, split
from mlsys_tui.domain.paper import Paper, PaperKey
from mlsys_tui.domain.reading_list import ListKind, Requirement
from mlsys_tui.domain.sections import Placement, ReadingList
from mlsys_tui.text import fold

MOST_LISTS = 255
_LAST = "\U0010ffff"
"""Stands behind all words."""


class Columns(NamedTuple):
    """By number of the paper: whether a list marks it read, and how many lists have it (255: or more).

    `titles` and `venues` are its places among all papers sorted by these, `years` its year, 0 for none. `standing` is
    what goes first among equals: 0 what is required and not marked read, 1 what is not marked, 2 and 3 what is.
    """

    marked: Sequence[int] = b""
    lists: Sequence[int] = b""
    titles: Sequence[int] = ()
    venues: Sequence[int] = ()
    years: Sequence[int] = ()
    standing: Sequence[int] = b""
    schedule: Branches = Branches()
    topics: Branches = Branches()


def columns_of(
    lists: Sequence[ReadingList],
    papers: Mapping[PaperKey, Paper],
    placements: Mapping[PaperKey, Sequence[Placement]],
) -> Columns:
    """The columns of a catalog that is all in memory."""
    places = [placements.get(key, ()) for key in papers]
    marked = bytes(any(place.listing.read for place in own) for own in places)
    numbers = {key: number for number, key in enumerate(papers)}
    required = bytes(any(p.listing.requirement is Requirement.REQUIRED for p in own) for own in places)
    schedule, topics = grow(lists, numbers, marked)
    return Columns(
        marked=marked,
        lists=bytes(min(len({place.list_key for place in own}), MOST_LISTS) for own in places),
        titles=_ranks(fold(paper.title) for paper in papers.values()),
        venues=_ranks(fold(paper.venue) if paper.venue else _LAST for paper in papers.values()),
        years=array("I", (max(0, min(paper.year or 0, 9999)) for paper in papers.values())),
        standing=bytes(2 * read + (not asked) for read, asked in zip(marked, required, strict=True)),
        schedule=schedule,
        topics=topics,
    )


def grow(
    lists: Sequence[ReadingList], numbers: Mapping[PaperKey, int], marked: Sequence[int]
) -> tuple[Branches, Branches]:
    """Both trees: schedules and the sessions of mixed lists in one, all other topics in the other."""
    schedule, topics = Grower(numbers, marked), Grower(numbers, marked)
    first = 0
    for position, shown in zip(count(), lists, strict=False):
        sessions, rest = split(shown, first)
        first += len(shown.sections)
        if sessions or shown.kind is ListKind.SCHEDULE:
            schedule.add(position, shown, sessions, "")
        if rest or not (sessions or shown.kind is ListKind.SCHEDULE):
            topics.add(position, shown, rest, "#topics" if sessions else "")
    return schedule.branches(), topics.branches()


def _ranks(values: Iterable[str]) -> "array[int]":
    """The place of each among all of them sorted; equal values have the same."""
    by_number = list(values)
    rank_of = {value: rank for rank, value in enumerate(sorted(set(by_number)))}
    return array("I", map(rank_of.__getitem__, by_number))
