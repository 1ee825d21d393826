"""Which records of the notebook belong to which paper, and what several of one paper say together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from mlsys_tui.domain.aliases import title_alias
from mlsys_tui.domain.answers import strength
from mlsys_tui.domain.notebook import Record, merge_notes
from mlsys_tui.domain.numbering import Numbered, Numbering
from mlsys_tui.domain.paper import Paper, PaperKey
from mlsys_tui.domain.rows import Rows

_OWN_KEY = 0.5
"""A record's own key is surer than an id, but not than a place that an answer speaks of."""


Given = Mapping[PaperKey, Record]


class Found(NamedTuple):
    """Which records belong to which paper: their keys, the one that is the paper's own first.

    `owners` is the paper of each record, None for one that has left all lists. `changed` are the papers whose records
    are others than `before`; None if it may be all.
    """

    records: Given
    held: Mapping[PaperKey, tuple[PaperKey, ...]]
    owners: Mapping[PaperKey, PaperKey | None]
    before: Given | None = None
    changed: frozenset[PaperKey] | None = None


class Records:
    """Finds each paper's records, by its key or by any name they have in common; kept until the records change.

    There are several where papers were joined, by an answer or by what lists say. None of them is changed for it, so
    that they go back to their papers when those are parted again.
    """

    def __init__(self, papers: Mapping[PaperKey, Paper], numbering: Numbering | None = None) -> None:
        self._papers = papers
        self._numbering = numbering or Numbered(papers)
        self._found = Found({}, {}, {})

    def paper_of(self, record: Record) -> PaperKey | None:
        """The paper that a record belongs to; None if it has left all lists."""
        return min(self._ways(record), key=lambda way: way[0], default=(0.0, None))[1]

    def paper_called(self, alias: str) -> PaperKey | None:
        """The paper that has this name; None if none has, or several."""
        return self._numbering.called(alias)

    def of(self, key: PaperKey, records: Given) -> tuple[Record, ...]:
        """The records of a paper, the one under the paper's own key first."""
        return tuple(records[own] for own in self.found(records).held.get(key, ()))

    def combined(self, key: PaperKey, records: Given) -> Record | None:
        """What the records of a paper say together; None if there is none."""
        return self.together(self.found(records).held.get(key, ()), records)

    def together(self, held: Sequence[PaperKey], records: Given) -> Record | None:
        """What the records of these keys say together; None if there is none."""
        return combine([records[own] for own in held]) if held else None

    def left(self, records: Given) -> tuple[PaperKey, ...]:
        """The keys of the records whose paper has left all lists."""
        return tuple(key for key, owner in self.found(records).owners.items() if owner is None)

    def found(self, records: Given) -> Found:
        """What is found for these records; kept as a whole, as several threads ask."""
        if (found := self._found).records is not records:
            self._found = found = self._after(found, records)
        return found

    def _after(self, before: Found, records: Given) -> Found:
        others = records.differing(before.records) if isinstance(records, Rows) else None
        if others is None:
            owners = self._owners(list(records), records)
            return Found(records, _held(owners, owners.values()), owners)
        changed = [PaperKey(key) for key in others]
        owners = dict(before.owners)
        papers = {owners.pop(key, None) for key in changed}
        owners |= self._owners([key for key in changed if key in records], records)
        papers |= {owners.get(key) for key in changed}
        touched = {key for key in (*papers, *(key for key in changed if owners.get(key) is None)) if key is not None}
        held = {key: own for key, own in before.held.items() if key not in touched}
        held |= _held(owners, touched)
        return Found(records, held, owners, before.records, frozenset(touched))

    def _owners(self, keys: Sequence[PaperKey], records: Given) -> dict[PaperKey, PaperKey | None]:
        """The papers of these records. No name but that of a place goes before the key, so often no record is read."""
        sure = {} if self._numbering.has_places else self._numbering.numbers(keys)
        return {key: key if key in sure else self.paper_of(records[key]) for key in keys}

    def _ways(self, record: Record) -> Iterator[tuple[float, PaperKey]]:
        if self._numbering.number(record.key) is not None:
            yield _OWN_KEY, record.key
        for alias in record.aliases:
            if (key := self._numbering.called(alias)) is not None:
                yield strength(alias), key


def _held(
    owners: Mapping[PaperKey, PaperKey | None], papers: Iterable[PaperKey | None]
) -> dict[PaperKey, tuple[PaperKey, ...]]:
    """The records of these papers, in order."""
    wanted = set(papers) - {None}
    held: dict[PaperKey, list[PaperKey]] = {}
    for key, owner in owners.items():
        if owner is not None and owner in wanted:
            held.setdefault(owner, []).append(key)
    return {owner: tuple(sorted(own, key=lambda key: (key != owner, key))) for owner, own in held.items()}


def combine(records: Sequence[Record]) -> Record:
    """What records of one paper say together: the latest status and rating, all notes, oldest first, all tags."""
    first = records[0]
    if len(records) == 1:
        return first
    decided = max(records, key=lambda record: (record.status is not None, _since(record)))
    rated = max(records, key=lambda record: (record.rating is not None, record.updated_at or ""))
    moments = {moment for record in records for moment in record.history}
    return replace(
        first,
        aliases=tuple(dict.fromkeys(alias for record in records for alias in record.aliases)),
        status=decided.status,
        history=tuple(sorted(moments, key=lambda moment: (moment[1], moment in decided.history[-1:], moment))),
        note=_all_notes(records),
        note_at=max((record.note_at for record in records if record.note and record.note_at), default=None),
        tags=tuple(dict.fromkeys(tag for record in records for tag in record.tags)),
        rating=rated.rating,
        updated_at=max((record.updated_at for record in records if record.updated_at), default=None),
    )


def _since(record: Record) -> str:
    return record.history[-1][1] if record.history else ""


def _all_notes(records: Iterable[Record]) -> str | None:
    text = ""
    for record in sorted((record for record in records if record.note), key=lambda record: record.note_at or ""):
        note = record.note or ""
        text = note if text in note else merge_notes("", text, note)
    return text or None


FIELDS = ("status", "history", "note", "note_at", "tags", "rating")


def spread(record: Record, before: Record, after: Record) -> Record:
    """One of a paper's records after the change of all of them together from `before` to `after`."""
    changed = {name: getattr(after, name) for name in FIELDS if getattr(after, name) != getattr(before, name)}
    return replace(record, **changed)


def renamed(record: Record, paper: Paper) -> Record:
    """The record with all names of its paper; of a paper of several works, with those of its own work."""
    own = set(record.aliases) or {title_alias(paper.title)}
    names = max(paper.parts, key=lambda part: len(own & set(part)), default=paper.aliases)
    return replace(record, title=paper.title, aliases=tuple(dict.fromkeys((*names, *record.aliases))))
