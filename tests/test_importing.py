"""Adding, updating, renaming and removing lists: what the reader wrote stays, and undo takes all back."""

import os
import random
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from mlsys_tui.domain.notebook import Status, with_note, with_status
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.importing import Importer, ListError
from mlsys_tui.library import Library, Loaded
from mlsys_tui.loading import Loader
from mlsys_tui.paths import find_paths
from mlsys_tui.web.fetching import Limits
from mlsys_tui.work import CancelledError, Work
from tests.web.server import Reply, Site

COURSE = """# Systems Course 2024

## Compilers

- [JANUS: Fast and Flexible Deep Learning](https://a.org/janus)
- [AutoGraph: Imperative-style Coding with Graph-based Performance](https://a.org/autograph)

## Serving

- [ORCA: A Distributed Serving System](https://a.org/orca)
"""
JANUS, ORCA = PaperKey("janus-fast-and-flexible-deep-learning"), PaperKey("orca-a-distributed-serving-system")
KEY = "systems-course-2024"


@pytest.fixture(autouse=True)
def no_shipped_lists(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A shelf of one small list in the place of the shipped ones."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "base.md").write_text(
        "# Base List of Papers\n\n## All\n\n- [A Shipped Long Title](https://s.org/1)\n", "utf-8"
    )
    monkeypatch.setattr("mlsys_tui.loading.shipped_lists", lambda: folder)
    return folder


class Window:
    """One window or command: a library with an importer."""

    def __init__(self) -> None:
        self.loader = Loader(find_paths())
        self.library = self.loader.open()
        self.importer = Importer(self.library, self.loader, Limits(total=5, silence=0.5))

    def add(self, source: object, title: str | None = None) -> str:
        return self.importer.add(self.importer.look(str(source)), title).list_key

    @property
    def titles(self) -> list[str]:
        return [each.title for each in self.library.catalog.lists]

    def refresh(self) -> list[str]:
        self.library.refresh()
        if self.library.stale:
            self.library.adopt(self.library.load())
        return self.titles


@pytest.fixture
def window() -> Window:
    return Window()


@pytest.fixture
def course(tmp_path: Path) -> Path:
    path = tmp_path / "course.md"
    path.write_text(COURSE, "utf-8")
    return path


def write(library: Library, key: PaperKey, note: str) -> None:
    library.change("wrote", [key], lambda record, at: with_note(record, note, at))


# -- adding -------------------------------------------------------------------------------------------------


def test_looking_says_all_and_adds_nothing(window: Window, course: Path, home: Path) -> None:
    course.write_text(f"{COURSE}- [A Shipped Long Title](https://s.org/1)\n", "utf-8")
    find = window.importer.look(str(course))
    assert (find.title, find.document.kind, find.sections) == ("Systems Course 2024", "topics", 2)
    assert (find.papers, find.new, find.known) == (4, 3, 1)
    assert (find.again, find.joins, find.source) == (None, None, str(course))
    assert window.titles == ["Base List of Papers"]
    assert not (home / "data").exists()


def test_an_added_list_is_there_in_every_window_and_undo_takes_it_back(
    window: Window, course: Path, home: Path
) -> None:
    other = Window()
    done = window.importer.add(window.importer.look(str(course)))
    assert (done.list_key, done.title, done.difference) == (KEY, "Systems Course 2024", None)
    assert done.change and done.change.label == "added Systems Course 2024"
    assert not window.library.stale
    assert window.titles == other.refresh() == ["Base List of Papers", "Systems Course 2024"]
    assert Window().titles == window.titles
    course.unlink()
    assert Window().titles == window.titles
    other.library.undo()
    assert other.refresh() == window.refresh() == ["Base List of Papers"]
    window.library.redo()
    assert other.refresh() == window.refresh() == ["Base List of Papers", "Systems Course 2024"]
    assert window.library.news.of(KEY) == {}
    assert len(list((home / "data" / "documents").iterdir())) == 1


def test_a_title_of_the_readers_own(window: Window, course: Path) -> None:
    assert window.add(course, "  My\n course ") == KEY
    assert window.titles[-1] == "My course"
    places = window.library.catalog.placements[JANUS]
    assert places[0].list_title == "My course"


