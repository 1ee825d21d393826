"""The promises about the real world, with real processes in real terminals: kill -9, two windows, tmux."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal import Terminal

pytestmark = pytest.mark.slow

APP = [sys.executable, "-m", "mlsys_tui"]
SIZES = [(160, 48), (120, 36), (80, 24), (40, 12)]


@pytest.fixture
def env(home: Path) -> dict[str, str]:
    return {"MLSYS_TUI_HOME": str(home), "PATH": os.environ["PATH"]}


def command_line(env: dict[str, str], *arguments: str) -> str:
    return subprocess.run([*APP, *arguments], env=env, check=True, capture_output=True, text=True).stdout


def quit_app(terminal: Terminal) -> None:
    terminal.type("\x11")
    assert terminal.wait() == 0


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_size_shows_where_one_is_and_how_to_get_help(env: dict[str, str], size: tuple[int, int]) -> None:
    with Terminal(APP, env, size) as terminal:
        terminal.wait_for("aisys2023")
        terminal.wait_for("? help")
        terminal.type("?")
        terminal.wait_for("Help")
        terminal.type("\x1b")
        terminal.wait_until_gone("Help")
        quit_app(terminal)


def test_what_is_shown_as_saved_survives_kill_9(env: dict[str, str]) -> None:
    with Terminal(APP, env) as terminal:
        terminal.wait_for("FacebookAIInfra")
        terminal.type("jr")
        terminal.wait_for("MLPerfTraining: marked read")
        terminal.kill()
    with Terminal(APP, env) as terminal:
        terminal.wait_for("aisys2023")
        terminal.type("jnRead it twice.\x1b")
        terminal.wait_for("MLPerfTraining: wrote the note")
        terminal.kill()
    assert command_line(env, "note", "mlperf-training-benchmark") == "Read it twice.\n"
    assert '"status": "read"' in command_line(env, "show", "mlperf-training-benchmark", "--json")
    with Terminal(APP, env) as terminal:
        terminal.wait_for("aisys2023")
        terminal.type("j")
        terminal.wait_for("Read it twice.")
        quit_app(terminal)


def test_tomorrow_everything_is_where_it_was(env: dict[str, str]) -> None:
    with Terminal(APP, env) as terminal:
        terminal.wait_for("aisys2023")
        terminal.type("]]]")
        terminal.wait_for("aisys2023 › 3/16")
        quit_app(terminal)
    with Terminal(APP, env) as terminal:
        terminal.wait_for("aisys2023 › 3/16")
        quit_app(terminal)


def test_two_windows_lose_nothing_and_see_each_other(env: dict[str, str]) -> None:
    with Terminal(APP, env) as one, Terminal(APP, env) as other:
        one.wait_for("FacebookAIInfra")
        other.wait_for("FacebookAIInfra")
        one.type("jr")
        one.wait_for("MLPerfTraining: marked read")
        other.type("jjr")
        other.wait_for("TensorFlow: marked read")
        one.wait_for("23 of 163 read")
        other.wait_for("23 of 163 read")
        quit_app(one)
        quit_app(other)
    assert '"status": "read"' in command_line(env, "show", "mlperf-training-benchmark", "--json")
    assert '"status": "read"' in command_line(
        env, "show", "tensorflow-a-system-for-large-scale-machine-learning", "--json"
    )


def test_what_the_command_line_does_the_window_shows(env: dict[str, str]) -> None:
    with Terminal(APP, env) as terminal:
        terminal.wait_for("21 of 163 read")
        command_line(env, "status", "mlperf-training-benchmark", "read")
        terminal.wait_for("22 of 163 read")
        terminal.type("u")
        terminal.wait_for("21 of 163 read")
        quit_app(terminal)


@pytest.mark.parametrize("number", [1, 15], ids=["SIGHUP", "SIGTERM"])
def test_a_signal_saves_the_note_and_gives_the_terminal_back(env: dict[str, str], number: int) -> None:
    with Terminal(APP, env) as terminal:
        terminal.wait_for("FacebookAIInfra")
        terminal.type("jnhalf a thought")
        terminal.wait_for("half a thought")
        os.kill(terminal.pid, number)
        assert terminal.wait() == 128 + number
        assert b"\x1b[?1049l" in terminal.raw
    assert command_line(env, "note", "mlperf-training-benchmark") == "half a thought\n"


def test_a_folder_that_cannot_be_written_is_said(env: dict[str, str], home: Path) -> None:
    home.write_text("a file where the folder should be")
    with Terminal(APP, env) as terminal:
        terminal.wait_for("FacebookAIInfra")
        terminal.wait_for("cannot be saved")
        terminal.type("jr")
        terminal.wait_for("MLPerfTraining")
        assert "marked read" not in terminal.text
        assert "21 of 163 read" in terminal.text
        quit_app(terminal)


def test_a_hostile_list_sends_no_code_of_its_own(env: dict[str, str], home: Path) -> None:
    lists = home / "data" / "lists"
    lists.mkdir(parents=True)
    title = "Evil \x1b]52;c;aGFja2Vk\x07 [@click=app.quit]Title[/] \x1b]0;owned\x07 of [/x] Things \u202e"
    (lists / "evil.md").write_text(f"# Evil [bold]List\n## 1/1\n- [{title}](https://a.org/x)\n", "utf-8")
    with Terminal(APP, env, (160, 48)) as terminal:
        terminal.wait_for("aisys2023")
        terminal.type("Gl")
        terminal.wait_for("Evil [bold]List")
        terminal.wait_for("[@click=app.quit]Title[/]")
        assert b"]52;" not in terminal.raw and b"owned" not in terminal.raw
        assert "\u202e".encode() not in terminal.raw
        quit_app(terminal)


@pytest.fixture
def tmux(tmp_path: Path, env: dict[str, str]) -> Iterator[list[str]]:
    """A tmux server of our own, with the app in its only window."""
    if not shutil.which("tmux"):
        pytest.skip("tmux is not installed")
    base = ["tmux", "-S", str(tmp_path / "tmux"), "-f", os.devnull]
    start = [
        "new-session",
        "-d",
        "-s",
        "t",
        "-x",
        "120",
        "-y",
        "36",
        "--",
        "env",
        f"MLSYS_TUI_HOME={env['MLSYS_TUI_HOME']}",
    ]
    subprocess.run([*base, *start, *APP], check=True)
    yield base
    pane = [*base, "display-message", "-p", "#{pane_pid}"]
    process = int(subprocess.run(pane, check=True, capture_output=True, text=True).stdout)
    subprocess.run([*base, "kill-server"], check=False)
    end = time.monotonic() + 10
    while Path(f"/proc/{process}").exists():  # a window that is closed leaves no process behind
        assert time.monotonic() < end, "the app outlives its terminal"


def screen_shows(tmux: list[str], words: str) -> None:
    end = time.monotonic() + 20
    text = ""
    while words not in text:
        assert time.monotonic() < end, f"{words!r} did not appear:\n{text}"
        text = subprocess.run([*tmux, "capture-pane", "-p"], check=True, capture_output=True, text=True).stdout


def test_copying_in_tmux_fills_its_buffer(tmux: list[str]) -> None:
    screen_shows(tmux, "FacebookAIInfra")
    subprocess.run([*tmux, "send-keys", "j", "c"], check=True)
    screen_shows(tmux, "In tmux's buffer")
    shown = subprocess.run([*tmux, "show-buffer"], check=True, capture_output=True, text=True).stdout
    assert shown.startswith("https://proceedings.mlsys.org/paper/2020/hash/")
