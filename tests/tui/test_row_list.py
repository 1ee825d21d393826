"""The list alone, long and short: `python -m tests.tui.test_row_list` shows a million rows to play with."""

from collections.abc import Callable, Iterator, Sequence
from typing import overload

import pytest
from textual import events
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.scrollbar import ScrollTo
from textual.strip import Strip

from mlsys_tui.tui.in_turn import KeysInTurn
from mlsys_tui.tui.lines import MAX_MADE, Cell, Role, Row, Rows, Span, fixed, heading
from mlsys_tui.tui.searching import Search
from mlsys_tui.tui.widgets.row_list import RowList

MANY = 1_000_000
SIZE = (40, 12)


class Keys(Sequence[str]):
    """Keys of as many rows as you like; nobody may go over all of them."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        assert isinstance(index, int)
        return f"row {index}"

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("somebody goes over all keys")


def number_of(key: str) -> int | None:
    return int(key.removeprefix("row "))


def row(key: str, *more: str, selectable: bool = True) -> Row:
    words = (Cell((Span(key),)), *(fixed(text, Role.DIM) for text in more))
    return Row(key, (fixed(" "), *words), selectable=selectable)


def many(count: int = MANY) -> Rows:
    return Rows(Keys(count), lambda index: row(f"row {index}"), find=number_of)


def grouped(groups: int, size: int) -> Rows:
    """Under each heading some rows."""
    rows = [
        each
        for group in range(groups)
        for each in (heading(f"#{group}", f"Group {group}", size), *(row(f"{group}.{n}") for n in range(size)))
    ]
    return Rows.of(rows)


def names(*labels: str) -> Rows:
    return Rows.of(row(label) for label in labels)


class Watched(RowList):
    """Says which lines were drawn, and which rows the cursor has come to."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[int] = []
        self.heard: list[str | None] = []

    def render_line(self, y: int) -> Strip:
        self.drawn.append(y)
        return super().render_line(y)

    def on_row_list_highlighted(self, message: RowList.Highlighted) -> None:
        self.heard.append(message.row.key if message.row else None)


class Alone(KeysInTurn):
    """One list, with keys that must not run while letters are typed."""

    BINDINGS = [("r", "mark"), ("enter", "mark"), ("escape", "mark")]  # noqa: RUF012 - so typed in Textual

    def __init__(self, rows: Rows | None = None) -> None:
        super().__init__()
        self.list = Watched()
        self.marked: list[str] = []
        self._rows = rows or Rows()

    def compose(self) -> ComposeResult:
        yield self.list

    def on_mount(self) -> None:
        self.list.show(self._rows)
        self.list.focus()

    def action_mark(self) -> None:
        self.marked.append(self.list.row.key if self.list.row else "")

    def lines(self) -> list[str]:
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]


