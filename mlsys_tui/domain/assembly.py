"""Parsed documents -> catalog: listings of one work become one paper, documents of one course one list."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2s
from itertools import chain, count
from pathlib import PurePath
from typing import TypeVar

from mlsys_tui.domain import identity
from mlsys_tui.domain.aliases import aliases_of, cleaned_url, compact
from mlsys_tui.domain.answers import place_alias, place_names
from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.notebook import Answer
from mlsys_tui.domain.paper import Link, Paper, PaperKey
from mlsys_tui.domain.reading_list import Document, Listing, ListKind, Section
from mlsys_tui.domain.sections import ListSection, Placement, Reading, ReadingList
from mlsys_tui.text import fold

T = TypeVar("T")

MAX_KEY = 60
_GENERIC_WORDS = frozenset(
    [
        "a",
        "awesome",
        "course",
        "list",
        "lists",
        "my",
        "of",
        "paper",
        "papers",
        "reading",
        "readings",
        "schedule",
        "syllabus",
        "the",
    ]
)
_MAX_NAME = 24


def slug(text: str) -> str:
    """`text` as a short name for keys: folded words joined by hyphens, cut between words."""
    words = "-".join(fold(text).split())
    return words if len(words) <= MAX_KEY else words[: MAX_KEY + 1].rpartition("-")[0] or words[:MAX_KEY]


def build(documents: Sequence[Document], answers: Sequence[Answer] = ()) -> Catalog:
    """The catalog of these documents; lists and papers in order of first appearance.

    `answers` are what the reader said of papers that are the same or different.
    """
    papers, key_of = _papers(documents, answers)
    placements: dict[PaperKey, list[Placement]] = {key: [] for key in papers}
    taken: set[str] = set()
    lists = [_make_list(course, key_of, placements, taken) for course in _courses(documents, key_of)]
    return Catalog(tuple(lists), papers, {key: tuple(places) for key, places in placements.items()})


# -- papers -------------------------------------------------------------------------------------------------


def _papers(
    documents: Sequence[Document], answers: Sequence[Answer]
) -> tuple[dict[PaperKey, Paper], dict[int, PaperKey]]:
    """All papers, and the paper of each listing (by its `id`)."""
    placed = [(doc.name, listing) for doc in documents for section in doc.sections for listing in section.listings]
    groups = identity.group_works([listing for _, listing in placed], [name for name, _ in placed], answers)
    named = place_names(answers)
    papers: dict[PaperKey, Paper] = {}
    key_of: dict[int, PaperKey] = {}
    for group in sorted(groups, key=lambda group: group.yields):
        indices = sorted(index for work in group.works for index in work)
        paper = make_paper([placed[index][1] for index in indices], taken=papers)
        if answers:
            parts = tuple(_names([placed[index] for index in work], named) for work in group.works)
            every = tuple(dict.fromkeys(alias for part in parts for alias in part))
            paper = replace(paper, aliases=every, parts=parts if len(parts) > 1 else ())
        papers[paper.key] = paper
        key_of.update((id(placed[index][1]), paper.key) for index in indices)
    in_order = dict.fromkeys(key_of[id(listing)] for _, listing in placed)
    return {key: papers[key] for key in in_order}, key_of


def _names(placed: Sequence[tuple[str, Listing]], named: Container[str]) -> tuple[str, ...]:
    """All names of one work; names of its places only if an answer speaks of them."""
    places = (place_alias(document, listing.title) for document, listing in placed)
    return (*(place for place in places if place in named), *aliases_of(listing for _, listing in placed))


def make_paper(listings: Sequence[Listing], taken: Container[str] = ()) -> Paper:
    """One paper from all its listings; its key is none of those `taken`."""
    title = _best_title([listing.title for listing in listings])
    aliases = aliases_of(listings)
    key = slug(title) or "paper"
    if key in taken:
        unlike = f"{key}-{blake2s(' '.join(aliases).encode(), digest_size=3).hexdigest()}"
        numbered = (f"{unlike}-{number}" for number in count(2))
        key = next(name for name in chain((unlike,), numbered) if name not in taken)
    venue, year = _published(listings)
    return Paper(
        key=PaperKey(key),
        title=title,
        name=_short_name(listings, title),
        authors=max((listing.authors for listing in listings), key=len),
        venue=venue,
        year=year,
        links=_all_links(listings),
        aliases=aliases,
    )


def _best_title(titles: Sequence[str]) -> str:
    """The form most lists print; among equals the one with its short name and colon, then the longest."""
    counts = Counter(map(compact, titles))
    return max(titles, key=lambda title: (counts[compact(title)], ": " in title, len(title)))


def _short_name(listings: Sequence[Listing], title: str) -> str | None:
    """A name some list gives apart, else what stands before the title's colon if it is short."""
    for listing in listings:
        if listing.name:
            return listing.name
    prefix, colon, _ = title.partition(":")
    return prefix if colon and len(prefix) <= _MAX_NAME and len(prefix.split()) <= 2 else None


