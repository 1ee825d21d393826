"""What the app does outside its window: the clipboard, the browser, an editor, sources of lists.

Handed in, so that tests can watch. The modules behind it are loaded when they are first used: the first frame needs
none of them.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from textual.app import App, SuspendNotSupported

from mlsys_tui.library import Library, Loaded
from mlsys_tui.paths import Paths
from mlsys_tui.text import clean_line
from mlsys_tui.work import Work

if TYPE_CHECKING:
    from mlsys_tui.desktop.browser import OpenResult
    from mlsys_tui.desktop.clipboard import CopyResult
    from mlsys_tui.desktop.editor import Begun, EditResult
    from mlsys_tui.finds import Find, Imported, RemovedList
    from mlsys_tui.loading import Loader
    from mlsys_tui.store.drafts import Drafts

WriteTerminal = Callable[[str], object]


class Shelves(Protocol):
    """What the app needs of `importing.Importer`; all of it may take long, and is called in a thread."""

    def look(self, source: str, data: bytes | None = None, work: Work | None = None) -> "Find":
        """What a source holds."""
        ...

    def add(self, find: "Find", title: str | None = None, work: Work | None = None) -> "Imported":
        """Add what was found."""
        ...

    def update(self, list_key: str, work: Work | None = None, *, dry_run: bool = False) -> "Imported":
        """Read a list again."""
        ...

    def remove(self, list_key: str) -> "Imported":
        """Take a list away."""
        ...

    def rename(self, list_key: str, title: str) -> "Imported":
        """Give a list another title."""
        ...

    def removed(self) -> "list[RemovedList]":
        """The lists that can be brought back."""
        ...

    def restore(self, removed: "RemovedList") -> "Imported":
        """Bring a list back."""
        ...


OpenShelves = Callable[[Callable[[Loaded], None]], Shelves]
"""Makes the shelves; they give a new catalog to what is handed in, in any thread."""


class Desk(NamedTuple):
    """The ways out. `copy` may write a sequence to the terminal; `edit` takes a text and a name for its draft.

    `keep` writes a text to a file and returns where that is, or raises an OSError.
    `open_shelves` is called in a thread, as it loads much; None where lists cannot be changed. `open_drafts` is None
    where what is typed is not kept; `drafts_wait` takes a cheap look whether some were kept.
    """

    copy: Callable[[str, WriteTerminal], "CopyResult"]
    open_url: Callable[[str], "OpenResult"]
    edit: "Callable[[str, str, Begun], EditResult]"
    keep: Callable[[str], Path]
    open_shelves: OpenShelves | None = None
    open_drafts: "Callable[[], Drafts] | None" = None
    drafts_wait: Callable[[], bool] = lambda: False


def open_desk(paths: Paths, library: Library, loader: "Loader") -> Desk:
    """The desk of this machine."""

    def copy(text: str, write_terminal: WriteTerminal) -> "CopyResult":
        from mlsys_tui.desktop import clipboard  # noqa: PLC0415 - see above

        return clipboard.copy(text, write_terminal=write_terminal)

    def open_url(url: str) -> "OpenResult":
        from mlsys_tui.desktop import browser  # noqa: PLC0415 - see above

        return browser.open_url(url)

    def edit(text: str, name: str, begun: "Begun") -> "EditResult":
        from mlsys_tui.desktop import editor  # noqa: PLC0415 - see above

        return editor.edit_text(text, folder=paths.drafts, name=name, begun=begun)

    def open_drafts() -> "Drafts":
        from mlsys_tui.store.drafts import Drafts  # noqa: PLC0415 - see above

        return Drafts(paths.drafts)

    def drafts_wait() -> bool:
        with suppress(OSError), os.scandir(paths.drafts) as entries:
            return any(True for _ in entries)
        return False

    def keep(text: str) -> Path:
        from mlsys_tui.store.files import write_atomic  # noqa: PLC0415 - see above

        write_atomic(paths.last_copied, f"{text}\n".encode(), durable=False)
        return paths.last_copied

    def open_shelves(adopt: Callable[[Loaded], None]) -> Shelves:
        from mlsys_tui.importing import Importer  # noqa: PLC0415 - see above

        return Importer(library, loader, adopt=adopt)

    return Desk(copy, open_url, edit, keep, open_shelves, open_drafts, drafts_wait)


def edit_outside(app: App[None], desk: Desk, text: str, name: str, begun: "Begun") -> "EditResult":
    """Lend the terminal to the reader's editor.

    `App.suspend` does not take the terminal back when its body raises (Textualize/textual#6692), so nothing may get
    out of it.
    """
    from mlsys_tui.desktop.editor import EditResult  # noqa: PLC0415 - see above

    result = EditResult(None, "This terminal cannot be lent to an editor; n writes here")
    try:
        with app.suspend():
            try:
                result = desk.edit(text, name, begun)
            except Exception as error:  # noqa: BLE001,RUF100 - see above
                result = EditResult(None, f"The editor failed: {clean_line(str(error))}")
    except SuspendNotSupported:
        pass
    return result
