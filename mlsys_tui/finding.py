"""Finding papers in a library by a few typed words: its lists' words, and the reader's own tags and notes."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from mlsys_tui.domain.branches import Branches
from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.nodes import Node
from mlsys_tui.domain.notebook import Record
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.domain.records import Given
from mlsys_tui.library import Library

if TYPE_CHECKING:
    from mlsys_tui.domain.query import Query
    from mlsys_tui.search.engine import Search
    from mlsys_tui.search.hits import Hits
    from mlsys_tui.search.own import Own

AT_ONCE = 500_000
"""Entries of the index that are looked through while one waits; more are, in a thread."""
_FEW = 20
"""Of so many places one paper or fewer: then the branches are found from the papers."""
_READ = 2
"""What a paper that is done with stands back by: see `Columns.standing`."""


class Results:
    """What a query found: papers by number, the best first."""

    def __init__(self, hits: "Hits", papers: int) -> None:
        self.numbers = hits.numbers
        self._papers = papers
        self.words = hits.words
        self._counts: dict[int, Counter[int]] = {}

    def __len__(self) -> int:
        return len(self.numbers)

    @cached_property
    def _is_hit(self) -> bytearray:
        return _marked(self.numbers.unordered(), self._papers)

    def within(self, node: Node) -> Sequence[int]:
        """Those of a branch, the best first."""
        if node.number < 0:
            return self.numbers
        inside = _marked(node.numbers, self._papers)
        return array("I", filter(inside.__getitem__, self.numbers))

    def count(self, node: Node) -> int:
        """How many there are in a branch."""
        if node.number < 0:
            return 0 if node.is_outside else len(self.numbers)
        tree = node.tree
        if len(self.numbers) * _FEW > len(tree.listed):
            first, end = tree.starts[node.number], tree.starts[tree.ends[node.number]]
            listed, is_hit = tree.listed[first:end], self._is_hit
            once = listed if len(listed) == node.size else set(listed)
            return sum(map(is_hit.__getitem__, once))
        return self._counted(tree)[node.number]

    def _counted(self, tree: Branches) -> Counter[int]:
        """How many there are in each branch, found from the papers: they are few."""
        if (counts := self._counts.get(id(tree))) is None:
            counts = self._counts[id(tree)] = Counter(node for paper in self.numbers for node in tree.nodes_of(paper))
        return counts


def _marked(papers: Iterable[int], size: int) -> bytearray:
    """By number of the paper: 1 if it is among them."""
    marked = bytearray(size)
    for paper in papers:
        marked[paper] = 1
    return marked


class _Last(NamedTuple):
    catalog: Catalog
    text: str
    results: Results


class _Prepared:
    """The search over a library, kept up with it."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._search: Search | None = None
        self._of: Catalog | None = None
        self._seen: Given | None = None
        self._lock = Lock()

    @property
    def is_busy(self) -> bool:
        """True while another thread makes it ready."""
        return self._lock.locked()

    def now(self) -> "tuple[Catalog, Search]":
        """The catalog, and the search ready for it and the notebook; the first time it takes a moment."""
        with self._lock:
            return self._now()

    def _now(self) -> "tuple[Catalog, Search]":
        catalog, records = self._library.catalog, self._library.contents.records
        if self._search is None or self._of is not catalog:
            from mlsys_tui.search.engine import Search  # noqa: PLC0415 - not needed for the first frame
            from mlsys_tui.search.texts import index_of  # noqa: PLC0415

            search, self._seen = Search(index_of(catalog)), None
        else:
            search = self._search
        if self._seen is not records:
            self._take_in(search.own, records)
        self._search, self._of, self._seen = search, catalog, records
        return catalog, search

    def _take_in(self, own: "Own", records: Given) -> None:
        """Look at the records that are others than the last time."""
        found = self._library.records.found(records)
        keys: Iterable[PaperKey] = found.held
        if self._seen is not None and found.before is self._seen and found.changed is not None:
            keys = found.changed
        numbers = self._library.catalog.numbering.numbers(keys)
        for key, number in numbers.items():
            own.put(number, _own_words(self._library.record(key)))


class Finder:
    """Finds papers.

    What was found last stays as it is until other words are asked for, or the catalog is another: papers do not change
    places under the reader's hands. Threads may ask.
    """

    def __init__(self, library: Library, prepared: _Prepared | None = None) -> None:
        self._library = library
        self._prepared = prepared or _Prepared(library)
        self._last: _Last | None = None

    def another(self) -> "Finder":
        """A finder of the same papers that remembers what it found itself; what is large they share."""
        return Finder(self._library, self._prepared)

    def prepare(self) -> "Search":
        """The search, ready for the catalog and the notebook as they are; the first time it takes a moment."""
        return self._prepared.now()[1]

    def takes_long(self, text: str) -> bool:
        """True if finding this is more than one should wait for between two keys."""
        if self.known(text) is not None:
            return False
        return self._prepared.is_busy or self.prepare().cost(_query(text)) > AT_ONCE

    def known(self, text: str) -> Results | None:
        """What was found for the text, if it was the last that was asked for."""
        last = self._last
        return last.results if last and last.text == text and last.catalog is self._library.catalog else None

    def last(self, text: str) -> Results:
        """What was found for the text; for what takes long what was found last, until that is known."""
        last = self._last
        if last is not None and last.catalog is self._library.catalog and self.takes_long(text):
            return last.results
        return self.find(text)

    def find(self, text: str, check: Callable[[], None] = lambda: None) -> Results:
        """The papers that have all words of the text; `check` is called often, and may raise."""
        if (results := self.known(text)) is None:
            catalog, search = self._prepared.now()
            hits = search.find(_query(text), standing=self._standing(catalog), check=check)
            results = Results(hits, len(catalog.papers))
            self._last = _Last(catalog, text, results)
        return results

    def surely(self, text: str) -> list[PaperKey]:
        """The papers that have all words of the text, without a typo, in the order of the catalog."""
        hits = self.prepare().find(_query(text))
        return self._library.catalog.numbering.keys(sorted(hits.numbers[: hits.fuzzy_from]))

    def left(self, node: Node, text: str) -> list[PaperKey]:
        """The papers that no list has any more and whose titles, tags or notes have all words of the text."""
        wanted = _words(text)
        return [key for key in node.papers if all(word in self._text_of_left(key) for word in wanted)]

    def _text_of_left(self, key: PaperKey) -> str:
        paper, record = self._library.paper(key), self._library.record(key)
        return " ".join(_words(f"{paper.title} {paper.name or ''} {_own_words(record)}"))

    def _standing(self, catalog: Catalog) -> Sequence[int]:
        standing = bytearray(catalog.columns.standing)
        if catalog is self._library.catalog:
            for number, other in self._library.tallies.others(self._library.contents.records).items():
                standing[number] += _READ * other
        return standing


def _own_words(record: Record | None) -> str:
    return " ".join((*record.tags, record.note or "")) if record else ""


def _query(text: str) -> "Query":
    from mlsys_tui.domain.query import parse  # noqa: PLC0415 - as above

    return parse(text)


def _words(text: str) -> list[str]:
    from mlsys_tui.domain.query import words_of  # noqa: PLC0415 - as above

    return words_of(text)
