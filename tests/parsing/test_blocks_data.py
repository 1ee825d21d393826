"""YAML and JSON without a schema: papers, sessions and topics are told by what keys are called."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsys_tui.domain.reading_list import Document, Requirement
from mlsys_tui.parsing.formats.data import read_json, read_yaml
from mlsys_tui.parsing.formats.data_looks import looks_like_json, looks_like_yaml
from mlsys_tui.parsing.sections.outline import outline
from tests.helpers import ROOT

_COURSE = ROOT.parent / "shared" / "lists" / "umich-eecs588-readings.yml"


def of_yaml(text: str) -> Document:
    title, blocks, problems = read_yaml(text)
    return outline(title, blocks, "test.yml", problems)


def of_json(text: str) -> Document:
    title, blocks, problems = read_json(text)
    return outline(title, blocks, "test.json", problems)


# -- papers ---------------------------------------------------------------------------------------------------


def test_papers_of_any_vocabulary() -> None:
    found = of_yaml(
        '- paper-title: "Raft: In Search of Consensus"\n  paper-autßhor: Ann Lee, and Bo Kim\n  paper-published: ATC\n'
        "  paper-year: 2014\n- name: Paxos Made Live\n  link: papers/live.pdf\n  tags: [consensus, paxos]\n"
    )
    first, second = found.listings
    assert (first.title, first.authors, first.venue, first.year, first.line) == (
        "Raft: In Search of Consensus", ("Ann Lee", "Bo Kim"), "ATC", 2014, 1,
    )  # fmt: skip
    assert (second.title, second.links[0].url, second.remark) == (
        "Paxos Made Live",
        "papers/live.pdf",
        "consensus, paxos",
    )


def test_csl_json() -> None:
    entry = {
        "id": "x", "type": "paper-conference", "title": "A Paper about Things", "container-title": "OSDI",
        "author": [{"family": "Lee", "given": "Ann"}, {"literal": "NVIDIA"}], "issued": {"date-parts": [[2020, 11, 4]]},
        "DOI": "10.1145/1.2", "URL": "https://doi.org/10.1145/1.2", "page": "1-12", "abstract": "We present.",
    }  # fmt: skip
    (listing,) = of_json(json.dumps([entry], indent=1)).listings
    assert (listing.title, listing.authors) == ("A Paper about Things", ("Ann Lee", "NVIDIA"))
    assert (listing.venue, listing.year, listing.remark, listing.line) == ("OSDI", 2020, None, 2)
    assert [link.url for link in listing.links] == ["https://doi.org/10.1145/1.2"]


def test_what_services_and_programs_export() -> None:
    service = {
        "total": 1,
        "data": [
            {"paperId": "a1", "corpusId": 7, "title": "A Paper about Things", "year": 2020, "citationCount": 3,
             "authors": [{"authorId": "1", "name": "Ann Lee"}, {"authorId": "2", "name": "Bo Kim"}],
             "externalIds": {"ArXiv": "2104.05158", "DOI": "10.1145/1.2"}, "publicationVenue": {"name": "OSDI"},
             "openAccessPdf": {"url": "https://a.org/x.pdf"}}
        ],
    }  # fmt: skip
    (listing,) = of_json(json.dumps(service)).listings
    assert (listing.authors, listing.venue, listing.remark) == (("Ann Lee", "Bo Kim"), "OSDI", None)
    assert [link.url for link in listing.links] == [
        "https://arxiv.org/abs/2104.05158", "https://doi.org/10.1145/1.2", "https://a.org/x.pdf",
    ]  # fmt: skip
    library = [
        {"key": "A", "version": 3, "library": {"type": "user", "name": "me"},
         "data": {"itemType": "conferencePaper", "title": "A Paper about Things", "proceedingsTitle": "OSDI '20",
                  "creators": [{"creatorType": "editor", "firstName": "E", "lastName": "Ditor"},
                               {"creatorType": "author", "firstName": "Ann", "lastName": "Lee"}],
                  "abstractNote": "We.", "dateAdded": "2021-01-01", "tags": [{"tag": "storage"}]}}
    ]  # fmt: skip
    (listing,) = of_json(json.dumps(library)).listings
    assert (listing.authors, listing.venue, listing.year) == (("Ann Lee",), "OSDI", 2020)
    assert listing.remark == "storage"


def test_json_lines_and_lists_of_texts() -> None:
    lines = '{"title": "One Paper of Them", "url": "https://a.org/1"}\n{"title": "Two Papers of Them", "url": "https://a.org/2"}\n'
    assert [listing.line for listing in of_json(lines).listings] == [1, 2]
    topics = '{"Storage": ["[LSM](https://a.org/1): The Log-Structured Merge-Tree"], "GPU": {"Triton and Friends": "https://a.org/2"}}'
    found = of_json(topics)
    assert [section.path for section in found.sections] == [("Storage",), ("GPU",)]
    assert [listing.title for listing in found.listings] == ["The Log-Structured Merge-Tree", "Triton and Friends"]


def test_titles_as_keys() -> None:
    found = of_yaml(
        "papers:\n  - Raft Refloated Again: https://a.org/raft\n  - Paxos Made Simple:\n      authors: Leslie Lamport\n      year: 2001\n"
    )
    assert [(listing.title, listing.year) for listing in found.listings] == [
        ("Raft Refloated Again", None),
        ("Paxos Made Simple", 2001),
    ]
    assert found.listings[0].links[0].url == "https://a.org/raft"


def test_links_by_kind_and_authors_in_any_form() -> None:
    (listing,) = of_yaml(
        "- title: A Paper about Things (OSDI '20)\n  authors:\n    - Lee, Ann\n    - {name: Bo Kim}\n"
        "  links:\n    pdf: https://a.org/x.pdf\n    code: https://a.org/c\n  video: https://a.org/v\n  award: Best Paper\n"
    ).listings
    assert (listing.authors, listing.venue, listing.year) == (("Ann Lee", "Bo Kim"), "OSDI", 2020)
    assert [(link.kind.value, link.url) for link in listing.links] == [
        ("pdf", "https://a.org/x.pdf"), ("code", "https://a.org/c"), ("video", "https://a.org/v"),
    ]  # fmt: skip
    assert listing.remark == "Best Paper"


def test_marks_and_requirements_of_papers() -> None:
    found = of_yaml(
        "- {title: Paper One of Them, url: 'https://a.org/1', read: true, optional: true}\n"
        "- {title: Paper Two of Them, url: 'https://a.org/2', status: to read, required: true}\n"
    )
    assert [(listing.read, listing.requirement) for listing in found.listings] == [
        (True, Requirement.EXTRA), (False, Requirement.REQUIRED),
    ]  # fmt: skip


def test_a_topic_key_of_many_papers_is_a_heading() -> None:
    papers = [
        {"title": f"Paper Number {n} of Them", "doi": f"10.1145/{n}", "category": "edge_ai" if n % 2 else "wifi"}
        for n in range(6)
    ]
    found = of_json(json.dumps({"title": "A list", "papers": papers}))
    assert found.title == "A list"
    assert [(section.path, len(section.listings)) for section in found.sections] == [(("wifi",), 3), (("edge ai",), 3)]


# -- sessions -------------------------------------------------------------------------------------------------

COURSE = """title: Systems for ML
term: Fall 2023
schedule:
  - week: 1
    weektitle: Basics
    days:
      - date: Tuesday, September 5
        title: Welcome <span class="note">no reading</span>
        slides: intro.pdf
        required:
      - date: Sep 7
        title: Storage
        presenter: Ann Lee
        required:
          - title: Paper One of Them
            link: https://a.org/1
        recommended:
          - "[Paper Two of Them](https://a.org/2). Bo Kim. OSDI 2020."
          - https://a.org/3
  - week: 2
    weektitle: Thanksgiving
    days:
      - date: Nov 23
        title: No classes
