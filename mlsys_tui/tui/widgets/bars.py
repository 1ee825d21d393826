"""The two bars: what the room holds and where the reader is, above; what the keys do, or a message, below."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer

from mlsys_tui.tui.lines import Cell, Line, Role, Span, fit, lay_out
from mlsys_tui.tui.widgets.span_text import SpanText


class TitleBar(SpanText):
    """One line: the counts on the left, the way to where the reader is on the right."""

    DEFAULT_CSS = """
    TitleBar { height: 1; background: $panel; }
    """

    cells: reactive[Sequence[Cell]] = reactive(())

    def render(self) -> Content:
        """Draw what there is room for."""
        return self.content_of([Span(" "), *lay_out(self.cells, max(0, self.size.width - 2))])


class Hint(NamedTuple):
    """A key, what it does in a word, and the command a click runs; those that are kept never make room."""

    key: str
    word: str
    command: str = ""
    keep: bool = False


class KeyBar(SpanText):
    """One line: for a while a message, and the hints there is room for. Kept hints stay in sight in any case."""

    DEFAULT_CSS = """
    KeyBar { height: 1; background: $panel; }
    """

    hints: reactive[Sequence[Hint]] = reactive(())
    message: reactive[Line] = reactive(())

    _timer: Timer | None = None
    _message_hint: Hint | None = None

    def on_mount(self) -> None:
        """A hint can be clicked, but is no link in a text."""
        self.auto_links = False

    def say(self, text: str, role: Role = Role.TEXT, seconds: float | None = None, hint: Hint | None = None) -> None:
        """Show a message before the hints, for some seconds or until the next one; `hint` goes with it."""
        if self._timer is not None:
            self._timer.stop()
        self.message = (Span(text, role),) if text else ()
        self._message_hint = hint
        self._timer = self.set_timer(seconds, self.hush) if text and seconds else None

    def has_room_for(self, text: str) -> bool:
        """True if a message can be read whole."""
        kept = _joined([hint for hint in self.hints if hint.keep])
        return cell_len(text) + sum(cell_len(span.text) for span in kept) + 4 <= self.size.width

    def hush(self) -> None:
        """Show the hints again."""
        self.message = ()

    def render(self) -> Content:
        """Draw hints or message."""
        width = max(0, self.size.width - 2)
        if not self.message:
            return self.content_of([Span(" "), *_joined(that_fit(self.hints, width))])
        own = [self._message_hint._replace(keep=True)] if self._message_hint else []
        said = sum(cell_len(span.text) for span in self.message)
        tail = _joined(that_fit([*own, *self.hints], width - said - 2))
        room = width - sum(cell_len(span.text) for span in tail) - 2
        return self.content_of([Span(" "), *fit(self.message, room), Span("  "), *tail])


def that_fit(hints: Sequence[Hint], width: int) -> list[Hint]:
    """The hints for a line of `width`: from the end those that are not kept make room."""
    widths = [cell_len(hint.key) + cell_len(hint.word) + 3 for hint in hints]  # with the blanks around
    much = sum(widths) - 2 - width
    shown = list(hints)
    for place in reversed(range(len(hints))):
        if much > 0 and not hints[place].keep:
            much -= widths[place]
            del shown[place]
    return shown


def _joined(hints: Sequence[Hint]) -> list[Span]:
    spans: list[Span] = []
    for hint in hints:
        action = f"run:{hint.command}" if hint.command else None
        spans += [Span("  ")] if spans else []
        spans += [Span(hint.key, Role.ACCENT, action), Span(f" {hint.word}", Role.DIM, action)]
    return spans
