"""The last thing before the terminal: whatever widget drew it and wherever its text is from, only text comes out."""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from mlsys_tui.text import harmless


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
