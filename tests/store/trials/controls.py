"""Stores that lose what was acknowledged, each in its own well-known way: the simulated disk must find them out."""

import json
import os
from collections.abc import Callable
from pathlib import Path

from tinydb.storages import JSONStorage

NUMBERS = 12
Acknowledge = Callable[[], None]


class UnbufferedFile:
    """A file of which every call is the system's, as `JSONStorage` needs it."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
        self.fileno = lambda: self._descriptor
        self.flush = lambda: None

    def seek(self, at: int, whence: int = os.SEEK_SET) -> int:
        return os.lseek(self._descriptor, at, whence)

    def write(self, text: str) -> int:
        return os.write(self._descriptor, text.encode())

    def truncate(self) -> None:
        os.ftruncate(self._descriptor, os.lseek(self._descriptor, 0, os.SEEK_CUR))


def stock(path: Path, acknowledge: Acknowledge) -> None:
    """TinyDB's own storage: the file is written over in place."""
    storage = JSONStorage(str(path))
    storage._handle.close()
    storage._handle = UnbufferedFile(path)
    for number in range(NUMBERS):
        storage.write(
            {"papers": {str(each): {"note": "n" * 400} for each in range(number, NUMBERS)}, "at": {"": {"n": number}}}
        )
        acknowledge()


def whole(path: Path, acknowledge: Acknowledge, *, file: bool, folder: bool) -> None:
    """A new file that is renamed over the old one, with or without the flushes."""
    for number in range(NUMBERS):
        temporary = path.with_name("temporary")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        os.write(descriptor, json.dumps({"at": {"": {"n": number}}, "papers": {"": {"note": "n" * 4000}}}).encode())
        if file:
            os.fsync(descriptor)
        os.close(descriptor)
        temporary.replace(path)
        if folder:
            descriptor = os.open(path.parent, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)
        acknowledge()


def appended(path: Path, acknowledge: Acknowledge, *, flush: bool) -> None:
    """A line for each number at the end of the file, with or without the flush."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND)
    for number in range(NUMBERS):
        os.write(descriptor, b'{"at": {"": {"n": %d}}}\n' % number)
        if flush:
            os.fdatasync(descriptor)
        acknowledge()


def number_in(path: Path) -> int:
    """The number written last, as far as can be told."""
    for line in reversed(path.read_bytes().split(b"\n")):
        try:
            return int(json.loads(line)["at"][""]["n"])
        except ValueError:
            continue
    raise ValueError("there is nothing to be read")
