"""Texts and bytes that nobody thought of: what is promised of every document, and what may not change what is read.

`make torture` runs the same for much longer (MLSYS_TORTURE times as many examples). Hypothesis says how a failure is had
again; `--hypothesis-seed` runs the whole again as it was.
"""

import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mlsys_tui.domain.reading_list import Document, Listing
from mlsys_tui.parsing.reader import read
from tests.helpers import SEEDS
from tests.parsing.fuzz.papers import STYLES, Paper, papers
from tests.parsing.fuzz.promises import check_bytes, check_text
from tests.parsing.fuzz.soup import blobs, damaged, lists, mixed, texts
from tests.parsing.test_dialects import NAMES, text_of

TORTURE = int(os.environ.get("MLSYS_TORTURE", "1"))


def examples(count: int) -> settings:
    """So many examples, or more if there is time; a failure prints how to have it again."""
    return settings(
        max_examples=count * TORTURE,
        deadline=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


# -- what is promised -----------------------------------------------------------------------------------------


@examples(150)
@given(mixed)
@example("---\ntitle: &#x1b;[31m\n---\n- [A Good Title](https://a.org/1)\n")
def test_pieces_of_all_formats(text: str) -> None:
    check_text(text)


@examples(150)
@given(damaged())
def test_damaged_lists(text: str) -> None:
    check_text(text)


@examples(100)
@given(blobs)
def test_bytes(data: bytes) -> None:
    check_bytes(data)


@pytest.mark.parametrize("name", NAMES)
@examples(3)
@given(st.data())
def test_damaged_dialects(name: str, data: st.DataObject) -> None:
    """The dialects' documents with a stretch of them cut out, moved, or replaced."""
    text = text_of(name)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    check_text(text[:start] + data.draw(st.one_of(mixed, st.just(""), st.just(text[start:end] * 2))) + text[end:])


# -- what was written is what is read -------------------------------------------------------------------------


def said(listing: Listing, fields: frozenset[str]) -> dict[str, object]:
    values = {
        "authors": listing.authors,
        "venue": listing.venue,
        "year": listing.year,
        "url": listing.links[0].url if listing.links else None,
    }
    return {"title": listing.title} | {field: values[field] for field in sorted(fields)}


@pytest.mark.parametrize("style", STYLES)
@examples(8)
@given(written=papers())
def test_what_was_written_is_read(style: str, written: list[Paper]) -> None:
    """Ways to write that leave no doubt: each paper and each of its fields comes back, and nothing else."""
    form, fields = STYLES[style]
    assert [said(listing, fields) for listing in read(form(written), "x").listings] == [
        {"title": paper.title} | {field: getattr(paper, field) for field in sorted(fields)} for paper in written
    ]


# -- what may not change what is read -------------------------------------------------------------------------


def alike(document: Document) -> Document:
    return replace(document, name="")


@examples(60)
@given(texts.filter(lambda text: "\r" not in text))
def test_ends_of_lines_change_nothing(text: str) -> None:
    document = read(text, "x")
    assert read(text.replace("\n", "\r\n"), "x") == document
    assert read(text.replace("\n", "\r"), "x") == document


@examples(60)
@given(texts.filter(lambda text: not text.startswith("\ufeff")))
def test_a_byte_order_mark_changes_nothing(text: str) -> None:
    assert read("\ufeff" + text, "x") == read(text, "x")


@examples(40)
@given(texts, st.sampled_from(["a.md", "b.html", "c.yml", "", "d.bib"]))
def test_a_name_changes_nothing(text: str, name: str) -> None:
    assert alike(read(text, name)) == alike(read(text, "x"))


@examples(60)
@given(lists, st.integers(1, 5))
def test_empty_lines_at_the_end_change_nothing(text: str, count: int) -> None:
    assert read(text.rstrip("\n") + "\n" * count, "x") == read(text.rstrip("\n") + "\n", "x")


_MORE = "\n\n## Quite another matter\n\n- [An Unrelated Paper on Nothing](https://unrelated.example/x.pdf)\n"
_MARKDOWN = [name for name in NAMES if name.endswith(".md")]


@pytest.mark.parametrize("name", _MARKDOWN)
def test_a_further_section_changes_no_entry(name: str) -> None:
    """An unrelated section below: the entries above it stay what they are, and its own is found."""
    before, after = read(text_of(name), "x").listings, read(text_of(name).rstrip() + _MORE, "x").listings
    assert after[:-1] == before
    assert after[-1].title == "An Unrelated Paper on Nothing"


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.md")), ids=lambda path: path.stem)
def test_a_further_section_changes_no_entry_of_the_shipped_lists(path: object) -> None:
    text = path.read_text("utf-8")  # type: ignore[attr-defined]
    assert read(text.rstrip() + _MORE, "x").listings[:-1] == read(text, "x").listings


@examples(40)
@given(
    st.lists(
        st.sampled_from([style for style in STYLES if not style.isupper()][:10]), min_size=2, max_size=4, unique=True
    ),
    papers(4),
)
def test_blocks_do_not_know_each_other(styles: list[str], written: list[Paper]) -> None:
    """Mixed dialects: a list of several parts, each written in its own way, is its parts together."""
    parts = [
        STYLES[style][0](written).replace("# A list", "", 1).replace("## Things", f"## {style.title()}")
        for style in styles
    ]
    together = read("# A list\n" + "\n".join(parts), "x").listings
    apart = [listing.title for part in parts for listing in read("# A list\n" + part, "x").listings]
    assert [listing.title for listing in together] == apart
