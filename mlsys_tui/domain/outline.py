"""The catalog as two trees: reading lists by session, and reading lists by topic. Nodes are made when looked at."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from mlsys_tui.domain.branches import Branches
from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.nodes import Node
from mlsys_tui.domain.paper import PaperKey

ALL = "*"
"""The key of the node that holds every paper of every list."""
PARKED = "#parked"
"""The key of the node that holds what the reader wrote about papers that have left all lists."""
UNDER_WAY = 30
"""A course is under way when it has a session within so many days."""


class Tree:
    """The nodes of one pane by key, in their order: first `head`, if there is one, last `tail`."""

    def __init__(
        self,
        catalog: Catalog | None = None,
        branches: Branches | None = None,
        head: Node | None = None,
        tail: Node | None = None,
    ) -> None:
        self.branches = branches or Branches()
        self._catalog = catalog or Catalog()
        self._head = head
        self._tail = tail
        self._visible: tuple[Collection[str], Sequence[str]] | None = None
        self._position: dict[str, int] = {}

    @property
    def nodes(self) -> "Nodes":
        """The nodes."""
        return Nodes(self)

    def node(self, number: int) -> Node:
        """The node of that number."""
        branches = self.branches
        return Node(self._catalog, branches.keys[number], branches.labels[number], branches, number)

    def find(self, key: str) -> Node | None:
        """The node called `key`."""
        for node in (self._head, self._tail):
            if node is not None and node.key == key:
                return node
        number = self._numbers.get(key)
        return None if number is None else self.node(number)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {key: number for number, key in enumerate(self.branches.keys)}

    def number_of(self, paper: PaperKey) -> int | None:
        """The number of a paper in the catalog."""
        return self._catalog.numbering.number(paper)

    @property
    def keys(self) -> Iterator[str]:
        """The keys of all nodes."""
        if self._head:
            yield self._head.key
        yield from self.branches.keys
        if self._tail:
            yield self._tail.key

    @property
    def roots(self) -> list[str]:
        """The lists."""
        return list(self.visible(()))

    def visible(self, expanded: Collection[str]) -> Sequence[str]:
        """The keys of the nodes on show when those in `expanded` are open."""
        if self._visible is None or self._visible[0] != expanded:
            self._visible, self._position = (expanded, self.shown(expanded)), {}
        return self._visible[1]

    def position(self, key: str, expanded: Collection[str]) -> int | None:
        """The place of a node among those on show."""
        shown = self.visible(expanded)
        if len(self._position) != len(shown):
            self._position = {each: place for place, each in enumerate(shown)}
        return self._position.get(key)

    def shown(self, expanded: Collection[str], wanted: Callable[[Node], object] | None = None) -> Sequence[str]:
        """The same; only nodes that are `wanted`, if that is given, and what is in such nodes."""
        keys, ends = self.branches.keys, self.branches.ends
        shown = [self._head.key] if self._head else []
        number = 0
        while number < len(keys):
            key = keys[number]
            if wanted is not None and not wanted(self.node(number)):
                number = ends[number]
                continue
            shown.append(key)
            number = number + 1 if key in expanded else ends[number]
        return [*shown, self._tail.key] if self._tail else shown

    def above(self, key: str) -> list[str]:
        """The nodes around `key`, the nearest first."""
        number = self._numbers.get(key)
        return [] if number is None else [self.branches.keys[each] for each in self.branches.above(number)]

    @cached_property
    def sessions(self) -> Sequence[int]:
        """The numbers of the sessions, in order."""
        return [number for number, session in enumerate(self.branches.sessions) if session is not None]

    @cached_property
    def dated(self) -> Sequence[int]:
        """The numbers of the sessions whose date is known."""
        return [number for number, day in enumerate(self.branches.days) if day]


class Nodes(Mapping[str, Node]):
    """The nodes of a tree, made when they are looked at."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def __getitem__(self, key: str) -> Node:
        if (node := self._tree.find(key)) is None:
            raise KeyError(key)
        return node

    def __iter__(self) -> Iterator[str]:
        return self._tree.keys

    def __len__(self) -> int:
        return sum(1 for _ in self._tree.keys)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._tree.find(key) is not None


