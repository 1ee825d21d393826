"""The values of BibTeX fields: delimiters and concatenation, lists of names, addresses."""

import re
from collections.abc import Iterator, Mapping

from mlsys_tui.parsing.formats.latex import decode
from mlsys_tui.patterns import pattern

_AND = pattern(r"\s+and\s+", re.IGNORECASE)
_MERGED = pattern(r"[}\"][ ]{0,50}(?:\n[ ]{0,200}){1,3}(?P<name>[A-Za-z][\w-]{1,30})[ ]{0,50}=[ ]{0,50}(?=[{\"\d])")
_URL = pattern(r"\\(?:url|path)\s*\{([^{}]*)\}|\\href\s*\{([^{}]*)\}\s*\{[^{}]*\}")
_ESCAPED = pattern(r"\\([_%&#~$])|\{\\_\}|\\textasciitilde\s*(?:\{\})?")
_MAX_NAMES = 500
_SUFFIX = pattern(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)


def value_of(raw: str, strings: Mapping[str, str]) -> str:
    """The text of a value, its parts between "#" joined and abbreviations of @string spelled out; LaTeX stays."""
    parts = [strings.get(part.lower(), part) if is_bare else part for part, is_bare in _parts(raw)]
    return " ".join("".join(parts).split())


def _parts(raw: str) -> Iterator[tuple[str, bool]]:
    """The parts of a value and whether each is bare (a number or an abbreviation)."""
    depth, quoted, start = 0, False, 0
    for at, char in enumerate(raw):
        if char in '{}"#' and raw[at - 1 : at] != "\\":
            if char == "{":
                depth += 1
            elif char == "}":
                depth = max(depth - 1, 0)
            elif char == '"' and depth == 0:
                quoted = not quoted
            elif char == "#" and depth == 0 and not quoted:
                yield _undelimited(raw[start:at])
                start = at + 1
    yield _undelimited(raw[start:])


def _undelimited(part: str) -> tuple[str, bool]:
    part = part.strip()
    if len(part) >= 2 and (part[0], part[-1]) in (("{", "}"), ('"', '"')):
        return part[1:-1], False
    return part, True


def split_merged(name: str, raw: str) -> list[tuple[str, str]]:
    """The fields of one value: after a missing comma the next field would be a part of it."""
    if "=" not in raw or "\n" not in raw:
        return [(name, raw)]
    fields, start = [], 0
    for match in _MERGED.finditer(raw):
        value = raw[start : match.start() + 1].strip()
        if value.count("{") - value.count("}") or not value.startswith(("{", '"')):
            continue
        fields.append((name, value))
        name, start = match["name"], match.end()
    return [*fields, (name, raw[start:].strip())]


def names_of(text: str) -> list[str]:
    """The names of an author field, first names first; "others" is nobody."""
    names = []
    for name in _AND.split(_shielded(text))[:_MAX_NAMES]:
        whole = name.replace("\x00", " and ")
        person = " ".join(decode(whole).split()) if _is_one_group(whole.strip()) else first_last(decode(whole))
        if person and person.lower() not in ("others", "et al.", "et al"):
            names.append(person)
    return names


def _shielded(text: str) -> str:
    """`text` with each "and" inside of braces hidden: "{Barnes and Noble}" is one name."""
    if " and " not in text or "{" not in text:
        return text
    parts, depth, start = [], 0, 0
    for match in re.finditer(r"[{}]|\s+and\s+", text):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth = max(depth - 1, 0)
        elif depth:
            parts.append(text[start : match.start()])
            start = match.end()
    return "\x00".join((*parts, text[start:]))


def _is_one_group(name: str) -> bool:
    """True for "{NVIDIA, Inc.}", whose comma parts no names."""
    return name.startswith("{") and name.find("}") == len(name) - 1


def first_last(name: str) -> str:
    """The name of "Lee, Ann", "Lee, Jr., Ann" and "Ann Lee" as "Ann Lee"."""
    pieces = [piece.strip() for piece in name.split(",") if piece.strip()]
    if len(pieces) < 2:
        return " ".join(name.strip(" ,").split())
    if len(pieces) == 3 and _SUFFIX.fullmatch(pieces[1]):
        pieces = [f"{pieces[0]} {pieces[1]}", pieces[2]]
    last, *first = pieces
    return " ".join(f"{' '.join(first)} {last}".split())


def address_of(text: str) -> str:
    r"""An address or identifier without LaTeX: "\url{https://a.org/x\_y}"."""
    text = _URL.sub(lambda match: match[1] or match[2] or "", text)
    text = _ESCAPED.sub(lambda match: match[1] or ("_" if match[0] == "{\\_}" else "~"), text)
    return text.replace("{", "").replace("}", "").strip()
