"""The four panes, and how one goes from one to another; which are on show at what width says styles/main.tcss."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from mlsys_tui.tui.actions import bindings
from mlsys_tui.tui.glyphs import UNICODE, Glyphs
from mlsys_tui.tui.widgets.details import Details
from mlsys_tui.tui.widgets.papers_pane import PapersPane
from mlsys_tui.tui.widgets.row_list import RowList

SCHEDULE, TOPICS, PAPERS, DETAILS = ORDER = ("schedule", "topics", "papers", "details")
TREES = (SCHEDULE, TOPICS)


class Panes(Horizontal):
    """Schedule, topics, papers, details. `current` is the one the reader is in; on a narrow screen only it is seen.

    `home` is the tree the reader came from: where the way back from the papers leads. While something else is `busy`,
    Esc is for that.
    """

    BINDINGS = bindings("sideways", "step_pane", "pane", "open", "filter", "clear", "back")

    current: var[str] = var(SCHEDULE, init=False)
    home: var[str] = var(SCHEDULE)
    busy: var[bool] = var(False)

    class Moved(Message):
        """The focus went somewhere else."""

    class Left(Message):
        """The reader went back from where there is no way back."""

    class Interrupted(Message):
        """Esc, while something is busy."""

    def __init__(self, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(id="panes")
        self.schedule = RowList(ellipsis=glyphs.ellipsis, id=SCHEDULE, classes="pane -current")
        self.topics = RowList(ellipsis=glyphs.ellipsis, id=TOPICS, classes="pane")
        self.papers = PapersPane(glyphs.ellipsis, id=PAPERS, classes="pane")
        self.details = Details(glyphs, id=DETAILS, classes="pane")
        self._trees = {SCHEDULE: self.schedule, TOPICS: self.topics}

    def compose(self) -> ComposeResult:
        """Two groups of two panes."""
        with Vertical(id="navigator", classes="-current"):
            yield self.schedule
            yield self.topics
        with Container(id="reading"):
            yield self.papers
            yield self.details

    def enter(self, name: str) -> None:
        """Go to a pane."""
        self.current = name
        entrance = {PAPERS: self.papers.papers, DETAILS: self.details.entrance}.get(name) or self._trees[name]
        self.screen.set_focus(entrance, scroll_visible=False)

    def back(self) -> bool:
        """From the details to the papers, from the papers to where they were chosen; False from there."""
        if self.current in (SCHEDULE, TOPICS):
            return False
        self.enter(PAPERS if self.current == DETAILS else self.home)
        return True

    def watch_current(self) -> None:
        """Show which pane is meant."""
        here = self._pane(self.current)
        for widget in (*map(self._pane, ORDER), *self.children):
            widget.set_class(widget in (here, here.parent), "-current")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Follow the focus, whatever moved it."""
        for name in ORDER:
            if self._pane(name) in event.widget.ancestors_with_self:
                self.current = name
        self.post_message(self.Moved())

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """A row was clicked twice: go into it."""
        message.stop()
        self.action_open()

    @property
    def is_typing(self) -> bool:
        """True while keys are text: in the filter, in the note, in a list that looks for a row."""
        lists = (*self._trees.values(), self.papers.papers)
        return self.papers.is_typing or self.details.is_writing or any(each.is_typing for each in lists)

    def branches(self, name: str) -> RowList:
        """The schedule or the topics."""
        return self._trees[name]

    def _pane(self, name: str) -> Widget:
        panes: dict[str, Widget] = {**self._trees, PAPERS: self.papers, DETAILS: self.details}
        return panes[name]

    # -- actions ------------------------------------------------------------------------------------------

    def action_pane(self, name: str) -> None:
        """Go to the pane called `name`."""
        self.enter(name)

    def action_step_pane(self, step: int) -> None:
        """Go to the next pane or the one before."""
        self.enter(ORDER[(ORDER.index(self.current) + step) % len(ORDER)])

    def action_open(self) -> None:
        """Into the papers of a section, into the details of a paper."""
        if self.current in (SCHEDULE, TOPICS):
            self._trees[self.current].announce()
            self.enter(PAPERS)
        elif self.current == PAPERS:
            self.enter(DETAILS)

    def action_sideways(self, direction: int) -> None:
        """Open or close a branch; where there is none, go to the pane beside."""
        tree = self._trees.get(self.current)
        used = tree is not None and (tree.step_in() if direction > 0 else tree.step_out())
        if used:
            return
        if direction > 0:
            self.action_open()
        else:
            self.back()

    def action_filter(self) -> None:
        """Into the filter above the papers."""
        self.current = PAPERS
        self.papers.edit_filter()

    def action_clear(self) -> None:
        """Stop what is busy; else pick nothing; else clear the filter; else go back."""
        if self.busy:
            self.post_message(self.Interrupted())
        elif not (self.papers.clear_picked() or self.papers.clear_filter()):
            self.back()

    def action_back(self) -> None:
        """Go back, and tell when there is no way back."""
        if not self.back():
            self.post_message(self.Left())
