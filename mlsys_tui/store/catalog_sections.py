"""The sections of a catalog's file, and what they list, read when they are looked at."""

from array import array
from collections.abc import Iterator, Sequence
from typing import overload

from mlsys_tui.domain.numbering import Numbering
from mlsys_tui.domain.reading_list import Requirement
from mlsys_tui.domain.sections import ListSection, Reading
from mlsys_tui.store.catalog_file import REQUIREMENTS
from mlsys_tui.store.catalog_rows import CatalogRows
from mlsys_tui.store.catalog_values import section_from

_MOST_KEPT = 1024
_WIDTH = array("I").itemsize
_NOTHING = ListSection("", ())


class Sections(Sequence[ListSection]):
    """The sections from one number up to another; the last ones looked at are kept by number, for all of them."""

    def __init__(
        self,
        rows: CatalogRows,
        numbering: Numbering,
        first: int,
        end: int,
        kept: dict[int, ListSection] | None = None,
    ) -> None:
        self._rows = rows
        self._numbering = numbering
        self._numbers = range(first, end)
        self._kept: dict[int, ListSection] = {} if kept is None else kept

    def part(self, first: int, end: int) -> "Sections":
        """Some of them, by number."""
        return Sections(self._rows, self._numbering, first, end, self._kept)

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> ListSection: ...

    @overload
    def __getitem__(self, place: slice) -> "Sections": ...

    def __getitem__(self, place: int | slice) -> "ListSection | Sections":
        if isinstance(place, slice):
            part = self._numbers[place]
            return self.part(part.start, part.stop)
        return self._at(self._numbers[place])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def _at(self, number: int) -> ListSection:
        if (section := self._kept.get(number)) is None:
            rows = self._rows.of("SELECT key, data, readings FROM sections WHERE number = ?", number)
            section = self._rows.made(lambda: self._made(*rows[0]), _NOTHING)
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            self._kept[number] = section
        return section

    def _made(self, key: str, data: str, readings: bytes) -> ListSection:
        if not isinstance(key, str):
            raise TypeError("a section without a key")
        return section_from(key, data, Readings(self._numbering, readings))


class Readings(Sequence[Reading]):
    """What a section lists: the papers by number, and what is asked of each."""

    def __init__(self, numbering: Numbering, data: bytes) -> None:
        self._numbering = numbering
        length, rest = divmod(len(data), _WIDTH + 1)
        if rest:
            raise ValueError("readings cut short")
        self._numbers = memoryview(data)[: length * _WIDTH].cast("I")
        self._asked = data[length * _WIDTH :]

    def __len__(self) -> int:
        return len(self._asked)

    @overload
    def __getitem__(self, place: int) -> Reading: ...

    @overload
    def __getitem__(self, place: slice) -> list[Reading]: ...

    def __getitem__(self, place: int | slice) -> Reading | list[Reading]:
        if isinstance(place, slice):
            keys = self._numbering.keys(self._numbers[place])
            return [Reading(key, _asked(each)) for key, each in zip(keys, self._asked[place], strict=True)]
        return Reading(self._numbering.key(self._numbers[place]), _asked(self._asked[place]))

    def __iter__(self) -> Iterator[Reading]:
        return iter(self[:])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


def _asked(number: int) -> Requirement | None:
    return REQUIREMENTS[number] if number < len(REQUIREMENTS) else None
