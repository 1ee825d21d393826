"""Each widget alone, in an app that knows nothing of papers."""

from textual.app import App, ComposeResult
from textual.widget import Widget

from mlsys_tui.tui.lines import Cell, Role, Row, Rows, Span, fixed
from mlsys_tui.tui.widgets.bars import Hint, KeyBar, that_fit
from mlsys_tui.tui.widgets.details import Details
from mlsys_tui.tui.widgets.note_editor import NoteEditor
from mlsys_tui.tui.widgets.row_list import RowList
from mlsys_tui.tui.widgets.span_text import SpanText


class Alone(App[None]):
    """One widget, and the messages it posts."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget
        self.heard: list[object] = []

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_row_list_highlighted(self, message: RowList.Highlighted) -> None:
        self.heard.append(("highlighted", message.row.key if message.row else None))

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        self.heard.append(("chosen", message.row.key))

    def on_row_list_folded(self, message: RowList.Folded) -> None:
        self.heard.append(("folded", message.row.key, message.expanded))

    def on_span_text_clicked(self, message: SpanText.Clicked) -> None:
        self.heard.append(("clicked", message.action))

    def on_note_editor_save_asked(self, message: NoteEditor.SaveAsked) -> None:
        self.heard.append(("save", message.leave))

    def line(self, y: int) -> str:
        return self.screen._compositor.render_strips()[y].text.rstrip()


def row(key: str, *, selectable: bool = True, expanded: bool | None = None, parent: str | None = None) -> Row:
    return Row(key, (fixed(" "), Cell((Span(key),))), expanded=expanded, parent=parent, selectable=selectable)


def numbered(count: int) -> Rows:
    return Rows([f"row {n}" for n in range(count)], lambda index: row(f"row {index}"))


async def test_cursor_moves_and_stops_at_the_ends() -> None:
    rows = RowList()
    app = Alone(rows)
    async with app.run_test(size=(30, 10)) as pilot:
        rows.show(numbered(100))
        await pilot.press("j", "down", "k")
        assert rows.cursor == 1
        await pilot.press("G")
        assert rows.cursor == 99
        await pilot.press("j", "pagedown")
        assert rows.cursor == 99
        assert app.line(9) == "  row 99"
        await pilot.press("g", "k", "ctrl+d")
        assert rows.cursor == 4
        assert app.heard[0] == ("highlighted", "row 1")


async def test_only_what_is_on_the_screen_is_made() -> None:
    rows = RowList()
    async with Alone(rows).run_test(size=(30, 10)) as pilot:
        rows.show(numbered(100_000))
        await pilot.press("pagedown", "pagedown")
        assert len(rows.rows._made) < 60


async def test_cursor_passes_over_rows_that_cannot_be_chosen() -> None:
    rows = RowList()
    async with Alone(rows).run_test(size=(30, 10)) as pilot:
        rows.show(Rows.of([row("head", selectable=False), row("a"), row("middle", selectable=False), row("b")]))
        assert rows.row is not None
        assert rows.row.key == "a"
        await pilot.press("j")
        assert rows.row.key == "b"
        await pilot.press("home")
        assert rows.row.key == "a"


async def test_cursor_stays_on_its_row_when_the_rows_change() -> None:
    rows = RowList()
    async with Alone(rows).run_test(size=(30, 10)) as pilot:
        rows.show(numbered(10))
        await pilot.press("j", "j", "j")
        rows.show(Rows.of([row("new"), row("row 3")]))
        assert rows.cursor == 1
        rows.show(Rows.of([row("other")]))
        assert rows.cursor == 0
        rows.show(Rows())
        assert rows.row is None
        await pilot.press("j", "G", "enter")


async def test_an_empty_list_says_so() -> None:
    rows = RowList()
    app = Alone(rows)
    async with app.run_test(size=(30, 10)) as pilot:
        rows.empty = (Span("Nothing. Press x", Role.DIM),)
        await pilot.pause()
        assert "Nothing. Press x" in app.line(1)


async def test_mouse_picks_goes_in_folds_and_lights() -> None:
    rows = RowList()
    app = Alone(rows)
    async with app.run_test(size=(30, 10)) as pilot:
        rows.show(Rows.of([row("list", expanded=True), row("a", parent="list"), row("b", parent="list")]))
        await pilot.click(rows, offset=(5, 2))
        await pilot.click(rows, offset=(5, 2), times=2)
        await pilot.click(rows, offset=(0, 0))
        assert app.heard == [
            ("highlighted", "b"),
            ("chosen", "b"),
            ("highlighted", "list"),
            ("folded", "list", False),
        ]
        await pilot.hover(rows, offset=(5, 1))
        assert rows.hover == 1
        await pilot.click(rows, offset=(5, 8))
        assert rows.cursor == 0


async def test_branches_open_close_and_lead_to_their_parent() -> None:
    rows = RowList()
    app = Alone(rows)
    async with app.run_test(size=(30, 10)) as pilot:
        rows.show(Rows.of([row("list", expanded=True), row("a", parent="list")]))
        assert rows.step_out()
        rows.go_to("a")
        assert not rows.step_in()
        assert rows.step_out()
        assert rows.row is not None
        assert rows.row.key == "list"
        await pilot.pause()
        assert ("folded", "list", False) in app.heard


def test_hints_make_room_from_the_end_but_never_the_kept_one() -> None:
    hints = [Hint("r", "read"), Hint("s", "status"), Hint("n", "note"), Hint("?", "help", keep=True)]
    assert [hint.key for hint in that_fit(hints, 80)] == ["r", "s", "n", "?"]
    assert [hint.key for hint in that_fit(hints, 20)] == ["r", "?"]
    assert [hint.key for hint in that_fit(hints, 3)] == ["?"]


async def test_key_bar_shows_messages_for_a_while_beside_the_kept_hints() -> None:
    bar = KeyBar()
    app = Alone(bar)
    async with app.run_test(size=(40, 3)) as pilot:
        bar.hints = [Hint("r", "read", "status.toggle_read"), Hint("?", "help", "help", keep=True)]
        bar.say("JANUS: marked read", seconds=0.05, hint=Hint("v", "show it"))
        await pilot.pause()
        assert "marked read" in app.line(0)
        assert "v show it" in app.line(0)
        assert "? help" in app.line(0)
        for _ in range(50):
            await pilot.pause(0.02)
            if "marked read" not in app.line(0):
                break
        assert app.line(0) == " r read  ? help"
        await pilot.click(bar, offset=(3, 0))
        assert app.heard == [("clicked", "run:status.toggle_read")]


async def test_note_is_plain_at_once_and_rendered_soon() -> None:
    details = Details()
    app = Alone(details)
    async with app.run_test(size=(40, 20)) as pilot:
        details.show([(Span("Title"),)], "# Idea\n\n**bold**")
        await pilot.pause()
        assert "**bold**" in "\n".join(map(app.line, range(20)))
        for _ in range(50):
            await pilot.pause(0.02)
            if details.is_rendered:
                break
        assert "**bold**" not in "\n".join(map(app.line, range(20)))
        assert "bold" in "\n".join(map(app.line, range(20)))


async def test_editor_says_how_the_text_stands_and_asks_to_be_saved() -> None:
    details = Details()
    app = Alone(details)
    async with app.run_test(size=(40, 20)) as pilot:
        details.show([], "", ())
        details.edit("old")
        await pilot.pause()
        assert details.is_writing
        await pilot.press("x")
        assert details.draft == "oldx"
        await pilot.pause()
        assert "not saved yet" in "\n".join(map(app.line, range(20)))
        await pilot.press("ctrl+s", "escape")
        assert app.heard == [("save", False), ("save", True)]
        details.mark_saved("oldx", leave=True)
        await pilot.pause()
        assert details.draft is None
