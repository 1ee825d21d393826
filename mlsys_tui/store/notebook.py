"""The reader's records on disk."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from mlsys_tui.domain.notebook import Change, Record
from mlsys_tui.domain.paper import PaperKey


class NotebookError(Exception):
    """The notebook could not be saved; the message says where and why, in one sentence."""


def utc_now() -> datetime:
    """The time for stamps."""
    return datetime.now(UTC)


class Notebook:
    """Interface placeholder."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = utc_now) -> None:
        raise NotImplementedError

    problems: tuple[str, ...]
    can_save: bool
    records: Mapping[PaperKey, Record]

    def refresh(self) -> bool:
        """Take in what others wrote."""
        raise NotImplementedError

    def change(self, label: str, keys: Sequence[PaperKey], edit: Callable[[Record, str], Record]) -> Change:
        """One step under the lock."""
        raise NotImplementedError

    def undo(self) -> Change | None:
        """Take back."""
        raise NotImplementedError

    def redo(self) -> Change | None:
        """Do again."""
        raise NotImplementedError
