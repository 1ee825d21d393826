"""Keeps what is being typed on disk, in a thread of its own: nothing of it is done where keys are handled."""

import threading
from collections.abc import Callable
from contextlib import suppress

from mlsys_tui.store.drafts import Draft, Drafts
from mlsys_tui.store.files import reason

WAIT = 2.0
"""Seconds that an ending waits for what is being written."""

Tell = Callable[[str | None], object]
"""Gets why drafts cannot be kept, once; None when they can be again. Called in the thread that writes."""


class Keeper:
    """Keeps the one text that is being typed. Of what is still to be written only the latest is."""

    def __init__(self, drafts: Drafts, tell: Tell) -> None:
        self.drafts = drafts
        self._tell = tell
        self._failure: str | None = None
        self._name: str | None = None
        self._to_do: dict[str, Draft | None] = {}
        self._closing = False
        self._change = threading.Condition()
        self._writing = threading.Lock()
        self._thread: threading.Thread | None = None

    def keep(self, draft: Draft | None) -> None:
        """Have the draft kept in the place of the one before; None if all is saved. Returns at once."""
        with self._change:
            name = self._name_for(draft)
        if name is not None:
            self._ask(name, draft)

    def keep_now(self, draft: Draft | None) -> bool:
        """Keep the draft before this returns; False if that cannot be done."""
        with self._change:
            name = self._name_for(draft)
            self._to_do.pop(name or "", None)
        if name is None:
            return True
        if not self._writing.acquire(timeout=WAIT):
            return False
        try:
            return self._write(name, draft)
        finally:
            self._writing.release()

    def throw_away(self, name: str) -> None:
        """Have a draft removed that was claimed; returns at once."""
        self._ask(name, None)

    def go_on(self, name: str) -> None:
        """The text that is being typed is kept under this name already."""
        with self._change:
            self._name = name
        self.drafts.take(name)

    def close(self) -> None:
        """Wait for what is being written, and be gone."""
        with self._change:
            self._closing = True
            self._change.notify()
        if self._thread is not None:
            self._thread.join(WAIT)
        self.drafts.close()

    def _ask(self, name: str, draft: Draft | None) -> None:
        with self._change:
            self._to_do[name] = draft
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="drafts", daemon=True)
                self._thread.start()
            self._change.notify()

    def _name_for(self, draft: Draft | None) -> str | None:
        """Where a text is kept; after a text that needs not be kept any more begins another."""
        name = self._name if draft is None else self._name or self.drafts.new_name()
        self._name = None if draft is None else name
        return name

    def _run(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._to_do or self._closing)
                if not self._to_do:
                    return
                name, draft = self._to_do.popitem()
                self._writing.acquire()
            try:
                self._write(name, draft)
            finally:
                self._writing.release()

    def _write(self, name: str, draft: Draft | None) -> bool:
        try:
            if draft is not None:
                self.drafts.put(name, draft)
            else:
                self.drafts.remove(name)
        except OSError as error:
            self._failed(reason(error))
            return False
        self._failed(None)
        return True

    def _failed(self, why: str | None) -> None:
        if (why is None) is not (self._failure is None):
            self._failure = why
            with suppress(RuntimeError):  # the app has ended meanwhile
                self._tell(why)
