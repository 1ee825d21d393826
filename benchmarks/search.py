"""Searching as one types, against SQLite's full-text search (FTS5) over the same texts, in the same run, in turns.

Papers are made up: titles of words as frequent as Zipf has it, from terms of the field and made-up ones, names,
authors of whom some write much, venues, years, sections; about 25 words each, the same at each run. Each query is
typed letter by letter, several times; the median of a keystroke's times counts as its time.

- search: all hits, ranked, typos forgiven; what earlier keystrokes of the same query found is known. All of them put
  in order, or the first 200, as a screen needs them; how many there are is known in any case.
- trigram: FTS5, words found by any part of them. In order of the rows, or ranked by bm25, all or the first 200.
- prefix: FTS5, words found by their beginning.

Trigram finds nothing shorter than three letters, so its rows have only the keystrokes at which all words are that
long (`3+`), and so have two rows of search. A ratio is search by FTS5 over the keystrokes of that row, each with all
hits or with 200.
"""

import random
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate

from mlsys_tui.domain.query import parse, words_of
from mlsys_tui.search.building import Texts, build
from mlsys_tui.search.engine import Search
from mlsys_tui.search.index import Index

_SIZES = (162, 10_000, 100_000)
_ROUNDS = {162: 15, 10_000: 7, 100_000: 5}
_TERMS = """
learning for training distributed deep neural efficient systems networks inference models large scale machine with
serving data language parallelism optimization memory scheduling attention fast gpu clusters framework compiler system
scalable model communication performance graph dynamic dataflow parallel processing hardware transformer accelerators
automatic adaptive parameter server compression gradient pipeline tensor quantization sparse low latency throughput
resource elastic cloud federated edge mobile devices flash cache kernel fusion benchmark analysis production
reinforcement embedding recommendation checkpointing fault tolerant heterogeneous mixture experts speculative decoding
generation retrieval vector storage query database execution runtime programming abstraction tensorflow pytorch
differentiation tuning search architecture pruning distillation asynchronous synchronous stochastic descent batch
precision mixed bandwidth network interconnect collective allreduce offloading sharding placement autoscaling cost
energy carbon privacy secure debugging profiling monitoring versioning lineage pipelines feature store labeling
""".split()
_GLUE = "a the of in on and to via from using towards at by an is all you need".split()
_VENUES = "OSDI SOSP MLSys NSDI ASPLOS EuroSys NeurIPS ICML ICLR VLDB SIGMOD HPCA ISCA SC ATC arXiv".split()
_FIRST = "Wei Anna Jun Maria Li Tom Yuki Omar Ines Jan Priya Chen Lena Ivan Sofia Hao Mei Ravi Noor Paul".split()
_SYLLABLES = (
    "ba ce di fo gu ka le mi no pu ra se ti vo xu za tor nix lan per chi shu wen kov son ber gra sto mel qui tha ry"
).split()
_SECTIONS = tuple(
    f"{kind} / {topic}"
    for kind in ("Training", "Inference", "Systems", "Data", "Compilers", "Reading group")
    for topic in ("Required", "Optional", "Parallelism", "Memory", "Scheduling", "Week 1", "Week 2", "Background")
)
_QUERIES = (
    ("common word", "training"),
    ("rare word", "{rare}"),
    ("two words", "flash attention"),
    ("three words", "distributed deep learning"),
    ("author", "{author}"),
    ("typo", "quantizaton"),
    ("two typos", "schdeuling fedrated"),
    ("nothing", "zzqxyw"),
    ("venue, year", "osdi 2021"),
)


