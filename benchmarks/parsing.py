"""Parsing a long list: MB/s beside plain markdown-it-py on the same bytes, and how it grows."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from markdown_it import MarkdownIt

from mlsys_tui.parsing.reader import read

_SEEDS = Path(__file__).resolve().parents[1] / "seeds"
_ROUNDS = 3


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main() -> None:
    """Measure and print."""
    once = "\n\n".join(path.read_text("utf-8") for path in sorted(_SEEDS.glob("*.md")))
    print("Parsing, the shipped Markdown lists again and again, medians of", _ROUNDS, "\n")
    print("| MB | papers | markdown-it alone MB/s | whole parsing MB/s | whole / alone |")
    print("|---|---|---|---|---|")
    for size in (0.1, 1.0, 4.0):
        text = once * max(1, round(size * 1e6 / len(once.encode())))
        mega = len(text.encode()) / 1e6
        pairs = [
            (_seconds(lambda: MarkdownIt("commonmark").parse(text)), _seconds(lambda: read(text, "bench")))  # noqa: B023
            for _ in range(_ROUNDS)
        ]
        alone, whole = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = statistics.median(b / a for a, b in pairs)
        count = len(read(text, "bench").listings)
        print(f"| {mega:.1f} | {count} | {mega / alone:.2f} | {mega / whole:.2f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
