import os
import re
import signal
import stat
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from mlsys_tui.desktop.editor import NOT_UTF_8, EditResult, edit_text, run_in_terminal


@pytest.mark.parametrize(
    ("environ", "command"),
    [
        ({}, None),
        ({"VISUAL": "", "EDITOR": "  "}, None),
        ({"EDITOR": "vi"}, ["vi"]),
        ({"VISUAL": "code --wait", "EDITOR": "vi"}, ["code", "--wait"]),
        ({"VISUAL": " ", "EDITOR": "vi"}, ["vi"]),
        ({"VISUAL": "'/a b/ed' -x"}, ["/a b/ed", "-x"]),
        ({"VISUAL": "'vi", "EDITOR": "ed"}, None),
        ({"VISUAL": "''", "EDITOR": "ed"}, ["ed"]),
    ],
)
def test_the_editor_is_visual_then_editor(tmp_path: Path, environ: dict[str, str], command: list[str] | None) -> None:
    editor = Editor()
    edit_text("text", folder=tmp_path, name="note", environ=environ, run=editor)
    assert (editor.argv[:-1] or None) == command


class Editor:
    """Stands for an editor: does something with the draft."""

    def __init__(self, act: Callable[[Path], object] = lambda _draft: None, code: int = 0) -> None:
        self.act = act
        self.code = code
        self.argv: list[str] = []
        self.environ: Mapping[str, str] = {}
        self.mode = 0
        self.before = b""

    def __call__(self, argv: Sequence[str], environ: Mapping[str, str]) -> int:
        self.argv, self.environ = list(argv), environ
        draft = Path(argv[-1])
        self.mode, self.before = stat.S_IMODE(draft.stat().st_mode), draft.read_bytes()
        self.act(draft)
        return self.code


def edit(folder: Path, editor: Editor, text: str = "before", name: str = "janus") -> EditResult:
    return edit_text(text, folder=folder / "drafts", name=name, environ={"EDITOR": "ed -x"}, run=editor)


def drafts(folder: Path) -> list[Path]:
    return sorted((folder / "drafts").iterdir())


def saves(data: bytes) -> Callable[[Path], object]:
    return lambda draft: draft.write_bytes(data)


def test_the_edited_text_comes_back_and_the_draft_stays_until_that_is_saved(tmp_path: Path) -> None:
    editor = Editor(saves("nachher 한글\n".encode()))
    assert edit(tmp_path, editor, "vorher é") == EditResult("nachher 한글", "")
    assert editor.argv[:2] == ["ed", "-x"]
    assert editor.before == "vorher é".encode()
    assert editor.mode == 0o600
    assert drafts(tmp_path) == [Path(editor.argv[-1])]
    assert (tmp_path / "drafts").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "-rf /", "a\x1b[2Jb", "한글", "$(id); `id`", "x" * 500])
def test_the_drafts_name_is_harmless(name: str, tmp_path: Path) -> None:
    editor = Editor()
    edit(tmp_path, editor, name=name)
    draft = Path(editor.argv[-1])
    assert draft.parent == tmp_path / "drafts"
    assert draft.suffix == ".md"
    assert draft.name[0].isalnum()
    assert draft.stem.replace("-", "").isalnum()
    assert draft.name.isascii()
    assert len(draft.name) < 80


@pytest.mark.parametrize(
    ("saved", "text"),
    [
        (b"\xef\xbb\xbfa\r\nb\r\n", "a\nb"),
        (b"caf\xe9 \x93x\x94 \x80", "caf\xe9 \u201cx\u201d \u20ac"),
        (b"caf\xe9 \x81", "caf\xe9 "),
        (b"a\x1b]0;x\x07b", "ab"),
        (b"", ""),
        (b"a\n\n", "a\n"),
    ],
)
def test_what_comes_back_is_clean(saved: bytes, text: str, tmp_path: Path) -> None:
    result = edit(tmp_path, Editor(saves(saved)))
    assert result.text == text
    assert result.message == (NOT_UTF_8 if b"\xe9" in saved else "")


@pytest.mark.parametrize("code", [0, 1])
def test_what_is_no_text_is_refused_and_kept(tmp_path: Path, code: int) -> None:
    result = edit(tmp_path, Editor(saves(b"a\0b"), code))
    [draft] = drafts(tmp_path)
    assert (result.text, result.kept, draft.read_bytes()) == (None, str(draft), b"a\0b")
    assert (
        "ended with an error (1)" in result.said
        if code
        else result.said.startswith("Nothing was taken: that is no text")
    )


