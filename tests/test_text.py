"""The sanitizer: what could act is gone, what can be read is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsys_tui.text import clean_block, clean_copied, clean_line, clean_url, fold


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


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_block(text)
    assert clean_block(once) == once
    assert not any(char != "\n" and (ord(char) < 32 or 127 <= ord(char) < 160) for char in once)
    once.encode("utf-8")


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