def test_standard_input(window: Window) -> None:
    find = window.importer.look("-", COURSE.encode())
    window.importer.add(find)
    assert find.source is None
    assert window.titles[-1] == "Systems Course 2024"
    with pytest.raises(ListError, match="came from standard input: add it again"):
        window.importer.update(KEY)


def test_the_same_source_again_updates(window: Window, course: Path) -> None:
    window.add(course)
    course.write_text(COURSE.replace("## Serving", "## Serving\n\n- [A Further Long Title](https://a.org/2)"), "utf-8")
    find = window.importer.look(str(course.parent / "." / "course.md"))
    assert find.again == "it comes from the same place"
    done = window.importer.add(find)
    assert done.difference and done.difference.summary() == "1 added"
    assert done.change and done.change.label == "updated Systems Course 2024"
    assert len(window.titles) == 2
    assert window.library.news.is_new(KEY, f"{KEY}/serving", PaperKey("a-further-long-title"))


def test_the_same_content_from_elsewhere_is_the_same_list(window: Window, course: Path, site: Site) -> None:
    window.add(course)
    url = site.put("/c.md", COURSE)
    find = window.importer.look(url)
    assert find.again == "it holds the same"
    window.importer.add(find)
    assert len(window.titles) == 2
    assert [entry.source for entry in window.library.contents.lists.values()] == [url]
    again = window.importer.add(window.importer.look(url))
    assert again.change is None


def test_a_shipped_list_again_adds_nothing_or_brings_it_back(window: Window, no_shipped_lists: Path) -> None:
    done = window.importer.add(window.importer.look(str(no_shipped_lists / "base.md")))
    assert done.change is None
    assert len(window.titles) == 1
    window.importer.remove("base-list-of-papers")
    assert window.titles == []
    done = window.importer.add(window.importer.look(str(no_shipped_lists / "base.md")))
    assert done.change and done.change.label == "brought back Base List of Papers"
    assert window.titles == ["Base List of Papers"]


def test_two_lists_of_the_same_file_name(window: Window, course: Path, tmp_path: Path) -> None:
    window.add(course)
    other = tmp_path / "other" / "course.md"
    other.parent.mkdir()
    other.write_text("# Another List of Things\n\n- [Some Other Long Title](https://a.org/9)\n", "utf-8")
    window.add(other)
    assert [each.documents for each in window.library.catalog.lists[1:]] == [("course.md",), ("course-2.md",)]


def test_a_document_that_joins_a_list_says_so(window: Window, course: Path, tmp_path: Path) -> None:
    window.add(course)
    more = tmp_path / "more.md"
    more.write_text(f"{COURSE}\n## Extra\n\n- [A Further Long Title](https://a.org/2)\n", "utf-8")
    find = window.importer.look(str(more))
    assert find.joins == "Systems Course 2024"
    window.importer.add(find)
    assert len(window.titles) == 2
    window.importer.remove(KEY)
    assert len(window.titles) == 1
    window.library.undo()
    assert len(window.refresh()) == 2


def test_another_window_in_between(window: Window, course: Path) -> None:
    find = window.importer.look(str(course))
    Window().add(course, "First")
    with pytest.raises(ListError, match="in another window meanwhile"):
        window.importer.look("-", b"x" * 0 + COURSE.encode()) and window.importer.add(find)
    assert Window().titles[-1] == "First"


# -- trouble ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty: there is nothing to add"),
        (b"%PDF-1.5 x", "is a PDF: only texts"),
        (b"PK\x03\x04", "is a zip archive"),
        (b"Dear diary\n", "No paper was found in"),
        (b"x\0y", "is no text"),
    ],
)
def test_bad_files(data: bytes, words: str, window: Window, course: Path, home: Path) -> None:
    course.write_bytes(data)
    with pytest.raises(ListError, match=words):
        window.importer.look(str(course))
    assert not (home / "data").exists()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("/no/such/file.md", "There is no file /no/such/file.md: check the path"),
        ("github.com/a/b", "begin it with https://github.com/a/b"),
        ("/", "is a folder: name a file in it"),
        ("a\0b", "was not read"),
        ("~nobody-there/x", "was not read"),
        ("ftp://a.org/x", "only http and https"),
    ],
)
def test_bad_sources(source: str, words: str, window: Window) -> None:
    with pytest.raises(ListError, match=words):
        window.importer.look(source)


