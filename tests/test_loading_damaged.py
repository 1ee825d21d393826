"""Whatever becomes of the kept catalog's files: no traceback, no hang, and in the end the right papers are shown."""

import json
import os
import random
import sqlite3
import threading
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from mlsys_tui.library import Library
from mlsys_tui.store.catalog_cache import POINTER
from tests.catalogs import assert_same, kept_files, memory, opened, walk
from tests.store.trials.trials import trials

RIGHT = memory()
SECONDS = 60


def pointer(home: Path) -> Path:
    return home / "cache" / POINTER


def database(home: Path) -> Path:
    return home / "cache" / kept_files(home)[-1]


FILES = {"pointer": pointer, "database": database}


def soon(do: Callable[[], None]) -> None:
    """Do it in a thread, so that what hangs fails."""
    wrong: list[BaseException] = []

    def run() -> None:
        try:
            do()
        except BaseException as error:
            wrong.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(SECONDS)
    assert not thread.is_alive(), "it hangs"
    if wrong:
        raise wrong[0]


def looked_through() -> None:
    """Open the library, go everywhere, and find out whether the catalog is whole, as the app does."""
    library = opened()
    walk(library)
    mended(library)
    assert_same(library.catalog, RIGHT)
    assert len(library.loaded.documents) == 5
    assert all(library.loaded.documents_of(each.key) for each in library.catalog.lists)
    assert not library.notices


def mended(library: Library) -> None:
    for _ in range(2):
        if library.catalog.kept is not None:
            library.catalog.kept.verify()
        if library.stale:
            library.adopt(library.load())
    assert not library.stale


@pytest.fixture
def kept(home: Path) -> Path:
    opened()
    return home


