"""The part of the main screen that knows the place, and finds, filters and arranges papers."""

from typing import TYPE_CHECKING

from textual.reactive import var
from textual.screen import Screen

from mlsys_tui.domain.nodes import Node
from mlsys_tui.domain.outline import Outline
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.tui.actions import bindings
from mlsys_tui.tui.lines import Role
from mlsys_tui.tui.screens.drawing import Drawing
from mlsys_tui.tui.seeking import Seeker
from mlsys_tui.tui.widgets.panes import PAPERS, TREES
from mlsys_tui.tui.widgets.row_list import RowList
from mlsys_tui.tui.writer import Writer

if TYPE_CHECKING:
    from mlsys_tui.tui.screens.find import FindScreen, Looked


class FindingScreen(Screen[None]):
    """Shows what is found as the reader types; when the filter is given up, exactly what there was before."""

    BINDINGS = bindings("screen.find")

    place: var[str | None] = var(None, init=False)
    expanded: var[frozenset[str]] = var(frozenset(), init=False)
    writer: Writer

    def __init__(self, drawing: Drawing, classes: str) -> None:
        super().__init__(id="main", classes=classes)
        self._drawing = drawing
        self.panes = drawing.panes
        self._seeker = Seeker(self, drawing.finder, self._show_found, self._show_around)
        self._looked: Looked | None = None
        self._find_screen: FindScreen | None = None
        self._scrolled: list[tuple[RowList, int]] = []

    def go(self, key: str | None) -> None:
        """Show the papers of a list, session or topic, and open the branches around it."""
        raise NotImplementedError

    @property
    def outline(self) -> Outline:
        """The trees of the catalog that is shown."""
        return self._drawing.outline

    @property
    def node(self) -> Node | None:
        """The list, session or topic whose papers are shown."""
        return self.outline.node(self.place) if self.place else None

    def show_papers(self, paper: PaperKey | None = None, *, keep: bool = True) -> None:
        """Show the papers of the place, as they are filtered and arranged."""
        raise NotImplementedError

    def show_details(self) -> None:
        """Show what is known of the paper, unless that was done meanwhile."""
        raise NotImplementedError

    def show_changes(self) -> None:
        """Show what the library holds now, on top of this screen, too."""
        if self._find_screen is not None:
            self._find_screen.seek_again()

    def _show_found(self) -> None:
        papers, finding = self.panes.papers, bool(self._drawing.query)
        self.show_papers(None if finding else papers.before, keep=not finding)
        papers.scroll_back()

    def _show_around(self) -> None:
        self._drawing.trees(self.expanded, place=self.place)
        if not self._drawing.query:
            for tree, line in self._scrolled:
                tree.scroll_to(y=line, animate=False, force=True)
            self._scrolled = []
        self.show_details()

    def on_papers_pane_changed(self) -> None:
        """Other papers were picked."""
        self.show_papers()

    def on_papers_pane_opened(self) -> None:
        """Words for the filter are to come; when it is given up, the trees stand as they do now."""
        self._scrolled = [(tree, tree.scroll_offset.y) for tree in map(self.panes.branches, TREES)]
        self._seeker.prepare()

    def on_papers_pane_filtered(self) -> None:
        """Other words in the filter."""
        self._seeker.ask(self._drawing.query)

    def on_papers_pane_arranged(self) -> None:
        """The papers are to stand in another order, or under other headings, or as they are now in the same."""
        self._drawing.arranger.forget()
        self.show_papers()

    # -- the finder over all papers -----------------------------------------------------------------------

    def action_find(self) -> None:
        """Find a paper in all lists, and go there."""
        screen = self._find_screen = self._drawing.find_screen(self.place, self._looked)

        def chosen(paper: PaperKey | None) -> None:
            self._looked, self._find_screen = screen.looked, None
            if paper is not None:
                self._go_to_paper(paper)

        self.app.push_screen(screen, chosen)

    def _go_to_paper(self, paper: PaperKey) -> None:
        """Show a paper where a list has it, without a filter; not if what is being written cannot be saved."""
        node = self._drawing.outline.nearest_place(paper, self.place)
        if node is None:
            self._drawing.key_bar.say("No list has this paper any more", Role.BUSY, seconds=4)
        elif self.writer.leave_for(paper):
            papers = self.panes.papers
            papers.before = None  # giving up the filter does not go back from here
            papers.clear_filter()
            self.go(node.key)
            self.show_papers(paper)
            self.panes.enter(PAPERS)
