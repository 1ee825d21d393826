"""A small catalogue, a notebook in memory, a fixed day, and a desk that only writes down what it is asked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import pytest

from mlsys_tui.desktop.browser import OpenResult
from mlsys_tui.desktop.clipboard import CopyResult, Route
from mlsys_tui.desktop.editor import EditResult
from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.notebook import TABLE_OF, Change, Contents, Edit, Record, Row
from mlsys_tui.domain.paper import Link, LinkKind, PaperKey
from mlsys_tui.domain.reading_list import Document, Listing, ListKind, Requirement, Section
from mlsys_tui.library import Library, Notice
from mlsys_tui.store.notebook import Notebook, NotebookError
from mlsys_tui.store.session import Session
from mlsys_tui.text import clean_line
from mlsys_tui.tui.app import ReadingRoom
from mlsys_tui.tui.desk import Desk, WriteTerminal
from mlsys_tui.tui.glyphs import UNICODE, Glyphs

TODAY = date(2026, 9, 9)
NOW = "2026-09-09T12:00:00+00:00"

JANUS = PaperKey("janus-fast-and-flexible-deep-learning")
TENSORFLOW = PaperKey("tensorflow-a-system-for-large-scale-machine-learning")
CLIPPER = PaperKey("clipper-a-low-latency-serving-system")
ORCA = PaperKey("orca-distributed-serving")

REQUIRED, EXTRA = Requirement.REQUIRED, Requirement.EXTRA


def link(url: str, kind: LinkKind = LinkKind.PAPER) -> Link:
    return Link(url, kind)


SCHEDULE = Document(
    "course.md",
    "Systems 2026",
    ListKind.SCHEDULE,
    (
        Section(
            ("9/1",),
            date(2026, 9, 1),
            "9/1",
            listings=(
                Listing(
                    "TensorFlow: A System for Large-Scale Machine Learning",
                    "TensorFlow",
                    ("Martín Abadi", "Paul Barham"),
                    "OSDI",
                    2016,
                    (link("https://example.org/tensorflow.pdf", LinkKind.PDF),),
                    REQUIRED,
                    line=3,
                ),
                Listing(
                    "JANUS: Fast and Flexible Deep Learning",
                    "JANUS",
                    ("Eunji Jeong",),
                    "NSDI",
                    2019,
                    (link("https://example.org/janus"), link("https://example.org/janus-code", LinkKind.CODE)),
                    EXTRA,
                    line=4,
                ),
            ),
        ),
        Section(("9/8",), date(2026, 9, 8), "9/8", events=("Project proposal",)),
        Section(
            ("9/15",),
            date(2026, 9, 15),
            "9/15",
            events=("Guest lecture",),
            listings=(
                Listing("AutoGraph: Imperative-style Coding", "AutoGraph", venue="MLSys", year=2019, line=9),
                Listing("深度学习系统的自动并行化方法研究与实现", venue="计算机学报", year=2021, line=10),
            ),
        ),
        Section(("9/22",), date(2026, 9, 22), "9/22"),
    ),
)
TOPICS = Document(
    "topics.md",
    "Inference papers",
    ListKind.TOPICS,
    (
        Section(
            ("Serving",),
            listings=(
                Listing("Clipper: A Low-Latency Serving System", "Clipper", venue="NSDI", year=2017, line=3),
                Listing("[bold red]Ring[/] Attention [@click=app.quit]here[/]", line=4, remark="[b]not[/b] bold"),
                Listing(clean_line("\x1b[31mRed\x1b]0;owned\x07 Systems"), line=5),
            ),
        ),
        Section(
            ("Serving", "Batching"),
            listings=(Listing("Orca: Distributed Serving", "Orca", venue="OSDI", year=2022, line=8),),
        ),
        Section(
            ("Compilers",),
            listings=(Listing("JANUS: Fast and Flexible Deep Learning", "JANUS", remark="speculative", line=11),),
        ),
    ),
)


class MemoryNotebook(Notebook):
    """A notebook without a file. `failure` makes it refuse changes; `others` is what another window wrote."""

    def __init__(self) -> None:
        self.failure: str | None = None
        self.others: dict[PaperKey, Record] = {}
        self._contents = Contents()
        self._done: list[Change] = []
        self._undone: list[Change] = []

    @property
    def contents(self) -> Contents:
        return self._contents

    @property
    def problems(self) -> tuple[str, ...]:
        return (self.failure,) if self.failure else ()

    @property
    def can_save(self) -> bool:
        return self.failure is None

    def refresh(self) -> bool:
        others, self.others = self.others, {}
        self._contents = self._contents.after(Edit(key, None, record) for key, record in others.items())
        return bool(others)

    def change(self, label: str, keys: Sequence[PaperKey], edit: Callable[[Record, str], Record]) -> Change:
        return self.edit(label, lambda rows, at: [edit(rows.records.get(key) or Record(key), at) for key in keys])

    def edit(self, label: str, make: Callable[[Contents, str], Iterable[Row]]) -> Change:
        edits = []
        for row in make(self._contents, NOW):
            table = TABLE_OF[type(row)]
            edits.append(Edit(row.key, self._contents.row(table, row.key), None if row.is_empty else row, table))
        change = Change(label, NOW, tuple(edits))
        self._apply(edits)
        self._done.append(change)
        self._undone.clear()
        return change

    def undo(self) -> Change | None:
        if not self._done:
            return None
        change = self._done.pop()
        self._apply([each._replace(before=each.after, after=each.before) for each in change.edits])
        self._undone.append(change)
        return change

    def redo(self) -> Change | None:
        if not self._undone:
            return None
        change = self._undone.pop()
        self._apply(change.edits)
        self._done.append(change)
        return change

    def _apply(self, edits: Iterable[Edit]) -> None:
        if self.failure:
            raise NotebookError(self.failure)
        self._contents = self._contents.after(edits)


@dataclass
class FakeDesk:
    """Writes down what it is asked, and answers as it is told to."""

    copied: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    confirms: bool = True
    browser: bool = True
    edited: EditResult = field(default_factory=lambda: EditResult(None, "No editor is set"))

    def desk(self) -> Desk:
        return Desk(self._copy, self._open, lambda _text, _name: self.edited)

    def _copy(self, text: str, _write: WriteTerminal) -> CopyResult:
        self.copied.append(text)
        if self.confirms:
            return CopyResult(Route.HELPER, "Copied to the clipboard (fake)", confirmed=True, text=text)
        return CopyResult(Route.TERMINAL, "Sent to the terminal: cannot confirm", confirmed=False, text=text)

    def _open(self, url: str) -> OpenResult:
        self.opened.append(url)
        return OpenResult(self.browser, f"Opening {url}" if self.browser else f"There is no browser here. It is {url}")


@dataclass
class Room:
    """An app, and what stands behind it."""

    app: ReadingRoom
    library: Library
    notebook: MemoryNotebook
    desk: FakeDesk
    sessions: list[Session]


MakeRoom = Callable[..., Room]


@pytest.fixture
def make_room() -> MakeRoom:
    """Makes a room; what is not said is as at a second start of the app, with the small catalogue."""

    def make(
        documents: Sequence[Document] = (SCHEDULE, TOPICS),
        *,
        session: Session | None = None,
        notices: Sequence[Notice] = (),
        glyphs: Glyphs = UNICODE,
        notebook: MemoryNotebook | None = None,
    ) -> Room:
        notebook = notebook or MemoryNotebook()
        library = Library(build(documents), notebook, notices)
        desk, sessions = FakeDesk(), list[Session]()
        app = ReadingRoom(
            library,
            session or Session(section="systems-2026/9-1", hint_seen=True),
            desk.desk(),
            keep_session=sessions.append,
            glyphs=glyphs,
            today=lambda: TODAY,
        )
        return Room(app, library, notebook, desk, sessions)

    return make


@pytest.fixture
def room(make_room: MakeRoom) -> Room:
    """The usual room."""
    return make_room()
