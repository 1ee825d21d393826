"""Papers in other orders than that of their list, and under headings."""

import random
from itertools import accumulate

import pytest

from mlsys_tui.domain.arranging import NO_VENUE, NO_YEAR, Arrangement, Grouping, Head, Order, SortKeys, arrange
from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.notebook import Status
from mlsys_tui.parsing.reader import read

#                        0     1     2     3     4
COLUMNS = SortKeys(
    titles=(3, 1, 4, 0, 2),
    venues=(1, 0, 2, 1, 0),
    venue_names=("MLSys", "OSDI", ""),
    years=(2016, 2019, 0, 2016, 2022),
    lists=(1, 3, 1, 2, 1),
    sections=(0, 0, 1, 1, 1),
    section_names=("Serving", "Compilers"),
    statuses={4: Status.READ, 3: Status.READING, 9: Status.READ},
    touched={2: "2026-09-01T10:00:00", 0: "2026-09-02T10:00:00"},
)


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        (Order.LIST, [0, 1, 2, 3, 4]),
        (Order.TITLE, [3, 1, 4, 0, 2]),
        (Order.YEAR, [4, 1, 0, 3, 2]),
        (Order.VENUE, [1, 4, 0, 3, 2]),
        (Order.STATUS, [3, 0, 1, 2, 4]),
        (Order.LISTS, [1, 3, 0, 2, 4]),
        (Order.TOUCHED, [0, 2, 1, 3, 4]),
    ],
)
def test_orders(order: Order, numbers: list[int]) -> None:
    assert list(arrange(range(5), order, Grouping.NONE, COLUMNS).numbers) == numbers


@pytest.mark.parametrize(
    ("grouping", "heads", "numbers"),
    [
        (Grouping.SECTION, [Head(0, "Serving", 2), Head(2, "Compilers", 3)], [1, 0, 3, 4, 2]),
        (Grouping.VENUE, [Head(0, "MLSys", 2), Head(2, "OSDI", 2), Head(4, NO_VENUE, 1)], [1, 4, 3, 0, 2]),
        (
            Grouping.YEAR,
            [Head(0, "2022", 1), Head(1, "2019", 1), Head(2, "2016", 2), Head(4, NO_YEAR, 1)],
            [4, 1, 3, 0, 2],
        ),
        (Grouping.STATUS, [Head(0, "reading", 1), Head(1, "unread", 3), Head(4, "read", 1)], [3, 1, 0, 2, 4]),
    ],
)
def test_groups_hold_their_papers_in_order(grouping: Grouping, heads: list[Head], numbers: list[int]) -> None:
    arrangement = arrange(range(5), Order.TITLE, grouping, COLUMNS)
    assert (list(arrangement.heads), list(arrangement.numbers)) == (heads, numbers)


def test_only_the_papers_asked_for_are_arranged() -> None:
    assert list(arrange([4, 3], Order.TITLE, Grouping.NONE, COLUMNS).numbers) == [3, 4]
    assert arrange([2], Order.TITLE, Grouping.STATUS, COLUMNS).heads == [Head(0, "unread", 1)]
    assert len(arrange([], Order.TITLE, Grouping.VENUE, COLUMNS)) == 0


@pytest.mark.parametrize("grouping", Grouping)
@pytest.mark.parametrize("order", Order)
def test_ties_stand_as_in_the_list(order: Order, grouping: Grouping) -> None:
    numbers = [7, 2, 9, 4]
    same = SortKeys([0] * 10, [0] * 10, ["MLSys"], [2020] * 10, [1] * 10, [0] * 10, ["Serving"])
    assert list(arrange(numbers, order, grouping, same).numbers) == numbers


def test_rows_are_papers_and_headings() -> None:
    arrangement = arrange(range(5), Order.LIST, Grouping.VENUE, COLUMNS)
    rows = [arrangement.row(index) for index in range(len(arrangement))]
    assert [row.label if isinstance(row, Head) else row for row in rows] == ["MLSys", 1, 4, "OSDI", 0, 3, NO_VENUE, 2]
    assert [arrangement.row(arrangement.row_of(position)) for position in range(5)] == list(arrangement.numbers)
    assert [Arrangement([5, 6]).row(index) for index in range(2)] == [5, 6]


def many(count: int) -> SortKeys:
    chance = random.Random(1)
    ranks = chance.sample(range(count), count)
    known = {chance.randrange(count): status for status in [*Status] * 100}
    return SortKeys(
        ranks,
        [chance.randrange(500) for _ in range(count)],
        [f"Venue {rank}" for rank in range(500)],
        [chance.randrange(1980, 2027) for _ in range(count)],
        [chance.randrange(1, 9) for _ in range(count)],
        [chance.randrange(80) for _ in range(count)],
        [f"Section {rank}" for rank in range(80)],
        known,
        {number: str(number) for number in known},
    )


def test_of_a_great_many_papers_none_is_lost_and_the_headings_add_up() -> None:
    columns, numbers = many(100_000), range(100_000)
    for order in Order:
        for grouping in Grouping:
            arrangement = arrange(numbers, order, grouping, columns)
            assert sorted(arrangement.numbers) == list(numbers)
            if grouping is not Grouping.NONE:
                ends = list(accumulate(head.size for head in arrangement.heads))
                assert [head.position for head in arrangement.heads] == [0, *ends[:-1]]
                assert ends[-1] == len(numbers)


def test_a_catalog_has_papers_without_a_venue_last() -> None:
    text = "- One Long Title. OSDI 2020.\n- Two Long Titles\n- Three Long Titles. ATC 2019.\n"
    venues = build([read(text, "l.md")]).columns.venues
    assert [venues.index(rank) for rank in sorted(venues)] == [2, 0, 1]
