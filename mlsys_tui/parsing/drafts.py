"""Sections being filled: goes through the blocks once, keeping the headings that are open and what they require."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from mlsys_tui.domain.reading_list import Listing, Problem, Requirement
from mlsys_tui.parsing import labels
from mlsys_tui.parsing.blocks import Block, Heading, Item, Prose, Runs, plain
from mlsys_tui.parsing.dates import PrintedDate, find_date, find_date_after
from mlsys_tui.parsing.entry import read_entry, split_papers
from mlsys_tui.parsing.links import is_label
from mlsys_tui.parsing.venues import find_venue_alone
from mlsys_tui.text import fold

_MAX_EVENT_WORDS = 12
_TITLE_WORDS = 3
_DETAIL_LABELS = frozenset(
    """abstract author authors blog code comment comments conference date github keywords link links note notes paper
    pdf project published slides summary takeaway takeaways tags tldr venue video why year""".split()
)
_NO_PAPER_SCHEMES = ("#", "mailto:")


@dataclass(slots=True)
class Draft:
    """A section while it is being filled; `inside` are the topics nested in it."""

    path: tuple[str, ...]
    level: int = 0
    heading: str = ""
    day: PrintedDate | None = None
    number: int | None = None
    above: "Draft | None" = None
    events: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    inside: list["Draft"] = field(default_factory=list)

    @property
    def is_session(self) -> bool:
        """True with a date or a number."""
        return self.day is not None or self.number is not None

    def with_topics(self) -> Iterator["Draft"]:
        """The section itself, then those nested in it."""
        yield self
        for topic in self.inside:
            yield from topic.with_topics()


class Builder:
    """Makes drafts of blocks; `problems` are what it could not place."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.problems: list[Problem] = []
        self._current = Draft(())
        self._drafts = [self._current]
        self._open: list[Draft] = []
        self._requirement: Requirement | None = None
        headings = [plain(block.runs) for block in blocks if isinstance(block, Heading)]
        self._requires = any(map(labels.requirement_of, headings))
        for block in blocks:
            self._add(block)

    def drafts(self) -> Iterator[Draft]:
        """All sections in the order of the document."""
        for draft in self._drafts:
            yield from draft.with_topics()

    def _add(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Item() if labels.is_apart(self._current.heading):
                self._current.notes.append(with_addresses(block.runs))
            case Item():
                self._item(block, self._current)
            case Prose():
                self._prose(block)

    def _heading(self, block: Heading) -> None:
        text = plain(block.runs)
        self._requirement = labels.requirement_of(text)
        if self._requirement:
            return
        while self._open and self._open[-1].level >= block.level:
            self._open.pop()
        above = self._open[-1] if self._open else None
        path = above.path if above else ()
        if labels.is_container(text):
            draft = Draft(path, block.level, text, above=above)
            if any(run.url for run in block.runs):
                draft.notes.append(with_addresses(block.runs))
        else:
            draft = _headed(Draft(path, block.level, text, above=above))
        self._open.append(draft)
        self._drafts.append(draft)
        self._current = draft

    def _prose(self, block: Prose) -> None:
        draft = self._current
        text = plain(block.runs)
        linked = any(run.url and run.text != run.url for run in block.runs)
        short = len(text.split()) <= _MAX_EVENT_WORDS and not any(run.url for run in block.runs)
        if draft.is_session and short and (text[-1] not in ".?!:" or labels.names_event(text)):
            draft.events.append(text)
            return
        draft.notes.append(with_addresses(block.runs))
        if linked and draft.heading and not labels.is_apart(draft.heading):
            self.problems.append(Problem(block.line, f"kept as a note, not as a paper: {text[:80]!r}"))

    def _item(self, item: Item, draft: Draft) -> None:
        text = plain(item.runs)
        if item.children and (requirement := labels.requirement_of(text)):
            outer, self._requirement = self._requirement, requirement
            for child in item.children:
                self._item(child, draft)
            self._requirement = outer
            return
        listing = read_entry(item.runs, item.line)
        if item.children and self._is_topic(item, listing):
            self._topic(item, draft)
        elif not listing.title or _leads_nowhere(item.runs):
            self.problems.append(Problem(item.line, f"not understood as a paper: {text[:80]!r}"))
            draft.notes.append(with_addresses(item.runs))
        elif draft.is_session and self._is_event(text, listing):
            draft.events.append(text)
        else:
            self._papers(item, listing, draft)

    def _papers(self, item: Item, listing: Listing, draft: Draft) -> None:
        pieces = split_papers(item.runs)
        found = [read_entry(runs, item.line) for runs in pieces] if len(pieces) > 1 else [listing]
        found[-1] = _with_children(found[-1], item)
        draft.listings.extend(replace(each, requirement=each.requirement or self._requirement) for each in found)

    def _topic(self, item: Item, draft: Draft) -> None:
        """A sub-topic; a bullet that begins with a date is a session."""
        text = plain(item.runs)
        topic = _headed(Draft(draft.path, draft.level, text, above=draft), dated_only=True)
        draft.inside.append(topic)
        for child in item.children:
            self._item(child, topic)

    def _is_topic(self, item: Item, listing: Listing) -> bool:
        """A plain line over items that look like papers heads them; over details it is a paper itself."""
        if listing.links or listing.venue or listing.authors or (listing.year and not find_date(plain(item.runs))):
            return False
        return all(_looks_like_paper(child) for child in item.children)

    def _is_event(self, text: str, listing: Listing) -> bool:
        """In a session: what nothing marks as a paper, if it speaks of course life or stands outside the readings."""
        if listing.links or listing.venue or listing.year or listing.authors or self._requirement:
            return False
        return self._requires or labels.names_event(text)


def _headed(draft: Draft, *, dated_only: bool = False) -> Draft:
    """The draft with the date and the number of its heading; what is left of it is its step of the path."""
    number, rest = (None, draft.heading) if dated_only else labels.take_number(draft.heading)
    draft.day = find_date(draft.heading) or find_date(rest) or find_date_after(rest)
    if draft.day:
        rest = draft.day.rest
        if number is None and not dated_only:
            number, rest = labels.take_number(rest)
    draft.number = number
    draft.path = (*draft.path, rest or (draft.day.text if draft.day else draft.heading))
    return draft


def _leads_nowhere(runs: Runs) -> bool:
    """True if all links of an item lead into the page itself or to a mailbox: contents, staff."""
    urls = [run.url for run in runs if run.url]
    return bool(urls) and all(url.startswith(_NO_PAPER_SCHEMES) for url in urls)


def _looks_like_paper(item: Item) -> bool:
    """A title of some words, linked or not; not a label such as "Authors: …", not half a sentence."""
    text = plain(item.runs)
    links = [run for run in item.runs if run.url]
    if fold(text.partition(":")[0]) in _DETAIL_LABELS:
        return False
    if links:
        return not all(is_label(link.text) for link in links)
    half = text.split()[0].islower() and ":" not in text
    return len(text.split()) >= _TITLE_WORDS and not half and find_venue_alone(text) is None


def _with_children(listing: Listing, item: Item) -> Listing:
    """Items under a paper are about it: their links are its links, their words its remark."""
    if not item.children:
        return listing
    nested = [read_entry(child.runs, child.line) for child in item.children]
    links = dict.fromkeys(listing.links)
    for child in nested:
        # A link on another title is that title's: it says nothing of what this paper is.
        links.update(dict.fromkeys(replace(link, label=link.label or child.title or "see") for link in child.links))
    remarks = [listing.remark, *(plain(child.runs) for child in item.children)]
    return replace(listing, links=tuple(links), remark="; ".join(filter(None, remarks)))


def with_addresses(runs: Runs) -> str:
    """The text of `runs`, each link followed by its address."""
    parts = (f"{run.text} <{run.url}>" if run.url and run.url != run.text else run.text for run in runs)
    return " ".join("".join(parts).split())
