"""The floor: the least a Textual app can be."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.widgets import Static


class Hello(App[None]):
    """One line of text."""

    BINDINGS: ClassVar = [("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static("Hello World")


if __name__ == "__main__":
    Hello().run()
