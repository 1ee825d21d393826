"""A catalog in a file, to be opened without reading it: SQLite tables of rows as JSON, and columns as they are.

The file can be computed again, so it is written without care for power cuts, under another name each time, and never
changed. What is wrong with one is found by its digest, or when a row makes no sense; then it is made anew.
"""

import json
import os
import sqlite3
import stat
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Literal
from zlib import crc32

from mlsys_tui.domain.branches import Branches
from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.columns import Columns
from mlsys_tui.domain.numbering import Numbered
from mlsys_tui.domain.paper import Paper
from mlsys_tui.domain.reading_list import Listing, Requirement
from mlsys_tui.domain.sections import ListSection, Placement

FORMAT = f"4-{sys.byteorder}-{array('I').itemsize}"
"""Goes up when files are written otherwise; the columns are as this machine has them in memory."""

Numbers = Literal["B", "I", "i"]
COLUMNS: dict[str, Numbers] = {
    "marked": "B",
    "lists": "B",
    "titles": "I",
    "venues": "I",
    "years": "I",
    "standing": "B",
}
TREES = ("schedule", "topics")
BRANCHES: dict[str, Numbers] = {
    "parents": "i", "ends": "I", "starts": "I", "totals": "I", "marked": "I", "sections": "i", "lists": "I",
    "days": "I", "listed": "I", "asked": "B", "first_places": "I", "places": "I",
}  # fmt: skip
"""The columns, and what their numbers are, as `memoryview.cast` says it."""

ABOUT, CHECK = "about", "check"
"""The parts with the lists and the numbers of all, and with the checksum of what is read at first."""

REQUIREMENTS = (None, Requirement.REQUIRED, Requirement.EXTRA)
_TABLES = """
CREATE TABLE parts (number INTEGER PRIMARY KEY, name TEXT NOT NULL, data BLOB);
CREATE TABLE papers (number INTEGER PRIMARY KEY, key TEXT NOT NULL, data TEXT NOT NULL, places TEXT NOT NULL);
CREATE TABLE sections (number INTEGER PRIMARY KEY, key TEXT NOT NULL, list INTEGER, data TEXT, readings BLOB);
CREATE TABLE names (alias TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID;
"""
_INDEXES = """
CREATE UNIQUE INDEX papers_by_key ON papers (key);
CREATE INDEX sections_by_key ON sections (key);
"""
_CHUNK = 1 << 20


