"""A tree of reading lists as columns: what is known of every node at once, however many there are.

A node is a list, a session, a topic, or the step above some topics. Its number is its place when all branches are open;
a branch is the nodes from its own number up to its `end`. Papers are numbers, too: their place in the catalog.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.domain.reading_list import ListKind, Requirement
from mlsys_tui.domain.sections import ListSection, ReadingList

ASKED = (None, Requirement.REQUIRED, Requirement.EXTRA)
"""What is asked of the reader of a listing, by its number in `Branches.asked`."""
_NUMBER_OF = {requirement: number for number, requirement in enumerate(ASKED)}


class Branches(NamedTuple):
    """The columns of one tree, by number of the node.

    What nodes list stands in one column, `listed`, in the order of the nodes: a node's own papers from `starts` on,
    those of its branch up to where the node at its end `starts`. `asked` goes with it. `totals` and `marked` count the
    papers of a branch, each once: all, and those a list marks as read. `sections` are numbers of sections, -1 for none;
    `session` is how a session is called apart from its label, None for what is no session; `days` are ordinals of
    dates, 0 for none. `places` tells where in `listed` a paper stands: from `first_places` of its number on.
    """

    keys: Sequence[str] = ()
    labels: Sequence[str] = ()
    sessions: Sequence[str | None] = ()
    parents: Sequence[int] = ()
    ends: Sequence[int] = ()
    starts: Sequence[int] = (0,)
    totals: Sequence[int] = ()
    marked: Sequence[int] = ()
    sections: Sequence[int] = ()
    lists: Sequence[int] = ()
    days: Sequence[int] = ()
    listed: Sequence[int] = ()
    asked: Sequence[int] = b""
    first_places: Sequence[int] = ()
    places: Sequence[int] = ()

    def papers(self, node: int) -> Sequence[int]:
        """The papers of a branch, each once, in the order of the tree."""
        listed = self.listed[self.starts[node] : self.starts[self.ends[node]]]
        return listed if len(listed) == self.totals[node] else array("I", dict.fromkeys(listed))

    def places_of(self, paper: int) -> Sequence[int]:
        """Where in `listed` a paper stands."""
        if paper + 1 >= len(self.first_places):
            return ()
        return self.places[self.first_places[paper] : self.first_places[paper + 1]]

    def node_at(self, place: int) -> int:
        """The node that has a place in `listed` for its own."""
        return bisect_right(self.starts, place) - 1

    def above(self, node: int) -> Iterator[int]:
        """The nodes around a node, the nearest first."""
        while (node := self.parents[node]) >= 0:
            yield node

    def nodes_of(self, paper: int) -> set[int]:
        """All nodes that have a paper in their branch."""
        found: set[int] = set()
        for place in self.places_of(paper):
            node = self.node_at(place)
            found.add(node)
            found.update(self.above(node))
        return found

    def requirement(self, node: int, paper: int) -> Requirement | None:
        """What is asked of a paper in a branch: required, if that is said anywhere in it."""
        first, end = self.starts[node], self.starts[self.ends[node]]
        said = [self.asked[place] for place in self.places_of(paper) if first <= place < end and self.asked[place]]
        return ASKED[min(said)] if said else None

    def asks(self, node: int) -> bool:
        """True if anything is asked in a branch."""
        return any(self.asked[self.starts[node] : self.starts[self.ends[node]]])

    def is_branch(self, node: int) -> bool:
        """True if there are nodes in a node."""
        return self.ends[node] > node + 1


class _Draft:
    """A node that is not counted yet."""

    __slots__ = ("children", "key", "label", "listed", "number", "section")

    def __init__(self, key: str, label: str) -> None:
        self.key = key
        self.label = label
        self.section: ListSection | None = None
        self.number = -1
        self.children: list[_Draft] = []
        self.listed: list[tuple[PaperKey, Requirement | None]] = []


class Grower:
    """Makes the columns of a tree, list by list."""

    def __init__(self, numbers: Mapping[PaperKey, int], marked: Sequence[int]) -> None:
        self._numbers = numbers
        self._marked = marked
        self._lists: list[tuple[int, _Draft]] = []

    def add(self, position: int, shown: ReadingList, sections: Iterable[tuple[int, ListSection]], suffix: str) -> None:
        """Add these sections, with their numbers, of the list at this position in the catalog."""
        root = _Draft(shown.key + suffix, shown.title)
        by_path: dict[tuple[str, ...], _Draft] = {(): root}
        for number, section in sections:
            draft = _draft_of(section, root, by_path)
            draft.section, draft.number = section, number
            draft.listed += [(reading.paper, reading.requirement) for reading in section.readings]
        self._lists.append((position, root))

    def branches(self) -> Branches:
        """The columns of all that was added."""
        keys: list[str] = []
        labels: list[str] = []
        sessions: list[str | None] = []
        parents, sections, days = array("i"), array("i"), array("i")
        starts, lists, listed = array("I"), array("I"), array("I")
        asked = bytearray()
        waiting = [(position, -1, root) for position, root in reversed(self._lists)]
        while waiting:
            position, parent, draft = waiting.pop()
            waiting += [(position, len(keys), child) for child in reversed(draft.children)]
            section = draft.section
            keys.append(draft.key)
            labels.append(draft.label)
            sessions.append(_session_name(section))
            parents.append(parent)
            sections.append(draft.number)
            days.append(section.date.toordinal() if section and section.is_session and section.date else 0)
            lists.append(position)
            starts.append(len(listed))
            listed.extend(self._numbers[paper] for paper, _ in draft.listed)
            asked += bytes(_NUMBER_OF[requirement] for _, requirement in draft.listed)
        starts.append(len(listed))
        ends = _ends(parents)
        totals, marked = self._counted(starts, ends, listed)
        first_places, places = _inverted(listed, len(self._numbers))
        return Branches(
            keys, labels, sessions, parents, ends, starts, totals, marked, sections, lists, days,
            listed, bytes(asked), first_places, places,
        )  # fmt: skip

    def _counted(
        self, starts: Sequence[int], ends: Sequence[int], listed: Sequence[int]
    ) -> tuple[Sequence[int], Sequence[int]]:
        totals, marked = array("I"), array("I")
        for node, end in enumerate(ends):
            papers = set(listed[starts[node] : starts[end]])
            totals.append(len(papers))
            marked.append(sum(map(self._marked.__getitem__, papers)))
        return totals, marked


def split(shown: ReadingList, first: int) -> tuple[list[tuple[int, ListSection]], list[tuple[int, ListSection]]]:
    """The sections for the schedule and those for the topics; a session takes the topics under it along.

    They come with their numbers; `first` is that of the list's first.
    """
    numbered = list(enumerate(shown.sections, start=first))
    if shown.kind is ListKind.SCHEDULE:
        return numbered, []
    if shown.kind is ListKind.TOPICS:
        return [], numbered
    with_session = {section.path[:1] for _, section in numbered if section.is_session}
    sessions = [each for each in numbered if each[1].path[:1] in with_session]
    return sessions, [each for each in numbered if each[1].path[:1] not in with_session]


def _draft_of(section: ListSection, root: _Draft, by_path: dict[tuple[str, ...], _Draft]) -> _Draft:
    """The draft of a section, made with those above it where they are missing; each section has one of its own."""
    draft = root
    for length in range(1, len(section.path) + 1):
        path, parent = section.path[:length], draft
        last = length == len(section.path)
        known = by_path.get(path)
        if known is None or (last and known.section is not None):
            draft = _Draft(section.key if last else f"{root.key}:{'/'.join(path)}", path[-1])
            by_path.setdefault(path, draft)
            parent.children.append(draft)
        else:
            draft = known
            if last:
                draft.key = section.key
    return draft


def _session_name(section: ListSection | None) -> str | None:
    if section is None or not section.is_session:
        return None
    return section.date_text or (f"{section.number}." if section.number is not None else "")


def _ends(parents: Sequence[int]) -> "array[int]":
    """Where each branch ends: what comes later and is no part of it."""
    ends = array("I", range(1, len(parents) + 1))
    for node in range(len(parents) - 1, -1, -1):
        if (parent := parents[node]) >= 0:
            ends[parent] = max(ends[parent], ends[node])
    return ends


def _inverted(listed: Sequence[int], papers: int) -> tuple[Sequence[int], Sequence[int]]:
    """By paper where it is listed: the beginnings, and the places from there on."""
    first = array("I", bytes(4 * (papers + 1)))
    for paper in listed:
        first[paper + 1] += 1
    for paper in range(papers):
        first[paper + 1] += first[paper]
    return first, array("I", sorted(range(len(listed)), key=listed.__getitem__))
