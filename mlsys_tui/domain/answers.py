"""What the reader said of papers: these two are the same, those two are different."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from mlsys_tui.domain.aliases import compact, title_alias
from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.notebook import Answer
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.text import clean_line, fold

T = TypeVar("T")

MIN_WORDS = 3
"""A shorter title names no paper by itself."""

_STRENGTH = {"in": 0, "arxiv": 1, "doi": 1, "url": 2, "title": 3}
_SHARED = 10
_UNKNOWN = 99


def answer(one: Iterable[str], other: Iterable[str], *, same: bool) -> Answer:
    """The reader's word that two papers with these aliases, strongest first, are the same or different.

    A later answer about the same two takes its place. If they are different and a record of the notebook could
    belong to either, it belongs to `one`.
    """
    mine, theirs = tuple(dict.fromkeys(one)), tuple(dict.fromkeys(other))
    return replace(Answer.about(mine, theirs, same), one=mine, other=theirs)


def place_alias(document: str, title: str) -> str:
    """The name of a title in one document: tells listings apart that have all else in common."""
    return f"in:{clean_line(document)}#{compact(title)}"


def strength(alias: str) -> int:
    """How surely an alias names one paper: 0 is surest."""
    return _STRENGTH.get(alias.partition(":")[0], _UNKNOWN)


def in_time(answers: Iterable[Answer]) -> list[Answer]:
    """The newest answer first, for of answers that contradict each other the later holds; in order within a second."""
    given = [(each.updated_at or "", number, each) for number, each in enumerate(answers) if each.same is not None]
    return [each for _, _, each in sorted(given, key=lambda dated: dated[:2], reverse=True)]


def sides(answer: Answer, users: Mapping[str, Sequence[T]]) -> tuple[list[T], list[T]]:
    """Those that an answer speaks of, on each side, the surest first; `users` says who goes by an alias.

    An alias that stands on both sides tells nothing, unless a side has no other.
    """
    ranks: dict[T, list[int]] = {}
    names = set(answer.one), set(answer.other)
    both = names[0] & names[1]
    for side, own in enumerate(names):
        for alias in sorted(own if own <= both else own - both):
            rank = strength(alias) + (_SHARED if alias in both else 0)
            for user in users.get(alias, ()):
                found = ranks.setdefault(user, [_UNKNOWN, _UNKNOWN])
                found[side] = min(found[side], rank)
    ones = [user for user, (one, other) in ranks.items() if one < other]
    others = [user for user, (one, other) in ranks.items() if other < one]
    return sorted(ones, key=lambda user: ranks[user][0]), sorted(others, key=lambda user: ranks[user][1])


def place_names(answers: Iterable[Answer]) -> frozenset[str]:
    """The place aliases that answers speak of; no others need to be kept."""
    return frozenset(alias for answer in answers for alias in (*answer.one, *answer.other) if strength(alias) == 0)


def answer_aliases(catalog: Catalog, key: PaperKey) -> tuple[str, ...]:
    """The names to know a paper by in an answer, strongest first: those that no other paper has.

    If that leaves nothing, or short titles only ("Attention"), they are its places in documents.
    """
    own, places = catalog.papers[key], catalog.placements[key]
    others = {alias for paper in catalog.papers.values() if paper.key != key for alias in paper.aliases}
    short = {title_alias(place.listing.title) for place in places if len(fold(place.listing.title).split()) < MIN_WORDS}
    found = [alias for alias in own.aliases if alias not in others and alias not in short]
    return tuple(found or dict.fromkeys(place_alias(place.document, place.listing.title) for place in places))
