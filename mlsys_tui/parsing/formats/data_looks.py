"""Whether a text is JSON or YAML, told by its first characters and its keys."""

import re
from collections import Counter
from collections.abc import Sequence

from mlsys_tui.parsing.formats.data_keys import Kind, kind_of
from mlsys_tui.parsing.words.fields import field_of, is_session_key, is_topic_key
from mlsys_tui.patterns import pattern

_JSON_START = pattern(
    r"\s*(?://[^\n]*\n\s*)*(?:\{\s*(?:\"|\}\s*$)|\[\s*(?:[\[{\]]|\"(?:[^\"\\\n]|\\.){0,2000}\"\s*[,\]]\s*(?!\()))"
)
_JSON_KEY = pattern(r"\"(?:[^\"\\\n]|\\.){1,200}\"\s*:")
_NAME = r"[\"']?[^\W_][\w .()/&'ß-]{0,60}?[\"']?"
_KEY = pattern(rf"(?P<indent>\s*)(?P<dashes>(?:-\s+)*)(?P<key>{_NAME})\s?:(?:\s+(?P<value>\S.*)|\s*$)")
_TOP = pattern(rf"(?:---|\.\.\.|%YAML|- |-$|[\]}}#]|{_NAME}\s?:(?:\s|$))")
_HEADING = pattern(r"^#{2,6} \S", re.MULTILINE)
_SAMPLE = 400


def looks_like_json(text: str) -> bool:
    """True for a document that begins as JSON does and has keys in quotes, or is a list of texts."""
    if not _JSON_START.match(text):
        return False
    return bool(_JSON_KEY.search(text[:100_000])) or text.rstrip().endswith("]")


def looks_like_yaml(text: str) -> bool:
    """True for a document whose lines are keys for the most part, nested or in lists, some of them known."""
    lines = [line for line in text[:200_000].split("\n") if line.strip() and not line.lstrip().startswith("#")][
        :_SAMPLE
    ]
    if sum(not line.startswith(" ") and not _TOP.match(line) for line in lines) * 50 > len(lines):
        return False
    if _HEADING.search(text) and all(line.lstrip().startswith("- ") for line in lines):
        return False  # bullets below headings of Markdown: "- Authors: Ann Lee"
    if lines and lines[0].startswith("---") and any(line.startswith("---") for line in lines[1:]):
        return _is_data_after_front_matter(lines)
    return _is_keyed(lines)


def _is_data_after_front_matter(lines: Sequence[str]) -> bool:
    """Front matter is the start of a page, unless nothing or more data follows."""
    end = next(at for at, line in enumerate(lines) if at and line.startswith("---"))
    rest = lines[end + 1 :]
    return _is_keyed(lines[1:end]) and (not rest or _is_keyed(rest))


def _is_bullet_under(above: re.Match[str], line: str) -> bool:
    """True for a bullet nested in a bullet that says something already: Markdown has that, YAML has not."""
    deeper = len(line) - len(line.lstrip()) > len(above["indent"])
    said = above["value"] and not above["value"].startswith(("|", ">", "&", "!"))
    return bool(deeper and said and above["dashes"])


def _is_keyed(lines: Sequence[str]) -> bool:
    keyed = nested = 0
    known: Counter[str] = Counter()
    before: re.Match[str] | None = None
    for line in lines:
        match = _KEY.fullmatch(line)
        dashed = line.lstrip().startswith("- ")
        if before and dashed and _is_bullet_under(before, line):
            return False
        nested += bool(match and (match["dashes"] or (match["indent"] and before)))
        if match:
            keyed += 1
            key = match["key"].strip("\"'")
            if field_of(key) or is_session_key(key) or is_topic_key(key) or kind_of(key) is not Kind.UNKNOWN:
                known[key] += 1
        before = match or (before if not dashed else None)
    return (
        bool(nested)
        and keyed * 5 >= len(lines) * 2
        and (len(known) >= 2 or (max(known.values(), default=0) >= 2 and keyed * 3 <= nested * 4))
    )
