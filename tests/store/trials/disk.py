"""A disk that loses power: which states it may be in when it comes back, by what was asked of it before.

What an fsync has returned for is there. Of the rest, sectors of 512 bytes are there or not, in any order; so are the
sizes of files; names are given, changed and taken away in order up to some point (as ext4's journal has it), or, where
only POSIX is relied on (`strict`), each or not. Names last once their folder was flushed, and not before.
"""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

SECTOR = 512
LUCK = (0, 0.5, 0.9, 1)
MAX_FRUITLESS = 10

Tree = dict[str, bytes | None]
"""Contents of files by path below the root; None for a folder."""


class Write(NamedTuple):
    file: int
    at: int
    data: bytes


class Resize(NamedTuple):
    file: int
    size: int


class Name(NamedTuple):
    """A name for a file, or for a folder (None); the name it had before is gone with it."""

    path: str
    file: int | None
    before: str | None = None


class Unname(NamedTuple):
    path: str


class Flush(NamedTuple):
    file: int


class FlushFolder(NamedTuple):
    path: str


class Lost(NamedTuple):
    """What was to be flushed of a file could not be, and is not tried again."""

    file: int


class Done(NamedTuple):
    """An action was acknowledged."""


Operation = Write | Resize | Name | Unname | Flush | FlushFolder | Lost | Done


@dataclass
class Disk:
    """What is there for good, and what may or may not be."""

    names: dict[str, int | None] = field(default_factory=dict)
    files: dict[int, bytes] = field(default_factory=dict)
    naming: list[Name | Unname] = field(default_factory=list)
    writing: list[Write | Resize] = field(default_factory=list)

    def do(self, operation: Operation, *, strict: bool) -> None:
        """Take in the next operation."""
        if isinstance(operation, Write | Resize):
            self.writing.append(operation)
        elif (
            isinstance(operation, Name)
            and strict
            and operation.before
            and not _in(operation, _folder(operation.before))
        ):
            self.naming += (Name(operation.path, operation.file), Unname(operation.before))
        elif isinstance(operation, Name | Unname):
            self.naming.append(operation)
        elif isinstance(operation, Flush):
            pending = [each for each in self.writing if each.file == operation.file]
            self.files[operation.file] = written(self.files.get(operation.file, b""), pending, None, strict=strict)
            self.writing = [each for each in self.writing if each.file != operation.file]
        elif isinstance(operation, Lost):
            self.writing = [each for each in self.writing if each.file != operation.file or isinstance(each, Resize)]
        elif isinstance(operation, FlushFolder):
            named(self.names, [each for each in self.naming if not strict or _in(each, operation.path)])
            self.naming = [each for each in self.naming if strict and not _in(each, operation.path)]

    def after_cut(self, chance: random.Random, *, strict: bool) -> Tree:
        """One of the states it may be in."""
        names = dict(self.names)
        luck = chance.choice(LUCK)
        if strict:
            named(names, [each for each in self.naming if chance.random() < luck])
        else:
            named(names, self.naming[: chance.randint(0, len(self.naming))])
        tree: Tree = {}
        for path, file in sorted(names.items()):
            if _folder(path) not in ("", *tree):
                continue
            if file is None:
                tree[path] = None
            else:
                pending = [each for each in self.writing if each.file == file]
                tree[path] = written(self.files.get(file, b""), pending, chance, strict=strict)
        return tree


def _folder(path: str) -> str:
    return os.path.dirname(path)  # noqa: PTH120 - a key, no path


def _in(naming: Name | Unname, folder: str) -> bool:
    return _folder(naming.path) == folder


def named(names: dict[str, int | None], naming: list[Name | Unname]) -> None:
    """Give and take names."""
    for each in naming:
        if isinstance(each, Unname):
            names.pop(each.path, None)
        else:
            if each.before:
                names.pop(each.before, None)
            names[each.path] = each.file


def written(data: bytes, pending: list[Write | Resize], chance: random.Random | None, *, strict: bool) -> bytes:
    """The content after these, of which some are lost by chance; without it, none."""
    if not pending:
        return data
    content, size = bytearray(data), len(data)
    luck = chance.choice(LUCK) if chance else 1
    for each in pending:
        kept = chance is None or chance.random() < luck
        if isinstance(each, Resize):
            if kept:
                del content[each.size :]
                size = each.size
            elif each.size < size and not strict:
                break  # what was given free is not written to before that is known for good
            continue
        end = each.at + len(each.data)
        content.extend(bytes(max(0, end - len(content))))
        start = each.at
        while start < end:
            stop = min(end, (start // SECTOR + 1) * SECTOR)
            if chance is None or chance.random() < luck:
                content[start:stop] = each.data[start - each.at : stop - each.at]
            start = stop
        size = max(size, end) if kept else size
    return bytes(content[:size]).ljust(size, b"\0")


class Cut(NamedTuple):
    """A state after a power cut, and how many actions had been acknowledged before it."""

    acknowledged: int
    operations: int
    tree: Tree


def cuts(
    disk: Disk, operations: list[Operation], chance: random.Random, count: int, *, strict: bool, since: int = 0
) -> Iterator[Cut]:
    """So many different ones at all moments since an operation, or as many as are found."""
    known: set[tuple[int, int]] = set()
    fruitless = 0
    while fruitless < MAX_FRUITLESS:
        before = len(known)
        now, acknowledged = replace(disk, names=dict(disk.names), files=dict(disk.files), naming=[], writing=[]), 0
        for number, operation in enumerate(operations, 1):
            now.do(operation, strict=strict)
            acknowledged += isinstance(operation, Done)
            if number < since:
                continue
            tree = now.after_cut(chance, strict=strict)
            key = acknowledged, hash(frozenset(tree.items()))
            if key not in known:
                known.add(key)
                yield Cut(acknowledged, number, tree)
            if len(known) == count:
                return
        fruitless = 0 if len(known) > before else fruitless + 1
