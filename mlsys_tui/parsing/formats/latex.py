r"""LaTeX in titles and names to plain text: "Fran{\c c}ois", "$<$0.5MB", "Storage \& Retrieval"."""

from functools import lru_cache
from typing import TYPE_CHECKING

from mlsys_tui.patterns import pattern

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text
    from pylatexenc.macrospec import LatexContextDb

_MAX_DECODED = 5000
_MAX_NESTED = 50
_URL = pattern(r"\\(?:url|href)\s*\{([^{}]*)\}")
_BARE_PERCENT = pattern(r"(?<!\\)%")
_PRICE = pattern(r"(?<!\\)\$(?=\d+(?:[.,]\d+)?\s)")
_SHORT_MATH = pattern(r"\$([^$\s]{1,40})\$")
_PIECE = pattern(
    r"\{\\[^{}\\]{1,20}(?:\{[^{}\\]{0,10}\}[^{}\\]{0,5})?\}|\\[A-Za-z]{1,20} ?\{[^{}\\]{0,60}\}"
    r"|\\[^A-Za-z\s]\{?\\?[A-Za-z]?\}?|\$[^$\s]{1,40}\$"
)
_SCRAP = pattern(r"\\[&%$#_{}]|\\[A-Za-z'\"`^~=.]+")
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
    text = _SHORT_MATH.sub(lambda match: _decoded_whole(match[0]), text)
    return _decoded(text) if _SCRAP.search(text) and "$" not in text and len(text) <= _MAX_DECODED else text


def _decoded(text: str) -> str:
    """`text` decoded piece by piece, the pieces being the same few accents again and again; as a whole if need be."""
    pieces = _PIECE.sub(lambda match: _decoded_whole(match[0]), text)
    return pieces if "\\" not in pieces and "$" not in pieces else _decoded_whole(text)


@lru_cache(maxsize=4096)
def _decoded_whole(text: str) -> str:
    text = _PRICE.sub(r"\\$", _BARE_PERCENT.sub(r"\\%", _URL.sub(r"\1", text)))
    try:
        return _text_of(text)
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError):
        return text


def _text_of(text: str) -> str:
    """What LaTeX means. The tables of macros are made once: made for each text, they cost more than all the rest."""
    from pylatexenc.latexwalker import LatexWalker  # noqa: PLC0415 - slow to import, rarely needed

    decoder, macros = _decoder()
    walker = LatexWalker(text, latex_context=macros, tolerant_parsing=True)
    return str(decoder.nodelist_to_text(walker.get_latex_nodes()[0]))


@lru_cache(maxsize=1)
def _decoder() -> tuple["LatexNodes2Text", "LatexContextDb"]:
    import logging  # noqa: PLC0415 - as below

    from pylatexenc.latex2text import LatexNodes2Text  # noqa: PLC0415 - slow to import, rarely needed
    from pylatexenc.latexwalker import get_default_latex_context_db  # noqa: PLC0415 - as above

    logging.getLogger("pylatexenc").addHandler(logging.NullHandler())
    return LatexNodes2Text(math_mode="text", strict_latex_spaces=True), get_default_latex_context_db()
