"""Reading lists in the app: long work goes on beside, what came of it is shown, and the catalog follows."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from mlsys_tui.commands.base import Outcome, Severity, Task, TaskKind
from mlsys_tui.library import Loaded, NotebookError
from mlsys_tui.text import number
from mlsys_tui.tui.desk import OpenShelves, Shelves
from mlsys_tui.tui.jobs import JobError, Jobs, beside
from mlsys_tui.tui.widgets.bars import Hint
from mlsys_tui.work import CancelledError, Work

if TYPE_CHECKING:
    from mlsys_tui.finds import Find, Imported
    from mlsys_tui.tui.app import ReadingRoom
    from mlsys_tui.tui.list_words import Lines
    from mlsys_tui.tui.screens.lines import Answer
    from mlsys_tui.tui.widgets.progress_line import ProgressLine

T = TypeVar("T")
STOPPED = "Stopped; nothing was changed"
SOON = 0.05
"""Seconds until what had to wait for a change is tried again."""


class Librarian:
    """Does tasks one at a time. While the reader types, or reads a screen on top, what came of one waits."""

    def __init__(self, app: "ReadingRoom", open_shelves: OpenShelves | None) -> None:
        self._app = app
        self._open_shelves = open_shelves
        self._shelves: Shelves | None = None
        self._waiting: Callable[[], None] | None = None
        self._loading = False
        self._given_up: object = None
        self._progress: ProgressLine | None = None
        self.jobs = Jobs(app, self._show_progress)

    # -- tasks --------------------------------------------------------------------------------------------

    def perform(self, task: Task) -> None:
        """Begin a task."""
        first = task.words[0]
        if task.kind is TaskKind.LOOK:
            self._app.presenter.to_mend["list.add"] = first
            self._start(f"Reading {first}", lambda shelves, work: shelves.look(first, None, work), self._found)
        elif task.kind is TaskKind.UPDATE:
            self._start("Updating", partial(self._update, task.words), self._updated)
        elif task.kind is TaskKind.REMOVE:
            self._start("Removing the list", lambda shelves, _work: shelves.remove(first), self._changed)
        elif task.kind is TaskKind.RENAME:
            self._start("Renaming the list", lambda shelves, _work: shelves.rename(*task.words), self._changed)
        else:
            self._start("Bringing the list back", partial(_restore, first), self._changed)

    def show_waiting(self) -> bool:
        """Show what came of the last task, if the reader has not seen it yet; False if there is nothing."""
        show, self._waiting = self._waiting, None
        if show:
            show()
        return show is not None

    def _start(self, words: str, do: Callable[[Shelves, Work], T], done: Callable[[T], None]) -> None:
        if not self.jobs.start(words, lambda work: _in_words(lambda: do(self._opened(), work)), done, self._failed):
            self._app.presenter.say("One thing after the other: Esc stops what is being done", Severity.WARNING)

    def _opened(self) -> Shelves:
        if self._open_shelves is None:
            raise JobError("Lists cannot be changed here")
        if self._shelves is None:
            self._shelves = self._open_shelves(self._adopt_later)
        return self._shelves

    def _show_progress(self) -> None:
        """Show the running job in a line of its own; Esc is for it meanwhile."""
        room, job = self._app.room, self.jobs.running
        room.panes.busy = job is not None
        if self._progress is None:
            from mlsys_tui.tui.widgets.progress_line import ProgressLine  # noqa: PLC0415 - not for the first frame

            self._progress = ProgressLine(self._app.glyphs)
            room.mount(self._progress, before=room.key_bar)
        self._progress.work = job

    def _failed(self, why: str | None) -> None:
        self._app.room.show_changes()
        self._app.presenter.say(why or STOPPED, Severity.ERROR if why else Severity.WARNING)

    # -- what came of them --------------------------------------------------------------------------------

    def _found(self, find: "Find") -> None:
        from mlsys_tui.tui.list_words import found_lines  # noqa: PLC0415 - not needed for the first frame
        from mlsys_tui.tui.screens.lines import Answer  # noqa: PLC0415

        self._app.presenter.to_mend.clear()
        verb = "updates the list" if find.again else "adds it"
        self._show(
            "Found",
            found_lines(find, self._app.glyphs),
            lambda: Answer("enter", f"Enter {verb}, Esc leaves it"),
            lambda: self._add(find),
            Outcome(f"Found {find.title}: {number(find.papers, 'paper')}"),
        )

    def _add(self, find: "Find") -> None:
        place = self._app.room.place
        self._start(
            f"Adding {find.title}", lambda shelves, work: shelves.add(find, None, work), partial(self._added, place)
        )

    def _added(self, place: str | None, done: "Imported") -> None:
        """Show what an update changed; a new list itself, unless the reader went elsewhere meanwhile."""
        if done.difference:
            self._updated([(done.title, done)])
            return
        self._changed(done)
        if place == self._app.room.place and not self._app.is_occupied:
            self._go_to(done.list_key)

    def _go_to(self, list_key: str) -> None:
        room = self._app.room
        if node := room.outline.first_of(list_key):
            room.expanded |= {node.key}
            room.go(node.key)
            room.panes.enter(room.panes.home)
            room.call_after_refresh(room.panes.branches(room.panes.home).raise_row)

    def _changed(self, done: "Imported") -> None:
        self._follow()
        if done.change is None or not done.change.edits:
            self._app.presenter.say(f"{done.title}: nothing has changed", Severity.WARNING)
        else:
            label = done.change.label
            self._app.presenter.say(f"{label[:1].upper()}{label[1:]}; u takes it back")

    def _update(self, keys: Sequence[str], shelves: Shelves, work: Work) -> "list[tuple[str, Imported | str]]":
        """Update one list after the other; one that cannot be does not keep the others from it."""
        titles = {each.key: each.title for each in self._app.library.catalog.lists}
        done: list[tuple[str, Imported | str]] = []
        for key in keys:
            try:
                done.append((titles.get(key, key), _in_words(partial(shelves.update, key, work))))
            except JobError as error:
                done.append((titles.get(key, key), str(error)))
            except CancelledError:
                if not done:
                    raise
                done.append((titles.get(key, key), "stopped before it was read"))
                break
        return done

    def _updated(self, done: "Sequence[tuple[str, Imported | str]]") -> None:
        from mlsys_tui.tui.list_words import update_lines, update_summary  # noqa: PLC0415 - as above
        from mlsys_tui.tui.screens.lines import Answer  # noqa: PLC0415

        self._follow()
        outcome = update_summary(done)
        changed = [each for _, each in done if not isinstance(each, str) and each.change and each.change.edits]
        if not changed and (len(done) == 1 or not outcome.failed):
            self._app.presenter.present(outcome, self._app.room.target)
            return
        last = self._app.library.contents

        def answer() -> Answer:
            can_undo = len(changed) == 1 and self._app.library.contents is last
            return Answer("u", "u takes it back, Esc closes") if can_undo else Answer("enter", "Esc closes")

        def undo() -> None:
            if answer().key == "u":
                self._app.call_later(self._app.run_command, "edit.undo")

        self._show("Updated", update_lines(done, self._app.glyphs), answer, undo, outcome)

    def _show(
        self,
        title: str,
        lines: "Lines",
        answer: "Callable[[], Answer]",
        accepted: Callable[[], object],
        outcome: Outcome,
    ) -> None:
        """Show lines on top if nothing is being typed; else say that they are there, for later."""
        from mlsys_tui.tui.screens.lines import LinesScreen  # noqa: PLC0415 - not needed for the first frame

        def answered(yes: bool | None) -> None:
            if yes:
                accepted()

        def show() -> None:
            self._app.push_screen(LinesScreen(title, lines, answer()), answered)

        if self._app.is_occupied:
            self._waiting = show
            self._app.presenter.say(outcome.message, outcome.severity, Hint("+", "shows it", "list.add", keep=True))
        else:
            self._app.presenter.say(outcome.message, outcome.severity)
            show()

    # -- the catalog --------------------------------------------------------------------------------------

    def _adopt_later(self, loaded: Loaded) -> None:
        """Adopt in the thread of the app; called in another."""
        with suppress(RuntimeError):  # the app has ended meanwhile
            self._app.call_later(self.adopt, loaded)

    def adopt(self, loaded: Loaded) -> None:
        """Put a new catalog in the place of the old one; not while a change is made from the old one."""
        if self._app.scribe.is_busy:
            self._app.set_timer(SOON, partial(self.adopt, loaded))
            return
        self._app.library.adopt(loaded)
        self._app.room.show_changes()
        self._app.catalog_shown()

    def verify(self) -> None:
        """Find out beside whether the file that the catalog is read from is whole; else it is made anew."""
        if (kept := self._app.library.catalog.kept) is not None:
            beside(self._app, kept.verify, lambda _whole: self.catch_up(), lambda _why: None, waiting=True)

    def catch_up(self) -> None:
        """Load anew what others changed, or what was undone, beside; at the end of a job if there is one."""
        library = self._app.library
        if library.stale and not self._loading and self.jobs.running is None and library.contents != self._given_up:
            self._loading = True
            beside(self._app, library.load, self._caught_up, self._not_caught_up)

    def _caught_up(self, loaded: Loaded) -> None:
        if self._app.scribe.is_busy:
            self._app.set_timer(SOON, partial(self._caught_up, loaded))
            return
        self._loading = False
        self.adopt(loaded)
        self.catch_up()

    def _not_caught_up(self, why: str | None) -> None:
        """Say so, and stay with the old catalog until something else changes."""
        self._loading, self._given_up = False, self._app.library.contents
        self._app.presenter.say(why or "The lists could not be loaded", Severity.ERROR)

    def _follow(self) -> None:
        self._app.room.show_changes()
        self.catch_up()


def _in_words(do: Callable[[], T]) -> T:
    """What could not be done, as a sentence."""
    from mlsys_tui.sources import ListError  # noqa: PLC0415 - loads what fetches

    try:
        return do()
    except (ListError, NotebookError) as error:
        raise JobError(str(error)) from error


def _restore(title: str, shelves: Shelves, _work: Work) -> "Imported":
    found = next((each for each in shelves.removed() if each.title == title), None)
    if found is None:
        raise JobError(f"{title} is not among the removed lists any more")
    return shelves.restore(found)
