"""How the papers are to stand is asked for, and told; letters lead to a paper in the room as in any list."""

from textual.app import App, ComposeResult

from mlsys_tui.domain.arranging import Grouping, Order
from mlsys_tui.domain.notebook import Status
from mlsys_tui.tui.widgets.papers_pane import PapersPane
from tests.tui.conftest import JANUS, Room
from tests.tui.helpers import WIDE, until
from tests.tui.test_fast_typing import at_once


class Alone(App[None]):
    """The pane, and what it tells."""

    def __init__(self) -> None:
        super().__init__()
        self.pane = PapersPane()
        self.heard: list[tuple[Order, Grouping]] = []

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.papers.focus()

    def on_papers_pane_arranged(self, message: PapersPane.Arranged) -> None:
        self.heard.append((message.order, message.grouping))


async def test_order_and_headings_are_asked_for_and_told() -> None:
    app = Alone()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("S", "y")
        await pilot.press("z", "v")
        await pilot.press("z", "escape")
        await pilot.press("S")
        text = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "Sort the papers by" in text
        assert "year, newest first (now)" in text
        await pilot.press("y")
        assert app.heard == [(Order.YEAR, Grouping.NONE), *[(Order.YEAR, Grouping.VENUE)] * 2]


async def test_letters_that_find_a_paper_run_no_command(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await at_once(pilot, "\n'jan")
        await until(pilot, lambda: room.app.room.paper == JANUS)
        assert room.app.room.panes.is_typing
        await at_once(pilot, "\nr")
        await until(pilot, lambda: room.library.state(JANUS).status is Status.READ)
        assert not room.app.room.panes.is_typing
        assert not room.library.state(JANUS).note
