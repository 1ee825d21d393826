"""The index: which papers have which words, and where. It is columns only, so it is kept in a file as it is.

All words of all papers stand sorted in one text. So the words with one beginning are a range of it, and what is known
of them is one piece of a column; the words with something inside them are found by one look through the text.
"""

import struct
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from itertools import accumulate, repeat
from typing import NamedTuple, Self

_HEAD = struct.Struct("=4sIIII")
_FORMAT = b"mls1"
_ORDER = 0x01020304

NAME_FROM, TITLE_FROM, FIELD_END = b"\1", b"\2", b"\3"
"""What stands in the line of a paper before a short name, before a title, and behind each."""


class Place(IntEnum):
    """Where in a paper a word stands; each place has a column."""

    ALONE = 0
    """It is the whole of a short name or title."""
    NAME = 1
    """It begins the short name."""
    TITLE = 2
    """It begins a title."""
    WITHIN = 3
    """It is one of the words of the short name or a title."""
    ELSE = 4
    """It is in the authors, venue, year or sections, and not in the names and titles."""


class Column(NamedTuple):
    """For each word the papers that have it in one place, by number, all in one row; `starts` is where each begins."""

    starts: "memoryview[int]"
    papers: "memoryview[int]"

    def of(self, low: int, high: int) -> "memoryview[int]":
        """The papers of the words from `low` up to `high`; a paper comes once for each of its words."""
        return self.papers[self.starts[low] : self.starts[high]]


class Index:
    """What is known of so many `papers`, called by their numbers from 0. It never changes.

    `text` is all words, each between two line ends.
    """

    def __init__(self, parts: Mapping[str, bytes], papers: int) -> None:
        self._parts = parts
        self.papers = papers
        self.text = parts["text"]
        self._starts = memoryview(parts["text starts"]).cast("I")
        self._lines = parts["lines"]
        self._line_starts = memoryview(parts["line starts"]).cast("I")
        self.columns = tuple(
            Column(memoryview(parts[f"{place.name} starts"]).cast("I"), memoryview(parts[place.name]).cast("I"))
            for place in Place
        )

    @classmethod
    def of(cls, parts: Mapping[str, bytes]) -> Self:
        """The index that `parts()` gave; nothing is copied.

        Raises:
            ValueError: these are not the parts of one index, as this machine writes it.
        """
        try:
            form, order, papers, words, check = _HEAD.unpack(parts["head"])
            if (form, order, check) != (_FORMAT, _ORDER, _sum(parts)):
                raise ValueError("not the parts of one index")
            index = cls(parts, papers)
        except (struct.error, KeyError, TypeError) as error:
            raise ValueError("not the parts of an index") from error
        rows = ((column.starts, words, column.papers) for column in index.columns)
        for starts, count, row in (
            (index._starts, words, index.text),
            (index._line_starts, papers, index._lines),
            *rows,
        ):
            if len(starts) != count + 1 or starts[-1] != len(row):
                raise ValueError("parts of an index that do not fit each other")
        return index

    @classmethod
    def made(cls, words: Sequence[str], columns: Iterable[Mapping[str, "array[int]"]], lines: Sequence[bytes]) -> Self:
        """An index of sorted `words`, of the papers of each word in each place, and of names and titles."""
        coded = [f"{word}\n".encode() for word in words]
        parts = {"text": b"\n" + b"".join(coded), "text starts": _starts(map(len, coded), 1)}
        parts |= {"lines": b"".join(lines), "line starts": _starts(map(len, lines))}
        empty = array("I")
        for place, column in zip(Place, columns, strict=True):
            rows = [column.get(word, empty) for word in words]
            parts |= {place.name: b"".join(rows), f"{place.name} starts": _starts(map(len, rows))}
        return cls(parts | {"head": _HEAD.pack(_FORMAT, _ORDER, len(lines), len(coded), _sum(parts))}, len(lines))

    def parts(self) -> dict[str, bytes]:
        """All that it is, for `of`."""
        return dict(self._parts)

    def __len__(self) -> int:
        """How many words it knows."""
        return len(self._starts) - 1

    def place(self, word: bytes) -> int:
        """The number of `word` among the sorted words, or of the one behind it."""
        starts, text = self._starts, self.text
        return bisect_left(range(len(self)), word, key=lambda n: text[starts[n] : starts[n + 1] - 1])

    def beginning(self, word: str) -> tuple[int, int, bool]:
        """The range of the words that begin with `word`, and whether the first of them is `word` itself."""
        coded = word.encode()
        low = self.place(coded)
        high = self.place(coded + b"\xff")  # no letter has this byte, all sort before it
        return low, high, low < high and self._starts[low + 1] - self._starts[low] == len(coded) + 1

    def word(self, number: int) -> str:
        """One word."""
        return self.text[self._starts[number] : self._starts[number + 1] - 1].decode()

    def words(self, low: int, high: int) -> list[str]:
        """The words from `low` up to `high`."""
        return self.text[self._starts[low] : self._starts[high] - 1].decode().split("\n") if low < high else []

    def line(self, number: int) -> bytes:
        """The folded names and titles of a paper, each between its signs."""
        return self._lines[self._line_starts[number] : self._line_starts[number + 1]]

    def with_phrase(self, phrase: bytes, papers: Iterable[int]) -> list[int]:
        """Those of the papers that have `phrase` in their line."""
        find, starts = self._lines.find, self._line_starts
        return [number for number in papers if find(phrase, starts[number], starts[number + 1]) >= 0]

    def inside(self, word: str, low: int = 0, high: int | None = None) -> set[int]:
        """The numbers of the words that have `word` anywhere, of those from `low` up to `high`."""
        whole = high is None or high - low == len(self)
        text = self.text if whole else self.text[self._starts[low] - 1 : self._starts[high or 0]]
        before = text.split(word.encode())
        before.pop()
        # As many lines as have ended before it, so many words.
        numbers = set(accumulate(map(bytes.count, before, repeat(b"\n")), initial=low - 1))
        return numbers - {low - 1}


def _starts(lengths: Iterable[int], first: int = 0) -> bytes:
    return array("I", accumulate(lengths, initial=first)).tobytes()


def _sum(parts: Mapping[str, bytes]) -> int:
    """A checksum of all parts but the head."""
    total = 0
    for name in sorted(parts.keys() - {"head"}):
        total = zlib.crc32(parts[name], zlib.crc32(name.encode(), total))
    return total
