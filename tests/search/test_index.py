"""The index as bytes: there and back, and damaged."""

import pytest

from mlsys_tui.domain.query import parse
from mlsys_tui.search.building import Texts, build
from mlsys_tui.search.engine import Search
from mlsys_tui.search.index import Index
from tests.search.helpers import PAPERS


@pytest.mark.parametrize("papers", [PAPERS, PAPERS[:1], (), (Texts(),)])
def test_an_index_is_the_same_from_its_parts(papers: tuple[Texts, ...]) -> None:
    index = build(papers)
    again = Index.of({name: bytes(part) for name, part in index.parts().items()})
    assert again.parts() == index.parts()
    for query in ("attention", "osdi", "学", "deep learning", "a", "atention", ""):
        assert Search(again).find(parse(query)) == Search(index).find(parse(query))


def test_the_same_papers_give_the_same_bytes() -> None:
    assert build(PAPERS).parts() == build(list(PAPERS)).parts()


def test_damaged_parts_are_refused() -> None:
    parts = build(PAPERS).parts()
    for name, part in parts.items():
        damaged = [part[:-1], part + b"\0", part[:-4], part + bytes(4), b""]
        damaged += [part[:at] + bytes([part[at] ^ 1]) + part[at + 1 :] for at in range(0, len(part), 7)]
        for each in damaged:
            if each != part:
                with pytest.raises(ValueError, match="index"):
                    Index.of(parts | {name: each})
        with pytest.raises(ValueError, match="index"):
            Index.of({other: parts[other] for other in parts if other != name})


def test_parts_of_two_indexes_do_not_fit() -> None:
    one, other = build(PAPERS).parts(), build(PAPERS[1:]).parts()
    for name in one:
        with pytest.raises(ValueError, match="index"):
            Index.of(one | {name: other[name]})
    with pytest.raises(ValueError, match="index"):
        Index.of({})


def test_words_and_what_is_inside_them() -> None:
    index = build([Texts(None, ("banana band an ban é",))])
    words = index.words(0, len(index))
    assert words == ["an", "ban", "banana", "band", "e"]
    assert [index.word(number) for number in range(len(index))] == words
    assert index.beginning("ban") == (1, 4, True)
    assert index.beginning("bana") == (2, 3, False)
    assert index.beginning("zz") == (5, 5, False)
    assert index.inside("an") == {0, 1, 2, 3}
    assert index.inside("an", 2, 4) == {2, 3}
    assert index.inside("ana", 0, 2) == set()
    assert index.inside("na", 2, 3) == {2}
