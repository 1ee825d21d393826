"""One thread through which all changes of the notebook go, in the order in which they were asked for.

A change takes less than a millisecond, so the app waits for it and shows at once what came of it. On a slow disk, or
while another process has the notebook, it goes on after `PATIENCE`, and shows it when it is there.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from mlsys_tui.text import clean_line

if TYPE_CHECKING:
    from textual.app import App

PATIENCE = 0.05
"""Seconds that the app waits for a change; three frames."""

Result = TypeVar("Result")


class Scribe:
    """Has work done beside the app. Nothing that was asked for is dropped: whoever ends the app calls `finish`."""

    def __init__(self, app: "App[None]") -> None:
        self._app = app
        self._thread = ThreadPoolExecutor(1, "notebook")
        self._pending: set[Future[object]] = set()

    @property
    def is_busy(self) -> bool:
        """True while something that was asked for is not done."""
        return bool(self._pending)

    def do(self, work: Callable[[], Result], then: Callable[[Result], None]) -> bool:
        """Have `work` done, and `then` called in the app's thread with what came of it; True if both are done already.

        What `work` raises is raised here, or, if it took longer, in the app.
        """
        if self._pending:
            self._later(self._thread.submit(work), then)
            return False
        future = self._thread.submit(work)
        if not wait([future], PATIENCE).done:
            self._later(future, then)
            return False
        then(future.result())
        return True

    def now(self, work: Callable[[], Result]) -> Result:
        """What comes of `work`, waited for: it is done after all that was asked for before."""
        return self._thread.submit(work).result()

    def _later(self, future: "Future[Result]", then: Callable[[Result], None]) -> None:
        self._pending.add(future)  # type: ignore[arg-type]  # of any result
        future.add_done_callback(partial(self._done, then))

    def _done(self, then: Callable[[Result], None], future: "Future[Result]") -> None:
        """In the thread of the work: go on in that of the app."""

        def show() -> None:
            self._pending.discard(future)
            then(future.result())

        self._app.call_later(show)

    def finish(self, seconds: float | None = None) -> bool:
        """Wait until all is done that was asked for, for so many seconds at most; False if something is not."""
        return not wait(set(self._pending), seconds).not_done

    def failures(self) -> list[str]:
        """What failed and was not shown, as the app has ended, in words."""
        came = [future.exception() or future.result() for future in self._pending if future.done()]
        failed = (each for each in came if isinstance(each, BaseException) or getattr(each, "failed", False))
        return [clean_line(str(getattr(each, "message", each))) for each in failed]
