"""What an item says, while it is being read: sentences and brackets taken in one after the other."""

import re
from dataclasses import dataclass, field, replace

from mlsys_tui.domain.reading_list import Requirement
from mlsys_tui.parsing.blocks import BREAK
from mlsys_tui.parsing.words.authors import ET_AL, is_name, one_inverted, parse_authors, people_in, without_year
from mlsys_tui.parsing.words.formal import find_formal
from mlsys_tui.parsing.words.groups import take_groups
from mlsys_tui.parsing.words.labels import requirement_of
from mlsys_tui.parsing.words.venues import Published, find_published, find_venue_alone
from mlsys_tui.patterns import pattern

_STOP = pattern(rf"\.\s+|\s*{BREAK}\s*|。\s*")
_NO_STOP = frozenset(
    """pp int symp conf trans comput surv commun lett mag assoc univ dept netw appl intl adv vs cf e.g i.e jr sr st no
    vol dr prof mr ms fig sec eq approx proc""".split()
)
_INITIAL = pattern(r"(?:[^\W\d_]\.?-?)*[^\W\d_]", re.UNICODE)
_DASHES = pattern(r"\s+(?:[-–—~]|--+)\s+")
_NO_NAME = pattern(
    r"^(?:new|preprint|under review|accepted|to appear|survey|review|best|award|blog|video|book|paper|thesis|tutorial|"
    r"tech(?:nical)? report|oral|spotlight|poster|highly recommended|\d|\W*$)|\baward\b|"
    r"^(?:a |an |the )?(?:must|classic)\b",
    re.IGNORECASE,
)
_VOLUME = pattern(r"\s\d+(?:\(\d+\))?$")
_OTHERS_FIRST = pattern(r"(?P<names>[^\W\d_][^:\"“”(\[|]{1,80}?,?\s+et\.? al\b\.?)[,.:;]?\s+(?P<rest>\S.*)", re.DOTALL)
_MAX_NAME_WORDS = 6


@dataclass(slots=True)
class Said:
    """What an item says, while it is being read."""

    title: str = ""
    name: str | None = None
    authors: tuple[str, ...] = ()
    venue: str | None = None
    year: int | None = None
    arxiv: str | None = None
    requirement: Requirement | None = None
    remarks: list[str] = field(default_factory=list)

    def publish(self, found: Published) -> None:
        """Take venue and year where they are not known yet; the rest is authors or a remark."""
        self.venue = self.venue or found.venue
        self.year = self.year or found.year
        self.arxiv = self.arxiv or found.arxiv
        names = parse_authors(found.rest) if found.rest and not self.authors else ()
        if names:
            self.authors = names
        elif found.rest:
            self.remarks.append(found.rest)

    def add_groups(self, groups: list[str]) -> None:
        """Take bracketed pieces: venue and year, what is required, or a remark."""
        for group in groups:
            if requirement := requirement_of(group):
                self.requirement = requirement
            elif found := find_published(group):
                self.publish(found)
            elif not self.authors and (names := people_in(group)):
                self.authors = names
                self.remarks.extend(filter(None, [remark_after_others(group)]))
            elif group.strip():
                self.remarks.append(group.strip())

    def add_heads(self, heads: list[str]) -> None:
        """Take brackets in front of a title: venue and year, what is required, the short name, or a remark."""
        for head in heads:
            if find_published(head) or requirement_of(head) or self.name or _NO_NAME.search(head):
                self.add_groups([head])
            elif len(head.split()) <= _MAX_NAME_WORDS and _is_written_as_name(head):
                self.name = head
            else:
                self.remarks.append(head)

    def take_first_authors(self, text: str) -> str:
        """What stands after "Lee et al., "."""
        first = _OTHERS_FIRST.match(text)
        if not first or not (names := people_in(first["names"])):
            return text
        self.authors = names
        return first["rest"]

    def add_details(self, text: str) -> str:
        """Take authors, venue and year of "Authors. Venue Year."; what is left is neither."""
        left: list[str] = []
        text = self.take_first_authors(text) if not self.authors else text
        bare, year = without_year(text)
        if not self.authors and (names := parse_authors(bare) or one_inverted(f"{bare.strip(' .,')}.")):
            self.authors, self.year = names, self.year or year
            return ""
        if self.venue is None and (found := find_formal(text)):
            self.publish(found)
            return ""
        for part in taken_tail(self, sentences(text), alone=True):
            bare, year = without_year(part)
            names = parse_authors(bare) or ((bare,) if is_name(bare) else ())
            if names and not self.authors:
                self.authors, self.year = names, self.year or year
            elif self.venue is None and (found := find_formal(part)):
                self.publish(found)
            else:
                left.append(part)
        return ". ".join(left)


