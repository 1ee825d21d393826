"""Which papers a list shows, in which order: numbers, whose keys are looked up when they are asked for."""

from array import array
from collections.abc import Iterator, Sequence
from typing import overload

from mlsys_tui.domain.numbering import Numbering
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.tui.lines import Row


class Shown(Sequence[PaperKey]):
    """Papers in some order, by number; their keys are looked up when they are asked for."""

    def __init__(self, numbering: Numbering, numbers: Sequence[int] = (), outside: Sequence[PaperKey] = ()) -> None:
        self._numbering = numbering
        self.numbers = numbers
        self._outside = outside

    def __len__(self) -> int:
        return len(self._outside) or len(self.numbers)

    @overload
    def __getitem__(self, place: int) -> PaperKey: ...

    @overload
    def __getitem__(self, place: slice) -> list[PaperKey]: ...

    def __getitem__(self, place: int | slice) -> PaperKey | list[PaperKey]:
        if self._outside:
            return self._outside[place] if isinstance(place, int) else list(self._outside[place])
        if isinstance(place, slice):
            return self._numbering.keys(self.numbers[place])
        return self._numbering.key(self.numbers[place])

    def __iter__(self) -> Iterator[PaperKey]:
        return iter(self[:])

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.find(key) is not None

    def index(self, key: object, start: int = 0, stop: int | None = None) -> int:
        """The place of a paper; ValueError if it is not among them."""
        place = self.find(str(key))
        if place is None or not start <= place < (len(self) if stop is None else stop):
            raise ValueError(key)
        return place

    def find(self, key: str) -> int | None:
        """The place of a paper."""
        numbers: Sequence[object] = self._outside or self.numbers
        wanted: object = key if self._outside else self._numbering.number(PaperKey(key))
        if isinstance(numbers, memoryview):
            numbers = array("I", numbers)
        try:
            return numbers.index(wanted)
        except ValueError:
            return None


class RowKeys(Sequence[str]):
    """The keys of rows: of heads, then of papers."""

    def __init__(self, heads: Sequence[Row], papers: Sequence[PaperKey]) -> None:
        self._heads = heads
        self._papers = papers

    def __len__(self) -> int:
        return len(self._heads) + len(self._papers)

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        return self._heads[place].key if place < len(self._heads) else self._papers[place - len(self._heads)]
