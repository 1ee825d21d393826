"""The place where a note is written."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip
from textual.widgets import TextArea

from mlsys_tui.text import clean_block


class NoteEditor(TextArea):
    """A text area that asks to be saved: ctrl+s saves and stays, Esc saves and leaves.

    `StateChanged` says how the text stands; whoever saves it answers with `mark_saved`. `saved` is what is on disk, if
    that is another text.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "ask_save(True)", "save and leave", show=False, priority=True),
        Binding("ctrl+s", "ask_save(False)", "save", show=False),
    ]
    DEFAULT_CSS = """
    NoteEditor, NoteEditor:focus { border: none; padding: 0 1; height: 1fr; min-height: 3; }
    """

    saved_text: var[str] = var("")

    @dataclass
    class SaveAsked(Message):
        """Save the text; if `leave`, close the editor when that is done."""

        editor: "NoteEditor"
        leave: bool

    @dataclass
    class StateChanged(Message):
        """The text is saved, or no longer is."""

        editor: "NoteEditor"
        saved: bool

    def __init__(self, text: str, saved: str | None = None) -> None:
        super().__init__(
            text, soft_wrap=True, tab_behavior="indent", show_line_numbers=False, highlight_cursor_line=False
        )
        self.set_reactive(NoteEditor.saved_text, text if saved is None else saved)
        self._said_saved = True

    @property
    def is_saved(self) -> bool:
        """True if the text is what was saved last."""
        return self.text == self.saved_text

    def mark_saved(self, text: str) -> None:
        """`text` is on disk; it differs from what stands here if somebody else wrote meanwhile."""
        self.saved_text = text
        if self.text != text:
            self.text = text
        self._say()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines; nothing once it is being removed, though the screen is drawn with it below another."""
        if self.is_attached:
            return super().render_lines(crop)
        return [Strip.blank(crop.width)] * crop.height

    def on_mount(self) -> None:
        """Tell if the text is one that was never saved."""
        self._say()

    def on_text_area_changed(self) -> None:
        """Tell when the text stops being saved, or is again what was saved."""
        self._say()

    def _say(self) -> None:
        if self.is_saved is not self._said_saved:
            self._said_saved = self.is_saved
            self.post_message(self.StateChanged(self, self.is_saved))

    def action_ask_save(self, leave: bool) -> None:
        """Ask to be saved."""
        self.post_message(self.SaveAsked(self, leave))

    def on_blur(self) -> None:
        """The reader went elsewhere, maybe out of the terminal: better saved."""
        if not self.is_saved:
            self.action_ask_save(leave=False)

    def on_paste(self, event: events.Paste) -> None:
        """Let nothing in that a terminal could take for its own."""
        event.text = clean_block(event.text)
