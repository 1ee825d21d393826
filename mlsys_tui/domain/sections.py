"""The parts of reading lists: which papers stand in which section, and where each listing is. Immutable."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mlsys_tui.domain.paper import PaperKey
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
    readings: Sequence[Reading] = ()

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
    sections: Sequence[ListSection]

    @property
    def papers(self) -> tuple[PaperKey, ...]:
        """The papers of all sections, each once, in order."""
        return tuple(dict.fromkeys(key for section in self.sections for key in section.papers))

    def readings_total(self) -> int:
        """The readings of all sections: a paper in two sections counts twice."""
        return sum(len(section.readings) for section in self.sections)
