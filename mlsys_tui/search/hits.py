"""What a search has found, put in order as far as somebody looks."""

from array import array
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from threading import Lock
from typing import NamedTuple, overload


class Ranked(Sequence[int]):
    """Papers by number, the best first: those of the first group, then of the next; in each by standing, then number.

    A reader sees the first of thousands, so a group is put in order when the first of it is asked for.
    """

    def __init__(self, groups: Sequence[Collection[int]] = (), standing: bytes | None = None) -> None:
        self._groups = deque(groups)
        self._standing = standing
        self._length = sum(map(len, groups))
        self._ordered = array("I")
        self._lock = Lock()

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> "array[int]": ...
    def __getitem__(self, index: int | slice) -> "int | array[int]":
        places = range(self._length)[index]
        if isinstance(places, int):
            self._order_up_to(places + 1)
            return self._ordered[places]
        if places:
            self._order_up_to(max(places[0], places[-1]) + 1)
        if places.step == 1:
            return self._ordered[places.start : places.stop]
        return array("I", map(self._ordered.__getitem__, places))

    def unordered(self) -> Iterator[int]:
        """All of them, in no order, which costs nothing."""
        with self._lock:
            return chain(self._ordered[:], *self._groups)

    def __iter__(self) -> Iterator[int]:
        return iter(self[:])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ranked) and len(self) == len(other) and self[:] == other[:]

    __hash__ = None  # type: ignore[assignment]

    def _order_up_to(self, count: int) -> None:
        if len(self._ordered) >= count:
            return
        with self._lock:
            while len(self._ordered) < count:
                group = self._groups.popleft()
                if self._standing is None or isinstance(group, _Even):
                    self._ordered.extend(sorted(group))
                else:
                    self._groups.extendleft(reversed(_apart(group, self._standing)))


class _Even(list[int]):
    """Papers of one group that have one standing."""


def _apart(group: Iterable[int], standing: bytes) -> list[_Even]:
    """A group by standing: of thousands that are found only those that go first have to be put in order."""
    parts: defaultdict[int, _Even] = defaultdict(_Even)
    for number in group:
        parts[standing[number]].append(number)
    return [parts[each] for each in sorted(parts)]


class Hits(NamedTuple):
    """What was found: papers by number, the best first; folded words to mark; where the hits begin that need a typo."""

    numbers: Ranked
    words: tuple[str, ...] = ()
    fuzzy_from: int = 0
