"""Long work beside the app: one job at a time, in a thread of its own, that says how far it is and can be stopped."""

import gc
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from mlsys_tui.text import clean_line
from mlsys_tui.work import CancelledError, Work

if TYPE_CHECKING:
    from textual.app import App

T = TypeVar("T")


LONG = 1.0
"""Seconds after which work may have left so much that it is worth a moment to clear it up."""
TURN = 0.001
"""Seconds that work may go on in Python while the app waits for its turn."""


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
    app: "App[None]",
    do: Callable[[], T],
    done: Callable[[T], None],
    failed: Callable[[str | None], None],
    *,
    waiting: bool = False,
) -> threading.Thread:
    """Do something in a thread, which is returned, and hand over what comes of it in the thread of the app.

    What is only `waiting` for other programs holds nothing up.
    """

    def run() -> None:
        ending: Callable[[], None]
        try:
            with nullcontext() if waiting else _MANNERS.kept():
                ending = partial(done, do())
        except CancelledError:
            ending = partial(failed, None)
        except JobError as error:
            ending = partial(failed, str(error))
        except Exception as error:  # noqa: BLE001,RUF100 - a mistake there must not take an open note with it
            ending = partial(failed, clean_line(f"That failed: {type(error).__name__}: {error}", 300))
        with suppress(RuntimeError):  # the app has ended meanwhile
            app.call_later(ending)

    thread = threading.Thread(target=run, name="beside", daemon=True)
    thread.start()
    return thread


class Manners:
    """What keeps work in threads from holding up the app: short turns, and no garbage collector in between.

    A full collection stops all threads, for a second where a list has tens of thousands of papers, and what such work
    makes is kept anyway. So there is one at the end, if the work was long; what is left then is not looked at again.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._working = 0
        self._turn = 0.0
        self._since = 0.0

    @contextmanager
    def kept(self) -> Iterator[None]:
        """While this thread works."""
        with self._lock:
            if not self._working:
                self._turn, self._since = sys.getswitchinterval(), time.monotonic()
                sys.setswitchinterval(TURN)
                gc.disable()
            self._working += 1
        try:
            yield
        finally:
            with self._lock:
                self._working -= 1
                if not self._working:
                    if time.monotonic() - self._since > LONG:
                        gc.collect()
                        gc.freeze()
                    gc.enable()
                    sys.setswitchinterval(self._turn)


_MANNERS = Manners()
