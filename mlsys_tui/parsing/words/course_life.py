"""Lines of course life that no paper is about: events, instructors, deadlines, what stands beside the readings."""

import re

from mlsys_tui.patterns import pattern
from mlsys_tui.text import fold

_EVENT = pattern(
    r"\b(projects?|proposals?|presentations?|guest|lectures?|talks?|exams?|mid-?terms?|finals?|quiz(?:zes)?|holidays?|"
    r"recess|break|no class|cancell?ed|demos?|deadline|due|posters?|tba|tbd|introduction|logistics|office hours?|"
    r"review session|thanksgiving|tutorials?|workshop day|discussion|labs?|homework|assignments?)\b|"
    r"중간고사|기말고사|시험|휴강|발표|프로젝트|특강|休講|試験|発表|考试|放假|停课|报告|讲座",
    re.IGNORECASE,
)
_MAX_EVENT_WORDS = 6
_TITLE_SHAPE = pattern(r"[^:]{2,40}:\s+\S+(?:\s+\S+){2}")
_BESIDE = frozenset(
    """topics topic speaker speakers presenter presenters agenda notes slides assignment assignments homework due
    outline announcements objectives goals logistics video videos questions lab labs project projects
    lecture lectures exercise exercises deadlines todo tasks discussion""".split()
)
_ADMINISTRATIVE = pattern(
    r"\W*(?:when|where|time|times|location|place|room|(?:co-)?instructors?|lecturers?|professors?|tas?|gsis?|staff|"
    r"teaching (?:assistants?|staff)|office hours?|announcements?|sign-?ups?(?: to present)?|units|credits|contact|"
    r"e-?mail|zoom|piazza|prerequisites?|catalog number|counts as|speakers?|presenters?|critiques?|meeting times?|"
    r"class times?|website|grading|slides?|homeworks?|assigned|due|videos?|assignments?)\s*\**\s*:",
    re.IGNORECASE,
)
_ADMINISTRATIVE_UNLINKED = pattern(
    r"\W*(?:lectures?(?:/discussion)?|discussions?|projects?(?:/makeup)?|class|section|recitation)\s*\**\s*:",
    re.IGNORECASE,
)
_DUE = pattern(
    r"\b(?:assignment|homework|lab|project|proposal|report|critique|review|quiz|exam|problem set|pset|hw)\b[^.]{0,60}"
    r"\b(?:due|released|out|submission|handed out|deadline)\b|\bcritique for\b|\bsubmission for\b",
    re.IGNORECASE,
)


def is_beside(text: str, *, linked: bool, over_items: bool) -> bool:
    """True for what stands beside the readings: "Instructor: …", "Critique due …", "Topics:" over some items.

    Some words may also stand before a paper ("Discussion: …"): then only without a link.
    """
    if _ADMINISTRATIVE.match(text) or _DUE.search(text[:200]):
        return True
    if over_items and 0 < len(words := fold(text).split()) <= 5 and words[-1] in _BESIDE:
        return True
    return not linked and bool(_ADMINISTRATIVE_UNLINKED.match(text))


def names_event(text: str) -> bool:
    """True if a few words have one of course life among them that no paper is about."""
    return len(text.split()) <= _MAX_EVENT_WORDS and not _TITLE_SHAPE.match(text) and bool(_EVENT.search(text))
