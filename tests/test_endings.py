"""How the app ends, with real processes in real terminals: what is typed is kept, the terminal is as it was."""

import json
import os
import re
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal import Terminal

pytestmark = pytest.mark.slow

APP = [sys.executable, "-m", "mlsys_tui"]
PAPER = "mlperf-training-benchmark"
MODES = {b"1049", b"1000", b"1003", b"1006", b"1004", b"2004"}
LAG = 1.2
"""Seconds after the last key when the app is killed; what was typed until a second before must be there."""


@pytest.fixture
def env(home: Path) -> dict[str, str]:
    return {"MLSYS_TUI_HOME": str(home), "PATH": os.environ["PATH"], "TMPDIR": str(home.parent)}


def drafts(home: Path) -> list[Path]:
    folder = home / "state" / "drafts"
    return sorted(folder.iterdir()) if folder.exists() else []


def typed(home: Path) -> str:
    """The text of the only draft."""
    [draft] = [path for path in drafts(home) if path.suffix == ".json"]
    text = json.loads(draft.read_bytes())["text"]
    assert isinstance(text, str)
    return text


def note(env: dict[str, str]) -> str:
    return subprocess.run([*APP, "note", PAPER], env=env, capture_output=True, text=True, check=False).stdout


def begin_note(terminal: Terminal, text: str) -> None:
    terminal.wait_for("FacebookAIInfra")
    terminal.type(f"jn{text}")
    terminal.wait_for(text)


def until(condition: Callable[[], object], within: float = 10) -> None:
    end = time.monotonic() + within
    while not condition():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.02)


def assert_given_back(terminal: Terminal, before: list[object]) -> None:
    """The last word on each mode is that it is off, the cursor is shown, lines are read and echoed as before."""
    for mode in MODES:
        assert re.findall(rb"\x1b\[\?%b([hl])" % mode, terminal.raw)[-1:] in ([b"l"], []), mode
    assert re.findall(rb"\x1b\[\?1049([hl])", terminal.raw)[-1] == b"l"
    assert re.findall(rb"\x1b\[\?25([hl])", terminal.raw)[-1] == b"h"
    assert terminal.attributes == before
    assert b"Traceback" not in terminal.raw


ENDS = [signal.SIGTERM, signal.SIGHUP, signal.SIGINT]


@pytest.mark.parametrize("number", ENDS, ids=lambda number: number.name)
def test_a_signal_saves_the_note_and_gives_the_terminal_back(env: dict[str, str], home: Path, number: int) -> None:
    with Terminal(APP, env) as terminal:
        before = terminal.attributes
        begin_note(terminal, "half a thought")
        os.kill(terminal.pid, number)
        assert terminal.wait() == 128 + number
        assert_given_back(terminal, before)
        assert "The note on MLPerfTraining is saved" in terminal.after_the_app
    assert note(env) == "half a thought\n"
    assert drafts(home) == []


def test_a_change_and_quitting_in_one_breath(env: dict[str, str], home: Path) -> None:
    with Terminal(APP, env) as terminal:
        before = terminal.attributes
        terminal.wait_for("FacebookAIInfra")
        terminal.type("jr\x11")
        assert terminal.wait() == 0
        assert_given_back(terminal, before)
        assert terminal.after_the_app.count("\n") == 0
    shown = subprocess.run([*APP, "show", PAPER, "--json"], env=env, capture_output=True, text=True, check=True).stdout
    assert '"status": "read"' in shown
    assert not (home / "data" / "notebook.json.journal").read_bytes(), "the notebook is tidy"


def test_a_window_that_is_killed_saves_the_note(env: dict[str, str], home: Path) -> None:
    with Terminal(APP, env) as terminal:
        begin_note(terminal, "half a thought")
        terminal.hang_up()
        until(lambda: terminal.has_ended, 15)
    assert note(env) == "half a thought\n"
    assert not (home / "state" / "crash.log").exists(), "that the terminal is gone is no mistake"


def test_after_kill_9_the_next_start_offers_what_was_typed(env: dict[str, str], home: Path) -> None:
    with Terminal(APP, env) as terminal:
        begin_note(terminal, "Saved.")
        terminal.type("\x13")
        terminal.wait_for("Note · saved")
        terminal.type(" Half a thought")
        terminal.wait_for("Half a thought")
        time.sleep(LAG)
        terminal.kill()
    assert typed(home) == "Saved. Half a thought"
    assert {stat.S_IMODE(path.stat().st_mode) for path in drafts(home)} == {0o600}
    assert note(env) == "Saved.\n"
    with Terminal(APP, env) as terminal:
        terminal.wait_for("Unfinished note")
        terminal.wait_for("What was being typed")
        terminal.wait_for("▌ Saved. Half a thought")
        terminal.wait_for("▌ Saved.")
        terminal.type("\r")
        terminal.wait_for("not saved yet")
        terminal.type(", and the rest\x1b")
        terminal.wait_for("MLPerfTraining: wrote the note")
        terminal.type("\x11")
        assert terminal.wait() == 0
    assert note(env) == "Saved. Half a thought, and the rest\n"
    assert drafts(home) == []


