"""Notes that were being typed when a window was gone: offered one after the other, and what becomes of each."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from mlsys_tui.commands.base import Severity
from mlsys_tui.domain.notebook import Record
from mlsys_tui.domain.outline import PARKED
from mlsys_tui.domain.paper import Paper, PaperKey
from mlsys_tui.store.drafts import Draft, Drafts, Found, Unfinished
from mlsys_tui.text import number
from mlsys_tui.tui.facts import local_day
from mlsys_tui.tui.jobs import beside
from mlsys_tui.tui.keeping import Keeper
from mlsys_tui.tui.screens.unfinished import Choice, Offer, UnfinishedScreen
from mlsys_tui.tui.widgets.bars import Hint

if TYPE_CHECKING:
    from mlsys_tui.tui.app import ReadingRoom

SHOW = "drafts.show"


class Offers:
    """What waits to be offered, and the keeper of what is being typed here; both see one folder as one window."""

    def __init__(self, app: "ReadingRoom", drafts: Drafts) -> None:
        self._app = app
        self._drafts = drafts
        self._waiting: list[Unfinished] = []
        self._total = 0
        self._put_off = 0
        self.keeper = Keeper(drafts, partial(app.call_later, self._keeping))

    # -- looking ------------------------------------------------------------------------------------------

    def look(self, *, asked: bool = False) -> None:
        """Find what no window is writing, and offer it."""
        beside(self._app, self._drafts.claim, partial(self._found, asked), self._failed)

    def go_on(self) -> None:
        """Offer the next one, if nothing else is open; else say that it is there."""
        if not self._waiting:
            self._remind()
            return
        if self._app.is_occupied or self._app.room.writer.paper is not None:
            self._remind()
            more = number(len(self._waiting), "unfinished note")
            self._app.presenter.say(f"{more}: in the commands", Severity.WARNING, Hint(":", "Unfinished notes", SHOW))
            return
        first = self._waiting[0]
        offer = self._offer(first)
        self._app.room.key_bar.hush()
        self._app.push_screen(UnfinishedScreen(offer, self._app.glyphs), partial(self._answered, first))

    def _found(self, asked: bool, found: Found) -> None:
        self._trouble("unread", found.problems)
        self._waiting = [each for each in found.drafts if not self._is_saved(each)]
        self._total = len(self._waiting)
        self._put_off = 0
        if asked and not self._waiting:
            self._say_none(found)
        self.go_on()

    def _say_none(self, found: Found) -> None:
        """There is nothing to offer, and that is not always well."""
        if found.problems:
            words = "What was typed could not all be read"
            self._app.presenter.say(words, Severity.WARNING, Hint("!", "says why", "problems.show"))
        elif found.elsewhere:
            are = "is open in another window" if found.elsewhere == 1 else "are open in other windows"
            self._app.presenter.say(f"{number(found.elsewhere, 'unfinished note')} {are}")
        else:
            self._app.presenter.say("All notes are finished: what was typed is saved")

    def _remind(self) -> None:
        """Have it among the problems that there is something to go on with."""
        waits = self._put_off + len(self._waiting)
        words = (
            f"{number(waits, 'unfinished note')} wait{'s' if waits == 1 else ''}: Unfinished notes in the commands (:)"
        )
        self._trouble("waiting", (words,) if waits else ())

    def _failed(self, why: str | None) -> None:
        self._app.presenter.say(why or "Unfinished notes could not be looked for", Severity.ERROR)

    def _is_saved(self, unfinished: Unfinished) -> bool:
        """True if nothing would be lost with a draft; then it is thrown away."""
        draft = unfinished.draft
        saved = self._app.library.state(self._paper(draft)).note or ""
        same = draft.text.strip() == saved.strip()
        # Killed between saving and throwing the draft away, and that may be older by some keys.
        taken_out = draft.base in saved and draft.base not in draft.text
        older = saved != draft.base and draft.text in saved and not taken_out
        if same or older:
            self.keeper.throw_away(unfinished.name)
        return same or older

    # -- offering -----------------------------------------------------------------------------------------

    def _offer(self, unfinished: Unfinished) -> Offer:
        draft = unfinished.draft
        key = self._paper(draft)
        saved = self._app.library.state(key).note or ""
        place = self._total - len(self._waiting) + 1
        return Offer(
            f"Unfinished note {place} of {self._total}" if self._total > 1 else "Unfinished note",
            self._app.library.paper(key).title,
            tuple(self._said(draft, key, saved)),
            saved,
            draft.text,
        )

    def _said(self, draft: Draft, key: PaperKey, saved: str) -> Iterator[str]:
        yield f"Typed {ago(draft.at, self._drafts.now())}, never saved"
        if saved != draft.base:
            yield "Another text was saved since: saving keeps both"
        if key not in self._app.library.catalog.papers:
            yield "The paper is in no list any more"

    def _answered(self, unfinished: Unfinished, choice: Choice | None) -> None:
        if choice is None:
            self._put_off += len(self._waiting)  # they wait for the next start, or for being asked for
            self._waiting.clear()
            self._remind()
            return
        self._waiting.remove(unfinished)
        if choice is Choice.LATER:
            self._put_off += 1
            self.go_on()
            return
        key = self._paper(unfinished.draft)
        if choice is Choice.CONTINUE:
            self._continue(unfinished, key)
            return
        draft = unfinished.draft
        if choice is Choice.THROW_AWAY or self._app.room.writer.save_now(key, draft.text, draft.base):
            self.keeper.throw_away(unfinished.name)
        self.go_on()

    def _continue(self, unfinished: Unfinished, key: PaperKey) -> None:
        """Open the note where its paper is, with what was typed as text that is not saved yet."""
        room, library = self._app.room, self._app.library
        placements = library.placements(key)
        if place := placements[0].section if placements else self._parked(key):
            room.go(place)
            room.panes.papers.clear_filter()
            room.panes.papers.papers.go_to(key)
        room.paper = key
        room.writer.resume(unfinished, key)
        room.action_edit_note()

    def _parked(self, key: PaperKey) -> str | None:
        return PARKED if any(record.key == key for record in self._app.library.parked()) else None

    def _paper(self, draft: Draft) -> PaperKey:
        """The paper of a draft, whatever became of it since: under another name, or in no list."""
        library = self._app.library
        key = library.records.paper_of(Record(draft.paper, draft.title, draft.aliases)) or draft.paper
        if key not in library.catalog.papers and library.record(key) is None:
            library.left.setdefault(key, Paper(key, draft.title or key, aliases=draft.aliases))
        return key

    # -- keeping ------------------------------------------------------------------------------------------

    def _keeping(self, why: str | None) -> None:
        """What is typed cannot be kept before it is saved, or can be again."""
        words = f"What you type is safe only once it is saved: drafts cannot be kept ({why})" if why else ""
        self._trouble("drafts", (words,) if words else ())
        if words:
            self._app.presenter.say(words, Severity.WARNING)

    def _trouble(self, about: str, words: tuple[str, ...]) -> None:
        troubles = self._app.library.troubles
        if words != troubles.get(about, ()):
            troubles[about] = words
            self._app.room.on_panes_moved()


def ago(stamp: str, now: datetime) -> str:
    """How long ago a time was, in words: `3 minutes ago`, `on 7 Mar 2026`."""
    seconds = (now - datetime.fromisoformat(stamp)).total_seconds()
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return f"{number(int(seconds // 60), 'minute')} ago"
    if seconds < 24 * 3600:
        return f"{number(int(seconds // 3600), 'hour')} ago"
    return f"on {local_day(stamp)}"