def papers(count: int) -> list[Texts]:
    """So many made-up papers."""
    chance = random.Random(count)

    def made_up(least: int, most: int) -> str:
        return "".join(chance.choices(_SYLLABLES, k=chance.randint(least, most)))

    words = [*_TERMS, *dict.fromkeys(made_up(2, 4) for _ in range(300 + count // 4))]
    surnames = [made_up(2, 3).title() for _ in range(200 + count // 5)]
    authors = [f"{chance.choice(_FIRST)} {surname}" for surname in surnames]
    zipf = list(accumulate(1 / (rank + 8) for rank in range(len(words))))
    prolific = list(accumulate(1 / (rank + 30) for rank in range(len(authors))))
    made = []
    for _ in range(count):
        title = chance.choices(words, cum_weights=zipf, k=chance.randint(5, 10))
        for _ in range(chance.randint(1, 3)):
            title.insert(chance.randint(0, len(title)), chance.choice(_GLUE))
        named = chance.random() < 0.5
        name = made_up(1, 3).title() + chance.choice(("", "", "ML", "Flow", "Serve")) if named else None
        made.append(
            Texts(
                name,
                (" ".join(title).capitalize(),),
                tuple(chance.choices(authors, cum_weights=prolific, k=chance.randint(2, 6))),
                chance.choice(_VENUES),
                chance.randint(2012, 2025),
                tuple(chance.sample(_SECTIONS, k=chance.randint(1, 2))),
            )
        )
    return made


def _typed(texts: list[Texts]) -> list[tuple[str, str]]:
    """The queries, with a word that few papers have and an author's name that is there."""
    rare = texts[len(texts) // 2].name or next(text.name for text in texts if text.name)
    author = texts[0].authors[0].lower()
    return [(kind, query.format(rare=rare.lower(), author=author)) for kind, query in _QUERIES]


def _text(paper: Texts) -> str:
    parts = (paper.name, *paper.titles, *paper.authors, paper.venue, str(paper.year), *paper.sections)
    return " ".join(part for part in parts if part)


class _Full:
    """One FTS5 table; `made` is how many milliseconds it took."""

    def __init__(self, texts: list[str], options: str, pattern: str) -> None:
        begin = time.perf_counter()
        self._database = sqlite3.connect(":memory:")
        self._database.execute(f"create virtual table papers using fts5(text, content='', {options})")
        rows = enumerate(texts)
        self._database.executemany("insert into papers (rowid, text) values (?, ?)", rows)
        self._database.execute("insert into papers (papers) values ('optimize')")
        self._database.commit()
        self.made = (time.perf_counter() - begin) * 1000
        self._pattern = pattern

    def find(self, query: str, tail: str = "") -> list[int]:
        """The rows that have all words."""
        match = " ".join(self._pattern.format(word) for word in words_of(query))
        found = self._database.execute(f"select rowid from papers where papers match ? {tail}", (match,))
        return [row for (row,) in found]

    @property
    def size(self) -> int:
        """Bytes."""
        pages: int = self._database.execute("pragma page_count").fetchone()[0]
        return pages * int(self._database.execute("pragma page_size").fetchone()[0])


def _long(query: str) -> bool:
    return all(len(word) > 2 for word in words_of(query))


_Find = Callable[[str], object]
_Times = dict[str, list[float]]


def _measure(methods: dict[str, Callable[[], _Find]], queries: list[str], rounds: int) -> dict[str, _Times]:
    """For each method the times of each keystroke. The methods take turns at each query."""
    times: dict[str, _Times] = {name: {} for name in methods}
    for _ in range(rounds):
        for query in queries:
            for name, begun in methods.items():
                find = begun()
                for end in range(1, len(query) + 1):
                    typed = query[:end]
                    if typed.endswith(" ") or (name.startswith("trigram") and not _long(typed)):
                        continue
                    begin = time.perf_counter()
                    find(typed)
                    times[name].setdefault(typed, []).append((time.perf_counter() - begin) * 1000)
    return times


def _rows(times: dict[str, _Times]) -> Iterator[str]:
    medians = {name: {typed: statistics.median(each) for typed, each in of.items()} for name, of in times.items()}
    for name in ("search", "search, 200"):
        medians[f"{name}, 3+"] = {typed: each for typed, each in medians[name].items() if _long(typed)}
    for name, of in sorted(medians.items()):
        ours = medians["search, 200" if "200" in name else "search"]
        values, same = sorted(of.values()), sorted(ours[typed] for typed in of)
        figures = " | ".join(f"{_part(values, part):.2f}" for part in (0.5, 0.95, 1))
        ratios = " | ".join(f"{_part(same, part) / _part(values, part):.2f}" for part in (0.5, 0.95))
        yield f"| {name} | {len(of)} | {figures} | {ratios} |"


def _part(values: list[float], part: float) -> float:
    return values[min(len(values) - 1, int(part * len(values)))]


def _hits(queries: list[tuple[str, str]], search: Search, trigram: _Full, prefix: _Full) -> Iterator[str]:
    for kind, query in queries:
        hits = search.find(parse(query))
        found = trigram.find(query)
        missed = len({*found} - {*hits.numbers})
        counts = (hits.fuzzy_from, len(hits.numbers) - hits.fuzzy_from, len(found), missed, len(prefix.find(query)))
        yield f"| {kind}: {query} | {' | '.join(map(str, counts))} |"


def _compare(count: int) -> None:
    texts = papers(count)
    begin = time.perf_counter()
    index = build(texts)
    made = (time.perf_counter() - begin) * 1000
    parts = index.parts()
    begin = time.perf_counter()
    Index.of(parts)
    loaded = (time.perf_counter() - begin) * 1000
    flat = [_text(paper) for paper in texts]
    trigram = _Full(flat, "tokenize='trigram'", '"{}"')
    prefix = _Full(flat, "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3'", '"{}"*')
    words = sum(len(words_of(text)) for text in flat) / count
    print(f"## {count:,} papers, {words:.0f} words each, {len(index):,} different words\n")
    print(
        f"search: built in {made:.0f} ms, {sum(map(len, parts.values())) / 1e6:.1f} MB, loaded in {loaded:.1f} ms; ",
        end="",
    )
    print(
        "; ".join(
            f"{name}: {of.made:.0f} ms, {of.size / 1e6:.1f} MB"
            for name, of in (("trigram", trigram), ("prefix", prefix))
        )
    )
    standing = bytes(random.Random(count).choices(range(4), weights=(10, 70, 10, 10), k=count))
    methods: dict[str, Callable[[], _Find]] = {
        "search": lambda: _begun(index, standing),
        "search, 200": lambda: _begun(index, standing, 200),
        "trigram": lambda: trigram.find,
        "trigram, ranked": lambda: partial(trigram.find, tail="order by rank"),
        "trigram, ranked, 200": lambda: partial(trigram.find, tail="order by rank limit 200"),
        "prefix": lambda: prefix.find,
        "prefix, ranked": lambda: partial(prefix.find, tail="order by rank"),
    }
    queries = _typed(texts)
    print("\n| method | keystrokes | p50 ms | p95 | max | ratio p50 | ratio p95 |")
    print("|---|---|---|---|---|---|---|")
    for row in _rows(_measure(methods, [query for _, query in queries], _ROUNDS[count])):
        print(row)
    print("\n| query | hits | with typos | trigram | of these missed | prefix |")
    print("|---|---|---|---|---|---|")
    for row in _hits(queries, Search(index), trigram, prefix):
        print(row)
    print()
    sys.stdout.flush()


def _begun(index: Index, standing: bytes, shown: int | None = None) -> _Find:
    """A search that knows nothing yet, as when the reader begins to type."""
    search = Search(index)
    return lambda typed: search.find(parse(typed), standing=standing).numbers[:shown]


def main() -> None:
    """Measure and print."""
    print("# Searching as one types\n")
    for count in _SIZES:
        _compare(count)


if __name__ == "__main__":
    main()
