"""The catalog and the notebook behind one small object: the only thing that commands and screens know."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.nodes import Node
from mlsys_tui.domain.notebook import (
    Answer,
    Change,
    Contents,
    ListEntry,
    PaperState,
    Record,
    Row,
    Tally,
    Version,
    state_of,
)
from mlsys_tui.domain.paper import Paper, PaperKey
from mlsys_tui.domain.reading_list import Document
from mlsys_tui.domain.records import Records, combine, renamed, spread
from mlsys_tui.domain.sections import Placement
from mlsys_tui.domain.tallies import Tallies
from mlsys_tui.store.news import News
from mlsys_tui.store.notebook import Notebook, NotebookError

EARLIER = 3
"""So many catalogs are kept when others take their place: what is spoken of may have left all lists."""

__all__ = ["EditRecord", "Library", "NotebookError", "Notice", "Version"]

EditRecord = Callable[[Record, str], Record]
"""Makes the new record from the present one and the time of the change (ISO 8601, UTC)."""


class Notice(NamedTuple):
    """Something the reader should know about a file: what, and where."""

    where: str
    message: str


class ListDocument:
    """One document of the shelf. `key` says where it is, and is the key of its row in the notebook.

    What is in it is loaded when it is asked for.
    """

    def __init__(self, key: str, name: str, load: Callable[[], Document], *, removed: bool = False) -> None:
        self.key = key
        self.name = name
        self.removed = removed
        self._load = load

    @cached_property
    def document(self) -> Document:
        """What the document says."""
        return self._load()


class Loaded(NamedTuple):
    """All that is made of documents, and of the notebook's word on them; immutable, and made anew as a whole."""

    catalog: Catalog
    documents: tuple[ListDocument, ...] = ()
    notices: tuple[Notice, ...] = ()
    lists: Mapping[str, ListEntry] | None = None
    answers: Mapping[str, Answer] | None = None

    @property
    def is_to_come(self) -> bool:
        """True if nothing was loaded yet."""
        return self.lists is None

    def documents_of(self, list_key: str) -> list[ListDocument]:
        """The documents that a reading list is built from."""
        names = next((each.documents for each in self.catalog.lists if each.key == list_key), ())
        return [each for each in self.documents if each.name in names and not each.removed]


Load = Callable[[Contents], Loaded]
"""Makes catalog and all of what the notebook says of lists and papers; slow, and may be called in any thread."""


