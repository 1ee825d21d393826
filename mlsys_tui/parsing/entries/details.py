"""Items nested under a paper: papers of their own, or what the list says of the one above."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mlsys_tui.domain.reading_list import Listing
from mlsys_tui.parsing.blocks import Field, Item, Record, Run, Runs, plain, tidy
from mlsys_tui.parsing.entries.entry import read_entry
from mlsys_tui.parsing.entries.evidence import Evidence, evidence_of, is_paper_link
from mlsys_tui.parsing.entries.hints import is_detail_line
from mlsys_tui.parsing.entries.records import complete
from mlsys_tui.parsing.entries.said import Said
from mlsys_tui.parsing.words.authors import people_in
from mlsys_tui.parsing.words.fields import field_of
from mlsys_tui.parsing.words.groups import take_groups, without_hollow
from mlsys_tui.parsing.words.links import is_label, is_paper_label
from mlsys_tui.patterns import pattern

_TITLE_WORDS = 3
_MAX_DETAIL_WORDS = 100
_LABELLED = pattern(r"^\W{0,4}(?P<label>[^\W\d_][\w /&-]{0,30}?)\**\s*[:：]\**\s*")


def looks_like_paper(item: Item) -> bool:
    """A title of some words, linked or not; not a label such as "Authors: …", not half a sentence."""
    text = plain(item.runs)
    if _label_of(text):
        return False
    links = [run for run in item.runs if run.url]
    if links:
        if not all(is_label(link.text) or link.text == link.url for link in links):
            return True
        text = plain(tuple(run for run in item.runs if not run.url)).strip(" [](),;:|")
        if text.startswith(("x]", "X]", "]")):
            return True
    if not text:
        return False
    half = text.split()[0].islower() and ":" not in text
    return len(text.split()) >= _TITLE_WORDS and not half and not _authors_and_more(text)


def is_own_paper(item: Item) -> bool:
    """True for a nested item with a paper's link on a title of its own."""
    titled = [run for run in item.runs if run.url and not is_label(run.text) and run.text != run.url]
    if not titled:
        return _is_labelled_paper(item)
    if _label_of(plain(item.runs)) or not is_paper_link(titled[0]):
        return False
    if plain(item.runs).find(titled[0].text.strip()) > 12:
        return False
    listing = read_entry(item.runs, item.line)
    return len(listing.title.split()) >= _TITLE_WORDS and evidence_of(listing) >= Evidence.GOOD


def _is_labelled_paper(item: Item) -> bool:
    """True for "Title (1974). [Paper](url)"."""
    if not any(is_paper_label(run.text) for run in item.runs if run.url):
        return False
    listing = read_entry(item.runs, item.line)
    return len(listing.title.split()) >= _TITLE_WORDS and bool(listing.year or listing.venue or listing.authors)


def with_details(listing: Listing, items: Sequence[Item]) -> Listing:
    """The listing with what the items under it say: authors, venue, links; all else is remark."""
    if not items:
        return listing
    fields = [field for item in items for field in _fields_of(item)]
    if any(_label_of(plain(item.runs)) is Field.AUTHORS for item in items) and listing.authors:
        said = "; ".join(filter(None, (listing.remark, ", ".join(listing.authors))))
        listing = replace(listing, authors=(), remark=said)  # "(Bloom Filter)" is nobody's name
    return complete(listing, Record(tuple(fields), listing.line))


def says_field(item: Item) -> bool:
    """True for "Authors: Ann Lee", "Venue: OSDI", "Year: 2020"."""
    return _label_of(plain(item.runs)) in (Field.AUTHORS, Field.VENUE, Field.YEAR)


def says_authors(item: Item) -> bool:
    """True for "Authors: Ann Lee", without a link."""
    return not any(run.url for run in item.runs) and _label_of(plain(item.runs)) is Field.AUTHORS


def _label_of(text: str) -> Field | None:
    match = _LABELLED.match(text)
    return field_of(match["label"]) if match else None


def _fields_of(item: Item) -> Iterator[tuple[Field, Runs]]:
    text = plain(item.runs)
    match = _LABELLED.match(text)
    label = field_of(match["label"]) if match else None
    if match and label in (Field.AUTHORS, Field.VENUE, Field.YEAR, Field.DATE):
        yield label, (Run(text[match.end() :]),)
    else:
        yield from _unlabelled(item, text)
    for child in item.children:
        yield from ((Field.REMARK, runs) for _, runs in _fields_of(child))


def _unlabelled(item: Item, text: str) -> Iterator[tuple[Field, Runs]]:
    links = [run for run in item.runs if run.url]
    if links:
        # A link on another title is that title's: it says nothing of what this paper is.
        for run in links:
            word = run.text.strip("[]() ")
            yield Field.PAGE, (run if word and run.text != run.url else replace(run, text="see"),)
        rest = tidy(run for run in item.runs if not run.url)
        said = without_hollow(plain(rest)).strip(" .,")
        if is_detail_line((Run(said),)) and (found := _authors_and_more(said)):
            yield from found
        elif any(map(str.isalnum, plain(rest))) or not all(is_label(run.text) for run in links):
            yield Field.REMARK, item.runs
    elif found := _authors_and_more(text.strip("*_ ")):
        yield from found
    else:
        yield Field.REMARK, item.runs


def _authors_and_more(text: str) -> list[tuple[Field, Runs]]:
    """Authors, venue or both: "A. Lee and B. Kim", "A. Lee et al. (OSDI 2018)", "In Proceedings of … 2019"."""
    said = Said()
    rest, groups = take_groups(text, keep_something=False)
    said.add_groups(groups)
    left = said.add_details(rest.strip(" .,"))
    if left and not said.authors and (names := people_in(rest) if said.venue else ()):
        said.authors, left = names, ""
    if left or not (said.authors or said.venue or said.year) or len(text.split()) > _MAX_DETAIL_WORDS:
        return []
    found: list[tuple[Field, Runs]] = [(Field.REMARK, (Run(remark),)) for remark in said.remarks]
    if said.authors:
        found.append((Field.AUTHORS, (Run("; ".join(said.authors)),)))
    if said.venue:
        found.append((Field.VENUE, (Run(said.venue),)))
    if said.year:
        found.append((Field.YEAR, (Run(str(said.year)),)))
    return found
