"""Commands on which papers are one: suggestions, the same, different, take a listing out."""

from collections.abc import Sequence

from mlsys_tui import sameness
from mlsys_tui.commands.base import Menu, Option, Outcome, Severity, Target
from mlsys_tui.domain.notebook import Change
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.library import Library
from mlsys_tui.sameness import Part, SamenessError
from mlsys_tui.suggestions.search import Suggestion

MOST_OPTIONS = 9
WITH_NOTES, WITHOUT_NOTES = "notes go", "notes stay"


def show_suggestions(library: Library, _target: Target, argument: str | None) -> Outcome:
    """Pick a suggestion; with one as the argument (its two papers), ask what they are."""
    keys = _keys(library, argument)
    if len(keys) == 2:
        return Outcome(ask=_question(library, keys))
    found = sameness.suggestions(library)
    if not found:
        return Outcome("No papers look like one; all that did are answered", Severity.WARNING)
    options = (
        Option(str(n), f"{_both(library, each)}: {each.why}", "suggestions.show", f"{each.one} {each.other}")
        for n, each in enumerate(found[:MOST_OPTIONS], start=1)
    )
    more = f" (the surest {MOST_OPTIONS} of {len(found)})" if len(found) > MOST_OPTIONS else ""
    return Outcome(ask=Menu(f"Maybe the same paper{more}", tuple(options)))


def same(library: Library, target: Target, argument: str | None) -> Outcome:
    """Make one paper of those selected and those of the argument; with a single one, offer those it is like."""
    keys = _chosen(library, target, argument)
    if len(keys) == 1:
        return _parked(library, keys) or _offer(library, keys[0], "paper.same", "is the same as")
    if not keys:
        return Outcome("Select two papers first: Space", Severity.WARNING)
    if parked := _parked(library, keys):
        return parked
    try:
        return _done(sameness.say_same(library, keys), keys)
    except SamenessError as error:
        return Outcome(str(error), Severity.ERROR)


def different(library: Library, target: Target, argument: str | None) -> Outcome:
    """Keep two papers apart, selected or of the argument; with a single one, offer those it is like."""
    keys = _chosen(library, target, argument)
    if len(keys) == 1:
        return _parked(library, keys) or _offer(library, keys[0], "paper.different", "is another paper than")
    if len(keys) != 2:
        return Outcome("Select two papers first: Space", Severity.WARNING)
    if parked := _parked(library, keys):
        return parked
    try:
        return _done(sameness.say_different(library, keys[0], keys[1]), keys)
    except SamenessError as error:
        return Outcome(str(error), Severity.ERROR)


def split(library: Library, target: Target, argument: str | None) -> Outcome:
    """Take a part out of a paper: the argument is its number, and may say where the notes go. Without one, ask."""
    key = target.papers[0]
    if parked := _parked(library, [key]):
        return parked
    parts = sameness.parts(library, key)
    label = library.paper(key).label
    if not parts:
        return Outcome(f"{label} has one listing, or listings that are all alike", Severity.WARNING)
    if argument is None:
        options = (
            Option(str(n), part_label(part), "paper.split", str(n))
            for n, part in enumerate(parts[:MOST_OPTIONS], start=1)
        )
        return Outcome(ask=Menu(f"Take which listing out of {label}?", tuple(options)))
    number, _, notes = argument.strip().partition(" ")
    if not number.isdecimal() or not 1 <= int(number) <= len(parts) or notes not in ("", WITH_NOTES, WITHOUT_NOTES):
        return Outcome(f"{label} has no such listing; it has {len(parts)}", Severity.ERROR)
    with_record = None if not notes else notes == WITH_NOTES
    try:
        return _done(sameness.split(library, key, parts[int(number) - 1], with_record=with_record), [key])
    except SamenessError as error:
        return Outcome(str(error), Severity.ERROR)


def part_label(part: Part) -> str:
    """A part in words: its title, and where it stands."""
    where = "; ".join(dict.fromkeys(f"{place.list_title}, {place.document}" for place in part.places))
    return f"{part.title}{f', {len(part.places)} listings' if len(part.places) > 1 else ''} ({where})"


def _question(library: Library, keys: Sequence[PaperKey]) -> Menu:
    one, other = (library.paper(key).title for key in keys)
    pair = " ".join(keys)
    options = (
        Option("s", "They are the same paper", "paper.same", pair),
        Option("d", "They are different papers", "paper.different", pair),
        Option("l", "Later", "suggestions.show"),
    )
    return Menu(f"{one}  –  {other}", options)


def _offer(library: Library, key: PaperKey, command: str, words: str) -> Outcome:
    """The papers that may be the same as one, each with the command."""
    label = library.paper(key).label
    if sameness.takes_long(library):
        return Outcome("That takes a while: = looks for papers that are alike, or select two (Space)", Severity.WARNING)
    found = [each for each in sameness.suggestions(library) if key in (each.one, each.other)]
    if not found:
        return Outcome(f"No paper looks like {label}; select two papers (Space) to say so yourself", Severity.WARNING)
    others = [(each.other if each.one == key else each.one, each.why) for each in found[:MOST_OPTIONS]]
    options = (
        Option(str(n), f"{library.paper(other).title}: {why}", command, f"{key} {other}")
        for n, (other, why) in enumerate(others, start=1)
    )
    return Outcome(ask=Menu(f"{label} {words}", tuple(options)))


def _parked(library: Library, keys: Sequence[PaperKey]) -> Outcome | None:
    """What to say if one of the papers is in no list: only what lists say can be joined or taken apart."""
    gone = next((key for key in keys if key not in library.catalog.papers), None)
    if gone is None:
        return None
    return Outcome(
        f"{library.paper(gone).label} is in no list any more; it waits for one that has it", Severity.WARNING
    )


def _both(library: Library, pair: Suggestion) -> str:
    return f"{library.paper(pair.one).title}  –  {library.paper(pair.other).title}"


def _chosen(library: Library, target: Target, argument: str | None) -> tuple[PaperKey, ...]:
    """The papers of the argument if there are several, else those selected, and that of the argument."""
    named = _keys(library, argument)
    return named if len(named) > 1 else (*target.papers, *named)


def _keys(library: Library, argument: str | None) -> tuple[PaperKey, ...]:
    """The papers that an argument names by their keys."""
    return tuple(PaperKey(word) for word in (argument or "").split() if PaperKey(word) in library.catalog.papers)


def _done(change: Change, keys: Sequence[PaperKey]) -> Outcome:
    label = change.label
    message = f"{label[:1].upper()}{label[1:]}" if change.edits else f"You have said so already: {label}"
    return Outcome(message, changed=tuple(keys))
