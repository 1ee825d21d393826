"""Lists that change: an app over real files, and shelves that do what a test tells them."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from textual.pilot import Pilot

from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.difference import between
from mlsys_tui.domain.notebook import Change, Edit, ListEntry, Record
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.domain.reading_list import Problem
from mlsys_tui.finds import Find, Imported, RemovedList
from mlsys_tui.importing import Importer
from mlsys_tui.library import Library, Loaded
from mlsys_tui.loading import Loader
from mlsys_tui.parsing.reader import read
from mlsys_tui.paths import find_paths
from mlsys_tui.store.session import Session
from mlsys_tui.tui.app import ReadingRoom
from mlsys_tui.tui.desk import Shelves
from mlsys_tui.tui.glyphs import UNICODE, Glyphs
from mlsys_tui.web.fetching import Limits
from mlsys_tui.work import Work
from tests.tui.fakes import NOW, TODAY, FakeDesk
from tests.tui.helpers import enter_text, until_shown

BASE = """# Base List

## Memory

- [A Shipped Long Title](https://s.org/1)
- [Efficient Memory Management for Large Language Models](https://s.org/2). SOSP 2023.
"""
COURSE = """# Systems Course 2026

## 9/1 Compilers

### Required

- [JANUS: Fast and Flexible Deep Learning](https://a.org/janus). NSDI 2019.
- [AutoGraph: Imperative-style Coding with Graphs](https://a.org/autograph). MLSys 2019.

## 9/8 Serving

### Required

- [ORCA: A Distributed Serving System](https://a.org/orca). OSDI 2022.
- Efficient Memory Managment for Large Language Models. SOSP 2023.
"""
CHANGED = """# Systems Course 2026

## 9/1 Compilers

### Required

- [Sarathi: Taming Throughput and Latency](https://a.org/sarathi). OSDI 2024.

## 9/10 Serving

### Required

- [ORCA: Iteration-Level Scheduling of Transformers](https://a.org/orca). OSDI 2022.
- [JANUS: Fast and Flexible Deep Learning](https://a.org/janus). NSDI 2019.

### Extra reading

- Efficient Memory Managment for Large Language Models. SOSP 2023.
"""


@dataclass
class ListRoom:
    """An app over files in a folder of the test."""

    app: ReadingRoom
    library: Library
    loader: Loader
    folder: Path

    def write(self, name: str, text: str) -> str:
        """A source; the path to it."""
        path = self.folder / name
        path.write_text(text, "utf-8")
        return str(path)

    @property
    def titles(self) -> list[str]:
        """The lists that are shown."""
        return [each.title for each in self.library.catalog.lists]


def open_list_room(folder: Path, *, session: Session | None = None, glyphs: Glyphs = UNICODE) -> ListRoom:
    """An app as after a start, on what is in the home of the test."""
    loader = Loader(find_paths())
    library = loader.open()

    def open_shelves(adopt: Callable[[Loaded], None]) -> Shelves:
        return Importer(library, loader, Limits(total=5, silence=0.5), adopt=adopt)

    desk = FakeDesk().desk(open_shelves)
    app = ReadingRoom(library, session or Session(hint_seen=True), desk, glyphs=glyphs, today=lambda: TODAY)
    return ListRoom(app, library, loader, folder)


async def look_at(pilot: Pilot[None], source: str) -> None:
    """Name a source to be looked at."""
    await pilot.press("plus")
    await enter_text(pilot, source)
    await pilot.press("enter")


async def add(pilot: Pilot[None], source: str) -> None:
    """Add a list, with its preview."""
    await look_at(pilot, source)
    await until_shown(pilot, "Enter adds it")
    await pilot.press("enter")
    await until_shown(pilot, "u takes it back")


class HeldShelves:
    """Each work says that it is part done, and goes on when the test opens the gate; it counts what it was asked.

    What it finds is the course, with these problems; an update finds that it has changed.
    """

    def __init__(self, problems: Sequence[str] = ()) -> None:
        self.gate = threading.Event()
        self.begun = threading.Event()
        self.asked: list[str] = []
        document = read(COURSE, "course.md")
        self._document = replace(document, problems=tuple(Problem(n, words) for n, words in enumerate(problems, 7)))

    def open(self, adopt: Callable[[Loaded], None]) -> Shelves:
        """What the desk opens."""
        self._adopt = adopt
        return self

    def look(self, source: str, data: bytes | None = None, work: Work | None = None) -> Find:
        """Read a long list."""
        self._hold(f"look {source}", f"Reading {source}", work)
        entry = ListEntry("added/course.md", name="course.md", source=source)
        empty, loaded = Loaded(build([])), Loaded(build([self._document]))
        papers = len(loaded.catalog.papers)
        title = self._document.title or ""
        return Find(
            title=title, source=source, document=self._document, papers=papers, new=papers, entry=entry,
            data=data or b"", loaded=loaded, base=empty,
        )  # fmt: skip

    def add(self, find: Find, title: str | None = None, work: Work | None = None) -> Imported:
        """Do nothing but take long."""
        self._hold(f"add {find.title}", f"Adding {find.title}", work)
        return Imported("course", title or find.title, find.document)

    def update(self, list_key: str, work: Work | None = None, *, dry_run: bool = False) -> Imported:
        """Say what is different, and do nothing but take long."""
        self._hold(f"update {list_key} {dry_run}", f"Updating {list_key}", work)
        old, new = build([self._document]), build([read(CHANGED, "course.md")])
        difference = between(old, old.lists[0], new, new.lists[0])
        change = Change("updated", NOW, (Edit(PaperKey(list_key), None, Record(PaperKey(list_key))),))
        kept = ("Kept your notes of 'ORCA: A Distributed Serving System' under its new title: ORCA: Iteration-Level …",)
        return Imported(list_key, new.lists[0].title, self._document, difference, kept, change)

    def remove(self, list_key: str) -> Imported:
        """Not held."""
        raise NotImplementedError

    def rename(self, list_key: str, title: str) -> Imported:
        """Not held."""
        raise NotImplementedError

    def removed(self) -> list[RemovedList]:
        """None."""
        return []

    def restore(self, removed: RemovedList) -> Imported:
        """Not held."""
        raise NotImplementedError

    def _hold(self, asked: str, words: str, work: Work | None) -> None:
        assert work is not None
        self.asked.append(asked)
        work.stage(words)
        work.progress(words)(0.4)
        self.begun.set()
        while not self.gate.wait(0.01):
            work.check()
