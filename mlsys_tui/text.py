"""The one sanitizer for text from outside, and folding for comparing.

Neither Textual nor Rich takes escape sequences out of the text it shows, so a title could set the clipboard or the
window's title, or make the terminal type. Every text from a document, the store, the clipboard, an editor, the
command line or an error passes through here on its way in. What comes out of the app passes through `harmless`, for
all that came another way: an entity in a note becomes a code only when the note is laid out.
"""

import re
import unicodedata
from functools import lru_cache

from mlsys_tui.patterns import pattern

MAX_TITLE = 500
MAX_URL = 2048
MAX_NOTE = 1_000_000
_MOST_ON_ONE = 8

# ECMA-48 control strings (OSC, DCS, SOS, PM, APC; 7 and 8 bit, also unterminated) and control sequences (CSI).
_STRINGS = pattern(r"(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?")
_SEQUENCES = pattern(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?")
_ESCAPES = pattern(r"\x1b[ -/]*[0-~]?")
ACTING = pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u206f\ufeff"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
"""One character that a terminal may act on, that turns the direction of text, ends a line, or is half a character.

That is C0 without tab and newline, DEL, C1, bidi and other format controls, line and paragraph separators, the byte
order mark, tags, surrogates.
"""
# Marks take no cell of their own, and are neither letters nor blanks; so are signs, so each is looked at.
_MAYBE_MARKS = pattern(rf"[^\w\s\x00-\x7f]{{{_MOST_ON_ONE + 1},}}")
_MARKS = frozenset(["Mn", "Me", "Cf"])
_PAGE = pattern(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_CODES = pattern("[\x1b\x80-\x9f]")
_SHORT = 200
_WORDS = pattern(r"\w+")
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
    text = _MAYBE_MARKS.sub(_few_marks, ACTING.sub("", text))
    return text if limit is None else text[:limit]


def _few_marks(signs: re.Match[str]) -> str:
    """The signs without those marks that are piled upon too many others."""
    kept, pile = [], 0
    for sign in signs[0]:
        pile = pile + 1 if unicodedata.category(sign) in _MARKS else 0
        if pile <= _MOST_ON_ONE:
            kept.append(sign)
    return "".join(kept)


def clean_line(text: str, limit: int | None = None) -> str:
    """`text` as one line: cleaned, white space runs made one space, ends stripped."""
    if not (text.isascii() and text.isprintable()):  # what is both has nothing to clean; nearly all is
        text = clean_block(text)
    text = " ".join(text.split())
    return text if limit is None else text[:limit].rstrip()


def clean_copied(text: str) -> str:
    """`text` for a clipboard; a single line has no line end, which would run it when pasted into a shell."""
    text = clean_block(text)
    return text.strip("\n") if "\n" not in text.strip("\n") else text


def clean_url(url: str) -> str:
    """An address without anything a terminal, a shell or a browser's command line could take for its own."""
    url = "".join(url.split())
    return (url if url.isascii() and url.isprintable() else clean_block(url))[:MAX_URL]


def harmless(text: str) -> str:
    """`text` for showing: what acts is gone, all that takes a cell stays in its own, and so do tabs and newlines.

    Of half a character there stays a sign, as none can be written.
    """
    if text.isascii() and text.isprintable():
        return text
    return ACTING.sub(lambda found: "\ufffd" if "\ud800" <= found[0] <= "\udfff" else "", text)


# Where it is another than Latin-1; it has no letter for a few bytes.
_WINDOWS_1252 = {byte: letter for byte in range(0x80, 0xA0) if (letter := bytes([byte]).decode("cp1252", "ignore"))}


def typed_text(data: bytes) -> tuple[str, bool]:
    """What an editor saved, as text, and whether it was UTF-8: else it is read as Windows-1252, which loses no letter.

    Raises:
        ValueError: that is no text.
    """
    if b"\0" in data:
        raise ValueError("that is no text")
    try:
        return data.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        return data.decode("latin-1").translate(_WINDOWS_1252), False


def begins_page(start: str) -> bool:
    """True for what begins like a web page, after an XML declaration, comments and blanks."""
    start = start.lstrip()
    # Step by step: Python 3.11 at times matches nested possessive repeats wrongly, and others take for ever.
    while end := ">" if start.startswith("<?xml") else "-->" if start.startswith("<!--") else "":
        start = start.partition(end)[2].lstrip()
    return _PAGE.match(start) is not None


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
