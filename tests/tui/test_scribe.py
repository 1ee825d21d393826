"""Changes beside the app: at once where they are quick, and never lost where they are not."""

import threading
from collections.abc import Callable, Iterable

import pytest

from mlsys_tui.domain.notebook import Change, Contents, Row, Status
from mlsys_tui.store.notebook import NotebookError
from mlsys_tui.tui import scribe
from tests.tui.conftest import JANUS, TENSORFLOW, MakeRoom, Room
from tests.tui.fakes import MemoryNotebook
from tests.tui.helpers import WIDE, message, until, until_shown


class SlowNotebook(MemoryNotebook):
    """Writes when it is let; `refuse` makes it fail then."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.threads: set[str] = set()
        self.refuse = False

    def edit(self, label: str, make: Callable[[Contents, str], Iterable[Row]]) -> Change:
        self.threads.add(threading.current_thread().name)
        assert self.gate.wait(30)
        if self.refuse:
            raise NotebookError("Changes cannot be saved in /x: no space left on device")
        return super().edit(label, make)


@pytest.fixture
def slow() -> SlowNotebook:
    return SlowNotebook()


@pytest.fixture
def slow_room(make_room: MakeRoom, slow: SlowNotebook, monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.setattr(scribe, "PATIENCE", 0.001)
    return make_room(notebook=slow)


async def test_keys_go_on_while_a_change_is_written(slow_room: Room, slow: SlowNotebook) -> None:
    async with slow_room.app.run_test(size=WIDE) as pilot:
        await pilot.press("3", "r", "j")
        assert slow_room.app.room.paper == JANUS
        assert "Saving takes a while" in message(slow_room.app)
        assert slow_room.library.state(TENSORFLOW).status is Status.UNREAD
        await pilot.press("r", "k")
        slow.gate.set()
        await until(pilot, lambda: slow_room.library.state(JANUS).status is Status.READ)
        await until_shown(pilot, "JANUS: marked read")
        assert slow_room.library.state(TENSORFLOW).status is Status.READ
        assert slow_room.app.room.paper == TENSORFLOW, "the cursor is where the reader went"
        assert not slow_room.app.scribe.is_busy
    assert {name.partition("_")[0] for name in slow.threads} == {"notebook"}


async def test_changes_are_made_in_the_order_of_the_keys(slow_room: Room, slow: SlowNotebook) -> None:
    async with slow_room.app.run_test(size=WIDE) as pilot:
        await pilot.press("3", "r", "r", "r", "u")
        slow.gate.set()
        await until_shown(pilot, "Undone: TensorFlow: marked read")
        assert slow_room.library.state(TENSORFLOW).status is Status.UNREAD
        assert len(slow_room.library.record(TENSORFLOW).history) == 2  # type: ignore[union-attr]


async def test_a_change_that_fails_late_is_said(slow_room: Room, slow: SlowNotebook) -> None:
    async with slow_room.app.run_test(size=WIDE) as pilot:
        await pilot.press("3", "r")
        slow.refuse = True
        slow.gate.set()
        await until_shown(pilot, "no space left on device")
        assert slow_room.library.state(TENSORFLOW).status is Status.UNREAD


async def test_quitting_drops_no_change(slow_room: Room, slow: SlowNotebook) -> None:
    async with slow_room.app.run_test(size=WIDE) as pilot:
        await pilot.press("3", "r")
        timer = threading.Timer(0.3, slow.gate.set)
        timer.start()
        await pilot.press("ctrl+q")
    slow_room.app.close_up()
    assert slow_room.library.state(TENSORFLOW).status is Status.READ


async def test_a_change_that_is_quick_is_shown_at_once(make_room: MakeRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scribe, "PATIENCE", 30)
    room = make_room()
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("3", "r")
        assert message(room.app) == "TensorFlow: marked read"
