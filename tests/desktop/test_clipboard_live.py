"""The ladder with the real programs: tmux, GNU screen, X clipboards. What is not installed is skipped, and said."""

import base64
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import pytest

from mlsys_tui.desktop.clipboard import CopyResult, Route, copy
from tests.terminal import Terminal

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="the helpers are those of Linux")]

TEXT = "https://arxiv.org/abs/1812.01329"
TEXTS = pytest.mark.parametrize("text", [TEXT, "한글 é\nzwei\n", "x" * 300_000], ids=["url", "lines", "long"])
TERMINAL = {"TERM": "xterm-256color"}
APP = [sys.executable, "-m", "mlsys_tui"]
PAPER = "mlperf-training-benchmark"
PATIENT = [
    sys.executable,
    "-c",
    "from mlsys_tui import __main__; from mlsys_tui.desktop import browser, clipboard as c; "
    "browser._PATIENCE = c.BUDGET = c._PUT_TIMEOUT = 60; __main__.main()",
]
"""The app, with a minute for programs that are slow: if it waited for them, that would show on any machine."""
LINK = "https://proceedings.mlsys.org/paper/2020/hash/"


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def only(folder: Path, *names: str) -> str:
    """A PATH that has these programs and no others."""
    for name in names:
        (folder / name).symlink_to(program(name))
    return str(folder)


def set_by(raw: bytes) -> list[str]:
    """What terminals were asked to put on their clipboard."""
    found = re.findall(rb"\x1b\]52;[^;]*;([A-Za-z0-9+/=]+)(?:\x07|\x1b\\)", raw)
    return [base64.b64decode(each, validate=True).decode() for each in found]


