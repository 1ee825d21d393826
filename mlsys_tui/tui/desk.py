"""What the app does outside its window: the clipboard, the browser, an editor. Handed in, so that tests can watch.

The modules behind it are loaded when they are first used: the first frame needs none of them.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from textual.app import App, SuspendNotSupported

from mlsys_tui.paths import Paths
from mlsys_tui.text import clean_line

if TYPE_CHECKING:
    from mlsys_tui.desktop.browser import OpenResult
    from mlsys_tui.desktop.clipboard import CopyResult
    from mlsys_tui.desktop.editor import EditResult

WriteTerminal = Callable[[str], object]


class Desk(NamedTuple):
    """The three ways out. `copy` may write a sequence to the terminal; `edit` takes a text and a name for its draft."""

    copy: Callable[[str, WriteTerminal], "CopyResult"]
    open_url: Callable[[str], "OpenResult"]
    edit: Callable[[str, str], "EditResult"]


def open_desk(paths: Paths) -> Desk:
    """The desk of this machine."""

    def copy(text: str, write_terminal: WriteTerminal) -> "CopyResult":
        from mlsys_tui.desktop import clipboard  # noqa: PLC0415 - see above

        return clipboard.copy(text, write_terminal=write_terminal)

    def open_url(url: str) -> "OpenResult":
        from mlsys_tui.desktop import browser  # noqa: PLC0415 - see above

        return browser.open_url(url)

    def edit(text: str, name: str) -> "EditResult":
        from mlsys_tui.desktop import editor  # noqa: PLC0415 - see above

        return editor.edit_text(text, folder=paths.drafts, name=name)

    return Desk(copy, open_url, edit)


def edit_outside(app: App[None], desk: Desk, text: str, name: str) -> "EditResult":
    """Lend the terminal to the reader's editor.

    `App.suspend` does not take the terminal back when its body raises (Textualize/textual#6692), so nothing may get
    out of it.
    """
    from mlsys_tui.desktop.editor import EditResult  # noqa: PLC0415 - see above

    result = EditResult(None, "This terminal cannot be lent to an editor; n writes here")
    try:
        with app.suspend():
            try:
                result = desk.edit(text, name)
            except Exception as error:  # noqa: BLE001,RUF100 - see above
                result = EditResult(None, f"The editor failed: {clean_line(str(error))}")
    except SuspendNotSupported:
        pass
    return result
