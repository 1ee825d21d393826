"""Long work: it says how far it is, and stops between two stages when it is not wanted any more."""

from collections.abc import Callable


class CancelledError(Exception):
    """The work was not wanted any more; nothing was changed."""


def _quiet(_words: str) -> None:
    pass


def _never() -> bool:
    return False


class Work:
    """What long work reports to: `say` gets each stage in words, `cancelled` is asked often.

    A `threading.Event` gives its `is_set` for `cancelled`. Both are called in the thread that works.
    """

    def __init__(self, say: Callable[[str], None] = _quiet, cancelled: Callable[[], bool] = _never) -> None:
        self.say = say
        self._cancelled = cancelled

    def stage(self, words: str) -> None:
        """Begin a stage.

        Raises:
            CancelledError: the work is not wanted any more.
        """
        self.check()
        self.say(words)

    def check(self) -> None:
        """Go on, or stop.

        Raises:
            CancelledError: the work is not wanted any more.
        """
        if self._cancelled():
            raise CancelledError
