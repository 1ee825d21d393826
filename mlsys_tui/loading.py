"""From files to a library: reads the documents, parses what the cache does not have, builds the catalog."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from types import MappingProxyType

from mlsys_tui.domain import assembly
from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.contract import document_from_json, document_to_json
from mlsys_tui.domain.notebook import Contents, ListEntry
from mlsys_tui.domain.reading_list import Document
from mlsys_tui.domain.relative import absolute
from mlsys_tui.library import Library, ListDocument, Loaded, Notice
from mlsys_tui.paths import Paths, shipped_lists
from mlsys_tui.store import documents
from mlsys_tui.store.cache import ParsedCache, content_key
from mlsys_tui.store.documents import DocumentFile
from mlsys_tui.store.news import News
from mlsys_tui.store.notebook import Notebook
from mlsys_tui.store.texts import Texts

PARSER_VERSION = "3"
"""Goes up when the same text may read differently: what an older version parsed is not used then."""

SHIPPED, DROPPED, ADDED = "shipped", "lists", "added"
"""Where documents are, the first part of their keys: in the app, in the lists folder, added by a command."""

Tick = Callable[[float], None]
"""Told how far a long reading is, from 0 to 1."""

_NONE: Mapping[str, Document] = MappingProxyType({})


class Loader:
    """Makes the catalog of all documents; what was parsed for one catalog is not parsed again for the next."""

    def __init__(self, paths: Paths) -> None:
        self.texts = Texts(paths.documents)
        self._paths = paths
        self._cache = ParsedCache(paths.cache / "parsed")
        self._known: dict[str, Document] = {}
        self._notebook: Notebook | None = None

    def close(self) -> None:
        """The library is not needed any more."""
        if self._notebook is not None:
            self._notebook.tidy()

    def open(self) -> Library:
        """The library of the shipped lists, the reader's own lists and the notebook. Never raises for bad files."""
        notebook = self._notebook = Notebook(self._paths.notebook)
        return Library.of(self.load(notebook.contents), notebook, self.load, News(self._paths.news))

    def load(self, contents: Contents, fresh: Mapping[str, Document] = _NONE) -> Loaded:
        """The catalog and all, for what `contents` says of lists; `fresh` documents are parsed already, by key."""
        entries = contents.lists
        found = []
        for key, document in _named_apart(self._documents(entries, fresh)):
            entry = entries.get(key)
            found.append(ListDocument(key, document, removed=entry is not None and entry.removed))
        shown = [each.document for each in found if not each.removed]
        catalog = assembly.build([each for each in shown if each.sections], list(contents.answers.values()))
        titles = _titles(catalog, found, entries)
        notices = tuple(notice for document in shown for notice in notices_of(document))
        return Loaded(catalog.renamed(titles), tuple(found), notices, entries, contents.answers)

    def parse(self, file: DocumentFile, tick: Tick | None = None) -> Document:
        """A file parsed, or taken from the cache if the same text was parsed before; raises only what `tick` does."""
        key = _key(file)
        if key not in self._known:
            self._known[key] = _from_cache(file, self._cache) or _parsed(file, self._cache, tick)
        return self._known[key]

    def _documents(
        self, entries: Mapping[str, ListEntry], fresh: Mapping[str, Document]
    ) -> Iterator[tuple[str, Document]]:
        for home, folder in ((SHIPPED, shipped_lists()), (DROPPED, self._paths.lists)):
            for file in documents.read_folder(folder):
                yield f"{home}/{file.name}", self.parse(file)
        added = [entry for entry in entries.values() if entry.key.startswith(f"{ADDED}/") and entry.content]
        for entry in sorted(added, key=lambda entry: (entry.added_at or "", entry.key)):
            document = fresh.get(entry.key) or self.parse(self.texts.read(entry.content, entry.name or entry.key))
            yield entry.key, absolute(document, entry.source)


def _named_apart(found: Iterable[tuple[str, Document]]) -> Iterator[tuple[str, Document]]:
    """The documents, each under a name of its own: two files in two folders may have the same."""
    taken: set[str] = set()
    for key, document in found:
        name = free_name(document.name, taken)
        taken.add(name)
        yield key, document if name == document.name else replace(document, name=name)


def free_name(name: str, taken: Iterable[str]) -> str:
    """`name`, or one like it that is none of those `taken`."""
    taken, path = set(taken), PurePath(name)
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{path.stem}-{number}{path.suffix}"
    return free


def _titles(catalog: Catalog, found: Iterable[ListDocument], entries: Mapping[str, ListEntry]) -> dict[str, str]:
    """The reader's own titles, by the key of the list."""
    titles: dict[str, str] = {}
    for each in found:
        entry = entries.get(each.key)
        if entry and entry.title and not each.removed and (course := catalog.list_of(each.document.name)):
            titles.setdefault(course.key, entry.title)
    return titles


def notices_of(document: Document) -> list[Notice]:
    """What was not understood in a document, with its line."""
    return [
        Notice(f"{document.name}:{problem.line}" if problem.line else document.name, problem.message)
        for problem in document.problems
    ]


def parse_file(path: Path) -> Document:
    """One file or pipe, wherever it is, without the cache."""
    return _read(documents.read_document(path, asked=True))


def parse_bytes(data: bytes, name: str) -> Document:
    """The bytes of a document that has no file."""
    text, problem = documents.decode(data, name)
    return _read(DocumentFile(Path(name), text, problem))


def _key(file: DocumentFile) -> str:
    return content_key(PARSER_VERSION, file.name, file.text, repr(file.problem))


def _from_cache(file: DocumentFile, cache: ParsedCache) -> Document | None:
    kept = cache.get(_key(file))
    try:
        return document_from_json(kept) if kept else None
    except (KeyError, TypeError, ValueError):
        return None  # damaged, or not ours: parse again


def _parsed(file: DocumentFile, cache: ParsedCache, tick: Tick | None) -> Document:
    document = _read(file, tick)
    cache.put(_key(file), document_to_json(document))
    return document


def _read(file: DocumentFile, tick: Tick | None = None) -> Document:
    """The document of a file; what was wrong with the file stands before the document's own problems."""
    from mlsys_tui.parsing.progress import no_tick  # noqa: PLC0415
    from mlsys_tui.parsing.reader import read  # noqa: PLC0415 - slow to import, and not needed for cached lists

    document = read(file.text, file.name, tick or no_tick)
    if file.problem is None:
        return document
    problems = document.problems if file.text else ()
    return replace(document, problems=(file.problem, *problems))
