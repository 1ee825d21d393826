"""A reference written as sentences, "Name. Title. Authors. Venue Year. (remark)", to its parts, in whatever order."""

import re
from dataclasses import dataclass, field, replace

from mlsys_tui.parsing.authors import parse_authors, split_glued
from mlsys_tui.parsing.venues import Published, find_published
from mlsys_tui.text import fold

# A stop ends a sentence before white space, unless it belongs to an initial or a common abbreviation.
_STOP = re.compile(
    r"(?<!\b[A-Z])(?<!\b[A-Z]\.[A-Z])(?<!\bvs)(?<!\bal)(?<!\bet)(?<!\bJr)(?<!\bSt)(?<!\be\.g)(?<!\bi\.e)(?<!\bNo)(?<!\bvol)\.\s+"
)
_NAME_STOP = re.compile(r"(?P<name>[^\s:,;()\[\]]{1,30})\.\s+(?=\S)")
_NAME_GLUED = re.compile(r"(?P<name>[\w\-+]{2,30})\.(?P<again>[\w\-+]{2,30})(?=:)")
_NAME_AGAIN = re.compile(r"(?P<name>[\w\-+]{2,30}):?\s+(?P<title>\S.*)", re.DOTALL)
_OPENING = {")": "(", "]": "["}
_HEAD_GROUP = re.compile(r"^\s*\[(?P<square>[^\[\]]+)\]\s*(?=\S)")
_COMMA_VENUE = re.compile(r",\s*(?P<venue>[^,]{2,40})$")


@dataclass(slots=True)
class Said:
    """What an item says, while it is being read."""

    title: str = ""
    name: str | None = None
    authors: tuple[str, ...] = ()
    venue: str | None = None
    year: int | None = None
    remarks: list[str] = field(default_factory=list)

    def publish(self, found: Published) -> None:
        """Take venue and year where they are not known yet; the rest is a remark."""
        self.venue = self.venue or found.venue
        self.year = self.year or found.year
        if found.rest:
            self.remarks.append(found.rest)

    def add_groups(self, groups: list[str]) -> None:
        """Take bracketed pieces: venue and year, or a remark."""
        for group in groups:
            if found := find_published(group):
                self.publish(found)
            elif group.strip():
                self.remarks.append(group.strip())

    def add_details(self, text: str) -> bool:
        """Take "Authors. Venue Year."; False (and nothing taken) if `text` is something else."""
        parts = [part.strip(" .") for part in _STOP.split(text) if part.strip(" .")]
        authors: tuple[str, ...] = ()
        published: Published | None = None
        for part in parts:
            if not authors and (names := parse_authors(part)):
                authors = names
            elif published is None and (found := find_published(part)) and not found.rest:
                published = found
            else:
                return False
        self.authors = self.authors or authors
        if published:
            self.publish(published)
        return True


def take_groups(text: str, *, keep_something: bool = True) -> tuple[str, list[str]]:
    """`text` without the bracketed pieces at its end and the one at its beginning, and those pieces in order.

    A text that is nothing but a bracket is kept, unless `keep_something` is False.
    """
    groups: list[str] = []
    end = len(text)
    while (found := _group_before(text, end)) is not None:
        start, closed = found
        if keep_something and not text[:start].strip():
            break
        groups.append(text[start + 1 : closed])
        end = start
    text = text[:end] if groups else text
    groups.reverse()
    if match := _HEAD_GROUP.match(text):
        groups.insert(0, match["square"])
        text = text[match.end() :]
    return text.strip(), groups


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


def take_name(text: str) -> tuple[str, str] | None:
    """(short name, title) where the list gives a name apart: "TVM. An …", "Zero.ZeRO: …", "MxNet MXNet: …"."""
    if match := _NAME_GLUED.match(text):
        if fold(match["name"]) == fold(match["again"]):
            return match["name"], text[match.start("again") :]
    elif (match := _NAME_STOP.match(text)) and not _is_initial(match["name"]):
        return match["name"], text[match.end() :].strip()
    return _repeated_name(text)


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isupper()


def _repeated_name(text: str) -> tuple[str, str] | None:
    """A first word that the title then begins with, or (a name of mixed case) ends with, stands apart from it."""
    match = _NAME_AGAIN.fullmatch(text)
    if not match or ":" in text[match.end("name") : match.start("title")]:
        return None
    name, title = match["name"], match["title"]
    words = fold(title).split()
    mixed = any(char.isupper() for char in name[1:]) and any(char.islower() for char in name)
    if mixed and title[0].isupper() and fold(name) in (words[0], words[-1]) and len(words) >= 3:
        return name, title
    return None


def read_sentence(text: str) -> Said:
    """Read a reference that is plain text."""
    said = Said()
    text, groups = take_groups(" ".join(text.split()))
    if named := take_name(text):
        said.name, text = named
    parts = [part.strip() for part in _STOP.split(text) if part.strip()]
    if parts:
        parts[-1] = parts[-1].removesuffix(".")
        parts = _take_published(said, parts)
        _take_title_and_authors(said, parts)
    said.add_groups(groups)
    return said


def _take_published(said: Said, parts: list[str]) -> list[str]:
    """Take venue and year off the end, as a sentence or after the last comma; brackets before them too."""
    if len(parts) > 1 and (found := find_published(parts[-1])):
        said.publish(replace(found, rest=""))
        parts = [*parts[:-1], found.rest] if found.rest else parts[:-1]
        return _without_groups(said, parts)
    if (match := _COMMA_VENUE.search(parts[-1])) and (found := find_published(match["venue"])) and found.year:
        said.publish(found)
        return [*parts[:-1], parts[-1][: match.start()]]
    return parts


def _without_groups(said: Said, parts: list[str]) -> list[str]:
    last, groups = take_groups(parts[-1])
    said.add_groups(groups)
    return [*parts[:-1], last]


def _take_title_and_authors(said: Said, parts: list[str]) -> None:
    for index, part in enumerate(parts):
        if len(parts) > 1 and (names := parse_authors(part)):
            said.authors = names
            parts = [*parts[:index], *parts[index + 1 :]]
            break
    said.title = parts[0]
    said.remarks.extend(part for part in parts[1:] if part)
    if not said.authors and (glued := split_glued(said.title)):
        said.title, said.authors = glued
