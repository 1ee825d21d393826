"""Which papers a list shows, in which order: numbers, whose keys are looked up when they are asked for."""

from array import array
from collections.abc import Iterator, Sequence
from typing import overload

from mlsys_tui.domain.arranging import Arrangement, Head
from mlsys_tui.domain.numbering import Numbering
from mlsys_tui.domain.paper import PaperKey


class Shown(Sequence[PaperKey]):
    """Papers as they stand below each other: those of an arrangement, or those that are `outside` the catalog."""

    def __init__(
        self, numbering: Numbering, arrangement: Arrangement | None = None, outside: Sequence[PaperKey] = ()
    ) -> None:
        self._numbering = numbering
        self.arrangement = arrangement or Arrangement(range(len(outside)))
        self._outside = outside

    def __len__(self) -> int:
        return len(self.arrangement.numbers)

    @overload
    def __getitem__(self, place: int) -> PaperKey: ...

    @overload
    def __getitem__(self, place: slice) -> list[PaperKey]: ...

    def __getitem__(self, place: int | slice) -> PaperKey | list[PaperKey]:
        numbers = self.arrangement.numbers[place]
        if isinstance(numbers, int):
            return self.key(numbers)
        return [self._outside[each] for each in numbers] if self._outside else self._numbering.keys(numbers)

    def __iter__(self) -> Iterator[PaperKey]:
        return iter(self[:])

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.find(key) is not None

    def key(self, number: int) -> PaperKey:
        """The paper of a number."""
        return self._outside[number] if self._outside else self._numbering.key(number)

    def index(self, key: object, start: int = 0, stop: int | None = None) -> int:
        """The place of a paper; ValueError if it is not among them."""
        place = self.find(str(key))
        if place is None or not start <= place < (len(self) if stop is None else stop):
            raise ValueError(key)
        return place

    def find(self, key: str) -> int | None:
        """The place of a paper among the papers."""
        numbers: Sequence[int] = self.arrangement.numbers
        if isinstance(numbers, memoryview):
            numbers = array("I", numbers)
        elif not isinstance(numbers, range | list | array):
            numbers = numbers[:]  # of what puts itself in order as far as one looks
        try:
            if self._outside:
                return self._outside.index(PaperKey(key))
            number = self._numbering.number(PaperKey(key))
            return None if number is None else numbers.index(number)
        except ValueError:
            return None


class RowKeys(Sequence[str]):
    """The keys of rows: so many heads, then papers, and headings among them."""

    def __init__(self, heads: int, shown: Shown) -> None:
        self._heads = heads
        self._shown = shown

    def __len__(self) -> int:
        return self._heads + len(self._shown.arrangement)

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        what = None if place < self._heads else self._shown.arrangement.row(place - self._heads)
        return f"#head{place}" if what is None or isinstance(what, Head) else self._shown.key(what)
