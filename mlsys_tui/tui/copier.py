"""Copying beside the app, one text after the other; and what is left to do when no clipboard is sure to have it."""

from functools import partial
from typing import TYPE_CHECKING

from mlsys_tui.commands.base import Copy, Severity
from mlsys_tui.text import clean_copied, clean_line
from mlsys_tui.tui.desk import Desk
from mlsys_tui.tui.jobs import JobError, beside
from mlsys_tui.tui.wording import SHOW_IT

if TYPE_CHECKING:
    from pathlib import Path
    from threading import Thread

    from mlsys_tui.desktop.clipboard import CopyResult
    from mlsys_tui.tui.app import ReadingRoom

WAIT = 0.25
"""Seconds that an ending waits for a copy: any helper that works is done by then."""


class Copier:
    """Keeps the text that was copied last, wherever it went.

    Two copies at once could come to the clipboard in either order, so a text waits for the one before it; of those
    that wait only the last counts.
    """

    def __init__(self, app: "ReadingRoom", desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._last: Copy | None = None
        self._waiting: Copy | None = None
        self._busy = False
        self._thread: Thread | None = None

    def finish(self) -> None:
        """The app has ended: give the text that is on its way to a clipboard a moment to get there."""
        if self._thread is not None:
            self._thread.join(WAIT)

    def keep(self, copy: Copy) -> None:
        """Have a text at hand to be shown or written, without copying it."""
        self._last = copy._replace(text=clean_copied(copy.text))

    def copy(self, copy: Copy) -> None:
        """Put text on the clipboard, by whatever way there is."""
        self.keep(copy)
        self._waiting = copy
        self._next()

    def _next(self) -> None:
        if self._waiting is None or self._busy:
            return
        copy, self._waiting, self._busy = self._waiting, None, True
        work = partial(self._desk.copy, copy.text, partial(self._app.call_later, self._write_terminal))
        self._thread = beside(self._app, work, partial(self._copied, copy), self._failed, waiting=True)

    def _write_terminal(self, sequence: str) -> None:
        """Send a sequence to the terminal as it is; Textual has no public way, and its own covers one route only."""
        driver = self._app._driver  # noqa: SLF001,RUF100
        if driver is not None:
            driver.write(sequence)

    def _copied(self, copy: Copy, result: "CopyResult") -> None:
        message = f"{result.message}: {copy.what}"
        if result.confirmed:
            self._app.presenter.say(message)
        else:
            self._app.presenter.say(message, Severity.WARNING, SHOW_IT)
        self._done()

    def _failed(self, why: str | None) -> None:
        self._app.presenter.say(why or "It could not be copied", Severity.ERROR, SHOW_IT)
        self._done()

    def _done(self) -> None:
        self._busy = False
        self._next()

    # -- where no clipboard has it --------------------------------------------------------------------------

    def show(self) -> None:
        """Show the text by itself, to be selected by hand or written to a file."""
        if copy := self._kept():
            from mlsys_tui.tui.screens.show_text import CopiedScreen  # noqa: PLC0415 - not for the first frame

            self._app.push_screen(CopiedScreen(copy.what, copy.text), lambda wanted: self.write() if wanted else None)

    def write(self) -> None:
        """Write the text to a file, and say where."""
        if copy := self._kept():
            beside(self._app, partial(self._write, copy.text), self._written, self._not_written, waiting=True)

    def _kept(self) -> Copy | None:
        if self._last is None:
            self._app.presenter.say("Nothing was copied yet", Severity.WARNING)
        return self._last

    def _write(self, text: str) -> "Path":
        try:
            return self._desk.keep(text)
        except OSError as error:
            why = clean_line(error.strerror or str(error)).lower()
            raise JobError(f"What was copied could not be written: {why}") from error

    def _written(self, path: "Path") -> None:
        self._app.presenter.say(f"Written to {path}", in_full=True)

    def _not_written(self, why: str | None) -> None:
        self._app.presenter.say(why or "What was copied could not be written", Severity.ERROR)
