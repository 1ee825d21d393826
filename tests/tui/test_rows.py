"""The lists without a terminal: outline, rows, lines."""

from dataclasses import replace
from datetime import date

import pytest

from mlsys_tui.domain.arranging import Grouping, Order
from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.notebook import Status
from mlsys_tui.domain.outline import ALL, Outline, build_outline, first_place, open_at_first
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.domain.reading_list import Document, ListKind, Section
from mlsys_tui.finding import Finder
from mlsys_tui.library import Library
from mlsys_tui.tui.arranged import Arranger
from mlsys_tui.tui.find_rows import find_rows
from mlsys_tui.tui.glyphs import ASCII, UNICODE
from mlsys_tui.tui.lines import Cell, Item, Role, Rows, Span, fit, fixed, hanging, lay_out, wrap
from mlsys_tui.tui.matches import matched
from mlsys_tui.tui.rows import PapersView, papers_view, published, title_without_name
from mlsys_tui.tui.tree_rows import tree_rows
from tests.tui.conftest import CLIPPER, JANUS, ORCA, TENSORFLOW, Room
from tests.tui.fakes import TODAY, MemoryNotebook

EVERYTHING_OPEN = {"systems-2026", "inference-papers", "inference-papers/serving"}


@pytest.fixture
def library(room: Room) -> Library:
    return room.library


@pytest.fixture
def outline(library: Library) -> Outline:
    return build_outline(library.catalog)


def text(rows: Rows, width: int = 40) -> list[str]:
    return ["".join(span.text for span in lay_out(row.cells, width)).rstrip() for row in rows]


def papers(library: Library, outline: Outline, key: str, query: str = "") -> PapersView:
    node = outline.node(key)
    assert node is not None
    shown = Arranger(library, Finder(library)).shown(node, query, Order.LIST, Grouping.NONE)
    return papers_view(library, node, shown, (), UNICODE, filtered=bool(query))


def test_a_found_paper_stands_where_the_reader_is_else_where_it_stands_first(outline: Outline) -> None:
    def place(seen_from: str | None) -> str | None:
        node = outline.nearest_place(JANUS, seen_from)
        return node.key if node else None

    assert place("inference-papers/compilers") == "inference-papers/compilers"
    assert place("inference-papers/serving") == "inference-papers/compilers"
    assert {place("systems-2026/9-22"), place(ALL), place("gone"), place(None)} == {"systems-2026/9-1"}
    assert outline.nearest_place(PaperKey("gone"), None) is None


def test_what_is_found_says_where_it_stands_where_there_is_room(library: Library, outline: Outline) -> None:
    mark(library, ORCA, Status.READ)
    rows = find_rows(library, outline, Finder(library).find("fast serving"), None, UNICODE)
    assert len(rows) == 0
    rows = find_rows(library, outline, Finder(library).find("janus"), None, UNICODE)
    assert text(rows, 100) == [
        "· JANUS  Fast and Flexible Deep Learning              NSDI'19 Systems 2026 › 9/1                  +1"
    ]
    assert text(rows, 60) == ["· JANUS  Fast and Flexible Deep Learning             NSDI'19"]
    assert text(rows, 40) == ["· JANUS  Fast and Flexible Deep Learning"]
    found = find_rows(library, outline, Finder(library).find("orca"), None, ASCII)
    assert text(found, 100)[0].startswith("x Orca  Distributed Serving ")
    assert "Inference papers > Serving >" in text(found, 100)[0]


def mark(library: Library, key: str, status: Status) -> None:
    from mlsys_tui.commands.base import Target  # noqa: PLC0415
    from mlsys_tui.commands.table import BY_ID, run  # noqa: PLC0415

    run(BY_ID["status.choose"], library, Target((library.catalog.papers[key].key,)), status)  # type: ignore[index]


def test_schedule_has_dates_names_events_and_counts(library: Library, outline: Outline) -> None:
    rows = tree_rows(library, outline.schedule, EVERYTHING_OPEN, UNICODE, today=TODAY)
    assert text(rows) == [
        "▾ Systems 2026                       0/4",
        "    9/1 TensorFlow, JANUS            0/2",
        "    9/8 Project proposal",
        "   9/15 AutoGraph, 深度学习系统的自… 0/2",
        "   9/22 no readings",
    ]


