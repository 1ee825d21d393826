"""What ends at the same moment as something else: a change, an editor, the app."""

import errno
import threading
from concurrent.futures import Future
from contextlib import nullcontext
from pathlib import Path

import pytest

from mlsys_tui.desktop.editor import EditResult
from mlsys_tui.domain.notebook import Status
from mlsys_tui.paths import find_paths
from mlsys_tui.store.drafts import Draft, Drafts
from mlsys_tui.tui import scribe
from mlsys_tui.tui.app import _open
from mlsys_tui.tui.ending import _mistakes_beside
from mlsys_tui.tui.scribe import Scribe
from tests.tui.conftest import TENSORFLOW, MakeRoom
from tests.tui.drafts import leave_behind
from tests.tui.helpers import WIDE, until
from tests.tui.test_scribe import SlowNotebook
from tests.tui.test_unfinished import Start, close, folder, start  # noqa: F401


def test_a_change_that_is_done_just_when_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    class Racing(Future):  # type: ignore[type-arg]
        def result(self, timeout: float | None = None) -> object:
            if timeout is not None and not self.done():
                self.set_result("saved")
                raise TimeoutError
            return super().result(timeout)

    monkeypatch.setattr(scribe, "PATIENCE", 0.01)
    mine = Scribe(None)  # type: ignore[arg-type]
    monkeypatch.setattr(mine._thread, "submit", lambda _work: Racing())
    got: list[object] = []
    assert mine.do(lambda: "saved", got.append) or mine.is_busy


async def test_a_change_that_fails_after_the_app_has_ended_is_told(
    make_room: MakeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scribe, "PATIENCE", 0.001)
    slow = SlowNotebook()
    slow.refuse = True
    room = make_room(notebook=slow)
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("3", "r")
        await pilot.press("ctrl+q")
    slow.gate.set()
    room.app.put_away()
    room.app.close_up()
    assert room.library.state(TENSORFLOW).status is Status.UNREAD
    assert any("no space left" in words for words in room.app.last_words)


@pytest.mark.parametrize(
    ("error", "over", "logged"),
    [(OSError(errno.EIO, ""), True, False), (OSError(errno.EIO, ""), False, True), (OSError(errno.ENOSPC, ""), True, True),
     (ValueError(), True, True)],
)  # fmt: skip
def test_a_terminal_that_is_gone_is_no_mistake(tmp_path: Path, error: Exception, over: bool, logged: bool) -> None:
    def fail() -> None:
        raise error

    with _mistakes_beside(tmp_path / "crash.log", lambda: over):
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    assert (tmp_path / "crash.log").exists() is logged


async def test_an_editors_file_is_removed_only_when_its_text_is_elsewhere(
    folder: Path,  # noqa: F811
    start: Start,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = start({})
    monkeypatch.setattr(room.app, "suspend", nullcontext)
    room.desk.left_by_editor = "from vi\n"
    room.desk.edited = EditResult("from vi", "")
    put = Drafts.put

    def full(self: Drafts, name: str, draft: Draft) -> None:
        if draft.outside is None:
            raise OSError(errno.ENOSPC, "No space left on device")
        put(self, name, draft)

    monkeypatch.setattr(Drafts, "put", full)
    async with room.app.run_test(size=WIDE) as pilot:
        room.notebook.failure = "disk full"
        await pilot.press("E")
        await until(pilot, lambda: room.app.room.panes.is_typing)
        assert any(b"from vi" in path.read_bytes() for path in folder.iterdir() if path.is_file())


async def test_leaving_leaves_all_in_the_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLSYS_TUI_HOME", str(tmp_path / "home"))
    paths = find_paths()
    app = _open(paths)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3", "r")
        await until(pilot, lambda: bool(app.library.contents.records))
    app.put_away()
    app.close_up()
    journal = paths.notebook.with_name("notebook.json.journal")
    assert not journal.read_bytes().rstrip(b"\0")


async def test_a_draft_that_takes_something_out_is_offered(folder: Path, start: Start) -> None:  # noqa: F811
    leave_behind(folder, TENSORFLOW, "one", "one two")
    room = start({TENSORFLOW: "one two three"})
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.pause(0.5)
        assert list(folder.glob("*.json"))
    close(room)
