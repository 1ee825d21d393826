"""A notebook in memory, a fixed day, and a desk that only writes down what it is asked."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mlsys_tui.desktop.browser import OpenResult
from mlsys_tui.desktop.clipboard import CopyResult, Route
from mlsys_tui.desktop.editor import Begun, EditResult
from mlsys_tui.domain.notebook import TABLE_OF, Change, Contents, Edit, Record, Row, Version
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store.drafts import Drafts
from mlsys_tui.store.notebook import Notebook, NotebookError
from mlsys_tui.tui.desk import Desk, OpenShelves, WriteTerminal

TODAY = date(2026, 9, 9)
NOW = "2026-09-09T12:00:00+00:00"


class MemoryNotebook(Notebook):
    """A notebook without a file. `failure` makes it refuse changes; `others` is what another window wrote.

    `earlier` has the earlier versions of notes.
    """

    def __init__(self) -> None:
        self.failure: str | None = None
        self.others: dict[PaperKey, Record] = {}
        self.earlier: dict[PaperKey, list[Version]] = {}
        self._contents = Contents()
        self._done: list[Change] = []
        self._undone: list[Change] = []

    @property
    def contents(self) -> Contents:
        return self._contents

    @property
    def problems(self) -> tuple[str, ...]:
        return (self.failure,) if self.failure else ()

    def refresh(self) -> bool:
        others, self.others = self.others, {}
        self._contents = self._contents.after(Edit(key, None, record) for key, record in others.items())
        return bool(others)

    def versions(self, keys: Iterable[PaperKey]) -> list[Version]:
        return [version for key in keys for version in self.earlier.get(key, [])]

    def change(self, label: str, keys: Sequence[PaperKey], edit: Callable[[Record, str], Record]) -> Change:
        return self.edit(label, lambda rows, at: [edit(rows.records.get(key) or Record(key), at) for key in keys])

    def edit(self, label: str, make: Callable[[Contents, str], Iterable[Row]]) -> Change:
        edits = []
        for row in make(self._contents, NOW):
            table = TABLE_OF[type(row)]
            edits.append(Edit(row.key, self._contents.row(table, row.key), None if row.is_empty else row, table))
        change = Change(label, NOW, tuple(edits))
        self._apply(edits)
        self._done.append(change)
        self._undone.clear()
        return change

    def undo(self) -> Change | None:
        if not self._done:
            return None
        change = self._done.pop()
        self._apply([each._replace(before=each.after, after=each.before) for each in change.edits])
        self._undone.append(change)
        return change

    def redo(self) -> Change | None:
        if not self._undone:
            return None
        change = self._undone.pop()
        self._apply(change.edits)
        self._done.append(change)
        return change

    def _apply(self, edits: Iterable[Edit]) -> None:
        if self.failure:
            raise NotebookError(self.failure)
        self._contents = self._contents.after(edits)


@dataclass
class FakeDesk:
    """Writes down what it is asked, and answers as it is told to: at once, unless `helper` is cleared."""

    helper: threading.Event = field(default_factory=threading.Event)
    begun: list[str] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    confirms: bool = True
    browser: bool = True
    kept: list[str] = field(default_factory=list)
    place: Path = Path("/state/last-copied.txt")
    failure: OSError | None = None
    drafts: Drafts | None = None
    left_by_editor: str | None = None
    edited: EditResult = field(default_factory=lambda: EditResult(None, "No editor is set"))

    def __post_init__(self) -> None:
        self.helper.set()

    def desk(self, open_shelves: OpenShelves | None = None) -> Desk:
        drafts = self.drafts
        return Desk(
            self._copy,
            self._open,
            self._edit,
            self._keep,
            open_shelves,
            None if drafts is None else lambda: drafts,
            lambda: drafts is not None and drafts.folder.exists(),
        )

    def _edit(self, _text: str, _name: str, begun: Begun) -> EditResult:
        if self.drafts is not None and self.left_by_editor is not None:
            begun("janus-0123.md")
            (self.drafts.folder / "janus-0123.md").write_text(self.left_by_editor, "utf-8")
        return self.edited

    def _copy(self, text: str, _write: WriteTerminal) -> CopyResult:
        self.begun.append(text)
        assert self.helper.wait(60)
        if self.failure:
            raise self.failure
        self.copied.append(text)
        if self.confirms:
            return CopyResult(Route.HELPER, "Copied to the clipboard (fake)", confirmed=True, text=text)
        return CopyResult(Route.TERMINAL, "Sent to the terminal: cannot confirm", confirmed=False, text=text)

    def _open(self, url: str) -> OpenResult:
        assert self.helper.wait(60)
        self.opened.append(url)
        return OpenResult(self.browser, f"Opening {url}" if self.browser else f"There is no browser here. It is {url}")

    def _keep(self, text: str) -> Path:
        if self.failure:
            raise self.failure
        self.kept.append(text)
        return self.place
