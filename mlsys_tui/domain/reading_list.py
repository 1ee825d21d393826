"""What one document says: sections, events and listings, before papers are recognised across lists."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import PurePath
from typing import NamedTuple

from mlsys_tui.domain.paper import Link


class Requirement(StrEnum):
    """What a course asks of its readers; None where the list does not say."""

    REQUIRED = "required"
    EXTRA = "extra"


class ListKind(StrEnum):
    """How a document is ordered: by sessions (a date or a number), by topics, or some of each."""

    SCHEDULE = "schedule"
    TOPICS = "topics"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Listing:
    """One appearance of a paper in a section, with what this list says of it.

    `name` is a short name the list gives apart from the title, `read` the list's own mark (None: no mark),
    `line` the 1-based line of the document it starts on. What the text does not say is None, never guessed.
    """

    title: str
    name: str | None = None
    authors: tuple[str, ...] = ()
    venue: str | None = None
    year: int | None = None
    links: tuple[Link, ...] = ()
    requirement: Requirement | None = None
    read: bool | None = None
    remark: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A session (with a date or a number) or a topic; `path` is outermost first, without the list's title."""

    path: tuple[str, ...]
    date: datetime.date | None = None
    date_text: str | None = None
    number: int | None = None
    events: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    listings: tuple[Listing, ...] = ()

    @property
    def is_session(self) -> bool:
        """True for a session, False for a topic."""
        return self.date_text is not None or self.number is not None


class Problem(NamedTuple):
    """Something in a document that was not understood; `line` is 1-based, 0 for the document as a whole."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed file: part of a reading list or the whole of it. `name` is the file's name."""

    name: str
    title: str | None = None
    kind: ListKind = ListKind.TOPICS
    sections: tuple[Section, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def shown_title(self) -> str:
        """Its own title, else its name."""
        return self.title or PurePath(self.name).stem

    @property
    def listings(self) -> tuple[Listing, ...]:
        """All listings in the order of the document."""
        return tuple(listing for section in self.sections for listing in section.listings)

    def first(self, count: int) -> list[tuple[Listing, Section]]:
        """The first listings, each with the section it stands in."""
        found = ((listing, section) for section in self.sections for listing in section.listings)
        return list(islice(found, count))
