"""Long work beside the app: one job at a time, in a thread of its own, that says how far it is and can be stopped."""

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from mlsys_tui.text import clean_line
from mlsys_tui.work import CancelledError, Work

if TYPE_CHECKING:
    from textual.app import App

T = TypeVar("T")


class JobError(Exception):
    """Work that could not be done; the message says why, in one sentence."""


class Job:
    """One piece of work. `words` says what is being done, `done` how much of it, 0 to 1, where that is known."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.done: float | None = None
        self._stopping = threading.Event()
        self.work = Work(self._say, self._stopping.is_set, self._tell)

    @property
    def is_stopping(self) -> bool:
        """True once it is not wanted any more."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """It is not wanted any more."""
        self._stopping.set()

    def _say(self, words: str) -> None:
        self.words, self.done = words, None

    def _tell(self, done: float) -> None:
        self.done = done


class Jobs:
    """Does jobs. What comes of one is handed over in the thread of the app.

    The threads are daemons: whoever quits does not wait for a server.
    """

    def __init__(self, app: "App[None]", changed: Callable[[], None]) -> None:
        self._app = app
        self._changed = changed
        self.running: Job | None = None

    def start(
        self, words: str, do: Callable[[Work], T], done: Callable[[T], None], failed: Callable[[str | None], None]
    ) -> bool:
        """Begin; False if another job is under way. `failed` gets the reason, None if the job was stopped."""
        if self.running is not None:
            return False
        job = self.running = Job(words)
        self._changed()
        beside(self._app, partial(do, job.work), partial(self._end, done), partial(self._end, failed))
        return True

    def stop(self) -> None:
        """Ask the running job to end."""
        if self.running is not None:
            self.running.stop()

    def _end(self, then: Callable[[T], None], value: T) -> None:
        self.running = None
        self._changed()
        then(value)


def beside(
    app: "App[None]", do: Callable[[], T], done: Callable[[T], None], failed: Callable[[str | None], None]
) -> None:
    """Do something in a thread, and hand over what comes of it in the thread of the app."""

    def run() -> None:
        ending: Callable[[], None]
        try:
            ending = partial(done, do())
        except CancelledError:
            ending = partial(failed, None)
        except JobError as error:
            ending = partial(failed, str(error))
        except Exception as error:  # noqa: BLE001,RUF100 - a mistake there must not take an open note with it
            ending = partial(failed, clean_line(f"That failed: {type(error).__name__}: {error}", 300))
        with suppress(RuntimeError):  # the app has ended meanwhile
            app.call_later(ending)

    threading.Thread(target=run, name="beside", daemon=True).start()