async def at_once(pilot: Pilot[None], keys: Sequence[str]) -> None:
    """Put all keys into the app's queue before it can take the first."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await pilot.pause()


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    for _ in range(1000):
        await pilot.pause()
        if condition():
            return
    raise AssertionError("it never came")


# -- length and speed -----------------------------------------------------------------------------------------


async def test_a_million_rows_cost_what_is_on_the_screen() -> None:
    app = Alone(many())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end", "pageup", "up", "home", "pagedown")
        app.list.show(many(), "row 500000")
        await pilot.press("down")
        assert app.list.row is not None
        assert app.list.row.key == "row 500001"
        assert len(app.list.rows._made) < 30
        assert len(app.list._styles_cache._dirty_lines) < 100
        assert app.lines()[-1] == "  row 500001"


def test_rows_that_were_left_behind_are_forgotten() -> None:
    rows = many()
    for index in range(3 * MAX_MADE):
        assert rows[index].key == f"row {index}"
        assert rows[7].key == "row 7"
    assert list(rows._made) == [*range(2 * MAX_MADE + 1, 3 * MAX_MADE), 7]


async def test_a_step_draws_two_lines() -> None:
    app = Alone(many())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.list.drawn.clear()
        await pilot.press("down")
        await pilot.pause()
        assert sorted(app.list.drawn) == [0, 1]


async def test_of_rows_that_are_shown_again_those_are_drawn_that_are_others() -> None:
    app = Alone(many())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.list.drawn.clear()
        app.list.show(Rows(Keys(MANY), lambda index: row(f"row {index}", *(["read"] if index == 5 else []))))
        await pilot.pause()
        assert app.list.drawn == [5]
        assert "read" in app.lines()[5]


@pytest.mark.parametrize(("key", "place"), [("down", 60), ("pagedown", 60 * (SIZE[1] - 1))])
async def test_a_burst_of_keys_is_neither_lost_nor_drawn_key_by_key(key: str, place: int) -> None:
    app = Alone(many())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.list.drawn.clear()
        before = app.screen._layout_updates
        await at_once(pilot, [key] * 60)
        await until(pilot, lambda: app.list.cursor == place)
        await pilot.pause()
        assert len(app.list.drawn) <= 60 * SIZE[1]
        assert app.screen._layout_updates == before
        assert app.lines()[-1] == f"  row {place}"


async def test_the_same_rows_again_need_no_layout() -> None:
    app = Alone(many())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        before = app.list._layout_updates
        app.list.show(many())
        assert app.list._layout_updates == before


async def test_another_theme_and_another_focus_are_drawn_anew() -> None:
    app = Alone(many())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        focused = app.list.render_line(0)
        app.set_focus(None)
        await pilot.pause()
        blurred = app.list.render_line(0)
        app.theme = "textual-light"
        await pilot.pause()
        light = app.list.render_line(0)
        assert len({strip._segments[0].style for strip in (focused, blurred, light)}) == 3
        app.list.words = ("row",)
        assert [segment.text for segment in app.list.render_line(0)] == [" ", " ", "row 0", " " * 32]


# -- what is in sight -----------------------------------------------------------------------------------------


async def test_the_wheel_moves_the_view_and_the_next_key_goes_back_to_the_cursor() -> None:
    app = Alone(many(100))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end")
        await pilot._post_mouse_events([events.MouseScrollUp] * 9, app.list, offset=(3, 3), button=0)
        await pilot.pause()
        assert app.list.cursor == 99
        assert "  row 99" not in app.lines()
        await pilot.press("down")
        await pilot.pause()
        assert app.lines()[-1] == "  row 99"


async def test_the_scroll_bar_leads_through_a_million_rows() -> None:
    app = Alone(many())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.list.post_message(ScrollTo(y=MANY / 2, animate=False))
        await pilot.pause()
        assert (app.lines()[0].split()[:2], app.list.cursor) == (["row", "500000"], 0)


async def test_a_long_list_after_a_short_one_shows_its_cursor_at_once() -> None:
    app = Alone(many(3))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.list.show(many(), "row 700000")
        await pilot.pause()
        assert any(line.startswith("  row 700000") for line in app.lines())


async def test_headings_are_passed_over_and_stay_in_sight() -> None:
    app = Alone(grouped(20, 2))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("pagedown")
        assert app.list.row is not None
        assert app.list.row.key == "4.0"
        await pilot.press("pagedown", "end")
        assert app.list.row.key == "19.1"
        await pilot.press("pageup", "pageup")
        assert app.list.row.key == "11.1"
        await pilot.press("up")
        await pilot.pause()
        assert app.lines()[0].startswith("Group 11  2")
        await pilot.press("home")
        await pilot.pause()
        assert (app.list.row.key, app.lines()[0].split()[:2]) == ("0.0", ["Group", "0"])


async def test_the_mouse_lights_and_takes_rows_but_no_headings() -> None:
    app = Alone(grouped(3, 2))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.hover(app.list, offset=(5, 3))
        assert app.list.hover is None
        await pilot.click(app.list, offset=(5, 3))
        assert app.list.cursor == 1
        await pilot.hover(app.list, offset=(5, 4))
        assert app.list.hover == 4
        await pilot.press("down")
        assert app.list.hover is None


# -- letters that find a row ----------------------------------------------------------------------------------


async def test_letters_lead_to_the_next_row_that_begins_with_them() -> None:
    app = Alone(names("Orca", "JANUS", "a second Orca", "Ray", "Ordered Serving"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "apostrophe", "O", "r")
        assert app.list.heard[-1] == "Ordered Serving"
        assert app.lines()[-1] == " Jump to Or_ ' next"
        await pilot.press("apostrophe")
        assert app.list.heard[-1] == "Orca"
        await pilot.press("apostrophe", "c")
        assert app.list.heard[-1] == "Orca"


async def test_a_word_that_begins_so_is_second_choice() -> None:
    app = Alone(names("Orca", "JANUS", "Fast and flexible", "a flex"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("apostrophe", *"flex")
        assert app.list.heard[-1] == "Fast and flexible"


async def test_no_command_runs_while_letters_are_typed() -> None:
    app = Alone(names("Orca", "Ray", "JANUS"))
    async with app.run_test(size=SIZE) as pilot:
        await at_once(pilot, ["apostrophe", "r", "enter", "apostrophe", "r", "escape", "r"])
        await until(pilot, lambda: bool(app.marked))
        assert app.marked == ["Ray"]
        assert not app.list.is_typing


async def test_letters_are_taken_back_and_an_arrow_ends_them() -> None:
    app = Alone(names("Orca", "Ray", "Rex", "JANUS"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("apostrophe", "r", "e", "z")
        assert app.list.row is not None
        assert app.list.row.key == "Rex"
        assert "no row begins so" in app.lines()[-1]
        await pilot.press("backspace", "backspace")
        assert app.list.row.key == "Ray"
        await pilot.press("down")
        assert (app.list.row.key, app.list.is_typing) == ("Rex", False)
        await pilot.press("apostrophe", "backspace")
        assert (app.list.is_typing, app.marked) == (False, [])


async def test_what_is_typed_hides_no_row_that_was_found() -> None:
    app = Alone(names(*"abcdefghijklmnop"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("apostrophe", "l")
        assert app.lines()[-2].split()[0] == "l"


async def test_a_long_search_lets_keys_in_and_the_next_letter_supersedes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlsys_tui.tui.widgets.type_ahead.BUDGET", 0.0)
    texts = {MANY - 1: "zebra", 4: "zoo"}
    rows = Rows(Keys(MANY), lambda index: row(f"row {index}"), text=lambda index: texts.get(index, ""))
    app = Alone(rows)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("apostrophe", "q")
        assert "looking" in app.lines()[-1]
        await pilot.press("backspace", "z")
        await until(pilot, lambda: app.list.cursor == 4)
        await pilot.press("x")
        await pilot.press("down")
        assert app.list.cursor == 5


async def test_a_search_begins_again_when_the_rows_are_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlsys_tui.tui.widgets.type_ahead.BUDGET", 0.0)
    app = Alone(Rows(Keys(MANY), lambda index: row(f"row {index}"), text=lambda _index: ""))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("apostrophe", "z")
        app.list.show(names("Orca", "Ray", "zebra"))
        await until(pilot, lambda: app.list.cursor == 2)
        await pilot.click(app.list, offset=(3, 1))
        assert (app.list.cursor, app.list.is_typing) == (1, False)


def test_a_search_goes_on_where_it_stopped_and_passes_over_headings() -> None:
    rows = grouped(3, 2)
    search = Search(rows, "group", 0)
    turns = 1
    while not search.go_on(0.0):
        turns += 1
    assert (search.place, turns) == (None, len(rows) + 1)
    assert Search(rows, "", 0).go_on(1)
    around = Search(rows, "0.1", 5)
    assert around.go_on(1)
    assert around.place == 2


def test_a_row_is_found_by_what_it_is_about_before_its_marks() -> None:
    rows = Rows.of([Row("a", (fixed("9/1"), Cell((Span("Café"), Span(" Ünïted"))), fixed("OSDI'16")))])
    assert rows.text(0) == "cafe united 9 1 osdi 16"


def test_keys_are_found_near_by_what_was_given_and_else_by_all() -> None:
    assert many().find("row 7", 7) == 7
    assert many().find("row 900000") == 900_000
    assert names("a", "b").find("b") == 1
    assert names("a", "b").find("c") is None
    assert names("a", "b").find(None) is None


if __name__ == "__main__":
    Alone(many()).run()
