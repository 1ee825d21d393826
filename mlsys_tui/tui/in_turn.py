"""Keys handled one after the other, however fast they come."""

from collections import deque
from dataclasses import dataclass, replace

from textual import events
from textual.message import Message
from textual.widget import Widget

from mlsys_tui.tui.guarded import GuardedApp
from mlsys_tui.tui.painting import OnePaint

PATIENCE = 0.25
"""Seconds after which the next key goes on, should the word that the one before is done get lost with its widget."""


class KeysInTurn(GuardedApp):
    """An app in which each key finds what the keys before it have done.

    Textual hands all keys that have come to the widget in focus at once, so that of "n", "o", "k" only the first
    would open a note and the others be keys of the list. Here a key waits until the one before it has been handled,
    and the messages that it caused. Keys that a field takes as text need not wait for each other;
    pasted text waits for keys. A letter is painted together with what it has caused.
    """

    @dataclass
    class Settled(Message):
        """Follows a key on its way up, and in further rounds what the key has caused; so it comes after all that."""

        turn: int
        rounds: int
        is_text: bool = False

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._turn = 0
        self._typed = 0
        self._busy = False
        self._paint = OnePaint(self)

    async def on_event(self, event: events.Event) -> None:
        """Let a key or a pasted text wait for its turn; all else goes its usual way."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._busy:
            self._waiting.append(event)
            if len(self._waiting) == 1:
                turn = self._turn
                self.set_timer(PATIENCE, lambda: self._next(turn))
        else:
            await self._take(event)

    async def _take(self, event: events.Key | events.Paste) -> None:
        here = self._here
        is_text = isinstance(event, events.Paste) or here.check_consume_key(event.key, event.character)
        if is_text:
            self._paint.hold()
        await super().on_event(event)
        if is_text:
            self._typed += 1
            here.post_message(self.Settled(self._typed, 2, is_text=True))
        else:
            self._turn += 1
            self._busy = True
            here.post_message(self.Settled(self._turn, 1))

    async def on_keys_in_turn_settled(self, message: Settled) -> None:
        """The key has been handled, and after further rounds what it caused."""
        if message.turn != (self._typed if message.is_text else self._turn):
            return
        if message.rounds:
            self._here.post_message(replace(message, rounds=message.rounds - 1))
            return
        if message.is_text:
            self._paint.release()
        else:
            await self._next(message.turn)

    async def _next(self, turn: int) -> None:
        if turn == self._turn:
            self._busy = False
            while self._waiting and not self._busy:
                await self._take(self._waiting.popleft())

    @property
    def _here(self) -> Widget:
        return self.focused or self.screen
