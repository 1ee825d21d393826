"""Writing a note: which paper it is for, what it began from, and that it is never lost on the way."""

from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from mlsys_tui.commands.base import Outcome, Severity, Target
from mlsys_tui.commands.marking import write_note
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.library import Library, NotebookError
from mlsys_tui.tui.drafting import Drafting
from mlsys_tui.tui.widgets.details import Details

if TYPE_CHECKING:
    from mlsys_tui.desktop.editor import Begun, EditResult
    from mlsys_tui.store.drafts import Draft, Unfinished

Present = Callable[[Outcome], None]
"""Shows what came of something."""
EditOutside = Callable[[str, str, "Begun"], "EditResult"]
"""Has a text edited in the reader's own editor, in a file with this name, which is told before it is written."""


class Ways(NamedTuple):
    """What the writer needs of the app. `change` has a change made in its turn, and waits for what comes of it."""

    present: Present
    edit_outside: EditOutside
    change: Callable[[Callable[[], Outcome]], Outcome]


class Kept(StrEnum):
    """Where a text is when the app has ended."""

    NOTE = "note"
    DRAFT = "draft"
    NOWHERE = "nowhere"


class PutAway(NamedTuple):
    """What became of the text that was being typed, and what to call its paper."""

    kept: Kept
    label: str
    text: str


class Writer:
    """Stands between the editor in the details pane, the reader's own editor, and the library.

    Until a text is saved it is kept as a draft.
    """

    def __init__(
        self,
        library: Library,
        details: Details,
        ways: Ways,
        drafting: Drafting,
    ) -> None:
        self._library = library
        self._details = details
        self._ways = ways
        self._present = ways.present
        self._drafting = drafting
        self._base = ""
        self._kept = ""
        self.paper: PaperKey | None = None

    def begin(self, paper: PaperKey | None) -> bool:
        """Open the note of a paper, or go back to the one that is open; False if there is neither."""
        if self.paper is None and paper is not None:
            self.paper = paper
            self._base = self._kept = self._library.state(paper).note or ""
        if self.paper is None:
            self._present(Outcome("No paper is chosen here", Severity.WARNING))
            return False
        self._details.edit(self._base)
        return True

    def resume(self, unfinished: "Unfinished", paper: PaperKey) -> None:
        """Go on with a text that was not finished; nothing may be open."""
        name, draft = unfinished
        self._open(paper, draft.text, draft.base)
        if keeper := self._drafting.keeper:
            keeper.go_on(name)
            self._kept = draft.text

    def write_outside(self, paper: PaperKey | None) -> bool:
        """Have the note of a paper written in the reader's own editor; False if a draft of it was left behind."""
        if paper is None:
            self._present(Outcome("No paper is chosen here", Severity.WARNING))
            return True
        if not self.save(leave=True):
            return True
        from mlsys_tui.tui.outside import Loan  # noqa: PLC0415 - not needed for the first frame

        base = self._library.state(paper).note or ""
        loan = Loan(self._drafting.keeper, lambda file: self._draft(paper, base, base, file))
        result = self._ways.edit_outside(base, paper, loan.begin)
        if result.text is None:
            is_done = loan.end(taken=False)
            kept = f"{result.message}; what was written is kept, and offered here"
            said = result.said if is_done or not result.legible else kept
            self._present(Outcome(said, Severity.ERROR))
            return is_done
        if result.text == base:
            self._present(Outcome(result.message or "Nothing was changed", Severity.WARNING))
            return loan.end(taken=True)
        return loan.end(taken=self._take(paper, result.text, base, result.message))

    def leave_for(self, paper: PaperKey | None) -> bool:
        """Another paper is to be shown: save what is open; False if it has to stay open."""
        return self.paper in (None, paper) or self.save(leave=True)

    def save(self, *, leave: bool = False) -> bool:
        """Save what is in the editor, and close it if the reader leaves; False if it could not be saved."""
        paper, text = self.paper, self._details.draft
        if paper is None or text is None:
            return True
        outcome = Outcome(changed=(paper,)) if text == self._base else self._write(paper, text, self._base)
        if not outcome.failed:
            self._base = self._library.state(paper).note or ""
            self.paper = None if leave else paper
            self._forget()
            self._details.mark_saved(self._base if self._base.strip() else text, leave=leave)
        self._present(outcome)
        return not outcome.failed

    def save_now(self, paper: PaperKey, text: str, base: str) -> bool:
        """Save a text that was written elsewhere; False if it could not be saved, which is said."""
        outcome = self._write(paper, text, base)
        self._present(outcome)
        return not outcome.failed

    # -- drafts -------------------------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Have what is being typed kept as a draft, if it is another text than the last time; asked often."""
        paper, text = self.paper, self._details.draft
        if paper is None or text is None or text == self._kept:
            return
        if keeper := self._drafting.keeper:
            self._kept = text
            keeper.keep(None if self._is_saved(text) else self._draft(paper, text, self._base))

    def put_away(self) -> PutAway | None:
        """The app ends: save what is being typed, or keep it as a draft; shows nothing. None if all is saved."""
        paper, text, base = self.paper, self._details.draft, self._base
        if paper is None or text is None or self._is_saved(text):
            return None
        self._base = text  # not twice
        label = str(paper)
        with suppress(Exception):  # whatever it was that went wrong, the text comes first
            label = self._library.paper(paper).label
            if not self._write(paper, text, base).failed:
                self._forget()
                return PutAway(Kept.NOTE, label, text)
        return PutAway(Kept.DRAFT if self._keep_now(paper, text, base) else Kept.NOWHERE, label, text)

    def can_wait(self) -> bool:
        """Keep what is being typed as a draft before this returns; True if it is, and may be left open."""
        paper, text = self.paper, self._details.draft
        return paper is None or text is None or self._keep_now(paper, text, self._base)

    def _keep_now(self, paper: PaperKey, text: str, base: str) -> bool:
        keeper = self._drafting.keeper
        return keeper is not None and keeper.keep_now(self._draft(paper, text, base))

    def _is_saved(self, text: str) -> bool:
        return text == self._base or not (text.strip() or self._base.strip())

    def _draft(self, paper: PaperKey, text: str, base: str, outside: str | None = None) -> "Draft":
        from mlsys_tui.store.drafts import draft_of  # noqa: PLC0415 - not needed for the first frame

        return draft_of(self._library.paper(paper), text, base, outside)

    def _forget(self) -> None:
        """All is saved; no draft is needed."""
        self._kept = self._base
        if keeper := self._drafting.keeper:
            keeper.keep(None)

    # -- saving -------------------------------------------------------------------------------------------

    def _open(self, paper: PaperKey, text: str, base: str) -> None:
        self.paper, self._base = paper, base
        self._details.edit(text, base)

    def _take(self, paper: PaperKey, text: str, base: str, remark: str) -> bool:
        """Save a text that was written elsewhere, or open it here; False if it is neither saved nor kept as a draft.

        `remark` is what else must be known of it.
        """
        outcome = self._write(paper, text, base)
        if remark:
            severity = Severity.ERROR if outcome.failed else Severity.WARNING
            outcome = outcome._replace(message=f"{outcome.message}; {remark}", severity=severity)
        if outcome.failed:
            self._open(paper, text, base)
        self._present(outcome)
        return not outcome.failed or self._keep_now(paper, text, base)

    def _write(self, paper: PaperKey, text: str, base: str) -> Outcome:
        def write() -> Outcome:
            try:
                return write_note(self._library, Target((paper,)), text, base=base)
            except NotebookError as error:
                return Outcome(str(error), Severity.ERROR)

        return self._ways.change(write)
