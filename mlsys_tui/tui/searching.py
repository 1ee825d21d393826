"""Jumping to a row by the letters it begins with: what was typed, and a search that never holds up the screen."""

from collections.abc import Iterator
from itertools import chain
from time import perf_counter

from mlsys_tui.text import fold
from mlsys_tui.tui.lines import Rows


class Search:
    """Looks for the next row that begins with some letters, from a place on and round the list.

    The first row that begins with them is it; if none does, the first with a word that begins with them. `place` is
    the row of `rows` that was found, None until there is one, or if there is none.
    """

    def __init__(self, rows: Rows, letters: str, start: int) -> None:
        self.place: int | None = None
        self.is_over = False
        self.rows = rows
        self._begun = fold(letters)
        self._left: Iterator[int] = chain(range(start, len(rows)), range(start)) if self._begun else iter(())

    def go_on(self, seconds: float) -> bool:
        """Look at a row, and at further ones for so long; True when the search is over."""
        end = perf_counter() + seconds
        self._look()
        while not self.is_over and perf_counter() < end:
            self._look()
        return self.is_over

    def _look(self) -> None:
        index = next(self._left, None)
        if index is None:
            self.is_over = True
            return
        text = self.rows.text(index)
        begins = text.startswith(self._begun)
        if (begins or (self.place is None and f" {self._begun}" in text)) and self.rows[index].selectable:
            self.place = index
            self.is_over = begins
