"""Copying, opening, help, palette, and the table of commands behind them all."""

import pytest
from textual.command import CommandPalette
from textual.dom import DOMNode

from mlsys_tui.commands.base import Command
from mlsys_tui.commands.table import COMMANDS
from mlsys_tui.domain.notebook import Status
from mlsys_tui.library import Notice
from mlsys_tui.tui.actions import action_of, key_name
from mlsys_tui.tui.app import ReadingRoom
from mlsys_tui.tui.glyphs import ASCII
from mlsys_tui.tui.screens.finding import FindingScreen
from mlsys_tui.tui.screens.help import help_rows
from mlsys_tui.tui.screens.main import MainScreen
from mlsys_tui.tui.widgets.details import Details
from mlsys_tui.tui.widgets.panes import Panes
from mlsys_tui.tui.widgets.papers_pane import PapersPane
from mlsys_tui.tui.widgets.row_list import RowList
from tests.tui.conftest import TENSORFLOW, MakeRoom, Room
from tests.tui.helpers import WIDE, enter_text, message, on_top, shown, until_shown

HOMES: tuple[type[DOMNode], ...] = (ReadingRoom, MainScreen, FindingScreen, Panes, PapersPane, RowList, Details)


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.keys], ids=lambda command: command.id)
def test_every_command_with_a_key_is_bound_where_its_action_is(command: Command) -> None:
    action = action_of(command).partition("(")[0].removeprefix("screen.")
    homes = [home for home in HOMES if command.id in {getattr(each, "id", None) for each in home.BINDINGS}]
    assert len(homes) == (2 if action == "move" else 1)
    assert all(hasattr(home, f"action_{action}") for home in homes)


