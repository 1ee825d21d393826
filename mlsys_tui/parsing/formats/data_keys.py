"""What the keys of a mapping that is a section mean: its date, number and title, its readings, what stands beside."""

from enum import StrEnum
from functools import lru_cache

from mlsys_tui.parsing.blocks import Field
from mlsys_tui.parsing.formats.data_records import label_of
from mlsys_tui.parsing.formats.data_tree import Mapping, Scalar
from mlsys_tui.parsing.words.dates import find_date
from mlsys_tui.parsing.words.fields import field_of, is_noise, is_session_key, is_topic_key, words_of
from mlsys_tui.patterns import pattern


class Kind(StrEnum):
    """What stands under a key of a section, unless it is a single text."""

    READINGS = "readings"
    CONTAINER = "container"  # sections, or papers, under a word that says only that
    ASIDE = "aside"  # slides, homework, presenters
    UNKNOWN = "unknown"


_READINGS = frozenset(
    """reading readings read paper papers required optional recommended supplementary supplemental additional suggested
    background bonus further mandatory references reference bibliography articles article literature publications
    preprints signups must textbook""".split()
)
_CONTAINERS = frozenset(
    """schedule lectures sessions classes meetings weeks days calendar modules units items entries list lists data
    results records content contents children topics sections categories groups entry rows works syllabus
    program agenda events subsections subtopics subcategories parts chapters lecture session week library""".split()
)
_ASIDES = frozenset(
    """slides slide video videos recording recordings homework homeworks hw assignment assignments lab labs presenter
    presenters speaker speakers lecturer lecturers instructor instructors staff tas ta due exam exams quiz project
    projects guest guests announcements announcement logistics notes note scribe scribes discussion discussant leader
    leads links tags tag keywords authors author handout handouts code demo policies grading prerequisites
    collections relations location room time""".split()
)
_WEEKDAY = pattern(r"^(?:M|T|W|R|F|Th|Tu|Sa|Su|MWF|TR|TTh)\.?\s+(?=\d)")
_COUNTED = pattern(r"(?P<word>[A-Za-z]*)[\s_-]*#?(?P<number>\d{1,3}(?:\.\d+)?)")


@lru_cache(maxsize=4096)
def kind_of(key: str) -> Kind:
    """What stands under a key."""
    words = words_of(key)
    if not words or len(words) > 4:
        return Kind.UNKNOWN
    if words[-1] in _ASIDES or (set(words) & _ASIDES and not set(words) & _READINGS):
        return Kind.ASIDE
    if set(words) & _READINGS and not set(words) & {"slides", "topic", "title"}:
        return Kind.READINGS
    return Kind.CONTAINER if words[-1] in _CONTAINERS and len(words) <= 2 else Kind.UNKNOWN


def section_heading(node: Mapping) -> tuple[str, set[str]]:
    """The heading of a mapping, "date: Week 3: title", and the keys it is made of."""
    texts = [(key, value.text.strip()) for key, value in node.pairs if isinstance(value, Scalar) and value.text.strip()]
    date = _first(texts, _is_date_key) or _first(texts, lambda key: words_of(key) == ["day"])
    number = _first(texts, is_session_key) or _first(texts, lambda key: words_of(key) in (["number"], ["num"]))
    title = _first(texts, lambda key: field_of(key) is Field.TITLE and not is_noise(key))
    title = title or _first(texts, lambda key: field_of(key) is Field.NAME) or _first(texts, _is_title_key)
    used = {key for key, _ in filter(None, (date, number, title))}
    parts = [_WEEKDAY.sub("", date[1])] if date else []
    parts += [_counted(*number)] if number else []
    parts += [title[1]] if title else []
    if date and not find_date(parts[0]) and len(parts) > 1 and not title:
        parts.reverse()
    return ": ".join(dict.fromkeys(parts)), used


def _is_date_key(key: str) -> bool:
    words = words_of(key)
    return field_of(key) is Field.DATE and words != ["time"] and not set(words) & {"due", "deadline"}


def _is_title_key(key: str) -> bool:
    return is_topic_key(key) and not is_session_key(key)


def _first(texts: list[tuple[str, str]], test: object) -> tuple[str, str] | None:
    assert callable(test)
    return next(((key, text) for key, text in texts if test(key)), None)


def _counted(key: str, text: str) -> str:
    """The words "Week 3" of `week: 3`, `week: week3` and `week: Week 3`; a text without a number stays what it is."""
    match = _COUNTED.fullmatch(text)
    if not match:
        return text
    word = match["word"] or label_of(key).removesuffix(" number").removesuffix(" no")
    return f"{word.capitalize()} {match['number']}"
