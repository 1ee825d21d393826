"""Rows in a window: which lines are on the screen, where the cursor and the mouse are in them, how they look."""

from typing import ClassVar

from textual import events
from textual.geometry import Region
from textual.reactive import reactive, var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from mlsys_tui.tui.lines import Line, Row, Rows, Span, fit, wrap
from mlsys_tui.tui.widgets.row_painter import RowPainter

CURSOR, HOVER = "row-list--cursor", "row-list--hover"


class RowView(ScrollView, inherit_bindings=False):
    """Draws the rows on the screen, and keeps the one under the cursor there; what keys do is not its business."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {CURSOR, HOVER}
    DEFAULT_CSS = """
    RowView {
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        .row-list--hover { background: $boost; }
        .row-list--cursor { background: $foreground 10%; }
        &:focus .row-list--cursor { background: $primary 40%; text-style: bold; }
        &:ansi .row-list--cursor { text-style: underline; }
        &:nocolor .row-list--cursor { text-style: underline; }
        &:ansi:focus .row-list--cursor, &:nocolor:focus .row-list--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
    }
    """

    rows: var[Rows] = var(Rows)
    cursor: var[int] = var(0)
    hover: var[int | None] = var(None)
    words: reactive[tuple[str, ...]] = reactive(())
    empty: reactive[Line] = reactive(())

    def __init__(self, *, ellipsis: str = "…", id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._painter = RowPainter(self, CURSOR, ellipsis)

    # -- where things are ---------------------------------------------------------------------------------

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        if not len(self.rows):
            return None
        row = self.rows[self.cursor]
        return row if row.selectable else None

    def place_at(self, event: events.MouseEvent) -> int | None:
        """The row that can be chosen under the mouse."""
        place = event.y - self.gutter.top + self.scroll_offset.y
        return place if 0 <= place < len(self.rows) and self.rows[place].selectable else None

    @property
    def window(self) -> Region:
        """The lines on the screen, as a region to be drawn again."""
        return self.scrollable_content_region.reset_offset

    def redraw(self, *places: int | None) -> None:
        """Draw these rows again, if they are on the screen."""
        top, height = self.scroll_offset.y, self.window.height
        for place in places:
            if place is not None and top <= place < top + height:
                self.refresh_line(place)

    def redraw_others(self, before: Rows) -> None:
        """Draw the rows on the screen again that are not as they were `before`."""
        if not before or not self.rows:
            self.refresh(self.window)
            return
        top = self.scroll_offset.y
        places = range(top, top + self.window.height)
        self.redraw(*(place for place in places if before.get(place) != self.rows.get(place)))

    def scroll_lines(self, y: int) -> None:
        """Scroll to a row at once."""
        # Forced, as after `show` the scroll bar of a list that was short comes only with the next layout.
        self.scroll_to(y=y, animate=False, force=True)

    def keep_in_sight(self, *, from_top: bool = False) -> None:
        """Scroll as far as it takes to see the row under the cursor, and headings over it."""
        height = self.scrollable_content_region.height - (self.bottom is not None)
        if from_top:
            self.scroll_lines(0)
        if height <= 0 or not len(self.rows):
            return
        top = round(self.scroll_target_y)
        first = self.cursor
        while first > max(0, self.cursor - height + 1) and not self.rows[first - 1].selectable:
            first -= 1  # the headings over the row
        if first < top:
            self.scroll_lines(first)
        elif self.cursor >= top + height:
            self.scroll_lines(self.cursor - height + 1)

    @property
    def bottom(self) -> Line | None:
        """What stands in the last line of the window in place of a row."""
        return None

    # -- the mouse ----------------------------------------------------------------------------------------

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light the row under the mouse."""
        self.hover = self.place_at(event)

    def on_leave(self) -> None:
        """Light no row."""
        self.hover = None

    def watch_hover(self, before: int | None, after: int | None) -> None:
        """Redraw two lines."""
        self.redraw(before, after)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Light no row that went from under the mouse."""
        super().watch_scroll_y(old_value, new_value)
        self.hover = None

    # -- drawing ------------------------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Styles are others: draw all anew."""
        super().notify_style_update()
        self._painter.forget()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.keep_in_sight()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the window."""
        size = self.scrollable_content_region.size
        if y == size.height - 1 and self.bottom is not None:
            return self._painter.line(fit(self.bottom, size.width), size.width, HOVER)
        place = self.scroll_offset.y + y
        if place >= len(self.rows):
            return self._painter.line([] if len(self.rows) else self._empty_line(y - 1, size.width), size.width)
        row = self.rows[place]
        over = CURSOR if place == self.cursor and row.selectable else HOVER if place == self.hover else None
        return self._painter.row(row, size.width, self.words, over)

    def _empty_line(self, y: int, width: int) -> list[Span]:
        lines = wrap(self.empty, max(1, width - 2)) if self.empty else []
        return fit([Span(" "), *lines[y]], width) if 0 <= y < len(lines) else []
