"""What is different between two texts, line by line."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsys_tui.domain.line_changes import Side, compare

TEXTS = st.lists(st.sampled_from(["", "a", "b", "c", "d e"]), max_size=12).map("\n".join)


def test_a_line_that_was_changed_stands_where_it_was() -> None:
    assert compare("head\nold\ntail", "head\nnew\ntail") == [
        (Side.BOTH, "head"),
        (Side.TODAY, "new"),
        (Side.EARLIER, "old"),
        (Side.BOTH, "tail"),
    ]


@pytest.mark.parametrize(("earlier", "today"), [("a\nb", "a\nb"), ("", ""), ("a\n", "a")])
def test_the_same_lines_have_no_signs(earlier: str, today: str) -> None:
    assert {line.side for line in compare(earlier, today)} <= {Side.BOTH}


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_what_is_shown(earlier: str, today: str) -> None:
    lines = compare(earlier, today)
    assert [line.text for line in lines if line.side is not Side.TODAY] == earlier.splitlines()
    assert [line.text for line in lines if line.side is not Side.EARLIER] == today.splitlines()


@pytest.mark.parametrize(
    "earlier", ["x\n" * 3_000, "\n".join(map(str, range(30_000))), "x\ny\n" * 200], ids=["alike", "all other", "pairs"]
)
def test_long_texts_keep_nobody_waiting(earlier: str) -> None:
    today = "y\nx\n" * 5_000
    before = time.process_time()
    lines = compare(earlier, today)
    assert time.process_time() - before < 2
    assert [line.text for line in lines if line.side is not Side.TODAY] == earlier.splitlines()


def test_texts_at_the_limit_keep_nobody_waiting() -> None:
    before = time.process_time()
    compare("a\n" + "x\n" * 440, "b\n" + "x\n" * 440 + "c")
    compare("a\n" + "x\ny\n" * 220, "b\n" + "y\nx\n" * 220 + "c")
    assert time.process_time() - before < 2
