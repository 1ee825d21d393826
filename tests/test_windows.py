"""Several windows and the command line on one notebook, as real processes in real terminals."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from mlsys_tui.domain.notebook import with_note
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store.locks import ProcessLock
from mlsys_tui.store.notebook import Notebook
from tests.terminal import Terminal

pytestmark = pytest.mark.slow

APP = [sys.executable, "-m", "mlsys_tui"]
MLPERF = PaperKey("mlperf-training-benchmark")
TENSORFLOW = PaperKey("tensorflow-a-system-for-large-scale-machine-learning")
SOON = 3.0
"""Seconds in which a window shows what was done elsewhere; it looks every second, and this machine may be busy."""
COURSE = "# My Own Course\n\n## Only Section\n\n- A Paper That No Other List Has\n- Another Such Paper\n"
OpenWindow = Callable[..., Terminal]


@pytest.fixture
def env(home: Path) -> dict[str, str]:
    return {"MLSYS_TUI_HOME": str(home), "PATH": os.environ["PATH"]}


@pytest.fixture
def notebook(home: Path) -> Path:
    return home / "data" / "notebook.json"


@pytest.fixture
def window(env: dict[str, str]) -> Iterator[OpenWindow]:
    """Opens windows; none outlives the test."""
    with ExitStack() as stack:

        def open_window(size: tuple[int, int] = (120, 36)) -> Terminal:
            terminal = stack.enter_context(Terminal(APP, env, size))
            terminal.wait_for("aisys2023")
            terminal.wait_for(" read")
            return terminal

        yield open_window


def say(env: dict[str, str], *arguments: str) -> str:
    done = subprocess.run([*APP, *arguments], env=env, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def record(notebook: Path, key: PaperKey) -> tuple[str | None, str | None]:
    """Status and note, as a new start finds them."""
    found = Notebook(notebook).records[key]
    return found.status, found.note


def quit_app(*terminals: Terminal) -> None:
    for terminal in terminals:
        terminal.type("\x11")
        assert terminal.wait() == 0


def soon(terminal: Terminal, words: str) -> float:
    """Wait, without a key, for what another process did; how long it took."""
    begun = time.monotonic()
    terminal.wait_for(words, SOON)
    return time.monotonic() - begun


# -- each sees what the others do -------------------------------------------------------------------------


def test_each_shows_what_the_other_and_the_command_line_do(
    window: OpenWindow, env: dict[str, str], tmp_path: Path
) -> None:
    one, other = window(), window()
    took = []
    one.type("jj")
    other.type("jj")
    one.wait_for("TensorFlow: A System")
    other.wait_for("TensorFlow: A System")
    one.type("r")
    one.wait_for("TensorFlow: marked read")
    took.append(soon(other, "22 of 163 read"))
    other.type("nSeen in the other window.\x1b")
    other.wait_for("TensorFlow: wrote the note")
    took.append(soon(one, "Seen in the other window."))
    say(env, "tag", TENSORFLOW, "dataflow")
    took.append(max(soon(one, "#dataflow"), soon(other, "#dataflow")))
    say(env, "status", MLPERF, "read")
    took.append(max(soon(one, "23 of 163 read"), soon(other, "23 of 163 read")))
    (tmp_path / "own.md").write_text(COURSE)
    say(env, "add", str(tmp_path / "own.md"))
    took.append(max(soon(one, "5 lists"), soon(other, "5 lists")))
    one.type("u")
    one.wait_for("Undone")
    took.append(soon(other, "4 lists"))
    other.type("u")
    other.wait_for("Undone: MLPerfTraining: marked read")
    took.append(soon(one, "22 of 163 read"))
    say(env, "redo")
    took.append(max(soon(one, "23 of 163 read"), soon(other, "23 of 163 read")))
    print("seconds until it was shown:", *(f"{each:.2f}" for each in took))
    quit_app(one, other)


def test_a_dialog_that_is_open_does_not_hide_what_others_did(window: OpenWindow, env: dict[str, str]) -> None:
    one = window()
    one.type("jj")
    one.wait_for("TensorFlow: A System")
    say(env, "note", TENSORFLOW, "first words")
    soon(one, "first words")
    one.type("H")
    one.wait_for("Nothing yet")
    say(env, "note", TENSORFLOW, "second words")
    soon(one, "+ first words")
    one.type("\r")
    one.wait_for("brought an earlier note back")
    assert say(env, "note", TENSORFLOW) == "first words\n"
    assert say(env, "note", TENSORFLOW, "--version", "1") == "second words\n"
    quit_app(one)


# -- the same note --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", ["", "Begun."], ids=["new", "changed"])
def test_a_note_written_in_both_keeps_both_texts(window: OpenWindow, env: dict[str, str], before: str) -> None:
    if before:
        say(env, "note", TENSORFLOW, before)
    one, other = window(), window()
    for terminal, words in ((one, " Mine."), (other, " Theirs.")):
        terminal.type("jjn")
        terminal.wait_for("Esc save and leave")
        terminal.type(words)
        terminal.wait_for(words.strip())
    other.type("\x1b")
    other.wait_for("TensorFlow: wrote the note")
    one.type(" And more.")  # goes on while the other is saved
    one.wait_for("And more.")
    one.type("\x1b")
    one.wait_for("TensorFlow: wrote the note")
    both = f"{before} Mine. And more.\n\n---\n\n{before} Theirs.\n"
    assert say(env, "note", TENSORFLOW) == both
    soon(other, "And more.")
    quit_app(one, other)


def test_a_note_saved_elsewhere_while_the_editor_is_open_unchanged_is_kept(
    window: OpenWindow, env: dict[str, str]
) -> None:
    one = window()
    one.type("jjn")
    one.wait_for("Esc save and leave")
    say(env, "note", TENSORFLOW, "By the command line.")
    one.type("\x1b")
    one.wait_until_gone("Esc save and leave")
    soon(one, "By the command line.")
    one.type("n Mine too.\x1b")
    one.wait_for("wrote the note")
    assert say(env, "note", TENSORFLOW) == "By the command line. Mine too.\n"
    quit_app(one)


def test_what_is_typed_after_a_save_meets_what_the_other_saved(window: OpenWindow, env: dict[str, str]) -> None:
    one = window()
    one.type("jjnfirst\x13")
    one.wait_for("Note · saved")
    say(env, "note", TENSORFLOW, "theirs")
    one.type(" second\x13")
    one.wait_for("theirs")
    one.type("\x1b")
    one.wait_until_gone("Esc save and leave")
    assert say(env, "note", TENSORFLOW) == "first second\n\n---\n\ntheirs\n"
    quit_app(one)


def test_the_text_of_a_note_taken_away_elsewhere_stays(window: OpenWindow, env: dict[str, str]) -> None:
    say(env, "note", TENSORFLOW, "begun")
    one = window()
    one.type("jjn and going on")
    one.wait_for("begun and going on")
    say(env, "note", TENSORFLOW, "")
    one.type(".\x1b")
    one.wait_for("TensorFlow: wrote the note")
    assert say(env, "note", TENSORFLOW) == "begun and going on.\n"
    quit_app(one)


# -- lists ----------------------------------------------------------------------------------------------------


def test_a_list_that_is_removed_elsewhere_while_one_writes_about_its_paper(
    window: OpenWindow, env: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "own.md").write_text(COURSE)
    say(env, "add", str(tmp_path / "own.md"))
    one = window()
    one.type("2G")
    one.wait_for("A Paper That No Other List Has")
    one.type("3gnhalf a thought")
    one.wait_for("half a thought")
    say(env, "remove", "My Own Course")
    soon(one, "4 lists")
    one.type(" goes on\x1b")
    one.wait_for("wrote the note")
    one.type("gjkG]")
    one.wait_for("of 163 read")
    assert "half a thought goes on" in say(env, "papers", "--parked")
    assert say(env, "note", "a-paper-that-no-other-list-has") == "half a thought goes on\n"
    one.type("uu")
    soon(one, "5 lists")
    quit_app(one)


def test_a_list_that_is_removed_elsewhere_while_one_stands_in_it(
    window: OpenWindow, env: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "own.md").write_text(COURSE)
    say(env, "add", str(tmp_path / "own.md"))
    one, other = window(), window((80, 24))
    for terminal in (one, other):
        terminal.type("2G3")
        terminal.wait_for("Another Such Paper")
    other.type("1L")
    say(env, "remove", "My Own Course")
    soon(one, "4 lists")
    one.wait_until_gone("Another Such Paper")
    one.type("\r\rjrr")
    one.type("2G3g")
    other.type("\x1b")
    soon(other, "4 lists")
    other.type("2G3rr")
    say(env, "restore", "My Own Course")
    soon(one, "5 lists")
    soon(other, "5 lists")
    quit_app(one, other)


# -- many, and one that dies --------------------------------------------------------------------------------


def test_four_windows_and_one_that_is_killed_lose_nothing(window: OpenWindow, notebook: Path) -> None:
    seed = random.randrange(1 << 32)
    print("seed", seed)
    chance = random.Random(seed)
    windows = [window() for _ in range(4)]
    for place, terminal in enumerate(windows):
        terminal.type("j" * (place + 1))
    marked = set()
    for step in range(12):
        place = chance.randrange(len(windows))
        terminal = windows[place]
        terminal.type(f"*{step % 5 + 1}")
        terminal.wait_for(f": rated {step % 5 + 1}" if (terminal, step % 5 + 1) not in marked else "rated")
        marked.add((terminal, step % 5 + 1))
        if step == 6:
            victim = windows.pop(chance.randrange(len(windows)))
            victim.type("r")
            time.sleep(chance.uniform(0, 0.05))
            victim.kill()
    for place, terminal in enumerate(windows):
        terminal.type(f"nWindow {place} was here.\x1b")
        terminal.wait_for("wrote the note")
    found = Notebook(notebook)
    assert found.problems == ()
    notes = sorted(record.note for record in found.records.values() if record.note)
    assert notes == [f"Window {place} was here." for place in range(3)]
    quit_app(*windows)


def test_a_selection_is_one_step_for_whoever_comes_next(window: OpenWindow, env: dict[str, str]) -> None:
    one = window()
    one.type("]]3V")
    one.wait_for("3 selected")
    one.type("sr")
    one.wait_for("3 papers marked read")
    one.kill()
    other = window()
    other.wait_for("24 of 163 read")
    other.type("u")
    other.wait_for("Undone: 3 papers marked read")
    other.wait_for("21 of 163 read")
    say(env, "redo")
    soon(other, "24 of 163 read")
    say(env, "rate", MLPERF, "4")
    other.type("uu")
    other.wait_for("Undone: 3 papers marked read")
    say(env, "rate", MLPERF, "3")
    other.type("\x12")
    other.wait_for("Nothing to redo")
    quit_app(other)


# -- the file itself ------------------------------------------------------------------------------------------


def test_a_notebook_that_is_restored_under_a_window_loses_nothing(
    window: OpenWindow, env: dict[str, str], notebook: Path
) -> None:
    say(env, "note", TENSORFLOW, "of last week")
    Notebook(notebook).compact()
    shutil.copy(notebook, notebook.with_name("last-week.json"))
    say(env, "rate", MLPERF, "4")
    Notebook(notebook).compact()
    one = window()
    one.type("jjn, saved here\x1b")
    one.wait_for("TensorFlow: wrote the note")
    notebook.with_name("last-week.json").replace(notebook)
    one.type("jr")
    one.wait_for("marked read")
    one.type("!")
    one.wait_for("was older than its journal")
    quit_app(one)
    assert record(notebook, TENSORFLOW) == (None, "of last week, saved here")
    assert len(Notebook(notebook).records) == 3


def test_another_notebook_in_its_place_is_taken_and_what_was_saved_is_kept(
    window: OpenWindow, env: dict[str, str], notebook: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.json"
    other = Notebook(elsewhere)
    other.change("wrote", [MLPERF], lambda record, at: with_note(record, "from another machine", at))
    other.compact()
    one, two = window(), window()
    two.type("jj")
    one.type("jjnsaved here\x1b")
    one.wait_for("TensorFlow: wrote the note")
    soon(two, "saved here")
    os.replace(elsewhere, notebook)  # noqa: PTH105 - as mv does
    soon(one, "▲ 1 (!)")
    one.type("kr")
    one.wait_for("MLPerfTraining: marked read")
    assert record(notebook, MLPERF) == ("read", "from another machine")
    [kept] = notebook.parent.glob("notebook.conflict-*")
    assert record(kept, TENSORFLOW) == (None, "saved here")
    one.type("!")
    one.wait_for("was replaced by another")
    quit_app(one, two)


@pytest.mark.parametrize("what", ["notebook.json", "notebook.json.journal", "both", "the folder"])
def test_what_was_taken_away_is_written_again(window: OpenWindow, notebook: Path, what: str) -> None:
    one = window()
    one.type("jjnsaved here\x1b")
    one.wait_for("TensorFlow: wrote the note")
    if what == "the folder":
        notebook.parent.rename(notebook.parent.with_name("elsewhere"))
    for name in ("notebook.json", "notebook.json.journal"):
        if what in (name, "both"):
            notebook.with_name(name).unlink()
    one.type("kr")
    one.wait_for("MLPerfTraining: marked read")
    quit_app(one)
    assert record(notebook, TENSORFLOW) == (None, "saved here")
    assert record(notebook, MLPERF)[0] == "read"


# -- locked out -------------------------------------------------------------------------------------------------


def test_a_window_that_is_locked_out_says_so_and_keeps_the_text(
    window: OpenWindow, env: dict[str, str], notebook: Path
) -> None:
    say(env, "rate", MLPERF, "3")
    one = window()
    one.type("jjnprecious")
    one.wait_for("precious")
    with ProcessLock(Path(f"{notebook}.lock")).held():
        one.type("\x1b")
        one.wait_for("busy in another window")
        assert "precious" in one.text and "Note · not saved yet" in one.text
        one.type(" words")
        one.wait_for("precious words")
        one.type("\x11")
        one.wait_for("Ctrl+q again quits and keeps a draft")
    one.type("\x1b")
    one.wait_for("TensorFlow: wrote the note")
    assert say(env, "note", TENSORFLOW) == "precious words\n"
    quit_app(one)
