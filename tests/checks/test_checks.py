"""What the checks find, in files that are well, damaged or not there; and that looking changes nothing."""

import fcntl
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from mlsys_tui.checks import folders, notebook, surroundings
from mlsys_tui.checks.base import Finding, Level, guarded
from mlsys_tui.checks.examine import examine
from mlsys_tui.domain.notebook import ListEntry, Status, with_note, with_status
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.loading import Loader
from mlsys_tui.paths import Paths
from mlsys_tui.store.notebook import Notebook
from mlsys_tui.store.texts import Texts

KEY = PaperKey("janus")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(*(tmp_path / "home" / name for name in ("config", "data", "state", "cache")))


@pytest.fixture
def book(paths: Paths) -> Notebook:
    made = Notebook(paths.notebook)
    made.change("read", [KEY], lambda record, at: with_status(record, Status.READ, at))
    made.compact()
    made.change("note", [KEY], lambda record, at: with_note(record, "A note.", at))
    return made


def files(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    stats = {path: path.lstat() for path in sorted(folder.rglob("*"))}
    return {
        str(path): (path.read_bytes() if path.is_file() else b"", found.st_mtime_ns, found.st_mode)
        for path, found in stats.items()
    }


def found(paths: Paths) -> dict[str, list[tuple[str, str]]]:
    """What is found, by what it is about; and that nothing was changed for it."""
    before = files(paths.data.parent)
    findings = examine(paths, environ={"TERM": "xterm"}, size=(80, 24), encoding="utf-8")
    assert files(paths.data.parent) == before
    by_name: dict[str, list[tuple[str, str]]] = {}
    for each in findings:
        assert "\n" not in str(each) and str(each).startswith(each.level)
        by_name.setdefault(each.about, []).append((each.level.value, f"{each.said}. {each.advice}"))
    return by_name


def one(findings: Iterable[Finding]) -> Finding:
    (finding,) = findings
    return finding


def test_a_notebook_that_is_well(paths: Paths, book: Notebook) -> None:
    said = found(paths)
    assert said["notebook"] == [
        (
            "ok",
            "sound: 1 paper with a status, 1 note, 0 added lists, 0 answers, 2 steps to undo or redo, "
            "0 earlier versions. ",
        )
    ]
    assert said["journal"][0][1].startswith("1 change since the snapshot, ")
    assert said["snapshot"][0][1].startswith("schema 3, generation 2, of 20")
    assert said["backups"][0][1].startswith("2 sound, the newest of ")
    levels = {about: {level for level, _ in all_} for about, all_ in said.items()}
    assert all(levels[about] == {"ok"} for about in ("notebook", "journal", "backups", "lock", "lists", "private"))


def test_no_notebook_yet(paths: Paths) -> None:
    said = found(paths)
    assert not paths.data.exists()
    assert said["notebook"][0][0] == "ok" and "there is none yet" in said["notebook"][0][1]
    assert "problem" not in {level for all_ in said.values() for level, _ in all_}


@pytest.mark.parametrize(
    ("change", "about", "words"),
    [
        (lambda home: _edit(home, lambda data: data.replace(b'"read"', b'"Read"')), "notebook", "checksum does not match. At"),
        (lambda home: _edit(home, lambda data: data[:200]), "notebook", "not valid JSON"),
        (lambda home: _edit(home, lambda data: b""), "notebook", "it is empty"),
        (lambda home: (home / "notebook.json").unlink(), "notebook", "is gone, its journal is there"),
        (lambda home: [(home / "notebook.json").unlink(), (home / "notebook.json.journal").unlink()], "notebook",
         "is gone, its backups are there. Bring one back with: mlsys-tui restore"),
        (lambda home: _edit(home, lambda data: b'{"meta": {"notebook": {"schema": 99, "app": "9.9"}}, "papers": {}}'),
         "notebook", r"a newer version of mlsys-tui (9.9) wrote it"),
        (lambda home: _edit(home, lambda data: data.replace(b"A note", b"B note"), "notebook.json.journal"), "journal",
         "damaged in 1 place"),
        (lambda home: _edit(home, lambda data: data + b"12", "notebook.json.journal"), "journal", "last line is unfinished"),
        (lambda home: _edit(home, lambda data: data[:-9], str(min((home / "backups").iterdir()))),
         "backups", "1 of 2 cannot be read: "),
        (lambda home: [path.unlink() for path in (home / "backups").iterdir()], "backups", "there are none. Make one"),
        (lambda home: max((home / "backups").iterdir(), key=lambda path: path.name).unlink(), "backups", "has no copy among them"),
        (lambda home: (home / "notebook.damaged-20261120T100000Z.json").touch(), "set aside", "1 file in "),
        (lambda home: (home / "notebook.json").chmod(0o644), "private", "others on this machine can get at 1 path"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(
    paths: Paths, book: Notebook, change: Callable[[Path], object], about: str, words: str
) -> None:
    change(paths.data)
    said = found(paths)[about]
    assert any(level != "ok" and words.lower() in text.lower() for level, text in said), said


def _edit(home: Path, change: Callable[[bytes], bytes], name: str = "notebook.json") -> None:
    path = home / name
    data = path.read_bytes()
    changed = change(data.rstrip(b"\0") if name.endswith("journal") else data)
    assert changed != data
    path.write_bytes(changed)


def test_rows_that_cannot_be_read_are_named(paths: Paths, book: Notebook) -> None:
    look = notebook.look(paths.notebook)
    assert look.snapshot is not None
    look.snapshot.tables["papers"]["bad"] = {"rating": 9}
    said = [each for each in notebook.check_snapshot(look) if each.level is Level.PROBLEM]
    assert "1 row cannot be read: papers: bad" in one(said).said


def test_folders_that_are_files_and_pipes_in_the_way(paths: Paths, tmp_path: Path) -> None:
    paths.data.parent.mkdir()
    paths.data.write_text("not a folder")
    paths.state.write_text("")
    said = found(paths)
    assert said["folders"][0] == (
        "problem",
        f"nothing can be saved in {paths.data}: {paths.data} is not a folder. make it yours, or set MLSYS_TUI_HOME",
    )
    paths.data.unlink()
    paths.data.mkdir()
    os.mkfifo(paths.notebook)
    assert found_level(paths, "notebook") == ("problem", f"{paths.notebook} cannot be used: it is not a file")


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_stands_in_the_place_of_the_journal_is_named(
    paths: Paths, book: Notebook, make: Callable[[Path], object]
) -> None:
    journal = paths.data / "notebook.json.journal"
    journal.unlink()
    make(journal)
    assert found(paths)["journal"] == [
        ("problem", f"{journal} cannot be used: it is not a file. move it away, or make it yours: nothing can be read or "
         "saved with it there"),
    ]  # fmt: skip


def test_backups_that_are_no_folder(paths: Paths, book: Notebook) -> None:
    backups = paths.data / "backups"
    backups.rename(paths.data / "elsewhere")
    backups.touch(0o600)
    ((level, said),) = found(paths)["backups"]
    assert level == "problem" and said.startswith(f"{backups} is not a folder, so no backup can be made. move it away")


def test_a_link_that_leads_nowhere(paths: Paths, book: Notebook, tmp_path: Path) -> None:
    assert not any("link" in said for _, said in found(paths)["notebook"])
    paths.notebook.rename(tmp_path / "there")
    paths.notebook.symlink_to(tmp_path / "nowhere" / "x")
    level, said = found(paths)["notebook"][0]
    assert level == "note" and f"{paths.notebook} is a link to {tmp_path / 'nowhere' / 'x'}, which is not there" in said


def test_what_others_can_get_at_is_closed_where_it_is(paths: Paths, book: Notebook, tmp_path: Path) -> None:
    def said() -> str:
        ((level, said),) = found(paths)["private"]
        assert level == "note"
        return said.partition("chmod -R go= ")[2]

    paths.drafts.mkdir(parents=True, mode=0o755)
    assert said() == str(paths.drafts)
    (paths.data / "backups").chmod(0o750)
    assert said() == f"{paths.data} {paths.drafts}"
    paths.drafts.chmod(0o700)
    (paths.data / "backups").chmod(0o700)
    paths.notebook.rename(tmp_path / "my notebook")
    (tmp_path / "my notebook").chmod(0o644)
    paths.notebook.symlink_to(tmp_path / "my notebook")
    assert said() == f"'{tmp_path / 'my notebook'}'"


def found_level(paths: Paths, about: str) -> tuple[str, str]:
    every = examine(paths, environ={}, size=None, encoding="utf-8")
    return next((each.level.value, each.said) for each in every if each.about == about)


def test_what_cannot_be_looked_at_is_a_finding() -> None:
    def broken() -> list[Finding]:
        raise PermissionError(13, "Permission denied")

    assert guarded("x", broken) == [Finding(Level.PROBLEM, "x", "it could not be looked at: permission denied")]


def test_the_lock(paths: Paths, book: Notebook) -> None:
    lock = paths.data / "notebook.json.lock"
    inode = lock.stat().st_ino
    locks = f"1: FLOCK  ADVISORY  WRITE 77 08:01:{inode} 0 EOF\n1: -> FLOCK  ADVISORY  WRITE 88 08:01:{inode} 0 EOF\n"
    assert one(notebook.check_lock(paths.notebook, locks)).said == "taken by process 77; waiting for it: 88"
    assert one(notebook.check_lock(paths.notebook, "")).level is Level.OK
    if Path("/proc/locks").exists():
        with lock.open() as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if str(inode) in Path("/proc/locks").read_text():
                assert f"process {os.getpid()}" in found_level(paths, "lock")[1]


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/home/me/x", "nfs4"), ("/homely", "ext4"), ("/mnt/a b/c", "vfat"), ("/mnt", "ext4"), ("/home", "nfs4")],
)
def test_file_systems(path: str, kind: str) -> None:
    mounts = "/dev/a / ext4 rw 0 0\nserver:/home /home nfs4 rw 0 0\n/dev/b /mnt/a\\040b vfat rw 0 0\nodd\n"
    assert folders.file_system(path, mounts) == kind
    level = one(folders.check_file_system(Path(path), mounts)).level
    assert level is (Level.OK if kind == "ext4" else Level.NOTE)
    assert folders.file_system(path, "") == "" and not list(folders.check_file_system(Path(path), ""))


def test_texts_of_lists(paths: Paths) -> None:
    name = Texts(paths.documents).put(b"# List\n", "a.md")
    lists = {"added/a.md": ListEntry("added/a.md", "a.md", content=name)}
    assert one(folders.check_texts(paths, lists)).level is Level.OK
    (paths.documents / name).write_bytes(b"# Other\n")
    assert one(folders.check_texts(paths, lists)).said == "the text of 1 added list is missing or changed: a.md"
    (paths.documents / name).unlink()
    assert one(folders.check_texts(paths, lists)).level is Level.PROBLEM


def test_drafts_are_told(paths: Paths) -> None:
    paths.drafts.mkdir(parents=True)
    (paths.drafts / "0123456789ab.lock").touch()
    assert one(folders.check_drafts(paths)).level is Level.OK
    (paths.drafts / "janus-1234.md").touch()
    assert one(folders.check_drafts(paths)).level is Level.NOTE


@pytest.fixture
def programs(tmp_path: Path) -> str:
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("tmux", "xclip", "vim"):
        (folder / name).write_text("#!/bin/false\n")
        (folder / name).chmod(0o755)
    return str(folder)


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"TMUX": "x", "DISPLAY": ":0"}, "into tmux's buffer"),
        ({"DISPLAY": ":0"}, "by xclip"),
        ({"DISPLAY": ":0", "SSH_TTY": "x", "TERM": "xterm"}, "to the terminal by OSC 52"),
        ({"TERM": "xterm-256color"}, "to the terminal by OSC 52"),
        ({"TERM": "linux"}, "none can be reached"),
        ({"WAYLAND_DISPLAY": "x"}, "none can be reached"),
    ],
)
def test_the_way_to_the_clipboard(programs: str, environ: dict[str, str], said: str) -> None:
    found = one(surroundings.check_clipboard({"PATH": programs, **environ}, terminal=True, system="linux"))
    assert found.said.startswith(said)


