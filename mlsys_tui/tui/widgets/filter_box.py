"""The line in which a filter is typed."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from mlsys_tui.text import clean_line


class FilterBox(Input):
    """An input that says when the reader leaves it: Esc clears, then leaves; Enter and Down keep the words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear_or_leave", "clear, then leave", show=False),
        Binding("down", "submit", "into the list", show=False),
    ]
    DEFAULT_CSS = """
    FilterBox, FilterBox:focus { border: none; height: 1; padding: 0 1; background: $boost; }
    """

    @dataclass
    class Left(Message):
        """The reader is done with the box."""

        box: "FilterBox"

    def action_clear_or_leave(self) -> None:
        """Clear the words if there are any, else leave."""
        if self.value:
            self.value = ""
        else:
            self.post_message(self.Left(self))

    def on_paste(self, event: events.Paste) -> None:
        """Let nothing in that a terminal could take for its own."""
        event.text = clean_line(event.text)