def test_a_number_after_a_date_is_set_apart() -> None:
    sections = (
        Section(("2. Serving",), date(2026, 1, 20), "Jan 20"),
        Section(("Guests",), date(2026, 1, 22), "Jan 22"),
    )
    library = Library(build([Document("course.md", "Course", ListKind.SCHEDULE, sections)]), MemoryNotebook(), ())
    rows = tree_rows(library, build_outline(library.catalog).schedule, {"course"}, UNICODE)
    assert [each.strip() for each in text(rows)[1:]] == ["Jan 20 · 2. Serving", "Jan 22 Guests"]


def test_the_session_to_come_is_marked(library: Library, outline: Outline) -> None:
    now = outline.session_now(TODAY)
    assert now is not None
    rows = tree_rows(library, outline.schedule, EVERYTHING_OPEN, UNICODE, now.key, TODAY)
    assert text(rows)[2].startswith(" ◆  9/8")


def test_topics_are_a_tree_with_sums_that_count_each_paper_once(library: Library, outline: Outline) -> None:
    rows = tree_rows(library, outline.topics, EVERYTHING_OPEN, UNICODE)
    assert text(rows) == [
        "  All papers                         0/8",
        "▾ Inference papers                   0/5",
        "  ▾ Serving                          0/4",
        "      Batching                       0/1",
        "    Compilers                        0/1",
    ]
    assert (
        text(tree_rows(library, outline.topics, {"inference-papers"}, UNICODE))[2] == "  ▸ Serving" + " " * 26 + "0/4"
    )


def test_a_read_paper_counts_wherever_it_stands(library: Library, outline: Outline) -> None:
    mark(library, JANUS, Status.READ)
    assert text(tree_rows(library, outline.schedule, EVERYTHING_OPEN, UNICODE))[1].endswith("1/2")
    topics = text(tree_rows(library, outline.topics, EVERYTHING_OPEN, UNICODE))
    assert topics[0].endswith("1/8")
    assert topics[4].endswith("1/1")


def test_paper_rows_have_status_name_title_venue_and_marks(library: Library, outline: Outline) -> None:
    mark(library, TENSORFLOW, Status.READING)
    assert text(papers(library, outline, "systems-2026/9-1").rows, 76) == [
        "  ◐ TensorFlow  A System for Large-Scale Machine Learning     OSDI'16 ●",
        "  · JANUS       Fast and Flexible Deep Learning               NSDI'19 ○   ×2",
    ]


@pytest.mark.parametrize("width", [20, 28, 36, 50, 76, 120])
def test_every_row_is_exactly_as_wide_as_its_list(library: Library, outline: Outline, width: int) -> None:
    from rich.cells import cell_len  # noqa: PLC0415

    for rows in (
        tree_rows(library, outline.schedule, EVERYTHING_OPEN, UNICODE),
        tree_rows(library, outline.topics, EVERYTHING_OPEN, ASCII),
        papers(library, outline, ALL).rows,
    ):
        for row in rows:
            assert cell_len("".join(span.text for span in lay_out(row.cells, width))) == width


def test_columns_go_when_space_runs_out(library: Library, outline: Outline) -> None:
    row = papers(library, outline, "systems-2026/9-1").rows[1]
    narrow = "".join(span.text for span in lay_out(row.cells, 36))
    assert "JANUS" in narrow
    assert "NSDI" not in narrow
    assert "×2" not in narrow


def test_events_stand_above_the_papers_and_cannot_be_chosen(library: Library, outline: Outline) -> None:
    rows = papers(library, outline, "systems-2026/9-15").rows
    assert text(rows)[0].strip() == "▪ Guest lecture"
    assert [row.selectable for row in rows] == [False, True, True]


def test_filter_looks_at_title_authors_venue_tags_and_notes(library: Library, outline: Outline) -> None:
    assert tuple(papers(library, outline, ALL, "abadi").papers) == (TENSORFLOW,)
    assert tuple(papers(library, outline, ALL, "nsdi 2017").papers) == (CLIPPER,)
    assert tuple(papers(library, outline, ALL, "no such words").papers) == ()
    assert papers(library, outline, ALL, "orca").total == 8