@pytest.fixture
def env(home: Path) -> dict[str, str]:
    return {"MLSYS_TUI_HOME": str(home), "PATH": os.environ["PATH"]}


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder with a short name, as names of sockets may not be long."""
    with tempfile.TemporaryDirectory(prefix="mlsys") as folder:
        yield Path(folder)


# -- tmux -----------------------------------------------------------------------------------------------------


class Tmux:
    """A tmux server of our own."""

    def __init__(self, folder: Path, settings: str = "") -> None:
        (folder / "conf").write_text(settings)
        self.environ = {"PATH": os.environ["PATH"], "TMUX_TMPDIR": str(folder), **TERMINAL}
        self.command = [program("tmux"), "-L", f"mlsys-{uuid4().hex[:8]}", "-f", str(folder / "conf")]

    def ask(self, *arguments: str) -> str:
        asked = [*self.command, *arguments]
        return subprocess.run(asked, env=self.environ, check=True, capture_output=True, text=True).stdout

    @property
    def inside(self) -> dict[str, str]:
        """The environment of a program in a pane, with no other way to copy."""
        return {**self.environ, "TMUX": self.ask("display-message", "-p", "#{socket_path},#{pid},0").strip()}

    def end(self) -> None:
        subprocess.run([*self.command, "kill-server"], env=self.environ, check=False, capture_output=True)


@pytest.fixture
def tmux(short: Path) -> Iterator[Tmux]:
    server = Tmux(short)
    server.ask("new-session", "-d", "cat")
    yield server
    server.end()


@TEXTS
def test_tmux_holds_the_text(text: str, tmux: Tmux) -> None:
    result = copy(text, write_terminal=None, environ=tmux.inside)
    assert result.route is Route.TMUX
    assert not result.confirmed
    assert tmux.ask("show-buffer") == text


def test_a_stale_tmux_costs_nothing_and_the_terminal_gets_it(tmux: Tmux, capfd: pytest.CaptureFixture[str]) -> None:
    environ, sent = tmux.inside, list[str]()
    tmux.end()
    assert copy(TEXT, write_terminal=sent.append, environ=environ).route is Route.TERMINAL
    assert set_by(sent[0].encode())[0] == TEXT
    Path(environ["TMUX"].partition(",")[0]).unlink(missing_ok=True)
    assert copy(TEXT, write_terminal=None, environ=environ).route is Route.SHOWN
    assert capfd.readouterr() == ("", "")


def test_a_tmux_server_that_answers_no_more(tmux: Tmux) -> None:
    environ = tmux.inside
    server = int(environ["TMUX"].split(",")[1])
    os.kill(server, signal.SIGSTOP)
    try:
        assert copy(TEXT, write_terminal=None, environ=environ).route is Route.SHOWN
    finally:
        os.kill(server, signal.SIGCONT)


@pytest.mark.parametrize("setting", ["external", "on", "off"])
def test_from_the_app_in_tmux_to_the_terminal_around_it(setting: str, short: Path, env: dict[str, str]) -> None:
    tmux = Tmux(short, f"set -s set-clipboard {setting}\n")
    given = [f"{name}={value}" for name, value in env.items()]
    around = {**tmux.environ, "LANG": "C.UTF-8"}
    try:
        with Terminal([*tmux.command, "new-session", "--", "env", *given, *APP], around) as terminal:
            terminal.wait_for("FacebookAIInfra")
            terminal.type("jc")
            terminal.wait_for("In tmux's buffer; sent to the terminal, unconfirmed")
            terminal.wait_for("v show it")
            link = tmux.ask("show-buffer")
            assert link.startswith(LINK) and "\n" not in link
            terminal.wait_for_raw(b"]52;")
            assert link in set_by(terminal.raw)
    finally:
        tmux.end()


# -- GNU screen -----------------------------------------------------------------------------------------------


@contextmanager
def in_screen(folder: Path, env: dict[str, str], command: Sequence[str]) -> Iterator[Terminal]:
    """A command in GNU screen, which would go on without its terminal."""
    sockets, name = folder / "sockets", f"mlsys-{uuid4().hex[:8]}"
    sockets.mkdir(mode=0o700)
    environ = {**env, "SCREENDIR": str(sockets)}
    try:
        with Terminal([program("screen"), "-U", "-c", os.devnull, "-S", name, *command], environ) as terminal:
            yield terminal
    finally:
        subprocess.run([program("screen"), "-S", name, "-X", "quit"], env=environ, check=False, capture_output=True)


@pytest.mark.parametrize("size", [300, 2_000, 40_000])
def test_from_screen_to_the_terminal_around_it(size: int, short: Path, env: dict[str, str]) -> None:
    note = ("한 word, " * size)[:size]
    subprocess.run([*APP, "note", PAPER, "-"], env=env, input=note, text=True, check=True, capture_output=True)
    command = [*APP, "copy", PAPER, "--as", "note"]
    shell = f"{' '.join(command)} > /dev/null; echo done; exec cat"
    with in_screen(short, env, ["sh", "-c", f"exec 3>&1; {shell}"]) as terminal:
        terminal.wait_for("done")
        assert set_by(terminal.raw) == [note]


def test_from_the_app_in_screen(short: Path, env: dict[str, str]) -> None:
    with in_screen(short, env, APP) as terminal:
        terminal.wait_for("FacebookAIInfra")
        terminal.type("jyb")
        terminal.wait_for("Sent to the terminal by OSC 52, unconfirmed")
        terminal.wait_for("v show it")
        terminal.wait_for_raw(b"]52;")
        (entry,) = set_by(terminal.raw)
        assert entry.startswith("@misc{") and entry.endswith("\n}\n") and len(entry) > 200


# -- a display ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """An environment with an X display of our own, and a home, without which xsel does nothing."""
    reading, writing = os.pipe()
    argv = [program("Xvfb"), "-displayfd", str(writing), "-screen", "0", "64x64x24", "-nolisten", "tcp"]
    server = subprocess.Popen(argv, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as numbers:
        number = numbers.readline().strip()
    try:
        if not number:
            pytest.skip("Xvfb does not start here")
        yield {**TERMINAL, "DISPLAY": f":{number}", "HOME": str(tmp_path_factory.mktemp("home"))}
    finally:
        server.terminate()
        server.wait()


def selection(environ: dict[str, str]) -> str:
    asked = [program("xclip"), "-selection", "clipboard", "-out"]
    return subprocess.run(asked, env=environ, check=True, capture_output=True, text=True).stdout


@TEXTS
@pytest.mark.parametrize("helper", ["xclip", "xsel"])
def test_a_real_clipboard(helper: str, text: str, display: dict[str, str], tmp_path: Path) -> None:
    result = copy(text, write_terminal=None, environ={**display, "PATH": only(tmp_path, helper)})
    assert result == CopyResult(Route.HELPER, f"Copied to the clipboard ({helper})", True, text)
    assert selection(display) == text


@pytest.mark.parametrize("helper", ["xclip", "xsel"])
def test_every_copy_is_confirmed_however_soon_it_follows(helper: str, display: dict[str, str], tmp_path: Path) -> None:
    environ = {**display, "PATH": only(tmp_path, helper)}
    for number in range(40):
        assert copy(f"{TEXT}?{number}", write_terminal=None, environ=environ).confirmed, number


def test_over_ssh_a_display_is_left_alone(display: dict[str, str], tmp_path: Path) -> None:
    environ = {**display, "PATH": only(tmp_path, "xclip")}
    before = f"before {uuid4()}"
    assert copy(before, write_terminal=None, environ=environ).confirmed
    sent: list[str] = []
    result = copy(TEXT, write_terminal=sent.append, environ={**environ, "SSH_CONNECTION": "10.0.0.1 5 10.0.0.2 22"})
    assert result.route is Route.TERMINAL
    assert selection(display) == before


def test_a_wayland_display_that_is_gone_is_passed(
    display: dict[str, str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = only(tmp_path, "wl-copy", "wl-paste", "xclip")
    gone = {"WAYLAND_DISPLAY": "wayland-77", "XDG_RUNTIME_DIR": str(tmp_path)}
    result = copy(TEXT, write_terminal=None, environ={**display, **gone, "PATH": path})
    assert result.message == "Copied to the clipboard (xclip)"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("helper", ["xclip", "xsel"])
def test_a_display_that_is_gone(helper: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    environ = {"PATH": only(tmp_path, helper), "DISPLAY": ":4321", **TERMINAL}
    assert copy(TEXT, write_terminal=None, environ=environ).route is Route.SHOWN
    assert capfd.readouterr() == ("", "")


def test_from_the_app_to_a_real_clipboard(display: dict[str, str], env: dict[str, str]) -> None:
    program("xclip")
    with Terminal(APP, {**env, **display}) as terminal:
        terminal.wait_for("FacebookAIInfra")
        terminal.type("jc")
        terminal.wait_for("Copied to the clipboard (xclip)")
        assert selection(display).startswith(LINK)
        assert set_by(terminal.raw) == []


# -- nothing at all -------------------------------------------------------------------------------------------


def test_from_the_app_with_nothing_but_the_terminal(env: dict[str, str], home: Path) -> None:
    with Terminal(APP, env) as terminal:
        terminal.wait_for("FacebookAIInfra")
        terminal.type("jc")
        terminal.wait_for("Sent to the terminal by OSC 52, unconfirmed")
        terminal.wait_for_raw(b"]52;")
        (link,) = set_by(terminal.raw)
        assert link.startswith(LINK)
        terminal.type("v")
        terminal.wait_for("w writes it to a file")
        assert link in terminal.text
        terminal.type("w")
        terminal.wait_for("Written to")
    written = home / "state" / "last-copied.txt"
    assert written.read_text("utf-8") == f"{link}\n"
    assert written.stat().st_mode & 0o777 == 0o600


def test_the_command_line_prints_what_no_clipboard_is_sure_to_have(env: dict[str, str]) -> None:
    with Terminal([*APP, "copy", PAPER], env, (160, 20)) as terminal:
        assert terminal.wait() == 0
        (link,) = set_by(terminal.raw)
        assert link.startswith(LINK)
        said, printed = terminal.text.splitlines()[:2]
        assert said.startswith("Sent to the terminal by OSC 52, unconfirmed: link of MLPerfTraining")
        assert printed.rstrip() == link
    done = subprocess.run([*APP, "copy", PAPER], env=env, check=True, capture_output=True, text=True)
    assert done.stdout == f"{link}\n"
    assert done.stderr == "No clipboard can be reached from here: link of MLPerfTraining\n"


# -- programs that hang ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["c", "o"])
def test_quitting_the_app_does_not_wait_for_a_program_that_hangs(key: str, tmp_path: Path, env: dict[str, str]) -> None:
    begun, hanging = tmp_path / "begun", tmp_path / "xclip"
    hanging.write_text(f"#!/bin/sh\necho $$ > {begun}.new; mv {begun}.new {begun}\nexec /bin/sleep 60\n")
    hanging.chmod(0o755)
    environ = {**env, "PATH": f"{tmp_path}:/usr/bin:/bin", "DISPLAY": ":0", "BROWSER": f"{hanging} %s"}
    with Terminal(PATIENT, environ) as terminal:
        terminal.wait_for("FacebookAIInfra")
        terminal.type(f"j{key}")
        wait_until(begun.exists)
        terminal.type("\x11")
        assert terminal.wait(20) == 0
    with suppress(ProcessLookupError):
        os.kill(int(begun.read_text()), signal.SIGKILL)


def test_the_command_line_can_be_interrupted_while_a_helper_hangs(tmp_path: Path, env: dict[str, str]) -> None:
    begun = tmp_path / "begun"
    hanging = tmp_path / "xclip"
    hanging.write_text(f"#!/bin/sh\necho $$ > {begun}.new; mv {begun}.new {begun}\nexec /bin/sleep 60\n")
    hanging.chmod(0o755)
    environ = {**env, "PATH": f"{tmp_path}:/usr/bin:/bin", "DISPLAY": ":0"}
    with Terminal([*PATIENT, "copy", PAPER], environ) as terminal:
        wait_until(begun.exists)
        terminal.type("\x03")
        assert terminal.wait() == 130
        assert set_by(terminal.raw) == []
    assert not Path("/proc", begun.read_text().strip()).exists()


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)
