"""The small parsers on their own: dates, venues, authors, links, labels."""

import datetime

import pytest

from mlsys_tui.domain.paper import LinkKind
from mlsys_tui.parsing.words.authors import is_name, parse_authors
from mlsys_tui.parsing.words.dates import PrintedDate, find_date, with_years, year_said
from mlsys_tui.parsing.words.labels import is_container, take_number
from mlsys_tui.parsing.words.links import make_link
from mlsys_tui.parsing.words.venues import find_published


@pytest.mark.parametrize(
    ("line", "text", "month", "day", "year", "rest"),
    [
        ("3/7", "3/7", 3, 7, None, ""),
        ("3/7 Introduction", "3/7", 3, 7, None, "Introduction"),
        ("Sep  2: Scheduling", "Sep  2", 9, 2, None, "Scheduling"),
        ("Tuesday, September 1", "Tuesday, September 1", 9, 1, None, ""),
        ("Week of Jan 8 - Networks", "Week of Jan 8", 1, 8, None, "Networks"),
        ("8/30/19", "8/30/19", 8, 30, 2019, ""),
        ("2023-03-07 Caches", "2023-03-07", 3, 7, 2023, "Caches"),
        ("18 Oct 2022, guests", "18 Oct 2022", 10, 18, 2022, "guests"),
        ("Feb 29", "Feb 29", 2, 29, None, ""),
    ],
)
def test_dates(line: str, text: str, month: int, day: int, year: int | None, rest: str) -> None:
    assert find_date(line) == PrintedDate(text, month, day, year, rest)


@pytest.mark.parametrize(
    "line", ["13/40", "2/30", "3/7/1/2", "Marching on 3 fronts", "May I", "10x Faster", "4. Systems", ""]
)
def test_what_is_no_date(line: str) -> None:
    assert find_date(line) is None


@pytest.mark.parametrize(
    ("titles", "year"),
    [
        (["aisys2023"], 2023), (["CSE 585 (F'25)"], 2025), (["Fall 2020"], 2020), (["cs294-ai-sys-sp22"], 2022),
        (["CS 262a"], None), (["Reading from 2019 to 2021"], None), ([None, "x"], None),
    ],
)  # fmt: skip
def test_the_year_of_a_document(titles: list[str | None], year: int | None) -> None:
    assert year_said(titles) == year


def test_a_course_runs_on_into_the_next_year() -> None:
    days = [find_date(text) for text in ("Nov 28", "Dec 5", "Jan 9")]
    assert with_years(days, [2023] * 3) == [
        datetime.date(2023, 11, 28), datetime.date(2023, 12, 5), datetime.date(2024, 1, 9)
    ]  # fmt: skip
    assert with_years(days, [None] * 3) == [None, None, None]


@pytest.mark.parametrize(
    ("text", "venue", "year", "rest"),
    [
        ("OSDI 2016", "OSDI", 2016, ""), ("NeuralPS’18", "NeuralPS", 2018, ""), ("SOSP' 24", "SOSP", 2024, ""),
        ("USENIX ATC ’21", "USENIX ATC", 2021, ""), ("2018", None, 2018, ""), ("OSDI", "OSDI", None, ""),
        ("SC’21, Best Student Paper", "SC", 2021, "Best Student Paper"), ("OpenAI, 2020", "OpenAI", 2020, ""),
        ("ICML 97", "ICML", 1997, ""),
    ],
)  # fmt: skip
def test_venues(text: str, venue: str | None, year: int | None, rest: str) -> None:
    found = find_published(text)
    assert found is not None
    assert (found.venue, found.year, found.rest) == (venue, year, rest)


@pytest.mark.parametrize("text", ["A survey", "work from the same group", "in 2019", "GPU 80", "10x Faster", ""])
def test_what_is_no_venue(text: str) -> None:
    assert find_published(text) is None


@pytest.mark.parametrize(
    "text", ["Ann Lee", "Derek G. Murray", "Ludwig van Beethoven", "D Sculley", "Ana Del Río", "김철수"]
)
def test_names(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize(
    "text", ["Lee", "Deep Learning", "the Foo Bar", "Fast and Easy", "Systems for Everybody", "10 Things"]
)
def test_what_is_no_name(text: str) -> None:
    assert not is_name(text)


def test_et_al() -> None:
    assert parse_authors("Vaswani et al.") == ("Vaswani",)
    assert parse_authors("Ann Lee, Bo Kim, et al.") == ("Ann Lee", "Bo Kim")


@pytest.mark.parametrize(
    ("url", "label", "kind"),
    [
        ("https://arxiv.org/abs/1904.03257", None, LinkKind.PAPER), ("https://arxiv.org/pdf/1904.03257", None, LinkKind.PDF),
        ("https://openreview.net/pdf?id=r1gs9JgRZ", None, LinkKind.PDF), ("https://a.org/x.pdf", "code", LinkKind.CODE),
        ("https://github.com/a/b", None, LinkKind.CODE), ("https://youtu.be/x", None, LinkKind.VIDEO),
        ("https://a.org/x.pptx", None, LinkKind.SLIDES), ("https://ai.googleblog.com/2017/x.html", None, LinkKind.PAGE),
        ("https://dl.acm.org/doi/10.1145/1", None, LinkKind.PAPER), ("https://a.org/x.pdf", "Paper", LinkKind.PDF),
        ("https://federated.example.org/", None, LinkKind.PAGE), ("http://[bad", None, LinkKind.PAGE),
    ],
)  # fmt: skip
def test_link_kinds(url: str, label: str | None, kind: LinkKind) -> None:
    assert make_link(url, label).kind is kind


@pytest.mark.parametrize(
    ("heading", "number", "rest"),
    [
        ("4. Distributed Training", 4, "Distributed Training"), ("Lecture 3: Caches", 3, "Caches"), ("Week 4", 4, "Week 4"),
        ("2PC and Consensus", None, "2PC and Consensus"), ("100x Faster", None, "100x Faster"),
    ],
)  # fmt: skip
def test_numbers_of_sections(heading: str, number: int | None, rest: str) -> None:
    assert take_number(heading) == (number, rest)


def test_containers() -> None:
    assert is_container("Reading list") and is_container("Paper List") and not is_container("Reading Disks")