def test_bad_answers_add_nothing(window: Window, site: Site, home: Path) -> None:
    with pytest.raises(ListError, match=r"not found \(404\)"):
        window.importer.look(site.url("/none.md"))
    with pytest.raises(ListError, match="No paper was found in http"):
        window.importer.look(site.put("/page", "<html><body>Hello</body></html>", "text/html"))
    portal = site.put("/welcome", "<html><body>Hello</body></html>", "text/html").replace("127.0.0.1", "localhost")
    with pytest.raises(ListError, match="led to localhost, and there is no paper on that page"):
        window.importer.look(site.serve("/list", Reply(status=302, headers={"Location": portal})))
    assert not (home / "data").exists()


def test_a_text_that_cannot_be_kept_changes_nothing(window: Window, course: Path, home: Path) -> None:
    find = window.importer.look(str(course))
    (home / "data").mkdir(parents=True)
    (home / "data" / "documents").write_text("a file", "utf-8")
    with pytest.raises(ListError, match=r"could not be kept in .*nothing was changed"):
        window.importer.add(find)
    assert Window().titles == ["Base List of Papers"]


def test_a_lost_text_is_reported_and_comes_back(window: Window, site: Site, home: Path) -> None:
    url = site.put("/course.md", COURSE, ETag='"1"')
    window.add(url)
    for path in (home / "data" / "documents").iterdir():
        path.unlink()
    (home / "cache").rename(home / "no-cache")
    again = Window()
    assert again.titles == ["Base List of Papers"]
    assert again.library.notices[0].message.startswith("course.md was not read: no such file")
    find = again.importer.look(url)
    assert "if-none-match" not in site.asked[-1][1]
    again.importer.add(find)
    assert len(Window().titles) == 2


# -- updating -----------------------------------------------------------------------------------------------


def test_an_update_tells_the_difference_and_leaves_the_notebook_alone(window: Window, site: Site) -> None:
    window.add(site.put("/course.md", COURSE))
    window.library.change("read", [JANUS, ORCA], lambda record, at: with_status(record, Status.READ, at))
    records = window.library.contents.records
    new = COURSE.replace("- [ORCA: A Distributed Serving System](https://a.org/orca)\n", "").replace(
        "## Serving\n",
        "## Serving\n\n- [AutoGraph: Imperative-style Coding with Graph-based Performance](https://a.org/autograph)\n",
    )
    new = new.replace("- [AutoGraph", "- [AutoGraph", 1).replace(
        "- [AutoGraph: Imperative-style Coding with Graph-based Performance](https://a.org/autograph)\n\n## Serving",
        "\n## Serving",
    )
    site.put("/course.md", new)
    dry = window.importer.update(KEY, dry_run=True)
    assert dry.difference and dry.difference.summary() == "1 removed, 1 moved"
    assert dry.change is None
    assert ORCA in window.library.catalog.papers
    done = window.importer.update(KEY)
    assert done.difference and done.difference.counts() == dry.difference.counts()
    assert window.library.contents.records is records
    assert [record.key for record in window.library.parked()] == [ORCA]
    assert window.library.news.of(KEY) == {f"{KEY}/serving": {"autograph-imperative-style-coding-with-graph-based"}}
    window.library.undo()
    window.refresh()
    assert window.library.parked() == ()
    assert window.library.state(ORCA).status is Status.READ


def test_nothing_new_is_no_change(window: Window, site: Site) -> None:
    def answer(headers: Mapping[str, str]) -> Reply:
        known = headers.get("if-none-match") == '"1"'
        return Reply(status=304) if known else Reply(COURSE.encode(), headers={"ETag": '"1"'})

    window.add(site.serve("/course.md", answer))
    before = window.library.contents
    assert window.importer.update(KEY).change is None
    assert site.asked[-1][1]["if-none-match"] == '"1"'
    site.put("/course.md", COURSE)
    assert window.importer.update(KEY).change is None
    assert window.library.contents is before


