"""The pane about one paper: the facts, and the note, to read or to write."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.timer import Timer
from textual.widget import Widget

from mlsys_tui.text import clean_block
from mlsys_tui.tui.glyphs import UNICODE, Glyphs
from mlsys_tui.tui.lines import Item, Line, Span
from mlsys_tui.tui.widgets.scroll_page import ScrollPage
from mlsys_tui.tui.widgets.span_text import SpanText

if TYPE_CHECKING:
    from textual.widgets import Markdown

    from mlsys_tui.tui.widgets.note_editor import NoteEditor

RENDER_AFTER = 0.1
"""Seconds a paper stays under the cursor before its note is laid out as Markdown; until then it is plain text."""
MAX_LINES = 200


class Details(ScrollPage):
    """Facts and note of one paper. `edit` opens the editor in place of the note; `draft` is what it holds."""

    DEFAULT_CSS = """
    Details {
        padding: 0 1;
        #note { height: auto; margin-top: 1; border-top: solid $foreground 30%; }
        #note { border-title-style: bold; border-title-color: $text; }
        Markdown { height: auto; background: transparent; padding: 0; margin: 0; }
        MarkdownHeader { content-align-horizontal: left; margin: 0 0 1 0; }
        MarkdownH1 { text-style: bold underline; color: $text; }
        MarkdownH2 { text-style: bold; color: $text; }
        &.-editing #note { height: 1fr; min-height: 5; }
    }
    """

    note: var[str] = var("")

    @dataclass
    class LinkClicked(Message):
        """A link in the note was clicked."""

        url: str

    def __init__(self, glyphs: Glyphs = UNICODE, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._glyphs = glyphs
        self._facts = SpanText(id="facts")
        self._plain = SpanText(id="plain-note")
        self._note = Vertical(self._plain, id="note")
        self._note.border_title = "Note"
        self._rendered: Markdown | None = None
        self._timer: Timer | None = None
        self._editor: NoteEditor | None = None

    def compose(self) -> ComposeResult:
        """The facts above the note."""
        yield self._facts
        yield self._note

    def show(self, lines: Sequence[Line | Item], note: str | None, hint: Line = ()) -> None:
        """Show another paper, or this one changed; `hint` stands where there is no note."""
        self._facts.lines = lines
        if note == self.note and self.is_rendered:
            return
        self.note = clean_block(note or "")
        self._display(has_note=bool(note or hint))
        shown = self.note.splitlines()[:MAX_LINES]
        self._plain.lines = [(Span(line),) for line in shown] if shown else [hint]
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(RENDER_AFTER, self._render_note) if shown else None

    @property
    def is_rendered(self) -> bool:
        """True while the note is shown as the Markdown that it is."""
        return self._rendered is not None and self._rendered.display

    def _display(self, *, has_note: bool = True, rendered: bool = False) -> None:
        """Show the note as it is typed, as Markdown, or not at all.

        By itself, not by classes: all within a note would be styled anew for them, at each key.
        """
        writing = self._editor is not None
        self._note.display = writing or has_note
        self._plain.display = not (writing or rendered)
        if self._rendered is not None:
            self._rendered.display = rendered and not writing

    async def _render_note(self) -> None:
        from textual.widgets import Markdown  # noqa: PLC0415 - costs time that the first frame does not have

        lines = self.note.splitlines()
        text = "\n".join(lines[:MAX_LINES])
        if len(lines) > MAX_LINES:
            text += f"\n\n*{len(lines) - MAX_LINES} more lines: n opens them*"
        if self._rendered is not None:
            await self._rendered.update(text)
        elif self._note.is_running:
            self._rendered = Markdown(text, open_links=False)
            await self._note.mount(self._rendered)
        self._display(rendered=True)

    def on_note_editor_state_changed(self, message: "NoteEditor.StateChanged") -> None:
        """Say how the text stands."""
        message.stop()
        self._note.border_title = Content(f"Note{self._glyphs.dot}{'saved' if message.saved else 'not saved yet'}")

    def on_markdown_link_clicked(self, message: "Markdown.LinkClicked") -> None:
        """Pass the address on; opening is not a widget's work."""
        message.stop()
        self.post_message(self.LinkClicked(message.href))

    # -- writing ------------------------------------------------------------------------------------------

    @property
    def draft(self) -> str | None:
        """The text in the editor; None if it is not open."""
        return self._editor.text if self._editor else None

    @property
    def entrance(self) -> Widget:
        """Where the focus belongs in this pane."""
        return self._editor or self

    @property
    def is_writing(self) -> bool:
        """True while the reader types in the editor."""
        return self._editor is not None and self._editor.has_focus

    def edit(self, text: str, saved: str | None = None) -> None:
        """Open the editor on `text`, of which `saved` is what is on disk, or go back to the one that is open."""
        if self._editor is None:
            from mlsys_tui.tui.widgets.note_editor import NoteEditor  # noqa: PLC0415 - loads the text area when it is needed

            self._editor = NoteEditor(text, saved)
            self._editor.cursor_location = self._editor.document.end
            self.add_class("-editing")
            self._display()
            self._note.mount(self._editor)
        self._editor.focus()

    def mark_saved(self, text: str, *, leave: bool) -> None:
        """The draft is on disk, as `text`; close the editor if the reader leaves it."""
        if self._editor is None:
            return
        if not leave:
            self._editor.mark_saved(text)
            return
        self._editor.remove()
        self._note.border_title = "Note"
        self._editor = None
        self.remove_class("-editing")
        self._display(has_note=bool(self.note), rendered=False)
