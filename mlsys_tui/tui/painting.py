"""One paint for a letter: what it changes at once and what comes of that a moment later are seen together.

Textual paints at the first change, and then not before the next sixtieth of a second: the letter in a filter would be
seen at once, and what it finds 20 ms later.
"""

from contextlib import ExitStack
from typing import TYPE_CHECKING

from textual.timer import Timer

if TYPE_CHECKING:
    from textual.app import App

LONGEST = 0.05
"""Seconds after which all is painted as it is, however much is still to come: three frames."""


class OnePaint:
    """Holds painting back from the first `hold` to `release`."""

    def __init__(self, app: "App[None]") -> None:
        self._app = app
        self._held: ExitStack | None = None
        self._timer: Timer | None = None

    def hold(self) -> None:
        """Paint nothing until `release`, but not for long."""
        if self._held is None:
            self._held = ExitStack()
            self._held.enter_context(self._app.batch_update())
            self._timer = self._app.set_timer(LONGEST, self.release)

    def release(self) -> None:
        """Paint what has changed."""
        held, self._held = self._held, None
        if self._timer is not None:
            self._timer.stop()
        if held is not None:
            held.close()
            self._app.screen.check_idle()
