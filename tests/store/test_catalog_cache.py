"""The kept catalog is used when nothing has changed and only then; and whatever goes wrong with it costs only time."""

import errno
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mlsys_tui import loading
from mlsys_tui.domain import assembly
from mlsys_tui.domain.notebook import Answer, Contents, ListEntry
from mlsys_tui.library import NotebookError
from mlsys_tui.loading import Loader
from mlsys_tui.paths import find_paths
from mlsys_tui.store import catalog_cache, catalog_file
from mlsys_tui.store.catalog_cache import POINTER
from tests.catalogs import assert_same, counting, kept_files, memory, opened, walk

ONE = "# Mine\n- [A Good Long Title](https://a.org/1)\n"
OTHER = "# Mine\n- [A Fine Long Title](https://a.org/1)\n"
OLD = time.time() - 100


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Each time a catalog is made."""
    calls: list[object] = []
    monkeypatch.setattr(assembly, "build", counting(calls, assembly.build))
    return calls


@pytest.fixture
def mine(home: Path) -> Path:
    """A list of the reader's own, with the shipped lists and it in a kept catalog."""
    path = home / "data" / "lists" / "mine.md"
    path.parent.mkdir(parents=True)
    path.write_text(ONE)
    os.utime(path, (OLD, OLD))
    opened()
    return path


def titles() -> list[str]:
    return [paper.title for paper in opened().catalog.papers.values()]


def test_nothing_is_made_anew_when_nothing_changed(mine: Path, builds: list[object]) -> None:
    assert "A Good Long Title" in titles()
    assert_same(opened().catalog, opened().catalog)
    assert builds == []


