"""The file of all rows at one time: plain JSON that TinyDB opens, with a checksum, and a name for the journal."""

import codecs
import gc
import json
import os
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from mlsys_tui.domain.notebook import Table

Tables = dict[str, dict[str, dict[str, object]]]
META, META_ROW = "meta", "notebook"
CHANGES, VERSIONS = "changes", "versions"
TABLES = (*map(str, Table), CHANGES, VERSIONS)

_CHECKSUM = re.compile(rb'"checksum": "([0-9a-f]{8})"')
_HEAD = 4096
_LINE = 50


class DamagedError(Exception):
    """The file is there but does not hold tables; the message says what it is instead."""


class Head(NamedTuple):
    """What a snapshot says of itself.

    `name` is its own and no other's, `line` has those of the snapshots before, the last first, and `took_in` is the
    checksum of the journal that was added to the last: a journal that still stands there is known by it. `saved_at` is
    ISO 8601 in UTC.
    """

    schema: int
    generation: int = 0
    name: str = ""
    line: tuple[str, ...] = ()
    took_in: int = 0
    saved_at: str = ""
    app: str = ""

    @property
    def follows(self) -> str:
        """The name of the snapshot before; empty for the first."""
        return self.line[0] if self.line else ""

    def next(self, schema: int, took_in: int, saved_at: str, app: str) -> "Head":
        """The head of the snapshot that comes after this one."""
        generation = self.generation + 1
        line = (self.name, *self.line)[:_LINE] if self.name else ()
        return Head(schema, generation, f"{generation}-{os.urandom(4).hex()}", line, took_in, saved_at, app)


_TYPES = {"schema": int, "generation": int, "name": str, "line": tuple, "took_in": int, "saved_at": str, "app": str}


class Snapshot(NamedTuple):
    """A file's content. `is_sound` is True if it is what was written, by its checksum; `bad_rows` are none, by name."""

    head: Head
    tables: Tables
    is_sound: bool
    bad_rows: tuple[str, ...] = ()


def encode(head: Head, tables: Mapping[str, Mapping[str, Mapping[str, object]]]) -> bytes:
    """The file's content: JSON with one row on a line, so that it can be read and compared."""
    parts = []
    for name, table in tables.items():
        if isinstance(table, dict) and table:
            rows = ",\n".join(f"  {_json(key)}: {_json(row)}" for key, row in table.items())
            parts.append(f"{_json(name)}: {{\n{rows}\n}}")
        else:
            parts.append(f"{_json(name)}: {_json(table)}")
    said = _json(head._asdict())[:-1]
    before = f'{{"{META}": {{"{META_ROW}": {said}, "checksum": "'.encode()
    # A lone surrogate has no UTF-8; its backslash escape is what JSON would write for it.
    after = ('"}},\n' + ",\n".join(parts) + "}\n").encode("utf-8", "backslashreplace")
    return b"%b%08x%b" % (before, zlib.crc32(after, zlib.crc32(before)), after)


def decode(data: bytes, oldest: int) -> Snapshot:
    """The snapshot in a file's content; one without a head has the schema `oldest`.

    Raises:
        DamagedError: these are no tables.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    tree = _tree(data)
    if not isinstance(tree, dict) or not all(isinstance(tree.get(name, {}), dict) for name in (META, *TABLES)):
        raise DamagedError("it is JSON, but not a notebook")
    bad = [(name, key) for name in TABLES for key, row in tree.get(name, {}).items() if not isinstance(row, dict)]
    for name, key in bad:
        del tree[name][key]
    said = tree.pop(META, {}).get(META_ROW)
    head = _head(said if isinstance(said, dict) else {}, oldest)
    return Snapshot(head, tree, is_sound(data), tuple(f"{name}: {key}" for name, key in bad))


def _tree(data: bytes) -> object:
    if not data:
        raise DamagedError("it is empty")
    try:
        with without_collecting():
            return json.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise DamagedError("it is not UTF-8 text") from None
    except RecursionError:
        raise DamagedError("it is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise DamagedError(f"it is not valid JSON, from line {error.lineno} on") from None
    except ValueError:
        raise DamagedError("it holds a number that is too long") from None


@contextmanager
def without_collecting() -> Iterator[None]:
    """While very many values are made that will stay, looking for some to drop would take most of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()  # together these count all as old, else it would look through all of them right now
            gc.unfreeze()
            gc.enable()


def _head(said: Mapping[str, object], oldest: int) -> Head:
    """What is said, as far as it makes sense; versions before this one said `schema` and `app` only."""
    line = said.get("line")
    names = tuple(name for name in line if isinstance(name, str)) if isinstance(line, list) else ()
    fits = {name: value for name, value in {**said, "line": names}.items() if type(value) is _TYPES.get(name)}
    return Head(**{"schema": oldest, **fits})  # type: ignore[arg-type]  # by name and type, as just seen


def is_sound(data: bytes) -> bool:
    """True if a file's content is what was written, by its checksum."""
    if found := _CHECKSUM.search(data, 0, _HEAD):
        start, stop = found.span(1)
        return zlib.crc32(memoryview(data)[stop:], zlib.crc32(memoryview(data)[:start])) == int(found[1], 16)
    return False


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
