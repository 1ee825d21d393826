"""Lists and notebooks far beyond what one has: what is shown costs what is on the screen, and the counts are right.

Work is counted, not timed. `make torture` takes larger ones.
"""

import os
import tracemalloc
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from mlsys_tui.domain.aliases import compact
from mlsys_tui.domain.arranging import Grouping, Order
from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.notebook import Contents, Record, Status, Tally, with_status
from mlsys_tui.domain.outline import ALL, PARKED, build_outline
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.domain.reading_list import Document, Listing, Section
from mlsys_tui.finding import Finder
from mlsys_tui.library import Library
from mlsys_tui.parsing.reader import read
from mlsys_tui.store.catalog_file import write
from mlsys_tui.store.catalog_papers import open_catalog
from mlsys_tui.store.session import Session
from mlsys_tui.text import MAX_TITLE
from mlsys_tui.tui import app as app_module
from mlsys_tui.tui.app import ReadingRoom
from mlsys_tui.tui.arranged import Arranger
from mlsys_tui.tui.glyphs import UNICODE
from mlsys_tui.tui.lines import Rows, Span, wrap
from mlsys_tui.tui.rows import papers_view
from mlsys_tui.tui.tree_rows import tree_rows
from tests.catalogs import assert_same, made_up
from tests.tui.fakes import TODAY, FakeDesk, MemoryNotebook
from tests.tui.helpers import WIDE, enter_text, shown, until, until_shown

TORTURE = int(os.environ.get("MLSYS_TORTURE", "1")) > 1
PAPERS = 200_000 if TORTURE else 20_000
SECTIONS = 50_000 if TORTURE else 20_000
SMALL = 400
SCREEN = WIDE[1]
BYTES_A_PAPER = 100


