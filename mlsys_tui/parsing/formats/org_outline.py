"""The headlines of org-mode with what stands below each, and which of them are papers."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from mlsys_tui.parsing.blocks import Field, Runs
from mlsys_tui.parsing.formats.org_body import Body, Line, LinkLine, read_body
from mlsys_tui.parsing.formats.org_inline import inline_runs, year_of_key
from mlsys_tui.parsing.words.fields import field_of, is_noise
from mlsys_tui.parsing.words.links import is_label
from mlsys_tui.patterns import pattern

_HEADLINE = pattern(r"(?P<stars>\*+) +(?P<text>\S.*)")
_PRIORITY = pattern(r"\[#[A-Z0-9]\]\s*")
_COOKIE = pattern(r" ?\[\d*(?:/\d*|%)\]")
_TAGS = pattern(r"(?:^|\s)(?P<tags>:(?:[\w@#%]{1,40}:){1,20})\s*$")
_COMMENTED = pattern(r"COMMENT(?:\s|$)")
_TIMESTAMP = pattern(r"^[<\[](?P<day>\d{4}-\d\d-\d\d)[^<>\[\]]{0,40}[>\]]\s*[:,-]?\s*")
_TODO_LINE = pattern(r"^[ ]*#\+(?:SEQ_|TYP_)?TODO:(?P<words>.*)$", re.IGNORECASE | re.MULTILINE)
_OPEN = frozenset(
    """TODO NEXT WAITING WAIT READING STARTED INPROGRESS IN-PROGRESS DOING HOLD SOMEDAY MAYBE TOREAD TO-READ UNREAD
    QUEUED LATER REVIEW PROG STRT""".split()
)
_CLOSED = frozenset("DONE READ FINISHED COMPLETED".split())
_DROPPED = frozenset("CANCELLED CANCELED DROPPED SKIPPED SKIMMED DEFERRED KILL NOPE ABANDONED".split())
KEYWORDS = _OPEN | _CLOSED | _DROPPED
"""The usual words that a headline of something to do begins with."""

REFERRING = ("CUSTOM_ID", "ROAM_REFS", "ROAM_KEY")
"""Properties that hold a citation key or an address."""

PAPER_PROPERTIES = (Field.TITLE, Field.AUTHORS, Field.VENUE, Field.YEAR, Field.DATE, Field.DOI, Field.ARXIV,
                     Field.LINK, Field.CODE, Field.SLIDES, Field.VIDEO, Field.REMARK)  # fmt: skip
TELLING = {Field.AUTHORS, Field.DOI, Field.ARXIV, Field.LINK, Field.YEAR, Field.VENUE}
TITLE_WORDS = 3
"""What has fewer words is hardly a title."""

_SAMPLE = 200_000


@dataclass(slots=True)
class Headline:
    """A headline; `read` is the list's mark ("done", "todo"), `is_entry` if it is a paper itself."""

    level: int
    text: str
    line: int
    keyword: str = ""
    read: str = ""
    is_counted: bool = False
    lines: list[Line] = field(default_factory=list)
    body: Body = field(default_factory=Body)
    runs: Runs = ()
    is_entry: bool = False


def _keywords(text: str) -> tuple[set[str], set[str]]:
    """The keywords of headlines: those that mean done, and all; a document may set its own."""
    done, known = set(_CLOSED), set(_OPEN | _CLOSED | _DROPPED)
    for match in _TODO_LINE.finditer(text[:_SAMPLE]):
        words = [word.partition("(")[0] for word in match["words"].split()]
        closed = words[words.index("|") + 1 :] if "|" in words else words[-1:]
        known.update(word for word in words if word != "|")
        done.update(set(closed) - _DROPPED)
    return done, known - {""}


