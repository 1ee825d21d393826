"""The one sanitizer for text from outside, and folding for comparing.

Neither Textual nor Rich takes escape sequences out of the text it shows, so a title could set the clipboard or the
window's title, or make the terminal type. Every text from a document, the store, the clipboard, an editor, the
command line or an error passes through here on its way in.
"""

import re
import unicodedata
from functools import lru_cache

MAX_TITLE = 500
MAX_URL = 2048
MAX_NOTE = 1_000_000
_MAX_COMBINING = 8

# ECMA-48 control strings (OSC, DCS, SOS, PM, APC; 7 and 8 bit, also unterminated) and control sequences (CSI).
_STRINGS = re.compile(r"(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?")
_SEQUENCES = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?")
_ESCAPES = re.compile(r"\x1b[ -/]*[0-~]?")
# C0 without newline, DEL, C1, bidi controls, byte order mark, line and paragraph separators, tags, surrogates.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
_COMBINING_RUN = re.compile(
    f"([\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\ufe20-\ufe2f]{{{_MAX_COMBINING}}})"
    "[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_CODES = re.compile("[\x1b\x80-\x9f]")
_SHORT = 200
_WORDS = re.compile(r"\w+")
_PUNCTUATION = {code: " " for code in range(128) if not chr(code).isalnum()}


def clean_block(text: str, limit: int | None = None, *, keep_tabs: bool = False) -> str:
    """`text` without anything that could act on a terminal; lines are kept, tabs become spaces unless they are kept.

    Tabs are kept for a table that has them between its columns; they are no sign a terminal may see.
    """
    if keep_tabs:
        return "\t".join(clean_block(piece) for piece in text.split("\t"))
    text = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    if _CODES.search(text):
        text = _STRINGS.sub("", text)
        text = _SEQUENCES.sub("", text)
        text = _ESCAPES.sub("", text)
    text = _COMBINING_RUN.sub(r"\1", _UNSEEN.sub("", text))
    return text if limit is None else text[:limit]


def clean_line(text: str, limit: int | None = None) -> str:
    """`text` as one line: cleaned, white space runs made one space, ends stripped."""
    if not (text.isascii() and text.isprintable()):  # what is both has nothing to clean; nearly all is
        text = clean_block(text)
    text = " ".join(text.split())
    return text if limit is None else text[:limit]


def clean_url(url: str) -> str:
    """An address without anything a terminal, a shell or a browser's command line could take for its own."""
    return "".join((url if url.isascii() and url.isprintable() else clean_block(url)).split())[:MAX_URL]


def number(count: int, what: str) -> str:
    """A count with its noun: `1 paper`, `3 papers`."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def size(count: float) -> str:
    """A number of bytes as people say it."""
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" or count >= 100 else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"


def fold(text: str) -> str:
    """`text` for comparing: compatibility forms, case and accents folded, punctuation to single spaces."""
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return " ".join(text.lower().translate(_PUNCTUATION).split())
    decomposed = "".join(
        char for char in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(char)
    )
    return " ".join(_WORDS.findall(unicodedata.normalize("NFC", decomposed).replace("_", " ")))


_fold_short = lru_cache(maxsize=4096)(_fold)
"""Labels, venues and names come again and again, and one title is looked at from many sides."""
