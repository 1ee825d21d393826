"""All reading lists and papers, put together from parsed documents. Immutable; made anew when a list changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

from mlsys_tui.domain.columns import Columns, columns_of
from mlsys_tui.domain.numbering import Numbered, Numbering
from mlsys_tui.domain.paper import Paper, PaperKey
from mlsys_tui.domain.sections import ListSection, Placement, ReadingList


class Kept(Protocol):
    """What a catalog that is read from a file has at hand, and one in memory computes; `parts` were kept with it."""

    numbering: Numbering
    columns: Columns
    sections: Sequence[ListSection]
    parts: Mapping[str, bytes]

    def section(self, key: str) -> tuple[int, ListSection] | None:
        """The section called `key`, and the place of its list."""
        ...

    def remembered(self, name: str) -> bytes | None:
        """What was found out about this very catalog before; None if it was not, or is gone."""
        ...

    def remember(self, name: str, data: bytes) -> None:
        """Keep what was found out, if that is possible."""
        ...

    def verify(self) -> bool:
        """Whether the file is whole; slow."""
        ...

    @property
    def is_damaged(self) -> bool:
        """True if the file turned out not to hold what was written to it."""
        ...


@dataclass(frozen=True)
class Catalog:
    """Lists in the order of their documents, papers in order of first appearance, and the ways between them."""

    lists: tuple[ReadingList, ...] = ()
    papers: Mapping[PaperKey, Paper] = field(default_factory=dict)
    placements: Mapping[PaperKey, tuple[Placement, ...]] = field(default_factory=dict)
    kept: Kept | None = field(default=None, compare=False, repr=False)

    @cached_property
    def numbering(self) -> Numbering:
        """The papers by number."""
        return self.kept.numbering if self.kept else Numbered(self.papers)

    @cached_property
    def columns(self) -> Columns:
        """What is known of all papers at once."""
        return self.kept.columns if self.kept else columns_of(self.lists, self.papers, self.placements)

    @cached_property
    def sections(self) -> Sequence[ListSection]:
        """The sections of all lists, by number."""
        return self.kept.sections if self.kept else tuple(each for own in self.lists for each in own.sections)

    @property
    def is_damaged(self) -> bool:
        """True if it was read from a file that turned out to be damaged, and has to be made anew."""
        return self.kept is not None and self.kept.is_damaged

    def section(self, key: str) -> tuple[ReadingList, ListSection] | None:
        """The section called `key`, with its list."""
        if self.kept is None:
            found = ((own, each) for own in self.lists for each in own.sections if each.key == key)
            return next(found, None)
        if (kept := self.kept.section(key)) is None:
            return None
        return self.lists[kept[0]], kept[1]

    def list_of(self, document: str) -> ReadingList | None:
        """The list that has this document."""
        return next((each for each in self.lists if document in each.documents), None)

    def renamed(self, titles: Mapping[str, str]) -> "Catalog":
        """The same lists under the reader's own titles, given by key; keys stay as they are."""
        if not titles:
            return self
        lists = tuple(replace(each, title=titles.get(each.key, each.title)) for each in self.lists)
        placements = {
            key: tuple(place._replace(list_title=titles.get(place.list_key, place.list_title)) for place in places)
            for key, places in self.placements.items()
        }
        return replace(self, lists=lists, placements=placements)

    def other_titles(self, key: PaperKey) -> tuple[str, ...]:
        """What else lists call a paper; nothing for one that is in none."""
        own = self.papers[key].title if key in self.papers else None
        places = self.placements.get(key, ())
        return tuple(dict.fromkeys(place.listing.title for place in places if place.listing.title != own))

    def list_count(self, key: PaperKey) -> int:
        """In how many lists a paper stands."""
        number = self.numbering.number(key)
        return 0 if number is None else self.columns.lists[number]

    def marked_read(self, key: PaperKey) -> bool:
        """True if any list marks the paper as read."""
        if self.kept is None:
            return any(placement.listing.read for placement in self.placements.get(key, ()))
        number = self.numbering.number(key)
        return number is not None and bool(self.columns.marked[number])
