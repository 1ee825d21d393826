"""Emacs org-mode: which headlines are papers, what stands below them, and that no text of any kind breaks the reader."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsys_tui.domain.reading_list import Document, Listing
from mlsys_tui.parsing.formats.org import looks_like_org, read_org
from mlsys_tui.parsing.formats.org_inline import year_of_key
from mlsys_tui.parsing.sections.outline import outline
from tests.helpers import ROOT

_PERSONAL = ROOT.parent / "shared" / "lists" / "personal-papers-todo.org"


def document(text: str) -> Document:
    title, blocks, problems = read_org(text)
    assert not problems
    return outline(title, blocks, "test.org")


def only(text: str) -> Listing:
    listings = document(text).listings
    assert len(listings) == 1, listings
    return listings[0]


def test_a_to_do_item_with_a_citation() -> None:
    listing = only(
        "* TODO [#A] The Case for Learned Index Structures :db:ml:\n"
        "  :LOGBOOK:\n  CLOCK: [2018-01-04 Thu 17:42]--[2018-01-04 Thu 18:52] =>  1:10\n  :END:\n"
        "[[cite:kraska-2018-case][Kraska & Beutel 2018: Case Learned]]\n   Captured 2018-02-03 10:00\n"
    )
    assert listing.title == "The Case for Learned Index Structures"
    assert (listing.authors, listing.year) == (("Kraska", "Beutel"), 2018)
    assert (listing.read, listing.remark, listing.line) == (False, None, 1)


@pytest.mark.parametrize(
    ("headline", "read"),
    [("DONE", True), ("READ", True), ("TODO", False), ("NEXT", False), ("CANCELLED", None), ("WAITING", False)],
)
def test_keywords(headline: str, read: bool | None) -> None:
    assert only(f"* {headline} Paxos Made Simple\n").read is read


def test_keywords_of_the_document() -> None:
    text = "#+TITLE: To read\n#+TODO: QUEUE(q) SKIM | GRASPED(g!) DROPPED\n* GRASPED Paxos Made Simple\n* SKIM Raft and Friends\n"
    assert [listing.read for listing in document(text).listings] == [True, False]
    assert document(text).title == "To read"


def test_capitals_that_are_no_keyword_stay_in_the_title() -> None:
    assert only("* TODO GPU Memory Management\n").title == "GPU Memory Management"
    assert only("* [[https://a.org/x.pdf][RDMA over Commodity Ethernet]]\n").title == "RDMA over Commodity Ethernet"


@pytest.mark.parametrize(
    ("key", "year"),
    [
        ("lipp-2018-meltd", 2018),
        ("dolstra2008nixos", 2008),
        ("liu17_relat", 2017),
        ("baroni2017", 2017),
        ("knuth", None),
    ],
)
def test_years_of_citation_keys(key: str, year: int | None) -> None:
    assert year_of_key(key) == year
    for cited in (f"[[Cite:{key}]]", f"cite:{key}", f"[cite:@{key}]", f"[cite/t:@{key}; @other]"):
        assert only(f"* TODO Some Paper about Things\n{cited}\n").year == year


def test_headlines_without_a_keyword() -> None:
    found = document(
        "* Storage\nSome words on it.\n** [[https://a.org/lsm.pdf][The Log-Structured Merge-Tree]]\n"
        "** Bigtable: A Distributed Storage System\nhttps://a.org/bigtable.pdf\n"
        "* Consensus\n** TODO Paxos Made Simple\n"
    )
    assert [section.path for section in found.sections] == [("Storage",), ("Consensus",)]
    assert [listing.title for listing in found.listings] == [
        "The Log-Structured Merge-Tree", "Bigtable: A Distributed Storage System", "Paxos Made Simple",
    ]  # fmt: skip
    assert found.listings[1].links[0].url == "https://a.org/bigtable.pdf"
    assert "Some words on it." in found.sections[0].notes


def test_an_entry_below_an_entry_is_one_too_and_other_headlines_are_notes_on_it() -> None:
    found = document(
        "* TODO First Paper about Things\ncite:lee2020\n** DONE Second Paper about Things\n** Notes\nworth it\n"
        "* Storage\n- [ ] [[https://a.org/1][Third Paper about Things]]\n- [X] Fourth Paper about Things (OSDI 2020)\n"
    )
    assert [(listing.title[:6].strip(), listing.read) for listing in found.listings] == [
        ("First", False), ("Second", True), ("Third", False), ("Fourth", True),
    ]  # fmt: skip
    assert found.listings[0].remark == "Notes; worth it"
    assert found.sections[-1].path == ("Storage",)


def test_a_to_do_item_over_entries_heads_them() -> None:
    found = document("* TODO Consensus [0/2]\n** TODO Paxos Made Simple\n** TODO Raft Refloated Again\n")
    assert [listing.title for listing in found.listings] == ["Paxos Made Simple", "Raft Refloated Again"]


def test_properties_and_named_details() -> None:
    listing = only(
        "* TODO Paxos Made Live\n  :PROPERTIES:\n  :AUTHOR: Chandra, Tushar and Griesemer, Robert\n  :YEAR: 2007\n"
        "  :DOI: 10.1145/1281100.1281103\n  :CREATED: [2020-01-01 Wed]\n  :END:\n- Venue :: PODC\n- Code: https://a.org/c\n"
    )
    assert listing.authors == ("Tushar Chandra", "Robert Griesemer")
    assert (listing.venue, listing.year) == ("PODC", 2007)
    assert [link.url for link in listing.links] == ["https://doi.org/10.1145/1281100.1281103", "https://a.org/c"]
    assert listing.remark is None


def test_bibtex_below_a_headline_completes_it() -> None:
    listing = only(
        "* TODO Paxos Made Live\n#+begin_src bibtex\n@inproceedings{x,\n title={Other},\n author={Lee, Ann},\n"
        " year={2007},\n booktitle={PODC}\n}\n#+end_src\n"
    )
    assert (listing.title, listing.authors, listing.year) == ("Paxos Made Live", ("Ann Lee",), 2007)


def test_sessions_by_day() -> None:
    found = document(
        "* <2023-09-05 Tue> Consensus\n** TODO Paxos Made Simple\n* Storage\nSCHEDULED: <2023-09-07 Thu>\n** TODO LSM Trees Again\n"
    )
    assert [(str(section.date), section.path) for section in found.sections] == [
        ("2023-09-05", ("Consensus",)), ("2023-09-07", ("Storage",)),
    ]  # fmt: skip


def test_marks_within_lines() -> None:
    listing = only("* TODO *Bold* and /slanted/ =verbatim= of $<$1MB \\& more [fn:1]\n")
    assert listing.title == "Bold and slanted verbatim of <1MB & more"
    assert only("* TODO Fast a/b/c Things with x_y names\n").title == "Fast a/b/c Things with x_y names"


def test_tables_are_tables() -> None:
    found = document(
        "* Papers\n| Title | Venue |\n|-------+-------|\n| Paxos Made Simple | SIGACT News |\n| Paxos Made Live | PODC 2007 |\n"
    )
    assert [(listing.title, listing.year) for listing in found.listings] == [
        ("Paxos Made Simple", None), ("Paxos Made Live", 2007),
    ]  # fmt: skip


def test_commented_subtrees_are_not_there() -> None:
    assert (
        only("* COMMENT TODO Old Paper about Things\n** TODO Below it is none\n* TODO New Paper about Things\n").title[
            :3
        ]
        == "New"
    )


def test_a_title_among_papers_is_a_paper() -> None:
    linked = "".join(f"* Paper Number {n} about Things\n:PROPERTIES:\n:URL: https://a.org/{n}\n:END:\n" for n in "1234")
    assert len(document(f"{linked}* Sequence to Sequence Learning\n").listings) == 5


def test_a_bad_date_and_a_drawer_that_is_only_mentioned_lose_nothing() -> None:
    found = document(
        "* TODO Some Paper about Things\n<2017-99-99 Mon>\n:Effort: what\nsee :PROPERTIES: there\n* TODO Another Paper of Things\n"
    )
    assert len(found.listings) == 2
    assert "see :PROPERTIES: there" in (found.listings[0].remark or "")


@pytest.mark.parametrize(
    "text",
    [
        "# Title\n\n* [Paper](https://a.org/x.pdf)\n* [Other](https://a.org/y.pdf)\n",
        "* Paper one about things\n* Paper two about things\n  * nested about things\n",
        "** Note ** this is bold\n\n* TODO maybe an item\n* another item\n* a third\n* a fourth\n",
        "Plain text.\n\n- TODO something\n",
        "<html><body>\n* x\n</body></html>\n",
        "",
    ],
)
def test_other_texts_do_not_look_like_org(text: str) -> None:
    assert not looks_like_org(text)


@pytest.mark.parametrize(
    "text",
    [
        "* TODO Paxos Made Simple\n* DONE Raft\n",
        "#+TITLE: Papers\n\n* Storage\n** A paper\n",
        "* Storage\n** [[https://a.org][LSM]]\n",
        "* Kernel Methods of 2009    :svm:deep:\nwords\n* Other Methods of 2010 :nn:\n",
        "* Paxos\n:PROPERTIES:\n:YEAR: 2001\n:END:\n",
    ],
)
def test_org_looks_like_org(text: str) -> None:
    assert looks_like_org(text)


def test_the_personal_list() -> None:
    if not _PERSONAL.exists():
        pytest.skip(f"needs {_PERSONAL}")
    text = _PERSONAL.read_text("utf-8")
    assert looks_like_org(text)
    listings = document(text).listings
    assert len(listings) == 115
    assert [sum(listing.read is mark for listing in listings) for mark in (False, True, None)] == [101, 13, 1]
    assert sum(listing.year is None for listing in listings) == 2


@given(st.text(alphabet="*: #+|[]-TODO<>a1\n", max_size=300) | st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    title, blocks, problems = read_org(text)
    outline(title, blocks, "x", problems)
    looks_like_org(text)


@pytest.mark.parametrize(
    "text",
    [
        "* TODO a" + ":" * 100_000,
        "* " + " " * 100_000 + "x",
        "* a\n" + ":A:\n" * 30_000,
        "* a\n" + "#+begin_x\n" * 30_000,
        "\n".join("*" * level + " TODO x" for level in range(1, 500)),
        "* a\n" + "\n".join(" " * level + "- x" for level in range(1, 500)),
        "* TODO " + "[[" * 50_000,
        "* TODO " + "$a$" * 30_000,
        "* TODO x\n" + "cite:a," * 20_000,
        "|a" * 20_000,
    ],
    ids=["colons", "spaces", "drawers", "blocks", "levels", "list", "brackets", "math", "cites", "cells"],
)
def test_hostile_texts_take_no_time(text: str) -> None:
    start = time.process_time()
    read_org(text)
    looks_like_org(text)
    assert time.process_time() - start < 10