def write(catalog: Catalog, path: Path, parts: Mapping[str, bytes]) -> str:
    """Write the catalog, and `parts` that belong to it, to a new file; the digest of what is in it.

    Raises:
        OSError, sqlite3.Error: it could not be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.urandom(6).hex()}.tmp")
    os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(sqlite3.connect(temporary, isolation_level=None)) as database:
            _fill(database, catalog, parts)
        found = digest_of(temporary)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return found


def digest_of(path: Path) -> str:
    """What tells the content of a file from what damage makes of it.

    Raises:
        OSError: it cannot be read.
    """
    found = 0
    # O_NONBLOCK: a pipe in its place must not hang the app.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError("it is not a file")
        while chunk := file.read(_CHUNK):
            found = crc32(chunk, found)
    return f"{found:08x}"


def _fill(database: sqlite3.Connection, catalog: Catalog, parts: Mapping[str, bytes]) -> None:
    database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
    numbering = Numbered(catalog.papers)
    of_lists = ((shown.key, section.key) for shown in catalog.lists for section in shown.sections)
    section_numbers = {keys: number for number, keys in enumerate(of_lists)}
    database.execute("BEGIN")
    database.executemany("INSERT INTO papers VALUES (?, ?, ?, ?)", _papers(catalog, section_numbers))
    database.executemany("INSERT INTO sections VALUES (?, ?, ?, ?, ?)", _sections(catalog, numbering))
    names = ((alias, numbering.number(key)) for alias, key in sorted(numbering.names.items()))
    database.executemany("INSERT INTO names VALUES (?, ?)", names)
    database.executemany("INSERT INTO parts (name, data) VALUES (?, ?)", _parts(catalog, numbering, parts).items())
    database.execute("COMMIT")
    database.executescript(_INDEXES)


def _papers(catalog: Catalog, section_numbers: Mapping[tuple[str, str], int]) -> Iterator[tuple[int, str, str, str]]:
    for number, (key, paper) in enumerate(catalog.papers.items()):
        places = [_place(place, section_numbers) for place in catalog.placements.get(key, ())]
        yield number, key, dumped(_paper(paper)), dumped(places)


def _paper(paper: Paper) -> list[object]:
    links = [[link.url, link.kind, link.label] for link in paper.links]
    return [paper.title, paper.name, paper.authors, paper.venue, paper.year, links, paper.aliases, paper.parts]


def _place(place: Placement, section_numbers: Mapping[tuple[str, str], int]) -> list[object]:
    day = place.date.isoformat() if place.date else None
    return [section_numbers[place.list_key, place.section], place.document, place.path, day, *_listing(place.listing)]


def _listing(listing: Listing) -> list[object]:
    links = [[link.url, link.kind, link.label] for link in listing.links]
    return [
        listing.title, listing.name, listing.authors, listing.venue, listing.year, links,
        REQUIREMENTS.index(listing.requirement), listing.read, listing.remark, listing.line,
    ]  # fmt: skip


def _sections(catalog: Catalog, numbering: Numbered) -> Iterator[tuple[int, str, int, str, bytes]]:
    of_lists = ((position, each) for position, own in enumerate(catalog.lists) for each in own.sections)
    for number, (position, section) in enumerate(of_lists):
        papers = array("I", numbering.numbers(each.paper for each in section.readings).values())
        asked = bytes(REQUIREMENTS.index(each.requirement) for each in section.readings)
        yield number, section.key, position, dumped(_section(section)), papers.tobytes() + asked


def _section(section: ListSection) -> list[object]:
    day = section.date.isoformat() if section.date else None
    return [section.path, day, section.date_text, section.number, section.events, section.notes]


def _parts(catalog: Catalog, numbering: Numbered, parts: Mapping[str, bytes]) -> dict[str, bytes]:
    columns = catalog.columns
    first, lists = 0, []
    for shown in catalog.lists:
        lists.append([shown.key, shown.title, shown.kind, shown.documents, first, first + len(shown.sections)])
        first += len(shown.sections)
    about = {"lists": lists, "papers": len(catalog.papers), "places": numbering.has_places}
    found = {ABOUT: dumped(about).encode(), **parts}
    found |= {name: _bytes(getattr(columns, name)) for name in COLUMNS}
    for tree in TREES:
        branches: Branches = getattr(columns, tree)
        found[f"{tree}.words"] = dumped([branches.keys, branches.labels, branches.sessions]).encode()
        found |= {f"{tree}.{name}": _bytes(getattr(branches, name)) for name in BRANCHES}
    return found | {CHECK: str(sum_of(found)).encode()}


def sum_of(parts: Mapping[str, bytes]) -> int:
    """A checksum of what is read when a file is opened: with wrong numbers in a tree one would walk in a circle."""
    total = 0
    for name in (ABOUT, *names_of_columns()):
        total = zlib.crc32(parts[name], total)
    return total


def _bytes(column: Sequence[int]) -> bytes:
    return column if isinstance(column, bytes) else column.tobytes()  # type: ignore[attr-defined]  # an array


def dumped(value: object) -> str:
    """A value as JSON; half characters, which SQLite cannot keep, as the signs for such."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def columns_from(parts: Mapping[str, bytes]) -> Columns:
    """The columns among the parts of a file.

    Raises:
        KeyError, TypeError, ValueError: they are not there, or do not fit each other.
    """
    columns: dict[str, memoryview] = {name: memoryview(parts[name]).cast(kind) for name, kind in COLUMNS.items()}
    if len({len(column) for column in columns.values()}) > 1:
        raise ValueError("columns of different lengths")
    schedule, topics = (_branches(tree, parts) for tree in TREES)
    return Columns(**columns, schedule=schedule, topics=topics)


def _branches(tree: str, parts: Mapping[str, bytes]) -> Branches:
    keys, labels, sessions = json.loads(parts[f"{tree}.words"])
    columns: dict[str, memoryview] = {
        name: memoryview(parts[f"{tree}.{name}"]).cast(kind) for name, kind in BRANCHES.items()
    }
    branches = Branches(keys, labels, sessions, **columns)
    by_node = (labels, sessions, *(columns[name] for name in ("parents", "ends", "totals", "marked", "sections")))
    fits = all(len(column) == len(keys) for column in by_node) and len(branches.starts) == len(keys) + 1
    if not fits or not len(branches.listed) == len(branches.asked) == len(branches.places) == branches.starts[-1]:
        raise ValueError(f"columns of {tree} that do not fit each other")
    return branches


def names_of_columns() -> Iterable[str]:
    """The names of all parts that `columns_from` needs."""
    yield from COLUMNS
    for tree in TREES:
        yield f"{tree}.words"
        yield from (f"{tree}.{name}" for name in BRANCHES)
