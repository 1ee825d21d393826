"""Commands on reading lists: add, update, remove, bring back, rename, and what was not understood in them."""

from collections.abc import Sequence

from mlsys_tui.commands.base import Line, Menu, Option, Outcome, Severity, Target, Task, TaskKind, Text
from mlsys_tui.domain.sections import ReadingList
from mlsys_tui.library import Library
from mlsys_tui.text import MAX_TITLE, clean_line

ALL_LISTS = "*"
ENTER_RENAMES = "saves (empty: its own title)"
_KEYS = "123456789bcdefimnopqrstvwxyz"
"""Keys of menus of lists; `a` and `u` mean all and this one, `h`, `j`, `k` and `l` move."""


def choose(library: Library, target: Target, _argument: str | None) -> Outcome:
    """Pick what to do with lists, and with that under the cursor."""
    here = _list(library, target.list) if target.list else None
    one = clean_line(here.title, 40) if here else "a list"
    options = [
        Option("a", "add a list", "list.add"),
        Option("u", "update lists", "list.update"),
        Option("n", f"rename {one}", "list.rename"),
        Option("x", f"remove {one}", "list.remove"),
        Option("b", "bring a removed list back", "list.restore"),
        Option("p", f"problems of {one if here else 'all lists'}", "list.problems"),
    ]
    return Outcome(ask=Menu(here.title if here else "Reading lists", tuple(options)))


def add(_library: Library, _target: Target, argument: str | None) -> Outcome:
    """Look at the source named by the argument, to add it then; without one, ask."""
    if argument is None:
        ask = Line(
            "Add a reading list: a file or an address",
            "list.add",
            enter="looks at it",
            example="https://course.org/ or ~/papers.md",
        )
        return Outcome(ask=ask)
    if not (source := _unquoted(argument.strip())):
        return Outcome("Nothing was named, so nothing was added", Severity.WARNING)
    return Outcome(task=Task(TaskKind.LOOK, (source,)))


def update(library: Library, target: Target, argument: str | None) -> Outcome:
    """Read the list named by the argument again from where it came, or all; without one, ask if several can be."""
    found = [each for each in library.catalog.lists if _has_source(library, each)]
    if not found:
        return Outcome("No list came from a file or an address yet; + adds one", Severity.WARNING)
    if argument is not None:
        keys = tuple(each.key for each in found if argument in (each.key, ALL_LISTS))
        return Outcome(task=Task(TaskKind.UPDATE, keys)) if keys else _unknown(argument)
    if len(found) == 1:
        return Outcome(task=Task(TaskKind.UPDATE, (found[0].key,)))
    here = next((each for each in found if each.key == target.list), None)
    options = [Option("u", here.title, "list.update", here.key)] if here else []
    options.append(Option("a", f"all {len(found)} lists that came from somewhere", "list.update", ALL_LISTS))
    others = [each for each in found if each is not here]
    return Outcome(ask=Menu("Update which list?", (*options, *_options(others, "list.update"))))


def remove(library: Library, target: Target, argument: str | None) -> Outcome:
    """Take away the list named by the argument, else that under the cursor; if there is none, ask."""
    key = argument or target.list
    if key is None:
        return _ask_which(library, "Remove", "list.remove")
    return Outcome(task=Task(TaskKind.REMOVE, (key,))) if _list(library, key) else _unknown(key)


def restore(library: Library, _target: Target, argument: str | None) -> Outcome:
    """Bring back the removed list called by the argument; without one, ask."""
    if argument is not None:
        return Outcome(task=Task(TaskKind.RESTORE, (argument,)))
    entries = library.contents.lists
    removed = ((entries.get(each.key), each.document) for each in library.loaded.documents if each.removed)
    titles = dict.fromkeys((entry and entry.title) or document.shown_title for entry, document in removed)
    if not titles:
        return Outcome("No list was removed", Severity.WARNING)
    options = (Option(key, title, "list.restore", title) for key, title in zip(_KEYS, titles, strict=False))
    return Outcome(ask=Menu("Bring back which list?", tuple(options)))


def rename(library: Library, target: Target, argument: str | None) -> Outcome:
    """Give the list under the cursor another title: the argument is its key and the title; without them, ask."""
    key, _, title = (argument or target.list or "").partition(" ")
    if not key:
        return _ask_which(library, "Rename", "list.rename")
    shown = _list(library, key)
    if shown is None:
        return _unknown(key)
    if " " not in (argument or ""):
        ask = Line(f"Title of {shown.title}", "list.rename", shown.title, enter=ENTER_RENAMES, prefix=f"{key} ")
        return Outcome(ask=ask)
    return Outcome(task=Task(TaskKind.RENAME, (key, clean_line(title, MAX_TITLE))))


def problems(library: Library, target: Target, argument: str | None) -> Outcome:
    """What was not understood in the list named by the argument, else in that under the cursor, else in all."""
    from mlsys_tui.loading import notices_of  # noqa: PLC0415 - the command line loads this module for its words only

    key = argument or target.list
    shown = _list(library, key) if key else None
    if shown is None:
        lines = tuple(f"{notice.where}: {notice.message}" for notice in library.notices)
        title = "Problems of all lists"
    else:
        documents = (each.document for each in library.loaded.documents_of(shown.key))
        found = (notice for document in documents for notice in notices_of(document))
        lines = tuple(f"{notice.where}: {notice.message}" for notice in found)
        title = f"Problems of {shown.title}"
    if not lines:
        return Outcome(f"{shown.title if shown else 'All lists'}: all was understood")
    return Outcome(show=Text(title, lines))


def _unquoted(source: str) -> str:
    """A path as terminals paste it when a file is dropped on them has quotes around."""
    quoted = len(source) > 1 and source[0] == source[-1] and source[0] in "'\""
    return source[1:-1].strip() if quoted else source


def _has_source(library: Library, reading_list: ReadingList) -> bool:
    """True if any document of a list can be read again from where it came."""
    entries = library.contents.lists
    documents = library.loaded.documents_of(reading_list.key)
    return any(entry.source for each in documents if (entry := entries.get(each.key)))


def _list(library: Library, key: str) -> ReadingList | None:
    return next((each for each in library.catalog.lists if each.key == key), None)


def _unknown(key: str) -> Outcome:
    return Outcome(f"There is no list {clean_line(key, 80)!r} any more", Severity.ERROR)


def _ask_which(library: Library, verb: str, command: str) -> Outcome:
    if not library.catalog.lists:
        return Outcome("There are no lists; + adds one", Severity.WARNING)
    return Outcome(ask=Menu(f"{verb} which list?", tuple(_options(library.catalog.lists, command))))


def _options(lists: Sequence[ReadingList], command: str) -> list[Option]:
    return [Option(key, each.title, command, each.key) for key, each in zip(_KEYS, lists, strict=False)]