def test_a_draft_is_at_most_a_second_behind_the_keys(env: dict[str, str], home: Path) -> None:
    behind = [seconds_behind(env, home)]
    while behind[-1] >= 1 and len(behind) < 3:  # now and then this machine does something else
        shutil.rmtree(home / "state" / "drafts")
        behind.append(seconds_behind(env, home))
    assert behind[-1] < 1, behind


def seconds_behind(env: dict[str, str], home: Path) -> float:
    """How long before it was killed the app had shown the first number that is not in the draft."""
    with Terminal(APP, env) as terminal:
        begin_note(terminal, "0 ")
        stop, number, there = time.monotonic() + 2.5, 0, dict[int, float]()
        while time.monotonic() < stop:
            number += 1
            terminal.type(f"{number} ")
            terminal.pump(0.03)
            shown = set(re.findall(r"\d+", terminal.text))
            there |= {
                each: time.monotonic() for each in range(1, number + 1) if each not in there and str(each) in shown
            }
        end = time.monotonic()
        terminal.kill()
    return end - there.get(int(typed(home).split()[-1]) + 1, end)


def test_two_windows_do_not_offer_each_others_drafts(env: dict[str, str], home: Path) -> None:
    with Terminal(APP, env) as one:
        begin_note(one, "still typing")
        one.pump_until(lambda: any(path.suffix == ".json" for path in drafts(home)))
        with Terminal(APP, env) as other:
            other.wait_for("FacebookAIInfra")
            other.type(":Unfinished\r")
            other.wait_for("1 unfinished note is open in another window")
            assert "still typing" not in other.text
            other.type("\x11")
            assert other.wait() == 0
        assert typed(home) == "still typing"
        one.kill()
    with Terminal(APP, env) as other:
        other.wait_for("still typing")
        other.type("s")
        other.wait_for("wrote the note")
        other.type("\x11")
        assert other.wait() == 0
    assert note(env) == "still typing\n"
    assert drafts(home) == []


def test_a_read_only_state_folder_is_said_once_and_writing_goes_on(env: dict[str, str], home: Path) -> None:
    home.mkdir()
    (home / "state").write_text("a file where the folder should be")
    with Terminal(APP, env) as terminal:
        begin_note(terminal, "half a thought")
        terminal.wait_for("drafts cannot be kept")
        terminal.type(" more\x1b")
        terminal.wait_for("MLPerfTraining: wrote the note")
        terminal.wait_until_gone("drafts cannot be kept")
        terminal.type("\x11")
        assert terminal.wait() == 0
    assert note(env) == "half a thought more\n"


@pytest.mark.parametrize("state", ["draft", "temporary", "nowhere"])
def test_what_cannot_be_saved_at_the_end_is_kept_elsewhere(env: dict[str, str], home: Path, state: str) -> None:
    home.mkdir()
    (home / "data").write_text("a file where the folder should be")
    if state != "draft":
        (home / "state").write_text("a file where the folder should be")
    no_file_may_grow = ["/bin/sh", "-c", f"ulimit -f 0; exec {shlex.join(APP)}"]
    with Terminal(no_file_may_grow if state == "nowhere" else APP, env) as terminal:
        begin_note(terminal, "half a thought")
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.wait() == 128 + signal.SIGTERM
        shown = terminal.after_the_app
    temporary = list(home.parent.glob("mlsys-tui-note-*.md"))
    if state == "draft":
        assert "offered at the next start" in shown
        assert typed(home) == "half a thought"
    elif state == "temporary":
        [path] = temporary
        assert path.name in shown
        assert path.read_text() == "half a thought"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    else:
        assert "half a thought" in shown
        assert temporary == []


def test_quitting_for_sure_leaves_a_draft(env: dict[str, str], home: Path) -> None:
    home.mkdir()
    (home / "data").write_text("a file where the folder should be")
    with Terminal(APP, env) as terminal:
        begin_note(terminal, "half a thought")
        terminal.type("\x11")
        terminal.wait_for("Ctrl+q again quits and keeps a draft")
        terminal.type("\x11")
        assert terminal.wait() == 0
        assert "offered at the next start" in terminal.after_the_app
    assert typed(home) == "half a thought"
    (home / "data").unlink()
    with Terminal(APP, env) as terminal:
        terminal.wait_for("▌ half a thought")


