"""Pages of Jekyll and GitBook: the template tags taken out, and what they say of dates put where it belongs."""

import re
from collections import Counter

from mlsys_tui.parsing.words.dates import find_date
from mlsys_tui.patterns import pattern

_COMMENT = pattern(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
_CAPTURE = pattern(r"\{%-?\s*capture\s+\w+\s*-?%\}(?P<text>[^{]*)\{%-?\s*endcapture\s*-?%\}")
_INCLUDE = pattern(r"\{%-?\s*include\s+(?P<name>[\w./-]+)[^%\n]{0,500}%\}")
_TAG = pattern(r"\{%[^%\n]{0,500}(?:%(?!\})[^%\n]{0,500}){0,5}%\}|\{\{[^{}\n]{0,300}\}\}|\{[:.#][^{}\n]{1,200}\}")
_MIN_DATES = 3


def without_liquid(text: str) -> str:
    """`text` without template tags; its lines still count.

    A page may keep the dates of its sessions in one `capture` and include one snippet per session, which takes
    the next of them: each include is then replaced by its date.
    """
    if not any(sign in text for sign in ("{%", "{{", "{:", "{.", "{#")):
        return text
    text = _COMMENT.sub(_line_ends, text)
    dates: list[str] = []
    for capture in _CAPTURE.finditer(text):
        words = [line.strip() for line in capture["text"].split("\n") if line.strip()]
        if len(words) >= _MIN_DATES and all(map(_is_date, words)):
            dates = words
            text = text[: capture.start()] + _line_ends(capture) + text[capture.end() :]
            break
    if dates:
        text = _with_dates(text, dates)
    return _TAG.sub("", text)


def _is_date(text: str) -> bool:
    found = find_date(text)
    return found is not None and not found.rest


def _line_ends(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _with_dates(text: str, dates: list[str]) -> str:
    counts = Counter(match["name"] for match in _INCLUDE.finditer(text))
    if not counts:
        return text
    name, count = counts.most_common(1)[0]
    if count < _MIN_DATES:
        return text
    coming = iter(dates)
    return _INCLUDE.sub(
        lambda match: next(coming, "") + "\n" * match[0].count("\n") if match["name"] == name else match[0], text
    )
