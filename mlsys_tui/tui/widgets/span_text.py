"""Lines of spans as a widget: the base of the bars and of the facts about a paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from mlsys_tui.tui.lines import Item, Line, Span, wrap
from mlsys_tui.tui.look import style_of


class SpanText(Widget):
    """Shows `lines`, wrapped. Text is never markup; a click on a span with an action is a `Clicked` message."""

    DEFAULT_CSS = """
    SpanText {
        height: auto;
        link-color: $text-accent;
        link-style: none;
        link-color-hover: $text-accent;
        link-style-hover: underline;
        link-background-hover: transparent;
    }
    """

    lines: reactive[Sequence[Line | Item]] = reactive(())

    _wrapped_for: tuple[object, int] = ((), 0)
    _rows: list[Line] = []  # noqa: RUF012 - replaced, never changed

    @dataclass
    class Clicked(Message):
        """A span with an action was clicked."""

        widget: "SpanText"
        action: str

        @property
        def control(self) -> "SpanText":
            """The widget, for `@on` selectors."""
            return self.widget

    def watch_lines(self) -> None:
        """Other lines may take another height; if they do not, nothing else has to move."""
        if len(self._wrapped(self.content_size.width)) != self.content_size.height:
            self.refresh(layout=True)

    def render(self) -> Content:
        """Draw the lines."""
        return Content("\n").join(self.content_of(line) for line in self._wrapped(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the text takes at this width."""
        return len(self._wrapped(width))

    def rows_before(self, place: int) -> int:
        """How many rows the lines before this one take."""
        return sum(len(wrap(line, self.content_size.width)) for line in self.lines[:place])

    def _wrapped(self, width: int) -> list[Line]:
        """The lines at a width; kept, as they are asked for when they are measured and when they are drawn."""
        if self._wrapped_for != (self.lines, width):
            self._wrapped_for = self.lines, width
            self._rows = [part for line in self.lines for part in wrap(line, width)]
        return self._rows

    def content_of(self, line: Sequence[Span]) -> Content:
        """One line in the colours of its roles."""
        return Content.assemble(*(self._styled(span) for span in line))

    def _styled(self, span: Span) -> tuple[str, Style]:
        style = style_of(span.role, ansi=self.app.native_ansi_color)
        return span.text, style + Style.from_meta({"@click": f"click({span.action!r})"}) if span.action else style

    def action_click(self, action: str) -> None:
        """Tell which action was clicked."""
        self.post_message(self.Clicked(self, action))
