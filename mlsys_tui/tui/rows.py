"""What the three lists show: outline and library -> rows. Plain values, made only for what is looked at."""

from collections.abc import Collection, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from rich.cells import cell_len

from mlsys_tui.domain.nodes import Node
from mlsys_tui.domain.notebook import PaperState, Status, Tally
from mlsys_tui.domain.outline import Tree
from mlsys_tui.domain.paper import Paper, PaperKey
from mlsys_tui.domain.query import matches
from mlsys_tui.domain.reading_list import Requirement
from mlsys_tui.library import Library
from mlsys_tui.text import fold
from mlsys_tui.tui.fresh import Marks
from mlsys_tui.tui.glyphs import Glyphs
from mlsys_tui.tui.lines import Cell, Line, Role, Row, Rows, Span, fixed
from mlsys_tui.tui.shown import RowKeys, Shown

LOOKED_AT = 100
"""So many papers, or sessions, are looked at to find out how wide columns have to be."""
MAX_NAMES = 30
"""So many papers' names a session is told by."""
MAX_NAME = 16
MAX_VENUE = 14

STATUS_ROLES = {
    Status.UNREAD: Role.DIM,
    Status.QUEUED: Role.ACCENT,
    Status.READING: Role.BUSY,
    Status.READ: Role.GOOD,
    Status.SKIPPED: Role.DIM,
}


# -- schedule and topics --------------------------------------------------------------------------------------


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

    return Rows(keys, make, lambda key: tree.position(key, expanded))


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


# -- papers ---------------------------------------------------------------------------------------------------


class PapersView(NamedTuple):
    """The rows of the papers pane, which papers they are, and how many a filter left out."""

    rows: Rows
    papers: Sequence[PaperKey] = ()
    total: int = 0


def papers_view(
    library: Library,
    node: Node | None,
    query: str,
    picked: Collection[PaperKey],
    glyphs: Glyphs,
    fresh: Collection[PaperKey] = (),
) -> PapersView:
    """The papers of a node that match the query, below the events and notes of its section; `fresh` ones are marked."""
    if node is None:
        return PapersView(Rows())
    papers = _shown(library, node, query)
    heads = [] if query else _heads(node, glyphs)
    widths = _widths(library, node, papers, fresh)
    numbering = library.catalog.numbering

    def make(index: int) -> Row:
        if index < len(heads):
            return heads[index]
        key = papers[index - len(heads)]
        number = numbering.number(key) if widths.requirement else None
        asked = node.requirement(number) if number is not None else None
        return _paper_row(library, key, _Marks(asked, picked=key in picked, fresh=key in fresh), widths, glyphs)

    def find(key: str) -> int | None:
        place = papers.find(key)
        return None if place is None else place + len(heads)

    return PapersView(Rows(RowKeys(heads, papers), make, find), papers, node.size)


def _shown(library: Library, node: Node, query: str) -> Shown:
    """The papers of a node that match the query."""
    numbering = library.catalog.numbering
    if node.is_outside:
        return Shown(numbering, (), [key for key in node.papers if matches(query, library.search_text(key))])
    if not query.strip():
        return Shown(numbering, node.numbers)
    return Shown(numbering, library.find_in(node, query))


def _widths(library: Library, node: Node, papers: Shown, fresh: Collection[PaperKey]) -> "_Widths":
    """How wide the columns are: by the first papers, however many there are."""
    first = [library.paper(key) for key in papers[:LOOKED_AT]]
    return _Widths(
        name=min(max((cell_len(paper.name) for paper in first if paper.name), default=0), MAX_NAME),
        venue=min(max((cell_len(published(paper, short=True)) for paper in first), default=0), MAX_VENUE),
        lists=any(library.catalog.list_count(paper.key) > 1 for paper in first),
        requirement=node.asks,
        fresh=any(key in papers for key in fresh),
    )


class _Widths(NamedTuple):
    name: int
    venue: int
    lists: bool
    requirement: bool
    fresh: bool


class _Marks(NamedTuple):
    requirement: Requirement | None
    picked: bool
    fresh: bool


def _heads(node: Node, glyphs: Glyphs) -> list[Row]:
    section = node.section
    if section is None:
        return []
    events = [
        Row(f"#event{n}", _head(glyphs.event, text, Role.EVENT), selectable=False)
        for n, text in enumerate(section.events)
    ]
    notes = [Row(f"#note{n}", _head(" ", text, Role.DIM), selectable=False) for n, text in enumerate(section.notes)]
    return [*events, *notes]


def _head(sign: str, text: str, role: Role) -> tuple[Cell, ...]:
    return (fixed(" "), fixed(sign, role), Cell((Span(text, role),)))


def _paper_row(library: Library, key: PaperKey, marks: _Marks, widths: _Widths, glyphs: Glyphs) -> Row:
    paper, state = library.paper(key), library.state(key)
    cells = [
        fixed(glyphs.picked if marks.picked else " ", Role.ACCENT),
        fixed(glyphs.status[state.status], STATUS_ROLES[state.status]),
        *([fixed(glyphs.fresh if marks.fresh else " ", Role.BUSY)] if widths.fresh else []),
        Cell(_name_and_title(paper, state, widths.name), least=30, searched=True),
        fixed(published(paper, short=True), Role.DIM, width=widths.venue, right=True, drop=3),
    ]
    if widths.requirement:
        sign = glyphs.requirement[marks.requirement] if marks.requirement else " "
        cells.append(fixed(sign, Role.ACCENT, drop=1))
    cells.append(fixed(glyphs.note if state.note else " ", Role.BUSY, drop=2))
    if widths.lists:
        count = library.catalog.list_count(key)
        cells.append(fixed(f"{glyphs.times}{count}" if count > 1 else "", Role.DIM, width=2, right=True, drop=4))
    return Row(key, tuple(cells))


def _name_and_title(paper: Paper, state: PaperState, name_width: int) -> Line:
    done = state.status in (Status.READ, Status.SKIPPED)
    title = title_without_name(paper)
    if not paper.name:
        return (Span(title, Role.DIM if done else Role.TEXT),)
    gap = max(1, name_width - cell_len(paper.name) + 2)
    return (Span(paper.name, Role.DIM if done else Role.STRONG), Span(" " * gap), Span(title, Role.DIM))


def title_without_name(paper: Paper) -> str:
    """The title without the short name and colon it begins with, which stand beside it."""
    name, colon, rest = paper.title.partition(":")
    return rest.strip() if colon and paper.name and fold(name) == fold(paper.name) else paper.title


def published(paper: Paper, *, short: bool = False) -> str:
    """Venue and year: `OSDI 2016`, or short `OSDI'16`."""
    if not short:
        return " ".join(str(part) for part in (paper.venue, paper.year) if part)
    year = f"'{paper.year % 100:02}" if paper.year else ""
    return f"{paper.venue}{year}" if paper.venue else str(paper.year or "")