@pytest.mark.parametrize(
    ("environ", "level", "said"),
    [
        ({"EDITOR": "vim -u NONE"}, Level.OK, "vim -u NONE ($EDITOR)"),
        ({"VISUAL": "vim", "EDITOR": "nano"}, Level.OK, "vim ($VISUAL)"),
        ({"EDITOR": "emacs"}, Level.NOTE, "emacs ($EDITOR) is not installed, or not on the PATH"),
        (
            {"EDITOR": "vim '"},
            Level.NOTE,
            "the key E has nothing to open: $EDITOR cannot be read as a command: a quote is not closed",
        ),
        ({}, Level.NOTE, "the key E has nothing to open: No editor is set: put its name into $VISUAL or $EDITOR"),
        ({"EDITOR": "\x1b]0;evil\x07x"}, Level.NOTE, "x ($EDITOR) is not installed, or not on the PATH"),
    ],
)
def test_the_editor(programs: str, environ: dict[str, str], level: Level, said: str) -> None:
    assert one(surroundings.check_editor({"PATH": programs, **environ}))[:3] == (level, "editor", said)


def test_the_terminal() -> None:
    def said(environ: dict[str, str], size: tuple[int, int] | None = (80, 24), encoding: str = "UTF-8") -> list[str]:
        return [f"{each.level} {each.said}" for each in surroundings.check_terminal(environ, size, encoding)]

    assert said({"TERM": "xterm-256color", "TMUX": "x", "SSH_TTY": "x"}) == [
        "ok xterm-256color, 80x24, 256 colours, inside tmux and SSH",
        "ok UTF-8",
    ]
    assert said({"TERM": "xterm", "COLORTERM": "truecolor"}, (40, 12))[0] == "note xterm, 40x12"
    assert said({"TERM": "xterm", "NO_COLOR": "1"})[0] == "ok xterm, 80x24, no colours (NO_COLOR)"
    assert said({"TERM": "dumb"})[0].startswith("problem TERM is 'dumb'")
    assert said({}, None, "ascii") == [
        "ok none here: output goes to a file or another program",
        "note the locale's encoding is ascii, not UTF-8",
    ]


def test_browsers() -> None:
    assert one(surroundings.check_browser({}, "linux")).level is Level.NOTE
    assert one(surroundings.check_browser({"DISPLAY": ":0"}, "linux")).level is Level.OK
    assert one(surroundings.check_browser({"BROWSER": "lynx"}, "linux")).said == "lynx ($BROWSER)"


def test_findings_are_plain_data(paths: Paths) -> None:
    for each in examine(paths, environ={}, size=None, encoding="utf-8"):
        assert json.loads(json.dumps(each._asdict()))["about"] == each.about


def test_the_cache_tells_of_parsed_lists_and_of_the_kept_catalog(paths: Paths) -> None:
    assert one(folders.check_rest(paths)).said.startswith("0 parsed lists, 0")
    paths.lists.mkdir(parents=True)
    (paths.lists / "mine.md").write_text("- One Long Title\n", "utf-8")
    Loader(paths).open()
    said = one(folders.check_rest(paths)).said
    assert said.startswith("1 parsed list, 1 kept catalog, ")
    assert said.endswith(" kB")
