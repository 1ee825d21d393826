"""The command line as a script or a reader uses it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mlsys_tui.cli import group, run
from mlsys_tui.commands import table
from mlsys_tui.commands.base import Command, Outcome, Target
from mlsys_tui.library import Library
from tests.helpers import SEEDS

MLPERF = "mlperf-training-benchmark"


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a line of bash does, in which $APP is the app."""
    env = {**os.environ, "APP": f"{sys.executable} -m mlsys_tui", **environment}
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], env=env, capture_output=True, encoding="utf-8", check=False
    )


def test_papers_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["papers", "--json"]) == 0
    papers = json.loads(capsys.readouterr().out)["papers"]
    assert len(papers) == 163
    assert sum(len(paper["listings"]) for paper in papers) == 224
    (paper,) = [paper for paper in papers if paper["key"] == MLPERF]
    assert list(paper) == [
        "key", "title", "name", "authors", "venue", "year", "links", "status", "tags", "rating", "note", "listings"
    ]  # fmt: skip
    assert (paper["status"], paper["tags"], paper["rating"], paper["note"]) == ("unread", [], None, None)
    assert paper["listings"][0] == {
        "list": "aisys2023",
        "document": "aisys2023-first-sessions.md",
        "path": ["3/9"],
        "date": "2023-03-09",
        "requirement": "required",
        "read": None,
        "title": "MLPerf Training Benchmark",
    }


