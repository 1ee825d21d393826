"""Parsing a long list: MB/s beside plain markdown-it-py on the same bytes, and how it grows.

The shipped lists are repeated up to 1 MB, which is what most lists look like; the made-up list has no line twice and
goes up to 10 MB. Goals: whole parsing at most 2.5 times markdown-it alone; time per MB from 1 to 10 MB at most 1.15
times. Times are processor times, so that other work on the machine counts little.
"""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from markdown_it import MarkdownIt

from benchmarks.lists import markdown
from mlsys_tui.parsing.reader import read

_SEEDS = Path(__file__).resolve().parents[1] / "seeds"
_ROUNDS = 3
_PAPERS_A_MB = 8_600


def _seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _row(name: str, text: str, rounds: int) -> float:
    """Measure and print a line of the table; seconds per MB."""
    mega = len(text.encode()) / 1e6
    pairs = [
        (_seconds(lambda: MarkdownIt("commonmark").parse(text)), _seconds(lambda: read(text, "bench")))
        for _ in range(rounds)
    ]
    alone = statistics.median(seconds for seconds, _ in pairs)
    whole = statistics.median(seconds for _, seconds in pairs)
    ratio = statistics.median(b / a for a, b in pairs)
    print(f"| {name} | {mega:.1f} | {mega / alone:.2f} | {mega / whole:.2f} | {ratio:.2f} |")
    return whole / mega


def main() -> None:
    """Measure and print."""
    once = "\n\n".join(path.read_text("utf-8") for path in sorted(_SEEDS.glob("*.md")))
    print("Parsing, medians of", _ROUNDS, "\n")
    print("| list | MB | markdown-it alone MB/s | whole parsing MB/s | whole / alone (goal 2.5) |")
    print("|---|---|---|---|---|")
    for size in (0.1, 1.0):
        _row("shipped, repeated", once * max(1, round(size * 1e6 / len(once.encode()))), _ROUNDS)
    one = _row("made up", markdown(_PAPERS_A_MB), _ROUNDS)
    ten = _row("made up", markdown(10 * _PAPERS_A_MB), 1)
    print(f"\nTime per MB at 10 MB / at 1 MB: {ten / one:.2f} (goal 1.15)")


if __name__ == "__main__":
    main()
