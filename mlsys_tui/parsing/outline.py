"""Blocks -> sections with dates, requirement, events and listings. The rules look at one block and where it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from mlsys_tui.domain.reading_list import Document, Listing, ListKind, Problem, Requirement, Section
from mlsys_tui.parsing import labels
from mlsys_tui.parsing.blocks import Block, Heading, Item, Prose, Runs, plain
from mlsys_tui.parsing.dates import PrintedDate, find_date, with_years, year_said
from mlsys_tui.parsing.entry import read_entry
from mlsys_tui.text import fold

_MAX_EVENT_WORDS = 12
_MAX_LABEL_WORDS = 8
_TITLE_WORDS = 3


@dataclass(slots=True)
class _Draft:
    """A section while it is being filled."""

    path: tuple[str, ...]
    level: int = 0
    heading: str = ""
    day: PrintedDate | None = None
    number: int | None = None
    events: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)

    @property
    def is_session(self) -> bool:
        return self.day is not None or self.number is not None

    @property
    def has_entries(self) -> bool:
        return bool(self.listings or self.events)


def outline(title: str | None, blocks: Sequence[Block], name: str) -> Document:
    """The document that `blocks` say; `title` is what the front matter calls it, if anything."""
    title, blocks = _take_title(title, list(_labels_as_headings(blocks)))
    builder = _Builder(blocks)
    for block in blocks:
        builder.add(block)
    drafts = _without_empty(builder.drafts)
    year = year_said([title, *(draft.heading for draft in drafts if not draft.is_session)])
    days = with_years([draft.day for draft in drafts], year_said([title]) or year)
    sections = tuple(
        Section(
            path=draft.path,
            date=day,
            date_text=draft.day.text if draft.day else None,
            number=draft.number,
            events=tuple(draft.events),
            notes=tuple(draft.notes),
            listings=tuple(draft.listings),
        )
        for draft, day in zip(drafts, days, strict=True)
    )
    return Document(name, title, _kind(sections), sections, tuple(builder.problems))


def _labels_as_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """Plain text has no headings: a line of its own that is a date or a requirement stands for one."""
    has_headings = any(isinstance(block, Heading) for block in blocks)
    level = 0
    for block in blocks:
        if isinstance(block, Heading):
            level = block.level
        elif isinstance(block, Prose) and not any(run.url for run in block.runs):
            text = plain(block.runs)
            if labels.requirement_of(text):
                yield Heading(max(level, 2) + 2, block.runs, block.line)
                continue
            if len(text.split()) <= _MAX_LABEL_WORDS and (find_date(text) or _is_bare_label(text, has_headings)):
                yield Heading(max(level, 1) + 1 if has_headings else 3, block.runs, block.line)
                continue
        yield block


def _is_bare_label(text: str, has_headings: bool) -> bool:
    """In a document without headings a short line that ends no sentence heads what follows."""
    return not has_headings and text[-1] not in ".?!:;,"


def _take_title(title: str | None, blocks: list[Block]) -> tuple[str | None, list[Block]]:
    """The title: of the front matter, else the first heading, if it comes first and no other has its level."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    if title or not headings:
        return title, blocks
    first = headings[0]
    before = blocks[: blocks.index(first)]
    outermost = all(other.level > first.level for other in headings[1:])
    unmarked = _heading_level_is_guess(first, headings)
    if any(isinstance(block, Item) for block in before) or not (outermost or unmarked):
        return None, blocks
    return plain(first.runs), [block for block in blocks if block is not first]


def _heading_level_is_guess(first: Heading, headings: list[Heading]) -> bool:
    """True if all headings come from plain text, where the first line of the document is its title."""
    text = plain(first.runs)
    return all(heading.level >= 3 for heading in headings) and not find_date(text) and not labels.requirement_of(text)