def test_rows_are_made_when_they_are_looked_at(library: Library, outline: Outline) -> None:
    rows = papers(library, outline, ALL).rows
    assert rows.find(ORCA) is not None
    assert len(rows._made) == 0
    assert rows[0] is rows[0]
    assert len(rows._made) == 1


def test_titles_do_not_repeat_the_name(library: Library) -> None:
    assert title_without_name(library.paper(JANUS)) == "Fast and Flexible Deep Learning"
    assert published(library.paper(JANUS)) == "NSDI 2019"
    assert published(library.paper(JANUS), short=True) == "NSDI'19"


def test_sessions_are_stepped_through_and_the_ends_are_ends(outline: Outline) -> None:
    second = outline.session_beside("systems-2026/9-1", 1)
    assert second is not None
    assert second.label == "9/8"
    assert outline.session_beside("systems-2026/9-1", -1) is None
    from_the_list = outline.session_beside("systems-2026", 1)
    assert from_the_list is not None
    assert from_the_list.label == "9/1"


@pytest.mark.parametrize(
    ("day", "label"),
    [(date(2026, 9, 9), "9/8"), (date(2026, 9, 12), "9/15"), (date(2020, 1, 1), "9/1"), (date(2030, 1, 1), "9/22")],
)
def test_nearest_session(outline: Outline, day: date, label: str) -> None:
    node = outline.session_nearest(day)
    assert node is not None
    assert node.label == label


def test_a_new_reader_begins_at_the_course_under_way_else_at_the_first_papers(outline: Outline) -> None:
    assert first_place(outline, TODAY) == "systems-2026/9-8"
    assert first_place(outline, date(2031, 1, 1)) == "systems-2026/9-1"
    assert open_at_first(outline) == {"systems-2026", "inference-papers"}
    assert first_place(Outline(), TODAY) is None


def test_lines_are_cut_by_cells_and_wide_characters_stay_whole() -> None:
    assert "".join(span.text for span in fit([Span("深度学习系统")], 6)) == "深度 …"
    assert "".join(span.text for span in fit([Span("abc")], 6, right=True)) == "   abc"
    assert "".join(span.text for span in lay_out([fixed("ab"), Cell((Span("wide"),))], 10)) == "ab wide   "


def test_matches_are_found_without_case_and_accents() -> None:
    assert matched("Café Ünïted", ("unit",)) == [(5, 9)]
    assert matched("Fast, Fast", ("fast",)) == [(0, 4), (6, 10)]
    assert matched("anything", ()) == []


def test_wrapped_lines_hang_below_their_body() -> None:
    item = Item((Span("pdf  "),), (Span("one two three", Role.ACCENT),))
    assert ["".join(span.text for span in line).rstrip() for line in wrap(item, 12)] == ["pdf  one two", "     three"]
    long = wrap((Span("x" * 25),), 10)
    assert [len(line[0].text) for line in long] == [10, 10, 5]


def test_a_hanging_line_has_its_further_lines_indented() -> None:
    assert wrap(hanging((Span("one two"),)), 7) == [(Span("one two"),)]
    wrapped = ["".join(span.text for span in line).rstrip() for line in wrap(hanging((Span("one two three"),)), 9)]
    assert wrapped == ["one two", "  three"]


def test_whether_two_catalogs_are_equal_is_never_asked(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would read both of them whole, in the middle of a key press."""
    arranger = Arranger(library, Finder(library))
    node = build_outline(library.catalog).node(ALL)
    assert node is not None
    before = arranger.shown(node, "", Order.LIST, Grouping.NONE)
    assert arranger.shown(node, "", Order.LIST, Grouping.NONE) is before

    def asked(_self: Catalog, _other: object) -> bool:
        raise AssertionError

    monkeypatch.setattr(Catalog, "__eq__", asked)
    library.adopt(library.loaded._replace(catalog=replace(library.catalog)))
    assert arranger.shown(node, "", Order.LIST, Grouping.NONE) is not before
