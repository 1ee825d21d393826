"""How many papers the reader is done with, in any branch of any list, without looking at each paper.

The lists' marks are counted when the catalog is made. Here is only what the reader says otherwise: few papers, and
after a change only those that it touched.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from threading import RLock

from mlsys_tui.domain.branches import Branches
from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.nodes import Node
from mlsys_tui.domain.notebook import Record, Status, Tally
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.domain.records import Given, Records
from mlsys_tui.domain.rows import Rows

_DONE = frozenset(status.value for status in Status if status.is_done)
_KNOWN = frozenset(status.value for status in Status)


class Tallies:
    """Counts the papers that are read or skipped, by the lists' marks and the reader's word."""

    def __init__(self, catalog: Catalog, matching: Records) -> None:
        self._catalog = catalog
        self._matching = matching
        self._marked = bytes(catalog.columns.marked).count(1)
        self._seen: Given | None = None
        self._others: dict[int, int] = {}
        self._sums: dict[int, Counter[int]] = {}
        self._lock = RLock()

    def every(self, records: Given) -> Tally:
        """All papers of the catalog."""
        self._take_in(records)
        return Tally(self._marked + sum(self._others.values()), len(self._catalog.papers))

    def node(self, node: Node, records: Given) -> Tally:
        """The papers of a branch."""
        if node.number < 0:
            return self.papers(node.papers, records) if node.is_outside else self.every(records)
        self._take_in(records)
        return Tally(node.tree.marked[node.number] + self._sum(node.tree)[node.number], node.size)

    def papers(self, keys: Iterable[PaperKey], records: Given) -> Tally:
        """These papers."""
        each = [self.is_done(key, records) for key in keys]
        return Tally(sum(each), len(each))

    def is_done(self, key: PaperKey, records: Given) -> bool:
        """True if a paper is read or skipped."""
        self._take_in(records)
        number = self._catalog.numbering.number(key)
        if number is None:
            record = records.get(key)
            return record is not None and record.status is not None and record.status.is_done
        return bool(self._catalog.columns.marked[number] + self._others.get(number, 0))

    def others(self, records: Given) -> Mapping[int, int]:
        """By number of the paper: 1 where the reader is done with what no list marks, -1 for the other way round."""
        self._take_in(records)
        return dict(self._others)

    def _sum(self, tree: Branches) -> Counter[int]:
        """What the reader says otherwise, by node."""
        with self._lock:
            sums = self._sums.get(id(tree))
            if sums is None:
                sums = self._sums[id(tree)] = Counter()
                for number, other in self._others.items():
                    _add(sums, tree, number, other)
        return sums

    def _take_in(self, records: Given) -> None:
        if records is not self._seen:
            with self._lock:
                self._take_in_now(records)

    def _take_in_now(self, records: Given) -> None:
        found = self._matching.found(records)
        keys: Iterable[PaperKey]
        if self._seen is not None and found.before is self._seen and found.changed is not None:
            keys = found.changed
        else:
            self._others, self._sums, keys = {}, {}, found.held
        for key, number in self._catalog.numbering.numbers(keys).items():
            before, now = self._others.pop(number, 0), self._other(number, found.held.get(key, ()), records)
            if now:
                self._others[number] = now
            if now != before:
                for tree in (self._catalog.columns.schedule, self._catalog.columns.topics):
                    if id(tree) in self._sums:
                        _add(self._sums[id(tree)], tree, number, now - before)
        self._seen = records

    def _other(self, number: int, held: tuple[PaperKey, ...], records: Given) -> int:
        marked = self._catalog.columns.marked[number]
        status = _status(held, records, self._matching)
        return 0 if status is None else (status in _DONE) - marked


def _status(held: tuple[PaperKey, ...], records: Given, matching: Records) -> str | None:
    """What the reader says of a paper; read without making a record of it where there is only one."""
    if len(held) != 1 or not isinstance(records, Rows):
        told: Record | None = matching.together(held, records)
        return told.status.value if told and told.status else None
    status = records.field(held[0], "status")
    return str(status) if status in _KNOWN else None


def _add(sums: Counter[int], tree: Branches, number: int, change: int) -> None:
    for node in tree.nodes_of(number):
        sums[node] += change
