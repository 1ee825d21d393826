"""Styles of reference and habits of list makers, each on made-up papers: what is the title, and what is said of it."""

from textwrap import dedent

import pytest

from mlsys_tui.domain.reading_list import Document, Requirement
from mlsys_tui.parsing.reader import read
from tests.helpers import item, one


def titles(document: Document) -> list[str]:
    return [listing.title for listing in document.listings]


@pytest.mark.parametrize(
    ("text", "title", "authors", "venue", "year"),
    [
        ('Reed, Anna May, et al. "Tern: quiet benchmarks." arXiv preprint arXiv:1911.00001 (2019).',
         "Tern: quiet benchmarks", ("Anna May Reed",), "arXiv", 2019),
        ('Reed, Anna, et al. "Some analysis of nets." IEEE Access 6 (2018): 64270-64277.',
         "Some analysis of nets", ("Anna Reed",), "IEEE Access", 2018),
        ('Weiss, Otto. "Whinchat: things at large." *EuroSys*. 2021.',
         "Whinchat: things at large", ("Otto Weiss",), "EuroSys", 2021),
        ("Lee, A., & Kim, B. (2013). The tail of it. Communications of the ACM, 56(2), 74-80.",
         "The tail of it", ("A. Lee", "B. Kim"), "Communications of the ACM", 2013),
        ("Lee, A., & Kim, B. (2004). Maps and folds. In Proceedings of NSDI (pp. 1-14).",
         "Maps and folds", ("A. Lee", "B. Kim"), "NSDI", 2004),
        ("Ann Lee, Bo Kim: The Next Database System. TODS 6(2): 213-226 (1991)",
         "The Next Database System", ("Ann Lee", "Bo Kim"), "TODS", 1991),
        ("Ann Lee: Query Evaluation for Large Databases. VLDB 1985: 127-141",
         "Query Evaluation for Large Databases", ("Ann Lee",), "VLDB", 1985),
        ("22_OSDI_Faults in Clouds: A Study of Them [[paper]](https://a.org/1.pdf)",
         "Faults in Clouds: A Study of Them", (), "OSDI", 2022),
        ("24_Faults Nobody Asked For [[paper]](https://a.org/1.pdf)", "Faults Nobody Asked For", (), None, 2024),
        ("**Berkeley TechRpts'16**-[Understanding Latency on Devices](https://a.org/1.html)",
         "Understanding Latency on Devices", (), "Berkeley TechRpts", 2016),
        ("Lamport, [Clocks and the Order of Things](https://a.org/1.pdf), CACM, 1978",
         "Clocks and the Order of Things", ("Lamport",), "CACM", 1978),
        ("Fischer et al., [No Consensus with One Fault](https://a.org/1.pdf), JACM, 1985",
         "No Consensus with One Fault", ("Fischer",), "JACM", 1985),
        ("[A Very Deep Accelerator](https://a.org/1.pdf). Rhu et al. MICRO 2016", "A Very Deep Accelerator", ("Rhu",), "MICRO", 2016),
        ("[How to Write a Paper - S. Keshet](https://a.org/1.pdf)", "How to Write a Paper", ("S. Keshet",), None, None),
        ("_A Title in Italics: What the\n  Rest Says_, Ann Lee, Bo Kim, and Cy Park", "A Title in Italics: What the Rest Says",
         ("Ann Lee", "Bo Kim", "Cy Park"), None, None),
        ("Ann Lee, Bo Kim. A Title Before the Venue. *In Proceedings of NSDI*, 2004.", "A Title Before the Venue",
         ("Ann Lee", "Bo Kim"), "NSDI", 2004),
        ("Gaussian Error Linear Units (GELUs). Ann Lee and Bo Kim. 2016.", "Gaussian Error Linear Units (GELUs)",
         ("Ann Lee", "Bo Kim"), None, 2016),
        ("[Some title of a thing](https://a.org/b.pdf). Nature volume 521, 2015", "Some title of a thing", (), "Nature", 2015),
        ("[Harbor](https://a.org/b.pdf) Fault Tolerance for Long Runs ｜ SOSP' 24", "Fault Tolerance for Long Runs", (), "SOSP", 2024),
    ],
)  # fmt: skip
def test_styles_of_reference(
    text: str, title: str, authors: tuple[str, ...], venue: str | None, year: int | None
) -> None:
    listing = item(text)
    assert (listing.title, listing.authors, listing.venue, listing.year) == (title, authors, venue, year)


