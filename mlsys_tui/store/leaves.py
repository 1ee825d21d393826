"""The papers of a notebook as a folder of Markdown files: one for each, its note under front matter (YAML).

    ---
    mlsys-tui: 1
    key: "janus"
    title: "JANUS: ..."
    aliases: ["arxiv:1812.01329", "title:janus"]
    status: "read"
    history: [["reading", "2026-11-01T10:00:00+00:00"], ["read", "2026-11-02T10:00:00+00:00"]]
    tags: ["compilers"]
    rating: 4
    note_at: "2026-11-02T10:00:00+00:00"
    updated_at: "2026-11-02T10:00:00+00:00"
    sums: ["2f0e...", "9a31..."]
    ---

    The note.

`sums` tell by which note, and by what else, a file that was changed by hand is known: what was changed there goes on
from what was exported.
"""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import NamedTuple

from mlsys_tui.domain.aliases import title_alias
from mlsys_tui.domain.merging import note_sum
from mlsys_tui.domain.notebook import Record
from mlsys_tui.store.schema import record_of_row, to_row
from mlsys_tui.text import clean_block, clean_line

VERSION = 1
_FENCE = "---\n"
_MARK = "mlsys-tui"
_FIELDS = ("key", "title", "aliases", "status", "history", "tags", "rating", "note_at", "updated_at")
_UNSAFE = re.compile(r"[^a-z0-9]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)")
_MOST_NAME = 80
# What YAML does not take as it stands.
_UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class LeafError(Exception):
    """The file is no paper of a notebook; the message says why."""


class Leaf(NamedTuple):
    """A paper from a file. `begun` is the sum of the note that its own goes on from, if that is another."""

    record: Record
    begun: str | None = None
    changed: bool = False


def file_name(key: str) -> str:
    """A name that every file system takes, and no other paper has."""
    stem = _UNSAFE.sub("-", key.lower()).strip("-")[:_MOST_NAME].strip("-")
    if stem != key or _RESERVED.fullmatch(stem):
        stem = f"{stem or 'paper'}-{note_sum(key)[:8]}"
    return f"{stem}.md"


def encode(record: Record) -> str:
    """The file of a paper."""
    row = {"key": record.key, **to_row(record)}
    lines = [f"{name}: {_scalar(row[name])}\n" for name in _FIELDS if name in row]
    sums = _scalar([note_sum(record.note), _rest_sum(record)])
    body = f"\n{record.note}\n" if record.note else ""
    return f"{_FENCE}{_MARK}: {VERSION}\n{''.join(lines)}sums: {sums}\n{_FENCE}{body}"


def decode(text: str, at: str, name: str) -> Leaf:
    """The paper in a file, which was changed last at the time `at`; `name` is what it is called without its suffix.

    Raises:
        LeafError: it is none, or of a newer version.
    """
    matter, note = _parts(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    version = matter.get(_MARK, VERSION)
    if not isinstance(version, int) or version > VERSION:
        raise LeafError("a newer version of mlsys-tui wrote it")
    row = {field: _plain(matter[field]) for field in _FIELDS if matter.get(field) is not None}
    title = clean_line(str(row.get("title", "")))
    key = clean_line(str(row.pop("key", "")) or _UNSAFE.sub("-", (title or name).lower()).strip("-"))
    if not key or not ({"key", "title", _MARK} & matter.keys()):
        raise LeafError("its front matter names no paper")
    if title and not row.get("aliases") and "sums" not in matter:
        row["aliases"] = [title_alias(title)]
    try:
        record = record_of_row(key, {**row, "title": title, "note": note or None})
    except (ValueError, TypeError) as error:
        raise LeafError(clean_line(str(error), 120)) from error
    return _by_hand(record, matter.get("sums"), at)


def is_ours(text: str) -> bool:
    """True if this app wrote the file."""
    return text.startswith(f"{_FENCE}{_MARK}: ")


def _parts(text: str) -> tuple[Mapping[str, object], str]:
    """The front matter and the note."""
    matter, fence, body = text.removeprefix(_FENCE).partition(f"\n{_FENCE}")
    if not text.startswith(_FENCE) or not (fence or matter.endswith("\n---")):
        raise LeafError("it has no front matter")
    return _matter(matter.removesuffix("\n---")), clean_block(body.removeprefix("\n").removesuffix("\n"))


def _matter(text: str) -> Mapping[str, object]:
    """Front matter: as this app writes it, with JSON after each name, or any YAML."""
    with suppress(ValueError, RecursionError):
        parts = [line.partition(": ") for line in text.split("\n")]
        return {name: json.loads(value) for name, _, value in parts}
    import yaml  # noqa: PLC0415 - slow, and needed only for what was written by hand

    try:
        # Not libyaml's loader, which overflows the stack where things are nested deeply.
        found = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        raise LeafError("its front matter cannot be read as YAML") from None
    if not isinstance(found, dict):
        raise LeafError("its front matter names no paper")
    return found


def _by_hand(record: Record, sums: object, at: str) -> Leaf:
    """What was changed since the file was written is as late as the file."""
    if not isinstance(sums, list) or len(sums) != 2:
        late = record.updated_at or at
        return Leaf(_with_moment(replace(record, updated_at=late), late), changed=True)
    begun = str(sums[0]) if note_sum(record.note) != sums[0] else None
    changed = _rest_sum(record) != sums[1]
    if begun is not None and record.note:
        record = replace(record, note_at=at)
    if changed:
        record = _with_moment(replace(record, updated_at=max(at, record.updated_at or "")), at)
    return Leaf(record, begun, changed or begun is not None)


def _with_moment(record: Record, at: str) -> Record:
    if record.status and (not record.history or record.history[-1][0] != record.status):
        return replace(record, history=(*record.history, (record.status.value, at)))
    return record


def _rest_sum(record: Record) -> str:
    parts = (record.status, record.history, record.tags, record.rating)
    return note_sum(json.dumps(parts, ensure_ascii=False))


def _scalar(value: object) -> str:
    """JSON, which is YAML on one line."""
    text = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda match: json.dumps(match[0])[1:-1], text)


def _plain(value: object) -> object:
    """A value as rows have it: by hand, times and names may be written without quotes."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [str(each) if isinstance(each, int | float) else _plain(each) for each in value]
    return value
