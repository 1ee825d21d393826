"""The catalog as two trees: reading lists by session, and reading lists by topic. Plain values."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from mlsys_tui.domain.catalog import Catalog, ListSection, ReadingList
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.domain.reading_list import ListKind, Requirement

ALL = "*"
"""The key of the node that holds every paper of every list."""
PARKED = "#parked"
"""The key of the node that holds what the reader wrote about papers that have left all lists."""
UNDER_WAY = 30
"""A course is under way when it has a session within so many days."""


class Node(NamedTuple):
    """A list, a session, a topic, or the step above some topics. `papers` are those of the whole branch, each once.

    `steps` is the way there, outermost first; `section` is None for a node no document has papers or events for, and
    `list_key` for one that belongs to no list.
    """

    key: str
    label: str
    steps: tuple[str, ...]
    parent: str | None = None
    children: tuple[str, ...] = ()
    papers: tuple[PaperKey, ...] = ()
    requirements: Mapping[PaperKey, Requirement | None] = MappingProxyType({})
    section: ListSection | None = None
    list_key: str | None = None

    @property
    def depth(self) -> int:
        """0 for a list, 1 for what stands directly in it."""
        return len(self.steps) - 1


@dataclass(frozen=True, slots=True)
class Tree:
    """The nodes of one pane by key, in their order."""

    nodes: Mapping[str, Node] = field(default_factory=dict)

    @property
    def roots(self) -> list[str]:
        """The lists."""
        return [key for key, node in self.nodes.items() if node.parent is None]

    def visible(self, expanded: Collection[str]) -> list[str]:
        """The keys of the nodes on show when those in `expanded` are open."""
        shown: list[str] = []
        open_nodes: set[str | None] = {None}
        for key, node in self.nodes.items():
            if node.parent in open_nodes:
                shown.append(key)
                if key in expanded:
                    open_nodes.add(key)
        return shown

    def above(self, key: str) -> list[str]:
        """The nodes around `key`, the nearest first."""
        found = []
        parent = self.nodes[key].parent
        while parent is not None:
            found.append(parent)
            parent = self.nodes[parent].parent
        return found

    def sessions(self) -> list[Node]:
        """The sessions, in order."""
        return [node for node in self.nodes.values() if node.section and node.section.is_session]


@dataclass(frozen=True, slots=True)
class Outline:
    """Both trees."""

    schedule: Tree = field(default_factory=Tree)
    topics: Tree = field(default_factory=Tree)

    def tree_of(self, key: str) -> Tree | None:
        """The tree that has the node called `key`."""
        return next((tree for tree in (self.schedule, self.topics) if key in tree.nodes), None)

    def node(self, key: str) -> Node | None:
        """The node called `key`."""
        tree = self.tree_of(key)
        return tree.nodes[key] if tree else None

    def first_of(self, list_key: str) -> Node | None:
        """The node of a list, or the first part of it that has one."""
        nodes = (node for tree in (self.schedule, self.topics) for node in tree.nodes.values())
        return next((node for node in nodes if node.list_key == list_key), None)

    def session_beside(self, key: str, step: int) -> Node | None:
        """The session `step` places from the one called `key`, or from the first of the list that it names."""
        sessions = self.schedule.sessions()
        for position, node in enumerate(sessions):
            if node.key == key:
                target = position + step
                return sessions[target] if 0 <= target < len(sessions) else None
        inside = [node for node in sessions if key in self.schedule.above(node.key)]
        return next(iter(inside or sessions), None)

    def session_now(self, day: date) -> Node | None:
        """The session nearest to `day`, if a course is under way."""
        nearest = self.session_nearest(day)
        return nearest if nearest and _distance(nearest, day)[0] <= UNDER_WAY else None

    def session_nearest(self, day: date, key: str | None = None) -> Node | None:
        """The session nearest to `day`, a coming one before a past one; of the list around `key` if it has dates."""
        sessions = [node for node in self.schedule.sessions() if node.section and node.section.date]
        if key and key in self.schedule.nodes:
            root = [key, *self.schedule.above(key)][-1]
            sessions = [node for node in sessions if root in self.schedule.above(node.key)] or sessions
        return min(sessions, key=lambda node: _distance(node, day), default=None)


def _distance(node: Node, day: date) -> tuple[int, bool]:
    assert node.section is not None
    assert node.section.date is not None
    days = (node.section.date - day).days
    return abs(days), days < 0


def build_outline(catalog: Catalog, parked: Sequence[PaperKey] = ()) -> Outline:
    """The trees of a catalog: schedules and the sessions of mixed lists in one, all other topics in the other.

    The topics have all papers first if there are several lists, and last the `parked` papers if there are any.
    """
    schedule: dict[str, Node] = {}
    topics: dict[str, Node] = {}
    for reading_list in catalog.lists:
        sessions, rest = _split(reading_list)
        if sessions or reading_list.kind is ListKind.SCHEDULE:
            schedule |= _branch(reading_list, sessions, suffix="")
        if rest or not (sessions or reading_list.kind is ListKind.SCHEDULE):
            topics |= _branch(reading_list, rest, suffix="#topics" if sessions else "")
    if len(catalog.lists) > 1:
        everything = Node(ALL, "All papers", ("All papers",), papers=tuple(catalog.papers))
        topics = {ALL: everything, **topics}
    if parked:
        topics[PARKED] = Node(PARKED, "Parked", ("Parked",), papers=tuple(parked))
    return Outline(Tree(schedule), Tree(topics))


def _split(reading_list: ReadingList) -> tuple[list[ListSection], list[ListSection]]:
    """The sections for the schedule and those for the topics; a session takes the topics under it along."""
    if reading_list.kind is ListKind.SCHEDULE:
        return list(reading_list.sections), []
    if reading_list.kind is ListKind.TOPICS:
        return [], list(reading_list.sections)
    with_session = {section.path[:1] for section in reading_list.sections if section.is_session}
    sessions = [section for section in reading_list.sections if section.path[:1] in with_session]
    return sessions, [section for section in reading_list.sections if section.path[:1] not in with_session]


@dataclass(slots=True)
class _Draft:
    key: str
    label: str
    steps: tuple[str, ...]
    parent: str | None
    section: ListSection | None = None
    children: list[str] = field(default_factory=list)
    papers: dict[PaperKey, Requirement | None] = field(default_factory=dict)


def _branch(reading_list: ReadingList, sections: Sequence[ListSection], suffix: str) -> dict[str, Node]:
    """The nodes of one list, parents first; papers and requirements are gathered into every node above them."""
    root = _Draft(reading_list.key + suffix, reading_list.title, (reading_list.title,), None)
    drafts = {root.key: root}
    by_path: dict[tuple[str, ...], _Draft] = {(): root}
    for section in sections:
        way = [root, *_steps(section, root, drafts, by_path)]
        for draft in way:
            _gather(draft, section)
    order: dict[str, Node] = {}
    _freeze(root, drafts, order, reading_list.key)
    return order


def _steps(
    section: ListSection,
    root: _Draft,
    drafts: dict[str, _Draft],
    by_path: dict[tuple[str, ...], _Draft],
) -> Iterable[_Draft]:
    """The drafts from below the root to the section, made where they are missing."""
    way, parent = [], root
    if not section.path:
        root.section = section
    for length in range(1, len(section.path) + 1):
        path = section.path[:length]
        last = length == len(section.path)
        draft = by_path.get(path)
        if draft is None or (last and draft.section is not None):
            key = section.key if last else f"{root.key}:{'/'.join(path)}"
            draft = _Draft(key, path[-1], (root.label, *path), parent.key)
            by_path.setdefault(path, draft)
            drafts[key] = draft
            parent.children.append(key)
        if last:
            draft.section = section
        way.append(draft)
        parent = draft
    return way


def _gather(draft: _Draft, section: ListSection) -> None:
    for reading in section.readings:
        known = draft.papers.get(reading.paper)
        if known is not Requirement.REQUIRED:
            draft.papers[reading.paper] = reading.requirement or known


def _freeze(draft: _Draft, drafts: Mapping[str, _Draft], order: dict[str, Node], list_key: str) -> None:
    order[draft.key] = Node(
        key=draft.key,
        label=draft.label,
        steps=draft.steps,
        parent=draft.parent,
        children=tuple(draft.children),
        papers=tuple(draft.papers),
        requirements=draft.papers,
        section=draft.section,
        list_key=list_key,
    )
    for child in draft.children:
        _freeze(drafts[child], drafts, order, list_key)


def open_at_first(outline: Outline) -> frozenset[str]:
    """The nodes that are open until the reader says otherwise: the first list of each tree."""
    lists = (next((key for key in tree.roots if key != ALL), None) for tree in (outline.schedule, outline.topics))
    return frozenset(key for key in lists if key)


def first_place(outline: Outline, day: date) -> str | None:
    """Where a new reader begins: the session nearest to `day` in a course under way, else the first papers."""
    if now := outline.session_now(day):
        return now.key
    trees = (outline.schedule, outline.topics)
    nodes = (
        node for tree in trees for node in tree.nodes.values() if node.parent and node.papers and not node.children
    )
    first = next(nodes, None)
    return first.key if first else next((key for tree in trees for key in tree.nodes), None)
