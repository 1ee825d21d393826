"""Suggestions: seconds and memory for catalogs of 300, 10,000 and 100,000 papers, and how they grow."""

import random
import re
import sys
import time
import tracemalloc
from pathlib import Path

from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.reading_list import Document, Listing, Section
from mlsys_tui.parsing.reader import read
from mlsys_tui.suggestions.search import suggest

_SEEDS = Path(__file__).resolve().parents[1] / "seeds"
_SIZES = (300, 10_000, 100_000)
_TWINS = 0.02
_SYLLABLES = "ba ce di fo gu ka le mi no pu ra se ti vo xu za tor nix lan per".split()


def _titles(count: int) -> list[str]:
    """Titles as long, and with words as frequent and as rare, as those of the shipped lists; some misspelt twins."""
    chance = random.Random(count)
    shipped = [
        listing.title
        for path in sorted(_SEEDS.iterdir())
        for listing in read(path.read_text("utf-8"), path.name).listings
    ]
    words = [word for title in shipped for word in title.split()]
    titles: list[str] = []
    while len(titles) < count:
        if titles and chance.random() < _TWINS:
            titles.append(_misspelt(chance.choice(titles), chance))
            continue
        name = "".join(chance.choices(_SYLLABLES, k=3)).title()
        rare = "".join(chance.choices(_SYLLABLES, k=4))
        chosen = chance.choices(words, k=len(chance.choice(shipped).split()))
        titles.append(f"{name}: {' '.join([*chosen, rare] if chance.random() < 0.5 else chosen)}")
    return titles


def _misspelt(title: str, chance: random.Random) -> str:
    long = [word for word in re.findall(r"[a-z]+", title) if len(word) > 5]
    if not long:
        return title + " System"
    word = chance.choice(long)
    return title.replace(word, word[:3] + word[4:], 1)


def catalog(count: int) -> Catalog:
    """A catalog of about so many papers."""
    listings = tuple(Listing(title) for title in _titles(count))
    return build([Document("bench.md", "Bench", sections=(Section(("All",), listings=listings),))])


def main() -> None:
    """Measure and print."""
    print(f"Suggestions among made-up papers, {_TWINS:.0%} of them misspelt twins\n")
    print("| papers | suggestions | seconds | microseconds a paper | MB at most |")
    print("|---|---|---|---|---|")
    for size in _SIZES:
        papers = catalog(size)
        begin = time.perf_counter()
        found = len(suggest(papers))
        seconds = time.perf_counter() - begin
        tracemalloc.start()
        suggest(papers)
        most = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        count = len(papers.papers)
        print(f"| {count} | {found} | {seconds:.2f} | {seconds / count * 1e6:.0f} | {most:.0f} |")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
