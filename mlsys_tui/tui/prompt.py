"""A driver that stops reading as soon as it is told to.

Textual's own looks every tenth of a second whether it is to stop, and then waits for another: so long take the end and
the way into an editor.
"""

import os
import selectors
import threading
from itertools import chain
from typing import TYPE_CHECKING

from textual.drivers.linux_driver import LinuxDriver

from mlsys_tui.tui.pasting import SafeParser, lenient_decoder

if TYPE_CHECKING:
    from textual.app import App

_TICK = 0.1
"""Seconds after which a lone ESC is a key, as in Textual."""


class _SeenBySelectors(threading.Event):
    """An event that can be waited for together with files."""

    def __init__(self) -> None:
        super().__init__()
        self._out, self._in = os.pipe()

    def fileno(self) -> int:
        """Can be read while the event is set."""
        return self._out

    def set(self) -> None:
        """To be followed by `clear` before the next."""
        super().set()
        os.write(self._in, b".")

    def clear(self) -> None:
        """After `set`."""
        super().clear()
        os.read(self._out, 1)


class PromptDriver(LinuxDriver):
    """Reads like Textual's driver, with a parser that takes pasted text for text."""

    def __init__(
        self, app: "App[object]", *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.exit_event = self._stop = _SeenBySelectors()

    def run_input_thread(self) -> None:
        """Hand on what comes, until it is told to stop."""
        parser = SafeParser(self._debug)
        decode = lenient_decoder("utf-8")().decode
        with selectors.SelectSelector() as selector:  # the only one that takes terminals on every system
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._stop, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                came = [key.fileobj for key, _ in selector.select(_TICK)]
                data = os.read(self.fileno, 4096) if self.fileno in came else None
                if data == b"":  # no more will come
                    selector.unregister(self.fileno)
                for event in chain(parser.feed(decode(data)) if data else (), parser.tick()):
                    self.process_message(event)
