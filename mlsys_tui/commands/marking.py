"""Commands that write into the notebook: status, note, tags, rating; undo and redo."""

from collections.abc import Callable

from mlsys_tui.commands.base import Earlier, Line, Menu, Option, Outcome, Severity, Target
from mlsys_tui.domain.notebook import (
    MAX_RATING,
    Change,
    Record,
    Status,
    merge_notes,
    with_note,
    with_rating,
    with_status,
    with_tags,
)
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.library import Library
from mlsys_tui.text import MAX_NOTE, clean_block, clean_line

_BOTH = "; it was changed elsewhere meanwhile, so both texts are kept, yours first"
STATUS_KEYS = {
    Status.UNREAD: "u",
    Status.QUEUED: "q",
    Status.READING: "i",
    Status.READ: "r",
    Status.SKIPPED: "s",
}


def toggle_read(library: Library, target: Target, _argument: str | None) -> Outcome:
    """Read if any of the papers is not, else all unread."""
    all_read = all(library.state(key).status is Status.READ for key in target.papers)
    return _set_status(library, target, Status.UNREAD if all_read else Status.READ)


def choose_status(library: Library, target: Target, argument: str | None) -> Outcome:
    """Set the status named by the argument; without one, ask."""
    if argument is None:
        options = (Option(key, status.value, "status.choose", status) for status, key in STATUS_KEYS.items())
        return Outcome(ask=Menu(f"Status of {subject(library, target)}", tuple(options)))
    try:
        status = Status(argument.strip().lower())
    except ValueError:
        known = ", ".join(Status)
        return Outcome(f"There is no status {clean_line(argument)!r}; it is one of {known}", Severity.ERROR)
    return _set_status(library, target, status)


def _set_status(library: Library, target: Target, status: Status) -> Outcome:
    change = library.change(f"marked {status}", target.papers, lambda record, at: with_status(record, status, at))
    return _done(library, target, change, f"already {status}")


def write_note(library: Library, target: Target, argument: str | None, base: str | None = None) -> Outcome:
    """Save the argument as the note; `base` is the text the writing began from, to keep both after a conflict."""
    if argument is None:
        return Outcome("Nothing was written", Severity.WARNING)
    note = clean_block(argument)
    if len(note) > MAX_NOTE:
        longest = f"the longest has {MAX_NOTE:,} characters, this one {len(note):,}"
        return Outcome(f"That is too long for a note, and nothing was changed: {longest}", Severity.ERROR)

    both = False

    def edit(record: Record, at: str) -> Record:
        nonlocal both
        merged = merge_notes(base, note, record.note)
        both = merged not in (note, record.note)
        return with_note(record, merged, at)

    label = "wrote the note" if note.strip() else "took the note away"
    change = library.change(label, target.papers[:1], edit)
    present = library.state(target.papers[0]).note
    done = _done(library, target, change, "the note is as it was" if present else "no note to take away")
    return done._replace(message=f"{done.message}{_BOTH}", severity=Severity.WARNING) if both and change.edits else done


def bring_back(library: Library, target: Target, argument: str | None) -> Outcome:
    """Make an earlier version of the note, whose text is the argument, the note again. Without one, ask."""
    paper = target.papers[0]
    if argument is None:
        return Outcome(ask=Earlier(paper, "note.versions"))
    note = next((each.text for each in library.versions(paper) if each.text == argument), None)
    if note is None:
        return Outcome(f"{library.paper(paper).label} has no such earlier version of its note", Severity.ERROR)

    def edit(record: Record, at: str) -> Record:
        return with_note(record, note, at)

    target = target._replace(papers=(paper,))
    return _done(library, target, library.change("brought an earlier note back", [paper], edit), "that is the note")


def edit_tags(library: Library, target: Target, argument: str | None) -> Outcome:
    """Set the tags to the words of the argument; for several papers, add them. Without one, ask."""
    several = len(target.papers) > 1
    if argument is None:
        present = () if several else library.state(target.papers[0]).tags
        title = f"Tags of {subject(library, target)}"
        return Outcome(ask=Line(title, "tags.edit", " ".join(present), _tags_in_use(library)))
    tags = tuple(word.lstrip("#") for word in clean_line(argument).replace(",", " ").split() if word.strip("#"))

    def edit(record: Record, _at: str) -> Record:
        return with_tags(record, (*record.tags, *tags) if several else tags)

    label = f"tagged {' '.join(tags)}" if tags else "took the tags away"
    nothing = f"already {label}" if tags else f"no tags to {'add' if several else 'take away'}"
    return _done(library, target, library.change(label, target.papers, edit), nothing)


def _tags_in_use(library: Library) -> tuple[str, ...]:
    return tuple(sorted({tag for record in library.contents.records.values() for tag in record.tags}))


def set_rating(library: Library, target: Target, argument: str | None) -> Outcome:
    """Rate 1 to 5, 0 for no rating. Without an argument, ask."""
    if argument is None:
        stars = (Option(str(n), "★" * n, "rating.set", str(n)) for n in range(1, MAX_RATING + 1))
        none = Option("0", "no rating", "rating.set", "0")
        return Outcome(ask=Menu(f"Rating of {subject(library, target)}", (*stars, none)))
    if argument.strip() not in {str(n) for n in range(MAX_RATING + 1)}:
        return Outcome(f"A rating is 0 to {MAX_RATING}, not {clean_line(argument)!r}", Severity.ERROR)
    rating = int(argument) or None

    def edit(record: Record, _at: str) -> Record:
        return with_rating(record, rating)

    label = f"rated {rating}" if rating else "took the rating away"
    nothing = f"already {label}" if rating else "no rating to take away"
    return _done(library, target, library.change(label, target.papers, edit), nothing)


def undo(library: Library, _target: Target, _argument: str | None) -> Outcome:
    """Take the last change back."""
    return _again(library, library.undo, "Undone", "Nothing to undo")


def redo(library: Library, _target: Target, _argument: str | None) -> Outcome:
    """Do the change again that was taken back last."""
    return _again(library, library.redo, "Done again", "Nothing to redo")


def _again(library: Library, step: Callable[[], Change | None], done: str, nothing: str) -> Outcome:
    change = step()
    if change is None:
        return Outcome(nothing, Severity.WARNING)
    return Outcome(f"{done}: {_said(library, change)}", changed=_papers(library, change))


def _done(library: Library, target: Target, change: Change, nothing: str) -> Outcome:
    """What was done, or `nothing` if all was so already: even then, others may have changed what is shown."""
    message = _said(library, change) if change.edits else f"{subject(library, target)}: {nothing}"
    return Outcome(message, changed=target.papers)


def _said(library: Library, change: Change) -> str:
    """The change in words; one of lists or answers names them itself."""
    if not change.only_papers:
        return change.label
    papers = _papers(library, change)
    if len(papers) != 1:
        return f"{len(papers)} papers {change.label}"
    row = next((edit.after or edit.before for edit in change.edits), None)
    known = library.catalog.papers.get(papers[0])
    label = known.label if known else row.label if row else papers[0]
    return f"{label}: {change.label}"


def _papers(library: Library, change: Change) -> tuple[PaperKey, ...]:
    """The papers whose records a change touched; a paper that was joined has several."""
    rows = (edit.after or edit.before for edit in change.edits)
    records = (row for row in rows if isinstance(row, Record))
    return tuple(dict.fromkeys(library.records.paper_of(record) or record.key for record in records))


def subject(library: Library, target: Target) -> str:
    """The papers a question is about, in few words."""
    return library.paper(target.papers[0]).label if len(target.papers) == 1 else f"{len(target.papers)} papers"
