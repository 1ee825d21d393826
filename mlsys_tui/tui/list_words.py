"""What the screens say of lists: what was found at a source, and what an update changed. Lines of plain values."""

from collections.abc import Iterable, Iterator, Sequence

from mlsys_tui.commands.base import Outcome, Severity
from mlsys_tui.domain.difference import Difference, heading, place
from mlsys_tui.domain.matching import Entry, Pair, Sections
from mlsys_tui.domain.reading_list import Document, Requirement
from mlsys_tui.finds import Find, Imported
from mlsys_tui.text import number
from mlsys_tui.tui.facts import day
from mlsys_tui.tui.glyphs import Glyphs
from mlsys_tui.tui.lines import Item, Line, Role, Span, hanging

EMPTY: Line = ()
FIRST_PAPERS = 5
MOST_PROBLEMS = 20
MOST_OF_A_KIND = 200
Lines = list[Line | Item]


# -- before a list is added -----------------------------------------------------------------------------------


def found_lines(find: Find, glyphs: Glyphs) -> Lines:
    """Title, kind, where it comes from, how much there is and how much of it is new, what was not understood."""
    about = glyphs.dot.join(filter(None, (find.document.kind.value, find.source)))
    lines: Lines = [hanging((Span(find.title, Role.STRONG),)), hanging((Span(about, Role.DIM),)), EMPTY]
    if find.again:
        lines += [hanging((Span(f"It is here already: {find.again}. Adding it updates it.", Role.BUSY),)), EMPTY]
    if find.joins:
        lines += [hanging((Span(f"It becomes a part of {find.joins}, which is here.", Role.BUSY),)), EMPTY]
    lines += [
        _count(find.sections, "section" if find.sections == 1 else "sections"),
        _count(find.papers, "paper" if find.papers == 1 else "papers"),
        _count(find.new, "new to your lists"),
        _count(find.known, "already in your lists"),
        *_first_papers(find.document, glyphs),
    ]
    problems = find.document.problems
    if not problems:
        return [*lines, EMPTY, (Span("All was understood.", Role.DIM),)]
    sign = Span(f"{glyphs.warning} ", Role.BUSY)
    lines += [EMPTY, Item((sign,), (Span(f"not understood: {number(len(problems), 'place')}", Role.BUSY),))]
    for problem in problems[:MOST_PROBLEMS]:
        lead = f"line {problem.line}  " if problem.line else ""
        lines.append(Item((Span(f"  {lead}", Role.DIM),), (Span(problem.message),)))
    return [*lines, *_more(len(problems) - MOST_PROBLEMS)]


def _count(count: int, words: str) -> Item:
    lead = Span(f"{count:>7,}  ", Role.STRONG if count else Role.DIM)
    return Item((lead,), (Span(words, Role.TEXT if count else Role.DIM),))


def _first_papers(document: Document, glyphs: Glyphs) -> Iterator[Line | Item]:
    """The first papers with their sections: in them it is seen when a document is read wrongly."""
    first = document.first(FIRST_PAPERS)
    if first:
        yield from (EMPTY, (Span("It begins with", Role.DIM),))
    for listing, section in first:
        where = glyphs.step.join(section.path)
        yield Item((Span(f"  {glyphs.dot.strip()} ", Role.DIM),), (Span(listing.title), Span(f"  {where}", Role.DIM)))


def _more(count: int) -> Iterator[Line]:
    if count > 0:
        yield (Span(f"  and {count:,} more", Role.DIM),)


# -- after an update --------------------------------------------------------------------------------------------


def update_lines(done: Sequence[tuple[str, Imported | str]], glyphs: Glyphs) -> Lines:
    """What became of each list, by title: its difference, or why it was not updated."""
    lines: Lines = []
    for title, result in sorted(done, key=lambda each: _is_quiet(each[1])):
        lines += [EMPTY] if lines else []
        lines.append(hanging((Span(title, Role.STRONG), Span(_summary(result, glyphs), _role(result)))))
        if isinstance(result, Imported) and result.difference:
            lines += _difference(result.difference, glyphs)
        if isinstance(result, Imported) and result.kept:
            lines += [EMPTY, *(Item((Span(f"  {glyphs.note} ", Role.BUSY),), (Span(each),)) for each in result.kept)]
    return lines


