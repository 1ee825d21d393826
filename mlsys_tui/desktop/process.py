"""Running a helper program so that it can neither hang the app nor write on the screen."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Ran:
    """How a helper ended: its exit code, None if it could not be started or was stopped for taking too long."""

    code: int | None
    output: bytes = b""

    @property
    def succeeded(self) -> bool:
        """True if it ended by itself and said that all is well."""
        return self.code == 0


class Run(Protocol):
    """Runs `argv` with `stdin`, for at most `timeout` seconds, and reads its output if asked to."""

    def __call__(
        self, argv: Sequence[str], *, environ: Mapping[str, str], timeout: float, stdin: bytes = b"", read: bool = False
    ) -> Ran:
        """Run the helper; never raises."""


def run_helper(
    argv: Sequence[str], *, environ: Mapping[str, str], timeout: float, stdin: bytes = b"", read: bool = False
) -> Ran:
    """Run a helper away from the terminal, in a session of its own: it lives on when the terminal is closed."""
    if timeout <= 0:
        return Ran(None)
    try:
        # A clipboard helper stays in the background and keeps what it inherits: no pipe unless its output is wanted.
        process = subprocess.Popen(  # noqa: S603 - a list, no shell
            list(argv),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE if read else subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(environ),
            start_new_session=True,
        )
    except (OSError, ValueError):
        return Ran(None)
    with process:
        try:
            output, _ = process.communicate(stdin, timeout)
        except subprocess.TimeoutExpired:
            _stop(process)
            return Ran(None)
        except OSError:
            _stop(process)
            return Ran(None)
    return Ran(process.returncode, output or b"")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def find_program(name: str, environ: Mapping[str, str]) -> str | None:
    """The path of a program, None if it is not installed."""
    return shutil.which(name, path=environ.get("PATH", os.defpath))


def is_remote(environ: Mapping[str, str]) -> bool:
    """True over SSH: this machine's clipboard and browser are not the reader's."""
    return any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))


def has_display(environ: Mapping[str, str]) -> bool:
    """True if there is a graphical screen, as far as X11 and Wayland say."""
    return any(environ.get(name) for name in ("WAYLAND_DISPLAY", "DISPLAY"))
