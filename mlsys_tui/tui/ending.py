"""How the app ends: by its reader, by a signal, by a mistake. What is being typed is kept, the terminal is as before.

Nothing may be said while the screen is the app's: `last_words` are for standard error, once the terminal is back.
"""

import _thread
import asyncio
import errno
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import FrameType

from textual.app import App

from mlsys_tui import __version__
from mlsys_tui.store.files import read_regular, reason, write_atomic
from mlsys_tui.text import clean_block, clean_line

END_WITHIN = 2.0
"""Seconds a signal gives the app to put the terminal right before it ends anyway."""
PATIENCE = 10.0
"""Seconds more, if what is open is still being saved then."""
MAX_LOG = 200_000
_GONE = (errno.EIO, errno.EPIPE, errno.EBADF)
_RESET = b"\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"


class EndsWell(App[None]):
    """An app that puts away what is open, whatever ends it; `mistake` or `signal` is what did, if one did.

    What is done `when_ending` shows nothing, may come twice, and may find anything broken. What is done `when_over`
    may take a moment.
    """

    def __init__(self) -> None:
        super().__init__()
        self.last_words: list[str] = []
        self.when_ending: list[Callable[[], object]] = []
        self.when_over: list[Callable[[], object]] = []
        self.mistake: BaseException | None = None
        self.signal: int | None = None
        self.end_for_sure: Callable[[int], None] = lambda _code: None
        self._loop_of_signals: asyncio.AbstractEventLoop | None = None
        self._away = threading.RLock()

    def put_away(self, patience: float = -1) -> None:
        """Keep what is open; if another thread is doing so, wait for it, with patience at most so many seconds."""
        if self._away.acquire(timeout=patience):
            try:
                _all(self.when_ending)
            finally:
                self._away.release()

    def close_up(self) -> None:
        """Wait for what is still being written; the app has ended."""
        _all(self.when_over)

    def on_load(self) -> None:
        """From here on a signal has to be waited for, as the terminal is going to be changed."""
        self._loop_of_signals = asyncio.get_running_loop()

    def signalled(self, number: int) -> None:
        """A signal to end came, in the middle of anything."""
        if self._loop_of_signals is None:
            sys.exit(128 + number)
        self.end_for_sure(128 + number)
        with suppress(RuntimeError):  # it has ended meanwhile
            self._loop_of_signals.call_soon_threadsafe(self._ended_by, number)

    def _ended_by(self, number: int) -> None:
        self.signal = self.signal or number
        self.put_away()
        self.exit(return_code=128 + number)

    def _handle_exception(self, error: Exception) -> None:
        if self.mistake is None:
            self.mistake = error
            self.put_away()
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End without drawing a traceback: it goes to a file."""
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()


def _all(steps: list[Callable[[], object]]) -> None:
    """Each of these, whatever comes of the others."""
    for step in steps:
        with suppress(Exception):
            step()


def run_well(make: Callable[[], EndsWell], log: Path) -> int:
    """Make the app, run it, and say what has to be said when it has ended; the exit code."""
    attributes = _terminal_attributes()
    app: EndsWell | None = None
    mistake: BaseException | None = None
    try:
        app = make()
        app.end_for_sure = partial(_end_soon, app, attributes)
        with _signals_to(app), _mistakes_beside(log, lambda: _is_over(app, attributes)):
            app.run()
    except Exception as error:  # noqa: BLE001,RUF100 - no traceback is shown to a reader
        mistake = error
    if app is not None:
        app.put_away()
        app.close_up()
    if app is not None and app.signal is not None:
        # Where the terminal is gone, mistakes follow.
        _say(app.last_words)
        return 128 + app.signal
    mistake = (app.mistake if app else None) or mistake
    _say([*(_words(mistake, log) if mistake else ()), *(app.last_words if app else ())])
    return 1 if mistake or app is None else app.return_code or 0


@contextmanager
def _signals_to(app: EndsWell) -> Iterator[None]:
    def handle(number: int, _frame: FrameType | None) -> None:
        app.signalled(number)

    known = filter(None, (getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP", "SIGINT")))
    before = {number: signal.getsignal(number) for number in known}
    for number in before:  # also one that was ignored, as under nohup: without a terminal there is nothing to do here
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _mistakes_beside(log: Path, is_over: Callable[[], bool]) -> Iterator[None]:
    """A thread that fails takes nothing with it; what happened is in the log, not on the screen.

    That nothing can be written to a terminal any more is no mistake once it `is_over`.
    """

    def write(failed: threading.ExceptHookArgs) -> None:
        error = failed.exc_value
        if isinstance(error, OSError) and error.errno in _GONE and is_over():
            return
        if error is not None:
            write_log(log, error)

    before, threading.excepthook = threading.excepthook, write
    try:
        yield
    finally:
        threading.excepthook = before


def _is_over(app: EndsWell | None, attributes: object) -> bool:
    """True if a signal came, or the terminal that there was at the start is gone."""
    return (app is not None and app.signal is not None) or (attributes is not None and _terminal_attributes() is None)


def write_log(path: Path, mistake: BaseException) -> str | None:
    """Add a traceback to the log, readable by its owner only; why it could not be written, if it could not."""
    entry = "".join(traceback.format_exception(mistake))
    head = f"--- {datetime.now(UTC).isoformat(timespec='seconds')} mlsys-tui {__version__}\n"
    text = clean_block(f"{head}{entry}\n", keep_tabs=True).encode("utf-8", "backslashreplace")
    before = b""
    with suppress(OSError):
        before = read_regular(path)[0]
    try:
        write_atomic(path, (before + text)[-MAX_LOG:], durable=False)
    except OSError as error:
        return reason(error)
    return None


def _words(mistake: BaseException, log: Path) -> Iterator[str]:
    cause = getattr(mistake, "error", mistake)  # a failed worker has what failed in it
    cause = cause if isinstance(cause, BaseException) else mistake
    yield clean_line(f"mlsys-tui made a mistake and had to end: {type(cause).__name__}: {cause}", 300)
    why = write_log(log, cause)
    yield f"What happened is in {clean_line(str(log))}" if why is None else f"It could not be written down: {why}"


def _say(words: list[str]) -> None:
    with suppress(OSError, ValueError):
        for each in words:
            print(each, file=sys.stderr)
        sys.stderr.flush()


def _terminal_attributes() -> object:
    with suppress(Exception):
        import termios  # noqa: PLC0415 - not on Windows

        return termios.tcgetattr(sys.stdin.fileno())
    return None


def _end_soon(app: EndsWell, attributes: object, code: int) -> None:
    """End the process, though the app may wait for ever to write to a terminal that is gone, or reads no more.

    Called where a signal came in, maybe in the middle of what `threading` has locked: so the thread is a bare one.
    """

    def close(closed: "_thread.LockType") -> None:
        app.close_up()
        closed.release()

    def end() -> None:
        time.sleep(END_WITHIN)
        app.put_away(patience=PATIENCE)
        closed = _thread.allocate_lock()
        closed.acquire()
        _thread.start_new_thread(close, (closed,))
        closed.acquire(timeout=PATIENCE)
        with suppress(Exception):
            import termios  # noqa: PLC0415 - not on Windows

            termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, attributes)  # type: ignore[arg-type]  # as got
        with suppress(Exception):
            os.set_blocking(2, False)
            os.write(2, _RESET + "".join(f"{words}\r\n" for words in app.last_words).encode())
        with suppress(Exception):
            os.set_blocking(2, True)  # the shell has the same terminal
        os._exit(code)

    _thread.start_new_thread(end, ())
