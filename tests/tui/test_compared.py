"""Two texts beside each other: what differs is marked in both."""

import time

from mlsys_tui.tui.compared import MAX_LINES, Compared, compare
from mlsys_tui.tui.lines import Item, Line


def words(lines: tuple[Line | Item, ...]) -> list[str]:
    return ["".join(span.text for span in (*line.lead, *line.body)) for line in lines if isinstance(line, Item)]


def test_lines_of_one_text_only_are_marked() -> None:
    found = compare("same\nold\nsame too", "same\nnew\nsame too\nmore", "|")
    assert words(found.before) == ["  same", "| old", "  same too"]
    assert words(found.after) == ["  same", "| new", "  same too", "| more"]
    assert (found.first_before, found.first_after) == (1, 1)


def test_texts_that_only_grew_begin_to_differ_at_the_end() -> None:
    found = compare("a\nb", "a\nb\nc", "|")
    assert (found.first_before, found.first_after) == (1, 2)


def test_nothing_is_nothing() -> None:
    assert compare("", "", "|") == Compared((), (), 0, 0)


def test_codes_are_taken_out() -> None:
    assert words(compare("", "a\x1b]0;x\x07b", "|").after) == ["| ab"]


def test_a_long_text_takes_no_time() -> None:
    start = time.process_time()  # of this process: others may keep the machine busy
    found = compare("\n".join("x" * 100_000), "\n".join("xy" * 50_000), "|")
    assert len(found.before) == len(found.after) == MAX_LINES
    assert time.process_time() - start < 3
