"""Any text gives a document: no exception, no control code let through, no time that grows with the square."""

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlsys_tui.domain.contract import document_from_json, document_to_json
from mlsys_tui.domain.reading_list import Document
from mlsys_tui.parsing.reader import read

_SNIPPETS = st.sampled_from(
    ["# ", "## ", "- ", "- - [x] ", "1. ", "    - ", "[a](https://a.org/x)", "[[pdf]](u)", "(OSDI’18)", "[ICLR’18\\]",
     "3/7", "Required reading", "~~", "\n", "\n\n", ". ", ", ", " and ", "Ann Lee", "OSDI 2018.", "\x1b[31m", "\u202e",
     "•", "---\ntitle: x\n---\n", "|", "<b>", "](", "[", ")", "\t", "\x00", "ⅷ", "²", "한", "é", "''", "’99"]
)  # fmt: skip


def texts(document: Document) -> str:
    return repr(document_to_json(document))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=300), st.lists(st.one_of(_SNIPPETS, st.text(max_size=8)), max_size=40).map("".join)))
def test_any_text_gives_a_document(text: str) -> None:
    document = read(text, "x")
    assert document.listings or document.problems
    shown = "".join(
        part
        for section in document.sections
        for part in (*section.path, *section.events, *section.notes, *(listing.title for listing in section.listings))
    )
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 or char in "\u202e\u2066" for char in shown)
    assert document_from_json(document_to_json(document)) == document


HOSTILE: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "[" * n,
    "nested lists": lambda n: "\n".join("  " * i + "- a" for i in range(n // 50)),
    "names": lambda n: "- " + ", ".join(["Ann Lee"] * n),
    "stops": lambda n: "- " + "A. " * n,
    "groups": lambda n: "- x " + "(a) " * n,
    "capitals": lambda n: "- " + "Foo Bar " * n + "2019",
    "quotes": lambda n: ">" * n,
    "digits": lambda n: "- " + "9" * n + "/" + "9" * n,
    "links": lambda n: "- " + "[a](b) " * n,
    "commas": lambda n: "- Foo. " + "a, " * n + "2019",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_length(name: str) -> None:
    """Four times the text may take at most ten times as long (16 would be the square)."""

    def seconds(length: int) -> float:
        text = HOSTILE[name](length)
        start = time.perf_counter()
        read(text, "x")
        return time.perf_counter() - start

    read("- warm up", "x")
    small = min(seconds(2000) for _ in range(3))
    assert min(seconds(8000) for _ in range(2)) < max(small, 0.005) * 10
