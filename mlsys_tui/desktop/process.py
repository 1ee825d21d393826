"""Running a helper program so that it can neither hang the app nor write on the screen."""

import os
import selectors
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

_REAP = 0.1
_PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Ran:
    """How a helper ended: its exit code, None if it could not be started, was too slow, or said too much."""

    code: int | None
    output: bytes = b""

    @property
    def succeeded(self) -> bool:
        """True if it ended by itself and said that all is well."""
        return self.code == 0


def run_helper(
    argv: Sequence[str], *, environ: Mapping[str, str], timeout: float, stdin: bytes = b"", most: int = 0
) -> Ran:
    """Run a helper away from the terminal, in a session of its own: it lives on when the terminal is closed.

    It is given `stdin`, or asked for up to `most` bytes of output. One that is not done after `timeout` seconds is
    killed, with all that it started. Never raises.
    """
    deadline = time.monotonic() + timeout
    if timeout <= 0:
        return Ran(None)
    try:
        # A clipboard helper stays in the background and keeps what it inherits: no pipe unless it is needed.
        process = subprocess.Popen(  # noqa: S603 - a list, no shell
            list(argv),
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE if most else subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(environ),
            start_new_session=True,
        )
    except (OSError, ValueError):
        return Ran(None)
    try:
        output = _read(process, most, deadline) if most else b""
        if stdin:
            process.communicate(stdin, _left(deadline))
        return Ran(process.wait(_left(deadline)), output)
    except (subprocess.SubprocessError, OSError):
        return Ran(None)
    finally:
        _end(process)


def _left(deadline: float) -> float:
    return max(0.0, deadline - time.monotonic())


def _read(process: "subprocess.Popen[bytes]", most: int, deadline: float) -> bytes:
    """All that the helper says.

    Raises:
        subprocess.SubprocessError: it says more than `most`, or does not come to an end in time.
    """
    assert process.stdout is not None
    if os.name == "nt":  # where one cannot wait for a pipe
        return process.communicate(timeout=_left(deadline))[0]
    output = bytearray()
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        while len(output) <= most and ready.select(_left(deadline)):
            piece = os.read(process.stdout.fileno(), _PIECE)
            if not piece:
                return bytes(output)
            output += piece
    raise subprocess.SubprocessError


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Close what leads to the helper; if it is still there, kill it, and wait a moment for its end."""
    if process.returncode is None:
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_REAP)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


def find_program(name: str, environ: Mapping[str, str]) -> str | None:
    """The path of a program, None if it is not installed."""
    return shutil.which(name, path=environ.get("PATH", os.defpath))


def is_remote(environ: Mapping[str, str]) -> bool:
    """True over SSH: this machine's clipboard and browser are not the reader's."""
    return any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))


def has_display(environ: Mapping[str, str]) -> bool:
    """True if there is a graphical screen, as far as X11 and Wayland say."""
    return any(environ.get(name) for name in ("WAYLAND_DISPLAY", "DISPLAY"))
