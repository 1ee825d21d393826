"""What a reader sees of a document in any format, and what of it a parsed document still says somewhere."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from mlsys_tui.domain.reading_list import Document, Listing
from mlsys_tui.text import fold

_COMMENT = r"(?s)<!--.*?-->"
_PICTURE = r"!\[[^\]]*\]\([^)]*\)"
_UNSEEN: dict[str, tuple[str, ...]] = {
    "markup": (
        r"(?s)\A---\n.*?\n---\n",
        _COMMENT,
        r"(?s)<(script|style)\b.*?</\1>",
        r"(?s)\{%.*?%\}",
        r"(?m)^\[[^\]\n]+\]: +\S+.*$",
        r"</?[A-Za-z!][^<>]*>",
        _PICTURE,
        r"\]\s*\([^()\s]*(?:\([^()]*\))?[^()\s]*(?:\)|$)",
        r"\)\[[^\]\s]*\]",
        r"(?m)\]\[[\w-]*\]",
        r"<https?:[^>\s]*>",
    ),
    "yml": (r"(?m)^\s*#.*$", r"(?m)^[\s-]*[^\s:]+:", r"</?\w[^<>]*>"),
    "json": (r"\"\w+\"\s*:", r"\]\([^)]*\)", r"\btrue\b"),
    "bib": (r"(?m)^@comment.*$", r"@\w+\{\w+\s*[,=]", r"=\s*osdi\b", r"\b\w+\s*=(?=\s*[\d{\"])", r"\bbooktitle\b"),
    "org": (r"\[\[(?:cite|https?):[^\]]*\]", r"(?m)^#\+STARTUP.*$", r"#\+TITLE:", r"cite:\S+", r"\[\d{4}-[^\]]*\]"),
    "csv": (),
}
_KINDS = {"yml": "yml", "json": "json", "bib": "bib", "org": "org", "csv": "csv", "tsv": "csv"}
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s)\]>\"'}`,]+")
_LATEX = ((r"{\'\i}", "í"), (r"{\"u}", "ü"), ("{", ""), ("}", ""), ("\\&", "&"))
_GLUE = frozenset("a al and at by et for in jan feb mar apr lecture of on or pdf p pp read the to vol".split())
"""Words that stand between what is said of a paper, and those that say what only the fields tell."""


def words_of(text: str, ending: str) -> Counter[str]:
    """The words one sees of a document whose format is that of files ending in `ending`."""
    kind = _KINDS.get(ending, "markup")
    if kind == "bib":
        for code, plain in _LATEX:
            text = text.replace(code, plain) if len(code) > 2 else text
    for pattern in _UNSEEN[kind]:
        text = re.sub(pattern, " ", text)
    if kind == "bib":
        text = text.replace("{", "").replace("}", "")
    return _words([_ADDRESS.sub(" ", html.unescape(text))])


def addresses_of(text: str) -> set[str]:
    """The addresses a document links to, as far as they can be told without reading it."""
    for pattern in (_COMMENT, _PICTURE):
        text = re.sub(pattern, " ", text)
    return {address.rstrip(".\\") for address in _ADDRESS.findall(text)}


def words_said(document: Document) -> Counter[str]:
    """All words that a parsed document shows, anywhere."""
    return _words(_texts(document))


def addresses_said(document: Document) -> str:
    """All text of a parsed document that may hold an address."""
    links = (link.url for listing in document.listings for link in listing.links)
    return "\n".join((*links, *_texts(document)))


def _words(texts: Iterable[str]) -> Counter[str]:
    counted = Counter(word for text in texts for word in fold(text).split() if word not in _GLUE)
    return Counter({word: count for word, count in counted.items() if any(map(str.isalpha, word)) and len(word) > 1})


def _texts(document: Document) -> Iterator[str]:
    yield document.title or ""
    for section in document.sections:
        yield section.path[-1] if section.path else ""
        yield section.date_text or ""
        yield from section.events
        yield from section.notes
        for listing in section.listings:
            yield from _of_listing(listing)
    paths = {section.path[:depth] for section in document.sections for depth in range(1, len(section.path))}
    yield from (path[-1] for path in sorted(paths - {section.path for section in document.sections}))
    yield from (problem.message for problem in document.problems)


def _of_listing(listing: Listing) -> Iterator[str]:
    yield from (listing.title, listing.name or "", listing.venue or "", listing.remark or "", *listing.authors)
    yield from (link.label or "" for link in listing.links)
    if listing.requirement:
        yield "required" if listing.requirement.value == "required" else "optional"
