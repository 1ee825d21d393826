"""Text to the clipboard, by the surest way there is, and an honest word on which way it went."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mlsys_tui.desktop import osc52
from mlsys_tui.desktop.process import find_program, has_display, is_remote, run_helper
from mlsys_tui.text import clean_copied

BUDGET = 1.8
"""Seconds for all attempts together: with what starting and stopping programs takes, two at most."""
SETTLES_WITHIN = 1.0
"""Seconds for which a helper is asked for the text: those of X return before the clipboard is theirs."""
_PUT_TIMEOUT = 1.0
_GET_TIMEOUT = 0.5
_ASK_AGAIN = 0.02

WriteTerminal = Callable[[str], object]
"""Sends characters to the reader's terminal as they are."""


class Route(StrEnum):
    """The way a text went."""

    TMUX = "tmux"
    HELPER = "helper"
    TERMINAL = "terminal"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class CopyResult:
    """Where the text is now, in words; `confirmed` only if it was read back from the clipboard.

    With the route `shown` it went nowhere: the caller shows `text`, cleaned, for the reader to select.
    """

    route: Route
    message: str
    confirmed: bool
    text: str


@dataclass(frozen=True, slots=True)
class Helper:
    """A program that takes the text, the one that gives it back, and the variable without which neither works."""

    name: str
    put: tuple[str, ...]
    get: tuple[str, ...]
    needs: str | None = None


_TMUX = Helper("tmux", ("tmux", "load-buffer", "-w", "-"), ("tmux", "save-buffer", "-"))
_TMUX_BEFORE_3_2 = Helper("tmux", ("tmux", "load-buffer", "-"), ("tmux", "save-buffer", "-"))
_XCLIP, _XSEL = ("xclip", "-selection", "clipboard"), ("xsel", "--clipboard")
_UNIX_HELPERS = (
    Helper("wl-copy", ("wl-copy", "--type", "text/plain"), ("wl-paste", "--no-newline"), "WAYLAND_DISPLAY"),
    Helper("xclip", (*_XCLIP, "-in"), (*_XCLIP, "-out"), "DISPLAY"),
    Helper("xsel", (*_XSEL, "--input"), (*_XSEL, "--output"), "DISPLAY"),
)
_MAC_HELPERS = (Helper("pbcopy", ("pbcopy",), ("pbpaste",)),)
# In a process of its own: pyperclip has no timeouts, and its helpers write on the screen. -P keeps the current
# folder out of what can be imported.
_PYPERCLIP = Helper(
    "pyperclip",
    (sys.executable, "-P", "-c", "import pyperclip, sys; pyperclip.copy(sys.stdin.buffer.read().decode('utf-8'))"),
    (sys.executable, "-P", "-c", "import pyperclip, sys; sys.stdout.buffer.write(pyperclip.paste().encode('utf-8'))"),
)


def copy(
    text: str,
    *,
    write_terminal: WriteTerminal | None,
    environ: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
) -> CopyResult:
    """Copy `text`, cleaned, by the first way that works: tmux, a helper on a local display, the terminal.

    Never raises, and takes two seconds at most. `write_terminal` is None without a terminal.
    """
    text = clean_copied(text)
    if not text:
        return CopyResult(Route.SHOWN, "There is nothing to copy", confirmed=False, text="")
    attempt = _Attempt(text, environ, platform)
    return (
        attempt.tmux()
        or attempt.helpers()
        or attempt.terminal(write_terminal)
        or attempt.shown("No clipboard can be reached from here")
    )


def installed_helpers(environ: Mapping[str, str], platform: str = sys.platform) -> list[Helper]:
    """The programs that can reach a clipboard of this machine, in the order in which they are tried."""
    return [
        helper
        for helper in (_MAC_HELPERS if platform == "darwin" else _UNIX_HELPERS)
        if (helper.needs is None or environ.get(helper.needs))
        and find_program(helper.put[0], environ)
        and find_program(helper.get[0], environ)
    ]


