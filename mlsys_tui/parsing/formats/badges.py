"""Badges: pictures that say words."""

from urllib.parse import unquote

from mlsys_tui.patterns import pattern

# A badge says its words in its address: /badge/ICML-2024-blue, /badge/arXiv-2401.00001-b31b1b.
BADGE = pattern(r"(?:shields\.io|badgen\.net)/badge/(?P<words>.+?)(?:-[\w#]+)?(?:\.(?:svg|png))?(?:\?|$)")
_COUNTER = pattern(r"shields\.io/github|badge\.fury|/badge\.svg|awesome\.re|hits\.|visitor|star-history")


def badge_words(alternative: str, source: str) -> str:
    """The words of a picture: of a badge those in its address, else what stands for it; "" for a counter."""
    if _COUNTER.search(source):
        return "" if "github" not in source else "stars"
    if badge := BADGE.search(source):
        words = unquote(badge["words"]).replace("--", "\0").replace("-", " ").replace("__", "\1").replace("_", " ")
        said = words.replace("\0", "-").replace("\1", "_").strip()
        return alternative.strip() if len(alternative.split()) > len(said.split()) else said
    return alternative.strip()
