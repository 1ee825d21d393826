"""What the command line prints: plain lines for people and for `grep`, width as it comes."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import click

from mlsys_tui.domain import query
from mlsys_tui.domain.notebook import Record, Status
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.domain.reading_list import Document, Requirement, Section
from mlsys_tui.domain.sections import ListSection, Placement
from mlsys_tui.library import Library
from mlsys_tui.text import ACTING, fold, number

MARKS = {
    Status.UNREAD: "[ ]",
    Status.QUEUED: "[q]",
    Status.READING: "[~]",
    Status.READ: "[x]",
    Status.SKIPPED: "[-]",
}
_REQUIRED = {Requirement.REQUIRED: "required", Requirement.EXTRA: "extra", None: ""}


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line.rstrip()}\n" for line in lines)


def papers(library: Library, keys: Sequence[PaperKey]) -> str:
    """A line per paper: status, title, venue and year, key."""
    return _text(_paper_line(library, key) for key in keys)


def _paper_line(library: Library, key: PaperKey, requirement: Requirement | None = None) -> str:
    paper = library.paper(key)
    published = " ".join(str(part) for part in (paper.venue, paper.year) if part)
    details = ", ".join(part for part in (published, _REQUIRED[requirement]) if part)
    return f"{MARKS[library.state(key).status]} {paper.title}{f' ({details})' if details else ''}  {key}"


def print_json(data: Mapping[str, Any]) -> None:
    """JSON is UTF-8, whatever the locale; what a terminal would act on has an escape, as has half a character."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    text = ACTING.sub(lambda found: json.dumps(found[0])[1:-1], text)
    click.echo(text.encode("utf-8"))


def parked_like(records: Iterable[Record], words: str) -> list[Record]:
    """The parked records that have all words in title, tags or note."""
    return [r for r in records if query.matches(words, fold(" ".join((r.title, r.key, *r.tags, r.note or ""))))]


def parked(records: Iterable[Record]) -> str:
    """A line per record whose paper has left all lists: status, title, key; and the note."""
    rows = []
    for record in records:
        rows.append(f"{MARKS[record.status or Status.UNREAD]} {record.label}  {record.key}")
        rows.extend(f"      {line}" for line in (record.note or "").splitlines())
    return _text(rows)


def parked_json(records: Iterable[Record]) -> list[dict[str, Any]]:
    """The same as JSON objects."""
    return [
        {
            "key": record.key,
            "title": record.label,
            "status": record.status.value if record.status else None,
            "tags": list(record.tags),
            "rating": record.rating,
            "note": record.note,
            "updated_at": record.updated_at,
        }
        for record in records
    ]


def details(library: Library, key: PaperKey) -> str:
    """All about one paper."""
    paper, state = library.paper(key), library.state(key)
    published = " ".join(str(part) for part in (paper.venue, paper.year) if part)
    rows = [
        ("key", paper.key),
        ("name", paper.name),
        ("authors", ", ".join(paper.authors)),
        ("published", published),
        ("status", f"{state.status} since {state.status_at}" if state.status_at else state.status),
        ("tags", " ".join(state.tags)),
        ("rating", "*" * (state.rating or 0)),
        *(("link", f"{link.url}  ({link.kind})") for link in paper.links),
        *(("listed", way) for way in dict.fromkeys(map(_way_there, library.catalog.placements[key]))),
    ]
    lines = [paper.title, *(f"  {label:<9} {value}" for label, value in rows if value)]
    return _text([*lines, "", *state.note.splitlines()] if state.note else lines)


def _way_there(place: Placement) -> str:
    listing = place.listing
    marks = (place.date and place.date.isoformat(), _REQUIRED[listing.requirement], listing.remark)
    steps = " > ".join((place.list_title, *place.path))
    said = "; ".join(mark for mark in marks if mark)
    return f"{steps} ({said})" if said else steps


def outline(library: Library) -> str:
    """All lists with their sections and papers."""
    return _text(_outline(library))


def _outline(library: Library) -> Iterator[str]:
    for reading_list in library.catalog.lists:
        yield f"{reading_list.title}  {library.tally(reading_list.papers)} read"
        for section in reading_list.sections:
            if section.readings or section.events or section.is_session:
                yield f"  {heading(section)}"
                yield from (f"    {_paper_line(library, r.paper, r.requirement)}" for r in section.readings)
                yield from (f"    * {event}" for event in section.events)
        yield ""


def document(parsed: Document) -> str:
    """How a document was read."""
    return _text(_document(parsed))


def _document(parsed: Document) -> Iterator[str]:
    sections, papers = number(len(parsed.sections), "section"), number(len(parsed.listings), "paper")
    yield f"{parsed.title or parsed.name}  ({parsed.kind}, {sections}, {papers})"
    for section in parsed.sections:
        yield f"  {heading(section)}"
        for listing in section.listings:
            published = " ".join(str(part) for part in (listing.venue, listing.year) if part)
            mark = {True: "[x] ", False: "[ ] ", None: ""}[listing.read]
            name = f"{listing.name} | " if listing.name else ""
            more = [published, _REQUIRED[listing.requirement], listing.remark or ""]
            said = "; ".join(part for part in more if part)
            yield f"    {mark}{name}{listing.title}{f' ({said})' if said else ''}"
            if listing.authors:
                yield f"        {', '.join(listing.authors)}"
            yield from (f"        {link.kind}: {link.url}" for link in listing.links)
        yield from (f"    * {event}" for event in section.events)
        yield from (f"    # {note}" for note in section.notes)


def heading(section: Section | ListSection) -> str:
    """A section's way, with its date or number."""
    way = " > ".join(section.path) or "(before the first heading)"
    if section.date_text and section.date_text != way:
        way = f"{section.date_text}  {way}"
    if section.number is not None:
        way = f"{section.number}. {way}"
    return f"{way}  {section.date.isoformat()}" if section.date else way
