"""Mojibake, text decoded with the wrong table somewhere on its way ("Mart√≠n"), made whole again by ftfy."""

import re

# Typical lead characters of UTF-8 read as Windows-1252, Latin-1, MacRoman; only then is ftfy worth its import.
_SUSPECT = re.compile(r"\S*[ÂÃÄÅâ√∂ƒ≈¬ð][^\x00-\x7f]\S*")


def mend(text: str) -> str:
    """`text` with broken words mended, word by word: one broken name does not need the whole page to be broken."""
    return _SUSPECT.sub(_mended, text) if not text.isascii() else text


def _mended(match: re.Match[str]) -> str:
    from ftfy import fix_encoding  # noqa: PLC0415 - rarely needed, slow to import

    return fix_encoding(match[0])
