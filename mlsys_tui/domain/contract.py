"""The parsed list as JSON: the stable contract of `mlsys-tui parse FILE --json`, and back again."""

import datetime
from collections.abc import Sequence
from typing import Any

from mlsys_tui.domain.notebook import PaperState
from mlsys_tui.domain.paper import Link, LinkKind, Paper
from mlsys_tui.domain.reading_list import Document, Listing, ListKind, Problem, Requirement, Section
from mlsys_tui.domain.sections import Placement

Json = dict[str, Any]
"""A JSON object. Its values are checked where they are read."""


def document_to_json(document: Document) -> Json:
    """`{"title", "kind", "document", "sections": [...], "problems": [...]}`; what the text does not say is null."""
    return {
        "title": document.title,
        "kind": document.kind.value,
        "document": document.name,
        "sections": [_section_to_json(section) for section in document.sections],
        "problems": [{"line": problem.line, "message": problem.message} for problem in document.problems],
    }


def _section_to_json(section: Section) -> Json:
    return {
        "path": list(section.path),
        "date": section.date.isoformat() if section.date else None,
        "date_text": section.date_text,
        "number": section.number,
        "events": list(section.events),
        "notes": list(section.notes),
        "entries": [_listing_to_json(listing) for listing in section.listings],
    }


def _listing_to_json(listing: Listing) -> Json:
    return {
        "name": listing.name,
        "title": listing.title,
        "authors": list(listing.authors),
        "venue": listing.venue,
        "year": listing.year,
        "links": [link_to_json(link) for link in listing.links],
        "requirement": listing.requirement.value if listing.requirement else None,
        "read": listing.read,
        "remark": listing.remark,
        "line": listing.line,
    }


def link_to_json(link: Link) -> Json:
    """`{"url", "kind", "label"}`."""
    return {"url": link.url, "kind": link.kind.value, "label": link.label}


def document_from_json(data: Json) -> Document:
    """The document that `document_to_json` wrote.

    Raises:
        KeyError, TypeError, ValueError: `data` is something else.
    """
    return Document(
        name=data["document"],
        title=data["title"],
        kind=ListKind(data["kind"]),
        sections=tuple(_section_from_json(section) for section in data["sections"]),
        problems=tuple(Problem(problem["line"], problem["message"]) for problem in data["problems"]),
    )


def _section_from_json(data: Json) -> Section:
    return Section(
        path=tuple(data["path"]),
        date=datetime.date.fromisoformat(data["date"]) if data["date"] else None,
        date_text=data["date_text"],
        number=data["number"],
        events=tuple(data["events"]),
        notes=tuple(data["notes"]),
        listings=tuple(_listing_from_json(entry) for entry in data["entries"]),
    )


def _listing_from_json(data: Json) -> Listing:
    return Listing(
        title=data["title"],
        name=data["name"],
        authors=tuple(data["authors"]),
        venue=data["venue"],
        year=data["year"],
        links=tuple(Link(link["url"], LinkKind(link["kind"]), link["label"]) for link in data["links"]),
        requirement=Requirement(data["requirement"]) if data["requirement"] else None,
        read=data["read"],
        remark=data["remark"],
        line=data["line"],
    )


def paper_to_json(paper: Paper, state: PaperState, placements: Sequence[Placement]) -> Json:
    """One object of `mlsys-tui papers --json`: the paper, the reader's part, and where it is listed."""
    return {
        "key": paper.key,
        "title": paper.title,
        "name": paper.name,
        "authors": list(paper.authors),
        "venue": paper.venue,
        "year": paper.year,
        "links": [link_to_json(link) for link in paper.links],
        "status": state.status.value,
        "tags": list(state.tags),
        "rating": state.rating,
        "note": state.note,
        "listings": [_placement_to_json(placement) for placement in placements],
    }


def _placement_to_json(placement: Placement) -> Json:
    listing = placement.listing
    return {
        "list": placement.list_title,
        "document": placement.document,
        "path": list(placement.path),
        "date": placement.date.isoformat() if placement.date else None,
        "requirement": listing.requirement.value if listing.requirement else None,
        "read": listing.read,
        "title": listing.title,
    }
