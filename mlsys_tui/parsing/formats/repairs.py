"""Links of Markdown that are broken in the ways people break them, made whole before the grammar sees them."""

import re

from mlsys_tui.patterns import pattern

# [[Blog]] (url): a space between the brackets of one link.
_GAP = pattern(r"(?<=\])[ ]+(?=\((?:https?://|www\.)[^\s()]+\))")
# (text)[url]: the brackets the wrong way round.
_REVERSED = pattern(r"\((?P<text>[^()\[\]\n]{1,200})\)\[(?P<url>https?://[^\s\[\]]+)\]")
# [text](address with spaces.pdf)
_SPACED = pattern(r"(?<=\]\()(?P<url>https?://[^\s()<>\"']+(?: +[^\s()<>\"']+){1,6}) *(?=\))")
# [text](url\): the closing bracket escaped
_ESCAPED = pattern(r"(?<=\]\()(?P<url>https?://[^\s()<>\\]+)\\\)")
# [text](url and then the line ends
_OPEN = pattern(r"(?<=\]\()(?P<url>https?://[^\s()<>]+)(?P<end>[ ]*)$", re.MULTILINE)


def with_whole_links(text: str) -> str:
    """`text` with its links mended; its lines stay as they are."""
    if "](" in text or ")[" in text or "] (" in text:
        text = _GAP.sub("", text)
        text = _REVERSED.sub(r"[\g<text>](\g<url>)", text)
        text = _SPACED.sub(lambda match: re.sub(" +", "%20", match["url"]), text)
        text = _ESCAPED.sub(r"\g<url>)", text)
        text = _OPEN.sub(r"\g<url>)\g<end>", text)
    return text
