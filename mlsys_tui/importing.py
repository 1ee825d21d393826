"""Adding, updating, renaming and removing reading lists: the same for the command line and the app.

Whatever is done is one step of the notebook: nothing is deleted, and undo takes it back, in every window.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from mlsys_tui.domain.difference import between
from mlsys_tui.domain.notebook import Contents, ListEntry, Row
from mlsys_tui.domain.reading_list import Document
from mlsys_tui.domain.sections import ReadingList
from mlsys_tui.finds import (
    Find,
    Imported,
    RemovedList,
    active_first,
    carried,
    found,
    no_source,
    settled,
    source_of,
    twin,
)
from mlsys_tui.library import Library, ListDocument, Loaded
from mlsys_tui.loading import ADDED, Loader, free_name
from mlsys_tui.sources import ListError, Text, lasting_source, read_source, same_source
from mlsys_tui.store import documents
from mlsys_tui.store.documents import DocumentFile
from mlsys_tui.store.files import reason
from mlsys_tui.store.notebook import utc_now
from mlsys_tui.store.texts import text_name
from mlsys_tui.text import MAX_TITLE, clean_line
from mlsys_tui.web.fetching import DEFAULT_LIMITS, Limits
from mlsys_tui.work import Work

__all__ = ["Find", "Imported", "Importer", "ListError", "RemovedList"]


class Importer:
    """Changes the lists of a library. Each method may take long, and may be called in any thread.

    `adopt` is what shows a new catalog; an app gives one that does so in its own thread.
    """

    def __init__(
        self,
        library: Library,
        loader: Loader,
        limits: Limits = DEFAULT_LIMITS,
        adopt: Callable[[Loaded], None] | None = None,
    ) -> None:
        self._library, self._loader, self._limits = library, loader, limits
        self._adopt = adopt or library.adopt

    # -- looking ------------------------------------------------------------------------------------------

    def look(self, source: str, data: bytes | None = None, work: Work | None = None) -> Find:
        """What a path or an address holds, or `data` of standard input; adds nothing.

        Raises:
            ListError: nothing that could be added; the message says why and what to try.
            CancelledError: it is not wanted any more.
        """
        work = work or Work()
        base = self._current()
        text = read_source(source, data, None, self._limits, work)
        entries = self._library.contents.lists
        entry = next((e for e in active_first(entries.values()) if same_source(e.source, text.source)), None)
        again = "it comes from the same place" if entry else None
        names = {each.key: each.name for each in base.documents}
        name = names.get(entry.key, entry.name) if entry else free_name(text.name, names.values())
        document = self._parse(name, text, work)
        if entry is None and (same := twin(document, base)):
            entry = entries.get(same.key) or ListEntry(same.key)
            document = replace(document, name=same.name)
            again = "it holds the same"
        work.stage("Comparing with the lists that are here")
        wanted = self._wanted(entry, document, text, now=utc_now().isoformat(timespec="milliseconds"))
        loaded = self._load_with([wanted], {wanted.key: document})
        return found(wanted, document, text, again, base, loaded)

    def _wanted(self, entry: ListEntry | None, document: Document, text: Text, now: str) -> ListEntry:
        """The row that stands for a text once it is added."""
        if entry is None:
            entry = ListEntry(f"{ADDED}/{document.name}", name=document.name, added_at=now)
        if not entry.key.startswith(f"{ADDED}/"):
            return replace(entry, removed=False)
        content = text_name(text.data, entry.name)
        fetched_at = entry.fetched_at if content == entry.content else now
        source = lasting_source(entry.source, text.source)
        return replace(
            entry,
            source=source,
            content=content,
            fetched_at=fetched_at,
            etag=text.etag,
            last_modified=text.last_modified,
            removed=False,
        )

    def _parse(self, name: str, text: Text, work: Work) -> Document:
        words = f"Reading {clean_line(name)}"
        work.stage(words)
        file = DocumentFile(Path(name), *documents.decode(text.data, name))
        document = self._loader.parse(file, work.progress(words))
        if not document.listings:
            raise ListError(text.no_paper)
        return document

    # -- changing -----------------------------------------------------------------------------------------

    def add(self, find: Find, title: str | None = None, work: Work | None = None) -> Imported:
        """Add what was found, or update the list that it is of.

        Raises:
            ListError, NotebookError: it could not be added; nothing has changed.
        """
        work = work or Work()
        title = clean_line(title or "", MAX_TITLE) or None
        entry = replace(find.entry, title=title) if title else find.entry
        present = self._library.contents.lists.get(entry.key)
        if present != (find.base.lists or {}).get(entry.key):
            raise ListError(f"{find.title} was changed in another window meanwhile; nothing was done, try again")
        known = find.base.catalog.list_of(find.document.name) is not None
        same = present is not None and settled(present) == settled(entry)
        if (same and (not entry.content or self._with_text(entry))) or (
            present is None and entry == ListEntry(entry.key)
        ):
            return self._imported(find.base, find.base, find.document)
        verb = "updated" if known else "brought back" if present and present.removed else "added"
        fresh = {entry.key: find.document}
        loaded = self._load_with([entry], fresh) if title else find.loaded
        texts = {entry.key: (find.data, entry.name)} if entry.content else {}
        work.stage("Saving")
        return self._commit(f"{verb} {title or find.title}", [entry], texts, find.base, loaded, find.document)

    def update(self, list_key: str, work: Work | None = None, *, dry_run: bool = False) -> Imported:
        """Read a list again from where it came, and tell the difference; with `dry_run` do no more.

        Raises:
            ListError, NotebookError: it could not be updated; nothing has changed.
            CancelledError: it is not wanted any more.
        """
        work, base = work or Work(), self._current()
        shown = self._list(list_key)
        entries = self._library.contents.lists
        sourced = [(each, entries[each.key]) for each in base.documents_of(list_key) if source_of(each, entries)]
        if not sourced:
            raise ListError(no_source(shown, base.documents_of(list_key)))
        rows, fresh, texts = [], {}, {}
        for each, entry in sourced:
            present = self._with_text(entry)
            text = read_source(entry.source or "", None, present, self._limits, work)
            if text.unchanged or (present and text_name(text.data, entry.name) == entry.content):
                continue
            fresh[entry.key] = self._parse(each.name, text, work)
            rows.append(self._wanted(entry, each.document, text, utc_now().isoformat(timespec="milliseconds")))
            texts[entry.key] = (text.data, entry.name)
        document = sourced[0][0].document
        if not rows:
            return self._imported(base, base, document)
        work.stage("Comparing")
        loaded = self._load_with(rows, fresh)
        if dry_run:
            done = self._imported(base, loaded, document)
            said = carried(done.difference, self._library.contents.records, base, loaded).said
            return done._replace(kept=said)
        work.stage("Saving")
        return self._commit(f"updated {shown.title}", rows, texts, base, loaded, document)

    def remove(self, list_key: str) -> Imported:
        """Take a list away; its documents and all that the reader wrote are kept.

        Raises:
            ListError, NotebookError: it could not be removed.
        """
        shown = self._list(list_key)
        return self._set(f"removed {shown.title}", self._current().documents_of(list_key), removed=True)

    def rename(self, list_key: str, title: str) -> Imported:
        """Give a list the reader's own title; an empty one gives it back its own.

        Raises:
            ListError, NotebookError: it could not be renamed.
        """
        shown, title = self._list(list_key), clean_line(title, MAX_TITLE)
        label = f"renamed {shown.title} to {title}" if title else f"gave {shown.title} its own title back"
        return self._set(label, self._current().documents_of(list_key), title=title or None)

    def removed(self) -> list[RemovedList]:
        """The lists that were removed, by title."""
        entries, by_title = self._library.contents.lists, dict[str, list[ListDocument]]()
        for each in self._current().documents:
            if each.removed:
                entry = entries.get(each.key)
                title = (entry and entry.title) or each.document.shown_title
                by_title.setdefault(title, []).append(each)
        return [RemovedList(title, tuple(each)) for title, each in by_title.items()]

    def restore(self, removed: RemovedList) -> Imported:
        """Bring a list back.

        Raises:
            ListError, NotebookError: it could not be brought back.
        """
        return self._set(f"brought {removed.title} back", removed.documents, removed=False)

    # -- the one way to write -----------------------------------------------------------------------------

    def _set(self, label: str, which: Iterable[ListDocument], **fields: object) -> Imported:
        which, entries = list(which), self._library.contents.lists
        if not which:
            raise ListError("This list has no documents of its own")
        rows = [replace(entries.get(each.key) or ListEntry(each.key), **fields) for each in which]  # type: ignore[arg-type]
        base, loaded = self._current(), self._load_with(rows, {})
        return self._commit(label, rows, {}, base, loaded, which[0].document)

    def _commit(
        self,
        label: str,
        rows: list[ListEntry],
        texts: Mapping[str, tuple[bytes, str]],
        base: Loaded,
        loaded: Loaded,
        document: Document,
    ) -> Imported:
        """Write texts, then rows, then show the new catalog."""
        before = self._library.contents
        done = self._imported(base, loaded, document)
        names, said = carried(done.difference, before.records, base, loaded)

        def make(contents: Contents, _at: str) -> Iterator[Row]:
            for row in rows:
                if contents.lists.get(row.key) != before.lists.get(row.key):
                    raise ListError(
                        f"{done.title} was changed in another window meanwhile; nothing was done, try again"
                    )
                yield row
            for key, aliases in names.items():
                if record := contents.records.get(key):
                    yield replace(record, aliases=aliases)

        try:
            for data, name in texts.values():
                self._loader.texts.put(data, name)
        except OSError as error:
            folder = clean_line(str(self._loader.texts.folder))
            raise ListError(f"The text could not be kept in {folder}: {reason(error)}; nothing was changed") from error
        change = self._library.edit(label, make)
        self._show(loaded, rows)
        self._loader.texts.thin(self._library.kept_texts)
        if done.difference is not None and texts and (course := loaded.catalog.list_of(document.name)):
            fresh, sections = done.difference.fresh(), {section.key for section in course.sections}
            self._library.news.remember(course.key, fresh, sections)
        return done._replace(change=change, kept=said)

    def _show(self, loaded: Loaded, rows: list[ListEntry]) -> None:
        """Adopt what was loaded, if it is what the notebook says now; else load again."""
        now = self._library.contents
        others = {key: entry for key, entry in now.lists.items() if key not in {row.key for row in rows}}
        before = {key: entry for key, entry in (loaded.lists or {}).items() if key in others}
        if others == before and now.answers is loaded.answers:
            self._adopt(self._loader.keep(loaded._replace(lists=now.lists)))
        else:
            self._adopt(self._loader.load(now))

    def _imported(self, base: Loaded, loaded: Loaded, document: Document) -> Imported:
        old, new = (each.catalog.list_of(document.name) for each in (base, loaded))
        shown = new or old
        title = shown.title if shown else document.shown_title
        key = shown.key if shown else ""
        if old is None:
            return Imported(key, title, document)
        return Imported(key, title, document, between(base.catalog, old, loaded.catalog, new))

    # -- help ---------------------------------------------------------------------------------------------

    def _current(self) -> Loaded:
        """What is shown, or what should be, if lists were changed elsewhere."""
        self._library.refresh()
        return self._library.load() if self._library.stale else self._library.loaded

    def _load_with(self, rows: Iterable[ListEntry], fresh: Mapping[str, Document]) -> Loaded:
        contents = self._library.contents
        return self._loader.load(replace(contents, lists={**contents.lists, **{row.key: row for row in rows}}), fresh)

    def _with_text(self, entry: ListEntry) -> ListEntry | None:
        """The row if its text is still there, so that the server need not send it again."""
        return entry if self._loader.texts.read(entry.content, entry.name).problem is None else None

    def _list(self, list_key: str) -> ReadingList:
        found = next((each for each in self._current().catalog.lists if each.key == list_key), None)
        if found is None:
            raise ListError(f"There is no list {clean_line(list_key, 80)!r}")
        return found
