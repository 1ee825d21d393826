"""Which reading, and which section, of one state of a list is which of another state."""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.identity import MAX_YEARS_APART
from mlsys_tui.domain.paper import LinkKind, PaperKey
from mlsys_tui.domain.reading_list import Listing, Requirement
from mlsys_tui.domain.sections import ListSection, ReadingList
from mlsys_tui.text import fold

NEAR = 0.85
"""How alike two titles in one place must be to be one paper under a new title."""

MAX_COMPARED = 60
"""Of so many unknown readings of one section, each is compared with each."""

_NEGATIONS = {"no", "not", "without", "non"}
_NUMBER = re.compile(r"\d|^[ivx]+$")
_MAIN_LINKS = (LinkKind.PAPER, LinkKind.PDF, LinkKind.PAGE)


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One reading as one state of the list has it: `names` are the paper's aliases, `listing` the list's words."""

    section: ListSection
    paper: PaperKey
    listing: Listing
    requirement: Requirement | None
    names: frozenset[str]

    @property
    def title(self) -> str:
        """The title that this list prints."""
        return self.listing.title


class Pair(NamedTuple):
    """One reading before and after."""

    old: Entry
    new: Entry


class Sections(NamedTuple):
    """One section before and after."""

    old: ListSection
    new: ListSection


class Matched(NamedTuple):
    """All that is in both states: readings in the order they have now, sections in the order they had."""

    pairs: list[Pair]
    sections: list[Sections]


def entries(catalog: Catalog, reading_list: ReadingList | None) -> list[Entry]:
    """The readings of a list, in order."""
    found = []
    for section in reading_list.sections if reading_list else ():
        for reading in section.readings:
            listing = next(p.listing for p in catalog.placements[reading.paper] if p.section == section.key)
            names = frozenset(catalog.papers[reading.paper].aliases)
            found.append(Entry(section, reading.paper, listing, reading.requirement, names))
    return found


def match(
    olds: Sequence[Entry],
    news: Sequence[Entry],
    old_sections: Sequence[ListSection],
    new_sections: Sequence[ListSection],
) -> Matched:
    """Find for each reading and section of the old state the one of the new state that it has become."""
    works = _Works(olds, news)
    sections = _match_sections(olds, news, old_sections, new_sections, works)
    goes_to = {one.old.key: one.new.key for one in sections}
    left_old, left_new = list(olds), list(news)
    pairs: list[Pair] = []

    def there(entry: Entry) -> str | None:
        return goes_to.get(entry.section.key)

    ways: tuple[tuple[Callable[[Entry], Hashable], Callable[[Entry], Hashable]], ...] = (
        (lambda e: (there(e), works.of(e), fold(e.title)), lambda e: (e.section.key, works.of(e), fold(e.title))),
        (lambda e: (there(e), works.of(e)), lambda e: (e.section.key, works.of(e))),
        (lambda e: (works.of(e), fold(e.title)), lambda e: (works.of(e), fold(e.title))),
        (works.of, works.of),
    )
    for key_of_old, key_of_new in ways:
        _pair_up(left_old, left_new, key_of_old, key_of_new, pairs)
    _pair_alike(left_old, left_new, there, _shared(olds, _main_links) | _shared(news, _main_links), pairs)
    order = {id(entry): position for position, entry in enumerate(news)}
    return Matched(sorted(pairs, key=lambda pair: order[id(pair.new)]), sections)


class _Works:
    """Numbers the works that readings of both states are of: readings with a name in common are of one work."""

    def __init__(self, olds: Sequence[Entry], news: Sequence[Entry]) -> None:
        shared = _shared(olds, _addresses) | _shared(news, _addresses)
        self._parent: dict[str, str] = {}
        self._name: dict[int, str] = {}
        for entry in (*olds, *news):
            names = sorted(entry.names - shared) or [f"title:{fold(entry.title)}"]
            for name in names:
                self._parent.setdefault(name, name)
                self._parent[self._root(name)] = self._root(names[0])
            self._name[id(entry)] = names[0]

    def of(self, entry: Entry) -> str:
        """The work of a reading."""
        return self._root(self._name[id(entry)])

    def _root(self, name: str) -> str:
        while self._parent[name] != name:
            self._parent[name] = self._parent[self._parent[name]]
            name = self._parent[name]
        return name


def _shared(readings: Iterable[Entry], names: Callable[[Entry], Iterable[str]]) -> set[str]:
    """Names that several papers of one state have: pages about them all, and evidence for none."""
    users: dict[str, set[PaperKey]] = defaultdict(set)
    for entry in readings:
        for name in names(entry):
            users[name].add(entry.paper)
    return {name for name, papers in users.items() if len(papers) > 1}


def _addresses(entry: Entry) -> Iterable[str]:
    return (name for name in entry.names if name.startswith("url:"))


# -- sections -----------------------------------------------------------------------------------------------


def _match_sections(
    olds: Sequence[Entry],
    news: Sequence[Entry],
    old_sections: Sequence[ListSection],
    new_sections: Sequence[ListSection],
    works: _Works,
) -> list[Sections]:
    """First what is called and filled alike, then what has most readings in common, then what is called alike."""
    shared = _in_common(olds, news, works)
    size = Counter(entry.section.key for entry in (*olds, *news))
    left_old, left_new = list(old_sections), list(new_sections)
    found: list[Sections] = []

    def alike(old: ListSection, new: ListSection) -> bool:
        return bool(shared[old.key, new.key]) or not (old.readings or new.readings)

    _join(left_old, left_new, lambda each: (each.path, each.when, each.number), alike, found)
    by_key = {each.key: each for each in left_old}, {each.key: each for each in left_new}
    position = {each.key: index for index, each in enumerate(old_sections)}
    common = [(o, n, count) for (o, n), count in shared.items() if o in by_key[0] and n in by_key[1]]

    def worth(each: tuple[str, str, int]) -> tuple[int, bool, int]:
        old, new, count = by_key[0][each[0]], by_key[1][each[1]], each[2]
        return -count, old.path != new.path, position[old.key]

    for old_key, new_key, count in sorted(common, key=worth):
        if old_key in by_key[0] and new_key in by_key[1] and 2 * count >= min(size[old_key], size[new_key]):
            found.append(Sections(by_key[0].pop(old_key), by_key[1].pop(new_key)))
    left_old, left_new = list(by_key[0].values()), list(by_key[1].values())
    for key in (lambda each: (each.path, each.when), lambda each: each.path, lambda each: each.when or each):
        _join(left_old, left_new, key, lambda _old, _new: True, found)
    return sorted(found, key=lambda one: position[one.old.key])


def _in_common(olds: Sequence[Entry], news: Sequence[Entry], works: _Works) -> Counter[tuple[str, str]]:
    """How many works each old and each new section have in common."""
    places: dict[str, tuple[dict[str, None], dict[str, None]]] = defaultdict(lambda: ({}, {}))
    for side, readings in enumerate((olds, news)):
        for entry in readings:
            places[works.of(entry)][side][entry.section.key] = None
    counts: Counter[tuple[str, str]] = Counter()
    for old_keys, new_keys in places.values():
        counts.update((old, new) for old in list(old_keys)[:20] for new in list(new_keys)[:20])
    return counts


def _join(
    left_old: list[ListSection],
    left_new: list[ListSection],
    key: Callable[[ListSection], Hashable],
    accept: Callable[[ListSection, ListSection], bool],
    found: list[Sections],
) -> None:
    """Join the sections that have the same key, in order; they leave the lists of those that are left."""
    waiting: dict[Hashable, deque[ListSection]] = defaultdict(deque)
    for new in left_new:
        waiting[key(new)].append(new)
    joined = set()
    for old in left_old:
        same = waiting.get(key(old))
        if same and accept(old, same[0]):
            found.append(Sections(old, same.popleft()))
            joined |= {id(old), id(found[-1].new)}
    left_old[:] = [each for each in left_old if id(each) not in joined]
    left_new[:] = [each for each in left_new if id(each) not in joined]


# -- readings -----------------------------------------------------------------------------------------------


def _pair_up(
    left_old: list[Entry],
    left_new: list[Entry],
    key_of_old: Callable[[Entry], Hashable],
    key_of_new: Callable[[Entry], Hashable],
    pairs: list[Pair],
) -> None:
    waiting: dict[Hashable, deque[Entry]] = defaultdict(deque)
    for new in left_new:
        waiting[key_of_new(new)].append(new)
    paired = set()
    for old in left_old:
        if same := waiting.get(key_of_old(old)):
            pairs.append(Pair(old, same.popleft()))
            paired |= {id(old), id(pairs[-1].new)}
    left_old[:] = [each for each in left_old if id(each) not in paired]
    left_new[:] = [each for each in left_new if id(each) not in paired]


def _pair_alike(
    left_old: list[Entry],
    left_new: list[Entry],
    there: Callable[[Entry], str | None],
    shared: set[str],
    pairs: list[Pair],
) -> None:
    """Pair what stands in the same section and has the same link or a near title; the most alike first."""
    olds: dict[str, list[Entry]] = defaultdict(list)
    news: dict[str, list[Entry]] = defaultdict(list)
    for old in left_old:
        if section := there(old):
            olds[section].append(old)
    for new in left_new:
        news[new.section.key].append(new)
    for section, ours in olds.items():
        theirs = news[section]
        if len(ours) > MAX_COMPARED or len(theirs) > MAX_COMPARED:
            continue
        tried = [(likeness(old, new, shared), old, new) for old in ours for new in theirs]
        taken: set[int] = set()
        for worth, old, new in sorted(tried, key=lambda each: -each[0]):
            if worth >= NEAR and not {id(old), id(new)} & taken:
                taken |= {id(old), id(new)}
                pairs.append(Pair(old, new))


def likeness(old: Entry, new: Entry, shared: Set[str] = frozenset()) -> float:
    """How likely, from 0 to 1, a reading is another in its place under a new title; `shared` links say nothing."""
    if _contradict(old, new):
        return 0.0
    if (_main_links(old) & _main_links(new)) - shared:
        return 1.0
    one, other = fold(old.title), fold(new.title)
    words = set(one.split()) ^ set(other.split())
    if any(word in _NEGATIONS or _NUMBER.search(word) for word in words):
        return 0.0  # "Part 1" and "Part 2", "GPT-2" and "GPT-3", "all you need" and "not all you need"
    short, long = sorted((one, other), key=len)
    if len(short.split()) >= 3 and (long.startswith(f"{short} ") or long.endswith(f" {short}")):
        return 0.99
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _contradict(old: Entry, new: Entry) -> bool:
    for kind in ("arxiv:", "doi:"):
        one, other = ({name for name in entry.names if name.startswith(kind)} for entry in (old, new))
        if one and other:  # had they one in common, they would be of one work
            return True
    years = old.listing.year, new.listing.year
    return None not in years and abs((years[0] or 0) - (years[1] or 0)) > MAX_YEARS_APART


def _main_links(entry: Entry) -> set[str]:
    links = entry.listing.links
    return {link.url.partition("://")[2].rstrip("/") for link in links if link.kind in _MAIN_LINKS}
