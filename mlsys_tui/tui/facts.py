"""What the details pane says of a paper, above its note: lines of plain values."""

from collections.abc import Iterator
from datetime import date, datetime

from mlsys_tui.domain.nodes import Node
from mlsys_tui.domain.notebook import MAX_RATING, PaperState, Status
from mlsys_tui.domain.paper import Link, Paper, PaperKey
from mlsys_tui.library import Library
from mlsys_tui.tui.glyphs import Glyphs
from mlsys_tui.tui.lines import Item, Line, Role, Span
from mlsys_tui.tui.rows import STATUS_ROLES, published

EMPTY: Line = ()
MAX_AUTHORS = 12
NOWHERE = "In no list any more. What you wrote is kept, and is found again when a list brings the paper back."
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def facts(library: Library, key: PaperKey, glyphs: Glyphs) -> list[Line | Item]:
    """Title, where published, authors, the reader's marks, links, and every listing with the way there."""
    paper, state = library.paper(key), library.state(key)
    lines: list[Line | Item] = [*paper_lines(library, key), EMPTY, _status(state, glyphs)]
    if state.rating or state.tags:
        lines.append(_rating_and_tags(state, glyphs))
    lines += [EMPTY, *_links(paper, glyphs)]
    placements = library.placements(key)
    if not placements:
        return [*lines, EMPTY, (Span(NOWHERE, Role.DIM),)]
    return [*lines, EMPTY, *_listings(library, key, glyphs)]


def paper_lines(library: Library, key: PaperKey) -> Iterator[Line]:
    """Title, where published, authors."""
    paper = library.paper(key)
    yield (Span(paper.title, Role.STRONG),)
    if where := published(paper):
        yield (Span(where, Role.ACCENT),)
    if paper.authors:
        yield (Span(_authors(paper), Role.DIM),)


def _authors(paper: Paper) -> str:
    names = paper.authors[:MAX_AUTHORS]
    rest = len(paper.authors) - len(names)
    return ", ".join(names) + (f" and {rest} more" if rest else "")


def section_facts(node: Node | None) -> list[Line | Item]:
    """What a section without a paper under the cursor says: its date, its events, what its list wrote."""
    section = node.section if node else None
    if node is None or section is None:
        return [(Span("No paper is chosen.", Role.DIM),)]
    lines: list[Line | Item] = [(Span(node.label, Role.STRONG),)]
    if section.date:
        lines.append((Span(day(section.date), Role.ACCENT),))
    for text in section.events:
        lines += [EMPTY, (Span(text),)]
    for text in section.notes:
        lines += [EMPTY, (Span(text, Role.DIM),)]
    return lines


def _status(state: PaperState, glyphs: Glyphs) -> Line:
    role = STATUS_ROLES[state.status]
    since = f" since {local_day(state.status_at)}" if state.status_at and state.status is not Status.UNREAD else ""
    return (Span(f"{glyphs.status[state.status]} ", role), Span(state.status, role), Span(since, Role.DIM))


def _rating_and_tags(state: PaperState, glyphs: Glyphs) -> Line:
    line: list[Span] = []
    if state.rating:
        line.append(Span(glyphs.star * state.rating + glyphs.no_star * (MAX_RATING - state.rating), Role.BUSY))
    for tag in state.tags:
        line += [Span("  " if line else ""), Span(f"#{tag}", Role.ACCENT)]
    return tuple(line)


def _links(paper: Paper, glyphs: Glyphs) -> Iterator[Line | Item]:
    if not paper.links:
        hint = f"{glyphs.dot}o or c offers a search"
        yield (Span("No link in any list", Role.DIM), Span(hint, Role.DIM))
    for position, link in enumerate(paper.links):
        lead = (Span(f"{link.kind:<7}", Role.DIM),)
        yield Item(lead, (Span(_address(link), Role.ACCENT, f"open:{position}"),))


def _address(link: Link) -> str:
    return link.url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def _listings(library: Library, key: PaperKey, glyphs: Glyphs) -> Iterator[Line | Item]:
    placements = library.placements(key)
    count = len({placement.list_key for placement in placements})
    yield (Span(f"In {count} lists" if count > 1 else "In 1 list", Role.DIM),)
    seen: set[tuple[str, str | None]] = set()
    for placement in placements:
        listing = placement.listing
        if (placement.section, listing.remark) in seen:
            continue
        seen.add((placement.section, listing.remark))
        sign = glyphs.requirement[listing.requirement] if listing.requirement else glyphs.dot.strip()
        way = glyphs.step.join((placement.list_title, *placement.path))
        more = (placement.date and day(placement.date), listing.requirement)
        words = "".join(f"{glyphs.dot}{word}" for word in more if word)
        fresh = library.news.is_new(placement.list_key, placement.section, key)
        news = f"{glyphs.dot}{glyphs.fresh} new here" if fresh else ""
        yield Item((Span(f"{sign} ", Role.ACCENT),), (Span(way), Span(words, Role.DIM), Span(news, Role.BUSY)))
        if listing.remark:
            yield Item((Span("  "),), (Span(listing.remark, Role.EVENT),))


def local_day(stamp: str) -> str:
    """An ISO 8601 time as the day it was here: `20 Nov 2026`."""
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    return day(moment.astimezone())


def local_time(stamp: str) -> str:
    """An ISO 8601 time as day and time of day here: `20 Nov 2026 14:05`."""
    try:
        moment = datetime.fromisoformat(stamp).astimezone()
    except (ValueError, OverflowError):
        return stamp
    return f"{day(moment)} {moment:%H:%M}"


def day(moment: date) -> str:
    """A day in words that no country reads differently: `7 Mar 2023`."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
