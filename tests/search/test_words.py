"""Which words are found: accents, CJK, letters, typos."""

import random

import pytest

from mlsys_tui.domain.query import parse, words_of
from mlsys_tui.search.building import Texts, build
from mlsys_tui.search.engine import Search
from mlsys_tui.search.typos import near
from tests.search.helpers import PAPERS, catalog, exact, find, search


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("elan", [6]),
        ("ÉLAN unicode", [6]),
        ("angstrom", [6]),
        ("nunez", [6]),
        ("Jose\u0301 Nun\u0303ez", [6]),
        ("osdi 2018", [0, 5]),
        ("2018 OSDI distributed", [0]),
        ("memory-efficient", [1, 2]),
        ("models required", [3]),
        ("tention", [1, 3, 2]),
        ("xyz", []),
        ("ray osdi 2017", []),
    ],
)
def test_all_words_must_be_there_in_any_order(query: str, hits: list[int]) -> None:
    assert sorted(exact(catalog().find(parse(query)))) == sorted(hits)


@pytest.mark.parametrize("query", ["深", "学", "统", "深度", "学习系", "深度学习系统", "学 深", "明", "深度learning"])
def test_any_part_of_a_cjk_run_is_found(query: str) -> None:
    assert find(catalog(), query) == [4]
    assert find(catalog(), "李明") == []


def test_cjk_and_latin_that_touch_are_two_words() -> None:
    assert words_of("深度Learning系统 한국어 カタカナ") == ["深度", "learning", "系统", "한국어", "カタカナ"]
    assert find(search("基于Transformer的模型"), "trans 模") == [0]
    assert find(search("基于transformer的模型"), "基于Transformer的模") == [0]


def test_cjk_hits_in_titles_stand_above_others() -> None:
    papers = [
        Texts(None, ("Other",), ("王学",)),
        Texts(None, ("深度学习",)),
        Texts(None, ("学习",)),
        Texts("学", ("An",)),
    ]
    assert find(Search(build(papers)), "学") == [3, 2, 1, 0]


def test_one_or_two_letters_are_found_where_words_begin_only() -> None:
    papers = search("Tab", "Bat", "Baton", "Cabal")
    assert find(papers, "b") == [1, 2]
    assert find(papers, "ba") == [1, 2]
    assert find(papers, "aba") == [3]
    assert find(papers, "bat") == [1, 2]


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("quantization", "quantizaton"),  # missed
        ("quantization", "quanttization"),  # doubled
        ("quantization", "qauntization"),  # swapped
        ("quantization", "xuantization"),  # wrong, the first letter
        ("quantization", "uantization"),  # the first letter missed
        ("quantization", "quantizatiom"),  # the last letter
        ("quantization", "qauntizaiton"),  # two swapped
        ("quantization", "qunatizaton"),
        ("quantization", "qauntiza"),  # while it is typed
        ("quantization", "quantzati"),
        ("attention", "atet"),
        ("attention", "tate"),
        ("attention", "atetn"),
        ("ray", "rayy"),
        ("dask", "dsak"),
        ("dask", "dusk"),
        ("dask", "ask"),  # is inside
        ("scheduling", "shceduling"),
        ("scheduling", "cheduling"),
        ("scheduling", "schedulign"),
        ("scheduling", "xscheduling"),
        ("scheduling", "xxscheduling"),
    ],
)
def test_small_typos_are_forgiven(title: str, query: str) -> None:
    assert find(search("Zebra", title, "Other things"), query) == [1]


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("ray", "rax"),  # too short
        ("dask", "dxxk"),
        ("flashing", "floshig"),  # two in seven letters
        ("quantization", "qxantxzatxon"),  # three
        ("2018", "2019"),
        ("gpt4all", "gpt3all"),
        ("medium", "medx"),  # the last letter of a beginning is right
        ("effects", "jeff"),  # and the first one of a short word
        ("深度学习系统", "深度学友系统"),
    ],
)
def test_not_everything_is_a_typo(title: str, query: str) -> None:
    assert find(search("Zebra", title, "Other things"), query) == []


def test_typos_are_looked_for_where_there_are_few_hits() -> None:
    few = search("Flash", *["Flask"] * 12)
    assert find(few, "flash") == list(range(13))
    assert few.find(parse("flash")).fuzzy_from == 1
    assert find(few, "flask") == list(range(1, 13))


def test_what_is_marked() -> None:
    papers = search("Flash attention", "Attention of flask")
    assert papers.find(parse("flash att")).words == ("flash", "att", "flask")
    assert papers.find(parse("Fläsh")).words[0] == "flash"
    assert set(papers.find(parse("att fla")).words) == {"att", "fla"}


def test_near_words_are_those_of_a_comparison_with_all() -> None:
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    chance = random.Random(7)
    words = sorted({word for paper in PAPERS for title in paper.titles for word in words_of(title)})
    words = sorted({*words, *(misspelt(word, chance) for word in words * 5)} - {""})
    index = build([Texts(None, (" ".join(words),))])
    for word in words:
        typed = misspelt(word, chance)
        if len(typed) < 4 or not typed.isascii() or not typed.isalpha():
            continue
        most = 1 if len(typed) < 8 else 2
        expected = {each for each in words if 0 < OSA.distance(typed, each) <= most}
        found = near(index, typed)
        assert {each.word for each in found if not each.begins} == expected, typed
        assert [each.word for each in found] == [index.word(each.number) for each in found]
        for each in found:
            ends = range(1, len(each.word) + 1)
            assert each.edits == min(OSA.distance(typed, each.word[:end]) for end in ends) or not each.begins


def misspelt(word: str, chance: random.Random) -> str:
    """The word with one or two letters missed, doubled, wrong or swapped."""
    for _ in range(chance.choice((1, 1, 2))):
        at = chance.randrange(max(1, len(word) - 1))
        one, two = word[at : at + 1], word[at + 1 : at + 2]
        word = word[:at] + chance.choice((two, one + one + two, "q" + two, two + one, one + "x")) + word[at + 2 :]
    return word
