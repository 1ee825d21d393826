"""Which papers a few typed words mean: the filter of the app and of the command line."""

from collections.abc import Callable, Iterable, Mapping

from mlsys_tui.domain.paper import Paper, PaperKey
from mlsys_tui.text import fold


def search_text(paper: Paper, *more: str | None) -> str:
    """All that a query looks at, folded: title, name, authors, venue, year, and `more` (tags, note, sections)."""
    parts = (paper.name, paper.title, *paper.authors, paper.venue, str(paper.year or ""), *more)
    return fold(" ".join(part for part in parts if part))


def matches(query: str, text: str) -> bool:
    """True if each word of `query` stands somewhere in the folded `text`; an empty query matches all."""
    return all(word in text for word in fold(query).split())


def find_papers(papers: Mapping[PaperKey, Paper], reference: str) -> list[PaperKey]:
    """The papers a reader may mean by `reference`: a key, a short name, or a part of the title.

    Exact hits shut out lesser ones, in this order: key, name, whole title, beginning of the key, part of the title.
    """
    wanted = fold(reference)
    if PaperKey(reference) in papers:
        return [PaperKey(reference)]
    if not wanted:
        return []
    tests: tuple[Callable[[Paper], bool], ...] = (
        lambda paper: fold(paper.name or "") == wanted,
        lambda paper: fold(paper.title) == wanted,
        lambda paper: f" {wanted} " in f" {fold(paper.title)} ",
        lambda paper: wanted in fold(paper.title),
        lambda paper: matches(reference, search_text(paper)),
    )
    for test in tests:
        if found := [key for key, paper in papers.items() if test(paper)]:
            return found
    return []


def filter_papers(keys: Iterable[PaperKey], texts: Mapping[PaperKey, str], query: str) -> list[PaperKey]:
    """Those of `keys` whose folded text has all words of the query, in their order."""
    words = fold(query).split()
    return [key for key in keys if all(word in texts[key] for word in words)]
