"""What a store asks of the disk, written down as operations of `disk`."""

import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from tests.store.trials.calls import Call, watched
from tests.store.trials.disk import (
    Disk,
    Done,
    Flush,
    FlushFolder,
    Lost,
    Name,
    Operation,
    Resize,
    Tree,
    Unname,
    Write,
    named,
)


class Place(NamedTuple):
    """Where a file is written to next, and how long it is."""

    at: int
    size: int


class Recorder:
    """Writes down what is asked of the disk below a root, and what was there before."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.disk = Disk()
        self.operations: list[Operation] = []
        for path in sorted(root.rglob("*")):
            self.disk.names[self._key(path)] = None if path.is_dir() else len(self.disk.files)
            if path.is_file():
                self.disk.files[len(self.disk.files)] = path.read_bytes()
        self._now = dict(self.disk.names)
        self._files = len(self.disk.files)

    def record(self, work: Callable[[Callable[[], None]], object]) -> None:
        """Do the work, and write down what it does."""
        with watched(self.root, self.handle):
            work(lambda: self.operations.append(Done()))

    def _key(self, path: str | Path) -> str:
        key = os.path.relpath(path, self.root)
        return "" if key == "." else key

    def fail(self, call: Call, code: int) -> NoReturn:
        """Have the call refused; what a file was to be flushed of then is gone, though it can still be read."""
        key = self._key(call.path)
        if call.name in ("fsync", "fdatasync") and self._now.get(key) is not None:
            self.operations.append(Lost(self._file(key)))
        raise OSError(code, os.strerror(code), call.path)

    def handle(self, call: Call) -> Any:
        """Let the call happen, and write down what it did."""
        note = getattr(self, f"_{call.name}", None)
        assert note, f"the disk does not know {call.name}"
        descriptor = call.args[0] if isinstance(call.args[0], int) else None
        at = size = 0
        if descriptor is not None and call.name != "flock":
            size = os.fstat(descriptor).st_size
            appends = fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_APPEND
            at = size if appends else os.lseek(descriptor, 0, os.SEEK_CUR)
        result = call.go_on()
        self.operations.extend(note(call, self._key(call.path), result, Place(at, size)))
        return result

    def _give(self, key: str, file: int | None, before: str | None = None) -> Name:
        name = Name(key, file, before)
        named(self._now, [name])
        return name

    def _file(self, key: str) -> int:
        file = self._now.get(key, -1)  # one that has lost its name counts no more
        assert file is not None, f"{key} is a folder"
        return file

    def _open(self, call: Call, key: str, _result: Any, _place: Place) -> Iterator[Operation]:
        flags = call.args[1]
        if key not in self._now and flags & os.O_CREAT:
            yield self._give(key, self._files)
            self._files += 1
        elif flags & os.O_TRUNC:
            yield Resize(self._file(key), 0)

    def _write(self, call: Call, key: str, result: int, place: Place) -> Iterator[Operation]:
        assert call.data is not None
        start, data = call.args[2] if call.name == "pwrite" else place.at, call.data[:result]
        if start >= place.size and not data.strip(b"\0"):
            yield Resize(self._file(key), start + len(data))  # whether zeros or nothing was written there is the same
        else:
            yield Write(self._file(key), start, data)

    _pwrite = _write

    def _fsync(self, _call: Call, key: str, _result: Any, _place: Place) -> Iterator[Operation]:
        yield FlushFolder(key) if not key or self._now.get(key, -1) is None else Flush(self._file(key))

    _fdatasync = _fsync

    def _ftruncate(self, call: Call, key: str, _result: Any, _place: Place) -> Iterator[Operation]:
        yield Resize(self._file(key), call.args[1])

    _truncate = _ftruncate

    def _posix_fallocate(self, call: Call, key: str, _result: Any, place: Place) -> Iterator[Operation]:
        yield Resize(self._file(key), max(place.size, call.args[1] + call.args[2]))

    def _replace(self, call: Call, key: str, _result: Any, _place: Place) -> Iterator[Operation]:
        before = self._key(os.fsdecode(call.args[0]))
        yield self._give(key, self._file(before), before)

    _rename = _replace

    def _link(self, call: Call, key: str, _result: Any, _place: Place) -> Iterator[Operation]:
        yield self._give(key, self._file(self._key(os.fsdecode(call.args[0]))))

    def _mkdir(self, _call: Call, key: str, _result: Any, _place: Place) -> Iterator[Operation]:
        yield self._give(key, None)

    def _unlink(self, _call: Call, key: str, _result: Any, _place: Place) -> Iterator[Operation]:
        self._now.pop(key)
        yield Unname(key)

    _remove = _rmdir = _unlink

    def _nothing(self, _call: Call, _key: str, _result: Any, _place: Place) -> Iterator[Operation]:
        yield from ()

    _flock = _fchmod = _chmod = _utime = _nothing


def put(root: Path, tree: Tree) -> None:
    """Make the files below the root what they are in the tree, and nothing else."""
    _empty(root)
    for key, data in tree.items():  # folders come before what is in them
        if data is None:
            (root / key).mkdir()
        else:
            content = data.rstrip(b"\0")
            (root / key).write_bytes(content)
            if len(content) < len(data):
                os.truncate(root / key, len(data))  # much of a journal is free


def taken(root: Path) -> Tree:
    """The files below the root."""
    paths = sorted(root.rglob("*"))
    return {str(path.relative_to(root)): None if path.is_dir() else path.read_bytes() for path in paths}


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir():
            _empty(entry)
            entry.rmdir()
        else:
            entry.unlink()
