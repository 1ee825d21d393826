"""Blocks -> a document: its title, its sections with dates, its kind."""

import re
from collections.abc import Sequence

from mlsys_tui.domain.reading_list import Document, ListKind, Problem, Section
from mlsys_tui.parsing.blocks import Block, Heading, Item, Prose, Record, plain, split_lines
from mlsys_tui.parsing.formats.weaving import SUMMARY_LEVEL
from mlsys_tui.parsing.progress import Tick, no_tick
from mlsys_tui.parsing.sections.building import Builder
from mlsys_tui.parsing.sections.drafts import Draft
from mlsys_tui.parsing.sections.headings import with_headings
from mlsys_tui.parsing.sections.sifting import sift
from mlsys_tui.parsing.sections.tables import spread
from mlsys_tui.parsing.words import labels
from mlsys_tui.parsing.words.dates import find_date, with_years, year_said
from mlsys_tui.patterns import pattern
from mlsys_tui.text import MAX_TITLE, clean_line, fold

_SHOWN = 80
_COPYRIGHT = pattern(r"©|\(c\)|copyright|rights reserved", re.IGNORECASE)


def outline(
    title: str | None, blocks: Sequence[Block], name: str, problems: Sequence[Problem] = (), tick: Tick = no_tick
) -> Document:
    """The document that `blocks` say; `title` is what the front matter or the page calls it, if anything.

    `problems` are those of reading the blocks.
    """
    title, blocks = _take_title(title, with_headings(list(spread(blocks))))
    builder = Builder(blocks, tick)
    drafts = list(builder.drafts())
    problems = [
        *problems,
        *(Problem(line, f"kept as a note, not as a paper: {text[:_SHOWN]!r}") for line, text in builder.asides),
    ]
    problems += sift(drafts, requires=builder.requires)
    drafts = _without_empty(drafts)
    said = year_said([title]) or year_said(_terms(blocks))
    days = with_years([draft.day for draft in drafts], [_year_of(draft, said) for draft in drafts])
    sections = tuple(
        Section(
            path=_cleaned(draft.path),
            date=day,
            date_text=clean_line(draft.day.text) if draft.day else None,
            number=draft.number,
            events=_cleaned(draft.events),
            notes=_cleaned(draft.notes),
            listings=tuple(draft.listings),
        )
        for draft, day in zip(drafts, days, strict=True)
    )
    title = clean_line(title, MAX_TITLE) or None if title else None
    return Document(name, title, _kind(sections), sections, tuple(sorted(problems)))


def _cleaned(texts: Sequence[str]) -> tuple[str, ...]:
    """Texts cleaned again: what formats write as entities or escapes is a sign only now."""
    return tuple(map(clean_line, texts))


def _terms(blocks: Sequence[Block]) -> list[str]:
    """Short lines that name a term: "Fall 2019"."""
    prose = (block.runs for block in blocks if isinstance(block, Prose) and not any(run.url for run in block.runs))
    lines = (plain(line).strip() for runs in prose for line in split_lines(runs))
    return [line for line in lines if len(line.split()) <= 4 and not _COPYRIGHT.search(line)]


def _year_of(draft: Draft, said: int | None) -> int | None:
    """The year that the nearest heading above names, else what the document says."""
    above = draft.above
    while above:
        if year := year_said([above.heading]):
            return year
        above = above.above
    return said


def _take_title(title: str | None, blocks: list[Block]) -> tuple[str | None, list[Block]]:
    """The title: of the front matter, else the first heading, if all that follows stands under it."""
    headings = [block for block in blocks if isinstance(block, Heading) and block.runs]
    if not headings:
        return title, blocks
    first = headings[0]
    text = plain(first.runs)
    if first.level > SUMMARY_LEVEL or labels.take_number(text)[0] is not None:
        return title, blocks
    before = blocks[: blocks.index(first)]
    ends = any(isinstance(block, Heading) and not block.runs and block.level <= first.level for block in blocks)
    if ends or any(isinstance(block, Item | Record) for block in before) or find_date(text):
        return title, blocks
    if title:
        same = first.level == 1 and fold(text) in fold(title)
        return title, [block for block in blocks if block is not first] if same else blocks
    undated = [other for other in headings[1:] if not find_date(plain(other.runs))]
    outermost = all(other.level > first.level for other in undated)
    if not (outermost or _is_first_line(first, headings) or _holds_nothing(first, blocks)):
        return None, blocks
    return text, [block for block in blocks if block is not first]


def _is_first_line(first: Heading, headings: list[Heading]) -> bool:
    """True if all headings come from plain text, where the first line of the document is its title."""
    text = plain(first.runs)
    return all(heading.level >= 3 for heading in headings) and not labels.requirement_of(text)


def _holds_nothing(first: Heading, blocks: list[Block]) -> bool:
    """True if the first of several level-one headings has nothing listed under it but contents."""
    if first.level > 1:
        return False
    apart = False
    for block in blocks[blocks.index(first) + 1 :]:
        if isinstance(block, Heading) and block.runs:
            if block.level <= first.level:
                return True
            apart = labels.is_apart(plain(block.runs))
        elif isinstance(block, Record) or (isinstance(block, Item) and not apart and not _is_inward(block)):
            return False
    return True


def _is_inward(item: Item) -> bool:
    """True for a line of a table of contents."""
    return all((run.url or "#").startswith("#") for run in item.runs)


def _without_empty(drafts: list[Draft]) -> list[Draft]:
    """Sections that hold nothing are left out: containers of others silently, a lone heading as a note before it."""
    kept: list[Draft] = []
    for draft, following in zip(drafts, [*drafts[1:], None], strict=True):
        if draft.listings or draft.events or draft.is_session or draft.notes:
            kept.append(draft)
        elif draft.heading and not labels.is_container(draft.heading) and not _holds(draft, following):
            if not kept:
                kept.append(drafts[0])
            (kept[-1].events if kept[-1].is_session else kept[-1].notes).append(draft.heading)
    return kept


def _holds(draft: Draft, following: Draft | None) -> bool:
    return bool(draft.inside) or (following is not None and following.level > draft.level)


def _kind(sections: Sequence[Section]) -> ListKind:
    """By the sections that hold something: sessions, topics, or both."""
    sessions = any(section.is_session for section in sections)
    topics = any(section.listings and not section.is_session for section in sections)
    if sessions and topics:
        return ListKind.MIXED
    return ListKind.SCHEDULE if sessions else ListKind.TOPICS
