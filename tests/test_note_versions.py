"""Earlier versions of notes: found over all records of a paper, brought back, and printed by the command line."""

import json
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from mlsys_tui.cli import run
from mlsys_tui.commands import table
from mlsys_tui.commands.base import Earlier, Severity, Target
from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.notebook import Answer, with_note
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.library import Library
from mlsys_tui.parsing.reader import read
from mlsys_tui.store.notebook import Notebook

ONE, TWO = PaperKey("one-long-title"), PaperKey("two-long-titles")
LIST = "- One Long Title\n- Two Long Titles\n"
JANUS = "janus-fast-and-flexible-deep-learning-via-symbolic-graph"
VERSIONS = table.BY_ID["note.versions"]


def opened(path: Path, text: str = LIST) -> Library:
    ticks = count()
    notebook = Notebook(path, lambda: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=next(ticks)))
    return Library(build([read(text, "l.md")], list(notebook.answers.values())), notebook)


def write(library: Library, key: PaperKey, *notes: str) -> None:
    for note in notes:
        library.change("wrote", [key], lambda record, at, note=note: with_note(record, note, at))  # type: ignore[misc]


def texts(library: Library, key: PaperKey) -> list[str]:
    return [version.text for version in library.versions(key)]


def test_a_version_brought_back_leaves_todays_text_among_them(tmp_path: Path) -> None:
    library = opened(tmp_path / "n.json")
    write(library, ONE, "first", "second", "third")
    assert texts(library, ONE) == ["second", "first"]
    times = [version.at or "" for version in library.versions(ONE)]
    assert times == sorted(times, reverse=True) and all(times)
    outcome = table.run(VERSIONS, library, Target((ONE,)), "first")
    assert (outcome.message, library.state(ONE).note) == ("One Long Title: brought an earlier note back", "first")
    assert texts(library, ONE) == ["third", "second"]
    library.undo()
    assert (library.state(ONE).note, texts(library, ONE)) == ("third", ["first", "second"])
    assert texts(library, TWO) == []


def test_only_a_text_that_is_a_version_is_brought_back(tmp_path: Path) -> None:
    library = opened(tmp_path / "n.json")
    write(library, ONE, "first", "second")
    assert table.run(VERSIONS, library, Target((ONE, TWO)), None).ask == Earlier(ONE, "note.versions")
    assert table.run(VERSIONS, library, Target((ONE,)), "third").severity is Severity.ERROR
    assert library.state(ONE).note == "second"


def test_a_note_that_was_taken_away_has_versions_though_its_record_is_gone(tmp_path: Path) -> None:
    library = opened(tmp_path / "n.json")
    write(library, ONE, "first", "")
    assert library.record(ONE) is None
    assert texts(library, ONE) == ["first"]
    table.run(VERSIONS, library, Target((ONE,)), "first")
    assert library.state(ONE).note == "first"


def test_joined_papers_show_what_was_written_to_either_once(tmp_path: Path) -> None:
    path = tmp_path / "n.json"
    apart = opened(path)
    write(apart, ONE, "one", "both", "one today")
    write(apart, TWO, "two", "both", "two today")
    paper, other = apart.paper(ONE), apart.paper(TWO)
    apart.edit("the same", lambda _rows, _at: [Answer.about(paper.aliases, other.aliases, True)])
    joined = opened(path)
    [key] = joined.catalog.papers
    assert sorted(texts(joined, key)) == ["both", "one", "two"]
    write(joined, key, "of both")
    assert sorted(texts(joined, key)) == ["both", "one", "one today", "two", "two today"]
    table.run(VERSIONS, joined, Target((key,)), "two")
    assert joined.state(key).note == "two"
    assert sorted(texts(joined, key)) == ["both", "of both", "one", "one today", "two today"]


def test_a_retitled_paper_keeps_its_versions(tmp_path: Path) -> None:
    path = tmp_path / "n.json"
    write(opened(path, "- [Old Long Title](https://a.org/1)\n"), PaperKey("old-long-title"), "first", "second")
    assert texts(opened(path, "- [Quite Another Title](https://a.org/1)\n"), PaperKey("quite-another-title")) == [
        "first"
    ]


def test_a_parked_paper_keeps_its_versions(tmp_path: Path) -> None:
    path = tmp_path / "n.json"
    write(opened(path), ONE, "first", "second")
    library = opened(path, "- Two Long Titles\n")
    assert texts(library, ONE) == ["first"]
    table.run(VERSIONS, library, Target((ONE,)), "first")
    assert library.state(ONE).note == "first"


# -- on the command line ----------------------------------------------------------------------------------


def test_the_command_line_lists_prints_and_brings_back(capsys: pytest.CaptureFixture[str]) -> None:
    for text in ("\n\nfirst\nmore", "second"):
        assert run(["note", "janus", text]) == 0
    assert run(["note", "janus", "third"]) == 0
    capsys.readouterr()
    assert run(["note", "janus", "--versions"]) == 0
    latest, earliest = capsys.readouterr().out.splitlines()
    assert latest.split()[0] == "1" and latest.endswith("6 characters  second")
    assert earliest.split()[0] == "2" and earliest.endswith("12 characters  first")
    assert run(["note", "janus", "--version", "2"]) == 0
    assert capsys.readouterr().out == "\n\nfirst\nmore\n"
    assert run(["note", "janus", "--bring-back", "2"]) == 0
    assert capsys.readouterr() == ("", "JANUS: brought an earlier note back\n")
    assert run(["note", "janus"]) == 0
    assert capsys.readouterr().out == "\n\nfirst\nmore\n"
    assert run(["note", "janus", "--versions", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["paper"], [row["note"] for row in found["versions"]]) == (JANUS, ["third", "second"])
    assert [row["version"] for row in found["versions"]] == [1, 2] and all(row["at"] for row in found["versions"])
    assert run(["undo"]) == 0
    assert run(["note", "janus", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["note"] == "third"
    assert run(["note", "janus", "--version", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["note"].strip() == "first\nmore"
    assert run(["note", "janus", "x"]) == run(["note", "janus", "y"]) == 0
    capsys.readouterr()
    assert run(["note", "janus", "--versions"]) == 0
    assert capsys.readouterr().out.splitlines()[0].endswith("   1 character  x")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--versions"], 1, "No earlier versions"),
        (["--version", "1"], 1, "there is no earlier version 1 of this note: there is none yet"),
        (["--bring-back", "7"], 1, "there is no earlier version 7"),
        (["--bring-back", "0"], 2, "0 is not in the range"),
        (["--versions", "--version", "1"], 2, "only one of"),
        (["text", "--bring-back", "1"], 2, "only one of"),
        (["--json"], 1, "No note yet"),
    ],
)
def test_what_cannot_be_is_said(arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["note", JANUS, *arguments]) == code
    assert said in capsys.readouterr().err


def test_the_command_line_finds_parked_papers(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lists = home / "data" / "lists"
    lists.mkdir(parents=True)
    (lists / "l.md").write_text(LIST, "utf-8")
    for text in ("first", "second"):
        assert run(["note", "one long title", text]) == 0
    (lists / "l.md").unlink()
    capsys.readouterr()
    assert run(["note", "one long title"]) == 0
    assert capsys.readouterr().out == "second\n"
    assert run(["note", ONE, "--bring-back", "1"]) == 0
    assert run(["note", ONE]) == 0
    assert capsys.readouterr().out == "first\n"
    assert run(["show", ONE]) == 1  # what lists say of it is gone
