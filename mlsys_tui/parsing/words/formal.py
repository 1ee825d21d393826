"""The venues of formal references: "In Proceedings of the 18th Conference on X, pp. 1-9. 2017"."""

import re

from mlsys_tui.parsing.words.dates import MONTH_NAMES
from mlsys_tui.parsing.words.venues import KNOWN, Published
from mlsys_tui.patterns import pattern
from mlsys_tui.text import fold

_DIGIT = pattern(r"\d")

# A journal or proceedings with volume, pages, year as reference styles print them.
_FORMAL = pattern(
    r"\b(?:proceedings|proc\.|transactions|journal|letters|magazine|communications of|conference|symposium|workshop|"
    r"advances in|annals|proc\b|conf\b|symp\b|trans\b|comput\b|surv\b|lett\b|int\b|commun\b|review|reviews|access|"
    r"sciences?|nature|micro|queue|computing surveys|frontiers|foundations)\b",
    re.IGNORECASE,
)
_PAGES = pattern(
    r"[,;:.]?\s*(?:\(?\b(?:pp?\.?|pages?)\s*\d[\w.:]*(?:\s*[-–—]+\s*[\w.:]+)?\)?|"
    r":\s*[\d:]+\s*[-–—]+\s*[\d:]+|:\s*\d{2,}(?=\.?$)|(?<=[\d)]),\s*\d+\s*[-–—]+\s*\d+(?=\.?$))",
    re.IGNORECASE,
)
_VOLUME = pattern(
    r",?\s*(?:vol(?:ume)?\.?\s*)?\d+(?:\.\d+)?(?:\s*\(\d+(?:[-–]\d+)?\))?(?:,?\s*(?:no|issue|number)\.?\s*\d+)?,?\s*$",
    re.IGNORECASE,
)
_VOLUME_AND_YEAR = pattern(
    r"\bvol(?:ume)?\.?\s\d+|\d(?:\(\d+\))?:\s*\d+\s*[-–]\s*\d+\s*\((?:19|20)\d\d\)|"
    r"\d(?:\.\d+)?\s*\((?:19|20)\d\d\)|\d\(\d+\),?\s+(?:19|20)\d\d"
)
_ANY_YEAR = pattern(r"[\s,(]*(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d)\)?")
_MONTH = pattern(rf",?\s+{MONTH_NAMES}\.?$", re.IGNORECASE)
_LEAD = pattern(r"^\s*in\s*:?\s+", re.IGNORECASE)
_PROCEEDINGS = pattern(r"^(?:the )?proc(?:eedings|\.)? (?:of )?(?:the )?(?:\d+(?:st|nd|rd|th) )?", re.IGNORECASE)
_PUBLISHER = pattern(
    r"[.,]\s*(?:IEEE|ACM|USENIX(?: Association)?|Springer|PMLR|Elsevier|AAAI Press|Curran Associates)\s*$"
)


def find_formal(text: str) -> Published | None:
    """The venue of a reference: "In Proceedings of the 18th Conference on X, pp. 1-9. 2017", "Access 6 (2018): 1-9".

    Taken only where a word of publishing stands in it, or where volume and year stand as in a journal; the venue is
    what is printed without year, volume and pages.
    """
    text = text.replace("{", "").replace("}", "").strip(" .,;")
    if not 3 <= len(text) <= 250 or text.endswith("?") or not (_DIGIT.search(text) or _FORMAL.search(text)):
        return None
    stripped = _PAGES.sub("", _LEAD.sub("", text)).strip(" .,;")
    dated = next(reversed(list(_ANY_YEAR.finditer(stripped))), None)
    body = f"{stripped[: dated.start()]} {stripped[dated.end() :]}" if dated else stripped
    body = _MONTH.sub("", body.rstrip(" .,;:")) if dated else body
    body = _PUBLISHER.sub("", " ".join(body.split()).strip(" .,;:"))
    body = _VOLUME.sub("", body.strip(" .,;:")) if dated or len(stripped) < len(text) else body
    venue = " ".join(body.split()).strip(" .,;:(")
    venue += ")" if venue.count("(") > venue.count(")") else ""
    if (short := _PROCEEDINGS.sub("", venue)) and fold(short) in KNOWN:
        venue = short
    words = venue.split()
    if not words or len(words) > 25 or not words[0][0].isupper() or not _is_formal(text, venue, dated is not None):
        return None
    return Published(venue, int(dated["year"]) if dated else None)


def _is_formal(text: str, venue: str, dated: bool) -> bool:
    """Words of publishing with a year or at the start; or "Name 6.2 (2018): 1-9"."""
    if dated and _VOLUME_AND_YEAR.search(text) and len(venue.split()) <= 12:
        return True
    if dated and re.match(r"[Ii]n:? [A-Z]", text) and len(venue.split()) > 1:
        return True
    if _PROCEEDINGS.match(_LEAD.sub("", text)):
        return True
    if fold(venue) in KNOWN:
        return venue != text
    if not _FORMAL.search(venue):
        return False
    begins = re.match(
        r"(?:in\b|proceedings|proc\.|the \d+|\d+(?:st|nd|rd|th)|ieee|acm|journal|communications)", text, re.IGNORECASE
    )
    return bool(begins) or (dated and len(venue.split()) <= 12 and ":" not in venue)
