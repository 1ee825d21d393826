"""Headings that are labels: what they require, what number they carry, what only says "here is the list"."""

import re
from enum import StrEnum

from mlsys_tui.domain.reading_list import Requirement
from mlsys_tui.patterns import pattern
from mlsys_tui.text import fold


class Company(StrEnum):
    """What stands in some parts of a list beside papers."""

    TOOLS = "tools"  # frameworks, libraries: things with a repository
    OTHER = "other"  # courses, workshops, blogs, further lists


_REQUIRED = frozenset(
    "primary essential required require requires mandatory compulsory must core necessary 必读 필수".split()
)
_EXTRA = frozenset(
    """optional extra additional supplementary supplemental further recommended suggested bonus background
    选读 선택""".split()
)
_TOPICS_TOO = frozenset("background core further must necessary bonus".split())
_READING = frozenset(
    """reading readings read paper papers material materials list articles references and for preparation
    literature this week s today class before assigned other""".split()
)
_CONTAINER = frozenset(
    """a accepted all awesome contents course list lists of our paper papers reading readings schedule sessions
    the""".split()
)
_APART = pattern(
    r"(?:table of )?contents|toc|contribut(?:e|ing|ors?|ions?)|how to contribute|licen[sc]e|acknowledge?ments?|"
    r"policy|policies|honor code|academic (?:integrity|honesty)|prerequisites?|administrivia|grading(?: policy)?|"
    r"course (?:description|policies|info(?:rmation)?)|office hours|grades|staff|instructors?|course staff|"
    r"logistics|star history|citation|cite|contact(?: us)?"
)
_FILLER = pattern(
    r"(?:tb[ad]\b.*|to be updated|none|n a|no (?:required |assigned )?readings?|nothing|"
    r"(?:more )?(?:readings? )?(?:to be (?:announced|added|determined)|to come|coming soon)|"
    r"more (?:readings? )?coming soon|same as (?:above|last time))"
)
_COMPANY = frozenset(
    """course courses workshop workshops conferences blog blogs blogposts posts tutorial tutorials website websites
    leaderboard leaderboards resources links community communities people researchers groups labs companies startups
    videos podcasts newsletters lists collections repositories newsletter books textbook textbooks lectures others misc
    miscellaneous talks forums events meetups jobs slides 课程 博客 资源 教程 书籍 会议 公众号""".split()
)
_COMPANY_ANYWHERE = frozenset(
    "leaderboard leaderboards courses workshops conferences tutorials podcasts newsletters blogs".split()
)
_NOUNS = frozenset("reading readings paper papers articles material materials literature preparation 论文".split())
_READ_HEADINGS = frozenset(
    ["read", "have read", "already read", "finished", "done", "已读", "read papers", "papers read"]
)
_QUEUE_HEADINGS = frozenset(
    [
        "queue",
        "to read",
        "unread",
        "backlog",
        "want to read",
        "reading queue",
        "to be read",
        "待读",
        "未读",
        "tbr",
        "toread",
    ]
)
_TOOLS = frozenset(
    """tool tools toolkit toolkits framework frameworks library libraries software repos projects products packages
    implementations codebases code 工具 框架 开源项目""".split()
)
_PAPERS = frozenset("paper papers survey surveys publications articles readings reading reports 论文 论文列表".split())
_PARTS = pattern(r"\s*(?:/|&|,|\||\band\b|\(|\))\s*", re.IGNORECASE)
_UNREAD = pattern(r"\b(?:wait(?:ing)? to read|to[ -]read|want to read|not read(?: yet)?|unread)\b|待读|未读|想读|읽을")
_READ = pattern(
    r"\b(?:have read|already read|finished reading|done reading|read on|read already)\b|已读|读完|읽음|読了"
)
_MAX_MARK_WORDS = 10
_SESSIONS = "(?:week|lecture|lec|session|class|unit|part|module|chapter|day|meeting)"
_COUNTED = rf"{_SESSIONS}\s*#?\s*"
_SESSION = pattern(rf"{_SESSIONS}s?\s*#?\s*\d{{1,3}}(?:\s*[-–&,]\s*\d{{1,3}})?\s*(?:[.:]\s|[-–—]\s|$)", re.IGNORECASE)
_NUMBER = pattern(rf"(?:{_COUNTED})?(\d{{1,3}})\s*(?:[.):](?!\d)|[-–—]\s)\s*(?=\S)", re.IGNORECASE)
_NUMBER_ALONE = pattern(rf"{_COUNTED}(\d{{1,3}})", re.IGNORECASE)


