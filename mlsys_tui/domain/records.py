"""Which records of the notebook belong to which paper, and what several of one paper say together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from mlsys_tui.domain.aliases import title_alias
from mlsys_tui.domain.answers import strength
from mlsys_tui.domain.notebook import Record, merge_notes
from mlsys_tui.domain.paper import Paper, PaperKey

_OWN_KEY = 0.5
"""A record's own key is surer than an id, but not than a place that an answer speaks of."""


class _Found(NamedTuple):
    records: Mapping[PaperKey, Record]
    held: Mapping[PaperKey, tuple[Record, ...]]
    combined: Mapping[PaperKey, Record]


class Records:
    """Finds each paper's records, by its key or by any name they have in common; kept until the records change.

    There are several where papers were joined, by an answer or by what lists say. None of them is changed for it, so
    that they go back to their papers when those are parted again.
    """

    def __init__(self, papers: Mapping[PaperKey, Paper]) -> None:
        self._papers = papers
        self._known: dict[str, PaperKey] = {}
        pages = set()
        for key, paper in papers.items():
            for alias in paper.aliases:
                if self._known.setdefault(alias, key) != key and alias.startswith("url:"):
                    pages.add(alias)  # about several papers, so it tells nothing
        for alias in pages:
            del self._known[alias]
        self._found = _Found({}, {}, {})

    def paper_of(self, record: Record) -> PaperKey | None:
        """The paper that a record belongs to; None if it has left all lists."""
        return min(self._ways(record), key=lambda way: way[0], default=(0.0, None))[1]

    def paper_called(self, alias: str) -> PaperKey | None:
        """The paper that has this name; None if none has, or several."""
        return self._known.get(alias)

    def held(self, records: Mapping[PaperKey, Record]) -> Mapping[PaperKey, tuple[Record, ...]]:
        """The records of each paper that has any, the one under the paper's own key first."""
        return self._taken_in(records).held

    def combined(self, records: Mapping[PaperKey, Record]) -> Mapping[PaperKey, Record]:
        """What the records of each paper say together."""
        return self._taken_in(records).combined

    def _taken_in(self, records: Mapping[PaperKey, Record]) -> "_Found":
        """What is found for these records; kept as a whole, as several threads ask."""
        if (found := self._found).records is records:
            return found
        held: dict[PaperKey, list[Record]] = {}
        for record in records.values():
            if (key := self.paper_of(record)) is not None:
                held.setdefault(key, []).append(record)
        sorted_ = {key: tuple(sorted(own, key=lambda r: (r.key != key, r.key))) for key, own in held.items()}
        self._found = found = _Found(records, sorted_, {key: combine(own) for key, own in sorted_.items()})
        return found

    def _ways(self, record: Record) -> Iterator[tuple[float, PaperKey]]:
        if record.key in self._papers:
            yield _OWN_KEY, record.key
        for alias in record.aliases:
            if (key := self._known.get(alias)) is not None:
                yield strength(alias), key


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
