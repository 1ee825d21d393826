"""Which papers are one, in the reader's hands: suggestions, joining, keeping apart, taking a listing out.

Each change is one step that undo takes back. The catalog follows when it is loaded anew (`Library.stale`).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from json import dumps, loads
from typing import NamedTuple

from mlsys_tui.domain.aliases import aliases_of, compact
from mlsys_tui.domain.answers import answer, answer_aliases, place_alias, strength
from mlsys_tui.domain.identity import group
from mlsys_tui.domain.notebook import Answer, Change, Contents, Record, Row
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.domain.sections import Placement
from mlsys_tui.library import Library
from mlsys_tui.suggestions.search import Suggestion, suggest

MAX_LABEL = 60
_NAME = "suggestions-1"
"""Under which they are kept with the catalog; another one when they are looked for in another way."""
MANY = 20_000
"""With more papers it takes seconds to look for suggestions."""


class Part(NamedTuple):
    """What can be taken out of a paper: one listing, or all that an answer of the reader joined to it.

    Listings with one title in one document cannot be told apart, and are one part.
    """

    title: str
    places: tuple[Placement, ...]


class SamenessError(ValueError):
    """What was asked for cannot be; the message says why, in one sentence."""


class _Kept:
    """The suggestions of one catalog and the answers to them: they are dear, and asked for again, also tomorrow."""

    def __init__(self) -> None:
        self._of: tuple[object, object] = (None, None)
        self._found: tuple[Suggestion, ...] = ()

    def has(self, library: Library) -> bool:
        """True if they are those of the library as it is."""
        if not self._is_of(library) and not library.stale and (kept := library.catalog.kept) is not None:
            found = _decoded(kept.remembered(_NAME))
            if found is not None:
                self._keep(library, found)
        return self._is_of(library)

    def of(self, library: Library) -> list[Suggestion]:
        """The suggestions, looked for if they have not been yet."""
        if not self.has(library):
            catalog, answers, stale = library.catalog, library.contents.answers, library.stale
            found = suggest(catalog, answers.values())
            self._of, self._found = (catalog, answers), tuple(found)
            if catalog.kept is not None and not stale:
                catalog.kept.remember(_NAME, dumps(found).encode())
            return found
        return list(self._found)

    def _is_of(self, library: Library) -> bool:
        catalog, answers = self._of
        return catalog is library.catalog and answers is library.contents.answers

    def _keep(self, library: Library, found: Iterable[Suggestion]) -> None:
        self._of, self._found = (library.catalog, library.contents.answers), tuple(found)


def _decoded(data: bytes | None) -> list[Suggestion] | None:
    """The suggestions that were written; None for anything else."""
    with suppress(ValueError, TypeError, RecursionError):
        return [
            Suggestion(PaperKey(one), PaperKey(other), int(score), str(why))
            for one, other, score, why in loads(data or b"")
        ]
    return None


_kept = _Kept()


def suggestions(library: Library) -> list[Suggestion]:
    """Papers that may be one, the surest first; none that the reader has answered. Slow for many papers."""
    return _kept.of(library)


def takes_long(library: Library) -> bool:
    """True if looking for suggestions is more than a reader should wait for unasked."""
    return len(library.catalog.papers) > MANY and not _kept.has(library)


def say_same(library: Library, keys: Sequence[PaperKey]) -> Change:
    """Make one paper of all of these.

    Raises:
        SamenessError: they are one paper already.
        NotebookError: it could not be saved.
    """
    keys = list(dict.fromkeys(keys))
    if len(keys) < 2:
        raise SamenessError(f"That is one paper already: {_label(library, keys[0])}")
    first, *others = (answer_aliases(library.catalog, key) for key in keys)
    rows = [answer(first, other, same=True) for other in others]
    return library.edit(f"{_labels(library, keys)} are the same paper", lambda _contents, _at: rows)


def say_different(library: Library, one: PaperKey, other: PaperKey) -> Change:
    """Keep two papers apart, whatever lists say, and never suggest them again.

    Raises:
        SamenessError: they are one paper; a part must be taken out.
        NotebookError: it could not be saved.
    """
    if one == other:
        raise SamenessError(f"{_label(library, one)} is one paper; to take a listing out of it, split it")
    order = list(library.catalog.papers)
    keys = sorted((one, other), key=order.index)
    row = answer(*(answer_aliases(library.catalog, key) for key in keys), same=False)
    return library.edit(f"{_labels(library, keys)} are different papers", lambda _contents, _at: [row])


def parts(library: Library, key: PaperKey) -> list[Part]:
    """What can be taken out of a paper; nothing if all its listings are alike."""
    places = library.catalog.placements[key]
    listed: dict[str, list[Placement]] = {}
    for place in places:
        listed.setdefault(_place(place), []).append(place)
    found = [Part(own[0].listing.title, tuple(own)) for own in listed.values()]
    for names in library.catalog.papers[key].parts:
        own = [place for place in places if names_of([place]) & set(names)]
        if 1 < len({_place(place) for place in own}) < len(listed):
            found.append(Part(own[0].listing.title, tuple(own)))
    return found if len(listed) > 1 else []


def names_of(places: Iterable[Placement]) -> set[str]:
    """The names of a few listings, without those of their places."""
    return set(aliases_of(place.listing for place in places))


def split(library: Library, key: PaperKey, part: Part, *, with_record: bool | None = None) -> Change:
    """Make a part of a paper a paper of its own.

    What the reader wrote of the paper goes with the part, or stays; by default it is where more listings are. A record
    that was the part's alone, before the reader joined the two, goes back to it.

    Raises:
        SamenessError: nothing would be left.
        NotebookError: it could not be saved.
    """
    rest = [place for place in library.catalog.placements[key] if _place(place) not in set(map(_place, part.places))]
    if not rest:
        raise SamenessError(f"All listings of {_label(library, key)} are alike: there is nothing to take out")
    if with_record is None:
        with_record = len(part.places) > len(rest)
    keeping, leaving = (part.places, rest) if with_record else (rest, part.places)
    kept, left = _names(keeping), _names(leaving)
    apart = answer(kept, left, same=False)

    def rows(contents: Contents, _at: str) -> Iterator[Row]:
        told = list(contents.answers.values())
        yield from _held_together(keeping, left, told)
        yield from _held_together(leaving, kept, told)
        yield apart
        for record in library.records.of(key, library.contents.records):
            present = contents.records.get(record.key)
            if present and not _belongs(present, kept, left):
                yield _pinned(present, kept, left)

    place = part.places[0]
    out = _cut(f"{part.title} ({place.list_title})")
    return library.edit(f"took {out} out of {_label(library, key)}", rows)


def _held_together(places: Sequence[Placement], others: Collection[str], answers: Sequence[Answer]) -> Iterator[Answer]:
    """Answers that keep a side one paper where only the other side joined its listings."""
    works = group([place.listing for place in places], [place.document for place in places], answers)
    first, *more = ([name for name in _names([places[n] for n in work]) if name not in others] for work in works)
    for names in more:
        yield answer(first, names, same=True)


def _belongs(record: Record, kept: Sequence[str], left: Sequence[str]) -> bool:
    """True if a record has names of the leaving side only."""
    own = set(record.aliases)
    return bool(own & (set(left) - set(kept))) and not own & (set(kept) - set(left))


def _pinned(record: Record, kept: Sequence[str], left: Sequence[str]) -> Record:
    """The record with the places of the side it stays with."""
    places = [name for name in kept if strength(name) == 0]
    others = {name for name in left if strength(name) == 0}
    known = (name for name in record.aliases if name not in others)
    return replace(record, aliases=tuple(dict.fromkeys((*places, *known))))


def _names(places: Sequence[Placement]) -> tuple[str, ...]:
    listed = dict.fromkeys(map(_place, places))
    return (*listed, *aliases_of(place.listing for place in places))


def _place(place: Placement) -> str:
    return place_alias(place.document, place.listing.title)


def _labels(library: Library, keys: Sequence[PaperKey]) -> str:
    named = [_label(library, key) for key in keys]
    if len(named) > 2:
        return f"{len(named)} papers, {named[0]} first,"
    titles = [_cut(library.paper(key).title) for key in keys]
    return " and ".join(titles if compact(named[0]) == compact(named[1]) else named)


def _label(library: Library, key: PaperKey) -> str:
    return _cut(library.paper(key).label)


def _cut(text: str) -> str:
    return text if len(text) <= MAX_LABEL else f"{text[: MAX_LABEL - 1].rstrip()}…"
