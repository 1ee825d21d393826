"""What the papers pane shows: papers and library -> rows. Plain values, made only for what is looked at."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from mlsys_tui.domain.arranging import Head
from mlsys_tui.domain.nodes import Node
from mlsys_tui.domain.notebook import PaperState, Status
from mlsys_tui.domain.paper import Paper, PaperKey
from mlsys_tui.domain.reading_list import Requirement
from mlsys_tui.library import Library
from mlsys_tui.text import fold
from mlsys_tui.tui.glyphs import Glyphs
from mlsys_tui.tui.lines import Cell, Line, Role, Row, Rows, Span, fixed, heading
from mlsys_tui.tui.shown import RowKeys, Shown

LOOKED_AT = 60
"""So many papers are looked at to find out how wide columns have to be."""
MAX_NAME = 16
MAX_VENUE = 14

STATUS_ROLES = {
    Status.UNREAD: Role.DIM,
    Status.QUEUED: Role.ACCENT,
    Status.READING: Role.BUSY,
    Status.READ: Role.GOOD,
    Status.SKIPPED: Role.DIM,
}


class PapersView(NamedTuple):
    """The rows of the papers pane, which papers they are, and how many a filter left out."""

    rows: Rows
    papers: Sequence[PaperKey] = ()
    total: int = 0


def papers_view(
    library: Library,
    node: Node | None,
    shown: Shown | None,
    picked: Collection[PaperKey],
    glyphs: Glyphs,
    fresh: Collection[PaperKey] = (),
    *,
    filtered: bool = False,
) -> PapersView:
    """The papers of a node that are shown, below the events and notes of its section; `fresh` ones are marked.

    Where they are `filtered`, there are papers only.
    """
    if node is None or shown is None:
        return PapersView(Rows())
    heads = [] if filtered else _heads(node, glyphs)
    widths = _widths(library, node, shown, fresh)
    rows = shown.arrangement

    def make(index: int) -> Row:
        if index < len(heads):
            return heads[index]
        number = rows.row(index - len(heads))
        if isinstance(number, Head):
            return heading(f"#head{index}", number.label, number.size)
        key = shown.key(number)
        asked = node.requirement(number) if widths.requirement else None
        return _paper_row(library, key, _Marks(asked, picked=key in picked, fresh=key in fresh), widths, glyphs)

    def find(key: str) -> int | None:
        place = shown.find(key)
        return None if place is None else rows.row_of(place) + len(heads)

    def text(index: int) -> str:
        number = rows.row(index - len(heads)) if index >= len(heads) else None
        return _text(library.paper(shown.key(number))) if isinstance(number, int) else ""

    return PapersView(Rows(RowKeys(len(heads), shown), make, find=find, text=text), shown, node.size)


def _text(paper: Paper) -> str:
    return fold(f"{paper.name or ''} {paper.title}")


def _widths(library: Library, node: Node, papers: Shown, fresh: Collection[PaperKey]) -> "_Widths":
    """How wide the columns are: by the first papers, however many there are."""
    first = [library.paper(key) for key in papers[:LOOKED_AT]]
    name, venue = name_and_venue_widths(first)
    return _Widths(
        name=name,
        venue=venue,
        lists=any(library.catalog.list_count(paper.key) > 1 for paper in first),
        requirement=node.asks,
        fresh=any(key in papers for key in fresh),
    )


def name_and_venue_widths(papers: Sequence[Paper]) -> tuple[int, int]:
    """How wide short names and venues are, as far as there is room for them."""
    name = max((cell_len(paper.name) for paper in papers if paper.name), default=0)
    venue = max((cell_len(published(paper, short=True)) for paper in papers), default=0)
    return min(name, MAX_NAME), min(venue, MAX_VENUE)


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
        Cell(name_and_title(paper, state, widths.name), least=30, searched=True),
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


def name_and_title(paper: Paper, state: PaperState, name_width: int) -> Line:
    """The short name in a column of its own, and the rest of the title; what is read or skipped stands back."""
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
