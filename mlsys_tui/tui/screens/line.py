"""A question that is answered by typing a line."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Static

from mlsys_tui.commands.base import Line
from mlsys_tui.text import clean_line


class LastWord(Suggester):
    """Completes the word being typed from words that are known."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._words = words

    async def get_suggestion(self, value: str) -> str | None:
        """The line with its last word completed."""
        head, space, last = value.rpartition(" ")
        match = next((word for word in self._words if last and word.startswith(last) and word != last), None)
        return f"{head}{space}{match}" if match else None


class PromptInput(Input):
    """An input that lets nothing in that a terminal could take for its own."""

    def on_paste(self, event: events.Paste) -> None:
        """Clean what is pasted."""
        event.text = clean_line(event.text)


class LineScreen(ModalScreen[str | None]):
    """One line with what was there before; Enter answers, Esc does not, the right arrow takes a suggestion."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "close")]

    CSS_PATH = "../styles/dialogs.tcss"

    def __init__(self, line: Line) -> None:
        super().__init__(classes="dialog")
        self._line = line

    def compose(self) -> ComposeResult:
        """A frame with the input, and below it the words that are known."""
        known = "  ".join(self._line.suggestions)
        with Vertical(classes="dialog-frame") as frame:
            frame.border_title = Content(self._line.title)
            frame.border_subtitle = Content(f"Enter {self._line.enter}, Esc leaves it")
            yield PromptInput(
                self._initial,
                placeholder=self._line.example,
                suggester=LastWord(self._line.suggestions),
                select_on_focus=False,
                compact=True,
            )
            if known:
                yield Static(Content(known), classes="dialog-hint")

    @property
    def _initial(self) -> str:
        """What was there before; a blank after it where words are added."""
        return f"{self._line.initial} " if self._line.initial and self._line.suggestions else self._line.initial

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer."""
        self.dismiss(event.value)
