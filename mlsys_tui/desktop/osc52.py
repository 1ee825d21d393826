"""OSC 52: the escape sequence that asks a terminal to set its clipboard, also through tmux and GNU screen."""

import base64
from collections.abc import Mapping

MAX_BASE64 = 74_000
SCREEN_CHUNK = 240

_ESC, _BEL, _END = "\x1b", "\x07", "\x1b\\"


def may_work(environ: Mapping[str, str]) -> bool:
    """False on terminals that have no clipboard at all and might print the sequence."""
    return environ.get("TERM", "") not in ("", "dumb", "linux", "unknown")


def sequence(text: str, environ: Mapping[str, str]) -> str | None:
    """What to write to the terminal; None if the text is too long for it."""
    payload = base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
    if len(payload) > MAX_BASE64:
        return None
    bare = f"{_ESC}]52;c;{payload}{_BEL}"
    if environ.get("TMUX"):
        # Which of the two tmux lets through depends on its settings; twice the same does no harm.
        return bare + through_tmux(bare)
    if environ.get("STY") or environ.get("TERM", "").startswith("screen."):
        return through_screen(bare)
    return bare


def through_tmux(inner: str) -> str:
    """Wrapped so that tmux hands it on to the terminal around it."""
    return f"{_ESC}Ptmux;{inner.replace(_ESC, _ESC * 2)}{_END}"


def through_screen(inner: str) -> str:
    """Wrapped so that GNU screen hands it on, in pieces, as it drops long ones."""
    pieces = (inner[start : start + SCREEN_CHUNK] for start in range(0, len(inner), SCREEN_CHUNK))
    return "".join(f"{_ESC}P{piece}{_END}" for piece in pieces)
