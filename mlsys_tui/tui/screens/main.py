"""The main screen: it holds where the reader is, and hands it down to the panes."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.reactive import var

from mlsys_tui.commands.base import Target
from mlsys_tui.domain.nodes import Node
from mlsys_tui.domain.outline import Outline, first_place, open_at_first
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.library import Library
from mlsys_tui.store.session import Session
from mlsys_tui.tui.actions import bindings
from mlsys_tui.tui.drafting import Drafting
from mlsys_tui.tui.follow import paper_after, place_after
from mlsys_tui.tui.fresh import Attention, mark_seen
from mlsys_tui.tui.glyphs import Glyphs
from mlsys_tui.tui.lines import Role
from mlsys_tui.tui.screens.drawing import Drawing
from mlsys_tui.tui.screens.finding import FindingScreen
from mlsys_tui.tui.widgets.panes import DETAILS, ORDER, TREES
from mlsys_tui.tui.widgets.row_list import RowList
from mlsys_tui.tui.writer import Ways, Writer

if TYPE_CHECKING:
    from mlsys_tui.tui.widgets.note_editor import NoteEditor


class MainScreen(FindingScreen):
    """Where the reader is: `place` (a list, session or topic), `paper`, and which branches are `expanded`."""

    AUTO_FOCUS = ""
    BINDINGS = bindings("session", "edit_note", "edit_note_outside")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-medium"), (120, "-wide")]  # noqa: RUF012 - so typed in Textual
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012 - so typed in Textual

    place: var[str | None] = var(None, init=False)
    paper: var[PaperKey | None] = var(None, init=False)
    expanded: var[frozenset[str]] = var(frozenset(), init=False)

    def __init__(
        self,
        library: Library,
        session: Session,
        ways: Ways,
        drafting: Drafting,
        *,
        glyphs: Glyphs,
        today: Callable[[], date],
    ) -> None:
        super().__init__(Drawing(library, glyphs, today), classes="-ascii" if glyphs.is_ascii else "")
        self._session = session
        self._today = today
        self._library = library
        self._attention = Attention(self, self._seen)
        self._came_from = DETAILS
        self._placed = False
        self._is_due = False
        self._drafting = drafting
        self.key_bar = self._drawing.key_bar
        self.writer = Writer(library, self.panes.details, ways, drafting)

    def compose(self) -> ComposeResult:
        """Two bars and the panes between them."""
        yield self._drawing.title_bar
        yield self.panes
        yield self.key_bar

    def on_mount(self) -> None:
        """Take up the last place."""
        self._drawing.start()
        self._take_up()

    def _take_up(self) -> None:
        kept, outline = self._session, self.outline
        self._placed = not outline.is_empty
        known = outline.node(kept.section) if kept.section else None
        self.set_reactive(MainScreen.expanded, (open_at_first(outline) | set(kept.expanded)) - set(kept.collapsed))
        self.go(known.key if known else first_place(outline, self._today()))
        if kept.paper and self.panes.papers.papers.go_to(kept.paper):
            self.paper = PaperKey(kept.paper)
        self.show_details()
        self.panes.enter(kept.pane if kept.pane in ORDER else self.panes.home)

    # -- what others ask ----------------------------------------------------------------------------------

    @property
    def target(self) -> Target:
        """What a command acts on: the picked papers, else the one under the cursor, if it is on show."""
        hidden = self.has_class("-narrow") and self.panes.current in TREES
        papers = self.panes.papers.picked_in_order or ((self.paper,) if self.paper and not hidden else ())
        node = self.node
        return Target(papers, node.section.key if node and node.section else None, node.list_key if node else None)

    def session(self, *, theme: str | None) -> Session:
        """The place, to come back to; that of the last time, if nothing was there yet."""
        if not self._placed:
            return self._session._replace(hint_seen=True, theme=theme)
        self._attention.leave()
        first = open_at_first(self.outline)
        return Session(
            section=self.place,
            paper=self.paper,
            pane=self.panes.current,
            expanded=tuple(sorted(self.expanded - first)),
            collapsed=tuple(sorted(first - self.expanded)),
            hint_seen=True,
            theme=theme,
        )

    def go(self, key: str | None) -> None:
        """Show the papers of a list, session or topic, and open the branches around it."""
        tree = self.outline.tree_of(key) if key else None
        if tree and key:
            self.set_reactive(MainScreen.expanded, self.expanded | set(tree.above(key)))
        self._drawing.trees(self.expanded, key)
        self.set_reactive(MainScreen.place, key)
        self.watch_place()

    def show_changes(self) -> None:
        """Show what the library holds now, everywhere, with the cursors where they are."""
        before = self.outline
        self._drawing.take_in()
        if not self._placed and self.is_mounted and not self.outline.is_empty:
            self._take_up()
        elif self.outline is before:
            self._drawing.trees(self.expanded, place=self.place)
            self.show_papers()
        else:
            self._follow(before)
        super().show_changes()

    def _follow(self, before: Outline) -> None:
        """Papers, lists and sections are others: stay with those that the reader was at, as far as they are there."""
        papers, now = self.panes.papers, partial(paper_after, self._library)
        self._attention.forget()
        paper = now(self.paper) if self.paper else None
        self.writer.paper = now(self.writer.paper) if self.writer.paper else None
        papers.picked = frozenset(map(now, papers.picked))
        place = place_after(before, self.outline, self.place, paper) or first_place(self.outline, self._today())
        self.set_reactive(MainScreen.place, place)
        self._drawing.trees(self.expanded, place)
        self._drawing.home(place)
        if self.panes.current in TREES and self.panes.branches(self.panes.current).row is None:
            self.panes.enter(self.panes.home)
        self.show_papers(paper)

    def show_alike(self, count: int) -> None:
        """Show how many papers may be the same as another."""
        self._drawing.alike = count
        self.on_panes_moved()

    def _seen(self, node: Node, paper: PaperKey | None) -> None:
        """Take the mark off what the reader has seen."""
        mark_seen(self._library, self.outline, node, paper)
        if self._drawing.fresh:
            self.show_changes()

    # -- state, handed down -------------------------------------------------------------------------------

    def watch_place(self) -> None:
        """Another section: other papers, nothing picked."""
        self.panes.papers.picked = frozenset()
        self._drawing.home(self.place)
        self.show_papers(keep=False)

    def watch_paper(self) -> None:
        """Another paper: other details, but first what is being written about the one before is saved."""
        if self.writer.leave_for(self.paper):
            self._is_due = True
            if not self.panes.papers.is_typing:  # else when the keys rest
                self.call_after_refresh(self.show_details)

    def show_details(self) -> None:
        """Show what is known of the paper, unless that was done meanwhile; the lists go first when keys come fast."""
        if self._is_due:
            self._is_due = False
            self._drawing.details(self.node, self.paper)
            self.on_panes_moved()

    def watch_expanded(self) -> None:
        """Branches were opened or closed."""
        self._drawing.trees(self.expanded, place=self.place)

    def show_papers(self, paper: PaperKey | None = None, *, keep: bool = True) -> None:
        """Show the papers of the place, as they are filtered and arranged."""
        shown = self._drawing.papers(self.node, paper, keep=keep)
        # What is being typed is not taken away, wherever its paper has gone.
        writing = self.writer.paper if self.panes.details.is_writing else None
        self.set_reactive(MainScreen.paper, writing or shown)
        self.watch_paper()

    # -- what the widgets tell ----------------------------------------------------------------------------

    def on_row_list_highlighted(self, message: RowList.Highlighted) -> None:
        """Another row under the cursor of a list: another section, or another paper."""
        if message.row is None:
            return
        if message.control is self.panes.papers.papers:
            self.paper = PaperKey(message.row.key)
        else:
            self.place = message.row.key

    def on_row_list_folded(self, message: RowList.Folded) -> None:
        """A branch was opened or closed."""
        self.expanded = self.expanded | {message.row.key} if message.expanded else self.expanded - {message.row.key}

    def on_panes_moved(self) -> None:
        """Another pane, or another place: another way here, other hints, and other things to be seen."""
        if self._is_due and not self.panes.papers.is_typing:
            self.show_details()
            return
        reading = self.panes.current not in TREES
        fresh = self._drawing.fresh.get(self.place or "")
        if reading or not self.has_class("-narrow"):
            self._attention.turn_to(self.node, self.paper if reading else None, fresh=bool(fresh))
        self._drawing.bars(self.node, self.paper, narrow=self.has_class("-narrow"))

    def on_note_editor_save_asked(self, message: "NoteEditor.SaveAsked") -> None:
        """Save the note that is being written; on leaving go back to where it was begun."""
        if self.writer.save(leave=message.leave) and message.leave:
            self.panes.enter(self._came_from)
            self._drafting.note_left()

    # -- actions ------------------------------------------------------------------------------------------

    def action_session(self, step: int) -> None:
        """Go to the session before or after; 0 means the one nearest today."""
        outline, place = self.outline, self.place or ""
        node = outline.session_beside(place, step) if step else outline.session_nearest(self._today(), place)
        if node is None:
            self.key_bar.say("There is no further session" if step else "No list has dates", Role.BUSY, seconds=4)
        else:
            self.go(node.key)

    def action_edit_note(self) -> None:
        """Write the note of the paper under the cursor, in the details pane."""
        came_from = self.panes.current
        if self.writer.begin(self.paper):
            self._came_from = came_from
            self.panes.current = DETAILS

    def action_edit_note_outside(self) -> None:
        """Write the note in the reader's own editor; what it leaves behind when it fails is not finished."""
        if not self.writer.write_outside(self.paper):
            self._drafting.show()
