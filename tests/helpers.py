"""Small builders shared by tests."""

from pathlib import Path

from mlsys_tui.domain.reading_list import Document, Listing
from mlsys_tui.parsing.reader import read

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"
ORIGINALS = ROOT.parent / "shared" / "seeds"


def one(text: str) -> Listing:
    """The only listing of a document."""
    listings = read(text, "test.md").listings
    assert len(listings) == 1, listings
    return listings[0]


def item(text: str) -> Listing:
    """The listing of a one-item list."""
    return one(f"- {text}\n")


def seed_documents() -> list[Document]:
    """The five shipped lists, parsed."""
    return [read(path.read_text("utf-8"), path.name) for path in sorted(SEEDS.iterdir())]
