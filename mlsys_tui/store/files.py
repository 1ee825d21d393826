"""Writing files so that the old or the new content is there, whole, whatever happens meanwhile."""

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_TEMPORARY = ".tmp"
# Some file systems cannot flush a folder; there is nothing more to do on them.
_CANNOT_FLUSH_FOLDERS = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}


def unwritable(folder: Path) -> str | None:
    """Why nothing can be written in a folder, or in the one it would be made in: tried, and nothing left behind."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        trial = folder / f".mlsys-tui-{os.getpid()}-{os.urandom(4).hex()}"
        os.close(os.open(trial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        trial.unlink()
    except OSError as error:
        return reason(error)
    return None


def write_atomic(path: Path, data: bytes, *, durable: bool) -> os.stat_result:
    """Put `data` in place of the file, readable by its owner only; make its folder if there is none.

    With `durable` it survives a power cut once this returns. Returns the new file's stat.

    Raises:
        OSError: it could not be written. The old file is as it was, unless flushing the folder failed.
    """
    make_folder(path.parent, durable=durable)
    temporary = path.with_name(f".{path.name}.{os.urandom(6).hex()}{_TEMPORARY}")
    try:
        found = write_new(temporary, data, durable=durable)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    if durable:
        flush_folder(path.parent)
    return found


def write_new(path: Path, data: bytes, *, durable: bool) -> os.stat_result:
    """Write a file that must not exist yet, readable by its owner only.

    Raises:
        OSError: it exists, or could not be written; part of it may be there then.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        if durable:
            flush(descriptor)
        return os.fstat(descriptor)
    finally:
        os.close(descriptor)


def read_regular(path: Path, limit: int = -1) -> tuple[bytes, os.stat_result]:
    """The content of a file, up to `limit` bytes, and the stat of what was read; a pipe or device is refused.

    Raises:
        OSError: it cannot be read, or is no regular file.
    """
    # O_NONBLOCK: opening a pipe must not hang the app.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise OSError("it is not a file")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(limit), found
    finally:
        os.close(descriptor)


def read_any(path: Path, limit: int) -> bytes:
    """The content of a file, or of a pipe or device to its end, up to `limit` bytes.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return file.read(limit)


def make_folder(folder: Path, *, durable: bool) -> None:
    """Make the folder and those above it, for the owner only, where they are missing."""
    if folder.is_dir() or folder.parent == folder:
        return
    make_folder(folder.parent, durable=durable)
    folder.mkdir(mode=0o700, exist_ok=True)
    if durable:
        flush_folder(folder.parent)


def flush_folder(folder: Path) -> None:
    """Make a rename in the folder survive a power cut, where the system can do that."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT_FLUSH_FOLDERS:
            raise
    finally:
        os.close(descriptor)


def flush_data(descriptor: int) -> None:
    """Make what was written into a file survive a power cut, without the time it was written at."""
    if hasattr(os, "fdatasync") and sys.platform != "darwin":
        os.fdatasync(descriptor)
    else:
        flush(descriptor)


def flush(descriptor: int) -> None:
    """Make what was written into a file survive a power cut."""
    os.fsync(descriptor)
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415 - only there: its fsync stops at the drive's own cache

        with suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)


def sweep(folder: Path, name: str) -> None:
    """Remove what writers of files `name`... left behind when they were killed; only while no other can be at work."""
    with suppress(OSError):
        for entry in folder.iterdir():
            if entry.name.startswith(f".{name}") and entry.name.endswith(_TEMPORARY):
                with suppress(OSError):
                    entry.unlink()


def copy_aside(path: Path, label: str, data: bytes) -> Path:
    """Keep `data`, read from `path`, under another name beside it; one copy of the same content is enough.

    Raises:
        OSError: it could not be written.
    """
    kind = label.partition("-")[0]
    for known in sorted(path.parent.iterdir()):
        alike = known.name.startswith(f"{path.stem}.{kind}-") and known.stat().st_size == len(data)
        if alike and known.read_bytes() == data:
            return known
    with _reserved(path, label) as target:
        write_atomic(target, data, durable=True)
    return target


@contextmanager
def _reserved(path: Path, label: str) -> Iterator[Path]:
    """A new empty file beside `path`: its name is taken from then on, unless what is done with it fails."""
    for number in range(1, 1000):
        more = "" if number == 1 else f"-{number}"
        target = path.with_name(f"{path.stem}.{label}{more}{path.suffix}")
        try:
            write_new(target, b"", durable=False)
        except FileExistsError:
            continue
        try:
            yield target
        except BaseException:
            with suppress(OSError):
                target.unlink()
            raise
        return
    raise FileExistsError(errno.EEXIST, "too many files were set aside", str(path))


def reason(error: OSError) -> str:
    """Why the system refused, in its own words."""
    return (error.strerror or str(error) or type(error).__name__).lower()
