"""Papers and lists put together from listings and documents."""

import datetime

import pytest

from mlsys_tui.domain.assembly import build, make_paper, slug
from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.paper import Link, LinkKind
from mlsys_tui.domain.reading_list import Document, Listing, ListKind, Requirement, Section
from mlsys_tui.domain.sections import ReadingList
from tests.helpers import seed_documents


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    return build(seed_documents())


def test_documents_of_one_course_are_one_list(shipped: Catalog) -> None:
    course = shipped.lists[0]
    sessions = [section for section in course.sections if section.is_session]
    assert (course.title, len(course.documents), len(sessions)) == ("aisys2023", 2, 27)
    assert course.readings_total() == 49
    second = sessions[1]
    assert (second.date, len(second.readings)) == (datetime.date(2023, 3, 9), 2)
    proposal = next(section for section in sessions if section.date_text == "3/30")
    assert proposal.events == ("Project proposal",)


def test_a_link_that_any_list_knows_is_the_papers_link(shipped: Catalog) -> None:
    (janus,) = [paper for paper in shipped.papers.values() if paper.name == "JANUS"]
    assert [link.url for link in janus.links] == [
        "https://www.usenix.org/system/files/nsdi19-jeong.pdf",
        "https://arxiv.org/pdf/1812.01329.pdf",
    ]
    assert {place.list_title for place in shipped.placements[janus.key]} == {
        "aisys2023", "Mlsys_repo", "Reading List (from 2019/05/28)"
    }  # fmt: skip


def test_keys_are_unique_and_read_like_titles(shipped: Catalog) -> None:
    assert all(key == paper.key for key, paper in shipped.papers.items())
    assert "mlperf-training-benchmark" in shipped.papers


def test_sections_are_found_by_their_key(shipped: Catalog) -> None:
    for reading_list in shipped.lists:
        for section in reading_list.sections:
            assert shipped.section(section.key) == (reading_list, section)
    assert shipped.section("nowhere") is None


def listed(*listings: Listing, title: str = "L", name: str = "l.md", path: tuple[str, ...] = ("A",)) -> Document:
    return Document(name, title, ListKind.TOPICS, (Section(path, listings=listings),))


def test_two_works_with_one_title_have_two_keys() -> None:
    old, new = Listing("The Same Long Title", year=2001), Listing("The Same Long Title", year=2020)
    catalog = build([listed(old), listed(new, title="M", name="m.md")])
    assert len(catalog.papers) == 2
    assert len({paper.key for paper in catalog.papers.values()}) == 2


def test_lists_that_share_only_a_generic_title_stay_apart() -> None:
    same = Listing("The Same Long Title")
    assert len(build([listed(same, title="Reading list"), listed(same, title="Reading list", name="m.md")]).lists) == 2
    assert len(build([listed(same, title="cs262"), listed(same, title="cs262", name="m.md")]).lists) == 1
    other = Listing("Another Long Title")
    apart = [listed(same, title="cs262"), listed(other, title="cs262", name="m.md", path=("B",))]
    keys = [reading_list.key for reading_list in build(apart).lists]
    assert keys == ["cs262", "cs262-2"]


def test_one_paper_twice_in_a_section_is_one_reading_with_the_requirement_known() -> None:
    plain, required = Listing("The Same Long Title"), Listing("The Same Long Title", requirement=Requirement.REQUIRED)
    catalog = build([listed(plain, title="cs262"), listed(required, title="cs262", name="m.md")])
    course: ReadingList = catalog.lists[0]
    assert [reading.requirement for reading in course.sections[0].readings] == [Requirement.REQUIRED]


def test_a_paper_takes_the_fullest_of_each() -> None:
    listings = [
        Listing("An Optimizing Compiler", name="TVM", authors=("Ann Lee", "Bo Kim"), venue="arXiv", year=2018),
        Listing(
            "TVM: An Optimizing Compiler", venue="OSDI", year=2018, links=(Link("https://a.org/x.pdf", LinkKind.PDF),)
        ),
        Listing("TVM: An Optimizing Compiler", links=(Link("http://www.a.org/x.pdf", LinkKind.PDF),)),
    ]
    paper = make_paper(listings)
    assert (paper.title, paper.name, paper.venue, paper.year) == ("TVM: An Optimizing Compiler", "TVM", "OSDI", 2018)
    assert paper.authors == ("Ann Lee", "Bo Kim")
    assert len(paper.links) == 1
    assert paper.aliases == ("url:a.org/x.pdf", "title:anoptimizingcompiler", "title:tvmanoptimizingcompiler")


@pytest.mark.parametrize(
    ("text", "key"),
    [("A Title: With (Signs)", "a-title-with-signs"), ("x" * 80, "x" * 60), ("Tux²", "tux2"), ("《》", "")],
)
def test_slugs(text: str, key: str) -> None:
    assert slug(text) == key


def test_an_untitled_document_is_called_by_its_file() -> None:
    document = Document("my-course.md", None, ListKind.TOPICS, (Section(("A",), listings=(Listing("A Long Title"),)),))
    assert build([document]).lists[0].title == "my-course"


def test_an_empty_catalog() -> None:
    assert build([]) == Catalog((), {}, {})