def test_what_goes_out_is_clean(tmp_path: Path) -> None:
    editor = Editor()
    edit(tmp_path, editor, "a\x1b[2Jb\ud800\n")
    assert editor.before == b"ab\n"


@pytest.mark.parametrize("act", [lambda _draft: None, saves(b"before\n")])
def test_an_unchanged_text_leaves_no_draft(act: Callable[[Path], object], tmp_path: Path) -> None:
    result = edit(tmp_path, Editor(act))
    assert result.text == "before"
    assert "Nothing was changed" in result.message
    assert drafts(tmp_path) == []


def test_a_failing_editor_keeps_what_was_written(tmp_path: Path) -> None:
    result = edit(tmp_path, Editor(saves(b"after"), code=1))
    assert result.text is None
    [draft] = drafts(tmp_path)
    assert draft.read_bytes() == b"after"
    assert result.said == f"ed ended with an error (1); what was written is kept in {draft}"


def test_a_failing_editor_that_wrote_nothing_leaves_nothing(tmp_path: Path) -> None:
    result = edit(tmp_path, Editor(code=1))
    assert result == EditResult(None, "ed ended with an error (1)")
    assert drafts(tmp_path) == []


def test_a_draft_that_the_editor_removed(tmp_path: Path) -> None:
    assert edit(tmp_path, Editor(Path.unlink)).text is None


def test_a_text_too_long_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlsys_tui.desktop.editor.MAX_NOTE", 3)
    result = edit(tmp_path, Editor(saves(b"after")))
    assert result.text is None
    assert result.said == f"That is too long for a note; what was written is kept in {drafts(tmp_path)[0]}"


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({}, "No editor is set"),
        ({"VISUAL": "'x"}, r"\$VISUAL cannot be read"),
        ({"EDITOR": "/no/such"}, "not be started"),
    ],
)
def test_no_editor_says_so(environ: dict[str, str], message: str, tmp_path: Path) -> None:
    result = edit_text("x", folder=tmp_path, name="a", environ=environ)
    assert result.text is None
    assert re.search(message, result.message)
    assert list(tmp_path.iterdir()) == []


def test_no_folder_for_drafts_says_so(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("", "utf-8")
    editor = Editor()
    assert "No draft could be written" in edit(tmp_path, editor).message
    assert editor.argv == []


@pytest.mark.skipif(os.name == "nt", reason="needs sh")
def test_a_real_editor(tmp_path: Path) -> None:
    script = tmp_path / "my editor"
    script.write_text('#!/bin/sh\nprintf "%s $NO_COLOR" "$1" >> "$2"\n', "utf-8")
    script.chmod(0o700)
    environ = {**os.environ, "NO_COLOR": "1", "VISUAL": f"'{script}' '; $(id)'"}
    result = edit_text("x ", folder=tmp_path / "d", name="a", environ=environ)
    assert result.text == "x ; $(id) 1"


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
def test_ctrl_c_is_for_the_editor_alone() -> None:
    code = "import os, signal; os.kill(os.getppid(), signal.SIGINT); os.kill(os.getpid(), signal.SIGINT)"
    assert run_in_terminal([sys.executable, "-c", code], os.environ) != 0


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
@pytest.mark.skipif(os.name == "nt", reason="needs signals")
def test_a_signal_to_end_is_for_the_editor_and_then_for_the_app(name: str) -> None:
    came: list[int] = []
    number = getattr(signal, name)
    before = signal.signal(number, lambda which, _frame: came.append(which))
    try:
        code = f"import os, signal, time; os.kill(os.getppid(), {int(number)}); time.sleep(60)"
        assert run_in_terminal([sys.executable, "-c", code], os.environ) == -number
    finally:
        assert signal.signal(number, before) is not before
    assert came == [number]


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
def test_an_editor_that_does_not_want_to_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlsys_tui.desktop.editor.END_WITHIN", 0.1)
    before = signal.signal(signal.SIGTERM, lambda _number, _frame: None)
    try:
        code = (
            "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
            "os.kill(os.getppid(), signal.SIGTERM); time.sleep(60)"
        )
        assert run_in_terminal([sys.executable, "-c", code], os.environ) == -signal.SIGKILL
    finally:
        signal.signal(signal.SIGTERM, before)


def test_the_name_of_a_draft_is_told_before_it_is_written(tmp_path: Path) -> None:
    told: list[tuple[str, bool]] = []
    folder = tmp_path / "drafts"

    def begun(name: str) -> None:
        told.append((name, (folder / name).exists()))

    editor = Editor()
    edit_text("x", folder=folder, name="a", environ={"EDITOR": "ed"}, begun=begun, run=editor)
    assert told == [(Path(editor.argv[-1]).name, False)]
