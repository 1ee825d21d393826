"""The app: it runs commands, keeps the place between runs, and never leaves with an unsaved note."""

import gc
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

from textual.command import Provider

from mlsys_tui.commands.base import Severity
from mlsys_tui.commands.table import BY_ID
from mlsys_tui.library import Library
from mlsys_tui.paths import Paths
from mlsys_tui.store.session import Session
from mlsys_tui.tui import wording
from mlsys_tui.tui.actions import action_of, bindings
from mlsys_tui.tui.desk import Desk, edit_outside, open_desk
from mlsys_tui.tui.drafting import Drafting
from mlsys_tui.tui.ending import EndsWell, run_well
from mlsys_tui.tui.glyphs import UNICODE, Glyphs, glyphs_for_environment
from mlsys_tui.tui.in_turn import KeysInTurn
from mlsys_tui.tui.librarian import Librarian
from mlsys_tui.tui.presenter import Presenter
from mlsys_tui.tui.screens.main import MainScreen
from mlsys_tui.tui.scribe import Scribe
from mlsys_tui.tui.startup import fitted
from mlsys_tui.tui.writer import Ways

if TYPE_CHECKING:
    from mlsys_tui.tui.alike import Alike
    from mlsys_tui.tui.widgets.details import Details
    from mlsys_tui.tui.widgets.span_text import SpanText

_STYLES = Path(__file__).parent / "styles"
DEFAULT_THEME = "textual-dark"
LOOK_EVERY = 1.0
"""Seconds between looks at whether another window changed the notebook."""
LOOK_ALIKE_AFTER = 1.0
"""Seconds after the first frame until papers that may be the same are looked for."""
KEEP_EVERY = 0.5
"""Seconds between looks at whether something was typed: so far, and what writing takes, a draft may be behind."""


def _palette() -> type[Provider]:
    from mlsys_tui.tui.palette import TableProvider  # noqa: PLC0415 - not needed for the first frame

    return TableProvider