@pytest.mark.parametrize("number", ENDS, ids=lambda number: number.name)
def test_a_terminal_that_does_not_read_does_not_hold_up_the_end(env: dict[str, str], number: int) -> None:
    with Terminal(APP, env) as terminal:
        before = terminal.attributes
        begin_note(terminal, "half a thought")
        for _ in range(60):  # nothing is read of what all these screens write
            terminal.type("\t x")
            time.sleep(0.01)
        os.kill(terminal.pid, number)
        until(lambda: terminal.has_ended)
        assert terminal.attributes == before
        assert terminal.wait() == 128 + number
    assert note(env).startswith("half a thought")


# -- mistakes -----------------------------------------------------------------------------------------------

HERE = """
import sys
import mlsys_tui.tui.app as app
class Mistake(ValueError):
    pass
def fail(self, *_):
    secret = "a value of a variable"
    raise Mistake("something [b]broke[/b]")
{how}
ready = app.ReadingRoom.on_ready
def on_ready(self):
    ready(self)
    self.bind("f2", "show_copied")
app.ReadingRoom.on_ready = on_ready
sys.argv = ["mlsys-tui"]
from mlsys_tui.__main__ import main
main()
"""
HOW = {
    "message": "app.ReadingRoom.action_show_copied = fail",
    "drawn": "Mistake.__rich__ = lambda self: 'Traceback'\napp.ReadingRoom.action_show_copied = fail",
    "timer": "app.ReadingRoom.action_show_copied = lambda self: self.set_timer(0.01, lambda: fail(self))",
    "worker": "app.ReadingRoom.action_show_copied = "
    "lambda self: self.run_worker(lambda: fail(self), thread=True) and None",
    "async": "async def later(self): fail(self)\n"
    "app.ReadingRoom.action_show_copied = lambda self: self.run_worker(later(self)) and None",
    "render": "from mlsys_tui.tui.widgets.bars import KeyBar\n"
    "app.ReadingRoom.action_show_copied = "
    "lambda self: (setattr(KeyBar, 'render', fail), self.room.key_bar.refresh()) and None",
}


def broken(how: str) -> list[str]:
    return [sys.executable, "-c", HERE.format(how=how)]


@pytest.mark.parametrize("how", list(HOW))
def test_a_mistake_saves_the_note_and_shows_no_traceback(env: dict[str, str], home: Path, how: str) -> None:
    with Terminal(broken(HOW[how]), env) as terminal:
        before = terminal.attributes
        begin_note(terminal, "half a thought")
        terminal.type("\x1bOQ")
        assert terminal.wait() == 1
        assert_given_back(terminal, before)
        assert "Mistake: something [b]broke[/b]" in terminal.after_the_app
        assert "The note on MLPerfTraining is saved" in terminal.after_the_app
        assert "a value of a variable" not in terminal.raw.decode()
        bells = re.sub(rb"\x1b\][^\x07]*\x07", b"", terminal.raw).count(b"\x07")
        assert not bells, "Textual rings one and draws a traceback, for nobody"
    log = home / "state" / "crash.log"
    assert "Traceback" in log.read_text() and "in fail" in log.read_text()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert note(env) == "half a thought\n"


def test_a_mistake_while_saving_keeps_a_draft(env: dict[str, str], home: Path) -> None:
    how = "from mlsys_tui.tui import writer\nwriter.write_note = fail"
    with Terminal(broken(how), env) as terminal:
        before = terminal.attributes
        begin_note(terminal, "half a thought")
        terminal.type("\x1b")
        assert terminal.wait() == 1
        assert_given_back(terminal, before)
        assert "offered at the next start" in terminal.after_the_app
    assert typed(home) == "half a thought"


def test_a_mistake_at_the_start_shows_no_traceback(env: dict[str, str], home: Path) -> None:
    with Terminal(broken("app.open_desk = fail"), env) as terminal:
        before = terminal.attributes
        assert terminal.wait() == 1
        assert terminal.attributes == before
        assert "Traceback" not in terminal.text
        assert "crash.log" in terminal.text.replace("\n", "")
    assert "Traceback" in (home / "state" / "crash.log").read_text()


def test_a_thread_that_fails_takes_nothing_with_it(env: dict[str, str], home: Path) -> None:
    how = "import threading\napp.ReadingRoom.action_show_copied = lambda self: threading.Thread(target=fail, args=[0]).start()"
    with Terminal(broken(how), env) as terminal:
        begin_note(terminal, "half a thought")
        terminal.type("\x1bOQ")
        log = home / "state" / "crash.log"
        terminal.pump_until(log.exists)
        terminal.type(" goes on\x1b")
        terminal.wait_for("wrote the note")
        terminal.type("\x11")
        assert terminal.wait() == 0
        assert b"Traceback" not in terminal.raw
    assert "something [b]broke[/b]" in log.read_text()


