"""Records, whose parts the document itself tells apart, to listings."""

import re
from collections.abc import Iterator
from dataclasses import replace

from mlsys_tui.domain.paper import Link
from mlsys_tui.domain.reading_list import Listing
from mlsys_tui.parsing.blocks import Field, Record, Runs, plain
from mlsys_tui.parsing.entries.entry import read_entry
from mlsys_tui.parsing.words.authors import parse_authors
from mlsys_tui.parsing.words.dates import find_date
from mlsys_tui.parsing.words.labels import requirement_of
from mlsys_tui.parsing.words.links import is_label, make_link
from mlsys_tui.parsing.words.names import split_names, year_in
from mlsys_tui.parsing.words.strings import is_address
from mlsys_tui.parsing.words.venues import find_published
from mlsys_tui.patterns import pattern
from mlsys_tui.text import MAX_TITLE, clean_line, clean_url, fold

_READ = frozenset(
    ("x", "yes", "y", "done", "read", "✓", "✔", "✅", "☑", "true", "1", "finished", "completed", "已读", "完成")
)
_UNREAD = frozenset(
    ("no", "n", "todo", "unread", "false", "0", "✗", "✘", "❌", "☐", "to read", "to do", "not read", "not yet",
     "not started", "want to read", "reading", "in progress", "started", "queued", "next", "waiting", "未读", "待读")
)  # fmt: skip
_LINK_LABELS = {Field.CODE: "code", Field.SLIDES: "slides", Field.VIDEO: "video"}
_LINKS = (Field.LINK, Field.CODE, Field.SLIDES, Field.VIDEO, Field.PAGE, Field.DOI, Field.ARXIV)
_DOI = pattern(r"10\.\d{4,9}/\S+")
_ARXIV = pattern(r"(?:\d{4}\.\d{4,5}|[a-z\-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE)
_ONE_INVERTED = pattern(
    r"(?P<last>[^\W\d_][\w'’\- ]{1,40}),\s*(?P<first>[^\W\d_][\w'’\-]*\.?(?:[ -][^\W\d_]\.)+|[^\W\d_]\.)"
)


def read_record(record: Record) -> Listing:
    """The listing of a record; its title is empty if the record has none."""
    if entry := record.get(Field.ENTRY):
        listing = read_entry(entry, record.line)
    else:
        runs = record.get(Field.TITLE)
        links = tuple(make_link(run.url) for run in runs if run.url)
        title = clean_line(plain(runs), MAX_TITLE).removesuffix(".")
        listing = Listing(title=title, links=links, line=record.line)
    if record.get(Field.ENTRY) and (bare := clean_line(plain(record.get(Field.TITLE)), MAX_TITLE)):
        listing = replace(listing, title=bare.removesuffix("."))
    if not listing.title and (name := clean_line(plain(record.get(Field.NAME)), MAX_TITLE)):
        listing = replace(listing, title=name)
    return complete(listing, record)


def complete(listing: Listing, record: Record) -> Listing:
    """The listing with what the fields of `record` add; what it says already stays."""
    links = {_address(link.url): link for link in listing.links}
    remarks = [listing.remark] if listing.remark else []
    if not listing.authors:
        listing = replace(listing, authors=_authors(record))
    for field, runs in record.fields:
        text = clean_line(plain(runs)).strip()
        for link in _links(field, runs, text):
            links.setdefault(_address(link.url), link)
        if field is Field.REMARK or (field in _LINKS and not _says_link(field, runs, text)):
            remarks.append(text if any(map(str.isalnum, text)) else "")
        elif text and field not in _LINKS:
            listing = _with_field(listing, field, text)
    said = clean_line("; ".join(dict.fromkeys(filter(None, remarks))))
    return replace(listing, links=tuple(links.values()), remark=said or None)


def _with_field(listing: Listing, field: Field, text: str) -> Listing:
    match field:
        case Field.NAME if not listing.name and fold(text) != fold(listing.title):
            return replace(listing, name=text)
        case Field.VENUE:
            return _with_venue(listing, text)
        case Field.YEAR | Field.DATE if listing.year is None:
            return _with_year(listing, text)
        case Field.REQUIREMENT if listing.requirement is None:
            return replace(listing, requirement=requirement_of(text))
        case Field.READ if listing.read is None:
            return replace(listing, read=_read_mark(text))
    return listing


# -- authors --------------------------------------------------------------------------------------------------


def _authors(record: Record) -> tuple[str, ...]:
    """The names of all fields of authors: one field may list them, or there is a field for each."""
    values = [text for field, runs in record.fields if field is Field.AUTHORS and (text := clean_line(plain(runs)))]
    if len(values) > 1:
        return tuple(values)
    return _names(values[0]) if values else ()


def _names(text: str) -> tuple[str, ...]:
    if inverted := _ONE_INVERTED.fullmatch(text):
        return (f"{inverted['first']} {inverted['last']}",)
    return parse_authors(text) or split_names(text)


# -- marks and venues -----------------------------------------------------------------------------------------


def _read_mark(text: str) -> bool | None:
    """What the word in a column for it says; a day there is the day it was read on."""
    word = fold(text) or text.replace("\ufe0f", "")
    if word in _READ:
        return True
    if word in _UNREAD:
        return False
    day = find_date(text)
    return True if day and not day.rest else None


def _with_year(listing: Listing, text: str) -> Listing:
    """The year; a column of years may hold venues too ("SIGMOD 2019, 1553-1570")."""
    found = find_published(text)
    if found and found.venue and found.year and listing.venue is None:
        return replace(listing, venue=found.venue, year=found.year)
    return replace(listing, year=year_in(text))


def _with_venue(listing: Listing, text: str) -> Listing:
    """The venue as printed; where it holds the year too ("OSDI'20"), both."""
    found = find_published(text)
    if found and found.year and not found.rest:
        return replace(listing, venue=listing.venue or found.venue, year=listing.year or found.year)
    return replace(listing, venue=listing.venue or text)


# -- links ----------------------------------------------------------------------------------------------------


def _address(url: str) -> str:
    """What two links to one place have in common."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/") or url


def _says_link(field: Field, runs: Runs, text: str) -> bool:
    """True if a field for links holds one, or nothing that is worth a remark: "-", a number of pages."""
    return any(run.url for run in runs) or bool(_links(field, runs, text)) or not any(map(str.isalpha, text))


def _links(field: Field, runs: Runs, text: str) -> list[Link]:
    """The links of a field; of any field those that stand on its words."""
    if field is Field.TITLE or field is Field.ENTRY:
        return []
    if field is Field.DOI and "://" not in text and (doi := _DOI.search(text)):
        return [make_link(f"https://doi.org/{clean_url(doi[0])}", "doi")]
    if field is Field.ARXIV and "://" not in text and (arxiv := _ARXIV.search(text)):
        return [make_link(f"https://arxiv.org/abs/{clean_url(arxiv[0])}", "arxiv")]
    if field is Field.VENUE and (found := find_published(text)) and found.arxiv:
        return [make_link(f"https://arxiv.org/abs/{found.arxiv}", "arxiv")]
    if found_links := list(_linked(field, runs)):
        return found_links
    return [make_link(text, _LINK_LABELS.get(field))] if field in _LINKS and is_address(text) else []


def _linked(field: Field, runs: Runs) -> Iterator[Link]:
    for run in runs:
        if run.url:
            word = run.text.strip("[]() ")
            label = word if word and run.text != run.url else None
            if field is Field.LINK and label and not is_label(label):
                label = f"paper: {label}"
            yield make_link(run.url, label or _LINK_LABELS.get(field))
