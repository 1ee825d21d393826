"""What the three lists show: outline and library -> rows. Plain values, made only for what is looked at."""

from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from rich.cells import cell_len

from mlsys_tui.domain.notebook import PaperState, Status, Tally
from mlsys_tui.domain.paper import Paper, PaperKey
from mlsys_tui.domain.query import filter_papers
from mlsys_tui.domain.reading_list import Requirement
from mlsys_tui.library import Library
from mlsys_tui.text import fold
from mlsys_tui.tui.fresh import Marks
from mlsys_tui.tui.glyphs import Glyphs
from mlsys_tui.tui.lines import Cell, Line, Role, Row, Rows, Span, fixed
from mlsys_tui.tui.outline import Node, Tree

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
    labels = [_session_label(node) for node in tree.sessions()]
    width = min(max(map(cell_len, labels), default=0), 8)

    def make(index: int) -> Row:
        node = tree.nodes[keys[index]]
        is_open = node.key in expanded if node.children else None
        cells = [_sign(node, is_open, glyphs, marked=node.key == nearest)]
        if _is_session(node):
            past = bool(node.section and node.section.date and node.section.date < today)
            cells.append(fixed(_session_label(node), Role.DIM if past else Role.TEXT, width=width, right=True))
        cells.append(Cell(_node_words(library, node, glyphs), least=6))
        if count := len(fresh.get(node.key, ())):
            cells.append(fixed(f"{glyphs.fresh}{count}", Role.BUSY))
        cells.append(_tally(library.tally(node.papers)))
        return Row(node.key, tuple(cells), node.depth, is_open, node.parent)

    return Rows(keys, make)


def _sign(node: Node, is_open: bool | None, glyphs: Glyphs, *, marked: bool) -> Cell:
    """The indent, and in its last cell what opens a branch, or the mark of the session to come."""
    width = 2 * node.depth - (_is_session(node) and not node.children)
    indent = " " * width
    sign = glyphs.today if marked else " " if is_open is None else glyphs.expanded if is_open else glyphs.collapsed
    return Cell((Span(indent), Span(sign, Role.ACCENT if marked else Role.DIM)), len(indent) + 1)


def _is_session(node: Node) -> bool:
    return node.section is not None and node.section.is_session


def _session_label(node: Node) -> str:
    section = node.section
    assert section is not None
    return section.date_text or (f"{section.number}." if section.number is not None else "")


def _node_words(library: Library, node: Node, glyphs: Glyphs) -> Line:
    """A list's title, a topic's name, or what a session is about: its papers' names, its events."""
    section = node.section
    if node.parent is None:
        return (Span(node.label, Role.STRONG),)
    if section is None or not _is_session(node):
        return (Span(node.label),)
    if section.date_text is None or fold(node.label) != fold(section.date_text):
        numbered = section.date_text is not None and node.label[:1].isdecimal()
        return (*((Span(glyphs.dot.lstrip(), Role.DIM),) if numbered else ()), Span(node.label))
    names = ", ".join(library.paper(key).label for key in node.papers)
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
    papers: tuple[PaperKey, ...] = ()
    total: int = 0


class SearchTexts(dict[PaperKey, str]):
    """What the filter looks at, per paper, folded when it is first asked for; made anew after a change."""

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library

    def __missing__(self, key: PaperKey) -> str:
        text = self[key] = self._library.search_text(key)
        return text


def papers_view(
    library: Library,
    node: Node | None,
    query: str,
    picked: Collection[PaperKey],
    texts: Mapping[PaperKey, str],
    glyphs: Glyphs,
    fresh: Collection[PaperKey] = (),
) -> PapersView:
    """The papers of a node that match the query, below the events and notes of its section; `fresh` ones are marked."""
    if node is None:
        return PapersView(Rows())
    papers = filter_papers(node.papers, texts, query)
    heads = [] if query else _heads(node, glyphs)
    names = [name for key in papers if (name := library.paper(key).name)]
    widths = _Widths(
        name=min(max(map(cell_len, names), default=0), MAX_NAME),
        venue=min(max((cell_len(published(library.paper(key), short=True)) for key in papers), default=0), MAX_VENUE),
        lists=any(_list_count(library, key) > 1 for key in papers),
        requirement=any(node.requirements.values()),
        fresh=not frozenset(papers).isdisjoint(fresh),
    )

    def make(index: int) -> Row:
        if index < len(heads):
            return heads[index]
        key = papers[index - len(heads)]
        marks = _Marks(node.requirements.get(key), picked=key in picked, fresh=key in fresh)
        return _paper_row(library, key, marks, widths, glyphs)

    return PapersView(Rows([*(row.key for row in heads), *papers], make), tuple(papers), len(node.papers))


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
        count = _list_count(library, key)
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


def _list_count(library: Library, key: PaperKey) -> int:
    return len({placement.list_key for placement in library.placements(key)})
