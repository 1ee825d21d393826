"""Which earlier texts of a note are kept when there are many."""

from datetime import UTC, datetime, timedelta

from mlsys_tui.store.versions import MOST, superfluous

START = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def row(text: str, seconds: float) -> dict[str, object]:
    return {"note": text, "at": (START + timedelta(seconds=seconds)).isoformat()}


def test_a_text_that_grows_is_one_version() -> None:
    grown = {number: row("word " * number, number) for number in range(1, 9)}
    assert superfluous(grown) == list(range(1, 8))


def test_a_text_of_another_day_is_kept_though_the_next_contains_it() -> None:
    assert superfluous({1: row("one", 0), 2: row("one two", 86_400)}) == []


def test_many_small_changes_push_out_no_long_or_old_text() -> None:
    old = {1: row("twenty pages of last month", 0)}
    long = {2: row("what took all day to write", 30 * 86_400)}
    small = {number: row(f"oops {number}", 30 * 86_400 + number) for number in range(3, 3 + MOST + 20)}
    gone = superfluous({**old, **long, **small})
    assert len(gone) == 22
    assert not {1, 2} & set(gone)
    assert max(small) not in gone, "the last one stays"


def test_of_many_days_the_oldest_go() -> None:
    days = {number: row(f"day {number}", number * 86_400) for number in range(MOST + 3)}
    assert superfluous(days) == [0, 1, 2]
    assert superfluous({1: {}, 2: {"note": 3, "at": 4}}) == []
