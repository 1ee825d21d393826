"""What holds for every text and every bytes, whatever they are: shared by Hypothesis and the coverage-guided fuzzer."""

import re
from collections.abc import Iterator

from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.contract import document_from_json, document_to_json
from mlsys_tui.domain.reading_list import Document
from mlsys_tui.parsing.reader import read
from mlsys_tui.store.documents import decode
from mlsys_tui.text import MAX_TITLE, MAX_URL

MAX_PROBLEMS = 1002
"""A thousand, how many more, and that there is no paper."""

ACTING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
"""What a terminal may act on, what turns the direction of text, what ends a line, and halves of characters."""


def check_bytes(data: bytes, *, twice: bool = True) -> Document:
    """Reads bytes as a file is read, and checks what is promised."""
    return check_text(decode(data, "some.md")[0], twice=twice)


def check_text(text: str, *, twice: bool = True) -> Document:
    """Reads a text, and checks what is promised of the document; reading it `twice` gives the same."""
    document = read(text, "some.md")
    assert not twice or document == read(text, "some.md"), "reading is deterministic"
    assert document.listings or document.problems, "no paper without a word about it"
    assert len(document.problems) <= MAX_PROBLEMS
    for said in texts_of(document):
        assert not (acting := ACTING.search(said)), f"{acting[0]!r} in {said!r}"
    _check_places(document, text.count("\n") + text.count("\r") + text.count("\u2028") + text.count("\u2029") + 1)
    _check_listings(document)
    assert document_from_json(document_to_json(document)) == document
    return document


def texts_of(document: Document) -> Iterator[str]:
    """Everything in a document that is shown."""
    yield document.title or ""
    yield from (problem.message for problem in document.problems)
    for section in document.sections:
        yield from (*section.path, section.date_text or "", *section.events, *section.notes)
        for listing in section.listings:
            yield from (listing.title, listing.name or "", listing.venue or "", listing.remark or "")
            yield from listing.authors
            yield from (text for link in listing.links for text in (link.url, link.label or ""))


def _check_places(document: Document, lines: int) -> None:
    for problem in document.problems:
        assert 0 <= problem.line <= lines, problem
    for listing in document.listings:
        assert 0 <= listing.line <= lines, listing


def _check_listings(document: Document) -> None:
    """Titles that say something, bounded; and a catalog in which each paper has its own key and all its places."""
    for listing in document.listings:
        assert listing.title.strip() and len(listing.title) <= MAX_TITLE, listing
        assert listing.year is None or 1000 <= listing.year <= 9999, listing
        assert all(link.url and len(link.url) <= MAX_URL for link in listing.links), listing
        assert all(author.strip() for author in listing.authors), listing
    catalog = build([document])
    assert all(key and key == paper.key for key, paper in catalog.papers.items())
    places = sum(len(catalog.placements[key]) for key in catalog.papers)
    assert places == len(document.listings), "every listing is a place of one paper"
