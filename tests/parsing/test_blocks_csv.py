"""CSV and its relatives: columns by their names, groups as headings, rows as papers."""

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsys_tui.domain.reading_list import Document, Requirement
from mlsys_tui.parsing.formats.csv import read_csv
from mlsys_tui.parsing.formats.csv_rows import looks_like_csv
from mlsys_tui.parsing.sections.outline import outline


def document(text: str) -> Document:
    title, blocks, problems = read_csv(text)
    return outline(title, blocks, "test.csv", problems)


def test_rows() -> None:
    found = document(
        'Title,Authors,Conf.,Year,Paper Link,Code,Notes,ISSN\n"Borg, Omega, and Kubernetes","Burns, B., Grant, B.",Queue,2016,'
        "https://a.org/b,https://github.com/k/k,nice,1\n\nPaxos Made Simple,Leslie Lamport,,2001,-,,,\n"
    )
    first, second = found.listings
    assert (first.title, first.authors, first.venue, first.year) == (
        "Borg, Omega, and Kubernetes", ("B. Burns", "B. Grant"), "Queue", 2016,
    )  # fmt: skip
    assert [(link.kind.value, link.url) for link in first.links] == [
        ("paper", "https://a.org/b"),
        ("code", "https://github.com/k/k"),
    ]
    assert (first.remark, first.line, second.line, second.links) == ("nice", 2, 4, ())


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters(delimiter: str) -> None:
    text = "title,year,url\nPaxos Made Simple,2001,https://a.org/1\nRaft Refloated,2015,https://a.org/2\n".replace(
        ",", delimiter
    )
    assert looks_like_csv(text)
    assert [listing.year for listing in document(text).listings] == [2001, 2015]


def test_topics_are_headings() -> None:
    found = document(
        "topic_directory,subtopic,paper_name,optional\nfile_systems,old,A Fast File System for UNIX,false\n,,The LFS Paper Again,true\n"
        "file_systems,new,Ceph and Its Friends,\nos,,Mach and Its Friends,\nos,,Exokernel and Its Friends,\n"
    )
    assert [(section.path, len(section.listings)) for section in found.sections] == [
        (("file systems", "old"), 2), (("file systems", "new"), 1), (("os",), 2),
    ]  # fmt: skip
    assert [listing.requirement for listing in found.listings[:3]] == [Requirement.REQUIRED, Requirement.EXTRA, None]


def test_topics_in_any_order_are_brought_together() -> None:
    found = document(
        "title,topic,doi\n"
        + "".join(f"Paper Number {n} of Them,{('gpu', 'net')[n % 2]},10.1145/{n}\n" for n in range(6))
    )
    assert [(section.path, len(section.listings)) for section in found.sections] == [(("gpu",), 3), (("net",), 3)]


def test_lists_of_tags_are_remarks() -> None:
    found = document(
        "title,topics,url\nPaper One of Them,gpu; ml,https://a.org/1\nPaper Two of Them,ml; net,https://a.org/2\n"
    )
    assert [listing.remark for listing in found.listings] == ["topics: gpu; ml", "topics: ml; net"]


def test_sessions() -> None:
    found = document(
        "Week,Date,Topic,Paper,URL,Presenter\n1,9/5,Welcome,,,\n2,9/12,Consensus,Paxos Made Simple,https://a.org/1,Ann\n"
        ",,,Raft Refloated Again,https://a.org/2,Bo\n3,9/19,Holiday,,,\n"
    )
    assert [(section.number, section.date_text, section.path) for section in found.sections] == [
        (1, "9/5", ("Welcome",)), (2, "9/12", ("Consensus",)), (3, "9/19", ("Holiday",)),
    ]  # fmt: skip
    assert [listing.title for listing in found.sections[1].listings] == ["Paxos Made Simple", "Raft Refloated Again"]
    assert found.problems == ()


def test_dates_of_publication_are_no_sessions() -> None:
    found = document(
        "title,date,url\nPaper One of Them,2021-05-04,https://a.org/1\nPaper Two of Them,2022-01-02,https://a.org/2\n"
    )
    assert [listing.year for listing in found.listings] == [2021, 2022]
    assert not found.sections[0].is_session


