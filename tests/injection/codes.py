"""The codes that the app sends to a terminal, and finding any other in what was sent. Knows nothing of `text.py`."""

import re
import unicodedata
from collections import Counter

_COLOUR = r"(?:[01234579]|[34]8;5;\d{1,3}|[34]8;2;\d{1,3};\d{1,3};\d{1,3})"
# What Textual writes: each sequence whole, with the numbers that it may have.
_KNOWN = re.compile(
    "|".join(
        (
            rf"\x1b\[{_COLOUR}(?:;{_COLOUR})*m",
            r"\x1b\[\d{1,3};\d{1,3}H",  # the cursor goes
            r"\x1b\[\?2026[hl]|\x1b\[\?(?:2026|2048)\$p",  # drawing is held and shown; whether there are such modes
            r"\x1b\]22;(?:default|pointer|text)\x07",  # the shape of the pointer
        )
    )
)
# The same, but only on the way in and out.
_MODES = re.compile(r"\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|1016|1049|2004|2048)[hl]|\x1b\[(?:>25|<)u")
_TIMES = {f"\x1b[?{mode}{to}": 2 for mode in (1000, 1003, 1006, 1015) for to in "hl"}
"""The mouse is asked for twice."""
_COPY = r"\x1b\]52;c;[A-Za-z0-9+/]*=*\x07"
_CLIPBOARD = re.compile(rf"{_COPY}(?:\x1bPtmux;\x1b{_COPY}\x1b\\)?")
"""Sent when the reader copies, and never else; in tmux once more, wrapped."""

_EXPLICIT = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_MARKS = {*"\u061c\u200e\u200f\ufeff", *map(chr, range(0x206A, 0x2070)), *map(chr, range(0xE0000, 0xE0080))}


def acts(char: str) -> bool:
    """True for a control, half a character, a line end that is none of ours, and what turns the direction of text."""
    if char == "\n" or (char.isascii() and char.isprintable()):
        return False
    return (
        unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(char) in _EXPLICIT
        or char in _MARKS
    )


def acting(text: str, around: int = 20) -> list[str]:
    """What acts in a text, each with what stands around it."""
    if text.isascii() and text.isprintable():
        return []
    found = (place for place, char in enumerate(text) if acts(char))
    return [repr(text[max(0, place - around) : place + around]) for place in found]


_FEW_COLOURS = re.compile(r"\x1b\[(?:[0123457;]|3[0-7]|4[0-7]|9[0-7]|10[0-7])+m")
"""What it writes to a terminal that it does not know."""


def foreign(sent: bytes, *, entered: int = 1, copies: int = 0, few_colours: bool = False) -> list[str]:
    """What the app has no business to send, each with what stands around it.

    It may have `entered` the terminal so often (once more for each time that it lent it to an editor), and sent as many
    `copies` to the clipboard. That what was sent is UTF-8 and no sequence is cut is a part of it.
    """
    try:
        text = sent.decode("utf-8")
    except UnicodeDecodeError as error:
        return [f"no UTF-8: {sent[max(0, error.start - 20) : error.end + 20]!r}"]
    text = _CLIPBOARD.sub("", text, copies) if copies else text
    text = _FEW_COLOURS.sub("\n", text) if few_colours else text
    modes = Counter(_MODES.findall(text))
    many = [f"{mode!r} {count} times" for mode, count in modes.items() if count > entered * _TIMES.get(mode, 1)]
    pieces = _MODES.sub("\n", _KNOWN.sub("\n", text)).replace("\r\n", "\n").split("\n")
    return many + [found for piece in pieces for found in acting(piece)]