class Library:
    """All papers and lists, and what the reader says of them.

    A change of the notebook goes through `change`, `edit`, `undo` or `redo`. The catalog is immutable: where lists or
    answers have changed (`stale`), `load` makes another, in any thread, and `adopt` puts it in the place of the old
    one, in the thread that reads it. `left` are papers that no list has any more, but that are spoken of; `troubles`
    is what the reader must know of what is not yet in the notebook, by what it is about.
    """

    def __init__(
        self,
        catalog: Catalog,
        notebook: Notebook,
        notices: Sequence[Notice] = (),
        load: Load | None = None,
        news: News | None = None,
    ) -> None:
        self.news = news or News()
        self._notebook = notebook
        self._load = load
        self.left: dict[PaperKey, Paper] = {}
        self._earlier: deque[Catalog] = deque(maxlen=EARLIER)
        self.troubles: dict[str, tuple[str, ...]] = {}
        self.catalog = catalog
        self.adopt(Loaded(catalog, (), tuple(notices), notebook.lists, notebook.answers))

    @classmethod
    def of(cls, loaded: Loaded, notebook: Notebook, load: Load, news: News) -> "Library":
        """The library of what is loaded already."""
        library = cls(loaded.catalog, notebook, loaded.notices, load, news)
        library.adopt(loaded)
        return library

    # -- catalog ------------------------------------------------------------------------------------------

    @property
    def stale(self) -> bool:
        """True if lists or answers are others than those that the catalog was made from, or if it is damaged."""
        made_from, notebook = self.loaded, self._notebook
        others = made_from.lists is not notebook.lists or made_from.answers is not notebook.answers
        return others or self.catalog.is_damaged

    def load(self) -> Loaded:
        """A new catalog and all, for the notebook as it is; changes nothing, and may be slow."""
        if self._load is None:
            return self.loaded._replace(lists=self._notebook.lists, answers=self._notebook.answers)
        return self._load(self._notebook.contents)

    def adopt(self, loaded: Loaded) -> None:
        """Show what is `loaded` from now on."""
        if loaded.catalog is not self.catalog:
            self._earlier.appendleft(self.catalog)
        self.loaded, self.catalog, self.notices = loaded, loaded.catalog, loaded.notices
        self.records = Records(loaded.catalog.papers, loaded.catalog.numbering)
        self.tallies = Tallies(loaded.catalog, self.records)

    # -- reading ------------------------------------------------------------------------------------------

    @property
    def notebook_problems(self) -> tuple[str, ...]:
        """What the reader must know about the notebook: it was damaged, or cannot be saved, and where."""
        return (*self._notebook.problems, *chain.from_iterable(self.troubles.values()))

    @property
    def contents(self) -> Contents:
        """All rows of the notebook at one time; a table is another mapping each time something in it changed."""
        return self._notebook.contents

    @property
    def kept_texts(self) -> set[str]:
        """The names of the texts that a list, or a step that can be undone or redone, refers to."""
        return self._notebook.kept_texts

    def paper(self, key: PaperKey) -> Paper:
        """The paper called `key`; also one that has left all lists, if it did so just now or has a record."""
        if paper := self.catalog.papers.get(key) or self.left.get(key):
            return paper
        if paper := next((found for each in self._earlier if (found := each.papers.get(key))), None):
            self.left[key] = paper
            return paper
        record = self._notebook.records.get(key) or Record(key)
        return Paper(key, record.label, aliases=record.aliases)

    def placements(self, key: PaperKey) -> tuple[Placement, ...]:
        """Where a paper stands; nowhere, if it has left all lists."""
        return self.catalog.placements.get(key, ())

    def record(self, key: PaperKey) -> Record | None:
        """What the reader added to a paper, found by any name the paper was ever known under."""
        records = self._notebook.records
        return self.records.combined(key, records) if key in self.catalog.papers else records.get(key)

    def versions(self, key: PaperKey) -> list[Version]:
        """What stood in a paper's note before, the latest first: each text once, and none that stands there now."""
        records = self._notebook.records
        held = [record.key for record in self.records.of(key, records)]
        # A record that holds nothing any more is gone, but not what stood in it.
        own = held if key in held or (key in records and key in self.catalog.papers) else [*held, key]
        texts: dict[str | None, Version] = {}
        for version in self._notebook.versions(own):
            texts.setdefault(version.text, version)
        texts.pop(self.state(key).note, None)
        return list(texts.values())

    def state(self, key: PaperKey) -> PaperState:
        """How a paper stands with the reader."""
        return state_of(self.record(key), marked_read=self.catalog.marked_read(key))

    def tally(self, keys: Iterable[PaperKey]) -> Tally:
        """How many of these papers are read."""
        return self.tallies.papers(keys, self._notebook.records)

    def tally_of(self, node: Node | None = None) -> Tally:
        """How many papers of a branch are read; of all papers without one."""
        records = self._notebook.records
        return self.tallies.node(node, records) if node else self.tallies.every(records)

    def parked(self) -> tuple[Record, ...]:
        """Records whose paper has left all lists."""
        records = self._notebook.records
        return tuple(records[key] for key in self.records.left(records))

    def find_paper(self, reference: str) -> list[PaperKey]:
        """The papers that `reference` (a key, a short name, a part of the title) may mean."""
        from mlsys_tui.domain import query  # noqa: PLC0415 - the app does not need it for the first frame

        return query.find_papers(self.catalog.papers, reference, self.catalog.other_titles)

    # -- changing -----------------------------------------------------------------------------------------

    def change(self, label: str, keys: Sequence[PaperKey], edit: EditRecord) -> Change:
        """Apply `edit` to the records of `keys` as one step that undo takes back; on disk when it returns.

        Raises:
            NotebookError: it could not be saved; nothing has changed.
        """
        if self.catalog.is_damaged:  # what stands in for its papers is no paper
            raise NotebookError("The cache was damaged, the lists are read again; nothing was changed, try again")
        known, present = self.catalog.papers, self._notebook.records
        peers = {key: _record_keys(key, self.records, present) if key in known else [key] for key in keys}
        paper_of = {own: key for key, records in peers.items() for own in records}

        def edited(record: Record, at: str) -> Record:
            paper, present = self.paper(paper_of[record.key]), self._notebook.records
            before = combine([renamed(present.get(own) or Record(own), paper) for own in peers[paper.key]])
            return spread(renamed(record, paper), before, edit(before, at))

        return self._notebook.change(label, tuple(paper_of), edited)

    def edit(self, label: str, make: Callable[[Contents, str], Iterable[Row]]) -> Change:
        """Put the rows of any tables that `make` makes of those on disk, and of the time, as one step.

        The label of a change of lists or answers says what they are about: "JANUS and JANUS 2 are the same paper".
        A row that says nothing any more (an answer without `same`) is removed.

        Raises:
            NotebookError: it could not be saved; nothing has changed.
        """
        return self._notebook.edit(label, make)

    def undo(self) -> Change | None:
        """Take the last change back; None if there is none.

        Raises:
            NotebookError: it could not be saved.
        """
        return self._notebook.undo()

    def redo(self) -> Change | None:
        """Do the change again that was taken back last; None if there is none.

        Raises:
            NotebookError: it could not be saved.
        """
        return self._notebook.redo()

    def back_up(self) -> Path:
        """Make a backup of the notebook as it is; where it is.

        Raises:
            NotebookError: it could not be written.
        """
        return self._notebook.compact()

    def refresh(self) -> bool:
        """Take in what other windows or the command line changed; True if there was something (see `stale`, too)."""
        news = self.news.refresh()
        return self._notebook.refresh() or news


def _record_keys(key: PaperKey, matching: Records, records: Mapping[PaperKey, Record]) -> list[PaperKey]:
    """The keys of a paper's records; of a new one, if there is none: that of the paper, unless it is taken."""
    if held := matching.of(key, records):
        return [record.key for record in held]
    names = chain((key,), (PaperKey(f"{key}-{number}") for number in count(2)))
    return [next(name for name in names if name not in records)]
