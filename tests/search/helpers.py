"""Papers to search, and the reference that the search must agree with."""

from collections.abc import Sequence

from mlsys_tui.domain.query import is_cjk, parse, words_of
from mlsys_tui.search.building import Texts, build
from mlsys_tui.search.engine import Search
from mlsys_tui.search.hits import Hits
from mlsys_tui.search.own import Own

PAPERS = (
    Texts("Ray", ("Ray: A Distributed Framework for Emerging AI Applications",), ("Philipp Moritz",), "OSDI", 2018),
    Texts("FlashAttention", ("Fast and Memory-Efficient Exact Attention",), ("Tri Dao",), "NeurIPS", 2022),
    Texts("vLLM", ("Efficient Memory Management with PagedAttention",), ("Woosuk Kwon",), "SOSP", 2023, ("Serving",)),
    Texts(None, ("Attention Is All You Need",), ("Ashish Vaswani",), "NeurIPS", 2017, ("Models / Required",)),
    Texts(None, ("深度学习系统", "Deep Learning Systems"), ("李 明",), None, 2020),
    Texts("Gandiva", ("Introspective Cluster Scheduling for Deep Learning",), ("Wencong Xiao",), "OSDI", 2018),
    Texts(None, ("Élan Vital: Ünïcode Ångström",), ("José Núñez",), "VLDB", 2019),
)


def search(*titles: str) -> Search:
    """A search over papers that are nothing but their titles; `Name | title` has a short name."""
    papers = []
    for title in titles:
        name, bar, rest = title.partition(" | ")
        papers.append(Texts(name, (rest,)) if bar else Texts(None, (title,)))
    return Search(build(papers))


def find(search: Search, text: str, standing: Sequence[int] | None = None) -> list[int]:
    return list(search.find(parse(text), standing=standing).numbers)


def exact(hits: Hits) -> list[int]:
    """The hits that need no typo."""
    return list(hits.numbers[: hits.fuzzy_from])


def reference(papers: Sequence[Texts], own: dict[int, str], text: str) -> set[int]:
    """The papers with all words of `text`, by looking at each word of each paper."""
    found = set()
    for number, paper in enumerate(papers):
        texts = (paper.name, *paper.titles, *paper.authors, paper.venue, str(paper.year or ""), *paper.sections)
        words = {word for each in (*texts, own.get(number)) if each for word in words_of(each)}
        if all(any(_has(word, sought) for word in words) for sought in words_of(text)):
            found.add(number)
    return found


def _has(word: str, sought: str) -> bool:
    return word.startswith(sought) or ((len(sought) > 2 or is_cjk(sought)) and sought in word)


def catalog(own: dict[int, str] | None = None) -> Search:
    """A search over PAPERS."""
    return Search(build(PAPERS), Own((own or {}).items()))