def test_an_edit_of_the_same_size_with_its_time_put_back_is_seen(mine: Path, builds: list[object]) -> None:
    found = mine.stat()
    mine.write_text(OTHER)
    os.utime(mine, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert (mine.stat().st_size, mine.stat().st_mtime_ns) == (found.st_size, found.st_mtime_ns)
    assert "A Fine Long Title" in titles()
    assert len(builds) == 1


def test_a_file_that_was_only_touched_makes_nothing_anew(home: Path, mine: Path, builds: list[object]) -> None:
    before = (home / "cache" / POINTER).read_bytes()
    for when in (OLD - 50, OLD + 50, time.time() + 10_000):
        os.utime(mine, (when, when))
        assert "A Good Long Title" in titles()
    assert builds == []
    assert (home / "cache" / POINTER).read_bytes() != before


def test_lists_that_come_go_and_change_their_names_are_seen(mine: Path, builds: list[object]) -> None:
    more = mine.with_name("more.md")
    more.write_text("# More\n- One More Long Title\n")
    assert "One More Long Title" in titles()
    more.rename(mine.with_name("renamed.md"))
    assert "renamed.md" in [name for each in opened().catalog.lists for name in each.documents]
    mine.with_name("renamed.md").unlink()
    assert "One More Long Title" not in titles()
    assert len(builds) == 3


def test_a_shipped_list_that_changed_is_seen(
    mine: Path, builds: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    (shipped / "s.md").write_text("# S\n- A Shipped Long Title\n")
    monkeypatch.setattr(loading, "shipped_lists", lambda: shipped)
    assert "A Shipped Long Title" in titles()
    (shipped / "s.md").write_text("# S\n- A Shapped Long Title\n")
    assert "A Shapped Long Title" in titles()
    assert len(builds) == 2


def test_what_another_version_made_is_not_used(
    mine: Path, builds: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "PARSER_VERSION", "another")
    opened()
    assert len(builds) == 1
    monkeypatch.setattr(catalog_cache, "FORMAT", "another")
    opened()
    assert len(builds) == 2
    opened()
    assert len(builds) == 2


def test_a_list_that_changes_while_it_is_read_is_read_again(
    mine: Path, builds: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine.write_text(ONE)
    parsed = Loader.parse

    def slow(self: Loader, file: Any, tick: Any = None) -> Any:
        document = parsed(self, file, tick)
        if file.name == "mine.md" and "Good" in file.text:
            mine.write_text(OTHER)
            os.utime(mine, (OLD, OLD))
        return document

    monkeypatch.setattr(Loader, "parse", slow)
    mine.with_name("x.md").write_text("# X\n- Some Other Long Title\n")
    opened()
    assert "A Fine Long Title" in titles()


def _answer(_contents: Contents, at: str) -> list[Answer]:
    catalog = memory()
    one, other = list(catalog.papers.values())[:2]
    return [Answer("k", one.aliases, other.aliases, same=True, updated_at=at)]


def _title(contents: Contents, _at: str) -> list[ListEntry]:
    return [ListEntry("lists/mine.md", title="My Own Title")]


def _removed(contents: Contents, _at: str) -> list[ListEntry]:
    return [ListEntry("lists/mine.md", removed=True)]


@pytest.mark.parametrize("make", [_answer, _title, _removed])
def test_what_the_reader_says_of_lists_and_papers_counts_and_undo_as_well(
    mine: Path, builds: list[object], make: Callable[[Contents, str], list[Any]]
) -> None:
    library = opened()
    before = walk(library)
    library.edit("said", make)
    assert library.stale
    library.adopt(library.load())
    assert not library.stale
    after = walk(library)
    assert after != before
    assert walk(opened()) == after
    assert len(builds) == 1
    library.undo()
    library.adopt(library.load())
    assert walk(library) == before == walk(opened())
    assert len(builds) == 2


def test_a_note_makes_nothing_anew(mine: Path, builds: list[object]) -> None:
    from mlsys_tui.domain.notebook import with_note  # noqa: PLC0415

    library = opened()
    key = next(iter(library.catalog.papers))
    library.change("wrote", [key], lambda record, at: with_note(record, "mine", at))
    assert not library.stale
    assert opened().state(key).note == "mine"
    assert builds == []


def test_processes_that_make_it_at_once_all_have_it_right(home: Path) -> None:
    code = (
        "from mlsys_tui.loading import Loader; from mlsys_tui.paths import find_paths;"
        "c = Loader(find_paths()).open().catalog; print(len(c.papers), sum(len(p) for p in c.placements.values()))"
    )
    env = {**os.environ, "MLSYS_TUI_HOME": str(home)}
    made = [
        subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    said = {process.communicate()[0] for process in made}
    placed = sum(map(len, memory().placements.values()))
    assert said == {f"163 {placed}\n"}
    assert_same(opened().catalog, memory())
    opened()
    assert len(kept_files(home)) <= 2
    assert not list((home / "cache").glob(".*"))


def _full_disk(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "no space left on device")


def _full_database(*_: object) -> None:
    raise sqlite3.OperationalError("database or disk is full")


FAILURES = [
    (catalog_file, "_fill", _full_database),
    (catalog_file, "digest_of", _full_disk),
    (catalog_cache, "write", _full_disk),
    (catalog_cache, "write_atomic", _full_disk),
    (catalog_cache, "open_catalog", lambda *_: None),
]


@pytest.mark.parametrize(("where", "name", "instead"), FAILURES, ids=lambda each: each if isinstance(each, str) else "")
def test_what_cannot_be_kept_is_shown_and_leaves_nothing_behind(
    home: Path, monkeypatch: pytest.MonkeyPatch, where: Any, name: str, instead: Any
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(where, name, instead)
        for _ in range(3):
            assert_same(opened().catalog, memory())
        assert len(kept_files(home)) <= 1
        assert not list((home / "cache").glob(".*"))
    assert_same(opened().catalog, memory())


@pytest.fixture
def no_writing(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Refuses to write in the cache; permissions would not stop root."""

    def begin() -> None:
        for name in ("write", "write_atomic"):
            monkeypatch.setattr(catalog_cache, name, _full_disk)
        monkeypatch.setattr(Path, "unlink", _full_disk)

    yield begin
    monkeypatch.undo()


def test_in_a_folder_that_is_read_only_what_is_kept_is_used(
    home: Path, mine: Path, builds: list[object], no_writing: Callable[[], None]
) -> None:
    no_writing()
    os.utime(mine, (OLD + 5, OLD + 5))
    assert "A Good Long Title" in titles()
    assert builds == []


def test_what_is_damaged_in_a_folder_that_is_read_only_is_made_anew_in_memory(
    home: Path, no_writing: Callable[[], None]
) -> None:
    opened()
    (name,) = kept_files(home)
    path = home / "cache" / name
    data = bytearray(path.read_bytes())
    data[data.index(b"TensorFlow")] ^= 1
    path.write_bytes(data)
    library = Loader(find_paths()).open(at_once=True)
    no_writing()
    assert library.catalog.kept is not None
    assert not library.catalog.kept.verify()
    assert library.stale
    library.adopt(library.load())
    assert not library.stale
    assert_same(library.catalog, memory())


def test_a_folder_that_goes_while_it_is_open_takes_nothing_along(home: Path) -> None:
    from shutil import rmtree  # noqa: PLC0415

    library = opened()
    rmtree(home / "cache")
    assert_same(library.catalog, memory())
    assert library.catalog.kept is not None
    assert library.catalog.kept.verify()
    assert_same(opened().catalog, memory())


def test_old_catalogs_go_and_what_others_may_be_writing_stays_for_an_hour(home: Path, mine: Path) -> None:
    cache = home / "cache"
    (before,) = kept_files(home)
    young, old = (cache / f".catalog-{name}.sqlite.abc.tmp" for name in ("young", "old"))
    for path in (young, old, cache / "catalog-older.sqlite", cache / "other.sqlite"):
        path.write_text("x")
    hours_ago = time.time() - 7300
    os.utime(old, (hours_ago, hours_ago))
    (cache / "catalog-folder.sqlite").mkdir()
    mine.write_text(OTHER)
    opened()
    files = {path.name for path in cache.iterdir()}
    assert {young.name, "other.sqlite", "catalog-folder.sqlite"} < files
    assert not files & {before, old.name, "catalog-older.sqlite"}


def test_a_command_finds_out_about_damage_before_it_says_anything(home: Path) -> None:
    opened()
    (name,) = kept_files(home)
    path = home / "cache" / name
    data = bytearray(path.read_bytes())
    data[data.index(b"TensorFlow")] ^= 1
    path.write_bytes(data)
    assert_same(opened().catalog, memory())


def test_nothing_is_written_about_what_stands_in_for_a_paper(home: Path) -> None:
    library = opened()
    key = next(iter(library.catalog.papers))
    assert library.catalog.kept is not None
    (name,) = kept_files(home)
    with (home / "cache" / name).open("r+b") as file:
        file.write(b"not SQLite any more")
    assert not library.catalog.kept.verify()
    with pytest.raises(NotebookError, match="try again"):
        library.change("marked read", [key], lambda record, _at: record)
