"""What the finder over all papers shows: results -> rows. Plain values, made only for what is looked at."""

from mlsys_tui.domain.arranging import Arrangement
from mlsys_tui.domain.outline import Outline
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.finding import Results
from mlsys_tui.library import Library
from mlsys_tui.tui.glyphs import Glyphs
from mlsys_tui.tui.lines import Cell, Role, Row, Rows, Span, fixed
from mlsys_tui.tui.rows import LOOKED_AT, STATUS_ROLES, name_and_title, name_and_venue_widths, published
from mlsys_tui.tui.shown import RowKeys, Shown

LEAST_TITLE, LEAST_WAY = 40, 28


def find_rows(library: Library, outline: Outline, results: Results, place: str | None, glyphs: Glyphs) -> Rows:
    """The papers, the best first: status, name and title, venue and year, and where it stands, seen from `place`."""
    shown = Shown(library.catalog.numbering, Arrangement(results.numbers))
    first = [library.paper(key) for key in shown[:LOOKED_AT]]
    name, venue = name_and_venue_widths(first)

    def make(index: int) -> Row:
        key = shown[index]
        paper, state = library.paper(key), library.state(key)
        cells = (
            fixed(glyphs.status[state.status], STATUS_ROLES[state.status]),
            Cell(name_and_title(paper, state, name), least=LEAST_TITLE, weight=3, searched=True),
            fixed(published(paper, short=True), Role.DIM, width=venue, right=True, drop=1),
            *_way(outline, key, place, glyphs),
        )
        return Row(key, cells)

    return Rows(RowKeys(0, shown), make, find=shown.find)


def _way(outline: Outline, key: PaperKey, place: str | None, glyphs: Glyphs) -> tuple[Cell, Cell]:
    """The way to the paper, and how many other places list it."""
    node, places = outline.nearest_place(key, place), {each.key for each in outline.places_of(key)}
    way = glyphs.step.join(node.steps) if node else ""
    more = f"+{len(places) - 1}" if len(places) > 1 else ""
    return (
        Cell((Span(way, Role.DIM),), least=LEAST_WAY, weight=2, drop=2, searched=True),
        fixed(more, Role.DIM, width=3, right=True, drop=3),
    )
