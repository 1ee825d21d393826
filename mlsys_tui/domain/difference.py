"""What an update does to one reading list: readings that came, left, moved or are called otherwise.

Two states of the list are compared by evidence, never by position alone: a paper by its names and ids, a section by
its heading and by the readings in it, so that a course that moves its sessions by a week is not a new course.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.matching import Entry, Pair, Sections, entries, match
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.domain.reading_list import Requirement
from mlsys_tui.domain.sections import ListSection, ReadingList
from mlsys_tui.text import fold


@dataclass(frozen=True, slots=True)
class Difference:
    """What is not as it was, in the order of the list. A reading can be moved and retitled at once.

    `kept` holds all readings that are still there, changed or not. Sections are `redated` if they have another
    date, `renamed` if they have another heading; those that came or went are told by their readings.
    """

    added: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()
    moved: tuple[Pair, ...] = ()
    retitled: tuple[Pair, ...] = ()
    requirement: tuple[Pair, ...] = ()
    relinked: tuple[Pair, ...] = ()
    redated: tuple[Sections, ...] = ()
    renamed: tuple[Sections, ...] = ()
    kept: tuple[Pair, ...] = field(default=(), repr=False)

    def __bool__(self) -> bool:
        return any(self.counts().values())

    def counts(self) -> dict[str, int]:
        """How many of each kind."""
        return {
            "added": len(self.added),
            "removed": len(self.removed),
            "moved": len(self.moved),
            "redated": len(self.redated),
            "retitled": len(self.retitled),
            "requirement": len(self.requirement),
            "relinked": len(self.relinked),
            "renamed": len(self.renamed),
        }

    def summary(self) -> str:
        """The counts in a few words; "nothing changed" if there are none."""
        words = _WORDS_OF_COUNTS
        said = [f"{count} {words[kind]}" for kind, count in self.counts().items() if count]
        return ", ".join(said) or "nothing changed"

    def fresh(self) -> dict[str, tuple[PaperKey, ...]]:
        """The papers that are new or moved, by the key of the section that they are in now."""
        found: dict[str, dict[PaperKey, None]] = {}
        for entry in (*self.added, *(pair.new for pair in self.moved)):
            found.setdefault(entry.section.key, {})[entry.paper] = None
        return {section: tuple(papers) for section, papers in found.items()}

    def sentences(self) -> Iterator[str]:
        """A plain sentence for each."""
        for one in self.redated:
            yield _redated(one)
        for one in self.renamed:
            yield f"Renamed the section {heading(one.old)!r}: {heading(one.new)}"
        for entry in self.added:
            yield f"Added to {place(entry.section)}: {entry.title}"
        for entry in self.removed:
            yield f"Removed from {place(entry.section)}: {entry.title}"
        for old, new in self.moved:
            yield f"Moved from {place(old.section)} to {place(new.section)}: {new.title}"
        for old, new in self.retitled:
            yield f"Retitled: {new.title} (was: {old.title})"
        for old, new in self.requirement:
            yield f"Now {_said(new.requirement)} (was {_said(old.requirement)}): {new.title}"
        for _, new in self.relinked:
            yield f"With other links: {new.title}"


_WORDS_OF_COUNTS = {
    "added": "added",
    "removed": "removed",
    "moved": "moved",
    "redated": "on another date",
    "retitled": "retitled",
    "requirement": "with another requirement",
    "relinked": "with other links",
    "renamed": "under another heading",
}


def heading(section: ListSection) -> str:
    """A section's way in words."""
    return " > ".join(section.path) or section.date_text or "the beginning"


def place(section: ListSection) -> str:
    """A section's way, with its date or number."""
    way = heading(section)
    if section.number is not None:
        way = f"{section.number}. {way}"
    if not section.date_text or section.date_text in way:
        return way
    return f"{section.date_text} · {way}" if way[:1].isdigit() else f"{section.date_text} {way}"


def _redated(one: Sections) -> str:
    old, new = one.old.when, one.new.when
    if new is None:
        return f"Without a date now (was {old}): {heading(one.new)}"
    return f"Moved to {new}{f' (was {old})' if old else ''}: {heading(one.new)}"


def _said(requirement: Requirement | None) -> str:
    return requirement.value if requirement else "neither required nor extra"


def _headed(section: ListSection) -> str:
    """The heading without its date: what a section is about."""
    words = fold(" ".join(section.path))
    return words.replace(fold(section.date_text), "").strip() if section.date_text else words


def between(before: Catalog, old: ReadingList | None, after: Catalog, new: ReadingList | None) -> Difference:
    """What is different in the `new` state of a list, out of the catalog `after`; None for no list."""
    olds, news = entries(before, old), entries(after, new)
    matched = match(olds, news, old.sections if old else (), new.sections if new else ())
    pairs, sections = matched.pairs, matched.sections
    gone, here = {id(pair.old) for pair in pairs}, {id(pair.new) for pair in pairs}
    goes_to = {one.old.key: one.new.key for one in sections}
    return Difference(
        added=tuple(entry for entry in news if id(entry) not in here),
        removed=tuple(entry for entry in olds if id(entry) not in gone),
        moved=tuple(pair for pair in pairs if goes_to.get(pair.old.section.key) != pair.new.section.key),
        retitled=tuple(pair for pair in pairs if fold(pair.old.title) != fold(pair.new.title)),
        requirement=tuple(pair for pair in pairs if pair.old.requirement is not pair.new.requirement),
        relinked=tuple(pair for pair in pairs if _addresses(pair.old) != _addresses(pair.new)),
        redated=tuple(one for one in sections if one.old.when != one.new.when),
        renamed=tuple(one for one in sections if _headed(one.old) != _headed(one.new)),
        kept=tuple(pairs),
    )


def _addresses(entry: Entry) -> set[str]:
    return {link.url for link in entry.listing.links}
