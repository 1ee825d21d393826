"""A reference written as sentences, "Name. Title. Authors. Venue Year. (remark)", to its parts, in whatever order."""

import re

from mlsys_tui.domain.reading_list import Requirement
from mlsys_tui.parsing.entries.said import Said, belongs_to_word, sentences, take_dashed, taken_tail
from mlsys_tui.parsing.words.authors import (
    ET_AL,
    is_name,
    one_inverted,
    one_turned,
    parse_authors,
    people_in,
    split_glued,
)
from mlsys_tui.parsing.words.commas import names_between_commas
from mlsys_tui.parsing.words.groups import (
    narrow,
    take_bracketed_name,
    take_group_after_name,
    take_groups,
    take_heads,
    without_symbols,
)
from mlsys_tui.parsing.words.labels import lists_readings, requirement_of
from mlsys_tui.parsing.words.venues import take_known_at_ends
from mlsys_tui.patterns import pattern
from mlsys_tui.text import fold

_NAME_STOP = pattern(r"(?P<name>[^\s:,;()\[\]]{1,30})\.\s+(?=[^\sa-z]|(?P=name))")
_BEFORE_COLON = pattern(r"(?P<token>[^\s:]{4,60}):")
_NAME_AGAIN = pattern(r"(?P<name>[\w\-+]{2,30}):?\s+(?P<title>\S.*)", re.DOTALL)
_LABEL = pattern(r"^\W*(?P<label>[A-Za-z]+(?: [A-Za-z]+){0,2})\s*(?P<colon>[:–—-])\**\s*(?=[^\W_]|[\"“‘(\[]|$)")
_READ_IT = pattern(r"^(?:Read|Skim)\s+$")
_YEAR_FIRST = pattern(r"\(?(?P<year>(?:19|20)\d\d)\)?[.,:]\s+(?=\S)")
_YEAR_ALONE = pattern(r"\(?(?P<year>(?:19|20)\d\d)\)?")
_APA = pattern(
    r"(?P<authors>[^()\[\]\"“”]{3,400}?)\s*"
    r"\((?P<year>(?:19|20)\d\d)[a-z]?(?:, \w+(?: \d+)?)?\)\s*[.,:]\s+(?P<rest>\S.*)",
    re.DOTALL,
)
PIPE = pattern(r"\s*\|+\s+|\s+\|+\s*|\s*\|+$")
_WITH_PAGES = pattern(r":\s*\d+\s*[-–]\s*\d+(?:\s*\((?:19|20)\d\d\))?\s*\.?$")
_MAY_BE_NAMES = pattern(r"^[^:]*(?:,|\band\b|&)|\d\s*[-–]\s*\d")
_TITLE_WORDS = 2
_QUOTED = pattern(r"[\"“”](?P<title>[^\"“”]{8,300}?)[.,]?[\"“”][.,]?")


def read_sentence(text: str) -> Said:
    """Read a reference that is plain text."""
    said = Said()
    text = ET_AL.sub("et al.", without_symbols(narrow(text)))
    if (apa := _APA.match(text)) and (names := _names_in(apa["authors"]) or people_in(apa["authors"])):
        return _read_apa(said, names, int(apa["year"]), apa["rest"])
    text, heads = take_heads(_without_names_and_colon(said, _without_first_authors(said, text)))
    said.add_heads(heads)
    text, tilde, after = text.partition(" ~ ")
    text, *pieces = [piece for piece in split_pipes(text) if piece] or [""]
    text, groups = take_groups(text)
    groups += pieces
    if (quoted := _QUOTED.search(text)) and _is_reference(text, quoted):
        return _read_quoted(said, text, quoted, groups)
    if between := take_group_after_name(text):
        text, group = between
        groups.append(group)
    if named := take_bracketed_name(text) or take_name(text):
        named_apart, text = named
        said.name = said.name or named_apart
    between_commas = None if said.authors else names_between_commas(text.strip(" ."))
    if between_commas and len(sentences(between_commas[0])) == 1:
        said.title, said.authors, rest = between_commas
        if left := said.add_details(rest):
            said.remarks.append(left)
    elif parts := taken_tail(said, _without_names_and_year(said, sentences(text))):
        _take_title_and_authors(said, parts)
    if tilde and (left := take_dashed(said, after, dashed=True)):
        said.remarks.append(left)
    said.add_groups(groups)
    if said.name and not said.authors and (names := parse_authors(said.title)):
        said.title, said.name, said.authors = said.name, None, names
    return said


