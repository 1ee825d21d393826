"""Writing a note: which paper it is for, what it began from, and that it is never lost on the way."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from mlsys_tui.commands.base import Outcome, Severity, Target
from mlsys_tui.commands.marking import write_note
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.library import Library, NotebookError
from mlsys_tui.tui.widgets.details import Details

if TYPE_CHECKING:
    from mlsys_tui.desktop.editor import EditResult

Present = Callable[[Outcome], None]
"""Shows what came of something."""


class Writer:
    """Stands between the editor in the details pane, the reader's own editor, and the library."""

    def __init__(
        self,
        library: Library,
        details: Details,
        present: Present,
        edit_outside: "Callable[[str, str], EditResult]",
    ) -> None:
        self._library = library
        self._details = details
        self._present = present
        self._edit_outside = edit_outside
        self._base = ""
        self.paper: PaperKey | None = None

    def begin(self, paper: PaperKey | None) -> bool:
        """Open the note of a paper, or go back to the one that is open; False if there is neither."""
        if self.paper is None and paper is not None:
            self.paper = paper
            self._base = self._library.state(paper).note or ""
        if self.paper is None:
            self._present(Outcome("No paper is chosen here", Severity.WARNING))
            return False
        self._details.edit(self._base)
        return True

    def write_outside(self, paper: PaperKey | None) -> None:
        """Have the note of a paper written in the reader's own editor."""
        if paper is None:
            self._present(Outcome("No paper is chosen here", Severity.WARNING))
        elif self.save(leave=True):
            base = self._library.state(paper).note or ""
            result = self._edit_outside(base, paper)
            if result.text is None:
                self._present(Outcome(result.message, Severity.ERROR))
            elif result.text == base:
                self._present(Outcome(result.message or "Nothing was changed", Severity.WARNING))
            else:
                self._keep(paper, result.text, base)

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
            self._details.mark_saved(self._base if self._base.strip() else text, leave=leave)
        self._present(outcome)
        return not outcome.failed

    def _keep(self, paper: PaperKey, text: str, base: str) -> None:
        """Save a text that was written elsewhere; if that fails, keep it open here."""
        outcome = self._write(paper, text, base)
        if outcome.failed:
            self.paper, self._base = paper, base
            self._details.edit(text)
        self._present(outcome)

    def _write(self, paper: PaperKey, text: str, base: str) -> Outcome:
        try:
            return write_note(self._library, Target((paper,)), text, base=base)
        except NotebookError as error:
            return Outcome(str(error), Severity.ERROR)