async def test_copying_names_the_route(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("c")
        await until_shown(pilot, "Copied to the clipboard (fake): link of TensorFlow")
        assert room.desk.copied == ["https://example.org/tensorflow.pdf"]


async def test_what_may_not_have_been_copied_can_be_shown(room: Room) -> None:
    room.desk.confirms = False
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("v")
        assert message(room.app) == "Nothing was copied yet"
        await pilot.press("y", "b")
        await until_shown(pilot, "cannot confirm")
        assert "v show it" in shown(room.app)
        await pilot.press("v")
        await pilot.pause()
        assert "@inproceedings{abadi2016tensorflow," in on_top(room.app)
        await pilot.press("escape")
        await pilot.pause()
        assert room.app.screen is room.app.room


async def test_opening_and_a_machine_without_a_browser(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("o")
        await until_shown(pilot, "Opening https://example.org/tensorflow.pdf")
        room.desk.browser = False
        await pilot.press("enter", "j", "O", "2")
        await until_shown(pilot, "There is no browser here. It is https://example.org/janus-code")
        await pilot.press("v")
        await pilot.pause()
        assert "https://example.org/janus-code" in on_top(room.app)


async def test_a_paper_without_a_link_offers_searches(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("2", "j", "j", "enter", "c")
        await pilot.pause()
        assert "Clipper has no link in any list" in on_top(room.app)
        await pilot.press("1")
        await until_shown(pilot, "Opening https://www.semanticscholar.org")
        assert room.desk.opened[0].startswith("https://www.semanticscholar.org/search?q=Clipper")


async def test_links_in_the_details_can_be_clicked(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        lines = shown(room.app).splitlines()
        y = next(index for index, line in enumerate(lines) if "example.org/tensorflow.pdf" in line)
        x = lines[y].index("example.org")
        await pilot.click(offset=(x + 2, y))
        await until_shown(pilot, "Opening https://example.org/tensorflow.pdf")


async def test_hints_can_be_clicked(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        x = shown(room.app).splitlines()[-1].index("r read")
        await pilot.click(offset=(x + 3, WIDE[1] - 1))
        await pilot.pause()
        assert room.library.state(TENSORFLOW).status is Status.READ


async def test_what_can_be_done_with_lists_is_shown_first_on_a_list_and_last_elsewhere(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert (
            shown(room.app).splitlines()[-1].rstrip().endswith("u undo  + add list  U update  L lists  f find  ? help")
        )
        await pilot.press("g")
        await pilot.pause()
        assert shown(room.app).splitlines()[-1].startswith(" + add list  U update  L lists  r read  s status")
        await pilot.press("enter")
        await pilot.pause()
        assert shown(room.app).splitlines()[-1].startswith(" r read  s status")
        await pilot.press("h")
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert shown(room.app).splitlines()[-1].strip() == "+ add list  U update  L lists  ? help"
        await pilot.press("j")
        await pilot.pause()
        assert "add list" not in shown(room.app).splitlines()[-1]


def test_help_has_every_command_and_finds_by_key_word_and_id() -> None:
    keys = [row.key for row in help_rows("")]
    assert {command.id for command in COMMANDS} < set(keys)
    assert [row.key for row in help_rows("ctrl+q")] == ["#App", "quit"]
    assert "copy.bibtex" in [row.key for row in help_rows("bibtex")]
    assert "status.toggle_read" in [row.key for row in help_rows("toggle read")]
    assert list(help_rows("no such thing")) == []


def test_keys_are_written_as_on_the_keyboard() -> None:
    assert [key_name(key) for key in ("question_mark", "ctrl+d", "j", "down")] == ["?", "Ctrl+d", "j", "↓"]
    assert key_name("down", plain=True) == "Down"


async def test_help_searches_and_runs(room: Room) -> None:
    async with room.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert "Move" in on_top(room.app)
        await enter_text(pilot, "unread if")
        await pilot.pause()
        assert "Mark read, or unread" in on_top(room.app)
        assert "Go to" not in on_top(room.app)
        await pilot.press("enter")
        await pilot.pause()
        assert room.library.state(TENSORFLOW).status is Status.READ
        await pilot.press("f1")
        await enter_text(pilot, "zzz")
        await pilot.pause()
        assert "No command matches. Esc clears the search." in on_top(room.app)
        await pilot.press("escape")
        assert "No command matches" not in on_top(room.app)
        await pilot.press("escape")
        await pilot.pause()
        assert room.app.screen is room.app.room


async def test_help_runs_what_belongs_to_a_pane(room: Room) -> None:
    async with room.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("question_mark")
        await enter_text(pilot, "to the topics")
        await pilot.press("enter")
        await pilot.pause()
        assert room.app.room.panes.current == "topics"


async def test_palette_offers_what_can_be_done_here(room: Room) -> None:
    async with room.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("colon")
        await pilot.pause()
        assert isinstance(room.app.screen, CommandPalette)
        await enter_text(pilot, "bibtex")
        await until_shown(pilot, "Copy as BibTeX")
        await pilot.press("enter", "enter")
        await until_shown(pilot, "BibTeX of TensorFlow")
        assert room.desk.copied[0].startswith("@inproceedings{abadi2016tensorflow")


async def test_palette_leaves_out_what_needs_a_paper_where_there_is_none(room: Room) -> None:
    async with room.app.run_test(size=(120, 64)) as pilot:
        await pilot.press("j", "ctrl+p")
        await until_shown(pilot, "Undo")
        await enter_text(pilot, "bibtex")
        await until_shown(pilot, "No matches found")


async def test_theme_can_be_chosen_and_is_remembered(room: Room) -> None:
    async with room.app.run_test(size=(120, 36)) as pilot:
        await room.app.run_command("theme.choose")
        await pilot.pause()
        await enter_text(pilot, "nord")
        await until_shown(pilot, "nord")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert room.app.theme == "nord"
        await pilot.press("ctrl+q")
    assert room.sessions[-1].theme == "nord"


async def test_problems_are_counted_and_listed(make_room: MakeRoom) -> None:
    room = make_room(notices=[Notice("broken.md:3", "not understood: [b]this[/b]")])
    async with room.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "▲ 1 (!)" in shown(room.app)
        await pilot.press("exclamation_mark")
        await pilot.pause()
        assert "broken.md:3: not understood: [b]this[/b]" in on_top(room.app)
        await pilot.press("q")
        await pilot.pause()
        assert room.app.screen is room.app.room


async def test_ascii_mode_draws_in_ascii(make_room: MakeRoom) -> None:
    room = make_room(glyphs=ASCII)
    async with room.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("r")
        await pilot.pause()
        assert {char for char in shown(room.app) if not char.isascii()} <= set(
            "í深度学习系统的自动并行化方法研究与实现"
        )
        assert "x TensorFlow" in shown(room.app)


async def test_ctrl_c_says_how_to_quit(room: Room) -> None:
    async with room.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("ctrl+c")
        assert message(room.app) == "Ctrl+q quits"
