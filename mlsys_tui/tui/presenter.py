"""From outcomes to the screen: says messages, copies, opens, asks, and runs what was answered."""

from functools import partial
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from mlsys_tui.commands.base import Copy, Line, Menu, Option, Outcome, Severity, Target
from mlsys_tui.commands.table import BY_ID, run
from mlsys_tui.text import clean_line
from mlsys_tui.tui.desk import Desk
from mlsys_tui.tui.widgets.bars import Hint
from mlsys_tui.tui.wording import MESSAGE_SECONDS, SEVERITY_ROLES, SHOW_IT

if TYPE_CHECKING:
    from mlsys_tui.desktop.browser import OpenResult
    from mlsys_tui.desktop.clipboard import CopyResult
    from mlsys_tui.tui.app import ReadingRoom


BOX_SECONDS = 8.0


class Presenter:
    """Runs commands of the table and does what their outcomes ask for."""

    def __init__(self, app: "ReadingRoom", desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self.last_copied: Copy | None = None
        self.to_mend: dict[str, str] = {}
        """What was typed for a command in vain, to be mended when it is asked for again."""

    def perform(self, command_id: str, target: Target, argument: str | None = None) -> Outcome:
        """Run a command and present its outcome."""
        outcome = run(BY_ID[command_id], self._app.library, target, argument)
        self.present(outcome, target)
        return outcome

    def present(self, outcome: Outcome, target: Target) -> None:
        """Show an outcome: first what has changed, then what is said, then what is wanted."""
        if outcome.changed:
            self._app.room.show_changes()
        if outcome.message:
            self.say(outcome.message, outcome.severity)
        if outcome.copy:
            self.copy(outcome.copy)
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
        self._app.librarian.catch_up()

    def say(self, message: str, severity: Severity = Severity.INFORMATION, hint: Hint | None = None) -> None:
        """Show a message in the key bar; an error that is too long for it also in a box, whole."""
        message, bar = clean_line(message), self._app.room.key_bar
        bar.say(message, SEVERITY_ROLES[severity], MESSAGE_SECONDS[severity], hint)
        if severity is Severity.ERROR and not bar.has_room_for(message):
            self._app.clear_notifications()
            self._app.notify(message, severity="error", timeout=BOX_SECONDS, markup=False)

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

    # -- copying and opening, which may wait for other programs ---------------------------------------------

    def copy(self, copy: Copy) -> None:
        """Put text on the clipboard, by whatever way there is."""
        self.last_copied = copy

        def work() -> None:
            result = self._desk.copy(copy.text, partial(self._app.call_from_thread, self._write_terminal))
            if not get_current_worker().is_cancelled:
                self._app.call_from_thread(self._copied, copy, result)

        self._app.run_worker(work, thread=True, group="copy", description=f"copy {copy.what}")

    def _write_terminal(self, sequence: str) -> None:
        """Send a sequence to the terminal as it is; Textual has no public way, and its own covers one route only."""
        driver = self._app._driver  # noqa: SLF001,RUF100
        if driver is not None:
            driver.write(sequence)

    def _copied(self, copy: Copy, result: "CopyResult") -> None:
        message = f"{result.message}: {copy.what}"
        if result.confirmed:
            self.say(message)
        else:
            self.say(message, Severity.WARNING, SHOW_IT)

    def open_url(self, url: str) -> None:
        """Open an address in the browser; where there is none, keep it at hand to be shown."""

        def work() -> None:
            result = self._desk.open_url(url)
            if not get_current_worker().is_cancelled:
                self._app.call_from_thread(self._opened, url, result)

        self._app.run_worker(work, thread=True, group="open", description="open a link")

    def _opened(self, url: str, result: "OpenResult") -> None:
        if result.opened:
            self.say(result.message)
        else:
            self.last_copied = Copy(url, "address")
            self.say(result.message, Severity.WARNING, SHOW_IT)
