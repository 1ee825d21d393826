"""The app in a real terminal, with payloads in all that it reads: only its own codes leave, and nothing is done."""

import base64
import os
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from mlsys_tui.finding import Finder
from mlsys_tui.loading import Loader
from mlsys_tui.paths import Paths, find_paths
from tests.injection.codes import acting, foreign
from tests.injection.home import ON_ONE, TEXTS, fill, poison
from tests.injection.payloads import OWNED, PAYLOADS, TEXTS_TO_PASTE
from tests.terminal import Terminal
from tests.web.server import Reply, Site

pytestmark = pytest.mark.slow

TORTURE = int(os.environ.get("MLSYS_TORTURE", "1"))
APP = [sys.executable, "-m", "mlsys_tui"]
SIZE = (120, 36)
NOTES = -(-len(TEXTS) // ON_ONE)
PASTED = "".join(text[:200] for text in TEXTS_TO_PASTE.values()).encode("utf-8", "replace").decode()
STEP = 1 if TORTURE > 1 else 14
"""Every so manieth is looked at closely, all are seen."""
ESC = "\x1b"
CLEAR = "\x15"
"""Empties a line that is typed."""
CLICKED = [*[number for number, text in enumerate(TEXTS) if "[@" in text][:: (STEP + 2) // 3], NOTES - 3]
"""Papers whose titles would act when they are clicked, and one whose note has such links."""


@pytest.fixture
def hostile(home: Path) -> Paths:
    paths = find_paths()
    fill(paths)
    return paths


@pytest.fixture
def env(home: Path, tmp_path: Path) -> Iterator[dict[str, str]]:
    """An environment whose browser and editor leave traces: the editor writes payloads, and is called by one."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "texts").write_bytes("\n\n".join(TEXTS).encode("utf-8", "surrogatepass"))
    editor, browser = tools / f"ed{ESC}]0;{OWNED}\x07it", tools / "browser"
    editor.write_text(f'#!/bin/sh\necho "$NO_COLOR" > "{tools}/no-color"\ncat "{tools}/texts" > "$1"\n')
    browser.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{tools}/opened"\n')
    for tool in (editor, browser):
        tool.chmod(stat.S_IRWXU)
    work = tmp_path / "work"
    work.mkdir()
    yield {
        "MLSYS_TUI_HOME": str(home),
        "HOME": str(work),
        "PATH": os.environ["PATH"],
        "VISUAL": f"'{editor}'",
        "BROWSER": str(browser),
        "NO_COLOR": "7",
    }
    assert not list(work.iterdir()), "a file was written"


def leave(terminal: Terminal) -> None:
    terminal.type("\x11")
    assert terminal.wait() == 0


def start(terminal: Terminal) -> None:
    terminal.wait_for("aisys2023")
    terminal.settle()


def key(terminal: Terminal, keys: str, words: str | None = None) -> None:
    """Press keys and wait for words, or until all is drawn."""
    terminal.type(keys)
    if words:
        terminal.wait_for(words)
    terminal.settle()


def close(terminal: Terminal, words: str) -> None:
    """Esc, and wait until what it closes is gone: further keys would be taken for a part of its sequence."""
    terminal.type(ESC)
    terminal.wait_until_gone(words)
    terminal.settle()


def test_all_that_is_shown(hostile: Paths, env: dict[str, str], tmp_path: Path) -> None:
    library = Loader(hostile).open()
    found = library.catalog.numbering.keys(Finder(library).find("Begin").numbers)
    begun = [library.paper(key).title.split()[0] for key in found]
    noted = {paper.title.split()[0] for key, paper in library.catalog.papers.items() if library.state(key).note}
    assert len(begun) > 100 and len(noted) == NOTES
    with Terminal(APP, env, SIZE) as terminal:
        start(terminal)
        key(terminal, "2g\r", "Papers · All papers")
        key(terminal, "/Begin\r", f"4 {begun[0]} ")
        for name in begun[STEP::STEP]:
            terminal.type("j" * STEP)
            terminal.wait_until_sent(f"4 {name} ")
            if name in noted:
                terminal.wait_for(" laid out")
                key(terminal, "4G")
                key(terminal, "g3")
        written = list(PAYLOADS).index("entities") // ON_ONE  # codes that come to be when a note is laid out
        key(terminal, f"/{CLEAR}Begin{written} End{written}\rg", f"4 Begin{written} ")
        terminal.wait_for(" laid out")
        for _ in range(8):
            key(terminal, "4\x1b[6~")
        leave(terminal)
        assert not foreign(terminal.raw)


def test_every_session_and_what_is_wrong(hostile: Paths, env: dict[str, str]) -> None:
    """What lists say between papers, what they are called, what was not understood, what may be one."""
    with Terminal(APP, env, SIZE) as terminal:
        start(terminal)
        key(terminal, "G", "Papers · Evil text [bold]list")
        key(terminal, "l")
        for _ in range(len(TEXTS) // STEP):
            terminal.type("j" * STEP)
            terminal.settle(0.02)
        key(terminal, "!", "Problems")
        for _ in range(len(TEXTS) // STEP):
            key(terminal, "\x1b[6~")
        close(terminal, "Problems")
        key(terminal, "=", "Maybe the same paper")
        for _ in range(3):
            key(terminal, "j")
        close(terminal, "Maybe the same")
        key(terminal, "L", "bring a removed list back")
        key(terminal, "n", "Title of")
        close(terminal, "Title of")
        leave(terminal)
        assert not foreign(terminal.raw)


def test_all_that_comes_in(hostile: Paths, env: dict[str, str], tmp_path: Path, site: Site) -> None:
    """Pasted, typed, written by an editor, sent by a server, and taken back; and each thing that can be clicked."""
    with Terminal(APP, env, SIZE) as terminal:
        start(terminal)
        key(terminal, "\udcff\udcc3(\udc9b")  # bytes that are no UTF-8
        _paste_everywhere(terminal)
        _click_everything(terminal)
        _write_outside(terminal)
        _add_from(terminal, site)
        key(terminal, "u" * (60 // STEP))
        key(terminal, "\x12" * (30 // STEP))
        leave(terminal)
        assert not foreign(terminal.raw, entered=2)
    assert (tmp_path / "tools" / "no-color").read_text() == "7\n"
    opened = (tmp_path / "tools" / "opened").read_text().splitlines()
    assert opened and all(re.fullmatch(r"https?://[\w.-]+(?:/\S*)?", address) for address in opened), opened


def _paste_everywhere(terminal: Terminal) -> None:
    """Into the filter, the searches of help and palette, a line, a note."""
    key(terminal, "2g\r", "Papers · All papers")
    key(terminal, "/")
    terminal.paste(PASTED)
    key(terminal, f"{CLEAR}Begin8 End8\r", "4 Begin8 ")
    key(terminal, "?", "Help")
    terminal.paste(PASTED)
    terminal.type(CLEAR)
    close(terminal, "Help")
    key(terminal, ":", "Search for commands")
    terminal.paste(PASTED)
    terminal.settle(0.5)  # else the words are still those from before the paste
    terminal.type(CLEAR)
    terminal.settle(0.5)
    terminal.wait_for("Search for commands")
    close(terminal, "Search for commands")
    terminal.settle(0.5)
    key(terminal, "t", "Tags of")
    terminal.paste(PASTED)
    terminal.type("\r")
    terminal.wait_until_sent("tagged")
    key(terminal, "n", "save and leave")
    terminal.paste(PASTED)
    terminal.type(ESC)
    terminal.wait_until_sent("wrote the note")
    terminal.settle()


def _click_everything(terminal: Terminal) -> None:
    """Titles that would quit, press keys or write files: in a row, in the facts, in a frame; and all links."""
    for number in CLICKED:
        key(terminal, f"/{CLEAR}Begin{number} End{number}\rg", f"4 Begin{number} ")
        if number < NOTES:
            terminal.wait_for(" laid out")
            key(terminal, "4GG3")
        for row, line in enumerate(terminal.text.splitlines()):
            for found in re.finditer(r"\[@|https?:|evil\.example|\[x|\bx\b", line):
                terminal.click(row, cell_len(line[: found.end()]) - 1)
        terminal.settle()
    terminal.wait_for("1 Schedule")


def _write_outside(terminal: Terminal) -> None:
    """The editor writes all payloads; the terminal is lent to it and taken back."""
    terminal.type("E")
    terminal.wait_until_sent("\x1b[?1049h")
    terminal.settle()


def _add_from(terminal: Terminal, site: Site) -> None:
    """Names of files there are none of, what servers say, and a list of theirs."""
    for text in ("title, 8 bit", "quits"):
        key(terminal, "+", "Add a reading list")
        terminal.type(CLEAR)
        terminal.paste(f"/nowhere/{PAYLOADS[text]}")
        key(terminal, "\r", "There is no file")
        said = PAYLOADS[text].encode("latin-1", "replace").decode("latin-1")
        for reply in (Reply(b"", 302, {"Location": said}), Reply(b"x", headers={"Content-Encoding": said})):
            address = site.serve("/said", reply)
            key(terminal, "+", "Add a reading list")
            key(terminal, f"{CLEAR}{address}\r")
            terminal.wait_until_gone("stops it")
            terminal.settle()
    page = f"<title>{OWNED} {PASTED[:3000]}</title><ul>" + "".join(
        f"<li><a href='https://a.org/{text[:99]}'>A {text[:99]} Title</a>. Ann {text[:99]} Lee. OSDI 2020."
        for text in TEXTS
    )
    page = page.replace("\x00", "")  # with it, it would be no text
    address = site.put("/list.html", page.encode("utf-8", "replace"), "text/html; charset=utf-8")
    key(terminal, "+", "Add a reading list")
    key(terminal, f"{CLEAR}{address}\r", "It begins with")
    key(terminal, "\r")
    terminal.wait_until_gone("It begins with")
    terminal.wait_for("7 lists")
    site.put("/list.html", page.replace("OSDI", "SOSP").replace("A ", "An ").encode("utf-8", "replace"), "text/html")
    key(terminal, "U")
    terminal.wait_for("Updated")
    terminal.settle()
    close(terminal, "Updated")


def test_what_no_entrance_has_cleaned(hostile: Paths, env: dict[str, str]) -> None:
    """Only the exit is left: all that was parsed is in the cache, and full of payloads."""
    Loader(hostile).open()
    assert poison(hostile.cache)
    with Terminal(APP, env, SIZE) as terminal:
        terminal.wait_for("Poisoned")
        terminal.settle()
        for pane in ("1", "2g\r", "4", "3"):
            key(terminal, pane)
            for _ in range(4):
                key(terminal, "\x1b[6~")
        leave(terminal)
        assert not foreign(terminal.raw)
        assert b"]52;" in terminal.raw, "the payload itself is not there"


@pytest.mark.parametrize("name", ["title, ST", "right to left"])
def test_environment(home: Path, tmp_path: Path, name: str) -> None:
    """A home, an editor, a terminal and a language called by payloads; nothing can be saved or started."""
    text = PAYLOADS[name].replace("/", "")
    place = tmp_path / f"h{text}ome"
    place.write_text("a file where the folder should be")
    names = ("VISUAL", "EDITOR", "BROWSER", "TERM", "COLORTERM", "LANG", "DISPLAY", "TERM_PROGRAM", "TMUX")
    environ = {"PATH": os.environ["PATH"], "MLSYS_TUI_HOME": str(place), **dict.fromkeys(names, f"x{text}y")}
    with Terminal(APP, environ, SIZE) as terminal:
        terminal.wait_for("aisys2023")
        terminal.wait_for("cannot be saved")
        for keys in ("3", "E", "o", "c", "r", "!"):
            key(terminal, keys)
        close(terminal, "Problems")
        leave(terminal)
        assert not foreign(terminal.raw, entered=2, copies=1, few_colours=True)


def test_what_is_copied_is_clean(hostile: Paths, env: dict[str, str]) -> None:
    """It goes to the terminal, which cannot say what it did with it."""
    with Terminal(APP, env | {"BROWSER": ""}, SIZE) as terminal:
        start(terminal)
        key(terminal, "2g\r", "Papers · All papers")
        key(terminal, "/Begin\r     ", "5 selected")
        key(terminal, "yb", "BibTeX of")
        key(terminal, "v", "Esc closes")
        close(terminal, "Esc closes")
        leave(terminal)
        assert not foreign(terminal.raw, copies=1)
        copied = re.findall(rb"\x1b\]52;c;([^\x07]*)\x07", terminal.raw)
        assert len(copied) == 1
        text = base64.b64decode(copied[0]).decode()
        assert "Begin1" in text and not acting(text)


def test_a_code_would_be_found(tmp_path: Path) -> None:
    """An app that shows payloads as they are is found out, whichever widget shows them."""
    script = tmp_path / "bare.py"
    script.write_text(BARE)
    for name in ("clipboard, ST", "title, 8 bit", "colour", "right to left"):
        with Terminal(
            [sys.executable, str(script)], {"PATH": os.environ["PATH"], "TEXT": repr(PAYLOADS[name])}
        ) as terminal:
            terminal.wait_for("shown")
            terminal.type("\x11")
            assert terminal.wait() == 0
            assert foreign(terminal.raw), name


BARE = """
import ast, os
from textual.app import App
from textual.widgets import Static

class Bare(App[None]):
    def compose(self):
        yield Static("before " + ast.literal_eval(os.environ["TEXT"]) + " after", markup=False)
        yield Static("shown")

Bare().run()
"""
