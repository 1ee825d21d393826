"""Whether two papers may be one: their titles, short names, years, authors and ids together."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from rapidfuzz.distance import OSA

from mlsys_tui.domain.aliases import compact, leading_name, surnames
from mlsys_tui.domain.identity import MAX_YEARS_APART, Evidence
from mlsys_tui.domain.reading_list import Listing
from mlsys_tui.suggestions.forms import Form, bare, form, numbers
from mlsys_tui.suggestions.titles import Likeness, compare

MIN_SCORE = 60
SURE = 90
"""From here on a title says enough even against a year guessed from an arXiv id."""

MIN_WORDS = 3
"""Of titles with fewer words that count there are many ("Lecture Slides"): only common authors tell."""

MAX_TITLES = 6
MIN_REST_WORDS = 4
MIN_SHARED = 3

_ARXIV_YEAR = re.compile(r"arxiv:(\d\d)(\d\d)\.\d")
_VERSIONS = (re.compile(r"\d+|plus"), re.compile(r"v\d+"))
_DISTINCT = re.compile(r"(?=.*[a-z])\S*[A-Z]\S*[A-Z]|(?=.*[a-zA-Z])\S*\d|[a-z]+[A-Z]")


@dataclass(frozen=True, slots=True)
class Title:
    """A title whole, and what it is made of if it begins with a short name."""

    whole: Form
    rest: Form | None
    name: str


@dataclass(frozen=True, slots=True)
class Work:
    """What one paper's listings say of it."""

    titles: tuple[Title, ...]
    names: dict[str, str]
    evidence: Evidence
    surnames: frozenset[str]
    hinted: frozenset[int]
    stems: frozenset[str]

    @property
    def years(self) -> set[int]:
        """The years that lists give, else those that arXiv ids hint at."""
        return self.evidence.years or set(self.hinted)


class Names(NamedTuple):
    """What of short names says nothing: `labels` that many papers have, and names that are `shared` at all."""

    labels: frozenset[str]
    shared: frozenset[str]


def work_of(listings: Sequence[Listing], aliases: Iterable[str]) -> Work:
    """The work of these listings."""
    ids = {alias for alias in aliases if alias.startswith(("arxiv:", "doi:"))}
    evidence = Evidence.of(listings[0], ids)
    for listing in listings[1:]:
        evidence.absorb(Evidence.of(listing, ()))
    names = {compact(listing.name): listing.name for listing in reversed(listings) if listing.name}
    printed = dict.fromkeys(listing.title for listing in listings)
    titles = tuple(map(_title, list(dict.fromkeys(map(bare, printed)))[:MAX_TITLES]))
    for title in titles:
        if title.name:
            names.setdefault(compact(title.name), title.name)
    names.pop("", None)
    hinted = frozenset(2000 + int(match[1]) for alias in ids if (match := _ARXIV_YEAR.match(alias)))
    stems = frozenset().union(*(title.whole.stems for title in titles))
    authors = frozenset(surnames(author for listing in listings for author in listing.authors))
    return Work(titles, names, evidence, authors, hinted, stems)


def _title(plain: str) -> Title:
    name, rest = _lead(plain)
    return Title(form(plain), form(rest) if len(rest.split()) > 1 else None, name)


def _lead(title: str) -> tuple[str, str]:
    """(short name, rest) of a title, both empty if there is none; "Energy-Efficient" without a colon is none."""
    found = leading_name(title)
    return found if found and not ("-" in found[0] and title.startswith(f"{found[0]} {found[1][:1]}")) else ("", "")


def resemble(one: Work, other: Work, common: Collection[str], names: Names) -> Likeness | None:
    """How surely two papers are one, and why; None if they are not. A word of `common` is no typing error."""
    against, authors = one.evidence.against(other.evidence), _common_authors(one, other)
    if against in ("ids", "authors") or (against == "years" and not authors) or _versions(one, other):
        return None
    likenesses = filter(None, _likenesses(one, other, common, names))
    found = max(likenesses, key=lambda likeness: (likeness.score, likeness.why), default=None)
    if found is None or (found.words < MIN_WORDS and not authors):
        return None
    said, score = [found.why], found.score + (6 if authors else 0)
    apart, together = _years_apart(one.years, other.years), one.evidence.years & other.evidence.years
    if apart > MAX_YEARS_APART:
        if score < SURE and not authors:
            return None
        said.append(f"but {apart} years apart")
        score -= 15
    elif together:
        said.append(f"both of {max(together)}")
        score += 2
    if authors:
        said.append(f"both by {', '.join(authors[:2])}")
    return found._replace(score=min(score, 100), why="; ".join(said)) if score >= MIN_SCORE else None


