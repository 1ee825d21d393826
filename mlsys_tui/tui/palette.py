"""The command palette, made from the table of commands."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from mlsys_tui.commands.base import Command, Needs
from mlsys_tui.commands.table import COMMANDS, MOVE, PANES, SESSIONS
from mlsys_tui.tui.actions import key_name

if TYPE_CHECKING:
    from mlsys_tui.tui.app import ReadingRoom

_LAST = (SESSIONS, PANES)
_USELESS = frozenset(["palette", "filter.clear", "pane.left", "pane.right", "pane.next", "pane.previous"])


class TableProvider(Provider):
    """Offers every command that makes sense where the reader is."""

    @property
    def _room(self) -> "ReadingRoom":
        return cast("ReadingRoom", self.app)

    def _available(self) -> Iterable[Command]:
        target = self._room.room.target
        there = {Needs.NOTHING: True, Needs.PAPER: bool(target.papers), Needs.SECTION: target.section is not None}
        found = (c for c in COMMANDS if there[c.needs] and c.group != MOVE and c.id not in _USELESS)
        return sorted(found, key=lambda command: command.group in _LAST)

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for command in self._available():
            yield DiscoveryHit(command.title, partial(self._room.run_command, command.id), help=_help(command))

    async def search(self, query: str) -> Hits:
        """Those whose title or help matches what was typed."""
        matcher = self.matcher(query)
        for command in self._available():
            score = max(matcher.match(command.title), matcher.match(command.help) / 2)
            if score > 0:
                run = partial(self._room.run_command, command.id)
                yield Hit(score, matcher.highlight(command.title), run, help=_help(command))


def _help(command: Command) -> str:
    keys = " ".join(key_name(key) for key in command.keys)
    return f"{keys}  {command.help}" if keys else command.help
