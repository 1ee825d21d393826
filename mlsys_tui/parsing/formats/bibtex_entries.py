"""BibTeX split into entries and comments, as far as it can be read.

bibtexparser splits the text and goes on after a broken entry; values are put together here, without its middleware,
which would decode LaTeX in every value of a large file.
"""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from mlsys_tui.parsing.formats.bibtex_values import split_merged, value_of
from mlsys_tui.patterns import pattern

if TYPE_CHECKING:
    from bibtexparser.library import Library
    from bibtexparser.model import Block
    from bibtexparser.model import Entry as ParsedEntry

PERCENT = pattern(r"^[ ]*%.*$", re.MULTILINE)
_KEPT_TYPES = pattern(r"@?(?:string|comment|preamble)", re.IGNORECASE)
_CLOSINGS = ("\n}", "}\n}", '"\n}', "}}\n}")
_MAX_MENDED = 1000
_SHOWN = 80


@dataclass(slots=True)
class Entry:
    """An entry with the lines it takes; `values` by the lower-case names of fields, LaTeX as written."""

    type: str
    key: str
    line: int
    end: int
    values: dict[str, str]


class Comment(NamedTuple):
    """A line that stands outside of entries."""

    line: int
    text: str


@dataclass(slots=True)
class Found:
    """What a bibliography holds, and what of it could not be read."""

    entries: list[Entry] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)


def split(text: str) -> Found:
    """All entries, also those whose end is missing; lines that begin with a percent sign are comments."""
    library = _library(PERCENT.sub("", text))
    strings = {block.key.lower(): value_of(block.value, {}) for block in library.strings}
    found = Found()
    for block in library.blocks:
        _take(found, block, strings)
    volumes = {entry.values.get("crossref", "").lower() for entry in found.entries} - {""}
    parents = {entry.key.lower(): entry for entry in found.entries if entry.key.lower() in volumes}
    for entry in found.entries:
        if parent := parents.get(entry.values.get("crossref", "").lower()):
            _inherit(entry, parent)
    found.entries = [each for each in found.entries if parents.get(each.key.lower()) is not each]
    return found


def _take(found: Found, block: "Block", strings: dict[str, str]) -> None:
    from bibtexparser.model import ImplicitComment, ParsingFailedBlock  # noqa: PLC0415 - slow to import

    line = (block.start_line or 0) + 1
    if entry := _parsed(block):
        found.entries.append(_entry(entry, line, strings))
    elif isinstance(block, ImplicitComment):
        lines = block.comment.split("\n")
        found.comments.extend(Comment(line + at, each.strip()) for at, each in enumerate(lines) if each.strip())
    elif isinstance(block, ParsingFailedBlock):
        _mend(found, block.raw or "", line, strings)


def _parsed(block: "Block") -> "ParsedEntry | None":
    """The entry that a block is, also one whose key or one of whose fields is there twice."""
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock  # noqa: PLC0415 - slow to import
    from bibtexparser.model import Entry as ParsedEntry  # noqa: PLC0415 - as above

    if isinstance(block, (DuplicateBlockKeyBlock, DuplicateFieldKeyBlock)):
        inner = block.ignore_error_block
        return _parsed(inner) if inner is not None and inner is not block else None
    return block if isinstance(block, ParsedEntry) else None


def _library(text: str) -> "Library":
    import logging  # noqa: PLC0415 - with the parser

    from bibtexparser.splitter import Splitter  # noqa: PLC0415 - slow to import

    log = logging.getLogger("bibtexparser")
    if not log.handlers:
        log.addHandler(logging.NullHandler())  # its warnings are problems here, and nothing to print over the app
    return Splitter(text).split()


def _entry(block: "ParsedEntry", line: int, strings: dict[str, str]) -> Entry:
    values: dict[str, str] = {}
    for each in block.fields:
        for name, raw in split_merged(each.key, str(each.value)):
            if value := value_of(raw, strings):
                values.setdefault(name.strip().lower(), value)
    return Entry(block.entry_type.lower(), block.key, line, line + (block.raw or "").count("\n"), values)


def _mend(found: Found, raw: str, line: int, strings: dict[str, str]) -> None:
    """Read an entry that is never closed as if it were; say so, also if nothing can be read."""
    head = " ".join(raw[:1000].split())[:_SHOWN]
    if _KEPT_TYPES.match(raw):
        found.problems.append((line, f"not understood: {head!r}"))
        return
    body = raw.rstrip().rstrip(",").rstrip("})")
    for closing in _CLOSINGS if len(found.problems) < _MAX_MENDED else ():
        blocks = _library(body + closing).blocks
        entry = _parsed(blocks[0]) if blocks else None
        if entry and any(each.key.lower() == "title" for each in entry.fields):
            found.entries.append(_entry(entry, line, strings))
            found.problems.append((line, f"an entry that is not closed, read as far as it goes: {head!r}"))
            return
    found.problems.append((line, f"an entry that cannot be read: {head!r}"))


def _inherit(entry: Entry, parent: Entry) -> None:
    """Give an entry what the volume it stands in says."""
    for name in ("year", "date", "booktitle", "journal", "publisher"):
        if value := parent.values.get(name):
            entry.values.setdefault(name, value)
    if title := parent.values.get("title"):
        entry.values.setdefault("booktitle", title)
