"""What befalls files: bits, sectors and blocks, and whole files that come from elsewhere."""

import random
import re
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import NamedTuple

BLOCK = 4096
_KEY = re.compile(rb"paper-\d{4}")


class Damaged(NamedTuple):
    """A file after it was damaged, and which part of what it was is concerned."""

    data: bytes | None
    start: int
    end: int


def flip(data: bytes, chance: random.Random) -> Damaged:
    """One bit."""
    at = chance.randrange(len(data))
    return Damaged(data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :], at, at + 1)


def cut(data: bytes, chance: random.Random) -> Damaged:
    """The end is gone."""
    at = chance.randrange(1, len(data))
    return Damaged(data[:at], at, len(data))


def junk(data: bytes, chance: random.Random) -> Damaged:
    """Something else is in between."""
    at = chance.randrange(len(data))
    return Damaged(data[:at] + chance.randbytes(chance.randint(1, 60)) + data[at:], at, at)


def zero(data: bytes, chance: random.Random) -> Damaged:
    """A block reads as zeros."""
    at = chance.randrange(0, len(data), BLOCK)
    end = min(at + BLOCK, len(data))
    return Damaged(data[:at] + bytes(end - at) + data[end:], at, end)


def double(data: bytes, chance: random.Random) -> Damaged:
    """Some of it stands there twice."""
    at = chance.randrange(len(data))
    end = min(at + chance.randint(1, BLOCK), len(data))
    return Damaged(data[:end] + data[at:], at, end)


def empty(data: bytes, _chance: random.Random) -> Damaged:
    """No byte is left."""
    return Damaged(b"", 0, len(data))


def mark(data: bytes, _chance: random.Random) -> Damaged:
    """An editor put a byte order mark before it."""
    return Damaged(b"\xef\xbb\xbf" + data, 0, 0)


BITS: dict[str, Callable[[bytes, random.Random], Damaged]] = {
    each.__name__: each for each in (flip, cut, junk, zero, double, empty, mark)
}


def role_of(path: str) -> str:
    """What a file of the notebook's folder is for, as far as its name says."""
    if path.endswith(".lock"):
        return "lock"
    if path.endswith(".journal"):
        return "journal"
    return "backup" if PurePath(path).parent.name == "backups" else "snapshot"


def content(data: bytes) -> bytes:
    """A file without the zeros that wait at its end for more to come."""
    return data.rstrip(b"\0")


def keys_within(data: bytes, start: int, end: int) -> set[str]:
    """The papers named in the lines of which a part is concerned."""
    start, found = data.rfind(b"\n", 0, start) + 1, data.find(b"\n", end)
    return {key.decode() for key in _KEY.findall(data[start : None if found < 0 else found])}


def in_last_line(data: bytes, start: int) -> bool:
    """True if nothing but the last line of a file is concerned."""
    return start > data.rstrip(b"\n\0").rfind(b"\n")


def in_checksum(data: bytes, start: int) -> bool:
    """True if the checksum of a journal's line is concerned, of which a bit may be another and the number the same."""
    return start - data.rfind(b"\n", 0, start) <= 8


def others(history: Sequence[bytes], now: bytes) -> list[bytes]:
    """What a file has been, when it was not what it is now."""
    return [data for data in dict.fromkeys(history) if data and content(data) != content(now)]
