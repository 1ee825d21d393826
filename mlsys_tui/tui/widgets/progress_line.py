"""One line about work that goes on beside: what is done, how much of it, and how to stop it."""

from typing import Protocol

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import var

from mlsys_tui.tui.glyphs import UNICODE, Glyphs
from mlsys_tui.tui.lines import Role, Span, fit
from mlsys_tui.tui.widgets.span_text import SpanText

BAR = 24
LEAST_WORDS = 12
LOOK_EVERY = 0.1
STOP = "run:filter.clear"


class Progress(Protocol):
    """Work under way: what is done, how much of it, 0 to 1, where that is known, and whether it is being stopped."""

    words: str
    done: float | None

    @property
    def is_stopping(self) -> bool:
        """True once it is not wanted any more."""
        ...


class ProgressLine(SpanText):
    """Shows `work` as it is now and then; nothing, without a line of its own, when there is none."""

    DEFAULT_CSS = """
    ProgressLine { height: 1; background: $panel; }
    """

    work: var[Progress | None] = var(None)

    def __init__(self, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._glyphs = glyphs

    def on_mount(self) -> None:
        """The hint can be clicked, but is no link in a text."""
        self.auto_links = False
        self.set_interval(LOOK_EVERY, self.refresh)

    def watch_work(self) -> None:
        """Come and go."""
        self.display = self.work is not None
        self.refresh()

    def render(self) -> Content:
        """Draw what there is room for: the words make room for the number, the bar for the words."""
        if self.work is None:
            return Content("")
        width, done = max(0, self.size.width - 2), self.work.done
        hint = (Span("  Esc", Role.ACCENT, STOP), Span(" stops it", Role.DIM, STOP))
        tail = (Span("  stopping", Role.DIM),) if self.work.is_stopping else hint
        number = () if done is None else (Span(f"  {round(100 * done):>3} %", Role.BUSY),)
        room = width - sum(cell_len(span.text) for span in (*number, *tail))
        bar = self._bar(done) if done is not None and room >= BAR + 2 + LEAST_WORDS else ()
        words = fit([Span(self.work.words)], max(0, room - sum(len(span.text) for span in bar)), self._glyphs.ellipsis)
        return self.content_of([Span(" "), *words, *bar, *number, *tail])

    def _bar(self, done: float) -> tuple[Span, ...]:
        full = round(BAR * done)
        rest = self._glyphs.bar_left * (BAR - full)
        return (Span(f"  {self._glyphs.bar_done * full}", Role.BUSY), Span(rest, Role.DIM))
