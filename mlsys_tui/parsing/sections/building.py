"""Blocks -> drafts of sections: once through, keeping the headings that are open and what they require."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mlsys_tui.domain.reading_list import Listing, Requirement
from mlsys_tui.parsing.blocks import Block, Heading, Item, Prose, Record, Runs, Scope, ScopeEnd, plain
from mlsys_tui.parsing.entries.details import is_own_paper, looks_like_paper, says_authors, with_details
from mlsys_tui.parsing.entries.entry import read_entry
from mlsys_tui.parsing.entries.evidence import Evidence, evidence_of, has_paper_link, leads_nowhere
from mlsys_tui.parsing.entries.lines import is_details, items_of_item, papers_of_paragraph
from mlsys_tui.parsing.entries.records import read_record
from mlsys_tui.parsing.entries.split_items import split_papers
from mlsys_tui.parsing.progress import Tick, no_tick
from mlsys_tui.parsing.sections.drafts import Candidate, Draft, headed
from mlsys_tui.parsing.words import course_life, labels
from mlsys_tui.parsing.words.dates import find_date
from mlsys_tui.parsing.words.links import is_label
from mlsys_tui.patterns import pattern
from mlsys_tui.text import MAX_TITLE, clean_line

_MAX_EVENT_WORDS = 12
_MAX_LABEL = 32
_MAX_TEXT = 20_000
_BLOCKS_A_TICK = 500
_MAX_LEVEL = 99
_SUFFIX = pattern(r"\s*[(\[*_]+([^()\[\]]{3,40}?)[)\]*_]+\s*$")
_LABEL = pattern(r"\W*(?P<label>[^\W\d_][^:：\n]{2,40}?)\s*[:：]")


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
        else:
            draft = headed(draft)
        if any(run.url and "://" in run.url for run in runs):
            draft.notes.append(with_addresses(runs))
        self._open.append(draft)
        self._drafts.append(draft)
        self._current = draft

    # -- paragraphs ---------------------------------------------------------------------------------------

    def _prose(self, block: Prose) -> None:
        draft = self._current
        text = plain(block.runs)
        if not text:
            return
        if block.aside or draft.is_apart:
            draft.notes.append(with_addresses(block.runs))
            return
        if (read := labels.mark_of(text)) is not None and not any(run.url for run in block.runs):
            draft.candidates = [_marked(candidate, read) for candidate in draft.candidates]
        short = len(text.split()) <= _MAX_EVENT_WORDS and not any(run.url for run in block.runs)
        if draft.is_session and short and (text[-1] not in ".?!:" or course_life.names_event(text)):
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
        if len(text) > _MAX_TEXT:  # no paper is told of in so many words
            self._note_item(item, draft)
            self.asides.append((item.line, text))
            return
        if item.children and (labels.lists_readings(text) or labels.requirement_of(text)):
            self._scopes.append((text, _MAX_LEVEL))
            self.requires = True
            for child in item.children:
                self._item(child, draft)
            self._scopes.pop()
            return
        linked = any(run.url for run in item.runs)
        if course_life.is_beside(text, linked=linked, over_items=bool(item.children)):
            if draft.is_session and not item.children and not linked and course_life.names_event(text):
                draft.events.append(text)
            else:
                self._note_item(item, draft)
            return
        if lines := items_of_item(item):
            for each in lines:
                self._entry(each, draft)
        else:
            self._entry(item, draft)

    def _entry(self, item: Item, draft: Draft) -> None:
        text = plain(item.runs)
        listing = _with_address(read_entry(item.runs, item.line))
        if self._after_paragraph and draft is self._current and evidence_of(listing) < Evidence.GOOD:
            self._note_item(item, draft)  # a summary of the paper that the paragraph above is about
        elif item.children and not item.is_heading and self._is_topic(item, listing):
            self._topic(item, draft)
        elif not listing.title or says_authors(item) or leads_nowhere([run.url for run in item.runs if run.url]):
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
        if len(found) > 1 and (first := found[0].requirement):
            found = [replace(each, requirement=each.requirement or first) for each in found]
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
        if listing.requirement is None and (required := self._required):
            listing = replace(listing, requirement=required)
        label = _LABEL.match(text)
        labelled = label is not None and len(label["label"]) < _MAX_LABEL and labels.lists_readings(label["label"])
        self.requires = self.requires or labelled
        listed = listed or labelled or bool(self._scopes) or self._heading_lists
        draft.candidates.append(Candidate(_in_lines(listing), text, listed, linked))

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
        return fitting == len(item.children) or (
            fitting * 2 >= len(item.children) and any(map(is_own_paper, item.children))
        )


def _with_address(listing: Listing) -> Listing:
    """A paper that is listed by its address alone is called by it."""
    if listing.title or listing.remark or not has_paper_link(listing) or listing.links[0].label:
        return listing
    return replace(listing, title=clean_line(listing.links[0].url.partition("://")[2], MAX_TITLE))


def _in_lines(listing: Listing) -> Listing:
    """The listing without line ends in names and venues that a rule found over two lines."""
    if all(map(str.isprintable, (listing.venue or "", *listing.authors))):
        return listing
    venue = clean_line(listing.venue) if listing.venue else None
    return replace(listing, authors=tuple(map(clean_line, listing.authors)), venue=venue)


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
