"""Every way of writing a reading list that we know, imitated in a few lines, against what a reader would expect of it.

Beside each document in `dialects/` stands what it should become, written by hand. What a document of a dialect gets
wrong is marked in its file (`xfail`: aspect and reason), so that the other aspects are still held.
"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mlsys_tui.domain.reading_list import Document, Listing, Section
from mlsys_tui.parsing.reader import read
from mlsys_tui.text import fold
from tests.parsing.visible import addresses_of, addresses_said, words_of, words_said

DIALECTS = Path(__file__).parent / "dialects"
NAMES = sorted(path.name.removesuffix(".json") for path in DIALECTS.glob("*.*.json"))
FIELDS = ("name", "authors", "venue", "year", "requirement", "read")

Expected = dict[str, Any]


@cache
def expected(name: str) -> Expected:
    found: Expected = json.loads((DIALECTS / f"{name}.json").read_text("utf-8"))
    return found


@cache
def text_of(name: str) -> str:
    return (DIALECTS / name).read_text("utf-8")


@cache
def parsed(name: str) -> Document:
    return read(text_of(name), name)


def cases(aspect: str) -> list[Any]:
    """All documents, those that fail in one aspect so far marked with their reason."""
    reasons = {name: expected(name).get("xfail", {}).get(aspect) for name in NAMES}
    return [
        pytest.param(name, marks=pytest.mark.xfail(reason=reason, strict=True, raises=AssertionError))
        if reason
        else name
        for name, reason in reasons.items()
    ]


def holding(document: Document) -> list[Section]:
    """The sections that hold more than notes."""
    return [
        section
        for section in document.sections
        if section.listings or section.events or section.date_text or section.number is not None
    ]


def events_of(section: Section) -> list[str]:
    """Its events, but for one that is also its heading: a reader sees it either way."""
    return [event for event in section.events if event not in section.path[-1:]]


def by_entry(name: str, of_listing: Callable[[Listing], Any], of_label: Callable[[Expected], Any]) -> None:
    """Compares what is said of each entry that both sides have, told by titles."""
    found = {fold(listing.title): of_listing(listing) for listing in parsed(name).listings}
    entries = [entry for section in expected(name)["sections"] for entry in section.get("entries", [])]
    wanted = {fold(entry["title"]): of_label(entry) for entry in entries}
    assert {title: found[title] for title in wanted if title in found} == {
        title: wanted[title] for title in wanted if title in found
    }


@pytest.mark.parametrize("name", cases("outline"))
def test_outline(name: str) -> None:
    """Title, kind, sections with their dates and numbers, events."""
    document, wanted = parsed(name), expected(name)
    assert (document.title, document.kind.value) == (wanted["title"], wanted["kind"])
    assert [
        (list(section.path), section.date and section.date.isoformat(), section.number, events_of(section))
        for section in holding(document)
    ] == [
        (section["path"], section.get("date"), section.get("number"), section.get("events", []))
        for section in wanted["sections"]
    ]


@pytest.mark.parametrize("name", cases("titles"))
def test_titles(name: str) -> None:
    """Each paper, and no other, with those of its section."""
    found = [[listing.title for listing in section.listings] for section in parsed(name).sections if section.listings]
    wanted = [[entry["title"] for entry in section.get("entries", [])] for section in expected(name)["sections"]]
    assert found == [titles for titles in wanted if titles]


@pytest.mark.parametrize("name", cases("fields"))
def test_fields(name: str) -> None:
    """Short name, authors, venue, year, requirement and read mark; nothing where the document says nothing."""
    by_entry(
        name,
        lambda listing: (listing.name, list(listing.authors), listing.venue, listing.year,
                         listing.requirement and listing.requirement.value, listing.read),
        lambda entry: tuple(entry.get(field, [] if field == "authors" else None) for field in FIELDS),
    )  # fmt: skip


@pytest.mark.parametrize("name", cases("links"))
def test_links(name: str) -> None:
    """Addresses with their kinds, in the order of the document."""
    by_entry(
        name,
        lambda listing: [f"{link.kind.value} {link.url}" for link in listing.links],
        lambda entry: entry.get("links", []),
    )


@pytest.mark.parametrize("name", cases("remarks"))
def test_remarks(name: str) -> None:
    """Where the expectation names one, the remark is all of it."""
    remarks = {fold(listing.title): listing.remark for listing in parsed(name).listings}
    for section in expected(name)["sections"]:
        for entry in section.get("entries", []):
            if "remark" in entry:
                assert remarks.get(fold(entry["title"])) == entry["remark"]


@pytest.mark.parametrize("name", cases("traps"))
def test_traps(name: str) -> None:
    """What looks like a paper and is none."""
    titles = [f"{listing.name or ''} {listing.title}" for listing in parsed(name).listings]
    for trap in expected(name).get("traps", []):
        papers = [entry["title"] for section in expected(name)["sections"] for entry in section.get("entries", [])]
        for title in titles:
            assert fold(title) != fold(trap) and (trap not in title or any(paper in title for paper in papers)), trap


@pytest.mark.parametrize("name", cases("words"))
def test_nothing_disappears(name: str) -> None:
    """Every visible word is in an entry, a heading, a note, an event or a problem, as often as it was there.

    `unsaid` are words a reader needs no more once the list is read: headers of columns, labels, keywords.
    """
    lost = words_of(text_of(name), name.rpartition(".")[2]) - words_said(parsed(name))
    assert not {word: count for word, count in lost.items() if word not in expected(name).get("unsaid", [])}


@pytest.mark.parametrize("name", cases("addresses"))
def test_no_address_disappears(name: str) -> None:
    said = addresses_said(parsed(name))
    unsaid = expected(name).get("unsaid addresses", [])
    assert not [address for address in addresses_of(text_of(name)) if address not in said and address not in unsaid]
