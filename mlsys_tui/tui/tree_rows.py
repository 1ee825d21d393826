"""What the two trees show: outline and library -> rows. Plain values, made only for what is looked at."""

from collections.abc import Collection
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from rich.cells import cell_len

from mlsys_tui.domain.nodes import Node
from mlsys_tui.domain.notebook import Tally
from mlsys_tui.domain.outline import Tree
from mlsys_tui.library import Library
from mlsys_tui.text import fold
from mlsys_tui.tui.fresh import Marks
from mlsys_tui.tui.glyphs import Glyphs
from mlsys_tui.tui.lines import Cell, Line, Role, Row, Rows, Span, fixed

if TYPE_CHECKING:
    from mlsys_tui.finding import Results

LOOKED_AT = 100
"""So many sessions are looked at to find out how wide the column of their dates has to be."""
MAX_NAMES = 30
"""So many papers' names a session is told by."""


def tree_rows(
    library: Library,
    tree: Tree,
    expanded: Collection[str],
    glyphs: Glyphs,
    nearest: str | None = None,
    today: date = date.max,
    fresh: Marks = MappingProxyType({}),
) -> Rows:
    """The visible nodes of a tree; the session called `nearest` is marked, sessions before `today` stand back.

    A node with `fresh` readings says how many.
    """
    keys = tree.visible(expanded)
    names = (tree.branches.sessions[number] or "" for number in tree.sessions[:LOOKED_AT])
    width = min(max(map(cell_len, names), default=0), 8)

    def make(index: int) -> Row:
        node = tree.nodes[keys[index]]
        is_open = node.key in expanded if node.is_branch else None
        cells = [_sign(node, is_open, glyphs, marked=node.key == nearest)]
        if node.session is not None:
            day = tree.branches.days[node.number]
            past = 0 < day < today.toordinal()
            cells.append(fixed(node.session, Role.DIM if past else Role.TEXT, width=width, right=True))
        cells.append(Cell(_node_words(library, node, glyphs), least=6))
        if count := len(fresh.get(node.key, ())):
            cells.append(fixed(f"{glyphs.fresh}{count}", Role.BUSY))
        cells.append(_tally(library.tally_of(node)))
        return Row(node.key, tuple(cells), node.depth, is_open, node.parent)

    return Rows(keys, make, find=lambda key: tree.position(key, expanded))


def found_rows(
    library: Library, tree: Tree, expanded: Collection[str], glyphs: Glyphs, results: "Results", place: str | None
) -> Rows:
    """The visible nodes of a tree that have any of the results, and how many; also the node called `place`."""
    around = {place, *(tree.above(place) if place else ())}
    keys = tree.shown(expanded, lambda node: node.key in around or results.count(node))

    def make(index: int) -> Row:
        node = tree.nodes[keys[index]]
        is_open = node.key in expanded if node.is_branch else None
        name = (fixed(node.session),) if node.session else ()
        words = Cell(_node_words(library, node, glyphs), least=6)
        count = results.count(node)
        cells = (_sign(node, is_open, glyphs, marked=False), *name, words, fixed(f"{count:,}", Role.MATCH))
        return Row(node.key, cells, node.depth, is_open, node.parent)

    return Rows(keys, make)


def _sign(node: Node, is_open: bool | None, glyphs: Glyphs, *, marked: bool) -> Cell:
    """The indent, and in its last cell what opens a branch, or the mark of the session to come."""
    width = 2 * node.depth - (node.is_session and not node.is_branch)
    indent = " " * width
    sign = glyphs.today if marked else " " if is_open is None else glyphs.expanded if is_open else glyphs.collapsed
    return Cell((Span(indent), Span(sign, Role.ACCENT if marked else Role.DIM)), len(indent) + 1)


def _node_words(library: Library, node: Node, glyphs: Glyphs) -> Line:
    """A list's title, a topic's name, or what a session is about: its papers' names, its events."""
    section = node.section
    if node.parent is None:
        return (Span(node.label, Role.STRONG),)
    if section is None or not node.is_session:
        return (Span(node.label),)
    if section.date_text is None or fold(node.label) != fold(section.date_text):
        numbered = section.date_text is not None and node.label[:1].isdecimal()
        return (*((Span(glyphs.dot.lstrip(), Role.DIM),) if numbered else ()), Span(node.label))
    names = ", ".join(library.paper(key).label for key in library.catalog.numbering.keys(node.numbers[:MAX_NAMES]))
    events = ", ".join(section.events)
    if not names:
        return (Span(events or "no readings", Role.EVENT if events else Role.DIM),)
    more = (Span(glyphs.dot + events, Role.EVENT),) if events else ()
    return (Span(names), *more)


def _tally(tally: Tally) -> Cell:
    if not tally.total:
        return fixed("", width=0)
    return fixed(str(tally), Role.GOOD if tally.read == tally.total else Role.DIM)
