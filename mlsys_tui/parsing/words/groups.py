"""Bracketed pieces round a title: "[NSDI '24] Title (A survey)", and the brackets that labelled links leave behind."""

import re
import unicodedata

from mlsys_tui.patterns import pattern

_OPENING = {")": "(", "]": "["}
_WIDE = str.maketrans("（）【】［］：；｜，", "()[][]:;|,")
_HEAD = pattern(r"^\s*(?:\[(?P<inside>[^\[\]]+)\]|\((?P<round>[^()]+)\))(?P<colon>:)?(?(round)\s+|\s*)(?=[^\s.,;:|])")
_STAMP = pattern(
    r"^[\s-]*(?:(?P<year>(?:20)?\d\d)(?:_(?P<venue>[A-Za-z][\w&'.-]{1,20}?))?|"
    r"(?P<first>[A-Z][A-Za-z&-]{1,20}?)[_-]?(?P<short>(?:20)?\d\d))_\s*(?=[^\W_])"
)
_NAMED = pattern(r"^(?P<name>\S+)\s*\((?P<inside>[^()]*)\)\s*:\s+(?=\S)")
_JOINERS = "\ufe0f\u200d\u20e3"
_RATINGS = "🔥⭐🌟✨💎👍🚀💡📌🆕🎉👏❗‼🏆\ufe0f\u200d"
_GLUED = frozenset("arxiv blog preprint survey".split())
_HOLLOW = pattern(r"[\[(][\s,;|/·&+-]*[\])]")
_DANGLING = " \t\n\v\r\u00a0\u3000([|:,;·–—-"


def narrow(text: str) -> str:
    """Full-width punctuation as its plain kin."""
    return text if text.isascii() else text.translate(_WIDE)


def without_hollow(text: str) -> str:
    """`text` without brackets that hold nothing but separators, and without separators left at its end."""
    before = None
    while before != text:
        before, text = text, _HOLLOW.sub(" ", text)
    text = text.rstrip(_DANGLING)
    while text.endswith((" /", "\t/")):
        text = text[:-1].rstrip(_DANGLING)
    return text.strip()


def take_groups(text: str, *, keep_something: bool = True) -> tuple[str, list[str]]:
    """`text` without the bracketed pieces at its end and at its beginning, and those pieces in order.

    A text that is nothing but a bracket is kept, unless `keep_something` is False.
    """
    groups: list[str] = []
    end = len(text)
    while (found := _group_before(text, end)) is not None:
        start, closed = found
        if keep_something and not text[:start].strip():
            break
        if _is_acronym(text[start + 1 : closed], text[max(0, start - 200) : start]):
            break  # "Tensor Processing Unit (TPU)": part of the title
        glued = start > 0 and not text[start - 1].isspace() and text[start - 1] not in "])."
        inside = text[start + 1 : closed]
        if glued and not (any(map(str.isdigit, inside)) or inside.startswith("@") or inside.lower() in _GLUED):
            break  # "Algorithm(Extended Version)" is printed as one
        groups.append(inside)
        end = start
    text = text[:end] if groups else text
    groups.reverse()
    text, heads = take_heads(text)
    return text.strip(), [*heads, *groups]


def take_heads(text: str) -> tuple[str, list[str]]:
    """`text` without the pieces at its beginning, and those: "[Orca] [OSDI'22] Title", "22_OSDI_Title"."""
    heads: list[str] = []
    if "_" in text and (stamp := _STAMP.match(text)):
        heads.append(f"{stamp['venue'] or stamp['first'] or ''} '{(stamp['year'] or stamp['short'])[-2:]}".strip())
        text = text[stamp.end() :]
    while (match := _HEAD.match(text)) and not match["colon"]:
        heads.append((match["inside"] or match["round"]).strip("* "))
        text = without_symbols(text[match.end() :])
    return text, heads


def _is_acronym(group: str, before: str) -> bool:
    """True if `group` spells the initials of the words before it."""
    letters = group.strip()
    letters = (letters[:-1] if letters[:-1].isupper() and letters.endswith("s") else letters).lower()
    words = re.split(r"[\s-]+", before.strip())
    return 2 <= len(letters) <= len(words) and letters == "".join(word[:1] for word in words[-len(letters) :]).lower()


def _group_before(text: str, end: int) -> tuple[int, int] | None:
    """Where the bracket opens and closes that `text` ends with before `end` (a full stop after it or not)."""
    while end and text[end - 1] in " .":
        end -= 1
    if not end or text[end - 1] not in _OPENING:
        return None
    closed = end - 1
    start = text.rfind(_OPENING[text[closed]], 0, closed)
    inside = text[start + 1 : closed]
    if start < 0 or any(char in "()[]" for char in inside):
        return None
    return start, closed


def without_symbols(text: str) -> str:
    """`text` without emoji and stars before it, and ratings after it; a line is no better for being on fire."""
    start = 0
    while start < len(text) and (text[start].isspace() or _is_symbol(text[start])):
        start += 1
    end = len(text)
    while end > start and (text[end - 1].isspace() or text[end - 1] in _RATINGS):
        end -= 1
    return text[start:end]


def _is_symbol(char: str) -> bool:
    return char > "\u00ff" and (unicodedata.category(char) in ("So", "Sk", "Cn") or char in _JOINERS)


def take_bracketed_name(text: str) -> tuple[str, str] | None:
    """(name, title) of "[Sia]: Title", a bracket that is no link."""
    match = _HEAD.match(text)
    if not match or not match["colon"]:
        return None
    return (match["inside"] or match["round"]).strip(), text[match.end() :]


def take_group_after_name(text: str) -> tuple[str, str] | None:
    """(title, group) of "Gavel (OSDI'20): Title": the bracket stands between the name and its colon."""
    match = _NAMED.match(text)
    return (f"{match['name']}: {text[match.end() :]}", match["inside"]) if match else None