def _published(listings: Sequence[Listing]) -> tuple[str | None, int | None]:
    """Venue and year as one listing says them together; a conference before a preprint server."""
    said = [(listing.venue, listing.year) for listing in listings if listing.venue or listing.year]
    if not said:
        return None, None
    counts = Counter((fold(venue or ""), year) for venue, year in said)

    def worth(pair: tuple[str | None, int | None]) -> tuple[bool, bool, bool, int]:
        venue, year = pair
        preprint = fold(venue or "") in ("arxiv", "corr", "preprint")
        return (venue is not None, year is not None, not preprint, counts[fold(venue or ""), year])

    return max(said, key=worth)


def _all_links(listings: Sequence[Listing]) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    for listing in listings:
        for link in listing.links:
            found.setdefault(cleaned_url(link.url) or link.url, link)
    return tuple(found.values())


# -- lists --------------------------------------------------------------------------------------------------


def _courses(documents: Sequence[Document], key_of: dict[int, PaperKey]) -> list[list[Document]]:
    """Documents of one course together: the same telling title, and a paper or a session in common."""
    courses: list[list[Document]] = []
    for document in documents:
        for course in courses:
            if _same_course(course[0], document, key_of):
                course.append(document)
                break
        else:
            courses.append([document])
    return courses


def _same_course(one: Document, other: Document, key_of: dict[int, PaperKey]) -> bool:
    title = fold(one.title or "")
    if not title or title != fold(other.title or "") or set(title.split()) <= _GENERIC_WORDS:
        return False

    def marks(document: Document) -> set[object]:
        papers: set[object] = {key_of[id(listing)] for listing in document.listings}
        return papers | {section.date for section in document.sections if section.date}

    return bool(marks(one) & marks(other))


def _make_list(
    course: Sequence[Document],
    key_of: dict[int, PaperKey],
    placements: dict[PaperKey, list[Placement]],
    taken: set[str],
) -> ReadingList:
    title = next((doc.title for doc in course if doc.title), PurePath(course[0].name).stem)
    key = _unique(slug(title) or "list", taken)
    section_keys: set[str] = set()
    sections = []
    for parts in _aligned(course):
        first = parts[0][1]
        section_key = _unique("/".join([key, *(slug(step) or "-" for step in first.path)]), section_keys)
        readings: dict[PaperKey, Reading] = {}
        for document, section in parts:
            for listing in section.listings:
                paper = key_of[id(listing)]
                placements[paper].append(
                    Placement(key, title, document.name, section_key, section.path, section.date, listing)
                )
                seen = readings.get(paper)
                if seen is None or seen.requirement is None:
                    readings[paper] = Reading(paper, listing.requirement)
        sections.append(
            ListSection(
                key=section_key,
                path=first.path,
                date=_first(section.date for _, section in parts),
                date_text=_first(section.date_text for _, section in parts),
                number=_first(section.number for _, section in parts),
                events=_merged_texts(section.events for _, section in parts),
                notes=_merged_texts(section.notes for _, section in parts),
                readings=tuple(readings.values()),
            )
        )
    kinds = {doc.kind for doc in course}
    kind = kinds.pop() if len(kinds) == 1 else ListKind.MIXED
    return ReadingList(key, title, kind, tuple(doc.name for doc in course), tuple(sections))


def _aligned(course: Sequence[Document]) -> list[list[tuple[Document, Section]]]:
    """The sections of all documents, those of one session or topic together, in the order of the fullest."""
    aligned: list[list[tuple[Document, Section]]] = []
    by_identity: dict[tuple[object, ...], list[tuple[Document, Section]]] = {}
    for document in sorted(course, key=lambda doc: -len(doc.sections)):
        for section in document.sections:
            same = (section.date or section.date_text, section.number) if section.is_session else section.path
            parts = by_identity.get(same)
            if parts is None or any(other is document for other, _ in parts):
                parts = []
                by_identity[same] = parts
                aligned.append(parts)
            parts.append((document, section))
    order = {document.name: position for position, document in enumerate(course)}
    for parts in aligned:
        parts.sort(key=lambda part: order[part[0].name])
    return _in_order_of_dates(aligned)


def _in_order_of_dates(aligned: list[list[tuple[Document, Section]]]) -> list[list[tuple[Document, Section]]]:
    """Sections that only a lesser document has go where their date belongs; all else stays as printed."""
    dates = [part[0][1].date for part in aligned]
    known = [day for day in dates if day]
    if len(known) == len(dates) and known != sorted(known):
        return sorted(aligned, key=lambda parts: parts[0][1].date or date.max)
    return aligned


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def _merged_texts(texts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    merged: dict[str, str] = defaultdict(str)
    for each in texts:
        for text in each:
            merged.setdefault(fold(text) or text, text)
    return tuple(merged.values())


def _unique(name: str, taken: set[str]) -> str:
    unique, number = name, 1
    while unique in taken:
        number += 1
        unique = f"{name}-{number}"
    taken.add(unique)
    return unique