def _is_written_as_name(head: str) -> bool:
    """Words that begin in capitals, mostly, or a single one in any case."""
    words = [word for word in head.split() if word[0].isalnum()]
    if not words or words[0].lower() in ("this", "a", "an", "the", "my", "not"):
        return False
    loud = sum(not word[0].islower() for word in words)
    return any(map(str.isalpha, head)) and (len(words) == 1 or loud * 2 > len(words))


def take_dashed(said: Said, text: str, *, dashed: bool) -> str:
    """What "Title - Lin, Stich (EPFL) - ICLR 2020" or "Title ~ Ongaro and Ousterhout" says after its title."""
    left = []
    for piece in _DASHES.split(text):
        bare, groups = take_groups(piece, keep_something=False)
        names = people_in(bare) if dashed and not said.authors else ()
        if names:
            said.authors = names
            said.add_groups(groups)
        elif said.add_details(piece):
            left.append(piece)
    return " - ".join(left)


def remark_after_others(group: str) -> str:
    """What follows "et al." in brackets: "(Gray et al., also in the Red Book)"."""
    return ET_AL.split(group, maxsplit=1)[-1].strip(" ,;.") if " al" in group else ""


def sentences(text: str) -> list[str]:
    """`text` split where sentences end: not after an initial or a common abbreviation."""
    parts, start = [], 0
    for match in _STOP.finditer(text):
        if match[0].startswith(".") and belongs_to_word(text[start : match.start()]):
            continue
        parts.append(text[start : match.start()].strip())
        start = match.end()
    parts.append(text[start:].strip().removesuffix("."))
    return [" ".join(part.split()) for part in parts if part]


def belongs_to_word(before: str) -> bool:
    """True if a full stop after these words ends no sentence: it belongs to an initial or an abbreviation."""
    word = before.rpartition(" ")[2].lstrip("(")
    return word.lower() in _NO_STOP or (len(word) <= 5 and bool(_INITIAL.fullmatch(word)) and _is_initials(word))


def _is_initials(word: str) -> bool:
    letters = [char for char in word if char not in ".-"]
    return all(char.isupper() for char in letters) and (len(letters) == 1 or "." in word or "-" in word)


def taken_tail(said: Said, parts: list[str], *, alone: bool = False) -> list[str]:
    """Take venue and year out of the last sentences; remarks may follow them, authors stand before them.

    Unless they may stand `alone`, something must be left to be the title.
    """
    for back in range(1, min(3, len(parts)) + 1):
        part = parts[-back]
        if (alone or len(parts) > back) and (found := _venue_of(part)):
            said.publish(replace(found, rest=""))
            said.remarks.extend(parts[len(parts) - back + 1 :])
            before = parts[: len(parts) - back]
            if said.venue is None and len(before) > (not alone) and (venue := _undated(before[-1])):
                said.publish(venue)  # "Proceedings of the Symposium. 2012"
                before.pop()
            return _without_groups(said, [*before, *filter(None, [found.rest])])
        if split := _after_comma(part):
            head, found = split
            said.publish(found)
            said.remarks.extend(parts[len(parts) - back + 1 :])
            return [*parts[: len(parts) - back], head]
    return parts


def _undated(part: str) -> Published | None:
    """The venue of a sentence before that of the year."""
    found = find_venue_alone(part) or find_formal(part)
    return found if found and found.venue else None


def _venue_of(part: str) -> Published | None:
    """Venue, year or both of a sentence about nothing else; a journal has a year or a volume."""
    found = find_published(part)
    if found and (found.venue or not found.rest):
        return found
    formal = find_formal(part)
    numbered = formal and formal.venue and any(map(str.isdigit, part.partition(formal.venue)[2]))
    return formal if formal and (formal.year or numbered or _VOLUME.search(part)) else found


def _after_comma(part: str) -> tuple[str, Published] | None:
    """Authors and what follows their last comma: "A and B, arXiv 2018", "A, B, OSDI, 2020"."""
    pieces = part.split(",")
    for size in (2, 1):
        head, tail = ",".join(pieces[:-size]).strip(), ",".join(pieces[-size:]).strip()
        found = find_venue_alone(tail) if head else None
        if found and (parse_authors(head) or is_name(head) or (found.venue and found.year and size == 1)):
            return head, found
    return None


def _without_groups(said: Said, parts: list[str]) -> list[str]:
    if not parts:
        return parts
    last, groups = take_groups(parts[-1])
    said.add_groups(groups)
    return [*parts[:-1], last]
