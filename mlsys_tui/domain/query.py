"""Which papers a few typed words mean: the filter of the app and of the command line."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from mlsys_tui.domain.paper import Paper, PaperKey
from mlsys_tui.text import fold

# Han, kana and Hangul, as folding leaves them.
_CJK = "\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff"
_RUNS = re.compile(f"[{_CJK}]+|[^{_CJK}\\s]+")


class Query(NamedTuple):
    """What a reader typed, read: the words that a paper must have, folded, in the order in which they were typed."""

    words: tuple[str, ...] = ()

    @property
    def phrase(self) -> str:
        """All words, one after the other."""
        return " ".join(self.words)


def parse(text: str) -> Query:
    """The query that `text` is; the one place to split off words with a meaning of their own, as `year:2023`."""
    return Query(tuple(words_of(text)))


def words_of(text: str) -> list[str]:
    """The folded words of `text`; a run of Chinese, Japanese or Korean is a word of its own, whatever it touches."""
    folded = fold(text)
    return folded.split() if folded.isascii() else _RUNS.findall(folded)


def is_cjk(word: str) -> bool:
    """True for a word of Chinese, Japanese or Korean, in which a word may begin anywhere."""
    return not word.isascii() and re.match(f"[{_CJK}]", word) is not None


def search_text(paper: Paper, *more: str | None) -> str:
    """All that a query looks at, folded: title, name, authors, venue, year, and `more` (tags, note, sections)."""
    parts = (paper.name, paper.title, *paper.authors, paper.venue, str(paper.year or ""), *more)
    return fold(" ".join(part for part in parts if part))


def matches(query: str, text: str) -> bool:
    """True if each word of `query` stands somewhere in the folded `text`; an empty query matches all."""
    return all(word in text for word in fold(query).split())


def find_papers(
    papers: Mapping[PaperKey, Paper], reference: str, titles: Callable[[PaperKey], Iterable[str]] = lambda _key: ()
) -> list[PaperKey]:
    """The papers a reader may mean by `reference`: a key, a short name, or a part of a title.

    Exact hits shut out lesser ones, in this order: key, name, whole title, beginning of the key, part of the title.
    `titles` are what else lists call a paper.
    """
    wanted = fold(reference)
    if PaperKey(reference) in papers:
        return [PaperKey(reference)]
    if not wanted:
        return []
    called = {key: [fold(title) for title in (paper.title, *titles(key))] for key, paper in papers.items()}
    tests: tuple[Callable[[PaperKey], bool], ...] = (
        lambda key: fold(papers[key].name or "") == wanted,
        lambda key: wanted in called[key],
        lambda key: any(f" {wanted} " in f" {title} " for title in called[key]),
        lambda key: any(wanted in title for title in called[key]),
        lambda key: matches(reference, search_text(papers[key])),
    )
    for test in tests:
        if found := [key for key in papers if test(key)]:
            return found
    return []