def split(text: str) -> tuple[list[Line], list[Headline]]:
    """The lines before the first headline, and the headlines with what stands below each."""
    done, known = _keywords(text)
    before: list[Line] = []
    found: list[Headline] = []
    lines, commented = before, 0
    for number, line in enumerate(text.split("\n"), 1):
        match = _HEADLINE.fullmatch(line) if line.startswith("*") else None
        if match is None:
            if not commented:
                lines.append((number, line))
            continue
        level = len(match["stars"])
        if commented and level > commented:
            continue
        headline = _headline(level, match["text"], number, done, known)
        commented = level if headline is None else 0
        if headline:
            found.append(headline)
            lines = headline.lines
    for headline in found:
        headline.body = read_body(headline.lines)
    for headline, below in zip(found, _entries_below(found), strict=True):
        headline.is_entry = _is_entry(headline, below)
    _complete_levels(found)
    return before, found


def _headline(level: int, text: str, line: int, done: set[str], known: set[str]) -> Headline | None:
    """The headline without keyword, priority, progress and tags; None if it is commented out."""
    word, _, rest = text.partition(" ")
    keyword = word if word in known and rest.strip() else ""
    text = _PRIORITY.sub("", rest.strip() if keyword else text, count=1)
    if _COMMENTED.match(text):
        return None
    plain_text = _COOKIE.sub("", _TAGS.sub("", text[-2000:] if len(text) > 2000 else text))
    read = "done" if keyword in done else "todo" if keyword and keyword not in _DROPPED else ""
    headline = Headline(level, plain_text, line, keyword, read, bool(_COOKIE.search(text)))
    headline.runs = inline_runs(_TIMESTAMP.sub(r"\g<day>: ", plain_text.strip()))
    return headline


def _complete_levels(headlines: Sequence[Headline]) -> None:
    """Among papers a title without a keyword or a link is one too, if nothing stands below it that it could head."""
    levels = Counter(headline.level for headline in headlines)
    entries = Counter(headline.level for headline in headlines if headline.is_entry)
    for headline, following in zip_longest(headlines, headlines[1:]):
        alike = entries[headline.level]
        is_leaf = following is None or following.level <= headline.level
        if not headline.is_entry and is_leaf and alike >= 3 and alike * 5 >= levels[headline.level] * 3:
            headline.is_entry = len(headline.text.split()) >= TITLE_WORDS and not headline.body.items


def _entries_below(headlines: Sequence[Headline]) -> list[int]:
    """How many headlines right below each look like entries themselves."""
    counts = [0] * len(headlines)
    above: list[int] = []
    for index, headline in enumerate(headlines):
        while above and headlines[above[-1]].level >= headline.level:
            above.pop()
        if above and (headline.keyword or _has_evidence(headline)):
            counts[above[-1]] += 1
        above.append(index)
    return counts


def _has_evidence(headline: Headline) -> bool:
    """True if the headline or what stands below it cites or links one paper."""
    body = headline.body
    titled = [link for link in body.links if is_title(link)]
    if len(titled) > 1 and not body.citations and not headline.keyword:
        return False  # a list of links under a topic
    properties = {found for key, _ in body.properties if (found := property_of(key))}
    links = any(run.url and not is_label(run.text) for run in headline.runs)
    named = any(key.upper() in REFERRING and _refers(value) for key, value in body.properties)
    return bool(links or body.citations or body.links or properties & TELLING or named)


def _refers(value: str) -> bool:
    return "cite:" in value or "://" in value or year_of_key(value) is not None


def is_title(link: LinkLine) -> bool:
    """True for a line that links a title, and not "pdf" or an address."""
    return link.run.text != link.run.url and len(link.run.text.split()) >= TITLE_WORDS


def _is_entry(headline: Headline, below: int) -> bool:
    """True for a headline that is a paper, and no heading over some."""
    if _has_evidence(headline):
        return bool(headline.keyword) or not below
    listed = any(run.url and not is_label(run.text) for item in headline.body.items for run in item.runs)
    return bool(headline.keyword) and not (below > 1 or (below and headline.is_counted) or listed)


def property_of(key: str) -> Field | None:
    """The field of a paper that a property is called for."""
    found = None if is_noise(key) else field_of(key)
    return found if found in PAPER_PROPERTIES else None
