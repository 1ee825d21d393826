"""The filter in place: the trees follow it, papers stay where they are, and without it all is as it was."""

import pytest

from mlsys_tui import finding
from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.notebook import Status
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.domain.reading_list import Document, Listing, ListKind, Section
from mlsys_tui.store.session import Session
from mlsys_tui.tui.shown import Shown
from tests.tui.conftest import SCHEDULE, TOPICS, MakeRoom, Room
from tests.tui.helpers import WIDE, enter_text, shown, until, until_shown

MANY = Document(
    "many.md",
    "Many",
    ListKind.TOPICS,
    (Section(("Samples",), listings=tuple(Listing(f"Sample of number {n}", line=n) for n in range(1, 61))),),
)


def labels(room: Room, name: str) -> list[str]:
    """The rows of a tree, as their words."""
    rows = room.app.room.panes.branches(name).rows
    return [" ".join("".join(span.text for span in cell.spans) for cell in row.cells).strip() for row in rows]


async def test_escape_brings_back_the_cursor_and_what_was_on_show(make_room: MakeRoom) -> None:
    room = make_room((MANY,), session=Session(section="many/samples", hint_seen=True))
    async with room.app.run_test(size=(120, 24)) as pilot:
        papers = room.app.room.panes.papers.papers
        await pilot.press("3", *["down"] * 30, *["up"] * 4)
        await pilot.pause()
        before = papers.row, papers.scroll_offset
        assert before[1].y > 0
        await pilot.press("slash")
        await enter_text(pilot, "number 7")
        await pilot.pause()
        assert papers.scroll_offset.y == 0
        assert papers.row != before[0]
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert (papers.row, papers.scroll_offset) == before
        assert papers.has_focus


async def test_words_that_were_kept_are_a_new_place(make_room: MakeRoom) -> None:
    room = make_room((MANY,), session=Session(section="many/samples", hint_seen=True))
    async with room.app.run_test(size=(120, 24)) as pilot:
        papers = room.app.room.panes.papers.papers
        await pilot.press("3", "slash")
        await enter_text(pilot, "number 47")
        await pilot.press("enter", "escape")
        await pilot.pause()
        assert papers.row is not None
        assert papers.row.key == "sample-of-number-47"
        assert papers.row.key == room.app.room.paper


async def test_the_trees_show_branches_with_hits_and_how_many(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("2", "enter", "slash")
        await enter_text(pilot, "serving")
        await until_shown(pilot, "Nothing here matches.")
        assert labels(room, "schedule") == []
        assert [label.split()[-1] for label in labels(room, "topics")] == ["4", "4", "4"]
        assert "Compilers" not in " ".join(labels(room, "topics"))
        await pilot.press("escape")
        await enter_text(pilot, "janus")
        await until(pilot, lambda: [label.split()[-1] for label in labels(room, "schedule")] == ["1", "1"])
        assert any(label.startswith("Compilers") for label in labels(room, "topics"))
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert len(labels(room, "schedule")) == 5


async def test_a_status_does_not_move_what_was_found(make_room: MakeRoom) -> None:
    room = make_room((SCHEDULE, TOPICS, MANY), session=Session(section="many/samples", hint_seen=True))
    async with room.app.run_test(size=WIDE) as pilot:
        papers = room.app.room.panes.papers.papers
        await pilot.press("3", "slash")
        await enter_text(pilot, "sample")
        await pilot.press("enter")
        order = list(papers.rows.keys[:])
        await pilot.press("r")
        await pilot.pause()
        assert room.library.state(PaperKey(order[0])).status is Status.READ
        assert list(papers.rows.keys[:]) == order
        assert papers.row is not None
        assert papers.row.key == order[0]
        assert "1 of 68 read" in shown(room.app)
        await pilot.press("slash", "s", "backspace", "enter")  # other words, and the same again: now it stands back
        await pilot.pause()
        assert papers.rows.keys[:][-1] == order[0]


async def test_words_that_take_long_are_asked_for_again_in_another_catalog(
    make_room: MakeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = make_room()
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("2", "g", "enter")
        await pilot.press("slash", "a", "enter")
        await until(pilot, lambda: bool(room.app.room.panes.papers.query_text))
        monkeypatch.setattr(finding, "AT_ONCE", 0)  # from now on all takes long
        few = build([Document("c.md", "Only", sections=(Section((), listings=(Listing("A Single Paper Left"),)),))])
        room.app.librarian.adopt(room.library.loaded._replace(catalog=few))
        await pilot.pause()
        assert "A Single Paper Left" in shown(room.app)


async def test_all_of_many_are_picked_at_once(make_room: MakeRoom) -> None:
    """Looking for each of them in the list again would take the square of their number."""
    listings = tuple(Listing(f"Paper of the Number {number}") for number in range(3000))
    room = make_room([Document("c.md", "Many", sections=(Section(("All",), listings=listings),))])
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("2", "g", "enter", "S", "t", "V")
        await until(pilot, lambda: "3,000 selected" in shown(room.app))
        looked_for = list[object]()
        plain = Shown.find
        with pytest.MonkeyPatch.context() as patch:

            def find(self: Shown, key: str) -> int | None:
                looked_for.append(key)
                return plain(self, key)

            patch.setattr(Shown, "find", find)
            await pilot.press("S", "y")
            await pilot.pause()
            assert len(looked_for) < 50
