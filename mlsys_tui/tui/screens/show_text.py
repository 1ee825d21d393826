"""A text by itself, to be read or to be selected with the mouse."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from mlsys_tui.text import clean_block
from mlsys_tui.tui.widgets.scroll_page import ScrollPage


class ShowTextScreen(ModalScreen[bool]):
    """The text from the left edge, no frame at its sides: a terminal's own selection takes nothing else."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,v,enter,exclamation_mark", "dismiss(False)", "close")]

    CSS_PATH = "../styles/dialogs.tcss"
    KEYS: ClassVar[str] = "Esc closes"

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """Title, text, and how to get out."""
        with ScrollPage(id="shown-text") as scroll:
            scroll.border_title = Content(self._title)
            scroll.border_subtitle = Content(f"{self.KEYS}; select with the mouse (with Shift in most terminals)")
            yield Static(Content(clean_block(self._text)))


class CopiedScreen(ShowTextScreen):
    """What was copied; True if it is to be written to a file."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("w", "dismiss(True)", "write to a file")]
    KEYS = "Esc closes, w writes it to a file"
