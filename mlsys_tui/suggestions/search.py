"""All pairs of papers that may be one, found without comparing each with each."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from mlsys_tui.domain.answers import in_time, place_alias, sides
from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.notebook import Answer
from mlsys_tui.domain.paper import PaperKey

if TYPE_CHECKING:
    from mlsys_tui.suggestions.papers import Names, Work

MAX_BLOCK = 24
"""Of a block no larger than this all pairs are compared; of a larger one, each paper with its neighbours."""

NEIGHBOURS = 6
RARE_WORDS = 4
"""Of the rarest words of a paper's titles that other papers have too, each two make a block."""

PREFIX = 20
"""So many letters from the beginning of a title, or from its end, make a block."""

MAX_NAME_WORDS = 4
MAX_OF_ONE_NAME = 4
"""What more papers are called is a label, not a name."""


class Suggestion(NamedTuple):
    """Two papers that may be one, in the order of the catalog; how surely (0 to 100), and why, in words."""

    one: PaperKey
    other: PaperKey
    score: int
    why: str


def suggest(catalog: Catalog, answers: Iterable[Answer] = ()) -> list[Suggestion]:
    """The papers that may be one, the surest first; none that the reader has answered.

    Only papers that share a block are compared: two rare words, the beginning or the end of a title, what stands
    before its colon, or a short name. Of a block of up to MAX_BLOCK papers all pairs are compared; a larger one is
    sorted, and each paper compared with the NEIGHBOURS behind it. A title puts its paper into at most 15 blocks. So
    n papers take O(n log n) time and O(n) memory. Slow for a large catalog: call it in a thread of its own.
    """
    from mlsys_tui.suggestions.papers import resemble, work_of  # noqa: PLC0415 - rapidfuzz, not needed to start

    keys = list(catalog.papers)
    works = [work_of([place.listing for place in catalog.placements[key]], catalog.papers[key].aliases) for key in keys]
    common = _common_words(works)
    names = _names(works)
    told = _answered(catalog, answers)
    found = []
    for i, j in _candidates(works, names.labels):
        if (keys[i], keys[j]) not in told and (likeness := resemble(works[i], works[j], common, names)):
            found.append(Suggestion(keys[i], keys[j], likeness.score, likeness.why))
    order = {key: number for number, key in enumerate(keys)}
    return sorted(found, key=lambda s: (-s.score, order[s.one], order[s.other]))


def _common_words(works: Sequence["Work"]) -> frozenset[str]:
    """Words that several papers use: not misspelt."""
    counts = Counter(word for work in works for word in {word for title in work.titles for word in title.whole.words})
    return frozenset(word for word, count in counts.items() if count > 2)


def _names(works: Sequence["Work"]) -> "Names":
    """The short names that tell little. A title that is nothing but its name is not counted."""
    from mlsys_tui.suggestions.papers import Names  # noqa: PLC0415 - as above

    counts = Counter(name for w in works for name in w.names if any(t.whole.joined != name for t in w.titles))
    counts.update(title.whole.joined for work in works for title in work.titles if title.whole.printed < MAX_NAME_WORDS)
    return Names(
        frozenset(name for name, count in counts.items() if count > MAX_OF_ONE_NAME),
        frozenset(name for name, count in counts.items() if count > 2),
    )


def _answered(catalog: Catalog, answers: Iterable[Answer]) -> set[tuple[PaperKey, PaperKey]]:
    """The pairs that the reader has called different, or the same."""
    told = in_time(answers)
    if not told:
        return set()
    users: dict[str, list[PaperKey]] = defaultdict(list)
    for key, paper in catalog.papers.items():
        places = (place_alias(place.document, place.listing.title) for place in catalog.placements[key])
        for alias in {*paper.aliases, *places}:
            users[alias].append(key)
    pairs = set()
    for answer in told:
        ones, others = sides(answer, users)
        pairs |= {pair for one in ones for other in others for pair in ((one, other), (other, one))}
    return pairs


def _candidates(works: Sequence["Work"], labels: Collection[str]) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing, each once."""
    counts = Counter(stem for work in works for stem in work.stems)
    alone: dict[int, int] = {}
    blocks: dict[int, list[int]] = {}
    for index, work in enumerate(works):
        for block in {
            hash(block) for block in _blocks(work, counts, labels)
        }:  # most have one member, and a hash is small
            if (first := alone.setdefault(block, index)) != index:
                blocks.setdefault(block, [first]).append(index)
    seen: set[int] = set()
    for members in blocks.values():
        for one, other in _pairs(members, works):
            pair = one * len(works) + other
            if pair not in seen:
                seen.add(pair)
                if _worthwhile(works[one], works[other]):
                    yield one, other


def _blocks(work: "Work", counts: Counter[str], labels: Collection[str]) -> Iterator[str]:
    rare = sorted((stem for stem in work.stems if counts[stem] > 1), key=lambda stem: (counts[stem], stem))
    yield from (f"words {one} {other}" for one, other in combinations(rare[:RARE_WORDS], 2))
    for title in work.titles:
        for form in filter(None, (title.whole, title.rest)):
            yield f"from {form.joined[:PREFIX]}"
            yield f"to {form.joined[-PREFIX:]}"
            if form.head not in work.names:
                yield f"head {form.head or form.joined}"
    names = (*work.names, *(title.whole.joined for title in work.titles if title.whole.printed < MAX_NAME_WORDS))
    yield from (f"name {name}" for name in names if name not in labels)


def _pairs(members: Sequence[int], works: Sequence["Work"]) -> Iterator[tuple[int, int]]:
    if len(members) <= MAX_BLOCK:
        yield from combinations(members, 2)
        return
    ordered = sorted(members, key=lambda index: works[index].titles[0].whole.joined)
    for place, index in enumerate(ordered):
        for other in ordered[place + 1 : place + 1 + NEIGHBOURS]:
            yield (index, other) if index < other else (other, index)


def _worthwhile(one: "Work", other: "Work") -> bool:
    """A cheap look before the dear one: half the words of the shorter, or a name, in common."""
    return 2 * len(one.stems & other.stems) >= min(len(one.stems), len(other.stems)) or not one.names.keys().isdisjoint(
        other.names
    )
