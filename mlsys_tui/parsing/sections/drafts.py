"""Sections while they are being filled, and what the heading of one says of all below it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from mlsys_tui.domain.reading_list import Listing
from mlsys_tui.parsing.words import labels
from mlsys_tui.parsing.words.dates import PrintedDate, find_date, find_date_after, find_date_inside
from mlsys_tui.parsing.words.venues import Published, find_heading_venue


class Candidate(NamedTuple):
    """What may be a paper; `text` is the whole item, `listed` if the document put it where readings stand."""

    listing: Listing
    text: str
    listed: bool = False
    linked: bool = False


@dataclass(slots=True)
class Draft:
    """A section while it is being filled; `inside` are the topics nested in it."""

    path: tuple[str, ...]
    level: int = 0
    heading: str = ""
    line: int = 0
    day: PrintedDate | None = None
    number: int | None = None
    above: "Draft | None" = None
    company: labels.Company | None = None
    published: Published | None = None
    read: bool | None = None
    is_apart: bool = False
    events: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    inside: list["Draft"] = field(default_factory=list)

    @property
    def is_session(self) -> bool:
        """True with a date or a number."""
        return self.day is not None or self.number is not None

    def with_topics(self) -> Iterator["Draft"]:
        """The section itself, then those nested in it."""
        stack = [self]
        while stack:
            draft = stack.pop()
            yield draft
            stack.extend(reversed(draft.inside))


def headed(draft: Draft, *, dated_only: bool = False) -> Draft:
    """The draft with all that its heading says: date, number, venue, company; the rest is its step of the path."""
    number, rest = (None, draft.heading) if dated_only else labels.take_number(draft.heading)
    above = draft.above
    draft.day = find_date(draft.heading) or find_date(rest) or find_date_after(rest) or find_date_inside(draft.heading)
    if number is None and draft.day and not dated_only:
        number = labels.take_number(draft.heading.partition("(")[0].strip())[0]
    if draft.day:
        rest = draft.day.rest
        if number is None and not dated_only:
            number, rest = labels.take_number(rest)
    elif above and above.day and not dated_only:
        draft.day = replace(above.day, rest=rest)  # a topic of a session is on its day
    draft.number = number
    draft.path = (*draft.path, rest or _label_of(draft, number))
    draft.company = labels.company_of(draft.heading) or (above.company if above else None)
    draft.read = labels.read_state_of(draft.heading)
    if draft.read is None and above:
        draft.read = above.read
    draft.is_apart = labels.is_apart(draft.heading) or bool(above and above.is_apart)
    said = None if draft.day or number is not None else find_heading_venue(draft.heading)
    draft.published = _both(said, above.published if above else None)
    return draft


def _label_of(draft: Draft, number: int | None) -> str:
    """What to call a section whose heading is nothing but its date, or "Week 2 - 8/30"."""
    if draft.day is None:
        return draft.heading
    before = draft.heading.partition(draft.day.text)[0].strip(" -–—:,([")
    return before if number is not None and any(map(str.isalpha, before)) else draft.day.text


def _both(own: Published | None, above: Published | None) -> Published | None:
    if own and above:
        return Published(own.venue or above.venue, own.year or above.year)
    return own or above
