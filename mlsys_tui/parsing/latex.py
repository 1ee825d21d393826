r"""LaTeX in titles and names to plain text: "Fran{\c c}ois", "$<$0.5MB", "Storage \& Retrieval"."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text

_MAX_DECODED = 5000
_MAX_NESTED = 50
_URL = re.compile(r"\\(?:url|href)\s*\{([^{}]*)\}")
_BARE_PERCENT = re.compile(r"(?<!\\)%")
_PRICE = re.compile(r"(?<!\\)\$(?=\d+(?:[.,]\d+)?\s)")
_SHORT_MATH = re.compile(r"\$([^$\s]{1,40})\$")
_SCRAP = re.compile(r"\\[&%$#_{}]|\\[A-Za-z'\"`^~=.]+")
_LIGATURES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", " "))


def decode(text: str) -> str:
    """`text` without LaTeX; what cannot be decoded keeps its letters and loses its braces."""
    if "\\" in text or "$" in text:
        text = _decoded(text) if len(text) <= _MAX_DECODED and text.count("{") <= _MAX_NESTED else text
    for written, meant in _LIGATURES:
        text = text.replace(written, meant)
    return text.replace("{", "").replace("}", "").replace("\u00a0", " ")


def without_scraps(text: str) -> str:
    r"""Prose that is no LaTeX, in which some was left: "$<$0.5MB", "Search \& Retrieval"."""
    text = _SHORT_MATH.sub(lambda match: _decoded(match[0]), text)
    return _decoded(text) if _SCRAP.search(text) and "$" not in text and len(text) <= _MAX_DECODED else text


def _decoded(text: str) -> str:
    text = _PRICE.sub(r"\\$", _BARE_PERCENT.sub(r"\\%", _URL.sub(r"\1", text)))
    try:
        return str(_decoder().latex_to_text(text))
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError):
        return text


@lru_cache(maxsize=1)
def _decoder() -> "LatexNodes2Text":
    import logging  # noqa: PLC0415 - as below

    from pylatexenc.latex2text import LatexNodes2Text  # noqa: PLC0415 - slow to import, rarely needed

    logging.getLogger("pylatexenc").addHandler(logging.NullHandler())
    return LatexNodes2Text(math_mode="text", strict_latex_spaces=True)
