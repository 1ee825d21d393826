"""What an update does to a list, told from two states of one document; the parser has no part in it."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.difference import Difference, between
from mlsys_tui.domain.paper import Link, LinkKind
from mlsys_tui.domain.reading_list import Document, Listing, Requirement, Section

JANUS, GRAPH, VLLM = "JANUS: Fast and Flexible Deep Learning", "AutoGraph: Imperative Coding", "Efficient Memory Paging"
ORCA, ALPA, ZERO = "ORCA: Serving Generative Models", "ALPA: Automating Parallelism Plans", "ZeRO: Memory Optimizations"


def listing(title: str, url: str | None = None, **more: object) -> Listing:
    links = (Link(url, LinkKind.PAPER),) if url else ()
    return replace(Listing(title, links=links), **more)  # type: ignore[arg-type]


Item = str | Listing


def state(sections: Mapping[str, Sequence[Item]]) -> Catalog:
    """A list whose sections are sessions where their heading begins with a date: `3/7 Compilers`."""
    made = []
    for head, items in sections.items():
        day, _, about = head.partition(" ")
        listings = tuple(listing(item) if isinstance(item, str) else item for item in items)
        if "/" in day:
            month, number = map(int, day.split("/"))
            path = (about,) if about else (day,)
            made.append(Section(path, datetime.date(2023, month, number), day, listings=listings))
        else:
            made.append(Section((head,), listings=listings))
    return build([Document("course.md", "AI Systems Course 2023", sections=tuple(made))])


def difference(old: Mapping[str, Sequence[Item]], new: Mapping[str, Sequence[Item]]) -> Difference:
    before, after = state(old), state(new)
    return between(before, before.lists[0], after, after.lists[0])


def said(old: Mapping[str, Sequence[Item]], new: Mapping[str, Sequence[Item]]) -> list[str]:
    return list(difference(old, new).sentences())


def test_the_same_is_no_difference() -> None:
    course = {"3/7 Compilers": [JANUS, GRAPH], "Serving": [VLLM]}
    found = difference(course, course)
    assert not found
    assert found.summary() == "nothing changed"
    assert list(found.sentences()) == []
    assert len(found.kept) == 3
    assert found.fresh() == {}


def test_readings_that_came_and_went() -> None:
    found = difference({"3/7 Compilers": [JANUS], "Serving": [ORCA]}, {"3/7 Compilers": [JANUS, GRAPH], "Serving": []})
    assert list(found.sentences()) == [f"Added to 3/7 Compilers: {GRAPH}", f"Removed from Serving: {ORCA}"]
    assert found.summary() == "1 added, 1 removed"
    assert found.fresh() == {"ai-systems-course-2023/compilers": ("autograph-imperative-coding",)}


def test_a_reading_in_another_section_is_moved() -> None:
    old = {"3/7 Compilers": [JANUS, GRAPH], "3/14 Serving": [ORCA]}
    assert said(old, {"3/7 Compilers": [JANUS], "3/14 Serving": [ORCA, GRAPH]}) == [
        f"Moved from 3/7 Compilers to 3/14 Serving: {GRAPH}"
    ]
    assert said(old, {"3/7 Compilers": [JANUS], "3/14 Serving": [ORCA], "Extra": [GRAPH]}) == [
        f"Moved from 3/7 Compilers to Extra: {GRAPH}"
    ]


def test_a_session_on_another_date() -> None:
    old = {"3/7 Compilers": [JANUS, GRAPH], "3/14 Serving": [ORCA]}
    found = difference(old, {"3/9 Compilers": [JANUS, GRAPH], "3/14 Serving": [ORCA]})
    assert list(found.sentences()) == ["Moved to 2023-03-09 (was 2023-03-07): Compilers"]
    assert found.fresh() == {}


def test_a_session_that_gets_or_loses_its_date() -> None:
    with_date, without = {"3/7 Compilers": [JANUS, GRAPH]}, {"Compilers": [JANUS, GRAPH]}
    assert said(with_date, without) == ["Without a date now (was 2023-03-07): Compilers"]
    assert said(without, with_date) == ["Moved to 2023-03-07: Compilers"]


def test_a_course_that_moves_by_a_week_is_not_a_new_course() -> None:
    old: dict[str, list[Item]] = {"3/7": [JANUS], "3/14": [GRAPH, ORCA], "3/21": [VLLM]}
    new: dict[str, list[Item]] = {"3/7": [], "3/14": [JANUS], "3/21": [GRAPH, ORCA], "3/28": [VLLM]}
    found = difference(old, new)
    assert found.counts() | {"redated": 0} == difference(old, old).counts()
    assert [(one.old.date_text, one.new.date_text) for one in found.redated] == [
        ("3/7", "3/14"), ("3/14", "3/21"), ("3/21", "3/28")
    ]  # fmt: skip


def test_a_session_that_is_emptied_into_another() -> None:
    old = {"3/7 Compilers": [JANUS], "3/14 Serving": [ORCA, VLLM]}
    assert said(old, {"3/7 Compilers": [], "3/14 Serving": [ORCA, VLLM, JANUS]}) == [
        f"Moved from 3/7 Compilers to 3/14 Serving: {JANUS}"
    ]


def test_a_section_under_another_heading() -> None:
    assert said({"Serving": [ORCA, VLLM]}, {"Inference": [ORCA, VLLM]}) == ["Renamed the section 'Serving': Inference"]
    assert said({"A": [], "B": [ORCA]}, {"C": [ORCA]}) == ["Renamed the section 'B': C"]


def test_another_requirement() -> None:
    old = [listing(JANUS, requirement=Requirement.EXTRA), listing(GRAPH)]
    new = [listing(JANUS, requirement=Requirement.REQUIRED), listing(GRAPH, requirement=Requirement.EXTRA)]
    assert said({"A": old}, {"A": new}) == [
        f"Now required (was extra): {JANUS}",
        f"Now extra (was neither required nor extra): {GRAPH}",
    ]


ARXIV = "https://arxiv.org/abs/1812.01329"


def test_a_title_that_changed_is_known_by_its_id() -> None:
    found = difference(
        {"A": [listing("Symbolic Graphs", ARXIV)], "B": [ORCA]}, {"A": [], "B": [ORCA, listing(JANUS, ARXIV)]}
    )
    assert list(found.sentences()) == [f"Moved from A to B: {JANUS}", f"Retitled: {JANUS} (was: Symbolic Graphs)"]
    assert found.retitled[0].old.paper == "symbolic-graphs"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Fast and Flexible Deep Learning", JANUS),
        ("Scaling Memory Networks", "Scaling Memory Networks to a Billion Items"),
        ("Efficient Memory Managment for Serving", "Efficient Memory Management for Serving"),
    ],
)
def test_a_near_title_in_its_place_is_the_same_paper(old: str, new: str) -> None:
    assert difference({"A": [ORCA, old]}, {"A": [ORCA, new]}).summary() == "1 retitled"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("MLPerf Training Benchmark", "MLPerf Inference Benchmark"),
        ("Language Models at Scale Part 1", "Language Models at Scale Part 2"),
        ("Attention Is All You Need", "Attention Is Not All You Need"),
        ("Systems for Learning at Scale II", "Systems for Learning at Scale III"),
        (ALPA, ZERO),
        (listing("Deep Learning at Large Scale", ARXIV), listing("Deep Learning at Larger Scale", ARXIV[:-1] + "5")),
        (listing("Deep Learning at Large Scale", year=2012), listing("Deep Learning at Larger Scale", year=2020)),
    ],
)
def test_another_paper_in_the_same_place_is_another_paper(old: Item, new: Item) -> None:
    assert difference({"A": [ORCA, old]}, {"A": [ORCA, new]}).summary() == "1 added, 1 removed"


def test_a_near_title_elsewhere_is_another_paper() -> None:
    found = difference({"A": [ORCA, ALPA], "B": [JANUS]}, {"A": [ORCA], "B": [JANUS, f"{ALPA} Again"]})
    assert found.summary() == "1 added, 1 removed"


def test_a_page_about_many_papers_is_no_evidence() -> None:
    page = "https://a.org/all"
    old = [listing(JANUS, page), listing(GRAPH, page), listing(ORCA, page)]
    new = [listing(GRAPH, page), listing(ALPA, page), listing(ORCA, page)]
    found = difference({"A": old}, {"A": new})
    assert found.summary() == "1 added, 1 removed"
    assert (found.added[0].title, found.removed[0].title) == (ALPA, JANUS)


def test_a_list_that_came_or_went_as_a_whole() -> None:
    catalog = state({"A": [JANUS, GRAPH]})
    assert between(Catalog(), None, catalog, catalog.lists[0]).summary() == "2 added"
    assert between(catalog, catalog.lists[0], Catalog(), None).summary() == "2 removed"


def test_many_readings_are_compared_in_linear_time() -> None:
    old = {f"Topic {n}": [f"A Paper about Thing {n}x{m}" for m in range(50)] for n in range(40)}
    new = {f"Topic {n}": [f"A Paper about Thing {n}x{m}" for m in range(1, 51)] for n in range(40)}
    assert difference(old, new).summary() == "40 added, 40 removed"
