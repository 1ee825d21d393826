"""The sanitizer: what could act is gone, what can be read is kept."""

import os
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsys_tui.text import begins_page, clean_block, clean_copied, clean_line, clean_url, fold, harmless
from tests.injection.codes import acting

TORTURE = int(os.environ.get("MLSYS_TORTURE", "1"))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\x1b[31mred\x1b[0m", "ared"),
        ("a\x1b]52;c;aGk=\x07b", "ab"),
        ("a\x1b]0;title\x1b\\b", "ab"),
        ("a\x9d52;c;x\x9cb", "ab"),
        ("a\x1bPdcs\x1b\\b\x9b31mc", "abc"),
        ("a\x1b]8;;http://x\x1b\\b", "ab"),
        ("a\x1b[5nb\x1bcc", "abc"),
        ("a\x07\x08\x00\x7fb", "ab"),
        ("a\u202eb\u2066c\u200ed\ufeffe\U000e0041f", "abcdef"),
        ("tab\there", "tab here"),
        ("two\r\nlines", "two lines"),
        ("🏳️\u200d🌈 می\u200cخواهم 한국어", "🏳️\u200d🌈 می\u200cخواهم 한국어"),
        ("e" + "\u0301" * 50, "e" + "\u0301" * 8),
        ("\ud800x", "x"),
    ],
)
def test_clean_line(raw: str, clean: str) -> None:
    assert clean_line(raw) == clean


def test_a_block_keeps_its_lines() -> None:
    assert clean_block("a\r\nb\x1b[1m\n\tc") == "a\nb\n    c"


def test_an_unterminated_sequence_eats_no_further_line() -> None:
    assert clean_block("a\x1b]52;c;never ends\nnext line") == "a\nnext line"


def test_limits() -> None:
    assert clean_line("abcdef", 3) == "abc"
    assert len(clean_url("https://a.org/" + "x" * 5000)) == 2048


def test_an_address_has_no_white_space() -> None:
    assert clean_url("https://a.org/\n x\x1b[2J") == "https://a.org/x"
    assert clean_url("a" + "\u0301" * 8 + " " + "\u0301" * 8) == "a" + "\u0301" * 8


def test_marks_of_every_script_are_few_on_one_letter() -> None:
    assert clean_line("ก" + "\u0e49" * 50 + "b") == "ก" + "\u0e49" * 8 + "b"
    assert clean_line("a" + "\u0301\u200d" * 50) == "a" + "\u0301\u200d" * 4
    assert clean_line("“" * 20 + "…" * 20) == "“" * 20 + "…" * 20


def test_a_limit_leaves_no_blank_at_the_end() -> None:
    assert clean_line("ab cd", 3) == "ab"


def test_what_is_shown_stays_in_its_cells() -> None:
    assert harmless("a\x1b[31mb\u202e\tc\nd\ud800e") == "a[31mb\tc\nd\ufffde"


_PIECES = st.sampled_from(
    [
        *"\x1b\x9b\x9d\x90\x98\x9c\x07\x18\x00\x7f[]PX^_\\;?0m\n\r\t \u2028\u0085\u202e\u2066\u206a\u200f\ufeff\u200d\u200c\u0301\u0e49\u0489\ufe0f\ud800\U000e0041",
        "a",
        "漢",
        "👩",
        "\u0301" * 9,
    ]
)
hostile = st.one_of(st.text(), st.lists(st.one_of(_PIECES, st.characters()), max_size=60).map("".join))


@settings(max_examples=300 * TORTURE, deadline=None, print_blob=True)
@given(hostile, st.integers(0, 80) | st.none())
def test_what_is_clean_is_clean_and_stays_as_it_is(text: str, limit: int | None) -> None:
    for clean in (clean_block, clean_line):
        once = clean(text, limit)
        assert clean(once, limit) == once == clean(once)
        assert not acting(once)
        assert limit is None or len(once) <= limit
        assert not re.search(r"\u0301{9}", once)
        once.encode("utf-8")
    assert clean_url(clean_url(text)) == clean_url(text)
    assert not acting(clean_url(text)) and not re.search(r"\s", clean_url(text))
    assert "\n" not in clean_line(text)


@settings(max_examples=200 * TORTURE, deadline=None, print_blob=True)
@given(hostile)
def test_what_is_shown_is_what_is_clean_if_it_is(text: str) -> None:
    assert harmless(clean_block(text)) == clean_block(text)
    assert not acting(harmless(text).replace("\t", ""))


_READ = st.sampled_from(
    [
        "👩\u200d👩\u200d👧\u200d👦",
        "🏳\ufe0f\u200d🌈",
        "می\u200cخواهم",
        "क्\u200dष",
        "ภาษาไทย",
        "é",
        "e\u0301\u0323",
        "[b]",
        "漢字",
    ]
)


@settings(max_examples=100 * TORTURE, deadline=None, print_blob=True)
@given(st.lists(_READ, min_size=1).map(" ".join))
def test_what_people_write_is_kept(text: str) -> None:
    assert clean_line(text) == clean_block(text) == harmless(text) == text


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Tux²", "tux2"), ("Café-au-lait!", "cafe au lait"), ("ﬁne  ＴＶＭ", "fine tvm"), ("a_b", "a b")],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\n", "a"),
        ("\r\na\r\n", "a"),
        ("a\nb\n", "a\nb\n"),
        ("\x1b[2J\u202erm -rf\n", "rm -rf"),
        ("\x1b[2J\n", ""),
        ("\ud800a", "a"),
    ],
)
def test_text_for_a_clipboard(text: str, cleaned: str) -> None:
    assert clean_copied(text) == cleaned


@pytest.mark.parametrize(
    ("start", "is_page"),
    [
        ("<!-- x --> <html>", True),
        ("\n<?xml version='1.0'?>\n<!DOCTYPE  html>", True),
        ("<!-- a --><!-- b -->\n<BODY>", True),
        ("<!-- never closed <html>", False),
        ("<?xml", False),
        ("<htmlx>", False),
        ("# Title <html>", False),
        ("", False),
        ("<!---->" * 2000 + "x", False),
    ],
)
def test_the_beginning_of_a_web_page(start: str, is_page: bool) -> None:
    assert begins_page(start) is is_page
