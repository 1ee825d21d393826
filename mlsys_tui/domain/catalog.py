"""All reading lists and papers, put together from parsed documents. Immutable; made anew when a list changes."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from mlsys_tui.domain.paper import Paper, PaperKey
from mlsys_tui.domain.reading_list import Listing, ListKind, Requirement


class Placement(NamedTuple):
    """One listing, and the way there."""

    list_key: str
    list_title: str
    document: str
    section: str
    path: tuple[str, ...]
    date: datetime.date | None
    listing: Listing


class Reading(NamedTuple):
    """One paper in one section; several listings if several documents of the list have it there."""

    paper: PaperKey
    requirement: Requirement | None = None


@dataclass(frozen=True, slots=True)
class ListSection:
    """A session or topic of a reading list. `key` names it across runs: the list's key and the path."""

    key: str
    path: tuple[str, ...]
    date: datetime.date | None = None
    date_text: str | None = None
    number: int | None = None
    events: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()

    @property
    def is_session(self) -> bool:
        """True for a session, False for a topic."""
        return self.date_text is not None or self.number is not None

    @property
    def when(self) -> str | None:
        """Its date, as far as it is known."""
        return self.date.isoformat() if self.date else self.date_text

    @property
    def papers(self) -> tuple[PaperKey, ...]:
        """The papers of this section alone, each once."""
        return tuple(reading.paper for reading in self.readings)


@dataclass(frozen=True, slots=True)
class ReadingList:
    """One course or collection, from one or more documents."""

    key: str
    title: str
    kind: ListKind
    documents: tuple[str, ...]
    sections: tuple[ListSection, ...]

    @property
    def papers(self) -> tuple[PaperKey, ...]:
        """The papers of all sections, each once, in order."""
        return tuple(dict.fromkeys(key for section in self.sections for key in section.papers))

    def readings_total(self) -> int:
        """The readings of all sections: a paper in two sections counts twice."""
        return sum(len(section.readings) for section in self.sections)


@dataclass(frozen=True, slots=True)
class Catalog:
    """Lists in the order of their documents, papers in order of first appearance, and the ways between them."""

    lists: tuple[ReadingList, ...] = ()
    papers: Mapping[PaperKey, Paper] = field(default_factory=dict)
    placements: Mapping[PaperKey, tuple[Placement, ...]] = field(default_factory=dict)

    def section(self, key: str) -> tuple[ReadingList, ListSection] | None:
        """The section called `key`, with its list."""
        for reading_list in self.lists:
            for section in reading_list.sections:
                if section.key == key:
                    return reading_list, section
        return None

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

    def marked_read(self, key: PaperKey) -> bool:
        """True if any list marks the paper as read."""
        return any(placement.listing.read for placement in self.placements.get(key, ()))
