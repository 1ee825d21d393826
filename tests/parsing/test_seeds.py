"""The five shipped lists against hand-made labels, field by field; and the originals, where they are at hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from mlsys_tui.domain.contract import document_to_json
from mlsys_tui.parsing.reader import read
from tests.helpers import ORIGINALS, SEEDS

EXPECTED = Path(__file__).parent / "expected"
ORIGINAL_OF = {
    "aisys2023-first-sessions.md": "000_66433b864bcc67b9.txt",
    "aisys2023-whole-term.txt": "001_55a1ca3d08eb1e74.txt",
    "dl-systems-reading-list.md": "002_b6defbe7b9d3a556.txt",
    "mlsys-repo.md": "003_bf948b1d70ba5056.txt",
    "ucb-aisys-catalogue.md": "004_60cf14e55de5f01d.txt",
}
# listings, sessions, topics with listings, events: the numbers the lists were counted to have by hand
NUMBERS = {
    "aisys2023-first-sessions.md": (13, 6, 0, 1),
    "aisys2023-whole-term.txt": (47, 27, 0, 7),
    "dl-systems-reading-list.md": (72, 0, 16, 0),
    "mlsys-repo.md": (32, 0, 7, 0),
    "ucb-aisys-catalogue.md": (60, 11, 0, 0),
}


def expected(name: str) -> dict[str, Any]:
    labels: dict[str, Any] = json.loads((EXPECTED / name).with_suffix(".json").read_text("utf-8"))
    return labels


def comparable(parsed: dict[str, Any], *, lines: bool) -> dict[str, Any]:
    """What the labels speak of: sections that hold something, without notes, link labels and perhaps lines."""
    sections = []
    for section in parsed["sections"]:
        if not (section["entries"] or section["events"] or section["date_text"] or section["number"] is not None):
            continue
        entries = []
        for entry in section["entries"]:
            kept = {key: value for key, value in entry.items() if lines or key != "line"}
            kept["links"] = [{"url": link["url"], "kind": link["kind"]} for link in entry["links"]]
            entries.append(kept)
        sections.append({**{key: section[key] for key in section if key != "notes"}, "entries": entries})
    return {"title": parsed["title"], "kind": parsed["kind"], "sections": sections}


@pytest.mark.parametrize("name", ORIGINAL_OF)
def test_every_field_of_every_listing_is_as_labelled(name: str) -> None:
    parsed = document_to_json(read((SEEDS / name).read_text("utf-8"), name))
    assert comparable(parsed, lines=True) == comparable(expected(name), lines=True)


@pytest.mark.parametrize(("name", "original"), ORIGINAL_OF.items())
def test_originals_read_like_their_transcriptions(name: str, original: str) -> None:
    path = ORIGINALS / original
    if not path.exists():
        pytest.skip("the originals are not beside this working copy")
    parsed = document_to_json(read(path.read_text("utf-8"), "some-other-name"))
    assert comparable(parsed, lines=False) == comparable(expected(name), lines=False)


@pytest.mark.parametrize(("name", "numbers"), NUMBERS.items())
def test_numbers(name: str, numbers: tuple[int, int, int, int]) -> None:
    document = read((SEEDS / name).read_text("utf-8"), name)
    sessions = [section for section in document.sections if section.is_session]
    topics = [section for section in document.sections if section.listings and not section.is_session]
    events = [event for section in document.sections for event in section.events]
    assert (len(document.listings), len(sessions), len(topics), len(events)) == numbers
    assert document.problems == ()


def test_all_shipped_lists_are_labelled() -> None:
    assert sorted(path.name for path in SEEDS.iterdir()) == sorted(NUMBERS)
    assert sum(numbers[0] for numbers in NUMBERS.values()) == 224


def test_the_name_of_a_file_decides_nothing() -> None:
    text = (SEEDS / "aisys2023-whole-term.txt").read_text("utf-8")
    parsed = [document_to_json(read(text, name)) | {"document": ""} for name in ("a.md", "b.txt", "c.html", "-")]
    assert all(each == parsed[0] for each in parsed)


def test_crlf_and_byte_order_mark_change_nothing() -> None:
    text = (SEEDS / "ucb-aisys-catalogue.md").read_text("utf-8")
    assert read("\ufeff" + text.replace("\n", "\r\n"), "x").sections == read(text, "x").sections
