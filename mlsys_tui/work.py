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

    `tell` gets now and then which part of a long stage is done, 0 to 1; without it that is said in words. A
    `threading.Event` gives its `is_set` for `cancelled`. All are called in the thread that works.
    """

    def __init__(
        self,
        say: Callable[[str], None] = _quiet,
        cancelled: Callable[[], bool] = _never,
        tell: Callable[[float], None] | None = None,
    ) -> None:
        self.say = say
        self._cancelled = cancelled
        self._tell = tell

    def stage(self, words: str) -> None:
        """Begin a stage.

        Raises:
            CancelledError: the work is not wanted any more.
        """
        self.check()
        self.say(words)

    def progress(self, words: str) -> Callable[[float], None]:
        """What a long stage tells how far it is, from 0 to 1; in words that is tenths. The stage can be stopped."""
        said = 0

        def tick(done: float) -> None:
            nonlocal said
            self.check()
            if self._tell is not None:
                self._tell(done)
            elif int(done * 10) > said:
                said = int(done * 10)
                self.say(f"{words}: {said * 10} %")

        return tick

    def check(self) -> None:
        """Go on, or stop.

        Raises:
            CancelledError: the work is not wanted any more.
        """
        if self._cancelled():
            raise CancelledError
