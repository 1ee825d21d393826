"""The part of the main screen that knows the place, and filters and arranges its papers."""

from textual.reactive import var
from textual.screen import Screen

from mlsys_tui.domain.nodes import Node
from mlsys_tui.domain.outline import Outline
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.tui.screens.drawing import Drawing
from mlsys_tui.tui.seeking import Seeker


class FindingScreen(Screen[None]):
    """Shows what is found as the reader types; when the filter is given up, exactly what there was before."""

    place: var[str | None] = var(None, init=False)
    expanded: var[frozenset[str]] = var(frozenset(), init=False)

    def __init__(self, drawing: Drawing, classes: str) -> None:
        super().__init__(id="main", classes=classes)
        self._drawing = drawing
        self.panes = drawing.panes
        self._seeker = Seeker(self, drawing.finder, self._show_found, self._show_around)

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

    def _show_found(self) -> None:
        papers, finding = self.panes.papers, bool(self._drawing.query)
        self.show_papers(None if finding else papers.before, keep=not finding)
        papers.scroll_back()

    def _show_around(self) -> None:
        self._drawing.trees(self.expanded, place=self.place)

    def on_papers_pane_changed(self) -> None:
        """Other papers were picked."""
        self.show_papers()

    def on_papers_pane_filtered(self) -> None:
        """Other words in the filter."""
        self._seeker.ask(self._drawing.query)

    def on_papers_pane_arranged(self) -> None:
        """The papers are to stand in another order, or under other headings."""
        self.show_papers()