@pytest.mark.parametrize(
    "text",
    [
        "Also, [A Title of Things](https://a.org/1.pdf)",
        "Route Packets, Not Wires: On-Chip Interconnection Networks",
        "Deep Speech: Scaling Recognition of Speech",
    ],
)
def test_what_only_looks_like_names(text: str) -> None:
    assert item(text).authors == ()


def test_words_in_double_brackets_after_a_title_are_labels() -> None:
    listing = item("Store: A Model Store [[Git]](https://github.com/a/b) [[MIT short paper]](https://a.org/x.pdf)")
    assert listing.title == "Store: A Model Store"
    assert item("Towards Good Incidents: Why and How [[paer]](https://a.org/x)").title.startswith("Towards")


def test_read_marks_in_chinese() -> None:
    assert item("已读：[Sparrow: Things](https://a.org/s.pdf)（SOSP 2013）").read is True
    assert item("[Ceph: Scalable Things](https://a.org/c.pdf) 待读").read is False


def test_an_escaped_bracket_at_the_end_of_an_address() -> None:
    listing = one("- [Brant: Barnacles and Buffers](https://a.org/b.pdf\\) (Required)\n")
    assert (listing.title, listing.requirement) == ("Brant: Barnacles and Buffers", Requirement.REQUIRED)


def test_code_slides_and_keynotes_under_readings_are_no_papers() -> None:
    document = read(
        dedent("""\
            # C
            ## Readings
            - [Spark: Working Sets of Clusters](https://a.org/spark.pdf)
            - [Spark's expression code](https://github.com/a/spark)
            - [The keynote slides](https://a.org/slides)
            """),
        "x",
    )
    assert titles(document) == ["Spark: Working Sets of Clusters"]


# -- documents ------------------------------------------------------------------------------------------------


def test_headings_that_are_titles_and_nothing_else() -> None:
    names = [
        "Teechain: A Secure Payment Network", "Notary: A Device for Secure Approval",
        "Finding Bugs in File Systems", "The Inflection Point of Hypotheses",
        "A generic scheduler for training", "Optimistic Hash Tables on Devices",
    ]  # fmt: skip
    text = "## SOSP list\n\n### Session 1\n\n" + "\n\n".join(
        f"#### {name}\n\n这里是关于这篇论文的话。" for name in names
    )
    document = read(text, "x")
    assert titles(document) == names
    assert {section.path for section in document.sections if section.listings} == {("Session 1",)}


def test_headings_over_labelled_links() -> None:
    document = read(
        "# N\n\n### The Log and the Tree\n\n[paper](https://a.org/1.pdf) / [slides](https://a.org/1.pptx)\n\n"
        "Ann Lee, Bo Kim\n\n### Keys Apart from Values\n\n[paper](https://a.org/2.pdf)\n\nFAST 2016\n",
        "x",
    )
    assert [(one.title, one.authors, one.venue) for one in document.listings] == [
        ("The Log and the Tree", ("Ann Lee", "Bo Kim"), None),
        ("Keys Apart from Values", (), "FAST"),
    ]


def test_lines_that_count_lectures_are_headings_linked_or_not() -> None:
    lecture = (
        '<div><a href="l{0}.pdf">Lecture {0}: Topic {0}</a></div><ul><li><a href="https://a.org/{0}.pdf">Paper Number {0}</a>'
        "</li></ul>"
    )
    document = read("<html><body>" + "".join(map(lecture.format, range(1, 5))) + "</body></html>", "x")
    assert [(section.number, len(section.listings)) for section in document.sections if section.listings] == [
        (1, 1), (2, 1), (3, 1), (4, 1),
    ]  # fmt: skip


def test_cells_over_several_rows() -> None:
    row = "<tr><td>9/{0}</td><td>Topic {0}</td><td><ul><li><a href='https://a.org/{0}.pdf'>A Paper Number {0}</a></ul></td></tr>"
    spanned = "<tr><td rowspan=2>9/5</td><td rowspan=2>Logs</td><td><a href='https://a.org/l.pdf'>A Paper on Logs</a></td></tr>"
    below = "<tr><td><a href='https://a.org/m.pdf'>More about Such Logs</a></td></tr>"
    head = "<tr><th>Date</th><th>Topic</th><th>Readings</th></tr>"
    document = read(
        f"<html><table>{head}{row.format(1)}{row.format(2)}{spanned}{below}{row.format(7)}</table></html>", "x"
    )
    assert [(section.path[-1], titles_of) for section in document.sections if (titles_of := len(section.listings))] == [
        ("Topic 1", 1), ("Topic 2", 1), ("Logs", 2), ("Topic 7", 1),
    ]  # fmt: skip


