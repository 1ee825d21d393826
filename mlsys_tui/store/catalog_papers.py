"""A catalog read from its file, row by row, as papers and sections are looked at."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import accumulate
from pathlib import Path

from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.columns import Columns
from mlsys_tui.domain.numbering import Numbering
from mlsys_tui.domain.paper import Paper, PaperKey
from mlsys_tui.domain.reading_list import ListKind
from mlsys_tui.domain.sections import ListSection, Placement, ReadingList
from mlsys_tui.store.catalog_file import ABOUT, CHECK, columns_from, names_of_columns, sum_of
from mlsys_tui.store.catalog_rows import WRONG, CatalogRows, Parts
from mlsys_tui.store.catalog_sections import Sections
from mlsys_tui.store.catalog_values import day_from, listing_from, paper_from
from mlsys_tui.store.files import read_regular, write_atomic

_AT_ONCE = 32
"""Rows read at a time: what stands beside a paper is looked at next."""
_MOST_KEPT, _MOST_KEYS = 1024, 4096
_NO_KEY = "#"


def open_catalog(path: Path, digest: str) -> Catalog | None:
    """The catalog in a file of this digest; None if it is not there, or none that can be opened."""
    try:
        return _catalog(CatalogRows(path, digest))
    except WRONG:
        return None


def _catalog(rows: CatalogRows) -> Catalog:
    parts = Parts(rows)
    first = {name: parts[name] for name in (ABOUT, CHECK, *names_of_columns())}
    if int(first[CHECK]) != sum_of(first):
        raise ValueError("not what was written")
    about = json.loads(first[ABOUT])
    size = int(about["papers"])
    columns = columns_from(first)
    if len(columns.marked) != size:
        raise ValueError("columns of another catalog")
    numbering = Numbers(rows, size, has_places=bool(about["places"]))
    sections = Sections(rows, numbering, 0, about["lists"][-1][-1] if about["lists"] else 0)
    lists = tuple(
        ReadingList(key, title, ListKind(kind), tuple(documents), sections.part(first, end))
        for key, title, kind, documents, first, end in about["lists"]
    )
    papers = Papers(rows, numbering, size)
    placements = Placements(rows, papers, lists, sections)
    ends = [end for *_, end in about["lists"]]
    return Catalog(lists, papers, placements, KeptInFile(rows, parts, numbering, columns, sections, ends))


class KeptInFile:
    """What there is in the file besides papers and where they stand."""

    def __init__(
        self,
        rows: CatalogRows,
        parts: Parts,
        numbering: Numbering,
        columns: Columns,
        sections: Sections,
        ends: Sequence[int],
    ) -> None:
        self._rows = rows
        self._ends = ends
        self.parts: Mapping[str, bytes] = parts
        self.numbering = numbering
        self.columns = columns
        self.sections: Sequence[ListSection] = sections

    def section(self, key: str) -> tuple[int, ListSection] | None:
        """The section called `key`, and the place of its list."""
        rows = self._rows.of("SELECT number FROM sections WHERE key = ? ORDER BY number", key)
        return next((self._placed(number) for (number,) in rows if number in range(len(self.sections))), None)

    def _placed(self, number: int) -> tuple[int, ListSection]:
        return bisect_right(self._ends, number), self.sections[number]

    def remembered(self, name: str) -> bytes | None:
        """What was found out about this very catalog before; None if it was not, or is gone."""
        with suppress(OSError, ValueError):
            return read_regular(self._beside(name))[0]
        return None

    def remember(self, name: str, data: bytes) -> None:
        """Keep what was found out, if that is possible."""
        with suppress(OSError):
            write_atomic(self._beside(name), data, durable=False)

    def _beside(self, name: str) -> Path:
        path = self._rows.path
        return path.with_name(f"{path.name}.{name}")

    def verify(self) -> bool:
        """Whether the file is whole; slow."""
        return self._rows.verify()

    @property
    def is_damaged(self) -> bool:
        """True if something in the file made no sense."""
        return self._rows.is_damaged


class Numbers:
    """Keys and numbers of papers, and the names they go by.

    In a damaged file a paper may have no key; then it is called by its number, as no other paper is. Threads share the
    keys that are kept, so what was just read is returned, not looked up again.
    """

    def __init__(self, rows: CatalogRows, size: int, *, has_places: bool) -> None:
        self._rows = rows
        self._size = size
        self.has_places = has_places
        self._keys: dict[int, PaperKey] = {}
        self._numbers: dict[PaperKey, int] = {}

    def key(self, number: int) -> PaperKey:
        """The paper of a number."""
        if (key := self._keys.get(number)) is not None:
            return key
        query = "SELECT number, key FROM papers WHERE number >= ? AND number < ?"
        found = self._read(query, number, number + _AT_ONCE)
        self._keep(found)
        return found.get(number) or self._missing(number)

    def keys(self, numbers: Iterable[int]) -> list[PaperKey]:
        """The papers of these numbers."""
        wanted, known = list(numbers), self._keys
        if isinstance(numbers, range) and numbers.step == 1 and numbers:
            found = self._read("SELECT number, key FROM papers WHERE number BETWEEN ? AND ?", numbers[0], numbers[-1])
        else:
            query = "SELECT number, key FROM papers WHERE number IN (SELECT value FROM json_each(?))"
            found = self._read(query, json.dumps([each for each in wanted if each not in known]))
        if len(found) <= _MOST_KEYS:
            self._keep(found)  # they are looked up next, and found then even if the index by key is damaged
        return [known.get(each) or found.get(each) or self._missing(each) for each in wanted]

    def number(self, key: PaperKey) -> int | None:
        """The number of a paper; None if it is not in the catalog."""
        if (number := self._numbers.get(key)) is not None:
            return number
        found = self._read("SELECT number, key FROM papers WHERE key = ?", key)
        self._keep(found)
        for number in found:
            return number
        number = int(key[1:]) if self._rows.is_damaged and key[:1] == _NO_KEY and key[1:].isdecimal() else -1
        return number if 0 <= number < self._size else None

    def numbers(self, keys: Iterable[PaperKey]) -> Mapping[PaperKey, int]:
        """The numbers of those of these papers that are in the catalog."""
        wanted, known = list(keys), self._numbers
        unknown = [key for key in wanted if key not in known]
        query = "SELECT number, key FROM papers WHERE key IN (SELECT value FROM json_each(?))"
        read = self._read(query, json.dumps(unknown)) if unknown else {}
        if len(read) <= _MOST_KEYS:
            self._keep(read)
        found = {key: number for number, key in read.items()}
        return {key: number for key in wanted if (number := found.get(key, known.get(key))) is not None}

    def called(self, alias: str) -> PaperKey | None:
        """The paper that has this name; None if none has, or several."""
        for (number,) in self._rows.of("SELECT number FROM names WHERE alias = ?", alias):
            return self.key(number) if isinstance(number, int) else None
        return None

    def _read(self, query: str, *values: object) -> dict[int, PaperKey]:
        """The keys by number, as far as they are such."""
        rows = self._rows.of(query, *values)
        found = {number: PaperKey(key) for number, key in rows if isinstance(key, str) and 0 <= number < self._size}
        if len(found) < len(rows):
            self._rows.is_damaged = True
        return found

    def _missing(self, number: int) -> PaperKey:
        self._rows.is_damaged = True
        return PaperKey(f"{_NO_KEY}{number}")

    def _keep(self, found: Mapping[int, PaperKey]) -> None:
        if len(self._keys) > _MOST_KEYS:
            self._keys, self._numbers = {}, {}
        self._keys.update(found)
        self._numbers.update((key, number) for number, key in found.items())


class Papers(Mapping[PaperKey, Paper]):
    """The papers by key; of those looked at, and of what stands beside them, the rows are kept for a while."""

    def __init__(self, rows: CatalogRows, numbering: Numbering, size: int) -> None:
        self._rows = rows
        self._numbering = numbering
        self._size = size
        self._texts: dict[int, str] = {}
        self._made: dict[PaperKey, Paper] = {}

    def __getitem__(self, key: PaperKey) -> Paper:
        if (paper := self._made.get(key)) is None:
            number = self._numbering.number(key)
            if number is None:
                raise KeyError(key)
            if len(self._made) > _MOST_KEPT:
                self._made = {}
            paper = self._made[key] = self._rows.made(lambda: paper_from(key, self._row(number)), Paper(key, key))
        return paper

    def _row(self, number: int) -> str:
        if (text := self._texts.get(number)) is not None:
            return text
        if len(self._texts) > _MOST_KEPT:
            self._texts = {}
        query = "SELECT number, data FROM papers WHERE number >= ? AND number < ?"
        found: dict[int, str] = dict(self._rows.of(query, number, number + _AT_ONCE))
        self._texts.update(found)
        return found[number]

    def __iter__(self) -> Iterator[PaperKey]:
        for start in range(0, len(self), _MOST_KEPT):
            yield from self._numbering.keys(range(start, min(start + _MOST_KEPT, len(self))))

    def __len__(self) -> int:
        return self._size

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._numbering.number(PaperKey(key)) is not None


class Placements(Mapping[PaperKey, tuple[Placement, ...]]):
    """Where papers stand, by key."""

    def __init__(
        self, rows: CatalogRows, papers: Mapping[PaperKey, Paper], lists: Sequence[ReadingList], sections: Sections
    ) -> None:
        self._rows = rows
        self._papers = papers
        self._lists = lists
        self._sections = sections
        self._ends = list(accumulate(len(each.sections) for each in lists))

    def __getitem__(self, key: PaperKey) -> tuple[Placement, ...]:
        if not (rows := self._rows.of("SELECT places FROM papers WHERE key = ?", key)):
            if key in self._papers:  # in a damaged file
                return ()
            raise KeyError(key)
        return self._rows.made(lambda: tuple(self._place(*place) for place in json.loads(rows[0][0])), ())

    def _place(self, number: int, document: str, path: list[str], day: str | None, *listing: object) -> Placement:
        shown, section = self._lists[bisect_right(self._ends, number)], self._sections[number].key
        return Placement(shown.key, shown.title, document, section, tuple(path), day_from(day), listing_from(listing))

    def __iter__(self) -> Iterator[PaperKey]:
        return iter(self._papers)

    def __len__(self) -> int:
        return len(self._papers)