"""


def test_a_course() -> None:
    found = of_yaml(COURSE)
    assert found.title == "Systems for ML (Fall 2023)"
    assert [(section.number, str(section.date), section.path) for section in found.sections] == [
        (1, "None", ("Basics",)),
        (None, "2023-09-05", ("Basics", "Welcome no reading")),
        (None, "2023-09-07", ("Basics", "Storage")),
        (2, "None", ("Thanksgiving",)),
        (None, "2023-11-23", ("Thanksgiving", "No classes")),
    ]
    assert [(listing.title, listing.requirement, listing.year) for listing in found.listings[:2]] == [
        ("Paper One of Them", Requirement.REQUIRED, None), ("Paper Two of Them", Requirement.EXTRA, 2020),
    ]  # fmt: skip
    assert "Presenter: Ann Lee" in found.sections[2].notes


def test_a_flat_schedule() -> None:
    found = of_yaml(
        "- date: 9/5\n  topic: Consensus\n  paper: In Search of an Understandable Consensus Algorithm\n  url: https://a.org/raft\n  presenter: Bo\n"
        "- date: 9/7\n  topic: Holiday\n- date: 9/9\n  topic: Storage\n  reading: |\n    - [LSM Trees Revisited Again](https://a.org/lsm)\n    - Bigtable and Its Friends\n"
    )
    assert [(section.date_text, section.path) for section in found.sections] == [
        ("9/5", ("Consensus",)), ("9/7", ("Holiday",)), ("9/9", ("Storage",)),
    ]  # fmt: skip
    assert [(listing.title, listing.line) for listing in found.listings] == [
        ("In Search of an Understandable Consensus Algorithm", 1), ("LSM Trees Revisited Again", 11), ("Bigtable and Its Friends", 12),
    ]  # fmt: skip


def test_videos_beside_readings_are_notes() -> None:
    found = of_yaml(
        "- date: 2020-03-04\n  title: Parsing\n  readings:\n    - {title: Hearst Patterns&colon; Revisited, url: 'https://a.org/1'}\n"
        "  videos:\n    - {title: A Talk, url: 'https://a.org/2'}\n- date: 2020-03-06\n  title: Exam\n  type: exam\n"
    )
    assert [listing.title for listing in found.listings] == ["Hearst Patterns: Revisited"]
    assert str(found.sections[1].date) == "2020-03-06"
    assert any("A Talk" in note for note in found.sections[0].notes)


def test_topics_as_keys() -> None:
    found = of_yaml(
        "Storage:\n  Key-value:\n    - {title: Dynamo and Others, url: 'https://a.org/1'}\n"
        "Consensus:\n  papers:\n    - {title: Paxos Made Simple, year: 2001}\n  description: About agreement.\n"
    )
    assert [section.path for section in found.sections] == [("Storage", "Key-value"), ("Consensus",)]
    assert found.sections[1].notes == ("About agreement.",)


# -- broken and hostile ---------------------------------------------------------------------------------------


def test_a_colon_in_a_title_costs_nothing() -> None:
    found = of_yaml(
        "- title: Raft: In Search of Consensus\n  url: https://a.org/1\n- title: *Best* Paper\n  url: https://a.org/2\n"
        '- [Linked Paper](https://a.org/3)\n- title: "Quoted" Title of It\n  url: https://a.org/4\n'
    )
    assert [listing.title for listing in found.listings] == [
        "Raft: In Search of Consensus",
        "*Best* Paper",
        "Linked Paper",
        '"Quoted" Title of It',
    ]
    assert [problem.line for problem in found.problems] == [1, 3, 5, 6]


def test_json_with_mistakes_is_read_as_far_as_it_goes() -> None:
    text = '{"papers": [{"title": "One Paper of Them", "url": "https://a.org/1",}, // old\n{"title": "Two \\q Papers", "url": "https://a.org/2"},\n{"title": "cut'
    found = of_json(text)
    assert [listing.line for listing in found.listings] == [1, 2, 3]
    assert {problem.line for problem in found.problems} == {2, 3}


def test_aliases_are_read_and_bombs_are_not() -> None:
    assert [
        listing.title
        for listing in of_yaml("a: &p {title: Shared Paper of It, url: 'https://a.org/1'}\nb:\n  - *p\n").listings
    ] == ["Shared Paper of It"] * 2
    bomb = "a: &a [x, x, x]\n" + "\n".join(
        f"b{n}: &b{n} [*{'a' if n == 0 else f'b{n - 1}'}, *{'a' if n == 0 else f'b{n - 1}'}]" for n in range(40)
    )
    _, blocks, problems = read_yaml(bomb)
    assert len(blocks) < 100_000 and any("aliases" in problem.message for problem in problems)
    assert read_yaml("a: &a [*a]\n")[2]


@pytest.mark.parametrize(
    "text",
    [
        COURSE,
        "- title: A\n  link: b\n",
        "papers:\n  - name: A\n    pdf: b\n",
        "---\n- paper: A\n  venue: b\n- paper: C\n",
    ],
)
def test_yaml_looks_like_yaml(text: str) -> None:
    assert looks_like_yaml(text)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: A list\nlayout: page\n---\n\n- [Paper](https://a.org/1)\n- [Paper](https://a.org/2)\n",
        "---\ntitle: A list\nlayout: page\n---\n# Heading\n",
        "# Papers\n\n- Title: One\n  - Authors: Ann Lee\n  - Link: https://a.org\n",
        "Title: One\nAuthors: Ann Lee\n\nTitle: Two\nAuthors: Bo Kim\n",
        "- Raft: In Search of Consensus\n- Paxos: Made Simple\n",
        "Note: this is prose.\nIt goes on: and on.\n",
        "",
    ],
)
def test_other_texts_do_not(text: str) -> None:
    assert not looks_like_yaml(text)
    assert not looks_like_json(text)


def test_json_looks_like_json() -> None:
    assert (
        looks_like_json('[{"title": "a"}]') and looks_like_json('\n{\n"papers": []}') and looks_like_json('["a", "b"]')
    )
    for text in (
        "[Paper](https://a.org)",
        "{% include x %}",
        "{{ page.title }}",
        '["Quoted"](https://a.org) and more',
        "[x] done",
    ):
        assert not looks_like_json(text)


def test_the_course_of_michigan() -> None:
    if not _COURSE.exists():
        pytest.skip(f"needs {_COURSE}")
    text = _COURSE.read_text("utf-8")
    assert looks_like_yaml(text)
    found = of_yaml(text)
    assert [sum(each.requirement is wanted for each in found.listings) for wanted in Requirement] == [27, 40]
    days = [section for section in found.sections if section.date_text]
    assert len(days) == 30
    assert all(len(section.path) == 2 and section.number is None for section in days)
    assert days[0].path == ("Welcome / Ethics", "Welcome")
    assert found.problems == ()


_NODES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["title", "papers", "date", "week", "author", "url", "required", "x"])
            | st.text(max_size=8),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(_NODES)
def test_any_value_is_read(value: object) -> None:
    text = json.dumps(value)
    for each in (of_json, of_yaml):
        each(text)


@given(st.text(alphabet="-:[]{}&*?|>\"'# \nabtitle", max_size=120) | st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    for each in (of_json, of_yaml):
        each(text)
    looks_like_yaml(text)
    looks_like_json(text)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "- " * 50_000,
        '{"a":' * 50_000,
        "\n".join(" " * depth + "a:" for depth in range(500)),
        '["' + "\\" * 100_000,
        '{"a"' + ":" * 100_000,
        "a: &a\n" + "  - {title: x, link: y}\n" * 3_000 + "b:\n" + "  - *a\n" * 3_000,
        "- 'a\n" * 20_000,
        "- title: a: b\n  link: c\n" * 5_000,
        "papers: '" + "<li>a " * 10_000 + "'\n",
        "papers: '" + "[a](b" * 20_000 + "'\n",
        "a: b\n" * 30_000,
        " " * 200_000 + "x",
    ],
    ids=[
        "brackets",
        "dashes",
        "objects",
        "nested",
        "escapes",
        "colons",
        "aliases",
        "quotes",
        "broken",
        "html",
        "links",
        "keys",
        "spaces",
    ],
)
def test_hostile_texts_take_no_time(text: str) -> None:
    start = time.process_time()
    for each in (of_json, of_yaml):
        each(text)
    looks_like_yaml(text)
    looks_like_json(text)
    assert time.process_time() - start < 20
