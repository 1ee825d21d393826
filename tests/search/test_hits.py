"""Hits put in order as far as somebody looks: the same as a list of all."""

from hypothesis import given
from hypothesis import strategies as st

from mlsys_tui.search.hits import Ranked

GROUPS = st.lists(st.sets(st.integers(0, 30), max_size=6), max_size=5)
ENDS = st.none() | st.integers(-35, 35)


@given(GROUPS, st.none() | st.binary(min_size=31, max_size=31), ENDS, ENDS, st.sampled_from([None, 1, 2, -1, -3]))
def test_any_slice_is_that_of_the_list(
    groups: list[set[int]], standing: bytes | None, begin: int | None, end: int | None, step: int | None
) -> None:
    ranked = Ranked(groups, standing)
    every = [n for group in groups for n in sorted(group, key=lambda n: (standing[n] if standing else 0, n))]
    assert list(ranked[begin:end:step]) == every[begin:end:step]
    assert len(ranked) == len(every)
    assert list(ranked) == every
    assert ranked == Ranked(groups, standing)
    for place in range(-len(every), len(every)):
        assert Ranked(groups, standing)[place] == every[place]


def test_only_what_is_looked_at_is_put_in_order() -> None:
    class Untouched(frozenset[int]):
        def __iter__(self) -> "None":  # type: ignore[override]
            raise AssertionError("put in order too early")

    ranked = Ranked([{3, 1}, {2}, Untouched({5})])
    assert list(ranked[:3]) == [1, 3, 2]
    assert len(ranked) == 4