def _without_first_authors(said: Said, text: str) -> str:
    """What stands after "Lee et al., " or "Lee et al. 2015. "."""
    rest = said.take_first_authors(text)
    if rest == text:
        return text
    text = rest
    if year := _YEAR_FIRST.match(text):
        said.year, text = int(year["year"]), text[year.end() :]
    return text


def _without_names_and_colon(said: Said, text: str) -> str:
    """What stands after "Ann Lee, Bo Kim: ", as DBLP has it; one name alone only before a venue with pages."""
    names, colon, rest = text.partition(": ")
    if (
        said.authors
        or not colon
        or not _MAY_BE_NAMES.search(text)
        or len(sentences(names)) > 1
        or len(rest.split()) < _TITLE_WORDS
    ):
        return text
    sure = len(found := parse_authors(names)) > 2 or " and " in names or _WITH_PAGES.search(rest)
    if found and sure and all(map(is_name, found)):
        said.authors = found
        return rest
    if is_name(names) and _WITH_PAGES.search(rest):
        said.authors = (names,)
        return rest
    return text


def _without_names_and_year(said: Said, parts: list[str]) -> list[str]:
    """What stands after "Names. Year. ", as ACM has it."""
    if len(parts) > 2 and (year := _YEAR_ALONE.fullmatch(parts[1])) and (names := _names_in(parts[0])):
        said.authors, said.year = names, int(year["year"])
        return parts[2:]
    return parts


def _names_in(text: str) -> tuple[str, ...]:
    return parse_authors(text) or one_inverted(text) or ((text,) if is_name(text) else ())


def split_pipes(text: str) -> list[str]:
    """The pieces between "|" signs that stand in no brackets."""
    if "|" not in text:
        return [text.strip()]
    pieces: list[str] = []
    for piece in PIPE.split(text):
        if pieces and pieces[-1].count("[") > pieces[-1].count("]"):
            pieces[-1] += f" | {piece}"
        else:
            pieces.append(piece)
    return [piece.strip() for piece in pieces]


def _read_apa(said: Said, names: tuple[str, ...], year: int, rest: str) -> Said:
    """A reference that begins "Last, F., & Last, F. (2017). Title. Venue": the title is one sentence."""
    title, *others = sentences(rest)
    title, groups = take_groups(title)
    if title[-1:] in "?!" or not (match := re.search(r"[?!]\s+(?=[A-Z])", title)):
        said.title = title
    else:
        said.title, others = title[: match.start() + 1], [title[match.end() :], *others]
    said.authors, said.year = names, year
    for part in others:
        if left := said.add_details(part):
            said.remarks.append(left)
    said.add_groups(groups)
    return said


def _is_reference(text: str, quoted: re.Match[str]) -> bool:
    """True if the quotes hold the title: a stop or the end comes after them, and before them nothing but authors."""
    before, after = text[: quoted.start()].strip(), text[quoted.end() :]
    ends = quoted[0].rstrip('"“”')[-1:] in ".,?!" or quoted[0][-1] in ".,"
    if after[:1].isalnum() or not (ends or not after.strip() or after.lstrip()[0] in "([.,;:–—-"):
        return False
    named = parse_authors(take_groups(before.rstrip(" :-–—"))[0])
    return not before or before[-1] in ".," or bool(named) or not after.strip(" .")


