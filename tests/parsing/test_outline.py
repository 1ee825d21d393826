"""Where things stand: sections, dates, requirement, events, sub-topics."""

import datetime

import pytest

from mlsys_tui.domain.reading_list import ListKind, Requirement
from mlsys_tui.parsing.reader import read

SCHEDULE = """# systems2024

## Reading list

### 9/3
#### Required reading
- [Foo](https://a.org/1). Foo: A Fast Thing. OSDI 2020.
#### Extra reading
- [Bar](https://a.org/2). Bar: A Slow Thing. SOSP 2019.

### 9/5

### 9/10
Project proposal

### 9/12
- Guest lecture by somebody
"""


def test_a_schedule() -> None:
    document = read(SCHEDULE, "x")
    assert (document.title, document.kind) == ("systems2024", ListKind.SCHEDULE)
    first, empty, proposal, guest = document.sections
    assert (first.path, first.date_text, first.date) == (("9/3",), "9/3", datetime.date(2024, 9, 3))
    assert [listing.requirement for listing in first.listings] == [Requirement.REQUIRED, Requirement.EXTRA]
    assert (empty.date_text, empty.listings, empty.events) == ("9/5", (), ())
    assert proposal.events == ("Project proposal",)
    assert guest.events == ("Guest lecture by somebody",)


@pytest.mark.parametrize(
    ("heading", "requirement"),
    [
        ("Required reading", Requirement.REQUIRED),
        ("Require Reading", Requirement.REQUIRED),
        ("Required", Requirement.REQUIRED),
        ("Additional Optional Reading", Requirement.EXTRA),
        ("Extra reading", Requirement.EXTRA),
        ("Recommended readings", Requirement.EXTRA),
        ("Further Reading", Requirement.EXTRA),
        ("必读", Requirement.REQUIRED),
    ],
)
def test_requirement_headings_are_no_sections(heading: str, requirement: Requirement) -> None:
    document = read(f"# L\n## 4. Networks\n### {heading}\n- [A Good Title](https://a.org/1)\n", "x")
    (section,) = document.sections
    assert (section.path, section.number) == (("Networks",), 4)
    assert section.listings[0].requirement is requirement


def test_a_requirement_ends_with_its_section() -> None:
    document = read(
        "# L\n## A\n### Required\n- [One Good Title](https://a.org/1)\n## B\n- [Two Good Title](https://a.org/2)\n", "x"
    )
    assert [listing.requirement for listing in document.listings] == [Requirement.REQUIRED, None]


def test_nested_items_are_papers_of_a_sub_topic() -> None:
    text = "# L\n## Compilers\n1. First Good Title (OSDI’18)\n1. Halide\n    - Scheduling Halide Pipelines Well\n    - Halide for Everybody\n1. Last Good Title\n"
    document = read(text, "x")
    assert [(section.path, len(section.listings)) for section in document.sections] == [
        (("Compilers",), 2),
        (("Compilers", "Halide"), 2),
    ]


def test_details_under_a_paper_stay_with_it() -> None:
    (listing,) = read(
        "- [A Good Title](https://a.org/1)\n  - Summary: it is good\n  - [code](https://github.com/a/b)\n", "x"
    ).listings
    assert listing.remark == "Summary: it is good"
    assert len(listing.links) == 2


def test_plain_text_with_bullets() -> None:
    text = "systems2024\n\nReading list\n\n3/7\n\nRequired reading\n\n  • Foo. Foo: A Fast Thing. OSDI 2020.\n\n3/9\n\n  • 고성능 하드웨어 설계\n"
    document = read(text, "x")
    assert document.title == "systems2024"
    assert [section.date for section in document.sections] == [datetime.date(2024, 3, 7), datetime.date(2024, 3, 9)]
    assert document.sections[1].events == ("고성능 하드웨어 설계",)


def test_papers_of_a_session_without_requirement_headings_are_papers() -> None:
    text = "# c\n## Sep 2: Scheduling\n- [A Good Title](https://a.org/1)\n- Another Title about Schedulers\n- Midterm exam\n"
    (section,) = read(text, "x").sections
    assert (section.path, section.date_text, section.date) == (("Scheduling",), "Sep 2", None)
    assert (len(section.listings), section.events) == (2, ("Midterm exam",))


def test_prose_is_kept_as_notes() -> None:
    document = read(
        "# L\n## A\nSome words about this topic.\n> and a quote\n\n- [A Good Title](https://a.org/1)\n", "x"
    )
    assert document.sections[0].notes == ("Some words about this topic.", "and a quote")


def test_front_matter_gives_the_title() -> None:
    document = read("---\ntitle : 'A: Catalogue'\nimage: x\n---\n# 1. One\n- [A Good Title](https://a.org/1)\n", "x")
    assert (document.title, document.sections[0].path) == ("A: Catalogue", ("One",))


@pytest.mark.parametrize(
    "text", ["", "\n\n", "just words", "# heading only\n", "<!-- nothing -->", "---\ntitle: x\n---\n"]
)
def test_a_document_without_papers_says_so(text: str) -> None:
    document = read(text, "x")
    assert document.listings == ()
    assert document.problems[-1].line == 0
    assert document.problems[-1].message


