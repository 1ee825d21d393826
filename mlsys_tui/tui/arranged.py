"""Which papers of a branch are shown, in which order: as the list has them, as they were found, as they were sorted."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import overload

from mlsys_tui.domain.arranging import Arrangement, Grouping, Order, SortKeys, arrange
from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.nodes import Node
from mlsys_tui.domain.notebook import Status
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.finding import Finder
from mlsys_tui.library import Library
from mlsys_tui.tui.shown import Shown

_STEP = " › "


class Arranger:
    """Arranges papers. What it arranged last stays so: a paper does not move when its status changes."""

    def __init__(self, library: Library, finder: Finder) -> None:
        self._library = library
        self._finder = finder
        self._of: Catalog | None = None
        self._made_of: tuple[object, ...] = ()
        self._shown: Shown | None = None

    def shown(self, node: Node, query: str, order: Order, grouping: Grouping) -> Shown:
        """The papers of a branch that match a query, in order; the best first, if the order is that of the list."""
        catalog = self._library.catalog
        if node.is_outside:
            return Shown(catalog.numbering, None, self._finder.left(node, query))
        results = self._finder.last(query) if query else None
        made_of = (node.key, results, order, grouping)
        # Whether catalogs are equal would be seen only by reading both of them whole.
        if self._shown is None or self._of is not catalog or made_of != self._made_of:
            numbers = node.numbers if results is None else results.within(node)
            if order is Order.LIST and grouping is Grouping.NONE:
                arrangement = Arrangement(numbers)
            else:
                arrangement = arrange(numbers, order, grouping, self._columns(node, order, grouping))
            self._of, self._made_of, self._shown = catalog, made_of, Shown(catalog.numbering, arrangement)
        return self._shown

    def forget(self) -> None:
        """Arrange anew what is asked for next."""
        self._made_of = ()

    def _columns(self, node: Node, order: Order, grouping: Grouping) -> SortKeys:
        """What is needed of the papers' columns."""
        catalog, own = self._library.catalog, self._library.catalog.columns
        columns = SortKeys(own.titles, own.venues, _Venues(catalog), own.years, own.lists)
        if Order.STATUS.value in (order.value, grouping.value):
            columns = columns._replace(statuses=self._statuses())
        if order is Order.TOUCHED:
            columns = columns._replace(touched=self._touched())
        if grouping is Grouping.SECTION:
            sections, names = _sections(catalog, node)
            columns = columns._replace(sections=sections, section_names=names)
        return columns

    def _statuses(self) -> dict[int, Status]:
        marked = self._library.catalog.columns.marked
        statuses = {number: Status.READ for number, mark in enumerate(marked) if mark}
        for key, number in self._recorded().items():
            statuses[number] = self._library.state(key).status
        return statuses

    def _recorded(self) -> Mapping[PaperKey, int]:
        """The papers that the reader said something of, with their numbers."""
        found = self._library.records.found(self._library.contents.records)
        return self._library.catalog.numbering.numbers(found.held)

    def _touched(self) -> dict[int, str]:
        found = ((number, self._library.record(key)) for key, number in self._recorded().items())
        return {number: record.updated_at for number, record in found if record and record.updated_at}


class _Venues(Sequence[str]):
    """The venues by their place among all, looked up at a paper that has it."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._by_number = array("I", catalog.columns.venues)

    @overload
    def __getitem__(self, rank: int) -> str: ...

    @overload
    def __getitem__(self, rank: slice) -> list[str]: ...

    def __getitem__(self, rank: int | slice) -> str | list[str]:
        if isinstance(rank, slice):
            return [self[each] for each in range(*rank.indices(len(self)))]
        number = self._by_number.index(rank)
        return self._catalog.papers[self._catalog.numbering.key(number)].venue or ""

    def __len__(self) -> int:
        return max(self._by_number, default=-1) + 1

    def __iter__(self) -> Iterator[str]:
        return (self[rank] for rank in range(len(self)))


def _sections(catalog: Catalog, node: Node) -> tuple[Sequence[int], list[str]]:
    """By number of the paper the first section of a branch that lists it, and what the sections are called."""
    if node.number >= 0:
        branches = [(node.tree, range(node.number, node.tree.ends[node.number]))]
    else:
        trees = (catalog.columns.schedule, catalog.columns.topics)
        branches = [(tree, range(len(tree.keys))) for tree in trees]
    sections, names = array("I", bytes(4 * len(catalog.papers))), ["-"]
    for tree, nodes in branches:
        for each in nodes:
            for paper in tree.listed[tree.starts[each] : tree.starts[each + 1]]:
                sections[paper] = sections[paper] or len(names)
            names.append(_STEP.join([*reversed([tree.labels[n] for n in tree.above(each)]), tree.labels[each]]))
    return sections, names
