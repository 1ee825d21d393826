"""Papers by number: their place in the catalog. What is done with many papers at once is done with numbers."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Protocol

from mlsys_tui.domain.paper import Paper, PaperKey


class Numbering(Protocol):
    """Which number a paper has, and which paper a number; `called` finds papers by the names they go by."""

    def key(self, number: int) -> PaperKey:
        """The paper of a number."""
        ...

    def keys(self, numbers: Iterable[int]) -> list[PaperKey]:
        """The papers of these numbers."""
        ...

    def number(self, key: PaperKey) -> int | None:
        """The number of a paper; None if it is not in the catalog."""
        ...

    def numbers(self, keys: Iterable[PaperKey]) -> Mapping[PaperKey, int]:
        """The numbers of those of these papers that are in the catalog."""
        ...

    def called(self, alias: str) -> PaperKey | None:
        """The paper that has this name, the first of several; none for an address that several have."""
        ...

    @property
    def has_places(self) -> bool:
        """True if any paper goes by the name of a place, which an answer of the reader gave it."""
        ...


class Numbered:
    """The numbering of papers that are all in memory."""

    def __init__(self, papers: Mapping[PaperKey, Paper]) -> None:
        self._papers = papers

    def key(self, number: int) -> PaperKey:
        """The paper of a number."""
        return self._keys[number]

    def keys(self, numbers: Iterable[int]) -> list[PaperKey]:
        """The papers of these numbers."""
        return [self._keys[number] for number in numbers]

    def number(self, key: PaperKey) -> int | None:
        """The number of a paper; None if it is not in the catalog."""
        return self._numbers.get(key)

    def numbers(self, keys: Iterable[PaperKey]) -> Mapping[PaperKey, int]:
        """The numbers of those of these papers that are in the catalog."""
        return {key: self._numbers[key] for key in keys if key in self._numbers}

    def called(self, alias: str) -> PaperKey | None:
        """The paper that has this name, the first of several; none for an address that several have."""
        return self.names.get(alias)

    @property
    def has_places(self) -> bool:
        """True if any paper goes by the name of a place, which an answer of the reader gave it."""
        return any(alias.startswith("in:") for alias in self.names)

    @cached_property
    def names(self) -> dict[str, PaperKey]:
        """The paper of each name; an address that several papers have tells nothing."""
        known: dict[str, PaperKey] = {}
        pages = set()
        for key, paper in self._papers.items():
            for alias in paper.aliases:
                if known.setdefault(alias, key) != key and alias.startswith("url:"):
                    pages.add(alias)
        for alias in pages:
            del known[alias]
        return known

    @cached_property
    def _keys(self) -> Sequence[PaperKey]:
        return tuple(self._papers)

    @cached_property
    def _numbers(self) -> dict[PaperKey, int]:
        return {key: number for number, key in enumerate(self._papers)}
