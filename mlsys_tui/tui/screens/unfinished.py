"""A note that was not finished: what is saved of it beside what was being typed, and what to do with that."""

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.reactive import reactive, var
from textual.screen import ModalScreen

from mlsys_tui.tui.compared import compare
from mlsys_tui.tui.glyphs import Glyphs
from mlsys_tui.tui.lines import Line, Role, Span
from mlsys_tui.tui.widgets.scroll_page import ScrollPage
from mlsys_tui.tui.widgets.span_text import SpanText

_KEYS = (
    ("Enter", "continue writing", Role.TEXT),
    ("s", "save it", Role.TEXT),
    ("l", "later", Role.TEXT),
    ("d", "throw away", Role.TEXT),
)
_SURE = (("d", "again throws away what was typed", Role.BAD), ("Esc", "keeps it", Role.TEXT))
_GAP = 3


class KeyRow(SpanText):
    """Keys and what they do, side by side, on as many lines as they take."""

    keys: reactive[Sequence[tuple[str, str, Role]]] = reactive(_KEYS, layout=True)

    def _wrapped(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for key, words, role in self.keys:
            pair = (Span(key, Role.ACCENT), Span(f" {words}", role))
            room = width - sum(len(span.text) for span in lines[-1]) - _GAP if lines else 0
            if len(key) + len(words) < room:
                lines[-1] = (*lines[-1], Span(" " * _GAP), *pair)
            else:
                lines.append(pair)
        return lines


class Choice(StrEnum):
    """What becomes of an unfinished note."""

    CONTINUE = "continue"
    SAVE = "save"
    LATER = "later"
    THROW_AWAY = "throw away"


class Offer(NamedTuple):
    """An unfinished note: whose it is, what is to be known of it, and both texts."""

    heading: str
    title: str
    said: tuple[str, ...]
    saved: str
    typed: str


class UnfinishedScreen(ModalScreen[Choice]):
    """Each choice has a key; to throw the text away its key is pressed twice. All that moves a cursor scrolls."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,c", "choose('continue')", "continue writing"),
        Binding("s", "choose('save')", "save it as the note"),
        Binding("l", "choose('later')", "later"),
        Binding("escape", "choose('')", "all later"),
        Binding("d", "throw_away", "throw it away"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-wide")]  # noqa: RUF012 - so typed in Textual
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012 - so typed in Textual

    CSS_PATH = "../styles/dialogs.tcss"

    sure: var[bool] = var(False, init=False)

    def __init__(self, offer: Offer, glyphs: Glyphs) -> None:
        super().__init__(classes="dialog -ascii" if glyphs.is_ascii else "dialog")
        self._offer = offer
        self._head = SpanText(id="unfinished-head")
        self._saved = SpanText()
        self._typed = SpanText()
        self._keys = KeyRow(id="unfinished-keys")
        self._texts = compare(offer.saved, offer.typed, glyphs.differs)

    def compose(self) -> ComposeResult:
        """Whose note it is, above both texts, above the keys."""
        with Vertical(id="unfinished") as frame:
            frame.border_title = Content(self._offer.heading)
            yield self._head
            with Container(id="unfinished-texts"):
                with ScrollPage(id="unfinished-saved") as saved:
                    saved.border_title = Content("Saved now")
                    yield self._saved
                with ScrollPage(id="unfinished-typed") as typed:
                    typed.border_title = Content("What was being typed")
                    yield self._typed
            yield self._keys

    def on_mount(self) -> None:
        """Show the texts where they begin to differ; what was typed has the focus."""
        self._head.lines = [
            (Span(self._offer.title, Role.STRONG),),
            *((Span(text, Role.DIM if place == 0 else Role.BUSY),) for place, text in enumerate(self._offer.said)),
        ]
        self._saved.lines = self._texts.before or [(Span("No note is saved.", Role.DIM),)]
        self._typed.lines = self._texts.after or [(Span("Nothing: the note was emptied.", Role.DIM),)]
        self.query_one("#unfinished-typed").focus()
        self.call_after_refresh(self._to_the_difference)

    def watch_sure(self) -> None:
        """Ask once more before a text is thrown away."""
        self._keys.keys = _SURE if self.sure else _KEYS

    def on_key(self, event: events.Key) -> None:
        """Any other key takes the question back."""
        if self.sure and event.key != "d":
            event.stop()
            event.prevent_default()
            self.sure = False

    def action_choose(self, choice: str) -> None:
        """Hand the choice out; none is later, for this and all others."""
        if self.sure:
            self.sure = False
        else:
            self.dismiss(Choice(choice) if choice else None)

    def action_throw_away(self) -> None:
        """Throw the text away, if that was asked before."""
        if self.sure:
            self.dismiss(Choice.THROW_AWAY)
        else:
            self.sure = True

    def _to_the_difference(self) -> None:
        pages = self.query(ScrollPage)
        texts = ((self._saved, self._texts.first_before), (self._typed, self._texts.first_after))
        for page, (text, line) in zip(pages, texts, strict=True):
            above = 1 if page.size.height > 3 else 0
            page.scroll_to(y=max(0, text.rows_before(line) - above), animate=False)
