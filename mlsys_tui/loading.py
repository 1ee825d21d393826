"""From files to a library: reads the documents, parses what the cache does not have, builds the catalog."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from mlsys_tui.domain import assembly
from mlsys_tui.domain.contract import document_from_json, document_to_json
from mlsys_tui.domain.reading_list import Document
from mlsys_tui.library import Library, Notice
from mlsys_tui.paths import Paths, shipped_lists
from mlsys_tui.store import documents
from mlsys_tui.store.cache import ParsedCache, content_key
from mlsys_tui.store.documents import DocumentFile
from mlsys_tui.store.notebook import Notebook

PARSER_VERSION = "2"
"""Goes up when the same text may read differently: what an older version parsed is not used then."""


def open_library(paths: Paths) -> Library:
    """The library of the shipped lists, the reader's own lists and the notebook. Never raises for bad files."""
    files = [*documents.read_folder(shipped_lists()), *documents.read_folder(paths.lists)]
    parsed = parse_all(files, ParsedCache(paths.cache / "parsed"))
    notices = [
        Notice(f"{document.name}:{problem.line}" if problem.line else document.name, problem.message)
        for document in parsed
        for problem in document.problems
    ]
    catalog = assembly.build([document for document in parsed if document.sections])
    return Library(catalog, Notebook(paths.notebook), notices)


def parse_all(files: Iterable[DocumentFile], cache: ParsedCache) -> list[Document]:
    """Each file parsed, or taken from the cache if the same text was parsed before."""
    return [_from_cache(file, cache) or _parsed(file, cache) for file in files]


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


def _parsed(file: DocumentFile, cache: ParsedCache) -> Document:
    document = _read(file)
    cache.put(_key(file), document_to_json(document))
    return document


def _read(file: DocumentFile) -> Document:
    """The document of a file; what was wrong with the file stands before the document's own problems."""
    from mlsys_tui.parsing.reader import read  # noqa: PLC0415 - slow to import, and not needed for cached lists

    document = read(file.text, file.name)
    if file.problem is None:
        return document
    problems = document.problems if file.text else ()
    return replace(document, problems=(file.problem, *problems))
