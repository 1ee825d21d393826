"""What the commands on lists print: for people plain lines, for programs JSON objects."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mlsys_tui.domain.difference import Difference
from mlsys_tui.domain.matching import Entry, Pair
from mlsys_tui.domain.notebook import ListEntry
from mlsys_tui.domain.reading_list import Document, Problem
from mlsys_tui.domain.sections import ListSection, ReadingList
from mlsys_tui.finds import Find, Imported
from mlsys_tui.library import Library
from mlsys_tui.text import number
from mlsys_tui.web.addresses import shown

MOST_PROBLEMS = 20
FIRST_PAPERS = 5
Json = dict[str, object]


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line.rstrip()}\n" for line in lines)


# -- lists --------------------------------------------------------------------------------------------------


def lists(library: Library) -> str:
    """A line per reading list: read and total, title, kind, documents, where it comes from, problems."""
    rows = []
    for reading_list in library.catalog.lists:
        counted = str(library.tally(reading_list.papers))
        about = [reading_list.kind, ", ".join(reading_list.documents), *_origin(library, reading_list)]
        if count := len(problems_of(library, reading_list)):
            about.append(number(count, "problem"))
        rows.append(f"{counted:>9}  {reading_list.title}  ({'; '.join(about)})")
    return _text(rows)


def _origin(library: Library, reading_list: ReadingList) -> Iterator[str]:
    for entry in entries_of(library, reading_list):
        if entry.source:
            yield f"from {shown(entry.source)}"
        if entry.fetched_at:
            yield f"of {entry.fetched_at[:10]}"


def entries_of(library: Library, reading_list: ReadingList) -> list[ListEntry]:
    """What the reader said of the documents of a list."""
    entries = library.contents.lists
    keys = [each.key for each in library.loaded.documents_of(reading_list.key)]
    return [entries[key] for key in keys if key in entries]


def problems_of(library: Library, reading_list: ReadingList) -> list[tuple[str, Problem]]:
    """What was not understood in the documents of a list, with their names."""
    documents = library.loaded.documents_of(reading_list.key)
    return [(each.document.name, problem) for each in documents for problem in each.document.problems]


def lists_json(library: Library) -> list[Json]:
    """The same as JSON objects."""
    found: list[Json] = []
    for reading_list in library.catalog.lists:
        entries = entries_of(library, reading_list)
        found.append(
            {
                "key": reading_list.key,
                "title": reading_list.title,
                "kind": reading_list.kind.value,
                "documents": list(reading_list.documents),
                "sections": len(reading_list.sections),
                "readings": reading_list.readings_total(),
                "papers": len(reading_list.papers),
                "read": library.tally(reading_list.papers).read,
                "sources": [shown(entry.source) for entry in entries if entry.source],
                "fetched_at": max((entry.fetched_at for entry in entries if entry.fetched_at), default=None),
                "problems": len(problems_of(library, reading_list)),
                "new": sum(len(papers) for papers in library.news.of(reading_list.key).values()),
            }
        )
    return found


# -- one document -------------------------------------------------------------------------------------------


def find(found: Find) -> str:
    """What was found, before anything is added."""
    papers = f"{number(found.papers, 'paper')}: {found.new} new, {found.known} already in your lists"
    lines = [
        f"{found.title}  ({found.document.kind}; {number(found.sections, 'section')}, {papers})",
        *([f"  from {shown(found.source)}"] if found.source else ()),
        *([f"  here already: {found.again}"] if found.again else ()),
        *([f"  a part of {found.joins}, which is here"] if found.joins else ()),
        *_first_papers(found.document),
        *problems(found.document),
    ]
    return _text(lines)


def _first_papers(document: Document) -> Iterator[str]:
    """The first papers with their sections: in them it is seen when a document is read wrongly."""
    if first := document.first(FIRST_PAPERS):
        yield "  begins with:"
    for listing, section in first:
        where = " > ".join(section.path)
        yield f"    {listing.title}{f'  ({where})' if where else ''}"


def find_json(found: Find) -> Json:
    """The same as a JSON object."""
    return {
        "title": found.title,
        "kind": found.document.kind.value,
        "source": shown(found.source) if found.source else None,
        "document": found.document.name,
        "sections": found.sections,
        "papers": found.papers,
        "new": found.new,
        "known": found.known,
        "again": found.again,
        "joins": found.joins,
        "problems": [{"line": problem.line, "message": problem.message} for problem in found.document.problems],
    }


def problems(document: Document) -> Iterator[str]:
    """What was not understood in a document, the first of it."""
    if document.problems:
        yield f"  not understood: {number(len(document.problems), 'place')}"
    for problem in document.problems[:MOST_PROBLEMS]:
        yield f"    {_place(document.name, problem)}: {problem.message}"
    if (more := len(document.problems) - MOST_PROBLEMS) > 0:
        yield f"    and {more} more"


def all_problems(found: Sequence[tuple[str, Problem]]) -> str:
    """A line per problem, as compilers print them."""
    return _text(f"{_place(name, problem)}: {problem.message}" for name, problem in found)


def problems_json(reading_list: ReadingList, found: Sequence[tuple[str, Problem]]) -> list[Json]:
    """The same as JSON objects."""
    return [
        {"list": reading_list.key, "document": name, "line": problem.line, "message": problem.message}
        for name, problem in found
    ]


def _place(name: str, problem: Problem) -> str:
    return f"{name}:{problem.line}" if problem.line else name


# -- an update ----------------------------------------------------------------------------------------------


def update(done: Imported) -> str:
    """What an update did, or would do, to one list."""
    if done.difference is None:
        return ""
    lines = [f"{done.title}: {done.difference.summary()}", *(f"  {each}" for each in done.difference.sentences())]
    return _text([*lines, *(f"  {each}" for each in done.kept)])


def update_json(done: Imported) -> Json:
    """The same as a JSON object."""
    difference = done.difference
    return {
        "list": done.list_key,
        "title": done.title,
        "changed": bool(difference),
        "difference": difference_json(difference) if difference is not None else None,
        "kept": list(done.kept),
        "error": None,
    }


def difference_json(difference: Difference) -> Json:
    """A difference as a JSON object: counts, and each kind in full."""
    return {
        "counts": difference.counts(),
        "added": [_reading(entry) for entry in difference.added],
        "removed": [_reading(entry) for entry in difference.removed],
        "moved": [_pair(pair) for pair in difference.moved],
        "retitled": [_pair(pair) for pair in difference.retitled],
        "requirement": [_pair(pair) for pair in difference.requirement],
        "relinked": [_pair(pair) for pair in difference.relinked],
        "redated": [{"from": _section(one.old), "to": _section(one.new)} for one in difference.redated],
        "renamed": [{"from": _section(one.old), "to": _section(one.new)} for one in difference.renamed],
    }


def _pair(pair: Pair) -> Mapping[str, Json]:
    return {"from": _reading(pair.old), "to": _reading(pair.new)}


def _reading(entry: Entry) -> Json:
    return {
        "paper": entry.paper,
        "title": entry.title,
        "section": _section(entry.section),
        "requirement": entry.requirement.value if entry.requirement else None,
    }


def _section(section: ListSection) -> Json:
    return {
        "key": section.key,
        "path": list(section.path),
        "date": section.date.isoformat() if section.date else None,
        "date_text": section.date_text,
        "number": section.number,
    }
