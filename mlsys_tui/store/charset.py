"""The encoding of a text that is not UTF-8: an East Asian one if it clearly is that, else Windows-1252."""

import re

WINDOWS_1252 = "cp1252"
NAMES = {
    WINDOWS_1252: "Windows-1252",
    "cp949": "Korean (EUC-KR)",
    "gb18030": "Chinese (GBK)",
    "big5": "Chinese (Big5)",
    "cp932": "Japanese (Shift-JIS)",
    "euc_jp": "Japanese (EUC-JP)",
}
_EAST_ASIAN = [encoding for encoding in NAMES if encoding != WINDOWS_1252]
_FEWEST = 4

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# Read in an East Asian encoding, the accented letter of a Latin word becomes one such character amid Latin letters.
_EAST_ASIAN_WORDS = re.compile("(?<![A-Za-z])[\u3000-\u9fff\uac00-\ud7a3\uff00-\uff60]{2,}")


def guess(data: bytes) -> str:
    """The encoding, one of `NAMES`. What holds but a few East Asian characters is not told from Latin text."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, and rarely needed

    best = from_bytes(data, cp_isolation=_EAST_ASIAN).best()
    if best is None:
        return WINDOWS_1252
    text = str(best)
    in_words = sum(map(len, _EAST_ASIAN_WORDS.findall(text)))
    clearly = in_words >= _FEWEST and 2 * in_words > len(_BEYOND_ASCII.findall(text))
    return best.encoding if clearly else WINDOWS_1252