def _is_quiet(result: Imported | str) -> bool:
    return isinstance(result, Imported) and not result.difference


def _summary(result: Imported | str, glyphs: Glyphs) -> str:
    if isinstance(result, str):
        return f"{glyphs.dot}not updated: {result}"
    return f"{glyphs.dot}{result.difference.summary()}" if result.difference is not None else f"{glyphs.dot}added"


def _role(result: Imported | str) -> Role:
    return Role.BAD if isinstance(result, str) else Role.DIM


def _difference(difference: Difference, glyphs: Glyphs) -> Iterator[Line | Item]:
    """Each kind under its own heading, in the order in which a reader of the course wants to know."""
    signs = glyphs.difference
    for title, sign, role, items in (
        ("On another date", signs["redated"], Role.BUSY, map(_redated, difference.redated)),
        ("Added", signs["added"], Role.GOOD, map(_entry, difference.added)),
        ("Moved", signs["moved"], Role.BUSY, map(_moved, difference.moved)),
        ("Another requirement", signs["requirement"], Role.BUSY, map(_asked, difference.requirement)),
        ("Under another title", signs["retitled"], Role.ACCENT, map(_retitled, difference.retitled)),
        ("With other links", signs["retitled"], Role.DIM, [(Span(pair.new.title),) for pair in difference.relinked]),
        ("Sections under another heading", signs["retitled"], Role.ACCENT, map(_renamed, difference.renamed)),
        ("Removed", signs["removed"], Role.BAD, map(_entry, difference.removed)),
    ):
        yield from _kind(title, sign, role, list(items))


def _kind(title: str, sign: str, role: Role, items: Sequence[Line]) -> Iterable[Line | Item]:
    if not items:
        return []
    shown = (Item((Span(f"  {sign} ", role),), item) for item in items[:MOST_OF_A_KIND])
    return [EMPTY, (Span(title, role),), *shown, *_more(len(items) - MOST_OF_A_KIND)]


def _entry(entry: Entry) -> Line:
    asked = f", {entry.requirement.value}" if entry.requirement else ""
    return (Span(entry.title), Span(f"  {place(entry.section)}{asked}", Role.DIM))


def _moved(pair: Pair) -> Line:
    return (Span(pair.new.title), Span(f"  to {place(pair.new.section)}, from {place(pair.old.section)}", Role.DIM))


def _retitled(pair: Pair) -> Line:
    return (Span(pair.new.title), Span(f"  was: {pair.old.title}", Role.DIM))


def _asked(pair: Pair) -> Line:
    return (Span(pair.new.title), Span(f"  {_said(pair.new.requirement)}, was {_said(pair.old.requirement)}", Role.DIM))


def _said(requirement: Requirement | None) -> str:
    return requirement.value if requirement else "not said"


def _redated(one: Sections) -> Line:
    was, now = ((each.date and day(each.date)) or each.date_text or "no date" for each in one)
    return (Span(heading(one.new)), Span(f"  {now}, was {was}", Role.DIM))


def _renamed(one: Sections) -> Line:
    return (Span(heading(one.new)), Span(f"  was: {heading(one.old)}", Role.DIM))


def update_summary(done: Sequence[tuple[str, Imported | str]]) -> Outcome:
    """What became of all lists, in one sentence."""
    failed = [f"{title} was not updated. {result}" for title, result in done if isinstance(result, str)]
    changed = [(title, each) for title, each in done if not isinstance(each, str) and each.change and each.change.edits]
    if len(done) == 1 and failed:
        return Outcome(failed[0], Severity.ERROR)
    if len(done) == 1:
        title, result = done[0]
        difference = result.difference if isinstance(result, Imported) else None
        return Outcome(f"{title}: {difference.summary() if difference is not None else 'nothing changed'}")
    parts = [
        f"{len(changed)} of {number(len(done), 'list')} changed",
        *([f"{len(failed)} not updated"] if failed else []),
    ]
    return Outcome(", ".join(parts), Severity.ERROR if failed else Severity.INFORMATION)
