"""All keys and commands, made from the live table, with search."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from mlsys_tui.commands.base import Command
from mlsys_tui.commands.table import COMMANDS
from mlsys_tui.text import fold
from mlsys_tui.tui.actions import key_name
from mlsys_tui.tui.glyphs import Glyphs
from mlsys_tui.tui.lines import Cell, Role, Row, Rows, Span, fixed
from mlsys_tui.tui.screens.line import PromptInput
from mlsys_tui.tui.widgets.row_list import RowList

KEYS_WIDTH = 15


def help_rows(query: str, *, plain: bool = False) -> Iterator[Row]:
    """The commands that have all words of the query in key, title, help or id, under their groups."""
    words = query.lower().split()
    for group, commands in groupby(COMMANDS, key=lambda command: command.group):
        found = [command for command in commands if _matches(command, words)]
        if found:
            yield Row(f"#{group}", (fixed("", width=0), Cell((Span(group, Role.STRONG),))), selectable=False)
        for command in found:
            keys = " ".join(key_name(key, plain=plain) for key in command.keys)
            yield Row(
                command.id,
                (
                    fixed("", width=1),
                    fixed(keys, Role.ACCENT, width=KEYS_WIDTH),
                    Cell((Span(command.help),), least=12, searched=True),
                ),
            )


def _matches(command: Command, words: Iterable[str]) -> bool:
    text = fold(f"{command.title} {command.help} {command.id.replace('.', ' ')}")
    keys = {key_name(key).lower() for key in command.keys}
    return all(word in keys or (fold(word) and fold(word) in text) for word in words)


class HelpScreen(ModalScreen[str | None]):
    """Type to search, arrows to move, Enter runs the command, Esc closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "leave", "close"),
        Binding("down", "move('down')", "down"),
        Binding("up", "move('up')", "up"),
        Binding("pagedown,ctrl+d", "move('page_down')", "page down"),
        Binding("pageup,ctrl+u", "move('page_up')", "page up"),
    ]

    CSS_PATH = "../styles/dialogs.tcss"

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._list = RowList(ellipsis=glyphs.ellipsis, id="help-list")
        self._list.can_focus = False

    def compose(self) -> ComposeResult:
        """The search line above the list."""
        with Vertical(id="help") as frame:
            frame.border_title = Content("Help")
            frame.border_subtitle = Content("type to search, Enter runs, Esc closes")
            yield PromptInput(placeholder="Search keys and commands", compact=True)
            yield self._list

    def on_mount(self) -> None:
        """Show all."""
        self._search("")

    def _search(self, query: str) -> None:
        self._list.words = tuple(fold(query).split())
        self._list.empty = (
            Span("No command matches. ", Role.DIM),
            Span("Esc", Role.ACCENT),
            Span(" clears the search.", Role.DIM),
        )
        self._list.show(Rows.of(help_rows(query, plain=self._glyphs.is_ascii)), keep=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search as it is typed."""
        self._search(event.value)

    def on_input_submitted(self) -> None:
        """Run the command under the cursor."""
        if self._list.row:
            self.dismiss(self._list.row.key)

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Run the command that was clicked."""
        self.dismiss(message.row.key)

    def action_move(self, how: str) -> None:
        """Move the cursor of the list."""
        self._list.action_move(how)

    def action_leave(self) -> None:
        """Clear the search, else close."""
        search = self.query_one(Input)
        if search.value:
            search.value = ""
        else:
            self.dismiss(None)
