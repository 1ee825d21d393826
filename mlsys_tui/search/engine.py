"""The search: papers that have all words of a query, the best first."""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from mlsys_tui.domain.query import Query
from mlsys_tui.search.hits import Hits, Ranked
from mlsys_tui.search.index import FIELD_END, NAME_FROM, TITLE_FROM, Index
from mlsys_tui.search.own import Own
from mlsys_tui.search.ranking import Found, Level, entries, look_among, look_up

_MOST_WORDS = 100
_LEAST_KEPT = 1 << 15
_MANY = 1 << 14
_CHUNK = 1 << 11

_Rank = tuple[int, int, int]
"""How the query stands there as a whole (`Level.BEGINS`: scattered); the level of its worst word; the sum of all."""


class _Last(NamedTuple):
    """What the last query of one word came to: often the next letter changes nothing."""

    found: Found
    order: bytes | None
    hits: Hits


def _ready() -> None:
    pass


class Search:
    """Finds papers of an index. What was found for a word is kept for the next letter of the next one.

    Several threads may search at once.
    """

    def __init__(self, index: Index, own: Own | None = None) -> None:
        self.index = index
        self.own = Own() if own is None else own
        self._last: _Last | None = None
        self._kept: OrderedDict[tuple[str, int], Found] = OrderedDict()

    def cost(self, query: Query) -> int:
        """About how many entries of the index a search would look at, without those of words it still knows."""
        version = self.own.version
        return sum(entries(self.index, word) for word in {*query.words} if (word, version) not in self._kept)

    def find(self, query: Query, *, standing: Sequence[int] | None = None, check: Callable[[], None] = _ready) -> Hits:
        """All papers that have all words; equal ones by `standing`, the lowest first, then as the index has them.

        `standing` has a number from 0 to 255 for each paper. `check` is called often, and may raise. Without words all
        papers are found.
        """
        order = None if standing is None else bytes(standing)
        if not query.words:
            return Hits(Ranked([range(self.index.papers)], order), (), self.index.papers)
        found: list[Found] = []
        ranks: dict[_Rank, set[int]] = {}
        for word in sorted(dict.fromkeys(query.words), key=lambda word: entries(self.index, word)):
            check()
            found.append(self._look_up(word, check, ranks))
            ranks = _narrowed(ranks, found[-1]) if ranks else _begun(found[-1])
            if not ranks:
                return Hits(Ranked(), query.words)
        words = tuple(dict.fromkeys([*query.words, *(each.word for one in found for each in one.near or ())]))
        if len(query.words) > 1:
            return _hits(_with_phrases(self.index, query.phrase.encode(), ranks, check), order, words)
        last = self._last
        if last is not None and found[0] is last.found and order == last.order:
            return last.hits._replace(words=words)
        hits = _hits(ranks, order, words)
        self._last = _Last(found[0], order, hits)
        return hits

    def _look_up(self, word: str, check: Callable[[], None], ranks: dict[_Rank, set[int]]) -> Found:
        """What has `word`: known, or now looked up; of a word that many papers have, only what is in the ranks."""
        version = self.own.version
        kept = self._kept.copy()
        if (found := kept.pop((word, version), None)) is None:
            if ranks and entries(self.index, word) > _MANY:
                return look_among(self.index, self.own, word, check, set().union(*ranks.values()))
            found = look_up(self.index, self.own, word, check, kept.get((word[:-1], version)))
        kept[word, version] = found
        room = max(_LEAST_KEPT, self.index.papers // 2) - sum(each.size for each in kept.values())
        while len(kept) > 1 and (room < 0 or len(kept) > _MOST_WORDS):
            room += kept.popitem(last=False)[1].size
        self._kept = kept
        return found


def _hits(ranks: dict[_Rank, set[int]], order: bytes | None, words: tuple[str, ...]) -> Hits:
    exact = sum(len(papers) for rank, papers in ranks.items() if rank[1] < Level.TYPO)
    return Hits(Ranked([ranks[rank] for rank in sorted(ranks)], order), words, exact)


def _begun(found: Found) -> dict[_Rank, set[int]]:
    return {(0, level, level): papers for level, papers in enumerate(found.levels) if papers}


def _narrowed(ranks: dict[_Rank, set[int]], found: Found) -> dict[_Rank, set[int]]:
    """Those papers of the ranks that have one more word."""
    narrowed: defaultdict[_Rank, set[int]] = defaultdict(set)
    for (_, worst, total), papers in ranks.items():
        for level, more in enumerate(found.levels):
            if both := papers & more:
                narrowed[0, max(worst, level), total + level] |= both
    return narrowed


def _with_phrases(
    index: Index, phrase: bytes, ranks: dict[_Rank, set[int]], check: Callable[[], None]
) -> dict[_Rank, set[int]]:
    """The ranks, with those papers in front that have the whole query, word after word, in a name or title."""
    better: defaultdict[_Rank, set[int]] = defaultdict(set)
    for (_, worst, total), papers in ranks.items():
        scattered = set(papers)
        if worst <= Level.BEGINS:  # else not all of it is in names and titles
            numbers = list(papers)
            for begin in range(0, len(numbers), _CHUNK):
                check()
                for number in index.with_phrase(phrase, numbers[begin : begin + _CHUNK]):
                    if (level := _standing_whole(index.line(number), phrase)) < Level.BEGINS:
                        better[level, worst, total].add(number)
                        scattered.discard(number)
        better[Level.BEGINS, worst, total] |= scattered
    return better


def _standing_whole(line: bytes, phrase: bytes) -> Level:
    """How the names and titles of a paper have the whole query."""
    for level, piece in (
        (Level.NAME, NAME_FROM + phrase + FIELD_END),
        (Level.NAME, TITLE_FROM + phrase + FIELD_END),
        (Level.NAME_BEGINS, NAME_FROM + phrase),
        (Level.TITLE_BEGINS, TITLE_FROM + phrase),
        (Level.WHOLE, b" " + phrase),
    ):
        if piece in line:
            return level
    return Level.BEGINS
