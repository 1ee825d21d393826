"""An app between which and the terminal there is only text: whatever widget drew it, and whatever is pasted."""

from collections.abc import Sequence

from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.driver import Driver
from textual.filter import LineFilter

from mlsys_tui.text import harmless
from mlsys_tui.tui.pasting import secured


class Outlet(LineFilter):
    """Takes out of drawn lines what a terminal would act on. None of it has a cell, so all else stays in its place."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments where there is nothing to take out, which is nearly always."""
        if all(segment.text.isascii() and segment.text.isprintable() for segment in segments):
            return segments
        return [segment._replace(text=_shown(segment.text)) for segment in segments]


def _shown(text: str) -> str:
    return harmless(text).translate(_NO_CELL)


_NO_CELL = {ord(char): None for char in "\t\n"}
"""Where these go is settled before lines are drawn."""


class GuardedApp(App[None]):
    """Reads and draws through what makes text harmless; no widget has to remember it."""

    def __init__(self) -> None:
        super().__init__()
        self._outlet = Outlet()

    def get_driver_class(self) -> type[Driver]:
        """The driver, with a parser that takes pasted text for text; where there is one, the one that ends at once."""
        driver = super().get_driver_class()
        if driver.__module__ != "textual.drivers.linux_driver":
            return secured(driver)
        from mlsys_tui.tui.prompt import PromptDriver  # noqa: PLC0415 - cannot be imported on Windows

        return PromptDriver

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Those of Textual, and the outlet after them."""
        return [*super().get_line_filters(), self._outlet]
