"""A list of rows that draws only the lines on the screen: the schedule, the topics, the papers, the help.

    rows = Rows(keys, make)              # `make(index)` gives a `Row`; it is called for rows that are looked at
    row_list = RowList(id="papers")      # mount it like any widget
    row_list.show(rows)                  # now, and whenever the rows are others

A list of a million rows costs what one of a hundred does: rows are made when they come into sight and some screens
full of them are kept (`Rows`); so are lines that were drawn (`RowPainter`); a step of the cursor draws two lines, and
scrolling those that come into sight. Nothing here may go over all rows; `Rows` says what to give for long lists.
"""

from collections.abc import Callable
from dataclasses import dataclass

from textual import events
from textual.geometry import Size
from textual.message import Message

from mlsys_tui.tui.actions import bindings
from mlsys_tui.tui.lines import Line, Row, Rows
from mlsys_tui.tui.widgets.row_view import RowView
from mlsys_tui.tui.widgets.type_ahead import TypeAhead


class RowList(RowView, can_focus=True, inherit_bindings=False):
    """Rows with a cursor, which passes over rows that cannot be chosen and stays on its row when rows are replaced.

    `show` the rows; `Highlighted` tells where the cursor has come to, `Chosen` that a row was clicked twice, `Folded`
    that a branch is to be opened or closed. Enter belongs to the owner, who asks for `row`. `words` are marked in
    cells that are searched; `empty` stands where there are no rows.
    """

    BINDINGS = bindings("move", "jump")

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
        super().__init__(ellipsis=ellipsis, id=id, classes=classes)
        self._typing = TypeAhead(self)

    # -- the cursor ---------------------------------------------------------------------------------------

    def show(self, rows: Rows, key: str | None = None, *, keep: bool = True) -> None:
        """Replace the rows. The cursor goes to `key`; else stays on its row, if it is to be kept; else to the top."""
        here = self.row.key if keep and self.row else None
        place = self._place_for(rows, key, here)
        if place is None:
            place = self.cursor if keep else 0
        before, self.rows = self.rows, rows
        self.virtual_size = Size(0, len(rows))
        self._put_cursor(rows.selectable_near(place, 1))
        self.keep_in_sight(from_top=not keep)
        self.redraw_others(before)

    def _place_for(self, rows: Rows, *keys: str | None) -> int | None:
        return next((place for key in keys if (place := rows.find(key, self.cursor)) is not None), None)

    def go_to(self, key: str) -> bool:
        """Put the cursor on the row called `key`; False if there is none. Nothing is announced."""
        place = self.rows.find(key, self.cursor)
        if place is None:
            return False
        self._put_cursor(place)
        self.keep_in_sight()
        return True

    def _put_cursor(self, place: int) -> None:
        """Move the cursor without telling."""
        if place != self.cursor:
            self.redraw(self.cursor, place)
            self.set_reactive(RowList.cursor, place)

    def raise_row(self) -> None:
        """Scroll the row under the cursor to the top, with what it holds below it."""
        self.scroll_lines(self.cursor)

    def announce(self) -> None:
        """Tell where the cursor is."""
        self.post_message(self.Highlighted(self, self.row))

    def validate_cursor(self, cursor: int) -> int:
        """Within the list, on a row that can be chosen."""
        return self.rows.selectable_near(cursor, 1 if cursor >= self.cursor else -1)

    def watch_cursor(self, before: int, after: int) -> None:
        """Redraw two lines, and tell."""
        if before != after:
            self.redraw(before, after)
            self.keep_in_sight()
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
        self.hover = None
        self.cursor = targets[how]()
        self.keep_in_sight()

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

    # -- letters that find a row --------------------------------------------------------------------------

    def action_jump(self) -> None:
        """Take the letters that come next for the beginning of a row, and go there."""
        self._typing.begin()

    @property
    def bottom(self) -> Line | None:
        """What is typed to find a row."""
        return tuple(self._typing.line()) if self.is_typing else None

    @property
    def is_typing(self) -> bool:
        """True while letters are taken for the beginning of a row."""
        return self._typing.is_active

    def show_typing(self) -> None:
        """Show what was typed, or the row below it."""
        self.refresh(self.window)
        self.keep_in_sight()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters are text while a row is looked for."""
        return self.is_typing and character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Use the key for what is typed; else it does what it always does."""
        if self._typing.takes(event.key, event.character):
            event.stop()
            event.prevent_default()

    def on_blur(self) -> None:
        """Nobody types here any more."""
        self._typing.end()

    # -- the mouse ----------------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there; a click on the sign of a branch or a second click goes into the row."""
        place = self.place_at(event)
        if event.widget is not self or place is None:
            return
        self._typing.end()
        self.cursor = place
        row = self.rows[place]
        if row.expanded is not None and event.x - self.gutter.left <= 2 * row.depth + 1:
            self._fold(expanded=not row.expanded)
        elif event.chain == 2:
            self.post_message(self.Chosen(self, row))
