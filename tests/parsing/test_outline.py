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
    assert listing.remark == "Summary: it is good; code"
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
