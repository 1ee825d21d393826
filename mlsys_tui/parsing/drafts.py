"""Sections being filled: goes through the blocks once, keeping the headings that are open and what they require."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from mlsys_tui.domain.reading_list import Listing, Requirement
from mlsys_tui.parsing import labels
from mlsys_tui.parsing.blocks import Block, Heading, Item, Prose, Record, Runs, Scope, ScopeEnd, plain
from mlsys_tui.parsing.dates import PrintedDate, find_date, find_date_after, find_date_inside
from mlsys_tui.parsing.details import is_own_paper, looks_like_paper, with_details
from mlsys_tui.parsing.entry import read_entry, split_papers
from mlsys_tui.parsing.evidence import Evidence, evidence_of, leads_nowhere
from mlsys_tui.parsing.lines import is_details, items_of_item, papers_of_paragraph
from mlsys_tui.parsing.links import is_label
from mlsys_tui.parsing.progress import Tick, no_tick
from mlsys_tui.parsing.records import read_record
from mlsys_tui.parsing.venues import Published, find_heading_venue

_MAX_EVENT_WORDS = 12
_BLOCKS_A_TICK = 500
_MAX_LEVEL = 99
_SUFFIX = re.compile(r"\s*[(\[*_]+([^()\[\]]{3,40}?)[)\]*_]+\s*$")
_LABEL = re.compile(r"\W*(?P<label>[^\W\d_][^:：\n]{2,40}?)\s*[:：]")


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


class Builder:
    """Makes drafts of blocks; `asides` are the lines with links that are kept as notes only."""

    def __init__(self, blocks: Sequence[Block], tick: Tick = no_tick) -> None:
        self.asides: list[tuple[int, str]] = []
        self.requires = False
        self._root = self._current = Draft(())
        self._drafts = [self._current]
        self._open: list[Draft] = []
        self._heading_requires: Requirement | None = None
        self._heading_lists = False
        self._after_paragraph = False
        self._scopes: list[tuple[str, int]] = []
        for index, block in enumerate(blocks):
            self._add(block)
            if index % _BLOCKS_A_TICK == 0:
                tick(index / len(blocks))

    def drafts(self) -> Iterator[Draft]:
        """All sections in the order of the document."""
        for draft in self._drafts:
            yield from draft.with_topics()

    def _add(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Scope():
                self._scopes.append((block.label, self._current.level))
                self.requires = self.requires or self._required is not None
            case ScopeEnd():
                if self._scopes:
                    self._scopes.pop()
            case Item() if self._current.is_apart:
                self._note_item(block)
            case Item():
                self._item(block, self._current)
            case Record():
                self._record(block)
            case Prose():
                self._prose(block)

    @property
    def _required(self) -> Requirement | None:
        scoped = (labels.requirement_of(label) for label, _ in reversed(self._scopes))
        return next((found for found in scoped if found), None) or self._heading_requires

    # -- headings -----------------------------------------------------------------------------------------

    def _heading(self, block: Heading) -> None:
        text = plain(block.runs)
        requirement = labels.requirement_of(text)
        self._heading_requires = requirement
        if requirement or (labels.lists_readings(text) and self._current.is_session):
            self.requires = True
            self._heading_lists = True
            return
        self._heading_lists = False
        suffix = _SUFFIX.search(text)
        if suffix and (requirement := labels.requirement_of(suffix[1])):
            self._heading_requires, text = requirement, text[: suffix.start()]
        while self._open and self._open[-1].level >= block.level:
            self._open.pop()
        above = self._open[-1] if self._open else None
        if not text:
            self._current = above or self._root
            return
        while self._scopes and self._scopes[-1][1] >= block.level:
            self._scopes.pop()  # a division that nobody closed
        self._after_paragraph = False
        self._open_draft(Draft(above.path if above else (), block.level, text, block.line, above=above), block.runs)

    def _open_draft(self, draft: Draft, runs: Runs) -> None:
        if labels.is_container(draft.heading):
            draft.is_apart = labels.is_apart(draft.heading)
            if any(run.url for run in runs):
                draft.notes.append(with_addresses(runs))
        else:
            draft = headed(draft)
        self._open.append(draft)
        self._drafts.append(draft)
        self._current = draft

    # -- paragraphs ---------------------------------------------------------------------------------------

    def _prose(self, block: Prose) -> None:
        draft = self._current
        text = plain(block.runs)
        if block.aside or draft.is_apart:
            draft.notes.append(with_addresses(block.runs))
            return
        if (read := labels.mark_of(text)) is not None and not any(run.url for run in block.runs):
            draft.candidates = [_marked(candidate, read) for candidate in draft.candidates]
        short = len(text.split()) <= _MAX_EVENT_WORDS and not any(run.url for run in block.runs)
        if draft.is_session and short and (text[-1] not in ".?!:" or labels.names_event(text)):
            draft.events.append(text)
        elif draft.candidates and _is_links_only(block.runs) and is_details(block):
            last = draft.candidates[-1]
            about = with_details(last.listing, [Item(block.runs, block.line)])
            draft.candidates[-1] = last._replace(listing=about, linked=True)
        elif items := papers_of_paragraph(block):
            for item in items:
                self._item(item, draft)
            self._after_paragraph = True
        else:
            draft.notes.append(with_addresses(block.runs))
            if any(run.url and run.text != run.url for run in block.runs):
                self.asides.append((block.line, text))

    # -- items --------------------------------------------------------------------------------------------

    def _item(self, item: Item, draft: Draft) -> None:
        text = plain(item.runs)
        if item.children and (labels.lists_readings(text) or labels.requirement_of(text)):
            self._scopes.append((text, _MAX_LEVEL))
            self.requires = True
            for child in item.children:
                self._item(child, draft)
            self._scopes.pop()
            return
        linked = any(run.url for run in item.runs)
        administrative = labels.is_administrative(text) or (not linked and labels.is_administrative_unlinked(text))
        if (item.children and labels.lists_others(text)) or administrative:
            if draft.is_session and not item.children and not linked and labels.names_event(text):
                draft.events.append(text)
            else:
                self._note_item(item, draft)
            return
        if lines := items_of_item(item):
            for each in lines:
                self._item(each, draft)
            return
        listing = read_entry(item.runs, item.line)
        if self._after_paragraph and draft is self._current and evidence_of(listing) < Evidence.GOOD:
            self._note_item(item, draft)  # a summary of the paper that the paragraph above is about
        elif item.children and not item.is_heading and self._is_topic(item, listing):
            self._topic(item, draft)
        elif not listing.title or leads_nowhere([run.url for run in item.runs if run.url]):
            self._note_item(item, draft)
            if text:
                self.asides.append((item.line, text))
        else:
            self._papers(item, listing, draft)

    def _note_item(self, item: Item, draft: Draft | None = None) -> None:
        stack = [item]
        while stack:
            each = stack.pop()
            (draft or self._current).notes.append(with_addresses(each.runs))
            stack.extend(reversed(each.children))

    def _papers(self, item: Item, listing: Listing, draft: Draft) -> None:
        pieces = split_papers(item.runs)
        found = [read_entry(runs, item.line) for runs in pieces] if len(pieces) > 1 else [listing]
        found = [replace(each, requirement=each.requirement or found[0].requirement) for each in found]
        own = [child for child in item.children if not item.is_heading and is_own_paper(child)]
        details = [child for child in item.children if child not in own]
        found[-1] = with_details(found[-1], details)
        for each in found:
            self._take(each, plain(item.runs), draft, any(run.url for run in item.runs))
        for child in own:
            self._item(child, draft)

    def _record(self, record: Record) -> None:
        text = " · ".join(plain(runs) for _, runs in record.fields)
        listing = read_record(record)
        if listing.title:
            self._take(listing, text, self._current, bool(listing.links), listed=True)
        else:
            self._current.notes.append(text)
            self.asides.append((record.line, text))

    def _take(self, listing: Listing, text: str, draft: Draft, linked: bool, *, listed: bool = False) -> None:
        listing = replace(listing, requirement=listing.requirement or self._required)
        label = _LABEL.match(text)
        labelled = label is not None and labels.lists_readings(label["label"])
        self.requires = self.requires or labelled
        listed = listed or labelled or bool(self._scopes) or self._heading_lists
        draft.candidates.append(Candidate(listing, text, listed, linked))

    def _topic(self, item: Item, draft: Draft) -> None:
        """A sub-topic; a bullet that begins with a date is a session."""
        text = plain(item.runs).rstrip(":")
        topic = headed(Draft(draft.path, draft.level, text, item.line, above=draft), dated_only=True)
        draft.inside.append(topic)
        for child in item.children:
            self._item(child, topic)

    def _is_topic(self, item: Item, listing: Listing) -> bool:
        """A plain line over items that look like papers heads them; over details it is a paper itself."""
        day = find_date(plain(item.runs))
        if listing.links or listing.venue or listing.authors or (listing.year and not day):
            return False
        fitting = sum(map(looks_like_paper, item.children))
        return fitting == len(item.children) or (fitting * 2 >= len(item.children) and any(map(is_own_paper, item.children)))


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


def _is_links_only(runs: Runs) -> bool:
    """True for "Code: <address>": links, and words that only say what they are."""
    rest = plain(tuple(run for run in runs if not run.url)).strip(" :,;|·()[]-")
    return any(run.url for run in runs) and (not rest or is_label(rest))


def _marked(candidate: Candidate, read: bool) -> Candidate:
    if candidate.listing.read is not None:
        return candidate
    return candidate._replace(listing=replace(candidate.listing, read=read))


def with_addresses(runs: Runs) -> str:
    """The text of `runs`, each link followed by its address."""
    parts = (f"{run.text} <{run.url}>" if run.url and run.url != run.text else run.text for run in runs)
    return " ".join("".join(parts).split())