@cache
def catalog_of(papers: int) -> Catalog:
    return build(made_up(papers, max(1, papers // 20_000)))


@cache
def of_sections(sections: int) -> Catalog:
    """A list with so many topics beside each other, a paper in each."""
    topics = (Section((f"Topic {n}",), listings=(Listing(f"Paper {n % 500} of Topics"),)) for n in range(sections))
    return build([Document("wide.md", "Wide", sections=tuple(topics))])


def room_of(catalog: Catalog, records: Sequence[Record] = (), place: str = ALL) -> ReadingRoom:
    notebook = MemoryNotebook()
    notebook._contents = Contents(records={record.key: record for record in records})
    return ReadingRoom(
        Library(catalog, notebook), Session(section=place, hint_seen=True), FakeDesk().desk(), today=lambda: TODAY
    )


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The places of all rows that are made, in any list of the app; nothing else goes on in it."""
    calls: list[int] = []
    new = Rows._new

    def counted(self: Rows, index: int) -> Any:
        calls.append(index)
        return new(self, index)

    monkeypatch.setattr(Rows, "_new", counted)
    monkeypatch.setattr(app_module, "LOOK_ALIKE_AFTER", 10_000)
    yield calls


STEPS = {
    "move": "j",
    "page": "pagedown",
    "last": "end",
    "first": "home",
    "status": "r",
    "up": "k",
    "undo": "u",
}


async def rows_made(room: ReadingRoom, made: list[int]) -> dict[str, int]:
    """How many rows each step of a reader makes."""
    counts: dict[str, int] = {}
    async with room.run_test(size=WIDE) as pilot:
        await pilot.pause()
        counts["start"] = len(made)
        room.room.panes.enter("papers")
        await pilot.pause()
        for name, key in STEPS.items():
            made.clear()
            await pilot.press(key)
            await pilot.pause()
            counts[name] = len(made)
        made.clear()
        await pilot.press("slash")
        await enter_text(pilot, "number")
        await pilot.pause()
        counts["filter"] = len(made)
        await pilot.press("escape", "escape")
        room.exit()
    return counts


async def test_rows_are_made_for_the_screen_however_long_the_list_is(made: list[int]) -> None:
    def place(catalog: Catalog) -> str:
        return ALL if len(catalog.lists) > 1 else catalog.lists[0].key

    small = await rows_made(room_of(catalog_of(SMALL), place=place(catalog_of(SMALL))), made)
    made.clear()
    large = await rows_made(room_of(catalog_of(PAPERS), place=place(catalog_of(PAPERS))), made)
    assert small.keys() == large.keys()
    assert {name: count for name, count in large.items() if count > small[name] + 2 * SCREEN} == {}
    assert max(large.values()) < 8 * SCREEN


async def test_a_root_with_thousands_of_sections_opens_and_closes_at_the_cost_of_a_screen(made: list[int]) -> None:
    counts = {}
    for sections in (SMALL, SECTIONS):
        made.clear()
        room = room_of(of_sections(sections), place="wide")
        async with room.run_test(size=WIDE) as pilot:
            await pilot.pause()
            found = [len(made)]
            tree = room.room.panes.branches(room.room.panes.home)
            for key in ("left", "right", "left", "right", "end", "home"):
                made.clear()
                await pilot.press(key)
                await pilot.pause()
                found.append(len(made))
            assert len(tree.rows) >= sections
            counts[sections] = found
            room.exit()
    assert max(counts[SECTIONS]) < 8 * SCREEN
    assert all(large <= small + 2 * SCREEN for small, large in zip(counts[SMALL], counts[SECTIONS], strict=True))


def test_thousands_of_sections_each_count_right() -> None:
    library = Library(of_sections(SECTIONS), MemoryNotebook())
    tree = build_outline(library.catalog).topics
    assert library.tally_of() == Tally(0, 500)
    assert library.tally_of(tree.nodes["wide"]) == Tally(0, 500)
    library.change("read", [library.catalog.numbering.key(7)], lambda record, at: with_status(record, Status.READ, at))
    last = tree.node(SECTIONS - 493 + 1)
    assert library.tally_of(last) == Tally(1, 1)
    assert library.tally_of(tree.nodes["wide"]) == Tally(1, 500)
    rows = tree_rows(library, tree, {"wide"}, UNICODE)
    assert len(rows) == SECTIONS + 1
    assert rows.find(last.key) == last.number


@pytest.mark.parametrize("papers", [20_000])
def test_a_kept_catalog_takes_little_memory_to_open(tmp_path: Path, papers: int) -> None:
    path = tmp_path / "c.sqlite"
    digest = write(catalog_of(papers), path, {})
    open_catalog(path, digest)
    tracemalloc.start()
    kept = open_catalog(path, digest)
    assert kept is not None
    size, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size < BYTES_A_PAPER * papers
    assert peak < 2 * BYTES_A_PAPER * papers
    assert len(kept.papers) == papers


def test_sections_fifty_deep(tmp_path: Path) -> None:
    deep = 50
    way = [f"Step {n}" for n in range(deep)]
    sections = [Section(tuple(way[: n + 1]), listings=(Listing(f"Paper at Depth {n}"),)) for n in range(deep)]
    catalog = build([Document("deep.md", "Deep", sections=tuple(sections))])
    library = Library(catalog, MemoryNotebook())
    tree = build_outline(catalog).topics
    node = tree.node(deep)
    assert (node.depth, node.steps) == (deep, ("Deep", *way))
    assert [library.tally_of(each).total for each in tree.nodes.values()] == [deep, *range(deep, 0, -1)]
    rows = tree_rows(library, tree, set(tree.branches.keys), UNICODE)
    assert [row.depth for row in rows] == list(range(deep + 1))
    path = tmp_path / "c.sqlite"
    kept = open_catalog(path, write(catalog, path, {}))
    assert kept is not None
    assert_same(kept, catalog)


async def test_sections_fifty_deep_are_walked_on_a_narrow_screen() -> None:
    marks = (
        "".join(f"{'  ' * n}- Step {n}\n" for n in range(50))
        + f"{'  ' * 50}- [A Paper at the Bottom](https://a.org/1)\n"
    )
    for catalog in (
        build([read(f"# Deep\n{marks}", "deep.md")]),
        build(
            [
                Document(
                    "d.md", "Deep", sections=(Section(tuple(f"S{n}" for n in range(50)), listings=(Listing("One"),)),)
                )
            ]
        ),
    ):
        room = room_of(catalog, place=catalog.lists[0].key)
        async with room.run_test(size=(40, 12)) as pilot:
            await pilot.pause()
            for _ in range(55):
                await pilot.press("right")
            await pilot.pause()
            assert shown(room).strip()
            room.exit()


def test_titles_that_are_read_have_an_end() -> None:
    document = read(
        f"# L\n- [{'Endless ' * 12_500}](https://a.org/1)\n- [A Fine Short Title](https://a.org/2)\n", "l.md"
    )
    titles = [listing.title for listing in document.listings]
    assert "A Fine Short Title" in titles
    assert max(map(len, titles)) <= MAX_TITLE


TITLES = {"words": "Endless " * 12_500, "one": "E" * 100_000, "wide": "分" * 100_000, "marks": "e\u0301" * 50_000}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
async def test_a_title_without_an_end_is_shown_found_sorted_and_copied(title: str) -> None:
    """As no parser gives it: an older cache or a notebook may."""
    section = Section(("T",), listings=(Listing(title.strip()), Listing("A Fine Short Title"), Listing("Zebra Title")))
    catalog = build([Document("l.md", "L", sections=(section,))])
    library = Library(catalog, MemoryNotebook())
    key = catalog.numbering.key(0)
    finder = Finder(library)
    assert catalog.numbering.key(finder.find(title[:5]).numbers[0]) == key
    node = build_outline(catalog).topics.nodes["l"]
    arranger = Arranger(library, finder)
    ordered = arranger.shown(node, "", Order.TITLE, Grouping.NONE)
    assert sorted(ordered) == sorted(catalog.papers)
    view = papers_view(library, node, ordered, (), UNICODE)
    assert [row.key for row in view.rows] == list(ordered)
    desk = FakeDesk()
    room = ReadingRoom(library, Session(section=node.key, paper=key, hint_seen=True), desk.desk(), today=lambda: TODAY)
    async with room.run_test(size=(120, 36)) as pilot:
        await until_shown(pilot, title[:4])
        await until_shown(pilot, "A Fine Short Title")
        assert room.room.paper == key
        room.presenter.perform("copy.title", room.room.target)
        room.presenter.perform("status.toggle_read", room.room.target)
        await until(pilot, lambda: bool(desk.copied) and library.state(key).status is Status.READ)
        room.room.panes.enter("papers")
        await pilot.press("enter", "pagedown", "pageup")
        await until_shown(pilot, title[:4])
        room.exit()
    assert [compact(text) for text in desk.copied] == [compact(title)]


BLANKS = {"blanks": " " * 50 + "x" * 25, "wide": "\u3000" * 50 + "分" * 30, "marks": "e" + "\u0301" * 500 + "x" * 30}


@pytest.mark.parametrize("text", BLANKS.values(), ids=BLANKS)
def test_blanks_and_marks_without_an_end_are_wrapped(text: str) -> None:
    lines = wrap((Span(text),), 10)
    shown = "".join(span.text for line in lines for span in line)
    assert shown.replace(" ", "") == text.replace(" ", "")
    assert all(cell_len("".join(span.text for span in line).rstrip()) <= 10 for line in lines)
    assert all(wrap((Span(text),), width) for width in range(-2, 4))


def gone(count: int) -> list[Record]:
    return [
        Record(PaperKey(f"gone-{n}"), f"Gone {n}", (f"title:gone{n}",), Status.READ if n % 2 else Status.QUEUED)
        for n in range(count)
    ]


async def test_thousands_of_records_of_papers_that_are_gone_are_parked_and_counted(made: list[int]) -> None:
    catalog = catalog_of(SMALL)
    room = room_of(catalog, gone(2000))
    library = room.library
    assert library.tally_of() == Tally(0, SMALL)
    assert len(library.parked()) == 2000
    async with room.run_test(size=WIDE) as pilot:
        await pilot.pause()
        room.room.go(PARKED)
        await until(pilot, lambda: "Gone 0" in shown(room))
        node = room.room.outline.node(PARKED)
        assert node is not None
        assert (node.size, library.tally_of(node)) == (2000, Tally(1000, 2000))
        assert "1000/2000" in shown(room)
        room.room.panes.enter("papers")
        await pilot.pause()
        made.clear()
        await pilot.press("end")
        await until(pilot, lambda: "Gone 1999" in shown(room))
        assert len(made) < 8 * SCREEN
        room.exit()


def test_thousands_of_records_are_counted_as_one_by_one() -> None:
    catalog = catalog_of(20_000)
    keys = list(catalog.papers)[::4]
    records = [Record(key, status=Status.READ if n % 3 else Status.READING) for n, key in enumerate(keys)]
    library = room_of(catalog, [*records, *gone(2000)]).library
    right = sum(record.status is Status.READ for record in records)
    assert len(keys) == 5000
    assert library.tally_of() == Tally(right, 20_000)
    assert sum(library.state(key).status is Status.READ for key in keys) == right
    for tree in build_outline(catalog).trees:
        for node in list(tree.nodes.values())[::97]:
            done = sum(library.state(key).status.is_done for key in node.papers)
            assert library.tally_of(node) == Tally(done, node.size), node.key
