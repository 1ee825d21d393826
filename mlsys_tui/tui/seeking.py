"""Finding as the reader types: at once, or beside where that takes long; and only what was typed last."""

from collections.abc import Callable
from functools import partial

from textual.timer import Timer
from textual.widget import Widget

from mlsys_tui.finding import Finder
from mlsys_tui.tui.jobs import beside
from mlsys_tui.work import CancelledError

REST = 0.12
"""Seconds without a key until the trees follow: the papers are looked at first."""


class Seeker:
    """Shows what is found: papers by `show`, and when the keys rest what is around them, by `show_around`."""

    def __init__(
        self,
        screen: Widget,
        finder: Finder,
        show: Callable[[], None],
        show_around: Callable[[], None] = lambda: None,
    ) -> None:
        self._screen = screen
        self._finder = finder
        self._show = show
        self._show_around = show_around
        self._wanted: str | None = ""
        self._timer: Timer | None = None

    def prepare(self) -> None:
        """Words will be looked for: have all ready, beside, before the first letter comes."""
        beside(self._screen.app, self._finder.prepare, lambda _search: None, lambda _why: None)

    def ask(self, text: str) -> None:
        """Other words are looked for; what is still being looked for is not wanted any more."""
        self._wanted = text
        if text and self._finder.takes_long(text):
            find = partial(self._finder.find, text, partial(self._check, text))
            beside(self._screen.app, find, lambda _results: self._found(text), lambda _why: None)
        else:
            self._found(text)

    def stop(self) -> None:
        """Nothing is looked for any more, and nothing shown."""
        self._wanted = None
        self._rest()

    def _check(self, text: str) -> None:
        if text != self._wanted:
            raise CancelledError

    def _found(self, text: str) -> None:
        if text != self._wanted:
            return
        self._show()
        self._rest()
        if text:
            self._timer = self._screen.set_timer(REST, self._show_around)
        else:
            self._show_around()

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
