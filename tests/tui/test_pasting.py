"""Pasted text is text, in however many pieces it comes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from mlsys_tui.text import clean_block
from mlsys_tui.tui.pasting import SafeParser
from tests.injection.payloads import TEXTS_TO_PASTE

BEGIN, END = "\x1b[200~", "\x1b[201~"


def parsed(*pieces: str) -> tuple[list[str], list[str]]:
    """The keys and the texts in what the terminal sends."""
    parser = SafeParser()
    found = [event for piece in pieces for event in parser.feed(piece)]
    keys = [event.key for event in found if isinstance(event, events.Key)]
    assert len(keys) + len([event for event in found if isinstance(event, events.Paste)]) == len(found), found
    return keys, [event.text for event in found if isinstance(event, events.Paste)]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 1000])
@pytest.mark.parametrize("name", TEXTS_TO_PASTE)
def test_no_key_is_pressed(name: str, size: int) -> None:
    text = TEXTS_TO_PASTE[name][:300]
    sent = f"j{BEGIN}{text}x{END}k"
    keys, pasted = parsed(*(sent[start : start + size] for start in range(0, len(sent), size)))
    assert keys == ["j", "k"]
    assert len(pasted) == 1 and pasted[0].endswith("x") and "\x1b" not in pasted[0]


@given(st.lists(st.sampled_from(["\x1b", "[", "2", "0", "1", "~", "q", "]", BEGIN, "\x1b[A", "[201"]), max_size=40))
def test_what_is_like_the_end_is_not_the_end(pieces: list[str]) -> None:
    text = "".join(pieces).replace(END, "") + "."
    if END not in text:
        keys, pasted = parsed(*pieces_of(f"{BEGIN}{text}{END}"), "k")
        assert keys == ["k"] and len(pasted) == 1 and pasted[0].endswith(".")


def pieces_of(text: str) -> list[str]:
    return [text[start : start + 3] for start in range(0, len(text), 3)]


def test_keys_are_keys() -> None:
    assert parsed("\x1b[A", "q", f"{BEGIN}a{END}\x1b[B", "\x1b[200") == (["up", "q", "down"], ["a"])


def test_a_code_is_cleaned_whole() -> None:
    assert clean_block(parsed(f"{BEGIN}a\x1b", f"[31mred\x1b]52;c;x\x07b\x1b[0m{END}")[1][0]) == "aredb"
