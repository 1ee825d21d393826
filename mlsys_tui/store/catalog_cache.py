"""The last catalog, kept with what it was made of: files by stamps and contents, and the notebook's word on them."""

import json
import os
import sqlite3
import stat
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.store.catalog_file import FORMAT, write
from mlsys_tui.store.catalog_papers import open_catalog
from mlsys_tui.store.files import read_regular, write_atomic

POINTER, SUFFIX = "catalog.json", ".sqlite"
"""The first says which file has the catalog and what it was made of: a line with a checksum, a line of JSON."""
SETTLED = 2_000_000_000
"""Nanoseconds after which a file that is changed again surely has another stamp."""
_OLD = 3600.0

Stamp = tuple[int, ...]


class Source(NamedTuple):
    """A file that a catalog is made of: `content` is the key of what is in it, once it was read."""

    key: str
    path: str
    stamp: Stamp | None
    content: str = ""


class Made(NamedTuple):
    """What a catalog was made of and when, in nanoseconds; `said` is the notebook's word, `about` goes with it."""

    sources: tuple[Source, ...]
    said: str
    at: int
    about: Mapping[str, object]


def stamp_of(path: str | Path) -> Stamp | None:
    """What changes when a file does; None if there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - half the time of Path.stat, at every start
    except (OSError, ValueError):
        return None
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


class CatalogCache:
    """One catalog in a folder that may vanish at any time; whatever goes wrong costs only time.

    `version` is that of the parser: what another one made is not used.
    """

    def __init__(self, folder: Path, version: str) -> None:
        self._folder = folder
        self._version = f"{version}-{FORMAT}"
        self._pointer = folder / POINTER

    def open(self, is_of: Callable[[Made], "Made | None"]) -> tuple[Catalog, Made] | None:
        """The catalog that was kept, and what it was made of, if that still `is_of` what there is."""
        with suppress(OSError, ValueError, TypeError, KeyError, RecursionError):
            kept = json.loads(_checked(read_regular(self._pointer)[0]))
            if kept["version"] != self._version:
                return None
            sources = tuple(
                Source(key, path, stamp and tuple(stamp), content) for key, path, stamp, content in kept["sources"]
            )
            made = Made(sources, kept["said"], kept["at"], kept["about"])
            if (now := is_of(made)) is None:
                return None
            path = self._folder / Path(kept["file"]).name
            found = path.stat()
            whole = stat.S_ISREG(found.st_mode) and found.st_size == kept["size"]
            if whole and (catalog := open_catalog(path, kept["digest"])):
                if now is not made:
                    with suppress(OSError):
                        self._point(path, kept["digest"], now)
                return catalog, now
        return None

    def put(self, catalog: Catalog, made: Made, parts: Mapping[str, bytes]) -> Catalog | None:
        """Keep a catalog; the same one, read from its file as it is looked at. None if it could not be kept."""
        path = self._folder / f"catalog-{os.urandom(6).hex()}{SUFFIX}"
        try:
            digest = write(catalog, path, parts)
            self._point(path, digest, made)
        except (OSError, sqlite3.Error, ValueError):
            with suppress(OSError):
                path.unlink()
            return None
        self._sweep(path)
        return open_catalog(path, digest)

    def forget(self) -> None:
        """The catalog that was kept is of no use."""
        with suppress(OSError):
            self._pointer.unlink()

    def _point(self, path: Path, digest: str, made: Made) -> None:
        kept = {
            "version": self._version,
            "file": path.name,
            "digest": digest,
            "size": path.stat().st_size,
            **made._asdict(),
        }
        data = json.dumps(kept).encode()
        write_atomic(self._pointer, b"%d\n" % zlib.crc32(data) + data, durable=False)

    def _sweep(self, present: Path) -> None:
        """Remove catalogs of before, and what a process left behind that was killed; another may just be writing."""
        now = time.time()
        paths: list[Path] = []
        with suppress(OSError):
            paths += self._folder.glob(f"*catalog-*{SUFFIX}*")
        for path in paths:
            with suppress(OSError):
                if path.name != present.name and (not path.name.startswith(".") or path.stat().st_mtime < now - _OLD):
                    path.unlink()


def _checked(data: bytes) -> bytes:
    """What the pointer holds, if it is what was written: nothing else would show that a name in it is another."""
    check, _, kept = data.partition(b"\n")
    if int(check) != zlib.crc32(kept):
        raise ValueError("not what was written")
    return kept


def has_settled(source: Source, read_at: int) -> bool:
    """True if a file cannot have changed after it was read without getting another stamp."""
    return source.stamp is not None and max(source.stamp[1:3]) < read_at - SETTLED


def same_files(mine: Sequence[Source], theirs: Sequence[Source]) -> bool:
    """True if both are of the same files, whatever is in them."""
    return [each[:2] for each in mine] == [each[:2] for each in theirs]
