"""Writing a text in the reader's own editor, so that nothing of it is ever lost."""

import os
import re
import shlex
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from mlsys_tui.text import MAX_NOTE, clean_block, clean_line, typed_text

Launch = Callable[[Sequence[str], Mapping[str, str]], int]
"""Runs a command on this terminal with this environment and returns its exit code."""

Begun = Callable[[str], object]
"""Is told the name of the draft before it is written."""

_AT_ONCE = 0.5
NOT_UTF_8 = "it was not saved as UTF-8, so it was read as Windows-1252"
END_WITHIN = 1.0
"""Seconds that a signal to end gives an editor."""


@dataclass(frozen=True, slots=True)
class EditResult:
    """The edited text, None if there is none to take; and what to tell the reader, which may be nothing.

    `kept` is the file that what was written was left in, though it is not taken; one that is not `legible` has no text.
    """

    text: str | None
    message: str
    kept: str = ""
    legible: bool = True

    @property
    def said(self) -> str:
        """The message, and where the text is."""
        return f"{self.message}; what was written is kept in {self.kept}" if self.kept else self.message


class EditError(Exception):
    """The text could not be edited; the message says why."""


def find_editor(environ: Mapping[str, str]) -> tuple[str, list[str]]:
    """The variable that names the reader's editor, and the command in it.

    Raises:
        EditError: there is none.
    """
    for name in ("VISUAL", "EDITOR"):
        try:
            command = shlex.split(environ.get(name, ""), posix=os.name != "nt")
        except ValueError:
            raise EditError(f"${name} cannot be read as a command: a quote is not closed") from None
        if command and command[0]:
            return name, command
    raise EditError("No editor is set: put its name into $VISUAL or $EDITOR")


def run_in_terminal(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run a command that takes over the terminal; Ctrl+C is for it alone, other signals to end are for both."""
    with _signals_passed_on() as running, subprocess.Popen(list(argv), env=dict(environ)) as child:  # noqa: S603 - a list, no shell
        running.append(child)
        return child.wait()


@contextmanager
def _signals_passed_on() -> "Iterator[list[subprocess.Popen[bytes]]]":
    """A signal to end goes to the children that are put into the list, as this thread waits for them, and then on."""
    running: list[subprocess.Popen[bytes]] = []
    if threading.current_thread() is not threading.main_thread():
        yield running
        return
    ends = [number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None))]
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, *ends)}

    def pass_on(number: int, frame: FrameType | None) -> None:
        for child in running:
            child.send_signal(number)
            last_resort = threading.Timer(END_WITHIN, child.kill)
            last_resort.daemon = True
            last_resort.start()
        if callable(handler := before[number]):
            handler(number, frame)

    # Handlers, as the child would inherit that a signal is ignored.
    signal.signal(signal.SIGINT, lambda _number, _frame: None)
    for number in ends:
        if callable(before[number]):
            signal.signal(number, pass_on)
    try:
        yield running
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def edit_text(
    text: str,
    *,
    folder: Path,
    name: str,
    environ: Mapping[str, str] = os.environ,
    begun: Begun = lambda _name: None,
    run: Launch = run_in_terminal,
) -> EditResult:
    """Have `text` edited in a draft of `folder`, named after `name` (an id, never a title). Never raises.

    A draft that holds something new is left there: if its text is returned, for the caller to remove once that is
    saved, else the message says where it is.
    """
    text = clean_block(text)
    try:
        _, command = find_editor(environ)
        draft = _write_draft(folder, name, text, begun)
    except EditError as error:
        return EditResult(None, str(error))
    start = time.monotonic()
    try:
        code = run([*command, str(draft)], environ)
        how = f"was ended by a signal ({-code})" if code < 0 else f"ended with an error ({code})"
        failure = f"{clean_line(command[0])} {how}" if code else None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        failure = f"{clean_line(command[0])} could not be started: {clean_line(why).lower()}"
    return _taken(draft, text, failure, at_once=time.monotonic() - start < _AT_ONCE)


def _write_draft(folder: Path, name: str, text: str, begun: Begun) -> Path:
    safe = re.sub(r"[^a-z0-9]+", "-", name.lower())[:60].strip("-") or "note"
    draft = folder / f"{safe}-{os.urandom(4).hex()}.md"
    begun(draft.name)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        with suppress(OSError):
            draft.unlink()
        raise EditError(f"No draft could be written in {clean_line(str(folder))}: {why}") from error
    return draft


def _taken(draft: Path, before: str, failure: str | None, *, at_once: bool) -> EditResult:
    """What became of the draft."""
    where = clean_line(str(draft))
    try:
        after, is_utf_8 = _read_draft(draft, before)
    except ValueError as error:
        return EditResult(None, failure or f"Nothing was taken: {error}", where, legible=False)
    except FileNotFoundError:
        return EditResult(None, failure or "The editor removed the draft; nothing was changed")
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        return EditResult(None, f"The draft could not be read: {why}", where, legible=False)
    if after == before:
        _remove(draft)
        hint = " (an editor that returns at once needs an option to wait)" if at_once else ""
        return EditResult(None if failure else before, failure or f"Nothing was changed{hint}")
    if failure or len(after) > MAX_NOTE:
        return EditResult(None, failure or "That is too long for a note", where)
    return EditResult(after, "" if is_utf_8 else NOT_UTF_8)


def _read_draft(draft: Path, before: str) -> tuple[str, bool]:
    """The draft's text, without the line end that editors add, and whether it was UTF-8.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no text.
    """
    typed, is_utf_8 = typed_text(draft.read_bytes())
    text = clean_block(typed)
    return text if before.endswith("\n") else text.removesuffix("\n"), is_utf_8


def _remove(draft: Path) -> None:
    with suppress(OSError):
        draft.unlink()