def test_columns_of_required_and_optional_papers() -> None:
    found = document(
        "Date,Required reading,Optional reading\n9/5,Paxos Made Simple,Paxos Made Live; Paxos Quorum Leases Again\n9/7,Raft Refloated Again,\n"
    )
    assert [(listing.title, listing.requirement) for listing in found.listings] == [
        ("Paxos Made Simple", Requirement.REQUIRED), ("Paxos Made Live", Requirement.EXTRA),
        ("Paxos Quorum Leases Again", Requirement.EXTRA), ("Raft Refloated Again", Requirement.REQUIRED),
    ]  # fmt: skip


def test_rows_without_a_title_are_problems_and_kept() -> None:
    found = document("title,year,url\nPaxos Made Simple,2001,https://a.org/1\n,2002,https://a.org/2\n")
    assert [problem.line for problem in found.problems] == [3]
    assert "https://a.org/2" in found.sections[0].notes[0]


def test_a_table_without_a_header() -> None:
    text = "Paxos Made Simple,https://a.org/1,2001\nThe Part-Time Parliament of Paxos,https://a.org/2,1998\n"
    assert looks_like_csv(text)
    assert [(listing.title, listing.year) for listing in document(text).listings] == [
        ("Paxos Made Simple", 2001), ("The Part-Time Parliament of Paxos", 1998),
    ]  # fmt: skip


def test_a_cell_over_lines_and_a_quote_that_does_not_close() -> None:
    found = document(
        'title,url,notes\nPaper One of Them,https://a.org/1,"two\nlines"\n"Paper Two of Them,https://a.org/2,x\nPaper Three of Them,https://a.org/3,\n'
    )
    assert [(listing.title, listing.line) for listing in found.listings] == [
        ("Paper One of Them", 2), ("Paper Two of Them", 4), ("Paper Three of Them", 5),
    ]  # fmt: skip
    assert [problem.line for problem in found.problems] == [4]


def test_lines_before_the_header_are_notes() -> None:
    found = document("My papers,,\n\ntitle,year,url\nPaxos Made Simple,2001,https://a.org/1\n")
    assert len(found.listings) == 1
    assert "My papers" in found.sections[0].notes[0]


@pytest.mark.parametrize(
    "text",
    [
        "Title, authors, and year matter.\nThis is prose, with commas.\n",
        "| Title | Year |\n|-------|------|\n| Paxos | 2001 |\n",
        "# Title, Year, Link\n\n- one, two, three\n",
        "Paxos Made Simple, Leslie Lamport, 2001\nRaft Refloated, Heidi Howard, 2015\n",
        "title,year\n",
        "name;age\nAnn;3\n",
        "Dear reader; the title, the year\nand all; the rest, is here\n",
        "",
    ],
)
def test_other_texts_do_not_look_like_csv(text: str) -> None:
    assert not looks_like_csv(text)


@given(st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=3), max_size=6))
def test_any_rows_are_read(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["title", "url", "topic"], *rows])
    document(out.getvalue().replace("\r\n", "\n"))


@given(st.text(alphabet='ab,;"\n\ttitle url', max_size=200) | st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for each in (text, f"title,url\n{text}"):
        document(each)
        looks_like_csv(each)


@pytest.mark.parametrize(
    "text",
    [
        "title,link\n" + '"a\n' * 20_000,
        "title,link\n" + 'a,"b\n' * 20_000,
        "title,link\n" + '"' + "a" * 300_000 + '",b\n',
        "title,link," + "," * 50_000 + "\n" + "a," * 50_000,
        "title," * 30_000,
        "title,link,topic\n" + "".join(f"a b c,x,t{n}\n" for n in range(5_000)),
        "week,topic,title\n" + "".join(f"{n},x,a b c\n" for n in range(5_000)),
    ],
    ids=["quotes", "late-quotes", "cell", "wide", "header", "topics", "weeks"],
)
def test_hostile_texts_take_no_time(text: str) -> None:
    start = time.process_time()
    document(text)
    looks_like_csv(text)
    assert time.process_time() - start < 15