def test_readings_beside_labs_in_one_column() -> None:
    row = (
        "<tr><td>Feb {0}</td><td>Topic {0}</td><td><a href='papers/p{0}.pdf'>Waves {0} of Old</a><br>"
        "<a href='https://github.com/c/lab{0}'>Lab {0}</a> due Friday</td></tr>"
    )
    head = "<tr><td>Date</td><td>Topic</td><td>Required reading/assignment</td></tr>"
    document = read(f"<html><table>{head}{''.join(map(row.format, range(1, 5)))}</table></html>", "x")
    assert titles(document) == [f"Waves {n} of Old" for n in range(1, 5)]
    assert {listing.requirement for listing in document.listings} == {Requirement.REQUIRED}


def test_a_reference_of_many_words_above_its_address() -> None:
    names = ", ".join(f"Ann{letter} Lee" for letter in "abcdefghijklmnopqrs")
    document = read(f"Readings\n\n  {names}. Eddies: adaptive queries. SIGMOD 2000.\n  https://a.org/e.pdf\n\n", "x")
    [listing] = document.listings
    assert (listing.title, [link.url for link in listing.links]) == (
        "Eddies: adaptive queries",
        ["https://a.org/e.pdf"],
    )


def test_papers_nested_under_a_paper() -> None:
    document = read(
        "# N\n\n- Processes in Mesa Again (1980). [Paper](https://a.org/1) | [Note](n.md)\n"
        "  - Background: Monitors as a Concept (1974). [Paper](https://a.org/2)\n  - good; short\n",
        "x",
    )
    assert [(listing.title, listing.year) for listing in document.listings] == [
        ("Processes in Mesa Again", 1980),
        ("Monitors as a Concept", 1974),
    ]


def test_lectures_of_course_data_with_slides_and_homework_are_no_papers() -> None:
    lecture = "- date: 04/{0:02}/2023\n  title: Topic Number {0}\n  slides: https://a.org/{0}\n  hw_link: https://a.org/hw{0}\n"
    reading = "  readings:\n    - <a href='https://a.org/p.pdf'>A Paper to Read</a>\n"
    document = read("".join(lecture.format(n) + reading * (n == 2) for n in (1, 2, 3)), "x")
    assert titles(document) == ["A Paper to Read"]
    assert [section.date is not None for section in document.sections] == [True] * 3


def test_a_paper_may_be_its_address_alone() -> None:
    document = read(
        "# P\n\n- https://arxiv.org/abs/2408.12757\n- https://a.org/blog\n- [pdf](https://a.org/x.pdf)\n", "x"
    )
    assert titles(document) == ["arxiv.org/abs/2408.12757"]
    assert [problem.line for problem in document.problems] == [4, 5]


def test_a_table_about_each_paper_below_its_heading() -> None:
    sheet = "### 1-{0}. Paper Number {0}\n\n| 항목 | 내용 |\n|---|---|\n| **저자** | Ann Lee, Bo Kim |\n| **학회** | OSDI 2020 |\n\n**요약**: 분산 합의.\n\n"
    document = read("# 논문\n\n## 합의\n\n" + "".join(map(sheet.format, range(1, 4))), "x")
    assert [(paper.title, paper.authors, paper.venue, paper.year) for paper in document.listings] == [
        (f"Paper Number {n}", ("Ann Lee", "Bo Kim"), "OSDI", 2020) for n in range(1, 4)
    ]


def test_a_table_about_a_paper_loses_no_row() -> None:
    rows = (
        "| Title | Fast Things for All |\n|---|---|\n| Authors | Ann Lee, Bo Kim |\n| Room for doubt | some words |\n"
    )
    document = read(f"# L\n\n{rows}", "x")
    assert [(paper.title, paper.authors) for paper in document.listings] == [
        ("Fast Things for All", ("Ann Lee", "Bo Kim"))
    ]
    assert [note for section in document.sections for note in section.notes] == ["Room for doubt · some words"]


def test_a_checkbox_within_bold_words() -> None:
    listing = item("**[x] A Good Bold Title of Things**, Ann Lee and Bo Kim")
    assert (listing.title, listing.authors, listing.read) == (
        "A Good Bold Title of Things",
        ("Ann Lee", "Bo Kim"),
        True,
    )


