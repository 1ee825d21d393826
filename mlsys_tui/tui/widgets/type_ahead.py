"""Letters typed to jump to a row: how a list takes them, and what it says of them."""

import asyncio
from typing import TYPE_CHECKING

from mlsys_tui.tui.lines import Role, Span
from mlsys_tui.tui.searching import Search

if TYPE_CHECKING:
    from mlsys_tui.tui.widgets.row_list import RowList

AGAIN = "'"
BUDGET = 0.008
"""Seconds a search may take before keys and the screen get their turn: half a frame."""


class TypeAhead:
    """Takes the keys of a list while the reader types how a row begins, and moves the cursor there.

    `letters` is what was typed so far, None while nothing is typed.
    """

    def __init__(self, row_list: "RowList") -> None:
        self.letters: str | None = None
        self._list = row_list
        self._start = 0
        self._search: Search | None = None

    @property
    def is_active(self) -> bool:
        """True while keys are letters."""
        return self.letters is not None

    def begin(self) -> None:
        """From now on keys are letters; rows are looked for from the cursor on."""
        self._start = self._list.cursor
        self._set("")

    def end(self) -> None:
        """Keys are keys again; the cursor stays."""
        if self.is_active:
            self._set(None)

    def takes(self, key: str, character: str | None) -> bool:
        """Use a key; False if it is none of ours, and so ends the typing and does what it always does."""
        if self.letters is None:
            return False
        if character == AGAIN:
            self._start = self._list.cursor + 1
            self._set(self.letters)
        elif character and character.isprintable():
            self._set(self.letters + character)
        elif key == "backspace" and self.letters:
            self._set(self.letters[:-1])
        else:
            self.end()
            return key in ("backspace", "enter", "escape")
        return True

    def _set(self, letters: str | None) -> None:
        self.letters = letters
        self._search = None
        if letters:
            self._search = Search(self._list.rows, letters, self._start % max(1, len(self._list.rows)))
            if not self._go_on(self._search):
                self._list.run_worker(self._finish(self._search), group="type-ahead", exclusive=True)
        self._list.show_typing()

    async def _finish(self, search: Search) -> None:
        """Go on while keys and the screen have their turns between; another letter makes another search."""
        while search is self._search and not self._go_on(search):
            await asyncio.sleep(0)
            if search is self._search and search.rows is not self._list.rows:
                self._set(self.letters)

    def _go_on(self, search: Search) -> bool:
        if not search.go_on(BUDGET):
            return False
        if search.place is not None:
            self._list.cursor = search.place
        self._list.show_typing()
        return True

    def line(self) -> list[Span]:
        """What was typed, and what came of it."""
        said = [Span(" Jump to ", Role.ACCENT), Span(self.letters or "", Role.STRONG), Span("_ ", Role.ACCENT)]
        if self._search is None:
            return [*said, Span("type how a row begins", Role.DIM)]
        if not self._search.is_over:
            return [*said, Span("looking", Role.DIM)]
        if self._search.place is None:
            return [*said, Span("no row begins so", Role.BAD)]
        return [*said, Span(f"{AGAIN} next", Role.DIM)]
