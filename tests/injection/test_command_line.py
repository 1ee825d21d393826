"""Every command with payloads in every file it reads, every argument and every answer of a server: only text comes out."""

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mlsys_tui import __main__
from mlsys_tui.cli import group
from mlsys_tui.paths import Paths, find_paths
from tests.injection.codes import acting
from tests.injection.home import TEXTS, fill, poison
from tests.injection.payloads import OWNED, PAYLOADS
from tests.web.server import Reply, Site

TORTURE = int(os.environ.get("MLSYS_TORTURE", "1"))
Run = Callable[..., tuple[int, str]]

READING = [
    [],
    ["papers"],
    ["papers", "--json"],
    ["papers", "--parked"],
    ["papers", "--parked", "--json"],
    ["lists"],
    ["lists", "--json"],
    ["lists", "--removed"],
    ["lists", "--removed", "--json"],
    ["problems"],
    ["problems", "--json"],
    ["suggestions"],
    ["suggestions", "--json"],
    ["paths"],
    ["paths", "--json"],
    ["show", "begin1"],
    ["show", "begin1", "--json"],
    ["show", "begin"],
    ["note", "begin0-end0"],
    ["note", "begin0-end0", "--versions"],
    ["note", "begin0-end0", "--versions", "--json"],
    ["doctor"],
    ["doctor", "--json"],
    ["backup"],
    ["backup", "--json"],
    ["backups"],
    ["backups", "--json"],
    ["restore", "--notebook", "1", "--dry-run"],
    ["restore", "--notebook", "1", "--dry-run", "--json"],
    ["export", "--notebook"],
    ["split", "begin0-end0"],
    ["undo"],
    ["redo"],
    ["update"],
    ["update", "--json"],
    ["--help"],
    ["--version"],
]
ARGUMENTS: list[Callable[[str], list[str]]] = [
    lambda text: [text],
    lambda text: [f"--{text}"],
    lambda text: ["papers", text],
    lambda text: ["papers", "--parked", text],
    lambda text: ["papers", f"--{text}={text}"],
    lambda text: ["show", text],
    lambda text: ["show", "--json", "--", text],
    lambda text: ["parse", text],
    lambda text: ["parse", "--json", "--", text],
    lambda text: ["note", text],
    lambda text: ["note", "--", "janus", text],
    lambda text: ["note", "janus"],
    lambda text: ["status", "janus", text],
    lambda text: ["status", text, "read"],
    lambda text: ["rate", "janus", text],
    lambda text: ["tag", "--", "janus", text, text],
    lambda text: ["copy", "janus", "--as", text],
    lambda text: ["copy", "--as", "note", "janus"],
    lambda text: ["open", text],
    lambda text: ["add", text],
    lambda text: ["add", "--dry-run", f"http://{text}/x"],
    lambda text: ["add", "--json", f"http://127.0.0.1:1/{text}"],
    lambda text: ["update", text],
    lambda text: ["remove", text],
    lambda text: ["restore", text],
    lambda text: ["rename", "--", "aisys2023", text],
    lambda text: ["rename", text, "x"],
    lambda text: ["restore", "--notebook", "--", text],
    lambda text: ["import", "--notebook", "--", text],
    lambda text: ["import", "--notebook", "--json", "--dry-run", "--", text],
    lambda text: ["export", "--notebook", "--as", text],
    lambda text: ["export", "--notebook", f"/proc/nowhere/{text}"],
    lambda text: ["export", "--notebook", "--as", "markdown", f"/proc/nowhere/{text}"],
    lambda text: ["note", "janus", "--version", text],
    lambda text: ["note", "--versions", "--", text],
    lambda text: ["doctor", text],
    lambda text: ["backup", text],
    lambda text: ["backups", f"--{text}"],
    lambda text: ["problems", text],
    lambda text: ["same", text, text],
    lambda text: ["different", text, "janus"],
    lambda text: ["split", "janus", text],
    lambda text: ["split", "janus", "1", "--notes", text],
]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    """Runs the command line as the shell does; exit code, and what came on both streams."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("HOME", str(work))

    def run(*arguments: str, stdin: str = "") -> tuple[int, str]:
        out, err = io.BytesIO(), io.BytesIO()
        monkeypatch.setattr(sys, "argv", ["mlsys-tui", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode("utf-8", "surrogatepass"))))
        for name, stream in (("stdout", out), ("stderr", err)):
            monkeypatch.setattr(sys, name, io.TextIOWrapper(stream, encoding="utf-8"))
        with pytest.raises(SystemExit) as end:
            __main__.main()
        sys.stdout.flush()
        sys.stderr.flush()
        assert b"Traceback" not in err.getvalue(), err.getvalue().decode()
        said = [stream.getvalue().decode("utf-8") for stream in (out, err)]
        for each in said:
            assert not (codes := acting(each.replace("\t", " "))), (arguments, codes)
        if "--json" in arguments and end.value.code == 0:
            json.loads(said[0])
        if isinstance(end.value.code, str):  # Python says it
            assert not acting(end.value.code), arguments
            return 1, end.value.code
        return int(end.value.code or 0), "\n".join(said)

    yield run
    assert not list(work.iterdir()), "a file was written"


@pytest.fixture
def hostile(home: Path) -> Paths:
    paths = find_paths()
    fill(paths)
    return paths


def test_all_commands_are_here() -> None:
    assert group.commands.keys() == {each[0] for each in READING if each and each[0] in group.commands} | {
        make("x")[0] for make in ARGUMENTS if make("x")[0] in group.commands
    }


def test_files(hostile: Paths, run: Run) -> None:
    for arguments in READING:
        run(*arguments)
    assert "Evil own title" in run("lists")[1]
    assert "[@click=app.quit]x[/]" in run("papers")[1]
    for name in hostile.lists.iterdir():
        run("parse", str(name))


def test_another_notebook(hostile: Paths, run: Run, home: Path, tmp_path: Path) -> None:
    """Taken in and given out again, as a dump and as Markdown, into a home that knows nothing yet; and put back."""
    dump, leaves = tmp_path / "dump.json", tmp_path / "leaves"
    assert (
        run("export", "--notebook", str(dump))[0]
        == run("export", "--notebook", str(leaves), "--as", "markdown")[0]
        == 0
    )
    assert OWNED in dump.read_text("utf-8")
    for source in (hostile.notebook, dump, leaves, *sorted(hostile.lists.iterdir())[:4]):
        run("import", "--notebook", "--dry-run", "--json", str(source))
    hostile.data.rename(home / "before")
    for source in (home / "before" / hostile.notebook.name, dump, leaves):
        assert run("import", "--notebook", str(source))[0] == 0
    run("undo")
    run("backup")
    for reference in ("1", str(dump)):
        run("restore", "--notebook", reference)
    run("note", "begin0-end0", "--versions")


def test_damaged_files(hostile: Paths, run: Run) -> None:
    run("backup")
    (backup, *_) = (hostile.data / "backups").iterdir()
    for file in (hostile.notebook, backup):
        file.write_bytes(file.read_bytes()[:-9] + "".join(TEXTS).encode("utf-8", "surrogatepass"))
    for arguments in (["doctor"], ["doctor", "--json"], ["backups"], ["backups", "--json"], ["papers"], ["doctor"]):
        run(*arguments)


def test_files_that_no_entrance_has_cleaned(hostile: Paths, run: Run) -> None:
    run("papers")
    assert poison(hostile.cache)
    assert "Poisoned" in run("lists")[1]
    assert "\\u001b" in run("papers", "--json")[1]
    for arguments in READING:
        run(*arguments)


def _as_given(text: str) -> str:
    """A text as the system hands it to a program: without NUL, and half a character is three odd bytes."""
    return os.fsdecode(text.replace("\0", "").encode("utf-8", "surrogatepass"))


def test_arguments(run: Run) -> None:
    run("papers")
    for number, text in enumerate(PAYLOADS.values()):
        argument = _as_given(text)[:4000]
        some = ARGUMENTS if TORTURE > 1 else ARGUMENTS[number % 22 :: 22]
        for make in some:
            run(*make(argument))
    for text in TEXTS[:: 1 if TORTURE > 1 else 8]:
        run("note", "janus", "-", stdin=text)
        run(
            "add",
            "-",
            "--dry-run",
            "--title",
            text.replace("\0", ""),
            stdin=f"# {text}\n- [{text} Title](https://a.org)",
        )


def test_answers_of_servers(run: Run, site: Site) -> None:
    for number, text in enumerate(TEXTS[:: 1 if TORTURE > 1 else 6]):
        header = text.encode("latin-1", "replace").decode("latin-1").replace("\r", "").replace("\n", "")[:3000]
        page = f"<title>{text}</title><h2>{text}</h2><ul><li><a href='https://a.org/{text}'>A {text} Title</a></ul>"
        headers = {"Content-Type": f"text/html; charset={header}", "ETag": header, "Last-Modified": header}
        address = site.serve(f"/{number}", Reply(page.encode("utf-8", "surrogatepass"), headers=headers))
        run("add", address, "--dry-run")
        for status, more in ((302, {"Location": header}), (302, {"Location": f"http://{header}/"}), (500, {})):
            site.serve(f"/{number}", Reply(b"x", status, {**headers, **more, "Content-Encoding": header}))
            if TORTURE > 1 or number % 4 == status % 4:
                run("add", address)


@pytest.mark.parametrize("name", ["title, ST", "title, 8 bit", "right to left", "hard reset", "halves"])
def test_environment(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    text = _as_given(PAYLOADS[name]).replace("/", "")
    for variable in ("BROWSER", "VISUAL", "EDITOR", "TERM", "DISPLAY", "TMUX", "HTTPS_PROXY", "LC_ALL", "COLUMNS"):
        monkeypatch.setenv(variable, text)
    file = tmp_path / text
    file.write_text("a file where the folder should be")
    for place in (str(file), f"~{text}/x", str(tmp_path / f"x{text}")):
        monkeypatch.setenv("MLSYS_TUI_HOME", place)
        for arguments in (
            ["paths"],
            ["paths", "--json"],
            ["status", "janus", "read"],
            ["open", "janus"],
            ["copy", "janus"],
        ):
            run(*arguments)


def test_a_code_would_be_found(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setattr("mlsys_tui.streams.guard", lambda: None)
    monkeypatch.setattr("mlsys_tui.cli.clean_line", lambda text: text)
    with pytest.raises(AssertionError, match="x1b"):
        run("papers", f"\x1b]0;{OWNED}\x07")
