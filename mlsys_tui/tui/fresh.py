"""Which readings came or moved since the reader last looked, by node; and when they have been seen."""

from collections.abc import Callable, Iterator, Mapping

from textual.message_pump import MessagePump
from textual.timer import Timer

from mlsys_tui.domain.nodes import Node
from mlsys_tui.domain.outline import ALL, Outline
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.library import Library

REST = 1.5
"""Seconds that the cursor rests on a reading until it has been seen."""

Marks = Mapping[str, frozenset[PaperKey]]
"""The fresh papers of each node that has any, by the node's key."""


def fresh_papers(library: Library, outline: Outline) -> Marks:
    """What is fresh in each section, and in all that is around it."""
    marks: dict[str, set[PaperKey]] = {}
    for node, papers in _places(library, outline):
        tree = outline.tree_of(node.key)
        around = tree.above(node.key) if tree else []
        for key in (node.key, *around, ALL):
            marks.setdefault(key, set()).update(papers)
    return {key: frozenset(papers) for key, papers in marks.items()}


def _places(library: Library, outline: Outline) -> Iterator[tuple[Node, frozenset[PaperKey]]]:
    """The sections with something fresh, and what of it is still there."""
    for shown in library.catalog.lists:
        for section_key, papers in library.news.of(shown.key).items():
            node = outline.node(section_key)
            if node and node.section and node.list_key == shown.key:
                yield node, papers & frozenset(node.section.papers)


def mark_seen(library: Library, outline: Outline, node: Node, paper: PaperKey | None = None) -> None:
    """The reader has seen a paper wherever it stands below a node; without a paper, all of the node's own section."""
    if paper is None:
        if node.section and node.list_key:
            library.news.mark_seen(node.list_key, node.section.key)
        return
    for place, papers in list(_places(library, outline)):
        tree = outline.tree_of(place.key)
        if paper in papers and (node.key in (ALL, place.key) or (tree and node.key in tree.above(place.key))):
            assert place.section is not None
            library.news.mark_seen(place.list_key or "", place.section.key, [paper])


class Attention:
    """Watches where the reader is, and tells by `seen` which node's paper, or whole section (None), has been seen.

    A paper is seen when the cursor has rested on it; a section when it was looked at for as long, and left.
    """

    def __init__(self, pump: MessagePump, seen: Callable[[Node, PaperKey | None], None]) -> None:
        self._pump = pump
        self._seen = seen
        self._node: Node | None = None
        self._paper: PaperKey | None = None
        self._looked = False
        self._timer: Timer | None = None

    def turn_to(self, node: Node | None, paper: PaperKey | None, *, fresh: bool) -> None:
        """The reader looks at a node, and maybe at a paper of it; `fresh` if there is something to be seen."""
        if (node and node.key, paper) == (self._node and self._node.key, self._paper):
            return
        if self._timer is not None:
            self._timer.stop()
        if (node and node.key) != (self._node and self._node.key):
            self.leave()
        self._node, self._paper = node, paper
        self._timer = self._pump.set_timer(REST, self.rest) if fresh and node else None

    def rest(self) -> None:
        """The reader has looked for a while."""
        self._looked = True
        if self._node and self._paper:
            self._seen(self._node, self._paper)

    def leave(self) -> None:
        """The reader goes elsewhere: a section that was looked at has been seen, but not what is below it."""
        node, looked = self._node, self._looked
        self.forget()
        if node and looked and not node.is_branch:
            self._seen(node, None)

    def forget(self) -> None:
        """Nothing is looked at; nothing was seen."""
        self._node, self._paper, self._looked = None, None, False
