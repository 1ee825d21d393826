"""What the main screen shows: from the library and the place to rows, facts and bars, handed to the widgets."""

from collections.abc import Callable, Collection
from datetime import date

from textual.content import Content

from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.library import Library
from mlsys_tui.tui import wording
from mlsys_tui.tui.facts import facts, section_facts
from mlsys_tui.tui.glyphs import Glyphs
from mlsys_tui.tui.outline import Node, Outline
from mlsys_tui.tui.rows import SearchTexts, papers_view, tree_rows
from mlsys_tui.tui.widgets.bars import KeyBar, TitleBar
from mlsys_tui.tui.widgets.panes import DETAILS, SCHEDULE, TOPICS, Panes


class Drawing:
    """Fills the panes and the bars. It keeps nothing but what the filter looks at, until the library changes."""

    def __init__(self, library: Library, outline: Outline, glyphs: Glyphs, today: Callable[[], date]) -> None:
        self._library = library
        self._trees = {SCHEDULE: outline.schedule, TOPICS: outline.topics}
        self._outline = outline
        self._glyphs = glyphs
        self._today = today
        self._texts = SearchTexts(library)
        self.title_bar = TitleBar()
        self.panes = Panes(glyphs)
        self.key_bar = KeyBar()

    def start(self) -> None:
        """Put in place what never changes."""
        schedule, topics = self.panes.schedule, self.panes.topics
        schedule.border_title, topics.border_title = "1 Schedule", "2 Topics"
        schedule.empty, topics.empty = wording.NO_SCHEDULE, wording.NO_TOPICS

    def forget(self) -> None:
        """The library has changed."""
        self._texts = SearchTexts(self._library)

    def trees(self, expanded: Collection[str], key: str | None = None) -> None:
        """The schedule and the topics, with the cursor on `key` where it is found."""
        today = self._today()
        now = self._outline.session_now(today)
        for name, tree in self._trees.items():
            rows = tree_rows(self._library, tree, expanded, self._glyphs, now.key if now else None, today)
            self.panes.branches(name).show(rows, key)

    def home(self, place: str | None) -> None:
        """Which of the two trees the papers come from: the other has no cursor, and the way back leads to this one."""
        for name, tree in self._trees.items():
            self.panes.branches(name).set_class(place not in tree.nodes, "-away")
            if place in tree.nodes:
                self.panes.home = name

    def papers(self, node: Node | None, *, keep: bool) -> PaperKey | None:
        """The papers of a node; returns the one under the cursor, which stays where it was if it is to be kept."""
        pane = self.panes.papers
        view = papers_view(self._library, node, pane.query_text, pane.picked, self._texts, self._glyphs)
        pane.show(view, wording.no_papers(self._library, node, pane.query_text), keep=keep)
        pane.border_title = Content(f"3 Papers{self._glyphs.dot}{node.label}" if node else "3 Papers")
        pane.border_subtitle = Content(wording.papers_subtitle(view, len(pane.picked)))
        return PaperKey(pane.papers.row.key) if pane.papers.row else None

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
        self.title_bar.cells = wording.title_cells(self._library, way, self._glyphs, narrow=narrow)
        self.key_bar.hints = wording.hints(filtering=panes.papers.is_typing, writing=panes.details.is_writing)