class Outline:
    """Both trees."""

    def __init__(self, schedule: Tree | None = None, topics: Tree | None = None) -> None:
        self.schedule = schedule or Tree()
        self.topics = topics or Tree()

    @property
    def trees(self) -> tuple[Tree, Tree]:
        """Both."""
        return self.schedule, self.topics

    @property
    def is_empty(self) -> bool:
        """True if there are no lists."""
        return not any(tree.branches.keys for tree in self.trees)

    def tree_of(self, key: str) -> Tree | None:
        """The tree that has the node called `key`."""
        return next((tree for tree in self.trees if key in tree.nodes), None)

    def node(self, key: str) -> Node | None:
        """The node called `key`."""
        return next((node for tree in self.trees if (node := tree.find(key))), None)

    def first_of(self, list_key: str) -> Node | None:
        """The node of a list, or the first part of it that has one."""
        roots = (tree.nodes[root] for tree in self.trees for root in tree.roots)
        return next((root for root in roots if root.list_key == list_key), None)

    def place_of(self, paper: PaperKey, list_key: str | None = None) -> str | None:
        """The first node that lists a paper; the first of that list, if one is given."""
        return next((node.key for node in self.places_of(paper) if list_key in (None, node.list_key)), None)

    def places_of(self, paper: PaperKey) -> Iterator[Node]:
        """The nodes that list a paper themselves."""
        for tree in self.trees:
            number = tree.number_of(paper)
            for place in () if number is None else tree.branches.places_of(number):
                yield tree.node(tree.branches.node_at(place))

    def nearest_place(self, paper: PaperKey, key: str | None) -> Node | None:
        """The node that lists a paper, seen from the one called `key`: that one, else the first of its list, else any.

        Any is the first: schedules come before topics.
        """
        here = self.node(key) if key else None
        near = here.list_key if here else None
        return min(self.places_of(paper), key=lambda node: (node.key != key, node.list_key != near), default=None)

    def session_beside(self, key: str, step: int) -> Node | None:
        """The session `step` places from the one called `key`, or from the first of the list that it names."""
        tree = self.schedule
        sessions, here = tree.sessions, tree.find(key)
        if here and here.is_session:
            target = sessions.index(here.number) + step
            return tree.node(sessions[target]) if 0 <= target < len(sessions) else None
        inside = range(here.number, tree.branches.ends[here.number]) if here else ()
        first = next((number for number in inside if tree.branches.sessions[number] is not None), None)
        if first is None:
            first = next(iter(sessions), None)
        return None if first is None else tree.node(first)

    def session_now(self, day: date) -> Node | None:
        """The session nearest to `day`, if a course is under way."""
        nearest = self.session_nearest(day)
        distance = abs(self.schedule.branches.days[nearest.number] - day.toordinal()) if nearest else 0
        return nearest if nearest and distance <= UNDER_WAY else None

    def session_nearest(self, day: date, key: str | None = None) -> Node | None:
        """The session nearest to `day`, a coming one before a past one; of the list around `key` if it has dates."""
        tree, days = self.schedule, self.schedule.branches.days
        sessions = tree.dated
        here = tree.find(key) if key else None
        if here:
            root = next(reversed([here.number, *tree.branches.above(here.number)]))
            sessions = [each for each in sessions if root <= each < tree.branches.ends[root]] or sessions
        today = day.toordinal()
        nearest = min(sessions, key=lambda each: (abs(days[each] - today), days[each] < today), default=None)
        return None if nearest is None else tree.node(nearest)


def build_outline(catalog: Catalog, parked: Sequence[PaperKey] = ()) -> Outline:
    """The trees of a catalog.

    The topics have all papers first if there are several lists, and last the `parked` papers if there are any.
    """
    head = Node.of_papers(catalog, ALL, "All papers") if len(catalog.lists) > 1 else None
    tail = Node.of_papers(catalog, PARKED, "Parked", parked) if parked else None
    columns = catalog.columns
    return Outline(Tree(catalog, columns.schedule), Tree(catalog, columns.topics, head, tail))


def open_at_first(outline: Outline) -> frozenset[str]:
    """The nodes that are open until the reader says otherwise: the first list of each tree."""
    return frozenset(tree.branches.keys[0] for tree in outline.trees if len(tree.branches.keys))


def first_place(outline: Outline, day: date) -> str | None:
    """Where a new reader begins: the session nearest to `day` in a course under way, else the first papers."""
    if now := outline.session_now(day):
        return now.key
    for tree in outline.trees:
        each = tree.branches
        for number, key in enumerate(each.keys):
            if each.parents[number] >= 0 and each.totals[number] and not each.is_branch(number):
                return key
    return next((key for tree in outline.trees for key in tree.keys), None)