def _read_quoted(said: Said, text: str, quoted: re.Match[str], groups: list[str]) -> Said:
    """A reference whose title stands in quotes: all else is authors, venue and year, or a remark."""
    said.title = quoted["title"].strip()
    before = text[: quoted.start()]
    if not said.authors and (one := one_turned(before)):
        said.authors, before = one, ""
    before, dated = take_groups(before.rstrip(" -–—,.:"))
    said.add_groups(dated)
    for other in (before, text[quoted.end() :]):
        if left := said.add_details(other.strip(" ,.:")):
            said.remarks.append(left)
    said.add_groups(groups)
    return said


def take_label(text: str) -> tuple[Requirement | None, str]:
    """What "Optional: Title" or "Additional paper - Title" requires, and the text without those words."""
    match = _LABEL.match(text)
    if (
        match
        and (match["colon"] == ":" or len(match["label"].split()) > 1)
        and lists_readings_or_requires(match["label"])
    ):
        return requirement_of(match["label"]), _READ_IT.sub("", text[match.end() :])
    return None, text


def lists_readings_or_requires(label: str) -> bool:
    """True for a label that introduces a reading."""
    said = lists_readings(label) or requirement_of(label) is not None
    return said or label.lower() in ("background", "bonus", "further")


def _take_title_and_authors(said: Said, parts: list[str]) -> None:
    """The last sentence that is a list of names is the authors; the first of the others is the title."""
    at = next((i for i in range(len(parts) - 1, -1, -1) if len(parts) > 1 and parse_authors(parts[i])), None)
    if at is None and len(parts) > 1 and is_name(parts[1]) and len(parts[0].split()) >= 2:
        at = 1
    if at is not None:
        said.authors = parse_authors(parts[at]) or (parts[at],)
        parts = [*parts[:at], *parts[at + 1 :]]
    if len(parts) > 1 and said.name is None and _is_short_name(parts):
        said.name, *parts = parts
    said.title = parts[0]
    said.remarks.extend(parts[1:])
    if said.year is None:
        said.title, found = take_known_at_ends(said.title)
        if found:
            said.publish(found)
    if not said.authors and said.year and (glued := split_glued(said.title)):
        said.title, said.authors = glued


def _is_short_name(parts: list[str]) -> bool:
    """A first sentence of one or two words before one that is long enough to be a title."""
    short = len(parts[0].split()) <= 2 and parts[0][0].isupper()
    return short and len(parts[1].split()) >= 3 and not parts[1][0].islower()


def take_name(text: str) -> tuple[str, str] | None:
    """(short name, title) where the list gives a name apart: "TVM. An …", "Zero.ZeRO: …", "MxNet MXNet: …"."""
    if token := _BEFORE_COLON.match(text):
        word = token["token"]
        for at in (i for i, char in enumerate(word) if char == "."):
            if word[:at] and fold(word[:at]) == fold(word[at + 1 :]):
                return word[:at], text[at + 1 :]
    if (match := _NAME_STOP.match(text)) and not belongs_to_word(match["name"]):
        return match["name"], text[match.end() :].strip()
    return _repeated_name(text)


def _repeated_name(text: str) -> tuple[str, str] | None:
    """A first word that the title then begins with, or (a name of mixed case) ends with, stands apart from it."""
    match = _NAME_AGAIN.fullmatch(text)
    if not match or ":" in text[match.end("name") : match.start("title")]:
        return None
    name, title = match["name"], match["title"]
    words = fold(title).split()
    if len(words) < 3 or not title[0].isupper() or not any(char.isupper() for char in name):
        return None
    mixed = any(char.isupper() for char in name[1:]) and any(char.islower() for char in name)
    again = words[0] == fold(name) and (mixed or title[len(name) : len(name) + 1] == ":")
    return (name, title) if again or (mixed and words[-1] == fold(name)) else None
