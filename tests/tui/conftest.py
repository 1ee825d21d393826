"""A small catalogue, rooms over it, and rooms over lists that change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.paper import Link, LinkKind, PaperKey
from mlsys_tui.domain.reading_list import Document, Listing, ListKind, Requirement, Section
from mlsys_tui.library import Library, Notice
from mlsys_tui.store.drafts import Drafts
from mlsys_tui.store.session import Session
from mlsys_tui.text import clean_line
from mlsys_tui.tui import scribe
from mlsys_tui.tui.app import ReadingRoom
from mlsys_tui.tui.desk import OpenShelves
from mlsys_tui.tui.glyphs import UNICODE, Glyphs
from tests.tui.fakes import TODAY, FakeDesk, MemoryNotebook
from tests.tui.shelves import BASE, COURSE, ListRoom, open_list_room

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


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine with much else to do a change may take a while; the app is to show it at once all the same."""
    monkeypatch.setattr(scribe, "PATIENCE", 10.0)


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
        open_shelves: OpenShelves | None = None,
        drafts: Drafts | None = None,
    ) -> Room:
        notebook = notebook or MemoryNotebook()
        library = Library(build(documents), notebook, notices)
        desk, sessions = FakeDesk(drafts=drafts), list[Session]()
        app = ReadingRoom(
            library,
            session or Session(section="systems-2026/9-1", hint_seen=True),
            desk.desk(open_shelves),
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


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for sources, and a shelf of one small list in the place of the shipped ones."""
    seeds, sources = tmp_path / "seeds", tmp_path / "sources"
    seeds.mkdir()
    sources.mkdir()
    (seeds / "base.md").write_text(BASE, "utf-8")
    monkeypatch.setattr("mlsys_tui.loading.shipped_lists", lambda: seeds)
    return sources


@pytest.fixture
def lists(folder: Path) -> ListRoom:
    """A room over one list."""
    return open_list_room(folder)


@pytest.fixture
def with_course(folder: Path) -> ListRoom:
    """A room that has the course, and opens on it."""
    first, at_course = open_list_room(folder), Session(section="systems-course-2026", hint_seen=True)
    source = first.write("course.md", COURSE)
    shelves = first.app.librarian._opened()
    shelves.add(shelves.look(source))
    return open_list_room(folder, session=at_course)