def test_a_retitled_paper_finds_its_old_notes(window: Window, course: Path) -> None:
    course.write_text(
        COURSE.replace("(https://a.org/janus)", "")
        .replace("[JANUS: ", "[")
        .replace("[Fast", "Fast")
        .replace("Learning]", "Learning Graphs"),
        "utf-8",
    )
    window.add(course)
    old = next(key for key in window.library.catalog.papers if key.startswith("fast-and"))
    write(window.library, old, "my words")
    course.write_text(course.read_text("utf-8").replace("Fast and", "Very Fast and"), "utf-8")
    done = window.importer.update(KEY)
    new = next(key for key in window.library.catalog.papers if key.startswith("very-fast"))
    assert done.kept == (
        "Kept your notes of 'Fast and Flexible Deep Learning Graphs' under its new title: "
        "Very Fast and Flexible Deep Learning Graphs",
    )
    assert window.library.state(new).note == "my words"
    assert Window().library.state(new).note == "my words"
    assert window.library.parked() == ()
    window.library.undo()
    window.refresh()
    assert window.library.state(old).note == "my words"
    window.library.redo()
    window.refresh()
    assert window.library.state(new).note == "my words"


def test_a_paper_with_another_title_and_then_another_address_keeps_its_notes(window: Window, course: Path) -> None:
    course.write_text(
        "# Systems Course 2024\n\n- [Paging for Everybody](https://a.org/paging.pdf)\n- [JANUS](https://a.org/janus)\n",
        "utf-8",
    )
    window.add(course)
    [old] = [key for key, paper in window.library.catalog.papers.items() if paper.title == "Paging for Everybody"]
    write(window.library, old, "my words")
    for now in (
        "[Paged Attention at Last](https://a.org/paging.pdf)",
        "[Paged Attention at Last](https://b.org/other)",
        "[Attention, Once More](https://b.org/other)",
    ):
        course.write_text(f"# Systems Course 2024\n\n- {now}\n- [JANUS](https://a.org/janus)\n", "utf-8")
        window.importer.update(KEY)
        title = now[1:].partition("]")[0]
        [key] = [key for key, paper in window.library.catalog.papers.items() if paper.title == title]
        assert window.library.state(key).note == "my words"
    assert window.library.parked() == ()


def test_an_update_that_fails_changes_nothing(window: Window, site: Site) -> None:
    window.add(site.put("/course.md", COURSE))
    before = window.library.contents
    for answer in (Reply(status=500), Reply(b"<!doctype html><html></html>"), Reply(b"nothing here"), Reply(hang=True)):
        site.serve("/course.md", answer)
        with pytest.raises(ListError):
            window.importer.update(KEY)
    assert window.library.contents is before
    assert len(window.titles) == 2


def test_lists_without_a_source_say_why(window: Window, home: Path) -> None:
    with pytest.raises(ListError, match="Base List of Papers comes with the app"):
        window.importer.update("base-list-of-papers")
    (home / "data" / "lists").mkdir(parents=True)
    (home / "data" / "lists" / "own.md").write_text(COURSE, "utf-8")
    with pytest.raises(ListError, match="read from the lists folder"):
        Window().importer.update(KEY)
    with pytest.raises(ListError, match="no list 'none'"):
        window.importer.update("none")


def test_an_update_behind_the_back_of_a_window(window: Window, course: Path) -> None:
    window.add(course)
    other = Window()
    course.write_text(COURSE.replace("## Serving", "## Inference"), "utf-8")
    other.importer.update(KEY)
    assert window.importer.update(KEY).change is None
    window.refresh()
    assert window.library.catalog.lists[1].sections[-1].path == ("Inference",)


def test_work_says_its_stages_and_stops(window: Window, course: Path) -> None:
    said: list[str] = []
    find = window.importer.look(str(course), work=Work(said.append))
    assert said[:2] == [f"Reading {course}", "Reading course.md"]
    assert said[-1] == "Comparing with the lists that are here"
    over = threading.Event()
    over.set()
    with pytest.raises(CancelledError):
        window.importer.look(str(course), work=Work(cancelled=over.is_set))
    with pytest.raises(CancelledError):
        window.importer.add(find, work=Work(cancelled=over.is_set))
    assert len(Window().titles) == 1


