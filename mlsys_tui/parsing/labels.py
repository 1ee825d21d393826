"""Headings that are labels: what they require, what number they carry, what only says "here is the list"."""

import re

from mlsys_tui.domain.reading_list import Requirement
from mlsys_tui.text import fold

_REQUIRED = frozenset("required require requires mandatory compulsory must core necessary 必读 필수".split())
_EXTRA = frozenset(
    """optional extra additional supplementary supplemental further recommended suggested bonus background
    选读 선택""".split()
)
_READING = frozenset("reading readings read paper papers material materials list articles references and for".split())
_CONTAINER = frozenset(
    "a all awesome contents course list lists of our paper papers reading readings schedule sessions the".split()
)
_EVENT = re.compile(
    r"\b(project|proposals?|presentations?|guest|lectures?|talks?|exams?|mid-?terms?|finals?|quiz(?:zes)?|holidays?|"
    r"recess|break|no class|cancell?ed|demos?|deadline|due|posters?|tba|tbd|introduction|logistics|office hours?|"
    r"review session|thanksgiving|tutorials?|workshop day|discussion|labs?|homework|assignments?)\b|"
    r"중간고사|기말고사|시험|휴강|발표|프로젝트|특강|休講|試験|発表|考试|放假|停课|报告|讲座",
    re.IGNORECASE,
)
_MAX_EVENT_WORDS = 6
_TITLE_SHAPE = re.compile(r"[^:]{2,40}:\s+\S+(?:\s+\S+){2}")
_APART = re.compile(
    r"(?:table of )?contents|toc|contribut(?:e|ing|ors?|ions?)|how to contribute|licen[sc]e|acknowledge?ments?|"
    r"grading(?: policy)?|grades|staff|instructors?|course staff|logistics|star history|citation|cite|contact(?: us)?"
)
_COUNTED = r"(?:week|lecture|lec|session|class|unit|part|module|chapter|day|meeting)\s*#?\s*"
_NUMBER = re.compile(rf"(?:{_COUNTED})?(\d{{1,3}})\s*(?:[.):](?!\d)|[-–—]\s)\s*(?=\S)", re.IGNORECASE)
_NUMBER_ALONE = re.compile(rf"{_COUNTED}(\d{{1,3}})", re.IGNORECASE)


def requirement_of(label: str) -> Requirement | None:
    """What a heading such as "Required reading" or "Additional Optional Reading" says; None for other headings."""
    words = fold(label).split()
    if not 0 < len(words) <= 4 or not set(words) <= _REQUIRED | _EXTRA | _READING:
        return None
    if set(words) & _EXTRA:
        return Requirement.EXTRA
    return Requirement.REQUIRED if set(words) & _REQUIRED else None


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


def names_event(text: str) -> bool:
    """True if a few words have one of course life among them that no paper is about."""
    return len(text.split()) <= _MAX_EVENT_WORDS and not _TITLE_SHAPE.match(text) and bool(_EVENT.search(text))


def is_apart(heading: str) -> bool:
    """True for the heading of a part that lists no papers: contents, how to contribute, licence, grading."""
    return bool(_APART.fullmatch(fold(heading)))
