"""What the terminal sends, made safe: pasted text is text, whatever is in it, and so are bytes that are no UTF-8.

In pasted text Textual takes ESC for the begin of a key, and what follows for keys if it knows none that is so called: a
text from a page could press `q`, `x` and Enter. Bytes that are no UTF-8 end its input, and with that the app.
"""

import codecs
import re
import sys
from collections.abc import Iterable

from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.driver import Driver
from textual.message import Message

_ESC = re.compile("\x1b([@-_]?)")
_KEPT = len(BRACKETED_PASTE_START) - 1


class SafeParser(XTermParser):
    """Hands pasted text on without ESC: where it begins a control there stands the same in one character (ECMA-48)."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasting = False
        self._before = ""
        self._held = ""

    def feed(self, data: str) -> Iterable[Message]:
        """Parse what has come; nothing means that no more comes."""
        safe = self._safe(data)
        return super().feed(safe) if safe or not data else ()

    def _safe(self, data: str) -> str:
        """What may be parsed now; the rest is held until more of it has come."""
        if not self._pasting:
            seen = self._before + data
            begin = seen.find(BRACKETED_PASTE_START)
            if begin < 0:
                self._before = seen[-_KEPT:]
                return data
            self._pasting, self._before = True, ""
            done = begin + len(BRACKETED_PASTE_START) - (len(seen) - len(data))
            return data[:done] + self._safe(data[done:])
        text, end, rest = (self._held + data).partition(BRACKETED_PASTE_END)
        self._held = "" if end else _begun(text)
        text = _ESC.sub(_in_one, text.removesuffix(self._held))
        if not end:
            return text
        self._pasting = False
        return text + end + self._safe(rest)


def _begun(text: str) -> str:
    """The begin of the end of pasted text, with which `text` may end."""
    begins = (BRACKETED_PASTE_END[:size] for size in range(_KEPT, 0, -1))
    return next((begin for begin in begins if text.endswith(begin)), "")


def _in_one(escape: re.Match[str]) -> str:
    return chr(ord(escape[1]) + 0x40) if escape[1] else ""


def lenient_decoder(encoding: str) -> type[codecs.IncrementalDecoder]:
    """A decoder to which no bytes are wrong."""
    decoder = codecs.getincrementaldecoder(encoding)

    class Lenient(decoder):  # type: ignore[misc,valid-type]  # a class by name
        """Decodes what is not in the encoding to a sign that says so."""

        def __init__(self) -> None:
            super().__init__("replace")

    return Lenient


def secured(driver: type[Driver]) -> type[Driver]:
    """The driver, reading by the parser and decoder above; Textual has no other way to give it these."""
    module = sys.modules[driver.__module__]
    for name, ours in (("XTermParser", SafeParser), ("getincrementaldecoder", lenient_decoder)):
        if hasattr(module, name):
            setattr(module, name, ours)
    return driver
