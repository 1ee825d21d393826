"""Two notebooks made one, so that neither loses anything: which rows are about the same, and what they say together.

The first side is the reader's own, `mine`, and stays as it is wherever the other adds nothing. Merging the same again
changes nothing.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count, takewhile

from mlsys_tui.domain.answers import strength
from mlsys_tui.domain.notebook import Answer, Contents, ListEntry, Record, Row, Version, merge_notes
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.domain.records import combine

Versions = Mapping[PaperKey, tuple[Version, ...]]


@dataclass(frozen=True, slots=True)
class Side:
    """A notebook: its rows, and the earlier texts of its notes by the key of their record.

    `begun` says of which text a note is a later version, where that text is known by its sum only.
    """

    contents: Contents = field(default_factory=Contents)
    versions: Versions = field(default_factory=dict)
    begun: Mapping[PaperKey, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Merged:
    """What has to be written so that mine holds both: rows, and earlier texts. Nothing, if all is there already.

    `both` are the papers whose notes were different, and stand in one note now, mine first.
    """

    rows: tuple[Row, ...] = ()
    versions: Versions = field(default_factory=dict)
    both: tuple[PaperKey, ...] = ()


def note_sum(note: str | None) -> str:
    """A few characters by which a note is known again."""
    from hashlib import blake2b  # noqa: PLC0415 - slow to import, and only coming in and going out need it

    return blake2b((note or "").encode("utf-8", "backslashreplace"), digest_size=8).hexdigest()


def merge(mine: Side, theirs: Side) -> Merged:
    """What mine needs of theirs."""
    papers = _Papers(mine, theirs)
    papers.take_in()
    lists, answers = mine.contents.lists, mine.contents.answers
    records = mine.contents.records
    rows: list[Row] = [row for key, row in papers.records.items() if row is not records.get(key)]
    rows += [row for key, row in _lists(lists, theirs.contents.lists).items() if row != lists.get(key)]
    for key, answer in theirs.contents.answers.items():
        present = answers.get(key)
        if present is None or (answer.updated_at or "") > (present.updated_at or ""):
            rows.append(answer)
    return Merged(tuple(rows), {key: found for key, found in papers.added.items() if found}, tuple(papers.both))


def put_back(mine: Side, then: Side) -> Merged:
    """What makes of mine what there was `then`; a paper keeps the names it got since, and each text is kept."""
    now, was = mine.contents, then.contents
    rows: list[Row] = []
    for key, record in was.records.items():
        present = now.records.get(key) or record
        names = tuple(dict.fromkeys((*present.aliases, *record.aliases)))
        rows.append(replace(record, title=present.title or record.title, aliases=names))
    rows += [*was.lists.values(), *was.answers.values()]
    rows += [Record(key) for key in now.records.keys() - was.records.keys()]
    rows += [ListEntry(key) for key in now.lists.keys() - was.lists.keys()]
    rows += [Answer(key) for key in now.answers.keys() - was.answers.keys()]
    known = {key: _texts(found) for key, found in mine.versions.items()}
    new = {
        key: tuple(each for each in found if each.text not in known.get(key, ()))
        for key, found in then.versions.items()
    }
    return Merged(tuple(rows), {key: found for key, found in new.items() if found})


class _Papers:
    """Records of one side on their way into those of the other."""

    def __init__(self, mine: Side, theirs: Side) -> None:
        self._mine, self._theirs = mine, theirs
        self.records: dict[PaperKey, Record] = dict(mine.contents.records)
        self.added: dict[PaperKey, tuple[Version, ...]] = {}
        self.both: dict[PaperKey, None] = {}
        self._pages = {*_pages(mine.contents.records.values()), *_pages(theirs.contents.records.values())}
        self._known: dict[str, list[PaperKey]] = {}
        for record in self.records.values():
            for alias in record.aliases:
                if alias not in self._pages:
                    self._known.setdefault(alias, []).append(record.key)

    def take_in(self) -> None:
        """Merge all of theirs."""
        records, versions = self._theirs.contents.records, self._theirs.versions
        for theirs in records.values():
            key = self._key_for(theirs)
            present = self.records.get(key)
            merged = _joined(present, theirs, self._note(present, theirs)) if present else replace(theirs, key=key)
            if present and present.note and present.note not in (merged.note or ""):
                self._keep_versions(key, [Version(present.note, present.note_at)])
            if present and merged.note not in (present.note, theirs.note):
                self.both[key] = None
            self._keep_versions(key, versions.get(theirs.key, ()))
            if present is None or _differs(merged, present):
                self.records[key] = merged
        for left in versions.keys() - records.keys():
            self._keep_versions(left, versions[left])

    def _key_for(self, theirs: Record) -> PaperKey:
        """The key of my record of the same paper, by any name they share; else one that no other paper has."""
        candidates = self._candidates(theirs)
        others = self._theirs.contents.records
        free = (key for key in _numbered(theirs.key) if key not in others)
        names = [theirs.key, *takewhile(self.records.__contains__, free)]
        for key in dict.fromkeys((*candidates, *names)):
            present = self.records.get(key)
            if present and not _differs(_joined(present, theirs, self._note(present, theirs)), present):
                return key  # it was taken in already
        if candidates or theirs.key not in self.records:
            return candidates[0] if candidates else theirs.key
        return next(key for key in _numbered(theirs.key) if key not in self.records and key not in others)

    def _candidates(self, theirs: Record) -> list[PaperKey]:
        """The keys of records of mine that share a name with this one, the surest first."""
        names = [alias for alias in theirs.aliases if alias not in self._pages]
        same = self._mine.contents.records.get(theirs.key)
        found = sorted((strength(alias), key) for alias in names for key in self._known.get(alias, ()))
        keys = [key for _, key in found]
        if same is not None and (not names or not same.aliases or theirs.key in keys):
            keys.insert(0, theirs.key)
        return list(dict.fromkeys(keys))

    def _note(self, mine: Record, theirs: Record) -> tuple[str | None, str | None]:
        """Their note where it goes on from mine, mine where it goes on from theirs, else both."""
        if not theirs.note or (mine.note and theirs.note in mine.note):
            return mine.note, mine.note_at
        if not mine.note or mine.note in theirs.note:
            return theirs.note, theirs.note_at
        old_here = theirs.note in self._texts_of(mine.key)
        begun = self._theirs.begun.get(theirs.key) == note_sum(mine.note)
        old_there = begun or mine.note in _texts(self._theirs.versions.get(theirs.key, ()))
        if old_here or old_there:
            later = (theirs.note_at or "") > (mine.note_at or "") if old_here and old_there else old_there
            return (theirs.note, theirs.note_at) if later else (mine.note, mine.note_at)
        return merge_notes("", mine.note, theirs.note), max(mine.note_at or "", theirs.note_at or "") or None

    def _texts_of(self, key: PaperKey) -> set[str]:
        return _texts((*self._mine.versions.get(key, ()), *self.added.get(key, ())))

    def _keep_versions(self, key: PaperKey, versions: Iterable[Version]) -> None:
        known = self._texts_of(key)
        new = {each.text: each for each in versions if each.text not in known}
        self.added[key] = (*self.added.get(key, ()), *new.values())


def _numbered(key: PaperKey) -> Iterator[PaperKey]:
    return (PaperKey(f"{key}-{number}") for number in count(2))


def _joined(mine: Record, theirs: Record, note: tuple[str | None, str | None]) -> Record:
    """What two records of a paper say together; where they are as late, mine is right."""
    together = combine([replace(mine, note=None), replace(theirs, note=None)])
    new = [moment for moment in theirs.history if moment not in mine.history]
    last = theirs.history[-1:] if together.status != mine.status else ()
    history = sorted((*mine.history, *new), key=lambda moment: (moment[1], moment in last)) if new else mine.history
    return replace(
        together,
        title=mine.title or theirs.title,
        aliases=_and(mine.aliases, theirs.aliases),
        history=tuple(history),
        note=note[0],
        note_at=note[1],
        tags=_and(mine.tags, theirs.tags),
    )


def _and(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    return (*mine, *(each for each in dict.fromkeys(theirs) if each not in mine))


def _differs(one: Record, other: Record) -> bool:
    return replace(one, updated_at=None) != replace(other, updated_at=None)


def _texts(versions: Iterable[Version]) -> set[str]:
    return {version.text for version in versions}


def _pages(records: Iterable[Record]) -> Iterator[str]:
    """Addresses that several papers have, and that tell nothing of which one it is."""
    uses = Counter(alias for record in records for alias in set(record.aliases) if alias.startswith("url:"))
    return (alias for alias, number in uses.items() if number > 1)


# -- lists ------------------------------------------------------------------------------------------------------


def _lists(mine: Mapping[str, ListEntry], theirs: Mapping[str, ListEntry]) -> dict[str, ListEntry]:
    """All rows of lists; of the same list mine, with what it lacks, and the later text."""
    rows = dict(mine)
    for entry in theirs.values():
        own = _same_list(rows, entry)
        if own is None:
            key = entry.key if entry.key not in rows else _free_key(entry.key, rows)
            rows[key] = replace(entry, key=key)
        else:
            rows[own.key] = _with(own, entry)
    return rows


def _same_list(rows: Mapping[str, ListEntry], entry: ListEntry) -> ListEntry | None:
    """The row of the same list: two added lists may have the same key, and one list two keys."""
    named = rows.get(entry.key)
    if named and not (named.content and entry.content):
        return named
    for each in (named, *rows.values()):
        if each and each.content and entry.content and _is_same(each, entry):
            return each
    return None


def _is_same(one: ListEntry, other: ListEntry) -> bool:
    return one.content == other.content or (one.source is not None and one.source == other.source)


def _with(own: ListEntry, other: ListEntry) -> ListEntry:
    later = (other.fetched_at or "") > (own.fetched_at or "")
    text = other if other.content and (later or not own.content) else own
    return replace(
        own,
        name=own.name or other.name,
        title=own.title or other.title,
        source=own.source or other.source,
        content=text.content,
        added_at=own.added_at or other.added_at,
        fetched_at=text.fetched_at or own.fetched_at,
        etag=text.etag,
        last_modified=text.last_modified,
    )


def _free_key(key: str, taken: Collection[str]) -> str:
    stem, dot, suffix = key.rpartition(".")
    stem, ending = (stem, dot + suffix) if stem else (key, "")
    return next(free for number in count(2) if (free := f"{stem}-{number}{ending}") not in taken)
