"""Pairs of papers that may be the same, and the reader's word on each."""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from mlsys_tui.tui.glyphs import Glyphs
from mlsys_tui.tui.lines import Cell, Item, Line, Role, Row, Rows, Span, fixed
from mlsys_tui.tui.widgets.row_list import RowList
from mlsys_tui.tui.widgets.scroll_page import ScrollPage
from mlsys_tui.tui.widgets.span_text import SpanText

HINT = "s same, d different, l later, u undo, Esc closes"
SCROLLS = "PgDn PgUp scroll"
"""Said where the text is cut. Tab, as everywhere, goes to the other part, where all that moves a cursor scrolls."""


class Pair(NamedTuple):
    """Two papers by their titles, and all that helps to tell whether they are one."""

    key: str
    one: str
    other: str
    lines: tuple[Line | Item, ...]


class PairsScreen(ModalScreen[None]):
    """A list of pairs above all about the one under the cursor. Answers go out; what is left comes in by `show`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,equals_sign", "dismiss(None)", "close"),
        Binding("s", "answer('same')", "the same paper"),
        Binding("d", "answer('different')", "different papers"),
        Binding("l", "answer('later')", "later"),
        Binding("u", "answer('undo')", "undo"),
        Binding("pagedown", "scroll_pair('page_down')", "scroll down", priority=True),
        Binding("pageup", "scroll_pair('page_up')", "scroll up", priority=True),
    ]

    CSS_PATH = "../styles/dialogs.tcss"

    def __init__(self, pairs: Sequence[Pair], answer: Callable[[str, str], None], glyphs: Glyphs) -> None:
        super().__init__(classes="dialog")
        self._pairs = {pair.key: pair for pair in pairs}
        self._answer = answer
        self._glyphs = glyphs
        self._list = RowList(ellipsis=glyphs.ellipsis, id="pairs-list")
        self._list.empty = (
            Span("All are answered. ", Role.DIM),
            Span("u", Role.ACCENT),
            Span(" takes the last answer back, ", Role.DIM),
            Span("Esc", Role.ACCENT),
            Span(" closes.", Role.DIM),
        )
        self._text = SpanText()
        self._page = ScrollPage(id="pair")

    def compose(self) -> ComposeResult:
        """The list above the details."""
        with Vertical(id="pairs") as frame:
            frame.border_title = Content("Maybe the same paper")
            frame.border_subtitle = Content(HINT)
            yield self._list
            with self._page:
                yield self._text

    def on_mount(self) -> None:
        """Show the pairs, and say how the text scrolls as long as it is cut."""
        self.watch(self._page, "show_vertical_scrollbar", self._tell_if_cut)
        self._fill()

    def show(self, pairs: Sequence[Pair]) -> None:
        """Replace the pairs; the cursor stays where it is."""
        self._pairs = {pair.key: pair for pair in pairs}
        if self.is_mounted:
            self._fill()

    def _fill(self) -> None:
        self._list.show(Rows.of(_row(pair, self._glyphs) for pair in self._pairs.values()))
        self._show_pair()

    def _show_pair(self) -> None:
        row = self._list.row
        self._text.lines = self._pairs[row.key].lines if row else ()
        self._page.scroll_to(y=0, animate=False)

    def on_row_list_highlighted(self) -> None:
        """Another pair under the cursor."""
        self._show_pair()

    def _tell_if_cut(self, cut: bool) -> None:
        """Say how it scrolls; where there is no other pair to go to, all that moves a cursor scrolls."""
        self._page.border_title = SCROLLS if cut else None
        if cut and len(self._pairs) == 1:
            self._page.focus()

    def action_scroll_pair(self, how: str) -> None:
        """Scroll what is said of the pair, wherever the cursor is."""
        self._page.action_move(how)

    def action_answer(self, answer: str) -> None:
        """Hand the answer out."""
        if self._list.row or answer == "undo":
            self._answer(answer, self._list.row.key if self._list.row else "")


def _row(pair: Pair, glyphs: Glyphs) -> Row:
    return Row(pair.key, (Cell((Span(pair.one),)), fixed(glyphs.alike, Role.ACCENT), Cell((Span(pair.other),))))
