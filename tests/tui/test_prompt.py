"""The driver reads what comes, and stops as soon as it is told to."""

import os
import signal
import threading
from collections.abc import Iterator

import pytest
from textual import events
from textual.app import App
from textual.message import Message

from mlsys_tui.tui import prompt
from mlsys_tui.tui.prompt import PromptDriver


class Listening(PromptDriver):
    """Keeps what comes."""

    def __init__(self, app: App[object], source: int) -> None:
        super().__init__(app)
        self.fileno = source
        self.came: list[Message] = []
        self.something_came = threading.Event()

    def process_message(self, message: Message) -> None:
        self.came.append(message)
        self.something_came.set()

    def start(self) -> threading.Thread:
        thread = threading.Thread(target=self.run_input_thread, daemon=True)
        thread.start()
        return thread


@pytest.fixture(autouse=True)
def long_ticks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever happens at the next tick comes too late; and the handlers that a driver sets are taken back."""
    monkeypatch.setattr(prompt, "_TICK", 60.0)
    before = {number: signal.getsignal(number) for number in (signal.SIGTSTP, signal.SIGCONT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


async def test_it_stops_at_once_and_can_go_on() -> None:
    source, terminal = os.pipe()
    driver = Listening(App(), source)
    for _ in range(2):
        reading = driver.start()
        driver.exit_event.set()
        reading.join(10)
        assert not reading.is_alive()
        driver.exit_event.clear()
    reading = driver.start()
    os.write(terminal, b"j")
    assert driver.something_came.wait(10)
    driver.exit_event.set()
    reading.join(10)
    assert [each.key for each in driver.came if isinstance(each, events.Key)] == ["j"]


async def test_no_bytes_are_wrong_and_the_end_is_waited_for() -> None:
    source, terminal = os.pipe()
    driver = Listening(App(), source)
    reading = driver.start()
    os.write(terminal, b"\xff")
    os.close(terminal)
    assert driver.something_came.wait(10)
    assert reading.is_alive()
    driver.exit_event.set()
    reading.join(10)
    assert [each.character for each in driver.came if isinstance(each, events.Key)] == ["\ufffd"]
