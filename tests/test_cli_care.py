"""doctor, backup, backups, export, import, and restore of the whole notebook, as a script or a reader uses them."""

import json
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from mlsys_tui.cli import run

MLPERF, TACO = "mlperf-training-benchmark", "the-tensor-algebra-compiler"


@pytest.fixture
def marked(home: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A notebook with a read paper and its note."""
    assert run(["status", MLPERF, "read"]) == run(["note", MLPERF, "First."]) == 0
    capsys.readouterr()
    return home / "data"


def test_doctor(marked: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert run(["doctor"]) == 0
    said = capsys.readouterr()
    assert "ok       notebook   sound: 1 paper with a status, 1 note" in said.out
    assert all(line[:8].strip() in ("ok", "note", "problem") for line in said.out.splitlines())
    assert said.err.startswith("0 problems, ")
    (marked / "notebook.json").write_bytes(b"damaged")
    (marked / "notebook.json.journal").write_bytes(b"")
    assert run(["doctor", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    (problem,) = [each for each in told["findings"] if each["level"] == "problem"]
    assert (
        told["problems"] == 1
        and problem["about"] == "notebook"
        and "is damaged: it is not valid JSON" in problem["said"]
    )
    assert (marked / "notebook.json").read_bytes() == b"damaged"


def test_doctor_tries_the_clipboard_only_if_asked(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from mlsys_tui.desktop import clipboard  # noqa: PLC0415

    copied = []

    def copy(text: str, **_: object) -> clipboard.CopyResult:
        copied.append(text)
        return clipboard.CopyResult(clipboard.Route.HELPER, "Copied to the clipboard (fake)", confirmed=True, text=text)

    monkeypatch.setattr(clipboard, "copy", copy)
    assert run(["doctor"]) == 0 and not copied
    assert run(["doctor", "--try-clipboard"]) == 0 and len(copied) == 1
    assert "ok       clipboard  tried: Copied to the clipboard (fake)" in capsys.readouterr().out


def test_doctor_in_a_broken_home(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home.write_text("a file where the home should be")
    assert run(["doctor"]) == 1
    assert "is not a folder" in capsys.readouterr().out


def test_backup_and_backups(marked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backup"]) == 0
    said = capsys.readouterr()
    assert Path(said.out.strip()).parent == marked / "backups"
    assert said.err == "Backup made: 1 paper, 1 note, 0 lists\n"
    assert run(["backup", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["number"], made["papers"], made["notes"], made["sound"]) == (1, 1, 1, True)
    oldest = min((marked / "backups").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    oldest.write_bytes(oldest.read_bytes()[:-5])
    assert run(["backups"]) == 0
    first, *_, last = capsys.readouterr().out.splitlines()
    assert first.startswith("  1  20") and first.endswith("sound") and "1 paper, 1 note, 0 lists" in first
    assert "damaged: it is not valid JSON" in last
    assert run(["backups", "--json"]) == 0
    kept = json.loads(capsys.readouterr().out)["backups"]
    assert [each["sound"] for each in kept] == [True, True, False] and len(first) <= 80


def test_no_backups_yet(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backups"]) == 0
    assert capsys.readouterr() == ("", "There are no backups yet; make one with: mlsys-tui backup\n")
    assert not home.exists()
    assert run(["restore", "--notebook", "1"]) == 1


def test_restore_the_whole_notebook_and_undo(marked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backup"]) == run(["note", MLPERF, "Second."]) == run(["status", TACO, "queued"]) == 0
    capsys.readouterr()
    assert run(["restore", "--notebook", "1", "--dry-run"]) == 0
    said = capsys.readouterr()
    assert said.out == (
        "2 papers: 1 changed, 1 gone\n  ~ MLPerf Training Benchmark  (note)\n  - The Tensor Algebra Compiler\n"
    )
    assert said.err == "Nothing was changed: this is what would be\n"
    assert run(["restore", "--notebook", "1"]) == 0
    assert "Restored the backup of 20" in capsys.readouterr().err
    assert run(["note", MLPERF]) == 0 and capsys.readouterr().out == "First.\n"
    assert run(["undo"]) == 0 and "restored the backup of" in capsys.readouterr().err
    assert run(["note", MLPERF]) == 0 and capsys.readouterr().out == "Second.\n"
    assert run(["restore", "--notebook", "9999", "--json"]) == 1
    assert "No backup is called '9999'" in capsys.readouterr().err


def test_restore_of_a_list_is_as_it_was(marked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["remove", "aisys2023"]) == run(["restore", "aisys2023"]) == 0
    assert "brought aisys2023 back" in capsys.readouterr().err.lower()
    assert run(["restore", "aisys2023", "--dry-run"]) == 2


def test_export_and_import_of_a_dump(
    marked: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["export", "--notebook"]) == 0
    dump = capsys.readouterr().out
    assert json.loads(dump)["papers"][MLPERF]["note"] == "First."
    path = tmp_path / "dump.json"
    assert run(["export", "--notebook", str(path)]) == 0 and json.loads(path.read_text())["version"] == 1
    assert run(["export", "--notebook", str(path)]) == 1
    assert "--force" in capsys.readouterr().err
    monkeypatch.setenv("MLSYS_TUI_HOME", str(tmp_path / "other"))
    assert run(["note", MLPERF, "Mine."]) == 0
    capsys.readouterr()
    assert run(["import", "--notebook", str(path), "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["papers"] == {"new": [], "changed": [MLPERF], "gone": []} and told["both_notes"] == [MLPERF]
    assert run(["import", "--notebook", str(path)]) == 0
    said = capsys.readouterr()
    assert said.out.endswith("different notes on 1 paper: both texts are kept, yours first\n")
    assert said.err == "Imported the dump dump.json; to take it back: mlsys-tui undo\n"
    assert run(["note", MLPERF]) == 0 and capsys.readouterr().out == "Mine.\n\n---\n\nFirst.\n"
    assert run(["import", "--notebook", str(path)]) == 0
    assert capsys.readouterr() == ("", "All of the dump dump.json is here already\n")
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(path.read_bytes())))
    assert run(["import", "--notebook", "-"]) == 0
    assert capsys.readouterr() == ("", "All of standard input is here already\n")
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"no dump")))
    assert run(["import", "--notebook", "-"]) == 1
    assert "standard input: It is neither a notebook nor a dump of one" in capsys.readouterr().err
    damaged = json.loads(dump)
    damaged["papers"]["bad"] = 7
    path.write_text(json.dumps(damaged))
    assert run(["import", "--notebook", str(path)]) == 0
    assert capsys.readouterr().err.endswith("All that could be read of the dump dump.json is here already\n")
    assert run(["undo"]) == run(["note", MLPERF]) == 0
    assert capsys.readouterr().out == "Mine.\n"


def test_export_and_import_of_a_folder(marked: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "notes"
    assert run(["export", "--notebook", "--as", "markdown"]) == 2
    assert run(["export", "--notebook", str(folder), "--as", "markdown"]) == 0
    assert run(["export", "--notebook", str(folder), "--as", "markdown"]) == 1
    assert run(["export", "--notebook", str(folder), "--as", "markdown", "--force"]) == 0
    (file,) = folder.iterdir()
    file.write_text(file.read_text().replace("First.", "First.\n\nBy hand."))
    capsys.readouterr()
    assert run(["import", "--notebook", str(folder)]) == 0
    assert capsys.readouterr().out == "1 paper: 1 changed\n  ~ MLPerf Training Benchmark  (note)\n"
    assert run(["note", MLPERF]) == 0 and capsys.readouterr().out == "First.\n\nBy hand.\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["export"], 2, "Missing option '--notebook'"),
        (["import", "x"], 2, "Missing option '--notebook'"),
        (["import", "--notebook", "missing.json"], 1, "cannot be read: no such file"),
        (["export", "--notebook", "."], 1, "is a folder"),
    ],
)
def test_wrong_usage(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    assert run(arguments) == code
    assert said in capsys.readouterr().err


def test_a_list_comes_with_its_text(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    course = tmp_path / "course.md"
    course.write_text("# Made up\n\n- [A Paper About Nothing At All](https://arxiv.org/abs/2101.00001)\n")
    assert (
        run(["add", str(course), "--title", "Made up"])
        == run(["export", "--notebook", str(tmp_path / "dump.json")])
        == 0
    )
    monkeypatch.setenv("MLSYS_TUI_HOME", str(tmp_path / "other"))
    assert run(["import", "--notebook", str(tmp_path / "dump.json")]) == 0
    course.unlink()
    capsys.readouterr()
    assert run(["papers", "nothing at all"]) == 0
    assert "A Paper About Nothing At All" in capsys.readouterr().out
