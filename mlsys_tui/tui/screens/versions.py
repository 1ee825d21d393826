"""Earlier versions of a note, each beside what is different today, to be brought back or copied."""

from collections.abc import Callable, Iterator
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.screen import ModalScreen

from mlsys_tui.domain.line_changes import Side, SidedLine, compare
from mlsys_tui.library import Version
from mlsys_tui.text import number
from mlsys_tui.tui.facts import local_time
from mlsys_tui.tui.glyphs import Glyphs
from mlsys_tui.tui.lines import Cell, Item, Line, Role, Row, Rows, Span, fixed
from mlsys_tui.tui.widgets.row_list import RowList
from mlsys_tui.tui.widgets.scroll_page import ScrollPage
from mlsys_tui.tui.widgets.span_text import SpanText

HINT = "Enter brings it back, c copies it, Esc closes"
SHORT_HINT = "Enter brings back, c copies, Esc"
NOTHING_HINT = "Esc closes"
SCROLLS = "PgDn PgUp scroll"
LOOK_EVERY = 1.0
"""Seconds between looks at whether the note was changed elsewhere meanwhile."""
MOST_LINES = 500
MOST_CHARACTERS = 2_000
"""Lines that are shown of one version, and characters of one line; all of it is copied and brought back."""
_TIME_WIDTH = 17


class NoteTexts(NamedTuple):
    """The note of today, if there is one, and what stood there before, the latest first."""

    today: str | None
    versions: list[Version]


class VersionsScreen(ModalScreen[str | None]):
    """A list of versions, and the one under the cursor; the answer is the text to be brought back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,H", "dismiss(None)", "close"),
        Binding("enter,b", "bring_back", "bring back"),
        Binding("c,y", "copy", "copy"),
        Binding("v", "app.copied('show')", "show what was copied"),
        Binding("w", "app.copied('write')", "write what was copied to a file"),
        Binding("pagedown", "scroll_text('page_down')", "scroll down", priority=True),
        Binding("pageup", "scroll_text('page_up')", "scroll up", priority=True),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-medium")]  # noqa: RUF012 - so typed in Textual

    CSS_PATH = "../styles/dialogs.tcss"

    def __init__(self, label: str, look: Callable[[], NoteTexts], copy: Callable[[str], None], glyphs: Glyphs) -> None:
        super().__init__(classes="dialog -ascii" if glyphs.is_ascii else "dialog")
        self._label = label
        self._look = look
        self._copy = copy
        self._glyphs = glyphs
        self._shown: NoteTexts | None = None
        self._list = RowList(ellipsis=glyphs.ellipsis, id="versions-list")
        self._list.empty = (
            Span("Nothing yet. ", Role.DIM),
            Span("n", Role.ACCENT),
            Span(" writes the note, and whatever stood there before is kept here.", Role.DIM),
        )
        self._frame = Container(id="versions")
        self._text = SpanText()
        self._page = ScrollPage(id="version")

    def compose(self) -> ComposeResult:
        """The list beside the text; above it where there is no room."""
        with self._frame:
            self._frame.border_title = Content(f"Earlier versions of the note{self._glyphs.dot}{self._label}")
            yield self._list
            with self._page:
                yield self._text

    def on_mount(self) -> None:
        """Show the versions, and from now on what becomes of them elsewhere."""
        self.watch(self._page, "show_vertical_scrollbar", self._tell_if_cut)
        self.set_interval(LOOK_EVERY, self._look_again)
        self._look_again()

    def on_resize(self) -> None:
        """Say what the keys do, as far as there is room."""
        hint = HINT if self.size.width > len(HINT) + 8 else SHORT_HINT
        self._frame.border_subtitle = Content(hint if self._list.row else NOTHING_HINT)

    def _look_again(self) -> None:
        now = self._look()
        if now != self._shown:
            self._shown = now
            self._list.show(Rows.of(_row(version) for version in now.versions))
            self._page.display = bool(now.versions)
            self._show_version()
            self.on_resize()

    @property
    def _version(self) -> Version | None:
        """The version under the cursor."""
        row = self._list.row
        versions = self._shown.versions if self._shown else ()
        return next((each for each in versions if row and each.text == row.key), None)

    def _show_version(self) -> None:
        version, shown = self._version, self._shown
        self._text.lines = list(_lines(version.text, shown.today, self._glyphs)) if version and shown else ()

    def on_row_list_highlighted(self) -> None:
        """Another version under the cursor."""
        self._show_version()
        self._page.scroll_to(y=0, animate=False)

    def _tell_if_cut(self, cut: bool) -> None:
        self._page.border_title = SCROLLS if cut else None

    def action_scroll_text(self, how: str) -> None:
        """Scroll the text, wherever the cursor is."""
        self._page.action_move(how)

    def on_row_list_chosen(self) -> None:
        """A version was clicked twice."""
        self.action_bring_back()

    def action_bring_back(self) -> None:
        """Answer with the version under the cursor."""
        if self._version:
            self.dismiss(self._version.text)

    def action_copy(self) -> None:
        """Have the version under the cursor copied."""
        if self._version:
            self._copy(self._version.text)


def _row(version: Version) -> Row:
    first = next((line.strip() for line in version.text.splitlines() if line.strip()), "")
    when = fixed(local_time(version.at) if version.at else "", Role.DIM, width=_TIME_WIDTH, right=True)
    size = fixed(number(len(version.text), "char"), Role.DIM, right=True, drop=1)
    return Row(version.text, (when, Cell((Span(first[:MOST_CHARACTERS]),), least=12), size))


def _lines(text: str, today: str | None, glyphs: Glyphs) -> Iterator[Line | Item]:
    """The lines of a version, with signs at those that are different today."""
    signs = {
        Side.BOTH: Span("  "),
        Side.EARLIER: Span(f"{glyphs.difference['added']} ", Role.GOOD),
        Side.TODAY: Span(f"{glyphs.difference['removed']} ", Role.BAD),
    }
    roles = {Side.BOTH: Role.TEXT, Side.EARLIER: Role.GOOD, Side.TODAY: Role.DIM}
    if today is None:
        found = [SidedLine(Side.BOTH, line) for line in text.splitlines()]
        yield (Span("There is no note now", Role.DIM),)
    else:
        found = compare(text, today)
        only_then, only_now = Span("only then  ", Role.DIM), Span("only now", Role.DIM)
        yield (signs[Side.EARLIER], only_then, signs[Side.TODAY], only_now)
    yield ()
    for side, line in found[:MOST_LINES]:
        cut = glyphs.ellipsis if len(line) > MOST_CHARACTERS else ""
        yield Item((signs[side],), (Span(f"{line[:MOST_CHARACTERS]}{cut}", roles[side]),))
    if len(found) > MOST_LINES:
        yield (Span(f"{number(len(found) - MOST_LINES, 'more line')}: c copies them all", Role.DIM),)