def test_papers_by_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["papers", "mlperf", "TRAINING"]) == 0
    assert capsys.readouterr().out == f"[ ] MLPerf Training Benchmark  {MLPERF}\n"
    assert run(["papers", "no-such-word-anywhere"]) == 1
    assert "no-such-word-anywhere" in capsys.readouterr().err
    assert run(["papers", "no-such-word-anywhere", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"papers": []}


def test_status_note_tag_rate_undo_and_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["status", MLPERF, "reading"]) == 0
    assert run(["note", "MLPerf Training Benchmark", "Read *twice*."]) == 0
    assert run(["tag", MLPERF, "bench", "#gpu"]) == 0
    assert run(["rate", MLPERF, "4"]) == 0
    capsys.readouterr()
    assert run(["note", MLPERF]) == 0
    assert capsys.readouterr().out == "Read *twice*.\n"
    assert run(["show", MLPERF, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["status"], shown["tags"], shown["rating"], shown["note"]) == (
        "reading",
        ["bench", "gpu"],
        4,
        "Read *twice*.",
    )
    assert run(["undo"]) == run(["undo"]) == run(["redo"]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "Undone: MLPerfTraining: rated 4",
        "Undone: MLPerfTraining: tagged bench gpu",
        "Done again: MLPerfTraining: tagged bench gpu",
    ]
    assert run(["show", MLPERF]) == 0
    out = capsys.readouterr().out
    assert "tags      bench gpu" in out and "Read *twice*." in out and "rating" not in out
    assert "required" in out and "aisys2023 > 3/9" in out


def test_note_from_standard_input_whatever_the_locale(home: Path) -> None:
    command = [sys.executable, "-m", "mlsys_tui", "note", MLPERF]
    env = {"MLSYS_TUI_HOME": str(home), "LC_ALL": "C", "PYTHONUTF8": "0", "PATH": ""}
    subprocess.run([*command, "-"], input="논문 – gut\n".encode(), env=env, check=True, capture_output=True)
    read = subprocess.run(command, env=env, check=True, capture_output=True)
    assert read.stdout.decode() == "논문 – gut\n"
    assert "논문".encode() in (home / "data" / "notebook.json.journal").read_bytes()


@pytest.mark.parametrize("way", ["printf 'caf\\xe9' | $APP note TACO -", "$APP note TACO $'caf\\xe9'"])
def test_a_note_that_is_not_utf_8_is_read_and_said(way: str) -> None:
    done = shell(f"{way}; $APP note TACO")
    assert done.stdout == "café\n"
    assert "not UTF-8 text at line 1; what is not was read as Windows-1252" in done.stderr


@pytest.mark.parametrize("way", ["printf 'a\\0b'", "head -c 1000001 /dev/zero | tr '\\0' x", "cat /dev/zero"])
def test_a_note_that_is_no_text_or_too_long_is_refused(way: str) -> None:
    assert shell("$APP note TACO mine").returncode == 0
    done = shell(f"({way}) 2>/dev/null | $APP note TACO -")
    assert done.returncode != 0
    assert "not a text file" in done.stderr or "larger than" in done.stderr or "too long for a note" in done.stderr
    assert shell("$APP note TACO").stdout == "mine\n"


def test_what_is_so_already_is_no_failure_and_no_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["status", MLPERF, "read"]) == run(["status", MLPERF, "read"]) == 0
    assert run(["rate", MLPERF, "0"]) == run(["tag", MLPERF]) == run(["note", MLPERF, ""]) == 0
    assert run(["undo"]) == 0
    assert run(["undo"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "MLPerfTraining: marked read",
        "MLPerfTraining: already read",
        "MLPerfTraining: no rating to take away",
        "MLPerfTraining: no tags to take away",
        "MLPerfTraining: no note to take away",
        "Undone: MLPerfTraining: marked read",
        "Nothing to undo",
    ]


def test_a_paper_is_named_by_several_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "parameter", "hub"]) == 0
    assert run(["copy", "parameter", "hub", "--as", "title"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Parameter Hub") and out.rstrip().endswith("Deep Neural Network Training")
    assert run(["open", "taco", "compiler", "nonsense"]) == 1


def test_a_section_is_shown_once_however_many_documents_have_it(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    lists = home / "data" / "lists"
    lists.mkdir(parents=True)
    for name in ("a.md", "b.md"):
        (lists / name).write_text("# The Same List\n## Week 1\n- [A Good Long Title](https://a.org/1)\n", "utf-8")
    assert run(["show", "a", "good", "long", "title"]) == 0
    assert capsys.readouterr().out.count("listed") == 1


def test_an_ambiguous_paper_lists_the_candidates(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["status", "pytorch", "read"]) == 2
    error = capsys.readouterr().err
    assert "automatic-differentiation-in-pytorch" in error and "pytorch-an-imperative-style" in error


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["show", "no such paper"], 1), (["note", MLPERF], 1), (["undo"], 1), (["status", MLPERF, "done"], 2),
        (["rate", MLPERF, "9"], 2), (["nonsense"], 2), (["show"], 2), (["papers", "--nonsense"], 2),
        (["parse", "no-such-file.md"], 1), (["--help"], 0), (["--version"], 0),
    ],
)  # fmt: skip
def test_exit_codes(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == code
    said = capsys.readouterr()
    assert (said.err if code else said.out).strip()
    assert "Traceback" not in said.err


def test_lists(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lists", "--json"]) == 0
    lists = json.loads(capsys.readouterr().out)["lists"]
    assert [(each["title"], each["papers"], each["read"]) for each in lists] == [
        ("aisys2023", 49, 4), ("Reading List (from 2019/05/28)", 58, 7), ("Mlsys_repo", 32, 1), ("UCB: AIsys Catalogue", 60, 14)
    ]  # fmt: skip
    assert run(["lists"]) == 0
    assert "14/60  UCB: AIsys Catalogue" in capsys.readouterr().out


def test_parse(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["parse", str(SEEDS / "mlsys-repo.md"), "--json"]) == 0
    parsed = json.loads(capsys.readouterr().out)
    assert list(parsed) == ["title", "kind", "document", "sections", "problems"]
    assert parsed["document"] == "mlsys-repo.md"
    assert run(["parse", str(SEEDS / "ucb-aisys-catalogue.md")]) == 0
    out = capsys.readouterr().out
    assert "4. Distributed deep learning, Part I: Systems" in out
    assert "[x] SysML: The New Frontier of Machine Learning Systems (required)" in out
    bad = tmp_path / "bad.md"
    bad.write_bytes(
        b"# L\n\n- [pdf](https://a.org/x.pdf)\n- [A Good Title](https://a.org/1)\n- caf\xe9 is a good one\n"
    )
    assert run(["parse", str(bad)]) == 0
    problems = capsys.readouterr().err
    assert "bad.md:3: " in problems and "bad.md:5: not UTF-8 text at line 5" in problems


def test_parse_of_a_document_without_a_paper_fails(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "prose.md").write_text("# Title\n\nJust some prose here.\n", "utf-8")
    assert run(["parse", str(tmp_path / "prose.md")]) == 1
    assert "no paper was found" in capsys.readouterr().err


def test_parse_of_a_pipe() -> None:
    done = shell("$APP parse <(printf '# L\\n- [A Good Title](https://a.org/1)\\n')")
    assert done.returncode == 0
    assert "A Good Title" in done.stdout


def test_parse_standard_input() -> None:
    text = "# L\n- [A Good Title](https://a.org/1)\n"
    done = subprocess.run(
        [sys.executable, "-m", "mlsys_tui", "parse", "-", "--json"],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout)["title"] == "L"


def test_without_a_terminal_it_prints_the_outline() -> None:
    done = subprocess.run([sys.executable, "-m", "mlsys_tui"], capture_output=True, text=True, check=True)
    assert "aisys2023  4/49 read" in done.stdout
    assert "[x] JANUS" in done.stdout
    assert done.stderr == ""


def test_a_pipe_that_closes_early_is_no_error() -> None:
    done = shell("$APP papers --json | head -1")
    assert (done.stdout, done.stderr, done.returncode) == ("{\n", "", 0)


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("$APP papers >/dev/full", 1, "no space left on device"),
        ("$APP papers --json >/dev/full", 1, "no space left on device"),
        ("$APP --help >/dev/full", 1, "no space left on device"),
        ("$APP papers >/dev/full 2>&1", 1, ""),
        ("$APP papers >&-", 1, "bad file descriptor"),
        ("$APP status TACO read >&-", 0, "TACO: marked read"),
        ("$APP parse - <&-", 1, "bad file descriptor"),
        ("$APP note TACO - <&-", 1, "bad file descriptor"),
        ("$APP parse - </dev/zero", 1, "larger than 16 MB"),
        ("$APP <&- >/dev/null", 0, ""),
        ("$APP <&- >&- 2>&-", 1, ""),
        ("MLSYS_TUI_HOME='~nosuchuser/x' $APP paths", 1, "'~nosuchuser/x'"),
    ],
)
def test_streams_that_are_closed_or_full_and_homes_that_are_none(line: str, code: int, said: str) -> None:
    done = shell(line)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr
    assert (done.stderr == "") == (said == "")


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "cp1252", "euc-kr"])
def test_what_the_encoding_of_the_output_lacks_stops_nothing(encoding: str) -> None:
    assert shell("$APP note TACO '논문 – café 🎉'").returncode == 0
    for command in ("$APP", "$APP papers", "$APP show TACO", "$APP note TACO"):
        done = shell(f"{command} | cat -v", PYTHONIOENCODING=encoding)
        assert (done.returncode, done.stderr) == (0, ""), command
    done = shell("$APP show TACO --json", PYTHONIOENCODING=encoding)
    assert json.loads(done.stdout)["note"] == "논문 – café 🎉"


