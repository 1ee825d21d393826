"""The search as a whole: the reference, hostile queries, stopping, what is kept between keystrokes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsys_tui.domain.query import Query, parse
from mlsys_tui.search.building import Texts, build
from mlsys_tui.search.engine import Search
from mlsys_tui.search.own import Own
from mlsys_tui.work import CancelledError
from tests.search.helpers import catalog, exact, find, reference, search

WORD = st.text("abcñ学习2", min_size=1, max_size=5)
TEXT = st.lists(WORD, max_size=4).map(" ".join)
PAPER = st.builds(
    Texts,
    st.none() | TEXT,
    st.lists(TEXT, max_size=2).map(tuple),
    st.lists(TEXT, max_size=2).map(tuple),
    st.none() | WORD,
    st.none() | st.integers(1990, 2030),
    st.lists(TEXT, max_size=2).map(tuple),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PAPER, max_size=12), st.dictionaries(st.integers(0, 11), TEXT, max_size=3), TEXT)
def test_the_exact_hits_are_those_of_the_reference(papers: list[Texts], own: dict[int, str], text: str) -> None:
    own = {number: note for number, note in own.items() if number < len(papers)}
    typed = Search(build(papers), Own(own.items()))
    for end in range(len(text) + 1):  # what is kept from the letter before changes nothing
        hits = typed.find(parse(text[:end]))
        assert sorted(exact(hits)) == sorted(reference(papers, own, text[:end]))
        assert len({*hits.numbers}) == len(hits.numbers)
        assert hits == Search(build(papers), Own(own.items())).find(parse(text[:end]))


@settings(deadline=None)
@given(st.lists(PAPER, max_size=12), TEXT)
def test_standing_changes_the_order_of_equals_only(papers: list[Texts], text: str) -> None:
    every = Search(build(papers))
    standing = bytes(number * 7 % 4 for number in range(len(papers)))
    plain, ordered = every.find(parse(text)), every.find(parse(text), standing=standing)
    assert sorted(plain.numbers) == sorted(ordered.numbers)
    assert plain.fuzzy_from == ordered.fuzzy_from
    assert plain == every.find(parse(text))


@pytest.mark.parametrize(
    "query",
    [
        ".*", "[a-", "(", "\\", "[red]x[/red]", "\x1b[31m", "\0", "\n\n", "*", '"', "a" * 10_000, "学" * 10_000,
        "\ud800", "e\u0301" * 5000, "attention " * 1000, " ".join(f"word{n}" for n in range(1000)), "%s {0} $HOME", "\xff",
        "\1ray\3", "ray\3", "\2",
    ],
)  # fmt: skip
def test_any_query_is_answered(query: str) -> None:
    hits = catalog().find(parse(query), standing=bytes(7))
    assert len(hits.numbers) <= 7


def test_a_thousand_words_that_are_all_there() -> None:
    words = " ".join(f"w{n}x" for n in range(1000))
    papers = search("Other", words)
    hits = papers.find(parse(words))
    assert list(hits.numbers) == [1]
    assert len(hits.words) == 1000


def test_a_title_of_a_hundred_thousand_characters() -> None:
    papers = search("Other", "long " * 20_000, "x" * 100_000, "学" * 100_000)
    assert find(papers, "long") == [1]
    assert find(papers, "xxxx") == [2]
    assert find(papers, "x" * 99_999) == [2]
    assert find(papers, "学" * 50_000) == [3]
    assert find(papers, "lon x") == []


def test_an_empty_index_has_no_hits() -> None:
    empty = Search(build([]), Own())
    for query in ("", "a", "attention", "学", "two words"):
        assert find(empty, query) == []
        assert empty.cost(parse(query)) == 0
    assert find(Search(build([Texts(), Texts(None, ("!!",))])), "a") == []


def test_a_search_can_be_stopped_and_asked_again() -> None:
    papers = Search(build([Texts(None, (f"common words of paper {n}",)) for n in range(3000)]))
    calls = 0

    def stop_at(most: int) -> Callable[[], None]:
        def check() -> None:
            nonlocal calls
            calls += 1
            if calls > most:
                raise CancelledError

        return check

    query = parse("common words")
    papers.find(query, check=stop_at(10**6))
    needed = calls
    assert needed > 3
    for most in range(needed):
        fresh = Search(papers.index)
        calls = 0
        with pytest.raises(CancelledError):
            fresh.find(query, check=stop_at(most))
        assert len(fresh.find(query).numbers) == 3000


def test_building_can_be_stopped() -> None:
    def stop() -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        build([Texts()], stop)


def test_the_cost_is_known_before_and_nothing_when_it_is_kept() -> None:
    papers = Search(build([Texts(None, (f"common word{n}",)) for n in range(50)]))
    assert papers.cost(parse("common")) >= 50
    assert papers.cost(parse("common word7")) > papers.cost(parse("word7"))
    papers.find(parse("common"))
    assert papers.cost(parse("common")) == 0
    assert papers.cost(parse("nothing")) == 0


def test_own_words_change_at_once() -> None:
    papers = catalog({0: "to read again", 6: "Für später"})
    assert find(papers, "again") == [0]
    assert find(papers, "fur spater") == [6]
    assert find(papers, "again osdi") == [0]
    papers.own.put(0, "")
    assert find(papers, "again") == []
    papers.own.put(5, "again")
    assert find(papers, "again") == [5]
    assert find(papers, "gai") == [5]
    assert find(papers, "ga") == [5]  # Gandiva
    papers.own.put(1, "学习")
    assert find(papers, "习") == [4, 1]


def test_a_word_that_many_papers_have_narrows_few() -> None:
    papers = Search(build([Texts(None, (f"common word number{n}",)) for n in range(20_000)]))
    assert find(papers, "number777 c")[0] == 777
    assert len(find(papers, "number777 c")) == 11
    assert find(papers, "c number777") == find(papers, "number777 c")
    assert find(papers, "number777 com x") == []
    assert find(papers, "c")[:3] == [0, 1, 2]
    assert len(find(papers, "commn")) == 20_000


def test_threads_may_search_at_once_while_own_words_change() -> None:
    papers = catalog({0: "again"})
    queries = [text[:end] for text in ("attention", "deep learning", "osdi 2018", "zzz") for end in range(1, len(text))]
    expected = [find(catalog({0: "again"}), query) for query in queries]

    def search_all(_: int) -> list[list[int]]:
        papers.own.put(1, "unrelated")
        return [find(papers, query) for query in queries]

    with ThreadPoolExecutor(4) as pool:
        assert all(found == expected for found in pool.map(search_all, range(12)))


def test_words_that_look_structured_are_plain_for_now() -> None:
    assert parse("Year:2018 état") == Query(("year", "2018", "etat"))
