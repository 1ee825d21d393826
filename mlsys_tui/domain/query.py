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


def filter_papers(keys: Iterable[PaperKey], texts: Mapping[PaperKey, str], query: str) -> list[PaperKey]:
    """Those of `keys` whose folded text has all words of the query, in their order."""
    words = fold(query).split()
    return [key for key in keys if all(word in texts[key] for word in words)]
