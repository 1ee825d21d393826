"""Earlier versions of notes: each text that another took the place of, in a table beside the notes."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import pairwise

from mlsys_tui.domain.notebook import Edit, Record, Version
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store import fields

MOST = 50
"""Versions kept of one note."""
SITTING = 600.0
"""Seconds between two texts of one sitting."""

VersionRows = dict[str, Mapping[str, object] | None]
MoreVersions = Mapping[PaperKey, Sequence[Version]]
"""Earlier texts of notes by the record's key, as another notebook has them."""


class Versions:
    """The versions, over the table that they are kept in; looked through when they are first needed."""

    def __init__(self, table: Mapping[str, Mapping[str, object]]) -> None:
        self._table = table
        self._numbers: dict[str, list[int]] | None = None

    def of(self, record_key: str) -> list[Version]:
        """The earlier versions of a record's note, the latest first."""
        rows = [self._table[_key(record_key, number)] for number in reversed(self._of(record_key))]
        found = []
        for row in rows:
            with suppress(ValueError):
                if text := fields.block(row.get("note")):
                    found.append(Version(text, fields.line_or_none(row.get("at"))))
        return found

    def all(self) -> dict[PaperKey, tuple[Version, ...]]:
        """The earlier versions of all notes, by the key of the record."""
        self._of("")
        return {PaperKey(key): found for key in self._numbers or {} if (found := tuple(self.of(key)))}

    def kept_by(self, edits: Iterable[Edit], more: MoreVersions | None = None) -> VersionRows:
        """The rows to write with these edits, so that no text is lost by them; and with what is to be kept besides."""
        rows: VersionRows = {}
        for edit in edits:
            note = edit.after.note if isinstance(edit.after, Record) else None
            if isinstance(edit.before, Record) and edit.before.note and edit.before.note != note:
                rows |= self._with(edit.before)
        for key, versions in (more or {}).items():
            rows |= self._joined(key, rows, versions)
        return rows

    def _joined(self, record_key: str, rows: VersionRows, more: Iterable[Version]) -> VersionRows:
        """All versions in the order of their times, however many there are."""
        present = {_key(record_key, number): self._table[_key(record_key, number)] for number in self._of(record_key)}
        own = {key: row for key, row in rows.items() if key.rpartition(_MARK)[0] == record_key}
        left = [row for row in {**present, **own}.values() if row is not None]
        known = {row.get("note") for row in left}
        added = {each.text: each for each in more if each.text not in known}.values()  # the latest first
        left += [{"paper": record_key, "note": each.text, "at": each.at} for each in reversed(added)]
        ordered = sorted(left, key=lambda row: str(row.get("at") or ""))
        anew = {_key(record_key, number): row for number, row in enumerate(ordered, start=1)}
        return {**dict.fromkeys({**present, **own}), **anew}

    def _with(self, record: Record) -> VersionRows:
        known = {number: self._table[_key(record.key, number)] for number in self._of(record.key)}
        number = max(known, default=0) + 1
        new: Mapping[str, object] = {"paper": record.key, "note": record.note, "at": record.note_at}
        gone = [each for each, row in known.items() if row.get("note") == record.note]
        left = {**{each: row for each, row in known.items() if each not in gone}, number: new}
        gone += superfluous(left)
        return {**{_key(record.key, each): None for each in gone}, _key(record.key, number): new}

    def take_in(self, rows: Iterable[str]) -> None:
        """The table has other rows now."""
        if rows:
            self._numbers = None

    def _of(self, record_key: str) -> list[int]:
        if self._numbers is None:
            self._numbers = {}
            for key in self._table:
                paper, _, number = key.rpartition(_MARK)
                if number.isdecimal():
                    self._numbers.setdefault(paper, []).append(int(number))
        return sorted(self._numbers.get(record_key, ()))


def superfluous(versions: Mapping[int, Mapping[str, object]]) -> list[int]:
    """Those to drop of the versions of a note, by number, the oldest first.

    A text that the next one of the same sitting contains says nothing that is not there. Where there are too many all
    the same, the shortest goes of those that were soon followed by another, else the oldest.
    """
    numbers = list(versions)
    soon = {one for one, other in pairwise(numbers) if _soon(versions[one], versions[other])}
    gone = [one for one, other in pairwise(numbers) if one in soon and _text(versions[one]) in _text(versions[other])]
    left = [number for number in numbers if number not in gone]
    while len(left) > MOST:
        brief = [number for number in left if number in soon]
        drop = min(brief, key=lambda number: len(_text(versions[number]))) if brief else left[0]
        left.remove(drop)
        gone.append(drop)
    return gone


def _soon(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    with suppress(ValueError):
        begun, ended = (datetime.fromisoformat(str(row.get("at"))) for row in (one, other))
        return (ended - begun).total_seconds() < SITTING
    return False


def _text(row: Mapping[str, object]) -> str:
    note = row.get("note")
    return note if isinstance(note, str) else ""


_MARK = " @"


def _key(record_key: str, number: int) -> str:
    return f"{record_key}{_MARK}{number}"


def rows_of(record_key: str, versions: Sequence[Version]) -> dict[str, dict[str, object]]:
    """The rows of the table for the versions of a note, the latest first."""
    numbered = enumerate(reversed(versions), start=1)
    return {_key(record_key, n): {"paper": record_key, "note": each.text, "at": each.at} for n, each in numbered}
