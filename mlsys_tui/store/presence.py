"""Which windows are open: each holds a lock on a file of its own for its life, and whatever ends it frees the lock."""

import os
import threading
from contextlib import suppress
from pathlib import Path

from mlsys_tui.store.files import make_folder

try:
    import fcntl
except ImportError:  # Windows: nobody can tell there, so each window takes the others for gone
    fcntl = None  # type: ignore[assignment]

LOCK = ".lock"


class Presence:
    """One window among those that use a folder: `name` is its own, and no other's."""

    def __init__(self, folder: Path) -> None:
        self.name = os.urandom(6).hex()
        self._folder = folder
        self._held: int | None = None
        self._guard = threading.Lock()

    def show(self) -> None:
        """Let others know from now on that this window is open.

        Raises:
            OSError: the file could not be made.
        """
        with self._guard:
            if self._held is None:
                make_folder(self._folder, durable=False)
                self._held = self._locked(self._file(self.name))

    def leave(self) -> None:
        """The window is gone."""
        if self._held is not None:
            with suppress(OSError):
                self._file(self.name).unlink()
            os.close(self._held)
            self._held = None

    def is_open(self, name: str) -> bool:
        """True if the window of that name is open, this one or another; what a dead one left is swept away."""
        if name == self.name:
            return True
        path = self._file(name)
        try:
            descriptor = os.open(path, os.O_RDWR)
        except OSError:
            return False
        try:
            if not _lock(descriptor):
                return True
            with suppress(OSError):
                path.unlink()
            return False
        finally:
            os.close(descriptor)

    @staticmethod
    def _locked(path: Path) -> int:
        while True:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            if _lock(descriptor) and _is_still(path, descriptor):
                return descriptor
            os.close(descriptor)  # somebody looked at it before it was locked, and may have swept it away

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}{LOCK}"


def _lock(descriptor: int) -> bool:
    """True if it is ours now, or if this file system knows no locks."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except OSError:
        return False
