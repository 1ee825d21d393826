"""Drafts on disk: written whole, claimed by one window, never a living window's, damaged ones left alone."""

import errno
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mlsys_tui.domain.paper import Paper, PaperKey
from mlsys_tui.store.drafts import Draft, Drafts, Found, draft_of

PAPER = Paper(PaperKey("janus"), "JANUS: \x1b[31mFast", aliases=("title:janus", "arxiv:1812.01329"))
NOW = datetime(2026, 11, 21, 19, 3, 7, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "drafts"


@pytest.fixture
def open_window(folder: Path) -> Callable[[], Drafts]:
    return lambda: Drafts(folder, lambda: NOW)


def texts(window: Drafts) -> list[str]:
    return [each.draft.text for each in window.claim().drafts]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def dies(window: Drafts) -> None:
    """Let go of the lock as the system does for a process that is killed: the file stays."""
    held = window._presence._held
    assert held is not None
    os.close(held)


def test_a_draft_comes_back_as_it_was_put_and_clean(folder: Path, open_window: Callable[[], Drafts]) -> None:
    window = open_window()
    window.put(window.new_name(), draft_of(PAPER, "한글\r\n\x1b]52;c;x\x07\ud800two\u202e", "base\x9b31m"))
    dies(window)
    other = open_window()
    [(name, draft)] = other.claim().drafts
    title = "JANUS: Fast"
    assert draft == Draft(PAPER.key, title, PAPER.aliases, "base", "한글\ntwo", "2026-11-21T19:03:07+00:00")
    assert "janus" not in name
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_drafts_of_open_windows_are_theirs(folder: Path, open_window: Callable[[], Drafts]) -> None:
    one, other = open_window(), open_window()
    one.put(one.new_name(), draft_of(PAPER, "one", ""))
    assert texts(other) == []
    assert texts(one) == []
    dies(one)
    assert texts(other) == ["one"]
    assert texts(other) == ["one"], "it was put off, and may be asked for again"
    third = open_window()
    assert texts(third) == []
    other.close()
    assert texts(third) == ["one"]


def test_a_clean_end_leaves_nothing(folder: Path, open_window: Callable[[], Drafts]) -> None:
    window = open_window()
    name = window.new_name()
    window.put(name, draft_of(PAPER, "one", ""))
    window.remove(name)
    window.close()
    assert names(folder) == []


def test_what_the_dead_leave_behind_is_swept_away(folder: Path, open_window: Callable[[], Drafts]) -> None:
    window = open_window()
    name = window.new_name()
    window.put(name, draft_of(PAPER, "one", ""))
    (folder / f".{name}.0123456789ab.tmp").write_text("half")
    window.remove(name)
    dies(window)
    assert texts(open_window()) == []
    assert names(folder) == []


def test_of_many_windows_one_gets_a_draft(folder: Path, open_window: Callable[[], Drafts]) -> None:
    for round_ in range(20):
        window = open_window()
        window.put(window.new_name(), draft_of(PAPER, str(round_), ""))
        dies(window)
        windows = [open_window() for _ in range(4)]
        with ThreadPoolExecutor(4) as pool:
            found = [text for each in pool.map(texts, windows) for text in each]
        assert found == [str(round_)]
        for each in windows:
            each.close()
        last = open_window()
        for unfinished in last.claim().drafts:
            last.drop(unfinished)
        last.close()
    assert names(folder) == []


GOOD = {
    "format": 1,
    "paper": "p",
    "title": "t",
    "aliases": [],
    "base": "",
    "text": "x",
    "at": "2026-11-21T19:03:07+00:00",
}
BAD = {
    "empty": b"",
    "nul": b"\0" * 100,
    "cut": json.dumps(GOOD).encode()[:-9],
    "list": b"[]",
    "deep": b"[" * 100_000,
    "latin": b'{"format": 1, "paper": "caf\xe9"}',
    "newer": json.dumps({**GOOD, "format": 2}).encode(),
    "no text": json.dumps({**GOOD, "text": None}).encode(),
    "aliases": json.dumps({**GOOD, "aliases": "x"}).encode(),
    "time": json.dumps({**GOOD, "at": "yesterday"}).encode(),
    "no zone": json.dumps({**GOOD, "at": "2026-11-21"}).encode(),
    "number": b'{"format": ' + b"1" * 5000 + b"}",
    "outside": json.dumps({**GOOD, "outside": "../../.ssh/id.md"}).encode(),
}


@pytest.mark.parametrize("data", list(BAD.values()), ids=list(BAD))
def test_a_damaged_draft_is_left_alone_and_reported(
    folder: Path, open_window: Callable[[], Drafts], data: bytes
) -> None:
    folder.mkdir(parents=True)
    path = folder / "0123456789ab-1.json"
    path.write_bytes(data)
    (folder / "0123456789ab-2.json").write_text(json.dumps(GOOD))
    found = open_window().claim()
    assert [each.draft.text for each in found.drafts] == ["x"]
    [problem] = found.problems
    assert str(path) in problem
    assert path.read_bytes() == data


def test_what_somebody_else_wrote_there_is_cleaned(folder: Path, open_window: Callable[[], Drafts]) -> None:
    folder.mkdir(parents=True)
    bad = "a\x1b]52;c;x\x07\u202eb"
    kept = {**GOOD, "paper": bad, "title": bad, "aliases": [bad], "base": bad, "text": bad}
    (folder / "0123456789ab-1.json").write_text(json.dumps(kept))
    [(_, draft)] = open_window().claim().drafts
    assert (draft.paper, draft.title, draft.aliases, draft.base, draft.text) == ("ab", "ab", ("ab",), "ab", "ab")


def test_a_folder_or_a_pipe_in_the_place_of_a_draft_is_reported(
    folder: Path, open_window: Callable[[], Drafts]
) -> None:
    (folder / "0123456789ab-1.json").mkdir(parents=True)
    os.mkfifo(folder / "0123456789ab-2.json")
    assert len(open_window().claim().problems) == 2


def test_other_files_are_nobodys_business(folder: Path, open_window: Callable[[], Drafts]) -> None:
    folder.mkdir(parents=True)
    for name in ("notes.json", "0123456789ab.json", "0123456789ab-1.json.bak", "README"):
        (folder / name).write_text("mine")
    assert open_window().claim() == Found((), ())
    assert len(names(folder)) == 4


def outside(window: Drafts, folder: Path, text: str | None, base: str = "before") -> str:
    name = window.new_name()
    window.put(name, draft_of(PAPER, base, base, "janus-0123.md"))
    if text is not None:
        (folder / "janus-0123.md").write_text(text)
    return name


def test_what_an_editor_had_is_the_text(folder: Path, open_window: Callable[[], Drafts]) -> None:
    window = open_window()
    outside(window, folder, "after\x1b[2J\n")
    assert texts(open_window()) == []
    dies(window)
    other = open_window()
    [(_, draft)] = other.claim().drafts
    assert (draft.base, draft.text, draft.outside) == ("before", "after", None)
    assert not (folder / "janus-0123.md").exists(), "it is in the draft itself now"
    dies(other)
    assert texts(open_window()) == ["after"]


def test_an_editor_that_had_not_begun_left_the_text_as_it_was(folder: Path, open_window: Callable[[], Drafts]) -> None:
    window = open_window()
    outside(window, folder, None)
    dies(window)
    assert texts(open_window()) == ["before"]


def test_what_an_editor_left_is_never_cut(
    folder: Path, open_window: Callable[[], Drafts], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    outside(window, folder, "x" * 2000)
    dies(window)
    monkeypatch.setattr("mlsys_tui.store.drafts.MAX_BYTES", 1999)
    (problem,) = open_window().claim().problems
    assert problem.endswith("janus-0123.md is too large")
    assert (folder / "janus-0123.md").read_text() == "x" * 2000


def test_what_an_editor_left_here_can_be_asked_for(folder: Path, open_window: Callable[[], Drafts]) -> None:
    window = open_window()
    name = outside(window, folder, "after")
    assert texts(window) == []
    window.loosen(name)
    assert texts(window) == ["after"]
    window.take(name)
    assert texts(window) == []


@pytest.mark.parametrize("name", ["janus-0123.md", ".janus-0123.md.swp", "janus-0123.md.save", "janus-0123.md~"])
def test_texts_of_editors_that_no_draft_knows_are_reported(
    folder: Path, open_window: Callable[[], Drafts], name: str
) -> None:
    folder.mkdir(parents=True)
    (folder / name).write_text("text")
    [problem] = open_window().claim().problems
    assert name in problem
    window = open_window()
    outside(window, folder, "known")
    assert open_window().claim().problems == ()


def test_a_folder_that_cannot_be_written_is_read(
    folder: Path, open_window: Callable[[], Drafts], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    folder.mkdir(parents=True)
    (folder / "0123456789ab-1.json").write_text(json.dumps(GOOD))
    (folder / "0123456789ab-2.json").write_text(json.dumps({**GOOD, "outside": "a.md"}))
    (folder / "a.md").write_text("y")
    for name in ("unlink", "rename", "replace"):
        monkeypatch.setattr(Path, name, refuse)
    monkeypatch.setattr("mlsys_tui.store.presence.Presence.show", refuse)
    window = open_window()
    assert sorted(texts(window)) == ["x", "y"]
    assert sorted(texts(window)) == ["x", "y"]
    with pytest.raises(OSError, match="Read-only"):
        window.put(window.new_name(), draft_of(PAPER, "x", ""))


def test_a_folder_that_is_a_file_holds_nothing(folder: Path, open_window: Callable[[], Drafts]) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_text("a file")
    window = open_window()
    assert window.claim() == Found((), ())
    with pytest.raises(OSError, match=r"exists|[Nn]ot a directory"):
        window.put(window.new_name(), draft_of(PAPER, "x", ""))
    window.close()


@pytest.mark.slow
def test_kill_9_frees_the_drafts_of_a_process(folder: Path, open_window: Callable[[], Drafts]) -> None:
    code = (
        "import sys, pathlib\n"
        "from mlsys_tui.store.drafts import *\n"
        "from mlsys_tui.domain.paper import *\n"
        "d = Drafts(pathlib.Path(sys.argv[1]))\n"
        "d.put(d.new_name(), draft_of(Paper(PaperKey('p'), 't'), 'text', ''))\n"
        "print('ready', flush=True)\n"
        "sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert texts(open_window()) == []
        process.kill()
    assert texts(open_window()) == ["text"]
