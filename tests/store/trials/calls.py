"""Standing between the store and the system: every call that opens, changes, or locks something in a folder."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

_BY_DESCRIPTOR = {
    "write",
    "writev",
    "pwrite",
    "pwritev",
    "fsync",
    "fdatasync",
    "ftruncate",
    "posix_fallocate",
    "fchmod",
}
_BY_PATH = {"open", "mkdir", "rmdir", "unlink", "remove", "truncate", "chmod", "utime"}
_BY_TARGET = {"replace", "rename", "link", "symlink"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Call(NamedTuple):
    """One call; `path` is what it is about, where a name is given to something the new name."""

    name: str
    path: str
    args: tuple[Any, ...]
    options: dict[str, Any]
    real: Callable[..., Any]

    def go_on(self) -> Any:
        """Let the system do it."""
        return self.real(*self.args, **self.options)

    @property
    def only_reads(self) -> bool:
        """True for opening a file that is there, to read it."""
        return self.name == "open" and not self.args[1] & _WRITES

    @property
    def data(self) -> bytes | None:
        """What it writes."""
        return bytes(self.args[1]) if self.name in ("write", "pwrite") else None

    def write_half(self) -> int:
        """Let the system write the first half only."""
        data = self.data
        assert data is not None
        return int(self.real(self.args[0], data[: len(data) // 2], *self.args[2:]))


def path_of(descriptor: int) -> str:
    """The file behind a descriptor."""
    return str(Path(f"/proc/self/fd/{descriptor}").readlink())


@contextmanager
def watched(folder: Path, handle: Callable[[Call], Any]) -> Iterator[None]:
    """Have `handle` called for every call about something in the folder, or about the folder, instead of the system."""
    root = os.path.realpath(folder)

    def stand_in(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **options: Any) -> Any:
            subject = args[1] if name in _BY_TARGET else args[0]
            path = path_of(subject) if isinstance(subject, int) else os.path.abspath(os.fsdecode(subject))  # noqa: PTH100
            if path != root and not path.startswith(f"{root}{os.sep}"):
                return real(*args, **options)
            return handle(Call(name, path, args, options, real))

        return called

    with ExitStack() as stack:
        for name in _BY_DESCRIPTOR | _BY_PATH | _BY_TARGET:
            if hasattr(os, name):
                stack.enter_context(patch.object(os, name, stand_in(name, getattr(os, name))))
        stack.enter_context(patch.object(fcntl, "flock", stand_in("flock", fcntl.flock)))
        yield