def test_an_item_that_names_nothing_is_a_problem_with_its_line() -> None:
    document = read("# L\n\n- [A Good Title](https://a.org/1)\n- [pdf](https://a.org/2.pdf)\n", "x")
    assert len(document.listings) == 1
    assert [problem.line for problem in document.problems] == [4]


def test_labels_without_blank_lines_around_them_stand_alone() -> None:
    text = "# C 2023\n## 3/7\nRequired:\n- One Good Title (OSDI'22)\nOptional:\n- Two Good Title\n"
    first, second = read(text, "x").listings
    assert (first.title, first.venue, first.requirement) == ("One Good Title", "OSDI", Requirement.REQUIRED)
    assert (second.title, second.requirement) == ("Two Good Title", Requirement.EXTRA)
    text = "mlsys2024\n1/9\nRequired reading\n• Foo. Foo: A Fast Thing. OSDI 2022.\n1/11\n• Project kick-off\n"
    document = read(text, "x")
    assert document.title == "mlsys2024"
    assert [section.date_text for section in document.sections] == ["1/9", "1/11"]
    assert document.listings[0].requirement is Requirement.REQUIRED


def test_a_nested_label_is_a_requirement() -> None:
    text = "# C\n## 3/11\n- Required reading\n  - One Good Title (OSDI'22)\n- Optional\n  - Two Good Title\n"
    (section,) = read(text, "x").sections
    assert [listing.requirement for listing in section.listings] == [Requirement.REQUIRED, Requirement.EXTRA]


def test_tabs_nest_like_spaces() -> None:
    listings = read("\t•\tOne Good Title (OSDI'22)\n\t•\tTwo Good Title\n", "x").listings
    assert [listing.title for listing in listings] == ["One Good Title", "Two Good Title"]


def test_html_does_not_swallow_what_follows() -> None:
    text = "# L\n<div>\n- One Good Title\n</div>\n<!-- - Hidden Good Title\n\n- Hidden Too -->\n- Two Good Title\n"
    assert [listing.title for listing in read(text, "x").listings] == ["One Good Title", "Two Good Title"]


def test_deep_nesting_loses_nothing() -> None:
    text = (
        "".join(f"{'  ' * depth}- Level {depth} of a Good Title\n" for depth in range(20)) + "- The Last Good Title\n"
    )
    titles = [listing.title for listing in read(text, "x").listings]
    assert {"The Last Good Title", "Level 19 of a Good Title"} <= set(titles)


def test_contents_and_mailboxes_are_no_papers() -> None:
    text = "# L\n## Contents\n- Training of Good Models\n## A\n- [Good Models Here](#training)\n- [Ann Lee and Team](mailto:a@b.c)\n- [A Good Title](https://a.org/1)\n"
    document = read(text, "x")
    assert [listing.title for listing in document.listings] == ["A Good Title"]
    assert [problem.line for problem in document.problems] == [5, 6]


@pytest.mark.parametrize(
    "title", ["Project Adam: Building an Efficient System", "An Introduction to Collective Communication for All"]
)
def test_a_title_with_an_events_word_is_a_paper(title: str) -> None:
    assert [listing.title for listing in read(f"# c\n## 4. Training\n- {title}\n", "x").listings] == [title]


@pytest.mark.parametrize("event", ["No class!", "Project proposal due.", "중간고사", "Holiday (MLK day)"])
def test_events_in_few_words(event: str) -> None:
    assert read(f"# c\n## 3/7\n- {event}\n- [A Good Title](https://a.org/1)\n", "x").sections[0].events == (event,)


@pytest.mark.parametrize(
    ("heading", "path", "date_text", "number"),
    [
        ("Week 3 (Sep 12)", "Week 3", "Sep 12", 3), ("[3/7] Serving", "Serving", "3/7", None),
        ("Lecture 5 - Serving (3/21)", "Serving", "3/21", 5), ("3/7 (Thu)", "3/7", "3/7", None),
        ("Mar 7-9", "Mar 7", "Mar 7", None), ("3월 7일", "3월 7일", "3월 7일", None), ("1.2 Serving", "1.2 Serving", None, None),
    ],
)  # fmt: skip
def test_session_headings(heading: str, path: str, date_text: str | None, number: int | None) -> None:
    (section,) = read(f"# c\n## {heading}\n- [A Good Title](https://a.org/1)\n", "x").sections
    assert (section.path, section.date_text, section.number) == ((path,), date_text, number)


def test_the_year_comes_from_the_nearest_heading() -> None:
    text = "# c\n## Fall 2023\n### 9/7\n- [A Good Title](https://a.org/1)\n## Spring 2024\n### 1/9\n- [B Good Title](https://a.org/2)\n"
    assert [str(section.date) for section in read(text, "x").sections] == ["2023-09-07", "2024-01-09"]


def test_details_that_are_only_labelled_links_stay_with_the_paper() -> None:
    text = "- MLIR: Scaling Compiler Infrastructure\n  - code: https://github.com/a/b\n  - [slides](https://a.org/s)\n"
    (listing,) = read(text, "x").listings
    assert [link.kind for link in listing.links] == ["code", "slides"]
