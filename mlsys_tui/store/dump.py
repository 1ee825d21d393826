"""The whole notebook as one JSON file that lasts: for other programs, other machines, and later versions.

    {"format": "mlsys-tui notebook", "version": 1, "app": "0.1.0", "exported_at": "2026-11-20T10:00:00+00:00",
     "papers": {KEY: {"title", "aliases", "status", "history": [[STATUS, TIME]], "note", "note_at", "tags", "rating",
                      "updated_at", "versions": [{"note", "at"}]}},
     "lists": {KEY: {"name", "title", "source", "content", "added_at", "fetched_at", "etag", "last_modified",
                     "removed", "updated_at"}},
     "answers": {KEY: {"one", "other", "same", "updated_at"}},
     "texts": {CONTENT: TEXT or {"base64": ...}}}

A field that says nothing is left out; times are ISO 8601 in UTC. `content` of a list names its text. `version` goes up
only when a reader of this one could misunderstand the next; fields may be added without that.
"""

import base64
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from mlsys_tui import __version__
from mlsys_tui.domain.merging import Side
from mlsys_tui.domain.notebook import Version
from mlsys_tui.store import fields
from mlsys_tui.store.migration import SCHEMA
from mlsys_tui.store.reading import Reading, UnreadableError, reading_of
from mlsys_tui.store.schema import to_row
from mlsys_tui.store.snapshot import VERSIONS, Head
from mlsys_tui.store.texts import text_name
from mlsys_tui.store.versions import rows_of
from mlsys_tui.text import ACTING, clean_block, clean_line

FORMAT, VERSION = "mlsys-tui notebook", 1

ReadText = Callable[[str], bytes | None]
"""The text of a list by its name; None if it is not there."""


class Dump(NamedTuple):
    """What a dump holds; `texts` are those of lists, by name."""

    reading: Reading
    texts: Mapping[str, bytes]


def encode(side: Side, read_text: ReadText, now: datetime) -> bytes:
    """The dump of a notebook: the same again for the same notebook, but for the time."""
    contents = side.contents
    papers: dict[str, dict[str, object]] = {key: to_row(row) for key, row in contents.records.items()}
    for key, versions in side.versions.items():
        papers.setdefault(key, {})["versions"] = [{"note": each.text, "at": each.at} for each in versions]
    names = {entry.content for entry in contents.lists.values() if entry.content}
    texts = {name: _text(data) for name in sorted(names) if (data := read_text(name)) is not None}
    tree = {
        "format": FORMAT,
        "version": VERSION,
        "app": __version__,
        "exported_at": now.isoformat(timespec="seconds"),
        "papers": dict(sorted(papers.items())),
        "lists": {key: to_row(row) for key, row in sorted(contents.lists.items())},
        "answers": {key: to_row(row) for key, row in sorted(contents.answers.items())},
        "texts": texts,
    }
    text = ACTING.sub(lambda found: json.dumps(found[0])[1:-1], json.dumps(tree, ensure_ascii=False, indent=1))
    return f"{text}\n".encode("utf-8", "backslashreplace")


def is_dump(data: bytes) -> bool:
    """True if it says that it is one."""
    with suppress(UnreadableError):
        return "format" in _tree(data)
    return data.lstrip().startswith(b'{\n "format":')


def decode(data: bytes) -> Dump:
    """What is in a dump; what could not be read is named.

    Raises:
        UnreadableError: it is none, or of a newer version.
    """
    tree = _tree(data)
    if tree.get("format") != FORMAT:
        raise UnreadableError("It is JSON, but neither a notebook nor a dump of one")
    version = tree.get("version")
    if not isinstance(version, int) or version > VERSION:
        said = clean_line(str(tree.get("app", "?")), 20)
        raise UnreadableError(f"A newer version of mlsys-tui ({said}) wrote this dump; update this one")
    wrong: list[str] = []
    tables = {name: _rows(name, tree.get(name, {}), wrong) for name in ("papers", "lists", "answers")}
    tables[VERSIONS] = _versions(tables["papers"], wrong)
    texts = _texts(tree.get("texts", {}), wrong)
    named = {row.get("content") for row in tables["lists"].values()}
    missing = sorted(str(each) for each in named - texts.keys() if each)
    wrong += [f"the text {clean_line(name, 60)} is missing" for name in missing]
    at = tree.get("exported_at")
    head = Head(SCHEMA, saved_at=clean_line(at, 40) if isinstance(at, str) else "")
    return Dump(reading_of(head, tables, wrong=tuple(wrong)), texts)


def _tree(data: bytes) -> Mapping[str, object]:
    try:
        tree = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableError("It is neither a notebook nor a dump of one, or it is damaged") from error
    return tree if isinstance(tree, dict) else {}


def _rows(name: str, table: object, wrong: list[str]) -> dict[str, dict[str, object]]:
    if not isinstance(table, dict):
        wrong.append(f"{name} could not be read")
        return {}
    bad = [clean_line(key, 80) for key, row in table.items() if not isinstance(row, dict)]
    wrong += [f"{name}: {key} could not be read" for key in bad]
    return {key: dict(row) for key, row in table.items() if isinstance(row, dict)}


def _versions(papers: dict[str, dict[str, object]], wrong: list[str]) -> dict[str, dict[str, object]]:
    """The earlier texts, taken out of the rows of their papers; a paper that has nothing else has no row then."""
    table: dict[str, dict[str, object]] = {}
    for key, row in list(papers.items()):
        given = row.pop("versions", [])
        if not row:
            del papers[key]
        listed = [each for each in given if isinstance(each, dict)] if isinstance(given, list) else [{}]
        try:
            found = [Version(fields.block(each["note"]) or "", fields.line_or_none(each["at"])) for each in listed]
        except (ValueError, TypeError, KeyError, AttributeError):
            wrong.append(f"the earlier notes of {clean_line(key, 80)} could not be read")
        else:
            table |= rows_of(key, found)
    return table


def _text(data: bytes) -> object:
    """A text as it is, if it is clean: so it can be read in the dump; else in letters that can do no harm."""
    with suppress(UnicodeDecodeError):
        text = data.decode("utf-8")
        if clean_block(text, keep_tabs=True) == text:
            return text
    return {"base64": base64.b64encode(data).decode("ascii")}


def _texts(table: object, wrong: list[str]) -> dict[str, bytes]:
    texts = {}
    for name, value in table.items() if isinstance(table, dict) else ():
        coded = value.get("base64") if isinstance(value, dict) else None
        data = value.encode("utf-8", "backslashreplace") if isinstance(value, str) else b""
        with suppress(ValueError):
            data = base64.b64decode(coded, validate=True) if isinstance(coded, str) else data
        if text_name(data, name) == name:
            texts[name] = data
        else:
            wrong.append(f"the text {clean_line(name, 60)} was changed")
    return texts
