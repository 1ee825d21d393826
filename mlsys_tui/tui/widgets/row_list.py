"""A list of rows that draws only the lines on the screen: the schedule, the topics, the papers, the help."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive, var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from mlsys_tui.tui.actions import bindings
from mlsys_tui.tui.lines import Line, Row, Rows, Span, fit, lay_out, wrap
from mlsys_tui.tui.look import style_of

EMPTY_LINES = 8
"""As many lines an empty list may need to say so."""


class RowList(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows with a cursor. Give it `rows`; it tells where the cursor is and which row was chosen.

    The cursor stays on its row's key when the rows are replaced, and passes over rows that cannot be chosen.
    """

    ALLOW_SELECT = False
    BINDINGS = bindings("move")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"row-list--cursor", "row-list--hover"}
    DEFAULT_CSS = """
    RowList {
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

    @dataclass
    class Highlighted(Message):
        """The cursor came to a row, or left the list empty."""

        row_list: "RowList"
        row: Row | None

        @property
        def control(self) -> "RowList":
            """The list, for `@on` selectors."""
            return self.row_list

    @dataclass
    class Chosen(Message):
        """A row was clicked twice: the reader wants to go into it."""

        row_list: "RowList"
        row: Row

        @property
        def control(self) -> "RowList":
            """The list, for `@on` selectors."""
            return self.row_list

    @dataclass
    class Folded(Message):
        """A branch was opened or closed."""

        row_list: "RowList"
        row: Row
        expanded: bool

        @property
        def control(self) -> "RowList":
            """The list, for `@on` selectors."""
            return self.row_list

    def __init__(self, *, ellipsis: str = "…", id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._ellipsis = ellipsis

    # -- the cursor ---------------------------------------------------------------------------------------

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        if not len(self.rows):
            return None
        row = self.rows[self.cursor]
        return row if row.selectable else None

    def show(self, rows: Rows, key: str | None = None, *, keep: bool = True) -> None:
        """Replace the rows. The cursor goes to `key`; else stays on its row, if it is to be kept; else to the top."""
        here = self.row.key if keep and self.row else None
        place = rows.find(key)
        if place is None:
            place = rows.find(here)
        if place is None:
            place = self.cursor if keep else 0
        touched = max(len(self.rows), len(rows), EMPTY_LINES)
        self.rows = rows
        self.virtual_size = Size(0, len(rows))
        self.set_reactive(RowList.cursor, self.rows.selectable_near(place, 1))
        self.refresh_lines(0, touched)
        self._keep_in_sight(from_top=not keep)

    def go_to(self, key: str) -> bool:
        """Put the cursor on the row called `key`; False if there is none. Nothing is announced."""
        place = self.rows.find(key)
        if place is None:
            return False
        self.set_reactive(RowList.cursor, place)
        self.refresh()
        self._keep_in_sight()
        return True

    def raise_row(self) -> None:
        """Scroll the row under the cursor to the top, with what it holds below it."""
        self.scroll_to(y=self.cursor, animate=False)

    def announce(self) -> None:
        """Tell where the cursor is."""
        self.post_message(self.Highlighted(self, self.row))

    def validate_cursor(self, cursor: int) -> int:
        """Within the list, on a row that can be chosen."""
        return self.rows.selectable_near(cursor, 1 if cursor >= self.cursor else -1)

    def watch_cursor(self, before: int, after: int) -> None:
        """Redraw two lines, and tell."""
        if before != after:
            self.refresh_line(before)
            self.refresh_line(after)
            self._keep_in_sight()
            self.announce()

    def action_move(self, how: str) -> None:
        """Move the cursor: down, up, top, bottom, half_down, half_up, page_down, page_up."""
        page = max(1, self.scrollable_content_region.height - 1)
        targets: dict[str, Callable[[], int]] = {
            "down": lambda: self.cursor + 1,
            "up": lambda: self.cursor - 1,
            "top": lambda: 0,
            "bottom": lambda: len(self.rows) - 1,
            "half_down": lambda: self.cursor + max(1, page // 2),
            "half_up": lambda: self.cursor - max(1, page // 2),
            "page_down": lambda: self.cursor + page,
            "page_up": lambda: self.cursor - page,
        }
        self.cursor = targets[how]()
        if self.cursor == self.rows.selectable_near(0, 1):
            self.scroll_to(y=0, animate=False)

    def step_in(self) -> bool:
        """Open the branch under the cursor; False if there is none to open."""
        return self._fold(expanded=True)

    def step_out(self) -> bool:
        """Close the branch under the cursor, else go to the row it stands in; False if neither can be."""
        if self._fold(expanded=False):
            return True
        place = self.rows.find(self.row.parent) if self.row else None
        if place is None:
            return False
        self.cursor = place
        return True

    def _fold(self, *, expanded: bool) -> bool:
        row = self.row
        if row is None or row.expanded is not (not expanded):
            return False
        self.post_message(self.Folded(self, row, expanded))
        return True

    def _keep_in_sight(self, *, from_top: bool = False) -> None:
        height = self.scrollable_content_region.height
        if from_top:
            self.scroll_to(y=0, animate=False)
        if height <= 0:
            return
        top = round(self.scroll_target_y)
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False)

    # -- the mouse ----------------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there; a click on the sign of a branch or a second click goes into the row."""
        place = event.y - self.gutter.top + self.scroll_offset.y
        if event.widget is not self or not 0 <= place < len(self.rows) or not self.rows[place].selectable:
            return
        self.cursor = place
        row = self.rows[place]
        if row.expanded is not None and event.x - self.gutter.left <= 2 * row.depth + 1:
            self._fold(expanded=not row.expanded)
        elif event.chain == 2:
            self.post_message(self.Chosen(self, row))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light the row under the mouse."""
        place = event.y - self.gutter.top + self.scroll_offset.y
        self.hover = place if 0 <= place < len(self.rows) else None

    def on_leave(self) -> None:
        """Light no row."""
        self.hover = None

    def watch_hover(self, before: int | None, after: int | None) -> None:
        """Redraw two lines."""
        for place in (before, after):
            if place is not None:
                self.refresh_line(place)

    # -- drawing ------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._keep_in_sight()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the window."""
        width = self.scrollable_content_region.width
        place = self.scroll_offset.y + y
        if place >= len(self.rows):
            return self._strip([] if len(self.rows) else self._empty_line(y - 1, width), width)
        row = self.rows[place]
        spans = lay_out(row.cells, width, self._ellipsis, self.words)
        if place == self.cursor and row.selectable:
            return self._strip(spans, width, "row-list--cursor")
        return self._strip(spans, width, *(["row-list--hover"] if place == self.hover else []))

    def _empty_line(self, y: int, width: int) -> list[Span]:
        lines = wrap(self.empty, max(1, width - 2)) if self.empty else []
        return fit([Span(" "), *lines[y]], width) if 0 <= y < len(lines) else []

    def _strip(self, spans: list[Span], width: int, *over: str) -> Strip:
        base = self.get_visual_style(*over)
        ansi = self.app.native_ansi_color
        plain = over == ("row-list--cursor",) and self.has_focus and (ansi or self.app.no_color)
        segments = [
            Segment(span.text, (base if plain else base + style_of(span.role, ansi=ansi)).rich_style) for span in spans
        ]
        return Strip(segments).adjust_cell_length(width, base.rich_style)
