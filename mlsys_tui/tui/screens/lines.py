"""Lines to be read, and one answer to them: what was found at a source, what an update changed."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen

from mlsys_tui.tui.lines import Item, Line
from mlsys_tui.tui.widgets.scroll_page import ScrollPage
from mlsys_tui.tui.widgets.span_text import SpanText


class Answer(NamedTuple):
    """The key, in Textual's spelling, that means yes, and what the frame says of the keys."""

    key: str
    hint: str


class LinesScreen(ModalScreen[bool]):
    """The answer's key is True, Esc is False; all that moves a cursor scrolls."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss(False)", "close")]

    CSS_PATH = "../styles/dialogs.tcss"

    def __init__(self, title: str, lines: Sequence[Line | Item], answer: Answer) -> None:
        super().__init__(classes="dialog")
        self._title = title
        self._lines = lines
        self._answer = answer

    def compose(self) -> ComposeResult:
        """A frame with the lines."""
        with ScrollPage(id="lines") as page:
            page.border_title = Content(self._title)
            page.border_subtitle = Content(self._answer.hint)
            text = SpanText()
            text.lines = self._lines
            yield text

    def on_key(self, event: events.Key) -> None:
        """Answer; Enter closes where it does not mean yes."""
        if event.key in (self._answer.key, "enter"):
            event.stop()
            self.dismiss(event.key == self._answer.key)