def requirement_of(label: str) -> Requirement | None:
    """What a heading such as "Required reading" or "Additional Optional Reading" says; None for other headings."""
    words = [word for word in fold(label).split() if not word.isdecimal()]
    if not 0 < len(words) <= 4 or not set(words) <= _REQUIRED | _EXTRA | _READING:
        return None
    if len(words) == 1 and words[0] in _TOPICS_TOO:
        return None
    if set(words) & _EXTRA:
        return Requirement.EXTRA
    return Requirement.REQUIRED if set(words) & _REQUIRED else None


def is_filler(text: str) -> bool:
    """True for what stands where something is still to come, or nothing is: "TBA", "None", "more to come"."""
    return not any(map(str.isalnum, text)) or bool(_FILLER.fullmatch(fold(text)))


def lists_readings(label: str) -> bool:
    """True for the label of what is to be read: "Papers:", "Required reading", "Preparation"."""
    words = fold(label).split()
    return 0 < len(words) <= 4 and set(words) <= _REQUIRED | _EXTRA | _READING and bool(set(words) & _NOUNS)


def read_state_of(heading: str) -> bool | None:
    """What a heading says of all below it: "Queue", "To read", "Have read"; None for headings about anything else."""
    words = fold(_PARTS.split(heading)[0])
    if words in _READ_HEADINGS:
        return True
    return False if words in _QUEUE_HEADINGS else None


def company_of(heading: str) -> Company | None:
    """What the items of a part are rather than papers, unless they clearly are: "LLM Frameworks", "Other courses"."""
    words = fold(heading).split()
    if not 0 < len(words) <= 8:
        return None
    if words[0] == "other" and len(words) > 1 and not set(words) & (_PAPERS - {"reading", "readings"}):
        return Company.OTHER
    if set(words) & _PAPERS:
        return None
    last = {part_words[-1] for part in _PARTS.split(heading) if (part_words := fold(part).split())}
    if set(words) & _COMPANY_ANYWHERE or last & _COMPANY:
        return Company.OTHER
    return Company.TOOLS if last & _TOOLS else None


def mark_of(text: str) -> bool | None:
    """What "TODO wait to read" or "Have read" says; None for words about anything else."""
    if len(text.split()) > _MAX_MARK_WORDS:
        return None
    folded = text.lower()
    if _UNREAD.search(folded):
        return False
    return True if _READ.search(folded) else None


def is_container(heading: str) -> bool:
    """True for a heading that only says that the list follows: "Reading list", "Papers"."""
    words = fold(heading).split()
    return bool(words) and set(words) <= _CONTAINER


def take_number(heading: str) -> tuple[int | None, str]:
    """The number of "4. Distributed …", "Lecture 4: …" or "Week 4", and the heading without it."""
    if match := _NUMBER.match(heading):
        return int(match[1]), heading[match.end() :]
    if match := _NUMBER_ALONE.fullmatch(heading):
        return int(match[1]), heading
    return None, heading


def counts_session(text: str) -> bool:
    """True for "Lecture 4: Consistency" and "Week 3"."""
    return bool(_SESSION.match(text))


def is_apart(heading: str) -> bool:
    """True for the heading of a part that lists no papers: contents, how to contribute, licence, grading."""
    return bool(_APART.fullmatch(fold(heading)))