# -- the reader's own editor ----------------------------------------------------------------------------------


def editor(folder: Path, script: str) -> str:
    path = folder / "editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return str(path)


def begin_outside(terminal: Terminal, home: Path) -> int:
    """Open the note in an editor that writes its process id, and then waits; that id."""
    terminal.wait_for("FacebookAIInfra")
    terminal.type("jE")
    pid = home.parent / "pid"
    terminal.pump_until(lambda: pid.exists() and bool(pid.read_text().strip()))
    return int(pid.read_text())


WRITES_AND_WAITS = 'printf "from the editor" > "$1"; echo $$ > "{folder}/pid"; exec sleep 60'


def test_a_missing_editor_is_said_and_nothing_is_left(env: dict[str, str], home: Path) -> None:
    env["EDITOR"] = "/no/such/editor"
    with Terminal(APP, env) as terminal:
        terminal.wait_for("FacebookAIInfra")
        terminal.type("jE")
        terminal.wait_for("could not be started")
        terminal.type("\x11")
        assert terminal.wait() == 0
    assert drafts(home) == []


def test_an_editor_that_is_killed_leaves_what_it_wrote(env: dict[str, str], home: Path) -> None:
    env["EDITOR"] = editor(home.parent, WRITES_AND_WAITS.format(folder=home.parent))
    with Terminal(APP, env) as terminal:
        pid = begin_outside(terminal, home)
        os.kill(pid, signal.SIGKILL)
        terminal.wait_for("Unfinished note")
        terminal.wait_for("▌ from the editor")
        terminal.type("l")
        terminal.wait_until_gone("Unfinished note")
        terminal.type("\x11")
        assert terminal.wait() == 0
    with Terminal(APP, env) as terminal:
        terminal.wait_for("▌ from the editor")
        terminal.type("s")
        terminal.wait_for("wrote the note")
        terminal.type("\x11")
        assert terminal.wait() == 0
    assert note(env) == "from the editor\n"
    assert drafts(home) == []


def test_an_app_that_is_killed_while_an_editor_is_open_offers_its_text(env: dict[str, str], home: Path) -> None:
    env["EDITOR"] = editor(home.parent, WRITES_AND_WAITS.format(folder=home.parent))
    with Terminal(APP, env) as terminal:
        pid = begin_outside(terminal, home)
        terminal.kill()
        os.kill(pid, signal.SIGKILL)
    del env["EDITOR"]
    with Terminal(APP, env) as terminal:
        terminal.wait_for("▌ from the editor")
        terminal.type("\r")
        terminal.wait_for("not saved yet")
        terminal.type("!\x1b")
        terminal.wait_for("wrote the note")
        terminal.type("\x11")
        assert terminal.wait() == 0
    assert note(env) == "from the editor!\n"
    assert drafts(home) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_while_an_editor_is_open_ends_both(env: dict[str, str], home: Path, number: int) -> None:
    env["EDITOR"] = editor(home.parent, WRITES_AND_WAITS.format(folder=home.parent))
    with Terminal(APP, env) as terminal:
        before = terminal.attributes
        pid = begin_outside(terminal, home)
        os.kill(terminal.pid, number)
        assert terminal.wait() == 128 + number
        assert_given_back(terminal, before)
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    del env["EDITOR"]
    with Terminal(APP, env) as terminal:
        terminal.wait_for("▌ from the editor")


def test_ctrl_c_in_an_editor_is_for_the_editor_alone(env: dict[str, str], home: Path) -> None:
    env["EDITOR"] = editor(
        home.parent,
        'printf "kept" > "$1"; trap "exit 0" INT; echo $$ > "'
        + str(home.parent)
        + '/pid"; while :; do sleep 0.05; done',
    )
    with Terminal(APP, env) as terminal:
        pid = begin_outside(terminal, home)
        os.killpg(os.getpgid(pid), signal.SIGINT)
        terminal.wait_for("wrote the note")
        terminal.type("\x11")
        assert terminal.wait() == 0
    assert note(env) == "kept\n"


def test_suspending_gives_the_terminal_back_and_comes_back(env: dict[str, str]) -> None:
    with Terminal(APP, env) as terminal:
        begin_note(terminal, "half a thought")
        at = len(terminal.raw)
        os.kill(terminal.pid, signal.SIGTSTP)
        terminal.pump_until(lambda: b"\x1b[?1049l" in terminal.raw[at:])
        until(lambda: terminal.is_stopped)
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.pump_until(lambda: b"\x1b[?1049h" in terminal.raw[at:])
        terminal.type(" goes on\x1b")
        terminal.wait_for("wrote the note")
        terminal.type("\x11")
        assert terminal.wait() == 0
    assert note(env) == "half a thought goes on\n"
