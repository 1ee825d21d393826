"""In which order papers stand, and under which headings. Papers are numbers here, as there may be a great many."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from mlsys_tui.domain.notebook import Status

NO_VENUE, NO_YEAR = "no venue", "no year"

_FIRST_TO_DO = (Status.READING, Status.QUEUED, Status.UNREAD, Status.READ, Status.SKIPPED)
_STATUS_RANKS = {status: rank for rank, status in enumerate(_FIRST_TO_DO)}


class Order(StrEnum):
    """What decides which paper comes first."""

    LIST = "list"
    TITLE = "title"
    YEAR = "year"
    VENUE = "venue"
    STATUS = "status"
    LISTS = "lists"
    TOUCHED = "touched"


class Grouping(StrEnum):
    """What the papers under one heading have in common."""

    NONE = "none"
    SECTION = "section"
    VENUE = "venue"
    YEAR = "year"
    STATUS = "status"


class SortKeys(NamedTuple):
    """What papers are arranged by, at each paper's number.

    `titles` and `venues` are ranks in the order of the alphabet, `venue_names` the venues by rank ("" for none, which
    is last), `years` are 0 where none is known, `lists` says in how many lists a paper is, `sections` in which of the
    `section_names`. `statuses` and `touched` (times as the notebook writes them) have only papers of which the
    notebook knows.
    """

    titles: Sequence[int] = ()
    venues: Sequence[int] = ()
    venue_names: Sequence[str] = ()
    years: Sequence[int] = ()
    lists: Sequence[int] = ()
    sections: Sequence[int] = ()
    section_names: Sequence[str] = ()
    statuses: Mapping[int, Status] = MappingProxyType({})
    touched: Mapping[int, str] = MappingProxyType({})


class Head(NamedTuple):
    """A heading over so many papers, the first of which is at `position` among all."""

    position: int
    label: str
    size: int


class Arrangement:
    """Papers in their order, and the headings among them.

    Rows are papers and headings together, as they stand one below the other; `row` and `row_of` go from one to the
    other in no time, however many there are.
    """

    def __init__(self, numbers: Sequence[int], heads: Sequence[Head] = ()) -> None:
        self.numbers = numbers
        self.heads = heads

    def __len__(self) -> int:
        return len(self.numbers) + len(self.heads)

    @cached_property
    def _positions(self) -> list[int]:
        return [head.position for head in self.heads]

    @cached_property
    def _head_rows(self) -> list[int]:
        return [head.position + index for index, head in enumerate(self.heads)]

    def row(self, index: int) -> Head | int:
        """What stands in a row: a heading, or the number of a paper."""
        above = bisect_right(self._head_rows, index)
        if above and self._head_rows[above - 1] == index:
            return self.heads[above - 1]
        return self.numbers[index - above]

    def row_of(self, position: int) -> int:
        """The row of the paper at `position` in `numbers`."""
        return position + bisect_right(self._positions, position)


class _Key(NamedTuple):
    """What numbers are sorted by: a function written in C, so that a hundred thousand take some milliseconds."""

    of: Callable[[int], int]
    falling: bool = False

    def sort(self, numbers: Sequence[int]) -> list[int]:
        """The numbers sorted; ties stay as they are."""
        return sorted(numbers, key=self.of, reverse=self.falling)


def arrange(numbers: Sequence[int], order: Order, grouping: Grouping, columns: SortKeys) -> Arrangement:
    """The papers in order and in groups; ties stand as in `numbers`, which is the order of the list."""
    if order is Order.TOUCHED:
        numbers = _last_touched_first(numbers, columns.touched)
    elif order is not Order.LIST:
        numbers = _key_of(order, numbers, columns).sort(numbers)
    if grouping is Grouping.NONE:
        return Arrangement(numbers)
    return _grouped(numbers, _key_of(grouping, numbers, columns), _label_of(grouping, columns))


def _last_touched_first(numbers: Sequence[int], touched: Mapping[int, str]) -> list[int]:
    few = sorted((number for number in numbers if number in touched), key=touched.__getitem__, reverse=True)
    return [*few, *(number for number in numbers if number not in touched)]


def _key_of(what: Order | Grouping, numbers: Sequence[int], columns: SortKeys) -> _Key:
    if what.value == Order.STATUS:
        ranks = dict.fromkeys(numbers, _STATUS_RANKS[Status.UNREAD])
        ranks.update((number, _STATUS_RANKS[status]) for number, status in columns.statuses.items())
        return _Key(ranks.__getitem__)
    column = {
        Order.TITLE.value: columns.titles,
        Order.VENUE.value: columns.venues,
        Order.YEAR.value: columns.years,
        Order.LISTS.value: columns.lists,
        Grouping.SECTION.value: columns.sections,
    }[what.value]
    return _Key(column.__getitem__, falling=what.value in (Order.YEAR, Order.LISTS))


def _grouped(numbers: Sequence[int], key: _Key, label: Callable[[int], str]) -> Arrangement:
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for number, group in zip(numbers, map(key.of, numbers), strict=True):
        groups[group].append(number)
    heads, arranged = [], list[int]()
    for group in sorted(groups, reverse=key.falling):
        heads.append(Head(len(arranged), label(group), len(groups[group])))
        arranged += groups[group]
    return Arrangement(arranged, heads)


def _label_of(grouping: Grouping, columns: SortKeys) -> Callable[[int], str]:
    labels: dict[Grouping, Callable[[int], str]] = {
        Grouping.SECTION: lambda group: columns.section_names[group],
        Grouping.VENUE: lambda group: columns.venue_names[group] or NO_VENUE,
        Grouping.YEAR: lambda group: str(group or NO_YEAR),
        Grouping.STATUS: lambda group: _FIRST_TO_DO[group].value,
    }
    return labels[grouping]