@pytest.mark.parametrize("which", FILES)
def test_cut_short_anywhere(kept: Path, which: str) -> None:
    for number in range(24):
        path = FILES[which](kept)
        data = path.read_bytes()
        path.write_bytes(data[: len(data) * number // 24])
        soon(looked_through)
    for less in (1, 2, 100):
        path = FILES[which](kept)
        path.write_bytes(path.read_bytes()[:-less])
        soon(looked_through)


@pytest.mark.slow
@pytest.mark.parametrize("which", FILES)
def test_bytes_that_are_others(kept: Path, which: str) -> None:
    """One bit or byte, or several; in the first pages and anywhere, with the size as it was."""
    chance = random.Random(20)
    saved = {path: path.read_bytes() for path in (pointer(kept), database(kept))}
    for number in range(trials(100, 2000)):
        for path, data in saved.items():
            path.write_bytes(data)
        path = FILES[which](kept)
        changed = bytearray(path.read_bytes())
        for _ in range(chance.choice([1, 1, 1, 5, 200])):
            place = chance.randrange(min(len(changed), 8192) if number % 3 == 0 else len(changed))
            changed[place] = (
                chance.randrange(256) if chance.random() < 0.4 else changed[place] ^ 1 << chance.randrange(8)
            )
        path.write_bytes(changed)
        try:
            soon(looked_through)
        except BaseException as error:
            error.add_note(f"trial {number}")
            raise
        for name in kept_files(kept):  # what was made anew
            if kept / "cache" / name not in saved:
                (kept / "cache" / name).unlink()


def test_rows_of_other_kinds_than_were_written(kept: Path) -> None:
    """As after a bit of a row's head was another: numbers, blobs and nothing where texts were, and rows missing."""
    path, saved, point = database(kept), database(kept).read_bytes(), pointer(kept).read_bytes()
    for change in (
        "UPDATE papers SET key = CAST(key AS BLOB) WHERE number % 2",
        "UPDATE papers SET key = number WHERE number % 3 = 0",
        "UPDATE papers SET data = CAST(data AS BLOB), places = 7",
        "UPDATE papers SET data = '[1]', places = '[[99999,1,[],null]]'",
        'UPDATE papers SET places = \'[[0,"d",[],"no date","t",null,[],null,null,[],9,null,null,1]]\'',
        "DELETE FROM papers WHERE number > 20",
        "UPDATE papers SET number = number + 1000",
        "UPDATE sections SET key = CAST(key AS BLOB), list = 99",
        "UPDATE sections SET data = NULL, readings = 'text'",
        "UPDATE sections SET readings = x'ffffffffff'",
        "UPDATE sections SET number = number + 100000, list = -7",
        "UPDATE names SET number = 'x'",
        "UPDATE names SET number = 1 << 40",
        "UPDATE parts SET name = CAST(name AS BLOB) WHERE name LIKE 'search%'",
        "UPDATE parts SET data = zeroblob(length(data)) WHERE name LIKE 'schedule.%'",
        "UPDATE parts SET data = zeroblob(length(data)) WHERE name = 'topics.ends'",
        "UPDATE parts SET data = replace(CAST(data AS TEXT), '163', '162') WHERE name = 'about'",
        "DROP TABLE names",
        "DROP TABLE papers",
    ):
        with sqlite3.connect(path) as made:
            made.execute(change)
        made.close()
        told = json.loads(point.partition(b"\n")[2]) | {"size": path.stat().st_size}
        said = json.dumps(told).encode()
        pointer(kept).write_bytes(b"%d\n" % zlib.crc32(said) + said)
        try:
            soon(looked_through)
        except BaseException as error:
            error.add_note(change)
            raise
        for name in kept_files(kept):
            (kept / "cache" / name).unlink()
        path.write_bytes(saved)
        pointer(kept).write_bytes(point)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def _nowhere(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def _gone(path: Path) -> None:
    path.unlink()


def _other_database(path: Path) -> None:
    size = path.stat().st_size
    path.unlink()
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE parts (name TEXT, data BLOB)")
    made.close()
    path.write_bytes(path.read_bytes()[:size] + bytes(max(0, size - path.stat().st_size)))


def _text(path: Path) -> None:
    path.write_bytes(b"words " * (path.stat().st_size // 6 + 1))


def _json(path: Path) -> None:
    path.write_bytes(b"1\n[]")


def _deep(path: Path) -> None:
    path.write_bytes(b"[" * 100_000)


def _locked(path: Path) -> None:
    path.chmod(0)


REPLACED = (_empty, _folder, _pipe, _loop, _nowhere, _gone, _other_database, _text, _json, _deep, _locked)


@pytest.mark.skipif(os.name == "nt", reason="has no pipes in folders")
@pytest.mark.parametrize("which", FILES)
@pytest.mark.parametrize("replace", REPLACED)
def test_something_else_in_its_place(kept: Path, which: str, replace: Callable[[Path], None]) -> None:
    replace(FILES[which](kept))
    soon(looked_through)
    soon(looked_through)


@pytest.mark.skipif(os.name == "nt", reason="has no pipes in folders")
@pytest.mark.parametrize("replace", [_folder, _pipe, _loop, _nowhere, _gone])
def test_something_else_in_its_place_while_it_is_open(kept: Path, replace: Callable[[Path], None]) -> None:
    def look() -> None:
        library = opened()
        replace(database(kept))
        mended(library)
        assert_same(library.catalog, RIGHT)

    soon(look)


def test_what_is_damaged_is_not_kept_again_as_if_it_were_right(kept: Path) -> None:
    """A list is renamed from a catalog that nobody found out about yet."""
    path = database(kept)
    path.write_bytes(path.read_bytes().replace(b"TensorFlow", b"TensorFlaw"))
    library = opened()
    from mlsys_tui.loading import Loader  # noqa: PLC0415
    from mlsys_tui.paths import find_paths  # noqa: PLC0415

    loader = Loader(find_paths())
    loaded = loader.keep(loader.load(library.contents))
    library.adopt(loaded)
    mended(library)
    looked_through()
