"""Records, whose fields the document tells apart, become listings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsys_tui.domain.paper import LinkKind
from mlsys_tui.domain.reading_list import Requirement
from mlsys_tui.parsing.blocks import Field, Record, Run
from mlsys_tui.parsing.entries.records import read_record
from mlsys_tui.parsing.words.fields import field_of, is_session_key, is_topic_key, spoken


def record(*fields: tuple[Field, str]) -> Record:
    return Record(tuple((field, (Run(text),)) for field, text in fields), 7)


def test_a_bare_title_is_not_read_as_a_sentence() -> None:
    listing = read_record(record((Field.TITLE, "Tor. The Second-Generation Onion Router."), (Field.YEAR, "2004")))
    assert listing.title == "Tor. The Second-Generation Onion Router"
    assert (listing.year, listing.line) == (2004, 7)


def test_an_entry_is_completed_by_the_other_fields() -> None:
    listing = read_record(
        record(
            (Field.ENTRY, "Foo: A System. OSDI 2020."), (Field.AUTHORS, "Ann Lee and Bo Kim"), (Field.REMARK, "nice")
        )
    )
    assert (listing.title, listing.venue, listing.year) == ("Foo: A System", "OSDI", 2020)
    assert listing.authors == ("Ann Lee", "Bo Kim")
    assert listing.remark == "nice"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Lee", ("Ann Lee",)),
        ("Ann Lee, Bo Kim, and Cy Park", ("Ann Lee", "Bo Kim", "Cy Park")),
        ("Lee, Ann and Kim, Bo", ("Ann Lee", "Bo Kim")),
        ("Lamport, L.", ("L. Lamport",)),
        ("NVIDIA", ("NVIDIA",)),
        ("Lee; Kim; Park", ("Lee", "Kim", "Park")),
        ("Smith & Le", ("Smith", "Le")),
        ("Ann Lee (MIT); Bo Kim (ETH)", ("Ann Lee", "Bo Kim")),
    ],
)
def test_one_field_of_authors(text: str, names: tuple[str, ...]) -> None:
    assert read_record(record((Field.TITLE, "A title of words"), (Field.AUTHORS, text))).authors == names


def test_several_fields_of_authors_are_a_name_each() -> None:
    listing = read_record(record((Field.TITLE, "A title"), (Field.AUTHORS, "Lee, Inc."), (Field.AUTHORS, "Bo Kim")))
    assert listing.authors == ("Lee, Inc.", "Bo Kim")


@pytest.mark.parametrize(
    ("printed", "venue", "year"),
    [
        ("OSDI'20", "OSDI", 2020),
        ("In Proceedings of the 17th Symposium on Things", "In Proceedings of the 17th Symposium on Things", None),
        ("arXiv preprint arXiv:2104.05158", "arXiv preprint arXiv:2104.05158", None),
        ("2019", None, 2019),
        ("Usenix Security", "Usenix Security", None),
    ],
)
def test_the_venue_stays_as_printed_unless_it_holds_the_year(printed: str, venue: str | None, year: int | None) -> None:
    listing = read_record(record((Field.TITLE, "A title"), (Field.VENUE, printed)))
    assert (listing.venue, listing.year) == (venue, year)


def test_numbers_become_links_and_no_link_is_there_twice() -> None:
    listing = read_record(
        record(
            (Field.TITLE, "A title"),
            (Field.DOI, "https://doi.org/10.1145/1.2"),
            (Field.DOI, "10.1145/1.2"),
            (Field.ARXIV, "arXiv:2104.05158v2"),
            (Field.LINK, "http://doi.org/10.1145/1.2/"),
            (Field.CODE, "https://example.org/x"),
            (Field.VENUE, "arXiv preprint arXiv:1707.00001"),
        )
    )
    assert [link.url for link in listing.links] == [
        "https://doi.org/10.1145/1.2",
        "https://arxiv.org/abs/2104.05158v2",
        "https://example.org/x",
        "https://arxiv.org/abs/1707.00001",
    ]
    assert listing.links[2].kind is LinkKind.CODE


def test_what_stands_where_a_link_should_and_is_none_is_a_remark() -> None:
    listing = read_record(record((Field.TITLE, "A title"), (Field.LINK, "ask the author"), (Field.SLIDES, "-")))
    assert (listing.links, listing.remark) == ((), "ask the author")


@pytest.mark.parametrize(
    ("word", "read"),
    [("x", True), ("✓", True), ("DONE", True), ("已读", True), ("2023-05-01", True), ("to read", False), ("no", False),
     ("TODO", False), ("未读", False), ("maybe", None), ("", None)],
)  # fmt: skip
def test_the_lists_own_mark(word: str, read: bool | None) -> None:
    assert read_record(record((Field.TITLE, "A title"), (Field.READ, word))).read is read


def test_the_requirement_and_the_date() -> None:
    listing = read_record(record((Field.TITLE, "A"), (Field.REQUIREMENT, "optional"), (Field.DATE, "2021-05-04")))
    assert (listing.requirement, listing.year) == (Requirement.EXTRA, 2021)


@given(st.lists(st.tuples(st.sampled_from(Field), st.text(max_size=40), st.none() | st.text(max_size=30)), max_size=6))
def test_any_record_is_a_listing(fields: list[tuple[Field, str, str | None]]) -> None:
    read_record(Record(tuple((field, (Run(text, url),)) for field, text, url in fields), 1))


# -- what columns and keys are called -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Paper Title", Field.TITLE), ("paper-link", Field.LINK), ("paper-author", Field.AUTHORS),
        ("paper-autßhor", Field.AUTHORS), ("authros", Field.AUTHORS), ("titel", Field.TITLE),
        ("publishedIn", Field.VENUE), ("container-title", Field.VENUE), ("Publication Title", Field.VENUE),
        ("Conference name", Field.VENUE), ("Venue/Year", Field.VENUE), ("Published date", Field.DATE),
        ("Paper Name", Field.TITLE), ("Title (Link)", Field.TITLE), ("Slides link", Field.SLIDES),
        ("Authors' URL", None), ("Abstract", None), ("dateAdded", None), ("ISSN", None), ("level", None),
        ("presenter", None), ("homework", None), ("作者", Field.AUTHORS), ("Date read", Field.READ),
    ],
)  # fmt: skip
def test_names_of_fields(name: str, field: Field | None) -> None:
    assert field_of(name) is field


def test_names_of_groups() -> None:
    assert is_session_key("Week") and is_session_key("lecture_no") and not is_session_key("title")
    assert is_topic_key("weektitle") and is_topic_key("sub-category") and is_topic_key("topic_directory")
    assert not is_topic_key("authors")


def test_yes_and_no_in_the_words_of_their_field() -> None:
    assert spoken("optional", Field.REQUIREMENT, "true") == "optional"
    assert spoken("optional", Field.REQUIREMENT, "False") == "required"
    assert spoken("Required?", Field.REQUIREMENT, "no") == "optional"
    assert spoken("unread", Field.READ, "yes") == "no"
    assert spoken("venue", Field.VENUE, "true") == "true"
