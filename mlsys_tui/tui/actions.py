"""The command table as Textual bindings, and keys as readers know them."""

from collections.abc import Iterator

from textual.binding import Binding, BindingType

from mlsys_tui.commands.base import Command
from mlsys_tui.commands.table import COMMANDS

_NAMES = {
    "apostrophe": "'",
    "asterisk": "*",
    "colon": ":",
    "exclamation_mark": "!",
    "question_mark": "?",
    "plus": "+",
    "equals_sign": "=",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "f1": "F1",
}
_PRIORITY = frozenset(["quit"])


def action_of(command: Command) -> str:
    """What Textual is to run: the command's own action, else `command` with its id."""
    return command.action or f"command('{command.id}')"


def bindings(*actions: str) -> list[BindingType]:
    """The bindings of all commands whose action is one of `actions`, for the class that has these methods."""
    return list(_bindings(actions))


def _bindings(actions: tuple[str, ...]) -> Iterator[Binding]:
    for command in COMMANDS:
        action = action_of(command)
        if command.keys and action.partition("(")[0] in actions:
            yield Binding(
                ",".join(command.keys),
                action,
                command.title,
                show=command.hint is not None,
                priority=command.id in _PRIORITY,
                tooltip=command.help,
                id=command.id,
            )


def key_name(key: str, *, plain: bool = False) -> str:
    """A key in Textual's spelling as it is printed on a keyboard; `plain` words instead of arrows."""
    if key.startswith("ctrl+"):
        return f"Ctrl+{key.removeprefix('ctrl+')}"
    name = _NAMES.get(key, key)
    return key.capitalize() if plain and not name.isascii() else name
