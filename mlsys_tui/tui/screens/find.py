"""The finder over all papers: type words, and go to a paper where its list has it."""

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.domain.query import parse
from mlsys_tui.finding import Finder, Results
from mlsys_tui.library import Library
from mlsys_tui.text import number
from mlsys_tui.tui.glyphs import Glyphs
from mlsys_tui.tui.lines import Line, Role, Rows, Span
from mlsys_tui.tui.screens.line import PromptInput
from mlsys_tui.tui.seeking import Seeker
from mlsys_tui.tui.widgets.row_list import RowList
from mlsys_tui.tui.wording import READING

HINT: Line = (Span("All words have to be there, typos are forgiven; the best comes first.", Role.DIM),)


class Looked(NamedTuple):
    """What the reader looked for, and the row the cursor was left on."""

    words: str = ""
    row: int = 0


class FindScreen(ModalScreen[PaperKey | None]):
    """Type to find, arrows to move, Enter answers with the paper under the cursor, Esc with none.

    `looked` is what the reader looks for; `make_rows` makes rows of what was found.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "close"),
        Binding("down,ctrl+n", "move('down')", "down"),
        Binding("up,ctrl+p", "move('up')", "up"),
        Binding("pagedown", "move('page_down')", "page down"),
        Binding("pageup", "move('page_up')", "page up"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012 - so typed in Textual

    CSS_PATH = "../styles/dialogs.tcss"

    def __init__(
        self,
        library: Library,
        finder: Finder,
        make_rows: Callable[[Results], Rows],
        glyphs: Glyphs,
        before: Looked | None = None,
    ) -> None:
        super().__init__(classes="-ascii" if glyphs.is_ascii else "")
        self._library = library
        self._finder = finder
        self._make_rows = make_rows
        self._glyphs = glyphs
        self._before = before or Looked()
        self._seeker = Seeker(self, finder, self._show)
        self._wanted = ""
        self._shown = ""
        self._going = False
        self._frame = Vertical(id="find")
        self._list = RowList(ellipsis=glyphs.ellipsis, id="find-list")
        self._list.can_focus = False

    def compose(self) -> ComposeResult:
        """The line for the words above the papers."""
        with self._frame:
            self._frame.border_title = "Find a paper"
            yield PromptInput(
                self._before.words, placeholder="Words of title, author, venue, section, tag, note", compact=True
            )
            yield self._list

    def on_mount(self) -> None:
        """Show what was found the last time."""
        self._seek(self._before.words)
        self._list.cursor = self._before.row
        self._seeker.prepare()

    def on_unmount(self) -> None:
        """Nothing is to be found any more."""
        self._seeker.stop()

    @property
    def looked(self) -> Looked:
        """What to begin with the next time."""
        return Looked(self._wanted, self._list.cursor) if self._wanted else self._before

    def seek_again(self) -> None:
        """The library is another: what is found may be, too."""
        if self.is_mounted:
            self._seeker.ask(self._wanted)

    def _seek(self, text: str) -> None:
        self._wanted, self._going = _words(text), False
        self._seeker.ask(self._wanted)

    def _show(self) -> None:
        results = self._finder.find(self._wanted) if self._wanted else None
        again, self._shown = self._shown == self._wanted, self._wanted
        self._list.words = results.words if results else ()
        self._list.empty = self._nothing()
        self._list.show(self._make_rows(results) if results else Rows(), keep=again)
        every = len(self._library.catalog.papers)
        count = f"{len(results):,} of {every:,}" if results is not None else number(every, "paper")
        self._frame.border_subtitle = Content(f"{count}{self._glyphs.dot}Enter goes there, Esc closes")
        if self._going:
            self._go()

    def _nothing(self) -> Line:
        """What stands there when nothing is found."""
        if self._library.loaded.is_to_come:
            return READING
        return (Span(f"No paper matches “{self._wanted}”.", Role.DIM),) if self._wanted else HINT

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find as it is typed."""
        if _words(event.value) != self._wanted:
            self._seek(event.value)

    def on_input_submitted(self) -> None:
        """Go to the paper under the cursor; to the best, as soon as it is known."""
        if self._shown == self._wanted:
            self._go()
        else:
            self._going = True

    def on_row_list_chosen(self) -> None:
        """Go to the paper that was clicked twice."""
        self._go()

    def _go(self) -> None:
        if self._list.row:
            self.dismiss(PaperKey(self._list.row.key))

    def action_move(self, how: str) -> None:
        """Move the cursor of the list."""
        self._list.action_move(how)


def _words(text: str) -> str:
    """The text, if there are words in it to be looked for."""
    return text.strip() if parse(text).words else ""