def test_a_long_reading_can_be_stopped_in_the_middle(window: Window, course: Path) -> None:
    items = "".join(f"- [A Paper with the Long Number {n}](https://a.org/{n})\n" for n in range(3000))
    course.write_text(f"# A Long Course\n\n{items}", "utf-8")
    over = threading.Event()

    def say(words: str) -> None:
        if words.endswith("%"):
            over.set()

    with pytest.raises(CancelledError):
        window.importer.look(str(course), work=Work(say, over.is_set))
    assert window.importer.look(str(course)).papers == 3000


# -- removing and renaming ----------------------------------------------------------------------------------


def test_a_removed_list_loses_nothing(window: Window, course: Path) -> None:
    window.add(course)
    write(window.library, JANUS, "mine")
    window.importer.remove(KEY)
    assert window.titles == ["Base List of Papers"]
    assert [record.note for record in window.library.parked()] == ["mine"]
    [removed] = Window().importer.removed()
    assert removed.title == "Systems Course 2024"
    window.importer.restore(removed)
    assert window.library.state(JANUS).note == "mine"
    assert Window().importer.removed() == []
    window.library.undo()
    window.library.undo()
    assert len(window.refresh()) == 2


def test_a_shipped_and_a_dropped_list_are_removed_the_same_way(window: Window, home: Path) -> None:
    (home / "data" / "lists").mkdir(parents=True)
    (home / "data" / "lists" / "own.md").write_text(COURSE, "utf-8")
    window = Window()
    window.importer.remove("base-list-of-papers")
    window.importer.remove(KEY)
    assert window.titles == Window().titles == []
    assert (home / "data" / "lists" / "own.md").exists()
    window.library.undo()
    assert window.refresh() == ["Systems Course 2024"]
    window.library.undo()
    assert len(window.refresh()) == 2
    assert window.library.contents.lists == {}


def test_a_list_under_another_title_keeps_its_key(window: Window, course: Path) -> None:
    window.add(course)
    done = window.importer.rename(KEY, "ML\x1b[2J Systems")
    assert (done.list_key, done.title) == (KEY, "ML Systems")
    assert window.titles[-1] == "ML Systems"
    course.write_text(COURSE.replace("# Systems Course 2024", "# Systems Course 2025"), "utf-8")
    window.importer.update(KEY)
    assert window.titles[-1] == "ML Systems"
    window.importer.rename("systems-course-2025", "")
    assert window.titles[-1] == "Systems Course 2025"
    window.importer.rename("base-list-of-papers", "Mine")
    assert Window().titles[0] == "Mine"


def test_adopting_can_be_left_to_another_thread(course: Path) -> None:
    window = Window()
    adopted: list[Loaded] = []
    importer = Importer(window.library, window.loader, adopt=adopted.append)
    importer.add(importer.look(str(course)))
    assert window.library.stale
    assert len(window.titles) == 1
    window.library.adopt(adopted[0])
    assert not window.library.stale
    assert len(window.titles) == 2


ADDER = """
import sys
from pathlib import Path
from mlsys_tui.importing import Importer
from mlsys_tui.loading import Loader
from mlsys_tui.paths import find_paths

course = Path(sys.argv[1])
loader = Loader(find_paths())
library = loader.open()
importer = Importer(library, loader)
print("ready", flush=True)
for number in range(10_000):
    course.write_text(f"# Course of Many Updates\\n\\n- [A Paper with the Number {number}](https://a.org/{number})\\n")
    importer.add(importer.look(str(course)))
    print(number, flush=True)
"""


