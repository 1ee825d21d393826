"""Mojibake, text decoded with the wrong table somewhere on its way ("Mart√≠n"), made whole again by ftfy."""

from mlsys_tui.patterns import pattern

# Typical lead characters of UTF-8 read as Windows-1252, Latin-1, MacRoman; only then is ftfy worth its import.
_SUSPECT = pattern(r"[ÂÃÄÅâ√∂ƒ≈¬ð][^\x00-\x7f]")
_SPACE = pattern(r"\s")
_MAX_WORD = 500
# A small letter with an accent in UTF-8, read as MacRoman: what most often happens to names.
_MAC = pattern(r"(?:[!-~]|√[†•ß®©™´¨≠ÆØ±≤≥¥µ∂ªº])+")


def mend(text: str) -> str:
    """`text` with broken words mended, word by word: one broken name does not need the whole page to be broken."""
    if text.isascii() or not _SUSPECT.search(text):
        return text
    parts, end = [], 0
    for suspect in _SUSPECT.finditer(text):
        if suspect.start() < end:
            continue
        start = suspect.start()
        while start > max(end, suspect.start() - _MAX_WORD) and not text[start - 1].isspace():
            start -= 1
        space = _SPACE.search(text, suspect.end(), suspect.end() + _MAX_WORD)
        parts.append(text[end:start])
        end = space.start() if space else min(len(text), suspect.end() + _MAX_WORD)
        parts.append(_mended(text[start:end]))
    return "".join((*parts, text[end:]))


def _mended(word: str) -> str:
    if _MAC.fullmatch(word):
        return word.encode("mac_roman").decode("utf-8")  # as ftfy does, which is slow to import
    from ftfy import fix_encoding  # noqa: PLC0415 - rarely needed

    return fix_encoding(word)
