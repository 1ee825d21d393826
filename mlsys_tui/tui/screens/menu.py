"""A question with a few answers."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from mlsys_tui.commands.base import Menu, Option
from mlsys_tui.tui.lines import Cell, Role, Row, Rows, Span, fixed
from mlsys_tui.tui.widgets.row_list import RowList


class MenuScreen(ModalScreen[Option | None]):
    """Each option is taken by its own key, by the arrows and Enter, or by a click; Esc takes none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "take"),
        Binding("escape", "dismiss(None)", "close"),
    ]

    CSS_PATH = "../styles/dialogs.tcss"

    def __init__(self, menu: Menu) -> None:
        super().__init__(classes="dialog")
        self._menu = menu
        self._by_key = {option.key: option for option in menu.options}
        self._list = RowList(id="menu")

    def compose(self) -> ComposeResult:
        """A frame with the options."""
        with Vertical(classes="dialog-frame") as frame:
            frame.border_title = Content(self._menu.title)
            frame.border_subtitle = Content("Esc closes")
            yield self._list

    def on_mount(self) -> None:
        """Show the options."""
        self._list.show(Rows.of(_row(option) for option in self._menu.options))

    def on_key(self, event: events.Key) -> None:
        """Take the option with that key."""
        if option := self._by_key.get(event.character or ""):
            event.stop()
            self.dismiss(option)

    def on_row_list_chosen(self) -> None:
        """Take the option that was clicked."""
        self.action_take()

    def action_take(self) -> None:
        """Take the option under the cursor."""
        if self._list.row:
            self.dismiss(self._by_key[self._list.row.key])


def _row(option: Option) -> Row:
    return Row(option.key, (fixed(f" {option.key} ", Role.ACCENT), Cell((Span(option.label),))))