@pytest.mark.slow
def test_kill_9_leaves_a_list_whole(course: Path, tmp_path: Path, home: Path) -> None:
    seed = random.randrange(1 << 32)
    print("seed", seed)
    chance = random.Random(seed)
    for trial in range(5):
        path = tmp_path / f"course-{trial}.md"
        argv = [sys.executable, "-c", ADDER, str(path)]
        with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as adder:
            assert adder.stdout
            assert adder.stdout.readline() == "ready\n"
            for _ in range(chance.randrange(1, 6)):
                adder.stdout.readline()
            adder.kill()
            rest = adder.stdout.read()
        acknowledged = [int(line) for line in rest.split("\n")[:-1]]
        window = Window()
        assert window.library.notices == (), (seed, trial)
        assert window.library.notebook_problems == ()
        entry = next(e for e in window.library.contents.lists.values() if e.source == str(path))
        text = (home / "data" / "documents" / (entry.content or "")).read_text("utf-8")
        assert int(text.rpartition("/")[2].rstrip(")\n")) >= max(acknowledged, default=0), (seed, trial)
        path.unlink()  # or the next trial would be a copy of this one


def test_a_pipe_that_nobody_writes_to_can_be_given_up(window: Window, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    looked = iter([False, False, True])
    with pytest.raises(CancelledError):
        window.importer.look(str(pipe), work=Work(cancelled=lambda: next(looked, True)))
    writer = os.open(pipe, os.O_RDWR)  # let the reading end
    os.close(writer)


def test_links_of_a_page_are_whole(window: Window, site: Site) -> None:
    url = site.put("/s24/schedule.md", "# C\n\n- [A Paper of Things](papers/1.pdf)\n")
    window.importer.add(window.importer.look(url))
    [paper] = [each for each in window.library.catalog.papers.values() if each.title == "A Paper of Things"]
    assert [link.url for link in paper.links] == [site.url("/s24/papers/1.pdf")]


def test_a_note_follows_its_paper_when_another_takes_its_address(window: Window, course: Path) -> None:
    """The list says which reading is which; an address that went to another reading takes no note with it."""
    first, second = "HkFlow: Hybrid Storage Kernels for Inference", "Deep Networks in the Small"

    def text(*titles: str) -> str:
        return "# Systems Course 2024\n\n" + "".join(
            f"- [{title}](https://a.org/{address})\n" for title, address in zip(titles, "12", strict=True)
        )

    course.write_text(text(first, second), "utf-8")
    window.add(course)
    [key] = [key for key, paper in window.library.catalog.papers.items() if paper.title == first]
    write(window.library, key, "my words")
    course.write_text(text(second, "HkFlow: Hybrid Storage Kernels for Quick Inference"), "utf-8")
    done = window.importer.update(KEY)
    papers = {paper.title: key for key, paper in window.library.catalog.papers.items()}
    assert window.library.state(papers["HkFlow: Hybrid Storage Kernels for Quick Inference"]).note == "my words"
    assert window.library.state(papers[second]).note is None
    assert any("Kept your notes" in said for said in done.kept)
    window.library.undo()
    window.refresh()
    assert window.library.state(key).note == "my words"


def test_an_update_says_what_left_with_notes_and_what_has_other_links(window: Window, course: Path) -> None:
    course.write_text(COURSE, "utf-8")
    window.add(course)
    write(window.library, ORCA, "my words")
    gone = COURSE.replace("- [ORCA: A Distributed Serving System](https://a.org/orca)\n", "")
    course.write_text(gone.replace("https://a.org/janus", "https://b.org/janus"), "utf-8")
    done = window.importer.update(KEY)
    assert done.difference is not None
    assert done.difference.counts() | {"removed": 0, "relinked": 0} == dict.fromkeys(done.difference.counts(), 0)
    assert (len(done.difference.removed), len(done.difference.relinked)) == (1, 1)
    assert any("kept under Parked" in said for said in done.kept)
    assert [record.note for record in window.library.parked()] == ["my words"]


def test_the_same_page_at_another_address_is_the_same_list_whatever_its_links_are_relative_to(
    window: Window, site: Site
) -> None:
    page = "# C\n\n- [A Paper of Things](papers/1.pdf)\n- [Another Long Paper](papers/2.pdf)\n"
    window.importer.add(window.importer.look(site.put("/s24/schedule.md", page)))
    assert window.importer.look(site.put("/mirror/schedule.md", page)).again == "it holds the same"
