"""Dates as reading lists print them: "3/7", "Sep 2", "Tuesday, September 1", "2023-03-07"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mlsys_tui.patterns import pattern

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NAMES = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_MONTH = rf"(?P<month>{MONTH_NAMES})\.?"
_WEEKDAY = (
    r"(?:(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|mo|tu|we|th|fr|sa|su|[mtwrf])\.?,?"
    r"(?:\s+[-–—])?\s+)?(?:week of\s+)?"
)
_DAY, _YEAR, _END = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>(?:19|20)\d\d)", r"(?![\w/])"
_FORMS = tuple(
    pattern(rf"\s*(?P<text>{_WEEKDAY}{form}){_END}", re.IGNORECASE)
    for form in (
        rf"{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})",
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>(?:19|20)\d\d|\d\d)",
        r"(?P<day>1[3-9]|2\d|3[01])/(?P<month>\d{1,2})/(?P<year>(?:19|20)\d\d)",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|20)\d\d)",
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})",
        rf"{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?",
        rf"{_DAY}\s+{_MONTH}(?:,?\s+{_YEAR})?",
        rf"(?:{_YEAR}[年년]\s*)?(?P<month>\d{{1,2}})[月월]\s*(?P<day>\d{{1,2}})[日일]",
    )
)
_RANGE = pattern(
    rf"\s*(?:-|–|—|to|&|and|,)\s*(?:{MONTH_NAMES}\.?\s*)?\d{{1,2}}(?:/\d{{1,2}})?(?![\w/:])"
    r"(?:,?\s+(?P<year>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_WEEKDAY_AFTER = pattern(r"\s*\(?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?\)?(?![\w])", re.IGNORECASE)
_AFTER = pattern(r"^[\s:,.|)\]\-–—]+")
_LATER = pattern(r"^(?P<before>.*\S)\s*[(\[](?P<inside>[^()\[\]]{3,30})[)\]]\s*$", re.DOTALL)
_INSIDE = pattern(r"^[^()\[\]]{0,30}[(\[](?P<inside>[^()\[\]]{3,30})[)\]]\s*[:–—-]\s*(?P<rest>\S.*)$", re.DOTALL)
_YEAR_IN_TITLE = pattern(
    r"(?<!\d)((?:19|20)\d\d)(?!\d)|\b(?:fall|spring|summer|winter|autumn|[FSW]|sp|fa)\s?['’]?(\d\d)(?!\d)",
    re.IGNORECASE,
)
_IS_MONTH = pattern(rf"{MONTH_NAMES}\.?", re.IGNORECASE)
_HALF_A_YEAR = 6


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A day as printed (`text`), its parts, and what is left of the line; the year is often not said."""

    text: str
    month: int
    day: int
    year: int | None
    rest: str


def is_month(word: str) -> bool:
    """True for the name of a month, short or long."""
    return _IS_MONTH.fullmatch(word) is not None


def find_date(line: str) -> PrintedDate | None:
    """The date that `line` begins with, in brackets or not; None if it begins with something else."""
    line = line.lstrip(" [(")
    for form in _FORMS:
        match = form.match(line)
        if match and (found := _checked(match, line)):
            return found
    return None


def find_date_after(line: str) -> PrintedDate | None:
    """The date in brackets that `line` ends with: "Serving (Sep 12)"; `rest` is what stands before it."""
    match = _LATER.match(line)
    found = find_date(match["inside"]) if match else None
    return replace(found, rest=match["before"].strip(" :,-–—")) if match and found and not found.rest else None


def find_date_inside(line: str) -> PrintedDate | None:
    """The date in brackets in the middle: "Session 2 (Sep 4): Examples"; `rest` is what stands after it."""
    match = _INSIDE.match(line)
    found = find_date(match["inside"]) if match else None
    return replace(found, rest=match["rest"].strip()) if match and found and not found.rest else None


def _checked(match: re.Match[str], line: str) -> PrintedDate | None:
    groups = match.groupdict()
    name = groups["month"].lower()[:3]
    month = _MONTHS.index(name) + 1 if name in _MONTHS else int(name)
    year = full_year(groups["year"]) if groups.get("year") else None
    try:
        date(year or 2000, month, int(groups["day"]))  # 2000 is a leap year: Feb 29 may be meant
    except ValueError:
        return None
    end = match.end()
    for more in (_WEEKDAY_AFTER, _RANGE, _WEEKDAY_AFTER):
        if found := more.match(line, end):
            end = found.end()
            year = year or (int(found["year"]) if "year" in found.groupdict() and found["year"] else None)
    rest = _AFTER.sub("", line[end:])
    return PrintedDate(match["text"].strip(), month, int(groups["day"]), year, rest.strip())


def full_year(digits: str) -> int:
    """1996 of "96", 2017 of "17": two digits mean the hundred years around 2020."""
    year = int(digits)
    return year if year >= 100 else year + (1900 if year >= 70 else 2000)


def year_said(titles: Iterable[str | None]) -> int | None:
    """The one year that titles and headings of a document name ("aisys2023", "Fall '25"); None if in doubt."""
    found = {full_year(match[1] or match[2]) for title in titles if title for match in _YEAR_IN_TITLE.finditer(title)}
    return found.pop() if len(found) == 1 else None


def with_years(printed: Sequence[PrintedDate | None], years: Sequence[int | None]) -> list[date | None]:
    """Full dates of a document's sessions in order; None where no year can be known.

    `years` are those that headings or the title name for each session; within one of them a course that runs past
    December goes on in the next year.
    """
    dates: list[date | None] = []
    years = _with_printed_years(printed, years)
    said: int | None = None
    later = month = 0
    for day, year in zip(printed, years, strict=True):
        if year != said:
            said, later, month = year, 0, 0
        if day is None:
            dates.append(None)
            continue
        if day.year is None and month - day.month > _HALF_A_YEAR:
            later += 1
        month = day.month
        dates.append(_date(day.year or (said + later if said else None), day))
    return dates


def _with_printed_years(printed: Sequence[PrintedDate | None], years: Sequence[int | None]) -> Sequence[int | None]:
    """Where only some days have their year printed, and nothing else names one, it holds for the others too."""
    found = [day.year for day in printed if day and day.year]
    days = sum(day is not None for day in printed)
    if not found or len(found) == days or any(years):
        return years
    first = next(day for day in printed if day)
    return [found[0] if first.year else None] * len(years)


def _date(year: int | None, day: PrintedDate) -> date | None:
    try:
        return date(year, day.month, day.day) if year else None
    except ValueError:  # February 29 of a year that has none
        return None
