"""Starting with a list that was parsed before: reading it from the cache, and making the catalog."""

import tempfile
import time
from pathlib import Path

from benchmarks.lists import markdown
from mlsys_tui.loading import Loader
from mlsys_tui.paths import Paths

_SIZES = (300, 10_000, 100_000)


def main() -> None:
    """Measure and print."""
    print("Loading lists, beside the shipped ones\n")
    print("| papers added | first time, parsed (s) | from the cache (s) | ratio | papers |")
    print("|---|---|---|---|---|")
    for size in _SIZES:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            paths = Paths(root / "config", root / "data", root / "state", root / "cache")
            paths.lists.mkdir(parents=True)
            (paths.lists / "long.md").write_text(markdown(size), "utf-8")
            times = []
            for _ in range(2):
                begin = time.perf_counter()
                library = Loader(paths).open()
                times.append(time.perf_counter() - begin)
            first, cached = times
            papers = len(library.catalog.papers)
            print(f"| {size:,} | {first:.2f} | {cached:.2f} | {first / cached:.1f} | {papers:,} |")


if __name__ == "__main__":
    main()
