"""From files to a library: reads the documents, parses what the cache does not have, builds the catalog."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from json import dumps
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import cast

from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.notebook import Contents, ListEntry
from mlsys_tui.domain.reading_list import Document
from mlsys_tui.domain.relative import absolute
from mlsys_tui.library import Library, ListDocument, Loaded, Notice
from mlsys_tui.paths import Paths, shipped_lists, shipped_parsed
from mlsys_tui.store import documents
from mlsys_tui.store.cache import ParsedCache, content_key
from mlsys_tui.store.catalog_cache import CatalogCache, Made, Source, has_settled, same_files, stamp_of
from mlsys_tui.store.documents import DocumentFile
from mlsys_tui.store.news import News
from mlsys_tui.store.notebook import Notebook
from mlsys_tui.store.texts import Texts
from mlsys_tui.text import clean_line

PARSER_VERSION = "3"
"""Goes up when the same text may read differently: what an older version parsed is not used then."""

SHIPPED, DROPPED, ADDED = "shipped", "lists", "added"
"""Where documents are, the first part of their keys: in the app, in the lists folder, added by a command."""

SHORT = 200_000
"""Bytes of lists that are read while one waits for the first frame: a third of a second."""

Tick = Callable[[float], None]
"""Told how far a long reading is, from 0 to 1."""

_NONE: Mapping[str, Document] = MappingProxyType({})


class Loader:
    """Makes the catalog of all documents, or opens the one that was kept when nothing of what it was made of changed.

    What was parsed for one catalog is not parsed again for the next.
    """

    def __init__(self, paths: Paths) -> None:
        self.texts = Texts(paths.documents)
        self._paths = paths
        self._parsed = ParsedCache(paths.cache / "parsed", shipped_parsed())
        self._catalogs = CatalogCache(paths.cache, PARSER_VERSION)
        self._known: dict[str, Document] = {}
        self._contents: dict[str, str] = {}
        self._unread: dict[str, DocumentFile] = {}
        self._notebook: Notebook | None = None
        self._opened: Catalog | None = None

    def close(self) -> None:
        """The library is not needed any more."""
        if self._notebook is not None:
            self._notebook.tidy()

    def open(self, *, at_once: bool = False) -> Library:
        """The library of the shipped lists, the reader's own lists and the notebook. Never raises for bad files.

        If it is wanted `at_once`, but reading the lists takes long, there are none in it yet, and it is stale.
        """
        notebook = self._notebook = Notebook(self._paths.notebook)
        loaded = self._at_once(notebook.contents) if at_once else self.load(notebook.contents)
        return Library.of(loaded, notebook, self.load, News(self._paths.news))

    def _at_once(self, contents: Contents) -> Loaded:
        sources = self._sources(contents.lists)
        if kept := self._catalogs.open(partial(_still_of, sources, said_of(contents))):
            return self._kept(*kept, contents)
        if sum(source.stamp[0] for source in sources if source.stamp) > SHORT:
            return Loaded(Catalog())
        return self.keep(self._built(sources, contents, _NONE))

    def load(self, contents: Contents, fresh: Mapping[str, Document] = _NONE) -> Loaded:
        """The catalog and all, for what `contents` says of lists; `fresh` documents are parsed already, by key."""
        sources = self._sources(contents.lists)
        if fresh:
            return self._built(sources, contents, fresh)
        if self._opened is not None and self._opened.is_damaged:
            self._catalogs.forget()
        elif opened := self._catalogs.open(partial(_still_of, sources, said_of(contents))):
            if opened[0].kept is None or opened[0].kept.verify():
                return self._kept(*opened, contents)
            self._catalogs.forget()
        return self.keep(self._built(sources, contents, fresh))

    def keep(self, loaded: Loaded) -> Loaded:
        """The same, with a catalog that is read from a file as it is looked at, if it can be kept in one."""
        if loaded.catalog.kept is not None and not loaded.catalog.kept.verify():
            return loaded  # else what is wrong with it would get a right digest
        at = time.time_ns()
        lists, answers = ({} if rows is None else rows for rows in (loaded.lists, loaded.answers))
        contents = Contents(lists=lists, answers=answers)  # type: ignore[arg-type]  # each by its place
        sources = tuple(map(_with_content, self._sources(contents.lists)))
        if any(each.content != self._contents.get(each.path, each.content) for each in sources):
            return loaded  # a file has changed since it was read
        about = {
            "documents": [[each.key, each.name, each.removed] for each in loaded.documents],
            "notices": [list(notice) for notice in loaded.notices],
        }
        made = Made(sources, said_of(contents), at, about)
        from mlsys_tui.search.texts import index_of, parts_of  # noqa: PLC0415 - not needed where one was kept

        kept = self._catalogs.put(loaded.catalog, made, parts_of(index_of(loaded.catalog)))
        return self._kept(kept, made, contents) if kept else loaded

    def parse(self, file: DocumentFile, tick: Tick | None = None) -> Document:
        """A file parsed, or taken from the cache if the same text was parsed before; raises only what `tick` does."""
        key = _key(file)
        if key not in self._known:
            self._known[key] = _from_cache(file, self._parsed) or parse_into(self._parsed, file, tick)
        return self._known[key]

    def _kept(self, catalog: Catalog, made: Made, contents: Contents) -> Loaded:
        """What goes with a catalog that was kept. Its documents are read when they are asked for."""
        documents = cast("list[tuple[str, str, bool]]", made.about["documents"])
        notices = cast("list[tuple[str, str]]", made.about["notices"])
        found = {source.key: source for source in made.sources}
        self._known.clear()
        self._opened = catalog
        return Loaded(
            catalog,
            tuple(
                ListDocument(key, name, partial(self._read, found[key], name, contents.lists), removed=removed)
                for key, name, removed in documents
            ),
            tuple(Notice(where, message) for where, message in notices),
            contents.lists,
            contents.answers,
        )

    def _built(self, sources: Sequence[Source], contents: Contents, fresh: Mapping[str, Document]) -> Loaded:
        from mlsys_tui.domain import assembly  # noqa: PLC0415 - not needed where a catalog was kept

        entries = contents.lists
        taken: set[str] = set()
        found = []
        for source in sources:
            entry = entries.get(source.key)
            document = fresh.get(source.key)
            if document is None:
                document = self._read(source, None, entries)
            elif entry is not None:
                document = absolute(document, entry.source)
            name = free_name(document.name, taken)
            taken.add(name)
            document = document if name == document.name else replace(document, name=name)
            removed = entry is not None and entry.removed
            found.append((ListDocument(source.key, name, partial(_same, document), removed=removed), document))
        shown = [document for each, document in found if not each.removed]
        documents = tuple(each for each, _ in found)
        catalog = assembly.build([each for each in shown if each.sections], list(contents.answers.values()))
        titles = _titles(catalog, documents, entries)
        notices = tuple(notice for document in shown for notice in notices_of(document))
        return Loaded(catalog.renamed(titles), documents, notices, entries, contents.answers)

    def _read(self, source: Source, name: str | None, entries: Mapping[str, ListEntry]) -> Document:
        """The document of a source, under another `name` if there is one."""
        entry = entries.get(source.key)
        if source.key.startswith(f"{ADDED}/"):
            known = entry or ListEntry(source.key)
            document = self.parse(self.texts.read(known.content, known.name or known.key))
            document = absolute(document, known.source)
        else:
            file = self._unread.get(source.path) or documents.read_document(Path(source.path))
            self._contents[source.path] = content_key(file.text, repr(file.problem))
            document = self.parse(file)
        return document if name in (None, document.name) else replace(document, name=str(name))

    def _sources(self, entries: Mapping[str, ListEntry]) -> tuple[Source, ...]:
        """The files of all documents, in order."""
        found = []
        for home, folder in ((SHIPPED, shipped_lists()), (DROPPED, self._paths.lists)):
            try:
                paths = documents.paths_in(folder)
            except OSError as error:
                paths = [folder]
                self._unread[str(folder)] = documents.unread_folder(folder, error)
            found += [Source(f"{home}/{clean_line(path.name)}", str(path), stamp_of(path)) for path in paths]
        added = [entry for entry in entries.values() if entry.key.startswith(f"{ADDED}/") and entry.content]
        for entry in sorted(added, key=lambda entry: (entry.added_at or "", entry.key)):
            path = self.texts.folder / (entry.content or "")
            found.append(Source(entry.key, str(path), stamp_of(path)))
        return tuple(found)


def said_of(contents: Contents) -> str:
    """What the notebook says of lists and papers, as far as the catalog depends on it."""
    lists = [
        [each.key, each.name, each.title, each.source, each.content, each.added_at, each.removed]
        for each in contents.lists.values()
    ]
    answers = [[each.key, each.one, each.other, each.same, each.updated_at] for each in contents.answers.values()]
    return dumps([sorted(lists, key=str), sorted(answers, key=str)])


def _still_of(sources: Sequence[Source], said: str, made: Made) -> Made | None:
    """What a catalog was made of, if nothing of it changed; with new stamps where files were only touched."""
    if made.said != said or not same_files(sources, made.sources):
        return None
    if all(
        now.stamp == then.stamp and has_settled(then, made.at) for now, then in zip(sources, made.sources, strict=True)
    ):
        return made
    at = time.time_ns()
    read = tuple(map(_with_content, sources))
    same = all(now.content == then.content for now, then in zip(read, made.sources, strict=True))
    return made._replace(sources=read, at=at) if same else None


def _with_content(source: Source) -> Source:
    text, problem = documents.read_text(Path(source.path))
    return source._replace(content=content_key(text, repr(problem)))


def _same(document: Document) -> Document:
    return document


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
        if entry and entry.title and not each.removed and (course := catalog.list_of(each.name)):
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
    from mlsys_tui.domain.contract import document_from_json  # noqa: PLC0415 - as above

    kept = cache.get(_key(file))
    try:
        return document_from_json(kept) if kept else None
    except (KeyError, TypeError, ValueError):
        return None  # damaged, or not ours: parse again


def parse_into(cache: ParsedCache, file: DocumentFile, tick: Tick | None = None) -> Document:
    """A file parsed, and kept in a cache."""
    from mlsys_tui.domain.contract import document_to_json  # noqa: PLC0415 - as above

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
