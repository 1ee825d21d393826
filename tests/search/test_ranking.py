"""Which hits come first."""

import pytest

from mlsys_tui.domain.query import parse
from mlsys_tui.search.building import Texts, build
from mlsys_tui.search.engine import Search
from mlsys_tui.search.own import Own
from tests.search.helpers import exact, find, search

# For the query `flash`, the best first; two of each level.
LEVELS = (
    Texts("Flash", ("Quick things",)),
    Texts(None, ("Flash",)),
    Texts("FlashAttention", ("Quick attention",)),
    Texts("Flash Two", ("More of it",)),
    Texts(None, ("Flashy titles",)),
    Texts(None, ("Other", "Flash as another title")),
    Texts(None, ("All of flash storage",)),
    Texts("Big Flash", ("Whole in a name",)),
    Texts(None, ("All of flashing lights",)),
    Texts("Big Flashes", ("Begins in a name",)),
    Texts(None, ("Some title",), ("Ann Flash",)),
    Texts(None, ("Some title",), (), "Flash"),
    Texts(None, ("Some title",), ("Ann Flashman",)),
    Texts(None, ("Some title",), (), None, None, ("Flashes / Required",)),
    Texts(None, ("A newsflash",)),
    Texts(None, ("Some title",), ("Ann Newsflash",)),
)


def test_the_levels_are_in_order() -> None:
    hits = Search(build(LEVELS[::-1])).find(parse("flash"))
    last = len(LEVELS) - 1
    levels = [sorted(last - number for number in hits.numbers[at : at + 2]) for at in range(0, 16, 2)]
    assert levels == [[at, at + 1] for at in range(0, 16, 2)]
    assert hits.fuzzy_from == len(hits.numbers) == 16


def test_typos_come_last_and_the_nearest_first() -> None:
    hits = search("Zebra", "The fleshy", "The falsh", "A newsflash").find(parse("flash"))
    assert list(hits.numbers) == [3, 2, 1]
    assert hits.fuzzy_from == 1


def test_equal_hits_are_in_the_order_of_the_catalog_or_by_standing() -> None:
    three = search("Big flash one", "Big flash two", "Big flash three", "Flash")
    assert find(three, "flash") == [3, 0, 1, 2]
    assert find(three, "flash", bytes([3, 1, 0, 3])) == [3, 2, 1, 0]
    assert find(three, "big", [1, 0, 1, 0]) == [1, 0, 2]


def test_the_worst_word_counts_most_then_the_sum() -> None:
    papers = [
        Texts(None, ("Flashy things",), ("Rayleigh",)),  # title begins; elsewhere
        Texts(None, ("The flash", "Of rays")),  # whole; begins
        Texts(None, ("The flash", "Of ray")),  # whole; whole
        Texts(None, ("Flash of arrays",)),  # title begins; inside
    ]
    assert find(Search(build(papers)), "flash ray") == [2, 1, 0, 3]
    assert find(Search(build(papers)), "ray flash") == [2, 1, 0, 3]


@pytest.mark.parametrize("query", ["deep learning", "deep lear"])
def test_a_phrase_stands_above_scattered_words(query: str) -> None:
    papers = search(
        "Learning to go deep",  # scattered
        "Systems of deep learning",  # phrase
        "Deep learning systems",  # begins the title
        "Deep Learning Kit | A tool",  # begins the name
        "Deep Learning | A book",  # is the name
        "Deep Learning",  # is the title
        "Learning deep",  # scattered, begins the title
    )
    first = [4, 5, 3, 2, 1] if query == "deep learning" else [3, 4, 2, 5, 1]
    assert find(papers, query)[:5] == first
    assert set(find(papers, query)[-2:]) == {0, 6}
    assert len(find(papers, query)) == 7


def test_a_phrase_begins_where_a_word_begins_and_is_in_one_title() -> None:
    papers = search("Undeep learning deep", "Learning | deep learning", "deep | learning")
    assert find(papers, "deep learning")[0] == 1
    assert find(papers, "deep learning")[-1] == 0


def test_the_full_title_comes_first() -> None:
    papers = search("Attention is all you need more of", "All you need is attention", "Attention is all you need")
    assert find(papers, "Attention Is All You Need") == [2, 0, 1]


def test_no_typo_stands_above_an_exact_hit_of_several_words() -> None:
    papers = [
        Texts(None, ("Sparse atention kernels",)),
        Texts(None, ("Kernels",), ("Inattention Sparsely",)),
    ]
    hits = Search(build(papers)).find(parse("sparse attention"))
    assert list(hits.numbers) == [1, 0]
    assert exact(hits) == [1]


def test_own_words_are_as_good_as_any_elsewhere() -> None:
    papers = build(
        [Texts(None, ("One",)), Texts(None, ("Two of threes",)), Texts(None, ("Three",)), Texts(None, ("Four",))]
    )
    own = Own({0: "three", 3: "threefold"}.items())
    assert find(Search(papers, own), "three") == [2, 1, 0, 3]
    own.put(1, "the three")
    own.put(0, "athree")
    assert find(Search(papers, own), "three") == [2, 1, 3, 0]


def test_without_words_all_papers_are_there() -> None:
    assert find(search("a", "b", "c"), "  ", bytes([1, 0, 1])) == [1, 0, 2]