def test_paths(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert run(["paths"]) == 0
    assert f"notebook  {home}/data/notebook.json" in capsys.readouterr().out
    assert not home.exists()


def test_paths_are_one_line_each(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLSYS_TUI_HOME", "/a\nb  c\x1b[31m")
    assert run(["paths"]) == 0
    out = capsys.readouterr().out
    assert out.count("\n") == 7
    assert "cache     /a b  c/cache\n" in out
    assert run(["paths", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cache"] == "/a\nb  c\x1b[31m/cache"


def test_a_folder_that_cannot_be_written_is_said_and_nothing_pretended(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    home.write_text("a file where the folder should be")
    assert run(["status", MLPERF, "read"]) == 1
    error = capsys.readouterr().err
    assert error.count("cannot be saved") == 1 and str(home) in error
    assert "marked read" not in error


def test_copy_without_a_clipboard_prints_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["copy", MLPERF]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("https://proceedings.mlsys.org/paper/2020/hash/")
    assert said.err.endswith(": link of MLPerfTraining\n")
    assert "Copied" not in said.err


def test_copy_or_open_a_paper_without_a_link_offers_searches(capsys: pytest.CaptureFixture[str]) -> None:
    for verb in ("copy", "open"):
        assert run([verb, "TACO"]) == 1
        assert "https://www.semanticscholar.org/search?q=The+Tensor+Algebra+Compiler" in capsys.readouterr().err


def test_every_command_has_help_with_a_full_stop() -> None:
    for name, command in group.commands.items():
        assert command.help and command.help.strip(), name


def test_verbs_run_rows_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real = table.run

    def spy(command: Command, library: Library, target: Target, argument: str | None = None) -> Outcome:
        seen.append(command.id)
        return real(command, library, target, argument)

    monkeypatch.setattr(table, "run", spy)
    calls = (["status", MLPERF, "read"], ["note", MLPERF, "x"], ["tag", MLPERF, "x"], ["rate", MLPERF, "3"], ["undo"])
    for arguments in calls:
        assert run(arguments) == 0
    assert seen == ["status.choose", "note.edit", "tags.edit", "rating.set", "edit.undo"]
