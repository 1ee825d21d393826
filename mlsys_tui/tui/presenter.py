"""From outcomes to the screen: says messages, copies, opens, asks, and runs what was answered."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from mlsys_tui.commands.base import Copy, Earlier, Line, Menu, Option, Outcome, Severity, Target
from mlsys_tui.commands.table import BY_ID, run
from mlsys_tui.text import clean_line
from mlsys_tui.tui.copier import Copier
from mlsys_tui.tui.desk import Desk
from mlsys_tui.tui.jobs import beside
from mlsys_tui.tui.widgets.bars import Hint
from mlsys_tui.tui.wording import MESSAGE_SECONDS, SEVERITY_ROLES, SHOW_IT

if TYPE_CHECKING:
    from mlsys_tui.desktop.browser import OpenResult
    from mlsys_tui.tui.app import ReadingRoom


BOX_SECONDS = 8.0


def _nothing(_outcome: Outcome) -> None:
    pass


class Presenter:
    """Runs commands of the table and does what their outcomes ask for."""

    def __init__(self, app: "ReadingRoom", desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self.copier = Copier(app, desk)
        self.to_mend: dict[str, str] = {}
        """What was typed for a command in vain, to be mended when it is asked for again."""

    def perform(
        self, command_id: str, target: Target, argument: str | None = None, then: Callable[[Outcome], None] = _nothing
    ) -> None:
        """Run a command where all changes are made, and present its outcome; `then` gets it, too."""

        def shown(outcome: Outcome) -> None:
            self.present(outcome, target)
            then(outcome)

        work = partial(run, BY_ID[command_id], self._app.library, target, argument)
        if not self._app.scribe.do(work, shown):
            self.say("Saving takes a while ...", Severity.WARNING)

    def present_here(self, outcome: Outcome) -> None:
        """Show an outcome that is about where the reader is."""
        self.present(outcome, self._app.room.target)

    def present(self, outcome: Outcome, target: Target) -> None:
        """Show an outcome: first what has changed, then what is said, then what is wanted."""
        if outcome.changed:
            self._app.room.show_changes()
        if outcome.message:
            self.say(outcome.message, outcome.severity)
        if outcome.copy:
            self.copier.copy(outcome.copy)
        if outcome.open_url:
            self.open_url(outcome.open_url)
        if outcome.show:
            self._app.show_text(outcome.show.title, "\n".join(outcome.show.lines))
        if outcome.task:
            self._app.librarian.perform(outcome.task)
        if isinstance(outcome.ask, Menu):
            self._ask_menu(outcome.ask, target)
        if isinstance(outcome.ask, Line):
            self._ask_line(outcome.ask, target)
        if isinstance(outcome.ask, Earlier):
            self._ask_version(outcome.ask)
        self._app.librarian.catch_up()

    def say(
        self,
        message: str,
        severity: Severity = Severity.INFORMATION,
        hint: Hint | None = None,
        *,
        in_full: bool = False,
    ) -> None:
        """Show a message in the key bar; an error, or what is to be read `in_full`, also in a box if it is too long."""
        message, bar = clean_line(message), self._app.room.key_bar
        bar.say(message, SEVERITY_ROLES[severity], MESSAGE_SECONDS[severity], hint)
        if (in_full or severity is Severity.ERROR) and not bar.has_room_for(message):
            self._app.clear_notifications()
            self._app.notify(message, severity=severity.value, timeout=BOX_SECONDS, markup=False)

    # -- asking -------------------------------------------------------------------------------------------

    def _ask_menu(self, menu: Menu, target: Target) -> None:
        from mlsys_tui.tui.screens.menu import MenuScreen  # noqa: PLC0415 - not needed for the first frame

        def answered(option: Option | None) -> None:
            if option is not None:
                self.perform(option.command, target, option.argument)

        self._app.push_screen(MenuScreen(menu), answered)

    def _ask_line(self, line: Line, target: Target) -> None:
        from mlsys_tui.tui.screens.line import LineScreen  # noqa: PLC0415 - not needed for the first frame

        def answered(text: str | None) -> None:
            if text is not None:
                self.perform(line.command, target, f"{line.prefix}{text}")

        typed = self.to_mend.pop(line.command, "")
        self._app.push_screen(LineScreen(line._replace(initial=line.initial or typed)), answered)

    def _ask_version(self, ask: Earlier) -> None:
        from mlsys_tui.tui.screens.versions import NoteTexts, VersionsScreen  # noqa: PLC0415 - as above

        library = self._app.library
        label = library.paper(ask.paper).label

        shown: list[NoteTexts] = []

        def look() -> NoteTexts:
            if not (shown and self._app.scribe.is_busy):  # which may wait for others, and have the notebook meanwhile
                shown[:] = [NoteTexts(library.state(ask.paper).note, library.versions(ask.paper))]
            return shown[0]

        def copy(text: str) -> None:
            self.copier.copy(Copy(text, f"earlier note of {label}"))

        def answered(text: str | None) -> None:
            if text is not None:
                self.perform(ask.command, Target((ask.paper,)), text)

        if self._app.room.writer.save(leave=True):  # what is being written is today's text
            self._app.push_screen(VersionsScreen(label, look, copy, self._app.glyphs), answered)

    # -- opening, which may wait for other programs ---------------------------------------------------------

    def open_url(self, url: str) -> None:
        """Open an address in the browser; where there is none, keep it at hand to be shown."""
        opening, failed = partial(self._desk.open_url, url), partial(self._unopened, url)
        beside(self._app, opening, partial(self._opened, url), failed, waiting=True)

    def _opened(self, url: str, result: "OpenResult") -> None:
        if result.opened:
            self.say(result.message)
        else:
            self._unopened(url, result.message)

    def _unopened(self, url: str, why: str | None) -> None:
        self.copier.keep(Copy(url, "address"))
        self.say(why or "Not opened", Severity.WARNING, SHOW_IT)
