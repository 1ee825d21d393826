"""Every payload through the sanitizer, alone, in pieces and in long runs."""

import time
from collections.abc import Callable
from itertools import pairwise

import pytest

from mlsys_tui.text import ACTING, clean_block, clean_line, clean_url, harmless
from tests.injection.codes import acting, acts
from tests.injection.payloads import KEPT, PAYLOADS

NAMES = list(PAYLOADS)
WAYS: dict[str, Callable[[str], str]] = {"block": clean_block, "line": clean_line, "url": clean_url}


def test_there_are_enough() -> None:
    assert len(PAYLOADS) >= 60
    assert len(set(PAYLOADS.values())) == len(PAYLOADS)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", NAMES)
def test_one_pass_is_enough(name: str, way: str) -> None:
    clean = WAYS[way]
    once = clean(f"before {PAYLOADS[name]} after")
    assert not acting(once)
    assert clean(once) == once
    once.encode("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_what_is_shown_cannot_act_and_stays_in_its_cells(name: str) -> None:
    text = PAYLOADS[name]
    shown = harmless(text)
    assert not acting(shown.replace("\t", ""))
    assert harmless(shown) == shown
    assert [char for char in shown if char != "\ufffd"] == [char for char in text if char == "\t" or not acts(char)]


@pytest.mark.parametrize("keep_tabs", [False, True])
def test_no_two_pieces_make_a_code(keep_tabs: bool) -> None:
    for name, text in PAYLOADS.items():
        for cut in range(1, min(len(text), 40)):
            whole = clean_block(text[:cut], keep_tabs=keep_tabs) + clean_block(text[cut:], keep_tabs=keep_tabs)
            assert not acting(whole.replace("\t", "")), (name, cut)
    for one, other in pairwise(PAYLOADS.values()):
        assert not acting(clean_line(one) + clean_line(other))


def test_what_is_no_code_is_kept() -> None:
    for text in KEPT:
        assert clean_line(text) == clean_block(text) == harmless(text) == text


def test_it_forbids_what_is_forbidden_and_nothing_else() -> None:
    forbidden = {chr(code) for code in range(0x110000) if acts(chr(code))} - {"\t"}
    assert {chr(code) for code in range(0x110000) if ACTING.match(chr(code))} == forbidden


@pytest.mark.parametrize("name", [name for name, text in PAYLOADS.items() if acting(text) or not text.isascii()])
def test_long_runs_take_no_longer_than_they_are_long(name: str) -> None:
    def seconds(size: int) -> float:
        text = (PAYLOADS[name] * (size // len(PAYLOADS[name]) + 1))[:size]
        times = []
        for _ in range(3):
            start = time.perf_counter()
            clean_block(text)
            clean_line(text)
            harmless(text)
            times.append(time.perf_counter() - start)
        return min(times)

    short, long = seconds(20_000), seconds(80_000)
    assert long < 10 * short + 0.05, f"{short:.4f} s for a run, {long:.4f} s for one four times as long"