class _Builder:
    """Goes through the blocks once, keeping the headings that are open and what they require."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._current = _Draft(())
        self.drafts = [self._current]
        self.problems: list[Problem] = []
        self._open: list[_Draft] = []
        self._requirement: Requirement | None = None
        self._requirement_level = 0
        headings = [plain(block.runs) for block in blocks if isinstance(block, Heading)]
        self._requires = any(map(labels.requirement_of, headings))

    def add(self, block: Block) -> None:
        """Take the next block."""
        match block:
            case Heading():
                self._heading(block)
            case Item():
                self._item(block, self._current)
            case Prose():
                self._prose(block)

    def _heading(self, block: Heading) -> None:
        text = plain(block.runs)
        requirement = labels.requirement_of(text)
        if requirement:
            self._requirement, self._requirement_level = requirement, block.level
            return
        self._requirement = None
        while self._open and self._open[-1].level >= block.level:
            self._open.pop()
        day = find_date(text)
        number, rest = labels.take_number(day.rest if day else text)
        above = self._open[-1].path if self._open else ()
        if labels.is_container(text):
            draft = _Draft(above, block.level, text)
            if any(run.url for run in block.runs):
                draft.notes.append(_with_addresses(block.runs))
        else:
            draft = _Draft((*above, rest or (day.text if day else text)), block.level, text, day, number)
        self._open.append(draft)
        self.drafts.append(draft)
        self._current = draft

    def _prose(self, block: Prose) -> None:
        draft = self._current
        text = plain(block.runs)
        short = len(text.split()) <= _MAX_EVENT_WORDS and not any(run.url for run in block.runs)
        if draft.is_session and short and text[-1] not in ".?!:":
            draft.events.append(text)
        else:
            draft.notes.append(_with_addresses(block.runs))

    def _item(self, item: Item, draft: _Draft) -> None:
        listing = read_entry(item.runs, item.line)
        if item.children and self._is_topic(item, listing):
            topic = _Draft((*draft.path, plain(item.runs)), draft.level, plain(item.runs))
            self.drafts.insert(self._after_topics(draft), topic)
            for child in item.children:
                self._item(child, topic)
        elif not listing.title:
            self.problems.append(Problem(item.line, f"not understood as a paper: {plain(item.runs)[:80]!r}"))
            draft.notes.append(_with_addresses(item.runs))
        elif draft.is_session and self._is_event(item, listing):
            draft.events.append(plain(item.runs))
        else:
            draft.listings.append(replace(_with_children(listing, item), requirement=self._requirement))

    def _after_topics(self, draft: _Draft) -> int:
        """Where a topic nested in `draft` goes: behind the ones that are there already."""
        at = next(i for i, other in enumerate(self.drafts) if other is draft) + 1
        while at < len(self.drafts) and self.drafts[at].path[: len(draft.path)] == draft.path != self.drafts[at].path:
            at += 1
        return at

    def _is_topic(self, item: Item, listing: Listing) -> bool:
        """A plain line over items that look like papers heads them; over details it is a paper itself."""
        if listing.links or listing.venue or listing.year or listing.authors:
            return False
        return all(_looks_like_paper(child) for child in item.children)

    def _is_event(self, item: Item, listing: Listing) -> bool:
        """In a session: what nothing marks as a paper, if it speaks of course life or stands outside the readings."""
        if listing.links or listing.venue or listing.year or listing.authors or self._requirement:
            return False
        return self._requires or labels.names_event(plain(item.runs))


def _looks_like_paper(item: Item) -> bool:
    """A link, or a title of some words that is no label such as "Authors: …"."""
    text = plain(item.runs)
    if any(run.url for run in item.runs):
        return True
    label = fold(text.partition(":")[0])
    return len(text.split()) >= _TITLE_WORDS and label not in (
        "author",
        "authors",
        "summary",
        "note",
        "notes",
        "abstract",
    )


def _with_children(listing: Listing, item: Item) -> Listing:
    """Items under a paper are about it: their links are its links, their words its remark."""
    if not item.children:
        return listing
    nested = [read_entry(child.runs, child.line) for child in item.children]
    links = dict.fromkeys((*listing.links, *(link for child in nested for link in child.links)))
    remarks = [listing.remark, *(plain(child.runs) for child in item.children)]
    return replace(listing, links=tuple(links), remark="; ".join(filter(None, remarks)))


def _with_addresses(runs: Runs) -> str:
    """The text of `runs`, each link followed by its address."""
    parts = (f"{run.text} <{run.url}>" if run.url and run.url != run.text else run.text for run in runs)
    return " ".join("".join(parts).split())


def _without_empty(drafts: list[_Draft]) -> list[_Draft]:
    """Sections that hold nothing are left out: containers of others silently, a lone heading as a note before it."""
    kept: list[_Draft] = []
    for draft, following in zip(drafts, [*drafts[1:], None], strict=True):
        if draft.has_entries or draft.is_session or draft.notes:
            kept.append(draft)
        elif (
            draft.heading
            and not labels.is_container(draft.heading)
            and (following is None or following.level <= draft.level)
        ):
            if not kept:
                kept.append(drafts[0])
            kept[-1].notes.append(draft.heading)
    return kept


def _kind(sections: Sequence[Section]) -> ListKind:
    """By the sections that hold something: sessions, topics, or both."""
    sessions = any(section.is_session for section in sections)
    topics = any(section.listings and not section.is_session for section in sections)
    if sessions and topics:
        return ListKind.MIXED
    return ListKind.SCHEDULE if sessions else ListKind.TOPICS
