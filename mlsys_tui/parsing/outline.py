"""Blocks -> a document: its title, its sections with dates, its kind."""

from collections.abc import Iterator, Sequence

from mlsys_tui.domain.reading_list import Document, ListKind, Section
from mlsys_tui.parsing import labels
from mlsys_tui.parsing.blocks import Block, Heading, Item, Prose, plain
from mlsys_tui.parsing.dates import find_date, with_years, year_said
from mlsys_tui.parsing.drafts import Builder, Draft

_MAX_LABEL_WORDS = 8


def outline(title: str | None, blocks: Sequence[Block], name: str) -> Document:
    """The document that `blocks` say; `title` is what the front matter calls it, if anything."""
    title, blocks = _take_title(title, list(_labels_as_headings(blocks)))
    builder = Builder(blocks)
    drafts = _without_empty(list(builder.drafts()))
    days = with_years([draft.day for draft in drafts], [_year_of(draft, title) for draft in drafts])
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


def _year_of(draft: Draft, title: str | None) -> int | None:
    """The year that the nearest heading above names, else the title."""
    above = draft.above
    while above:
        if year := year_said([above.heading]):
            return year
        above = above.above
    return year_said([title])


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
    if any(isinstance(block, Item) for block in before) or not (outermost or _is_first_line(first, headings)):
        return None, blocks
    return plain(first.runs), [block for block in blocks if block is not first]


def _is_first_line(first: Heading, headings: list[Heading]) -> bool:
    """True if all headings come from plain text, where the first line of the document is its title."""
    text = plain(first.runs)
    return all(heading.level >= 3 for heading in headings) and not find_date(text) and not labels.requirement_of(text)


def _without_empty(drafts: list[Draft]) -> list[Draft]:
    """Sections that hold nothing are left out: containers of others silently, a lone heading as a note before it."""
    kept: list[Draft] = []
    for draft, following in zip(drafts, [*drafts[1:], None], strict=True):
        if draft.listings or draft.events or draft.is_session or draft.notes:
            kept.append(draft)
        elif draft.heading and not labels.is_container(draft.heading) and not _holds(draft, following):
            if not kept:
                kept.append(drafts[0])
            kept[-1].notes.append(draft.heading)
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
