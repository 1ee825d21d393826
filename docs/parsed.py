"""Writes what the shipped lists say to mlsys_tui/parsed, for the very first start: `python -m docs.parsed`."""

from pathlib import Path

from mlsys_tui.loading import parse_into
from mlsys_tui.paths import shipped_lists, shipped_parsed
from mlsys_tui.store.cache import ParsedCache
from mlsys_tui.store.documents import paths_in, read_document


def write(folder: Path) -> None:
    """Parse the lists anew into a folder, in the place of what is there."""
    for path in folder.glob("*.json"):
        path.unlink()
    for path in paths_in(shipped_lists()):
        parse_into(ParsedCache(folder), read_document(path))


if __name__ == "__main__":
    write(shipped_parsed())
