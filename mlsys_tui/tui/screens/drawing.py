"""What the main screen shows: from the library and the place to rows, facts and bars, handed to the widgets."""

from collections.abc import Callable, Collection
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.nodes import Node
from mlsys_tui.domain.outline import Outline, Tree, build_outline
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.finding import Finder, Results
from mlsys_tui.library import Library
from mlsys_tui.tui import wording
from mlsys_tui.tui.arranged import Arranger
from mlsys_tui.tui.facts import facts, section_facts
from mlsys_tui.tui.fresh import fresh_papers
from mlsys_tui.tui.glyphs import Glyphs
from mlsys_tui.tui.lines import Rows
from mlsys_tui.tui.rows import papers_view
from mlsys_tui.tui.tree_rows import found_rows, tree_rows
from mlsys_tui.tui.widgets.bars import KeyBar, TitleBar
from mlsys_tui.tui.widgets.panes import DETAILS, SCHEDULE, TOPICS, TREES, Panes

if TYPE_CHECKING:
    from mlsys_tui.tui.screens.find import FindScreen, Looked


class Drawing:
    """Fills the panes and the bars. What it makes of the library is made anew when that changes: `take_in`.

    `outline` has the trees of the catalog, `fresh` what came since the reader last looked, by node.
    """

    def __init__(self, library: Library, glyphs: Glyphs, today: Callable[[], date]) -> None:
        self._library = library
        self._glyphs = glyphs
        self._today = today
        self.outline = Outline()
        self.finder = Finder(library)
        self._everywhere = self.finder.another()
        self.arranger = Arranger(library, self.finder)
        self._of: Catalog | None = None
        self._parked: tuple[PaperKey, ...] = ()
        self.alike = 0
        self.take_in()
        self.title_bar = TitleBar()
        self.panes = Panes(glyphs)
        self.key_bar = KeyBar()

    def start(self) -> None:
        """Put in place what never changes."""
        schedule, topics = self.panes.schedule, self.panes.topics
        schedule.border_title, topics.border_title = "1 Schedule", "2 Topics"

    def take_in(self) -> None:
        """The library has changed: maybe its papers and lists, surely what is said of them."""
        catalog, parked = self._library.catalog, tuple(record.key for record in self._library.parked())
        if self._library.loaded.is_to_come:
            parked = ()  # as far as is known
        if self._of is not catalog or self._parked != parked:
            self._of, self._parked = catalog, parked
            self.outline = build_outline(catalog, parked)
        self.fresh = fresh_papers(self._library, self.outline)

    @property
    def _trees(self) -> dict[str, Tree]:
        return {SCHEDULE: self.outline.schedule, TOPICS: self.outline.topics}

    @property
    def query(self) -> str:
        """The words that the papers are filtered by."""
        return self.panes.papers.query_text.strip()

    def trees(self, expanded: Collection[str], key: str | None = None, place: str | None = None) -> None:
        """The schedule and the topics, with the cursor on `key` where it is found; `place` is seen in any case."""
        results = self.finder.last(self.query) if self.query else None
        for name, tree in self._trees.items():
            nothing = wording.no_branches(self._library, schedule=name == SCHEDULE, finding=bool(self.query))
            self.panes.branches(name).empty = nothing
            self.panes.branches(name).show(self._branches(tree, expanded, results, key or place), key)

    def _branches(self, tree: Tree, expanded: Collection[str], results: Results | None, place: str | None) -> Rows:
        if results is not None:
            return found_rows(self._library, tree, expanded, self._glyphs, results, place)
        today = self._today()
        now = self.outline.session_now(today)
        return tree_rows(self._library, tree, expanded, self._glyphs, now.key if now else None, today, self.fresh)

    def home(self, place: str | None) -> None:
        """Which of the two trees the papers come from: the other has no cursor, and the way back leads to this one."""
        for name, tree in self._trees.items():
            self.panes.branches(name).set_class(place not in tree.nodes, "-away")
            if place in tree.nodes:
                self.panes.home = name

    def papers(self, node: Node | None, key: PaperKey | None = None, *, keep: bool) -> PaperKey | None:
        """The papers of a node; returns the one under the cursor, which goes to `key`, or stays if it is to be kept."""
        pane = self.panes.papers
        fresh = self.fresh.get(node.key, frozenset()) if node else frozenset()
        query, shown = self.query, None
        if node is not None:
            shown = self.arranger.shown(node, query, pane.order, pane.grouping)
        view = papers_view(self._library, node, shown, pane.picked, self._glyphs, fresh, filtered=bool(query))
        results = self.finder.last(query) if query else None
        pane.papers.words = results.words if results else ()
        nothing = () if view.papers else wording.no_papers(self._library, node, query, len(results) if results else 0)
        pane.show(view, nothing, key, keep=keep)
        pane.border_title = Content(f"3 Papers{self._glyphs.dot}{node.label}" if node else "3 Papers")
        pane.border_subtitle = Content(wording.papers_subtitle(view, len(pane.picked)))
        return PaperKey(pane.papers.row.key) if pane.papers.row else None

    def find_screen(self, place: str | None, looked: "Looked | None") -> "FindScreen":
        """The finder over all papers, seen from a place; it begins with what was `looked` for the last time."""
        from mlsys_tui.tui.screens.find import FindScreen  # noqa: PLC0415 - not needed for the first frame

        return FindScreen(self._library, self._everywhere, partial(self._found, place), self._glyphs, looked)

    def _found(self, place: str | None, results: Results) -> Rows:
        from mlsys_tui.tui.find_rows import find_rows  # noqa: PLC0415 - as above

        return find_rows(self._library, self.outline, results, place, self._glyphs)

    def details(self, node: Node | None, paper: PaperKey | None) -> None:
        """All about a paper; without one, what its section says."""
        pane = self.panes.details
        if paper is None:
            pane.show(section_facts(node), None)
            pane.border_title = "4 Details"
        else:
            pane.show(facts(self._library, paper, self._glyphs), self._library.state(paper).note, wording.NO_NOTE)
            pane.border_title = Content(f"4 {self._library.paper(paper).label}")

    def bars(self, node: Node | None, paper: PaperKey | None, *, narrow: bool) -> None:
        """The counts and the way here; the hints for what the reader is doing."""
        panes = self.panes
        way = wording.crumbs(self._library, node, paper if panes.current == DETAILS else None, self._glyphs)
        self.title_bar.cells = wording.title_cells(self._library, way, self._glyphs, self.alike, narrow=narrow)
        self.key_bar.hints = wording.hints(
            filtering=panes.papers.is_typing,
            writing=panes.details.is_writing,
            on_list=panes.current in TREES and (node is None or node.parent is None),
        )