def _common_authors(one: Work, other: Work) -> list[str]:
    """The surnames that two papers have in common, if they are enough to tell: a "Li" writes many papers."""
    shared = sorted(one.surnames & other.surnames)
    enough = 2 * len(shared) >= min(len(one.surnames), len(other.surnames))
    return [name.title() for name in shared] if shared and enough else []


def _years_apart(one: Iterable[int], other: Iterable[int]) -> int:
    return min((abs(a - b) for a, b in product(one, other)), default=0)


def _versions(one: Work, other: Work) -> bool:
    """True if the short names differ in numbers only: two versions of one thing."""
    if one.names.keys() & other.names.keys():
        return False
    return any(
        numbers(one.names[a]) != numbers(other.names[b]) and any(v.sub("", a) == v.sub("", b) for v in _VERSIONS)
        for a, b in product(one.names, other.names)
    )


def _likenesses(one: Work, other: Work, common: Collection[str], names: Names) -> Iterator[Likeness | None]:
    for a, b in product(one.titles, other.titles):
        yield _two_titles(a, b, one, other, common)
        for name in one.names.keys() & other.names.keys() - names.labels:
            yield _one_name(one.names[name], a.rest or a.whole, b.rest or b.whole)
        for short, long in ((a, other), (b, one)):
            if short.whole.joined not in names.shared:
                yield _name_only(short.whole, long)


def _two_titles(a: Title, b: Title, one: Work, other: Work, common: Collection[str]) -> Likeness | None:
    """The likeness of two titles, with or without their short names."""
    if a.rest and b.rest and compact(a.name) != compact(b.name):
        return _renamed(compare(a.rest, b.rest, common), (a.name,), (b.name,))
    whole = compare(a.whole, b.whole, common)
    if a.rest and b.rest:
        return whole
    if not a.rest and not b.rest:
        return _renamed(whole, one.names.values(), other.names.values()) if _named_apart(one, other) else whole
    rest, name = compare(a.rest or a.whole, b.rest or b.whole, common), a.name or b.name
    if rest is None or (whole and whole.score >= rest.score):
        return whole
    theirs = other.names if a.rest else one.names
    if theirs and compact(name) not in theirs:
        return _renamed(rest, (name,), theirs.values())
    said = f"one title lacks the short name “{name}”"
    return rest._replace(score=rest.score - 3, why=said if rest.score == 100 else f"{said}; {rest.why}")


def _named_apart(one: Work, other: Work) -> bool:
    return bool(one.names and other.names) and not one.names.keys() & other.names.keys()


def _renamed(found: Likeness | None, ones: Iterable[str], others: Iterable[str]) -> Likeness | None:
    """Likeness that holds although the short names differ."""
    if found is None or found.score < 85:
        return None
    near, one, other = max((_names_near(a, b), *sorted((a, b))) for a, b in product(ones, others))
    if found.words < MIN_REST_WORDS and not near:
        return None
    why = f"{found.why}, after the short names “{one}” and “{other}”"
    return found._replace(score=found.score - (6 if near else 22), why=why)


def _names_near(one: str, other: str) -> bool:
    a, b = compact(one), compact(other)
    return a in b or b in a or OSA.distance(a, b) <= (2 if min(len(a), len(b)) >= 8 else 1)


def _one_name(name: str, one: Form, other: Form) -> Likeness | None:
    """The likeness of two titles of one short name that have many words in common."""
    mine, theirs = one.stems, other.stems
    shared = mine & theirs
    if len(shared) < MIN_SHARED or one.numbers != other.numbers:
        return None
    part = len(shared) / min(len(mine), len(theirs))
    if part < 0.6:
        return None
    score = round(58 + 24 * len(shared) / len(mine | theirs))
    return Likeness(score, f"both are called {name}, and the titles share {len(shared)} words", len(shared))


def _name_only(short: Form, long: Work) -> Likeness | None:
    """The likeness of a title that is nothing but the other's short name, if that is no everyday word."""
    name = long.names.get(short.joined)
    if name is None or not _DISTINCT.search(name):
        return None
    if not any(len((title.rest or title.whole).stems) >= MIN_SHARED for title in long.titles):
        return None
    return Likeness(66, f"one list gives only the name “{name}”", MIN_WORDS)