def test_last_names_below_linked_titles_in_a_cell() -> None:
    cell = "<b><a href='{0}a.pdf'>Virtual Memory of Machines</a></b><br>Rashid, Tavanian, and Young<br><b><a href='{0}b.pdf'>Another of Them</a></b><br>Gray"
    rows = "".join(f"<tr><td>Tu 9/{day}</td><td>{cell.format(day)}</td></tr>" for day in (6, 13, 20))
    document = read(f"<html><table>{rows}</table></html>", "x")
    assert [listing.title for listing in document.listings[:2]] == ["Virtual Memory of Machines", "Another of Them"]
    assert document.listings[0].authors == ("Rashid", "Tavanian", "Young")
    assert len(document.listings) == 6


def test_a_label_with_a_day_heads_a_session() -> None:
    document = read(
        "# C, Spring 2016\n\n## Week 2\n\n**Required reading for Monday, April 4**\n\n- [A Paper of Things](https://a.org/1.pdf)\n\n"
        "**Suggested papers**\n\n- [Another Paper](https://a.org/2.pdf)\n",
        "x",
    )
    [session] = [section for section in document.sections if section.listings]
    assert str(session.date) == "2016-04-04"
    assert [listing.requirement for listing in session.listings] == [Requirement.REQUIRED, Requirement.EXTRA]


def test_a_table_of_sessions_with_the_paper_of_each_in_columns() -> None:
    row = (
        "<tr><td>12/{0:02}/2017</td><td>Ann Host</td><td><p>Paper Number {0}: What It Is</p><p>Bo Kim (NYU); Cy Park</p></td>"
        "<td>SOSP '17</td><td><a href='https://a.org/{0}.pdf'>Paper</a></td></tr>"
    )
    head = "<tr><th>Date</th><th>Presenter</th><th>Title</th><th>Conference</th><th>Material</th></tr>"
    document = read(f"<html><table>{head}{''.join(map(row.format, range(1, 5)))}</table></html>", "x")
    assert [
        (str(section.date), paper.title, paper.authors, paper.venue, paper.year, paper.links[0].url)
        for section in document.sections
        for paper in section.listings
    ] == [
        (
            f"2017-12-{n:02}",
            f"Paper Number {n}: What It Is",
            ("Bo Kim", "Cy Park"),
            "SOSP",
            2017,
            f"https://a.org/{n}.pdf",
        )
        for n in range(1, 5)
    ]


def test_text_between_cells_leaves_a_table_whole() -> None:
    row = "<tr><td>9/{0}</td><td>Ann Host</td><td><a href='https://a.org/{0}.pdf'>A Paper Number {0}, OSDI '22</a></td> stray </tr>"
    head = "<tr><th>Date</th><th>Presenter</th><th>Paper</th></tr>"
    document = read(f"<html><table>{head}{''.join(map(row.format, range(1, 5)))}</table></html>", "x")
    assert [(section.date_text, len(section.listings)) for section in document.sections if section.listings] == [
        (f"9/{n}", 1) for n in range(1, 5)
    ]


@pytest.mark.parametrize("tick", [":heavy_check_mark:", "✅", "✔️", "☑"])
def test_ticks_after_a_paper(tick: str) -> None:
    listing = item(f"[A Paper of Things](https://a.org/b.pdf) {tick}")
    assert (listing.title, listing.read, listing.remark) == ("A Paper of Things", True, None)


def test_a_year_in_brackets_before_what_the_paper_is_about() -> None:
    listing = item("[Paxos Made Easier](https://a.org/b.pdf) (2001): It forms the basis of a variety of systems.")
    assert (listing.year, listing.remark) == (2001, "It forms the basis of a variety of systems.")


def test_groups_of_a_column_end_where_others_say_theirs_again() -> None:
    document = read(
        "Topic,Title,Year\nGPUs,A Paper of One,2020\nGPUs,A Paper of Two,2021\n,A Paper of Three,2021\n", "x"
    )
    assert {section.path: len(section.listings) for section in document.sections} == {("GPUs",): 2, (): 1}


def test_what_entities_spell_is_cleaned() -> None:
    document = read(
        "<html><title>a&#27;[31mb</title><h2>T&#x202e;</h2><ul><li><a href='https://a.org'>A Good Title</a></ul></html>",
        "x",
    )
    assert (document.title, document.sections[-1].path) == ("ab", ("T",))
