"""A note lent to the reader's own editor: what the editor has of it can be found again, whatever becomes of the app."""

from collections.abc import Callable
from contextlib import suppress

from mlsys_tui.store.drafts import Draft, Unfinished
from mlsys_tui.tui.keeping import Keeper


class Loan:
    """One text on its way through an editor. `draft_in` makes the draft that says which file has it."""

    def __init__(self, keeper: Keeper | None, draft_in: Callable[[str], Draft]) -> None:
        self._drafts = keeper.drafts if keeper else None
        self._draft_in = draft_in
        self._lent: Unfinished | None = None

    def begin(self, file: str) -> None:
        """An editor is about to get the text in this file of the folder of drafts."""
        if self._drafts is not None:
            self._lent = Unfinished(self._drafts.new_name(), self._draft_in(file))
            with suppress(OSError):  # then the editor's file cannot be written either, which is said
                self._drafts.put(*self._lent)

    def end(self, *, taken: bool) -> bool:
        """The editor is closed; False if its file, which was not `taken` in, is left behind as a draft."""
        if self._drafts is None or self._lent is None:
            return True
        if not taken and self._drafts.is_outside(self._lent.draft):
            self._drafts.loosen(self._lent.name)
            return False
        with suppress(OSError):  # it has what is saved, and is dropped when it is found again
            self._drafts.drop(self._lent)
        return True
