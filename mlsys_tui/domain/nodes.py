"""A list, a session or a topic: a view of one row of a tree's columns. What it holds is read when it is asked for."""

from collections.abc import Sequence

from mlsys_tui.domain.branches import Branches
from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.domain.reading_list import Requirement
from mlsys_tui.domain.sections import ListSection


class Node:
    """A list, a session, a topic, or the step above some topics. Its papers are those of the whole branch, each once.

    `number` is its number in the tree, -1 for a node that is in no list: all papers, and those that left all lists.
    `session` is what a session is called apart from its label, None for a topic.
    """

    __slots__ = ("_catalog", "_outside", "_tree", "key", "label", "number", "parent", "session")

    def __init__(self, catalog: Catalog, key: str, label: str, tree: Branches | None = None, number: int = -1) -> None:
        self.key = key
        self.label = label
        self.number = number
        self.parent: str | None = None
        self.session: str | None = None
        self._catalog = catalog
        self._tree = tree or Branches()
        self._outside: Sequence[PaperKey] = ()
        if tree is not None:
            above = tree.parents[number]
            self.parent = tree.keys[above] if above >= 0 else None
            self.session = tree.sessions[number]

    @classmethod
    def of_papers(cls, catalog: Catalog, key: str, label: str, outside: Sequence[PaperKey] = ()) -> "Node":
        """A node of no list: of these papers, which are outside the catalog, or of all that are in it."""
        node = cls(catalog, key, label)
        node._outside = outside
        return node

    @property
    def numbers(self) -> Sequence[int]:
        """The papers of the branch by number; none for papers outside the catalog."""
        if self.number < 0:
            return () if self._outside else range(len(self._catalog.papers))
        return self._tree.papers(self.number)

    @property
    def papers(self) -> tuple[PaperKey, ...]:
        """The papers of the branch; takes its time for many."""
        return tuple(self._outside) or tuple(self._catalog.numbering.keys(self.numbers))

    @property
    def size(self) -> int:
        """How many papers the branch has."""
        if self.number < 0:
            return len(self._outside) or len(self._catalog.papers)
        return self._tree.totals[self.number]

    @property
    def is_outside(self) -> bool:
        """True for papers that are in no list."""
        return bool(self._outside)

    @property
    def tree(self) -> Branches:
        """The columns it stands in."""
        return self._tree

    @property
    def is_branch(self) -> bool:
        """True if there are nodes in it."""
        return self.number >= 0 and self._tree.is_branch(self.number)

    @property
    def steps(self) -> tuple[str, ...]:
        """The way there by labels, outermost first."""
        if self.number < 0:
            return (self.label,)
        return (*reversed([self._tree.labels[each] for each in self._tree.above(self.number)]), self.label)

    @property
    def depth(self) -> int:
        """0 for a list, 1 for what stands directly in it."""
        return sum(1 for _ in self._tree.above(self.number)) if self.number >= 0 else 0

    @property
    def section(self) -> ListSection | None:
        """What a document says here; None for a node no document has papers or events for."""
        section = self._tree.sections[self.number] if self.number >= 0 else -1
        return self._catalog.sections[section] if section >= 0 else None

    @property
    def is_session(self) -> bool:
        """True for a session, False for a topic."""
        return self.session is not None

    @property
    def list_key(self) -> str | None:
        """The list it belongs to; None for a node of none."""
        return self._catalog.lists[self._tree.lists[self.number]].key if self.number >= 0 else None

    @property
    def asks(self) -> bool:
        """True if its lists say of any of its papers that they are required, or extra."""
        return self.number >= 0 and self._tree.asks(self.number)

    def requirement(self, paper: int) -> Requirement | None:
        """What its lists ask of the paper of this number."""
        return self._tree.requirement(self.number, paper) if self.number >= 0 else None
