"""What looking for a list gives, what changing one did, and how the one becomes the other; writes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from mlsys_tui.domain.difference import Difference
from mlsys_tui.domain.matching import Entry
from mlsys_tui.domain.notebook import Change, ListEntry, Record
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.domain.reading_list import Document
from mlsys_tui.domain.records import Records, renamed
from mlsys_tui.domain.relative import absolute
from mlsys_tui.domain.sections import ReadingList
from mlsys_tui.library import ListDocument, Loaded
from mlsys_tui.sources import Text
from mlsys_tui.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """What a source holds, before anything is added.

    `new` of its `papers` are in no list yet. `again` says that the list is here already, and how that is
    known: adding then updates it. `joins` is the title of a list that the document becomes a part of.
    """

    title: str
    source: str | None
    document: Document
    papers: int
    new: int
    again: str | None = None
    joins: str | None = None
    entry: ListEntry = field(repr=False)
    data: bytes = field(repr=False)
    loaded: Loaded = field(repr=False)
    base: Loaded = field(repr=False)

    @property
    def known(self) -> int:
        """How many papers are in other lists already."""
        return self.papers - self.new

    @property
    def sections(self) -> int:
        """How many sections list something."""
        return sum(bool(section.listings) for section in self.document.sections)


class Imported(NamedTuple):
    """What was done with a list, or would be: `difference` is None for a new list.

    `kept` says of retitled papers that what the reader wrote was kept. Without `change` nothing was written: it was a
    dry run, or all was so already.
    """

    list_key: str
    title: str
    document: Document
    difference: Difference | None = None
    kept: tuple[str, ...] = ()
    change: Change | None = None


class RemovedList(NamedTuple):
    """A list that was removed, and can be brought back."""

    title: str
    documents: tuple[ListDocument, ...]


def active_first(entries: Iterable[ListEntry]) -> list[ListEntry]:
    """Added documents, those that are shown before those that were removed."""
    return sorted((entry for entry in entries if entry.content), key=lambda entry: entry.removed)


def twin(document: Document, base: Loaded) -> ListDocument | None:
    """A document that is here already and holds the same; one that is shown before one that was removed."""
    entries = base.lists or {}
    same = [
        each
        for each in base.documents
        if each.document.title == document.title
        and each.document.sections == absolute(document, source_of(each, entries)).sections
    ]
    return min(same, key=lambda each: each.removed, default=None)


def found(entry: ListEntry, document: Document, text: Text, again: str | None, base: Loaded, loaded: Loaded) -> Find:
    """All that is to be said of a document before it is added; `loaded` is what will be shown with it."""
    course = loaded.catalog.list_of(document.name)
    old = base.catalog.list_of(document.name)
    papers = {
        paper
        for section in (course.sections if course else ())
        for paper in section.papers
        if any(place.document == document.name for place in loaded.catalog.placements[paper])
    }
    known = {
        paper
        for paper in papers
        if (old and paper in base.catalog.papers)
        or any(place.document != document.name for place in loaded.catalog.placements[paper])
    }
    joins = course.title if course and old is None and len(course.documents) > 1 else None
    title = entry.title or (course.title if course and again else document.shown_title)
    return Find(
        title=title,
        source=text.source,
        document=document,
        papers=len(papers),
        new=len(papers - known),
        again=again,
        joins=joins,
        entry=entry,
        data=text.data,
        loaded=loaded,
        base=base,
    )


def settled(entry: ListEntry) -> ListEntry:
    """A row without what may change though the list does not."""
    return replace(entry, updated_at=None, etag=None, last_modified=None, fetched_at=None)


def source_of(document: ListDocument, entries: Mapping[str, ListEntry]) -> str | None:
    """Where a document came from, if it can be read again from there."""
    entry = entries.get(document.key)
    return entry.source if entry else None


def no_source(shown: ReadingList, which: list[ListDocument]) -> str:
    """Why a list cannot be updated, and what to do instead."""
    homes = {each.key.partition("/")[0] for each in which}
    if homes == {"shipped"}:
        return f"{shown.title} comes with the app, and is updated with it"
    if homes <= {"lists", "shipped"}:
        return f"{shown.title} is read from the lists folder whenever the app starts: edit the file there"
    return f"{shown.title} came from standard input: add it again to update it"


class Carried(NamedTuple):
    """What becomes of what the reader wrote about retitled papers.

    `names` are to be added to records that would not be found by any name they have, `said` tells what was kept.
    """

    names: Mapping[PaperKey, tuple[str, ...]]
    said: tuple[str, ...]


def carried(difference: Difference | None, records: Mapping[PaperKey, Record], base: Loaded, loaded: Loaded) -> Carried:
    """How the records of papers in a changed list go on being found: by the names that the papers have now.

    A paper may have another title today and another address tomorrow; then nothing would be left of the names it had
    when its note was written.
    """
    if difference is None:
        return Carried({}, ())
    before, after = (Records(each.catalog.papers, each.catalog.numbering) for each in (base, loaded))
    names: dict[PaperKey, tuple[str, ...]] = {}
    said = []
    for old, new in difference.kept:
        elsewhere = _stands_elsewhere(old, base)
        for record in before.of(old.paper, records):
            now = after.paper_of(record)
            if now != new.paper and now is not None and elsewhere:
                continue  # what another list has under the old names is the paper of the note
            names[record.key] = _names(record, new.paper, after, loaded)
            if fold(old.title) != fold(new.title) and not record.is_empty:
                said.append(f"Kept your notes of {old.title!r} under its new title: {new.title}")
    left = ((entry, record) for entry in difference.removed for record in before.of(entry.paper, records))
    said += [
        f"Your notes of {entry.title!r} are kept under Parked: it has left all lists"
        for entry, record in left
        if not record.is_empty and record.key not in names and after.paper_of(record) is None
    ]
    names = {key: own for key, own in names.items() if set(own) != set(records[key].aliases)}
    return Carried(names, tuple(dict.fromkeys(said)))


def _stands_elsewhere(entry: Entry, base: Loaded) -> bool:
    """True if another list has the paper, too."""
    places = base.catalog.placements.get(entry.paper, ())
    lists = {place.list_key for place in places}
    return len(lists) > 1


def _names(record: Record, paper: PaperKey, after: Records, loaded: Loaded) -> tuple[str, ...]:
    """The names by which a record is found under its paper: all but those that are another paper's now."""
    known = renamed(record, loaded.catalog.papers[paper]).aliases
    if after.paper_of(replace(record, aliases=known)) == paper:
        return known
    return tuple(alias for alias in known if after.paper_called(alias) in (None, paper))
