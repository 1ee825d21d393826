import base64
import os
import re
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from mlsys_tui.desktop import osc52
from mlsys_tui.desktop.clipboard import CopyResult, Route, copy

TEXT = "https://arxiv.org/abs/1812.01329"
TERMINAL = {"TERM": "xterm-256color"}
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the helpers are those of Linux")


class Tools:
    """A folder of fake programs, and an environment that finds nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sent: list[str] = []

    def add(self, name: str, script: str) -> None:
        path = self.folder / name
        path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n", "utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def copy(self, text: str = TEXT, **environ: str) -> CopyResult:
        found = {"PATH": str(self.folder), "HOME": str(self.folder), **TERMINAL, **environ}
        return copy(text, write_terminal=self.sent.append, environ=found)

    def xclip(self, kept: str = "cat", given: str = "cat") -> None:
        board = self.folder / "board"
        self.add("xclip", f'case "$*" in *-in) {kept} > {board};; *-out) {given} {board};; esac')


@pytest.fixture
def tools(tmp_path: Path) -> Tools:
    return Tools(tmp_path)


def payload(sequence: str) -> str:
    found = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", sequence)
    assert found
    return base64.b64decode(found[1]).decode()


# -- the terminal -------------------------------------------------------------------------------------------


def test_without_anything_the_text_is_shown() -> None:
    result = copy(TEXT, write_terminal=None, environ={"PATH": "", **TERMINAL})
    assert result.route is Route.SHOWN
    assert result.text == TEXT
    assert not result.confirmed


def test_the_terminal_is_asked_and_not_believed(tools: Tools) -> None:
    result = tools.copy("한글 é")
    assert result == CopyResult(
        Route.TERMINAL, "Sent to the terminal's clipboard by OSC 52 (unconfirmed)", False, "한글 é"
    )
    assert [payload(sequence) for sequence in tools.sent] == ["한글 é"]


def test_text_is_cleaned_and_one_line_has_no_end(tools: Tools) -> None:
    assert tools.copy("\x1b[2J\u202erm -rf\n").text == "rm -rf"
    assert tools.copy("a\r\nb\n").text == "a\nb\n"
    assert payload(tools.sent[0]) == "rm -rf"


def test_nothing_to_copy(tools: Tools) -> None:
    assert tools.copy("\x1b[2J\n").message == "There is nothing to copy"
    assert tools.sent == []


def test_a_text_too_long_for_the_terminal_is_shown(tools: Tools) -> None:
    assert tools.copy("x" * 55_000).route is Route.TERMINAL
    result = tools.copy("x" * 56_000)
    assert (result.route, len(tools.sent)) == (Route.SHOWN, 1)
    assert "Too long" in result.message


@pytest.mark.parametrize("term", ["", "dumb", "linux"])
def test_terminals_without_a_clipboard(term: str, tools: Tools) -> None:
    assert tools.copy(TERM=term).route is Route.SHOWN
    assert tools.sent == []


def test_a_terminal_that_fails() -> None:
    def closed(_text: str) -> None:
        raise OSError("closed")

    assert copy(TEXT, write_terminal=closed, environ={"PATH": "", **TERMINAL}).route is Route.SHOWN


def test_screen_gets_pieces() -> None:
    text = "x" * 2000
    for environ in ({"STY": "1.pts", **TERMINAL}, {"TERM": "screen.xterm-256color"}):
        sequence = osc52.sequence(text, environ)
        assert sequence
        pieces = re.findall(r"\x1bP((?:(?!\x1b\\).){1,240})\x1b\\", sequence, re.DOTALL)
        assert len("".join(pieces)) + 4 * len(pieces) == len(sequence)
        assert payload("".join(pieces)) == text


def test_tmux_gets_it_plain_and_wrapped() -> None:
    sequence = osc52.sequence("x", {"TMUX": "/tmp/t,1,0", **TERMINAL})
    bare = "\x1b]52;c;eA==\x07"
    assert sequence == f"{bare}\x1bPtmux;\x1b{bare}\x1b\\"


# -- helpers ------------------------------------------------------------------------------------------------


def test_a_helper_that_gives_it_back_is_believed(tools: Tools) -> None:
    tools.xclip()
    result = tools.copy(DISPLAY=":0")
    assert result == CopyResult(Route.HELPER, "Copied to the clipboard (xclip)", True, TEXT)
    assert tools.sent == []


@pytest.mark.parametrize("remote", ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"])
def test_over_ssh_the_clipboard_is_elsewhere(remote: str, tools: Tools) -> None:
    tools.xclip()
    assert tools.copy(**{"DISPLAY": "localhost:10", remote: "x"}).route is Route.TERMINAL


def test_without_a_display_no_helper_is_asked(tools: Tools) -> None:
    tools.xclip()
    assert tools.copy().route is Route.TERMINAL


LIARS = {
    "keeps nothing": ("cat >/dev/null; true", "cat"),
    "keeps something else": ("echo other", "cat"),
    "keeps a part": ("head -c 5", "cat"),
    "gives nothing": ("cat", "true"),
    "fails": ("cat >/dev/null; exit 1; cat", "cat"),
    "fails to give": ("cat", "exit 1; cat"),
}


@pytest.mark.parametrize(("kept", "given"), LIARS.values(), ids=LIARS.keys())
def test_a_lying_helper_is_never_believed(
    kept: str, given: str, tools: Tools, capfd: pytest.CaptureFixture[str]
) -> None:
    tools.xclip(f"echo noise >&2; {kept}", given)
    result = tools.copy(DISPLAY=":0")
    assert result.route is Route.TERMINAL
    assert "Copied" not in result.message
    assert capfd.readouterr() == ("", "")


def test_the_next_helper_is_tried(tools: Tools) -> None:
    tools.xclip("exit 1; cat")
    board = tools.folder / "board"
    tools.add("xsel", f'case "$*" in *--input) cat > {board};; *) cat {board};; esac')
    assert tools.copy(DISPLAY=":0").message == "Copied to the clipboard (xsel)"


def test_wayland_comes_first(tools: Tools) -> None:
    tools.xclip()
    tools.add("wl-copy", f'cat > {tools.folder}/way; echo "$*" > {tools.folder}/args')
    tools.add("wl-paste", f"cat {tools.folder}/way")
    assert tools.copy(WAYLAND_DISPLAY="wayland-0", DISPLAY=":0").message == "Copied to the clipboard (wl-copy)"


def test_pyperclip_where_it_knows_more_helpers(tools: Tools) -> None:
    # Klipper over D-Bus is one that only pyperclip drives.
    board = tools.folder / "board"
    tools.add("klipper", "true")
    tools.add(
        "qdbus", f'case "$*" in *setClipboardContents*) shift 3; printf %s "$1" > {board};; *) cat {board}; echo;; esac'
    )
    tools.add("which", 'command -v "$1" || [ -x "$(dirname "$0")/$1" ]')
    assert tools.copy("한글", DISPLAY=":0").message == "Copied to the clipboard (pyperclip)"


def test_pyperclip_with_nothing_to_drive_is_no_trouble(tools: Tools, capfd: pytest.CaptureFixture[str]) -> None:
    assert tools.copy(DISPLAY=":77").route is Route.TERMINAL
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
@pytest.mark.parametrize("where", ["helper", "paste", "tmux", "child"])
def test_a_hanging_helper_costs_two_seconds_at_most(where: str, tools: Tools) -> None:
    hang = {"helper": ("sleep 60", "cat"), "paste": ("cat", "sleep 60;"), "child": ("sleep 60 | sleep 60", "cat")}
    if where == "tmux":
        tools.add("tmux", "sleep 60")
    else:
        tools.xclip(*hang[where])
    start = time.monotonic()
    result = tools.copy("x" * 40_000, **({"TMUX": "x"} if where == "tmux" else {"DISPLAY": ":0"}))
    assert time.monotonic() - start < 2.4
    assert result.route is Route.TERMINAL


# -- tmux ---------------------------------------------------------------------------------------------------


def test_tmux_takes_it_first(tools: Tools) -> None:
    tools.xclip()
    tools.add("tmux", f'echo "$*" >> {tools.folder}/args; cat > {tools.folder}/board')
    result = tools.copy(TMUX="x", DISPLAY=":0")
    assert result.route is Route.TMUX
    assert not result.confirmed
    assert (tools.folder / "board").read_text("utf-8") == TEXT
    assert (tools.folder / "args").read_text("utf-8") == "load-buffer -w -\n"


def test_an_older_tmux_has_a_buffer_too(tools: Tools) -> None:
    tools.add("tmux", f'[ "$2" = - ] || exit 1; cat > {tools.folder}/board')
    result = tools.copy(TMUX="x")
    assert result.route is Route.TMUX
    assert "buffer only" in result.message
    assert (tools.folder / "board").read_text("utf-8") == TEXT


def test_without_its_server_tmux_is_gone_through(tools: Tools) -> None:
    tools.add("tmux", "exit 1")
    assert tools.copy(TMUX="x").route is Route.TERMINAL
    assert "\x1bPtmux;" in tools.sent[0]


@pytest.mark.skipif(not shutil.which("tmux"), reason="needs tmux")
class TestRealTmux:
    @pytest.fixture
    def server(self, tmp_path: Path) -> Iterator[tuple[list[str], dict[str, str]]]:
        name = f"mlsys-{uuid4().hex[:8]}"
        environ = {**os.environ, "TMUX_TMPDIR": str(tmp_path), **TERMINAL}
        environ.pop("TMUX", None)
        tmux = ["tmux", "-L", name, "-f", "/dev/null"]
        subprocess.run([*tmux, "new-session", "-d", "cat"], env=environ, check=True)
        try:
            asked = [*tmux, "display-message", "-p", "#{socket_path},#{pid},0"]
            found = subprocess.run(asked, env=environ, check=True, capture_output=True, text=True)
            yield tmux, {**environ, "TMUX": found.stdout.strip()}
        finally:
            subprocess.run([*tmux, "kill-server"], env=environ, check=False)

    @pytest.mark.parametrize("text", [TEXT, "한글 é\nzwei\n", "x" * 200_000], ids=["url", "lines", "long"])
    def test_the_buffer_holds_the_text(self, text: str, server: tuple[list[str], dict[str, str]]) -> None:
        tmux, environ = server
        result = copy(text, write_terminal=None, environ=environ)
        assert result.route is Route.TMUX
        shown = subprocess.run([*tmux, "show-buffer"], env=environ, check=True, capture_output=True)
        assert shown.stdout.decode() == text


# -- a real display -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def display() -> Iterator[dict[str, str]]:
    if not shutil.which("Xvfb"):
        pytest.skip("needs Xvfb")
    reading, writing = os.pipe()
    argv = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "64x64x24", "-nolisten", "tcp"]
    server = subprocess.Popen(argv, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as numbers:
        number = numbers.readline().strip()
    try:
        if not number:
            pytest.skip("Xvfb does not start here")
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("SSH_", "TMUX", "WAYLAND"))}
        yield {**kept, **TERMINAL, "DISPLAY": f":{number}"}
    finally:
        server.terminate()
        server.wait()


@pytest.mark.slow
@pytest.mark.parametrize("helper", ["xclip", "xsel"])
@pytest.mark.parametrize("text", [TEXT, "한글 é\nzwei\n", "x" * 300_000], ids=["url", "lines", "long"])
def test_a_real_clipboard(helper: str, text: str, display: dict[str, str], tmp_path: Path) -> None:
    program = shutil.which(helper)
    if not program:
        pytest.skip(f"needs {helper}")
    (tmp_path / helper).symlink_to(program)
    result = copy(text, write_terminal=None, environ={**display, "PATH": str(tmp_path)})
    assert result == CopyResult(Route.HELPER, f"Copied to the clipboard ({helper})", True, text)


@pytest.mark.slow
def test_a_display_that_is_gone(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    if not shutil.which("xclip"):
        pytest.skip("needs xclip")
    (tmp_path / "xclip").symlink_to(str(shutil.which("xclip")))
    environ = {"PATH": str(tmp_path), "DISPLAY": ":4321", **TERMINAL}
    assert copy(TEXT, write_terminal=None, environ=environ).route is Route.SHOWN
    assert capfd.readouterr() == ("", "")
