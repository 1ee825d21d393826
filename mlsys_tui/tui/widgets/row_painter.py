"""Rows to strips: each row is laid out and styled once as long as it looks the same."""

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from mlsys_tui.tui.lines import Role, Row, Span, lay_out
from mlsys_tui.tui.look import style_of

MAX_STRIPS = 500
"""As many drawn rows are kept: some screens full, so that scrolling draws only what comes into sight."""


class RowPainter:
    """Draws for one list. A row is drawn again if it, the width, the marked words or the focus are others.

    `cursor` is the component class of the row under the cursor. `forget` when styles change.
    """

    def __init__(self, widget: Widget, cursor: str, ellipsis: str) -> None:
        self._widget = widget
        self._cursor = cursor
        self._ellipsis = ellipsis
        self._strips: dict[tuple[Row, str | None], Strip] = {}
        self._styles: dict[tuple[str | None, Role], Style] = {}
        self._made_for: tuple[object, ...] = ()

    def forget(self) -> None:
        """Styles may be others."""
        self._strips.clear()
        self._styles.clear()

    def row(self, row: Row, width: int, words: tuple[str, ...], over: str | None = None) -> Strip:
        """A row in the style of the component class `over`."""
        made_for = (width, words, self._widget.has_focus)
        if made_for != self._made_for:
            self._made_for = made_for
            self.forget()
        strip = self._strips.get((row, over))
        if strip is None:
            strip = self._strips[row, over] = self.line(lay_out(row.cells, width, self._ellipsis, words), width, over)
            if len(self._strips) > MAX_STRIPS:
                del self._strips[next(iter(self._strips))]
        return strip

    def line(self, spans: Iterable[Span], width: int, over: str | None = None) -> Strip:
        """A line of exactly so many cells."""
        segments = [Segment(text, self._style(role, over)) for text, role, _action in spans]
        return Strip(segments).adjust_cell_length(width, self._style(Role.TEXT, over))

    def _style(self, role: Role, over: str | None) -> Style:
        style = self._styles.get((over, role))
        if style is None:
            style = self._styles[over, role] = self._new_style(role, over)
        return style

    def _new_style(self, role: Role, over: str | None) -> Style:
        widget, app = self._widget, self._widget.app
        base = widget.get_visual_style(*([over] if over else []))
        ansi = app.native_ansi_color
        # Without blended colours the cursor has the terminal's own, in which no role could be read.
        if over == self._cursor and widget.has_focus and (ansi or app.no_color):
            return base.rich_style
        return (base + style_of(role, ansi=ansi)).rich_style