class ReadingRoom(KeysInTurn, EndsWell):
    """The reading room over one library. All that reaches outside comes in by `desk` and `keep_session`."""

    TITLE = "mlsys-tui"
    CSS_PATH: ClassVar[list[str | PurePath]] = [_STYLES / "main.tcss"]
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_palette}
    BINDINGS = bindings("command", "copied", "problems", "suggestions", "help", "command_palette", "quit")

    def __init__(
        self,
        library: Library,
        session: Session,
        desk: Desk,
        *,
        keep_session: Callable[[Session], None] = lambda _session: None,
        glyphs: Glyphs = UNICODE,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__()
        self.library = library
        self.glyphs = glyphs
        if glyphs.is_ascii:
            self.add_class("-ascii")
            self.css_path.append(_STYLES / "ascii.tcss")
        self.scribe = Scribe(self)
        self.presenter = Presenter(self, desk)
        self.librarian = Librarian(self, desk.open_shelves)
        self.drafting = Drafting(self, desk)
        self.room = MainScreen(
            library,
            session,
            Ways(self.presenter.present_here, partial(edit_outside, self, desk), self.scribe.now),
            self.drafting,
            glyphs=glyphs,
            today=today,
        )
        self._session = session
        self._keep_session = keep_session
        self._quit_refused = False
        self._place_remembered = False
        self.when_ending += [self.drafting.put_away, self._remember_place]
        self.when_over += [self.drafting.close, self.scribe.finish, self.presenter.copier.finish]
        self.when_over.append(lambda: self.last_words.extend(self.scribe.failures()))
        self._found_alike: Alike | None = None

    def get_default_screen(self) -> MainScreen:
        """The main screen is the only one there always is."""
        return fitted(self.room, self.size)

    def on_mount(self) -> None:
        """Take up the theme, keep what is typed, and look for what other windows do."""
        if self._session.theme in self.available_themes:
            self.theme = self._session.theme
        self.set_interval(LOOK_EVERY, self.on_app_focus)
        self.set_interval(KEEP_EVERY, self.room.writer.keep_draft)

    def on_ready(self) -> None:
        """Say what has to be said first; collect garbage again if `run_app` has put that off."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        self.set_timer(LOOK_ALIKE_AFTER, self.catalog_shown)
        self.librarian.catch_up()
        if problems := self.library.notebook_problems:
            self.presenter.say(problems[0], Severity.ERROR)
        elif not self._session.hint_seen:
            self.room.key_bar.say(wording.FIRST_HINT, seconds=wording.FIRST_HINT_SECONDS)
        self.drafting.look_after_start()

    def on_app_focus(self) -> None:
        """Show what other windows or the command line changed meanwhile."""
        if not self.scribe.is_busy and self.library.refresh():
            self.room.show_changes()
        self.librarian.catch_up()

    # -- commands -----------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the reader types, no key runs a command of the table."""
        return not (action == "command" and self.room.panes.is_typing)

    @property
    def is_occupied(self) -> bool:
        """True while the reader types, or reads a screen on top: nothing else is to come in between."""
        return self.room.panes.is_typing or self.screen is not self.room

    async def run_command(self, command_id: str) -> None:
        """Run a command as if its key were pressed where the reader is."""
        for active in self.screen.active_bindings.values():
            if active.binding.id == command_id:
                await self.run_action(active.binding.action, active.node)
                return
        await self.run_action(action_of(BY_ID[command_id]), self)

    def action_command(self, command_id: str) -> None:
        """Run a command of the table on what is picked or under the cursor."""
        if command_id in ("list.add", "list.update") and self.librarian.show_waiting():
            return
        self.presenter.perform(command_id, self.room.target)

    def on_panes_interrupted(self) -> None:
        """The reader does not want any more what is being done beside."""
        self.librarian.jobs.stop()

    def on_span_text_clicked(self, message: "SpanText.Clicked") -> None:
        """A hint or a link was clicked."""
        kind, _, value = message.action.partition(":")
        if kind == "run":
            self.call_later(self.run_command, value)
        elif kind == "open" and self.room.paper:
            self.presenter.open_url(self.library.paper(self.room.paper).links[int(value)].url)

    def on_details_link_clicked(self, message: "Details.LinkClicked") -> None:
        """A link in a note was clicked."""
        self.presenter.open_url(message.url)

    # -- screens on top -------------------------------------------------------------------------------------

    def action_help(self) -> None:
        """Show all keys and commands."""
        from mlsys_tui.tui.screens.help import HelpScreen  # noqa: PLC0415 - not needed for the first frame

        def chosen(command_id: str | None) -> None:
            if command_id:
                self.call_later(self.run_command, command_id)

        self.push_screen(HelpScreen(self.glyphs), chosen)

    def action_suggestions(self) -> None:
        """Show papers that may be the same, and ask."""
        self._alike().show()

    def _alike(self) -> "Alike":
        if self._found_alike is None:
            from mlsys_tui.tui.alike import Alike  # noqa: PLC0415 - not needed for the first frame

            self._found_alike = Alike(self)
        return self._found_alike

    def action_unfinished(self) -> None:
        """Show notes that were not finished, and ask what to do with them."""
        self.drafting.show()

    def catalog_shown(self) -> None:
        """Another catalog is shown: look beside whether it is whole, and for what may be the same in it."""
        self.librarian.verify()
        self._alike().catch_up()

    def action_copied(self, how: str) -> None:
        """Show what was copied last, to select it by hand, or write it to a file."""
        if how == "show":
            self.presenter.copier.show()
        else:
            self.presenter.copier.write()

    def action_problems(self) -> None:
        """Show what could not be read or cannot be saved."""
        lines = wording.problem_lines(self.library)
        self.show_text("Problems", "\n\n".join(lines) or "No problems: every file was read, and changes are saved.")

    def show_text(self, title: str, text: str) -> None:
        """Show a text by itself."""
        from mlsys_tui.tui.screens.show_text import ShowTextScreen  # noqa: PLC0415 - not needed for the first frame

        self.push_screen(ShowTextScreen(title, text))

    # -- leaving --------------------------------------------------------------------------------------------

    def on_panes_left(self) -> None:
        """The reader went back from the first pane."""
        self.call_later(self.action_quit)

    async def action_quit(self) -> None:
        """Save the open note and leave; refuse once if it cannot be saved."""
        if self.room.writer.save() or self._quit_refused:
            self._remember_place()
            self.exit()
        else:
            self._quit_refused = True
            then = "and keeps a draft" if self.room.writer.can_wait() else "without it"
            self.presenter.say(f"The note could not be saved. Ctrl+q again quits {then}", Severity.ERROR)

    def action_help_quit(self) -> None:
        """Say how one quits: Ctrl+C is pressed by habit."""
        self.presenter.say("Ctrl+q quits", Severity.WARNING)

    def _remember_place(self) -> None:
        if not self._place_remembered:
            self._place_remembered = True
            theme = self.theme if self.theme != DEFAULT_THEME or self._session.theme else None
            self._keep_session(self.room.session(theme=theme))


def run_app(paths: Paths) -> int:
    """Open the library and the app on it; the exit code."""
    return run_well(partial(_open, paths), paths.crash_log)


def _open(paths: Paths) -> ReadingRoom:
    from mlsys_tui.loading import Loader  # noqa: PLC0415 - after the first import of Textual
    from mlsys_tui.store.session import load_session, save_session  # noqa: PLC0415

    loader = Loader(paths)
    library = loader.open(at_once=True)
    room = ReadingRoom(
        library,
        load_session(paths.session),
        open_desk(paths, library, loader),
        keep_session=partial(save_session, paths.session),
        glyphs=glyphs_for_environment(),
    )
    room.when_over.append(loader.close)
    return room