def has_own(environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """True on Windows, and in a Linux inside it: the clipboard needs no helper there."""
    return platform in ("win32", "cygwin") or bool(environ.get("WSL_DISTRO_NAME"))


class _Attempt:
    """One text on its way down the ladder; all steps share one budget of time."""

    def __init__(self, text: str, environ: Mapping[str, str], platform: str) -> None:
        self._text = text
        self._environ = environ
        self._platform = platform
        self._deadline = time.monotonic() + BUDGET

    def tmux(self) -> CopyResult | None:
        """Into tmux's own buffer, and from there to the terminal around it where tmux can do that."""
        if not self._environ.get("TMUX"):
            return None
        if self._put(_TMUX, BUDGET) and self._gives_back(_TMUX):
            return self._result(Route.TMUX, "In tmux's buffer; sent to the terminal, unconfirmed")
        if self._put(_TMUX_BEFORE_3_2, BUDGET) and self._gives_back(_TMUX_BEFORE_3_2):
            return self._result(Route.TMUX, "In tmux's buffer only: paste it with prefix ]")
        return None

    def helpers(self) -> CopyResult | None:
        """To the clipboard of a local display, believed only when the text can be read back."""
        if is_remote(self._environ):
            return None
        for helper in self._candidates():
            if self._put(helper, _PUT_TIMEOUT) and self._settles(helper):
                return self._result(Route.HELPER, f"Copied to the clipboard ({helper.name})", confirmed=True)
        return None

    def terminal(self, write: WriteTerminal | None) -> CopyResult | None:
        """To the terminal by OSC 52, which no terminal answers."""
        if write is None or not osc52.may_work(self._environ):
            return None
        sequence = osc52.sequence(self._text, self._environ)
        if sequence is None:
            return self.shown("Too long for the terminal's clipboard")
        try:
            write(sequence)
        except Exception:
            return None  # whatever stands behind it, the text can still be shown
        return self._result(Route.TERMINAL, "Sent to the terminal by OSC 52, unconfirmed")

    def shown(self, message: str) -> CopyResult:
        """Nowhere; the caller shows the text."""
        return self._result(Route.SHOWN, message)

    def _candidates(self) -> Iterator[Helper]:
        installed = installed_helpers(self._environ, self._platform)
        yield from installed
        elsewhere = self._platform == "darwin" or has_own(self._environ, self._platform)
        # On a Unix display pyperclip would use the same helpers, and a few more that are seldom there.
        if elsewhere or (not installed and has_display(self._environ)):
            yield _PYPERCLIP

    def _put(self, helper: Helper, timeout: float) -> bool:
        """True if the helper says that it took the text."""
        environ, text = self._helper_environ(), self._text.encode("utf-8")
        return run_helper(helper.put, environ=environ, timeout=self._within(timeout), stdin=text).succeeded

    def _gives_back(self, helper: Helper) -> bool:
        """True if the helper gives back what it took; line ends at its end do not count."""
        environ, text = self._helper_environ(), self._text.encode("utf-8")
        # The limit leaves room for line ends of Windows: what else the clipboard may hold can be huge.
        ran = run_helper(helper.get, environ=environ, timeout=self._within(_GET_TIMEOUT), most=2 * len(text) + 2)
        return ran.succeeded and ran.output.replace(b"\r\n", b"\n").rstrip(b"\n") == text.rstrip(b"\n")

    def _settles(self, helper: Helper) -> bool:
        """True as soon as the helper gives back what it took."""
        end = time.monotonic() + self._within(SETTLES_WITHIN)
        while not (given := self._gives_back(helper)) and time.monotonic() + _ASK_AGAIN < end:
            time.sleep(_ASK_AGAIN)
        return given

    def _helper_environ(self) -> Mapping[str, str]:
        # pbcopy takes the encoding from the locale.
        return {**self._environ, "LC_CTYPE": "UTF-8"} if self._platform == "darwin" else self._environ

    def _within(self, timeout: float) -> float:
        return min(timeout, self._deadline - time.monotonic())

    def _result(self, route: Route, message: str, *, confirmed: bool = False) -> CopyResult:
        return CopyResult(route, message, confirmed, self._text)
