"""The commands on reading lists: data on stdout, talk on stderr, exit codes."""

import io
import json
import sys
from pathlib import Path

import pytest

from mlsys_tui.cli import run
from tests.web.server import Reply, Site

COURSE = """# Systems Course 2024

## Compilers

- [JANUS Two: Faster and Flexible Deep Learning](https://a.org/janus)

## Serving

- [ORCA: A Distributed Serving System](https://a.org/orca)
"""
MOVED = COURSE.replace("- [ORCA", "- [A Further Long Title](https://a.org/2)\n- [ORCA").replace(
    "## Serving", "## Inference"
)

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def no_shipped_lists(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "base.md").write_text(
        "# Base List of Papers\n\n## All\n\n- [A Shipped Long Title](https://s.org/1)\n", "utf-8"
    )
    monkeypatch.setattr("mlsys_tui.loading.shipped_lists", lambda: folder)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    path = tmp_path / "course.md"
    path.write_text(COURSE, "utf-8")
    return path


def said(capsys: Capture, *arguments: str, code: int = 0) -> tuple[str, str]:
    """What a command prints on stdout and stderr."""
    assert run(arguments) == code
    out, err = capsys.readouterr()
    return out, err


def test_add_says_what_it_found_and_then_what_it_did(course: Path, capsys: Capture) -> None:
    out, err = said(capsys, "add", str(course), "--dry-run")
    first = "Systems Course 2024  (topics; 2 sections, 2 papers: 2 new, 0 already in your lists)"
    papers = "    JANUS Two: Faster and Flexible Deep Learning  (Compilers)\n    ORCA: A Distributed Serving System  (Serving)\n"
    assert out == f"{first}\n  from {course}\n  begins with:\n{papers}"
    assert err == ""
    assert "Systems Course" not in said(capsys, "lists")[0]
    out, err = said(capsys, "add", str(course))
    assert out.startswith(first)
    assert err == "Added Systems Course 2024; to take it back: mlsys-tui undo\n"
    listed = said(capsys, "lists")[0].splitlines()[-1]
    assert listed.strip().startswith(f"0/2  Systems Course 2024  (topics; course.md; from {course}; of 20")
    out, err = said(capsys, "add", str(course))
    assert "  here already: it comes from the same place\n" in out
    assert err == "Systems Course 2024 is here already, and nothing has changed\n"


def test_add_shows_the_first_papers_and_counts_one_of_a_kind_as_one(course: Path, capsys: Capture) -> None:
    papers = "".join(f"- [A Paper About the Number {n}](https://a.org/{n})\n" for n in range(7))
    course.write_text(f"# Numbers\n\n## All of Them\n\n{papers}", "utf-8")
    out, _ = said(capsys, "add", str(course), "--dry-run")
    assert out.startswith("Numbers  (topics; 1 section, 7 papers: ")
    shown = [f"    A Paper About the Number {n}  (All of Them)" for n in range(5)]
    assert out.splitlines()[-6:] == ["  begins with:", *shown]
    course.write_text(f"# Numbers\n\n## All of Them\n\n{papers.splitlines()[0]}\n", "utf-8")
    assert said(capsys, "parse", str(course))[0].startswith("Numbers  (topics, 1 section, 1 paper)\n")


def test_add_from_standard_input_under_a_title(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(COURSE.encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    assert said(capsys, "add", "-", "--title", "Mine")[1].startswith("Added Mine;")
    assert "  Mine  (" in said(capsys, "lists")[0]


def test_add_as_json(course: Path, capsys: Capture) -> None:
    found = json.loads(said(capsys, "add", str(course), "--dry-run", "--json")[0])
    assert found == {
        "title": "Systems Course 2024",
        "kind": "topics",
        "source": str(course),
        "document": "course.md",
        "sections": 2,
        "papers": 2,
        "new": 2,
        "known": 0,
        "again": None,
        "joins": None,
        "problems": [],
        "added": False,
        "result": None,
    }
    done = json.loads(said(capsys, "add", str(course), "--json")[0])
    assert (done["added"], done["result"]["list"]) == (True, "systems-course-2024")


def test_problems_are_shown_with_their_lines(course: Path, capsys: Capture) -> None:
    page = COURSE.encode() + b"- [Caf\xe9 Papers of a Kind](https://a.org/9)\n"
    course.write_bytes(page)
    out, _ = said(capsys, "add", str(course))
    line = page.count(b"\n")
    assert "  not understood: 1 place\n" in out
    assert f"    course.md:{line}: not UTF-8 text at line {line}" in out
    assert "1 problem)" in said(capsys, "lists")[0]
    out, err = said(capsys, "problems", "systems")
    assert out.startswith(f"course.md:{line}: not UTF-8")
    assert err == "", "what was said when the list was added is not said with every command"
    assert json.loads(said(capsys, "problems", "--json")[0])["problems"][0]["line"] == line
    assert said(capsys, "problems", "base") == ("", "All was understood\n")


def test_update_tells_the_difference(site: Site, capsys: Capture) -> None:
    said(capsys, "add", site.put("/course.md", COURSE))
    assert said(capsys, "update")[0] == "Systems Course 2024: nothing changed\n"
    site.put("/course.md", MOVED)
    expected = (
        "Systems Course 2024: 1 added, 1 under another heading\n"
        "  Renamed the section 'Serving': Inference\n"
        "  Added to Inference: A Further Long Title\n"
    )
    assert said(capsys, "update", "--dry-run") == (expected, "")
    assert said(capsys, "update", "course")[0] == expected
    listed = json.loads(said(capsys, "lists", "--json")[0])["lists"][-1]
    assert (listed["new"], listed["problems"], listed["sources"]) == (1, 0, [site.url("/course.md")])
    assert said(capsys, "undo")[1] == "Undone: updated Systems Course 2024\n"
    [done] = json.loads(said(capsys, "update", "--json")[0])["lists"]
    assert done["difference"]["counts"]["added"] == 1
    assert done["difference"]["added"][0]["section"]["path"] == ["Inference"]
    assert done["error"] is None


def test_one_list_that_fails_does_not_stop_the_others(site: Site, course: Path, capsys: Capture) -> None:
    other = "# Another List of Things\n\n- [Some Other Long Title](https://a.org/9)\n"
    said(capsys, "add", site.put("/other.md", other))
    said(capsys, "add", str(course))
    site.serve("/other.md", Reply(status=500))
    course.write_text(MOVED, "utf-8")
    out, err = said(capsys, "update", code=1)
    assert out.startswith("Systems Course 2024: 1 added")
    assert err.startswith("Error: Another List of Things was not updated. The server of http")
    results = json.loads(said(capsys, "update", "--json", code=1)[0])["lists"]
    assert "has failed (500)" in results[0]["error"]
    assert results[1]["changed"] is False


def test_update_without_any_source(capsys: Capture) -> None:
    assert said(capsys, "update")[1].startswith("No list has a source")
    assert "comes with the app" in said(capsys, "update", "base", code=1)[1]


def test_remove_restore_rename(course: Path, capsys: Capture) -> None:
    said(capsys, "add", str(course))
    assert said(capsys, "rename", "course", "My Own")[1] == (
        "Renamed Systems Course 2024 to My Own; to take it back: mlsys-tui undo\n"
    )
    assert said(capsys, "rename", "my own", "My Own")[1] == "My Own is called so already\n"
    assert said(capsys, "remove", "my own")[1].startswith("Removed My Own;")
    assert "My Own" not in said(capsys, "lists")[0]
    assert said(capsys, "lists", "--removed")[0] == "My Own\n"
    removed = json.loads(said(capsys, "lists", "--removed", "--json")[0])["removed"]
    assert removed == [{"title": "My Own", "documents": ["course.md"]}]
    assert said(capsys, "restore", "own")[1].startswith("Brought My Own back;")
    assert said(capsys, "undo")[1] == "Undone: brought My Own back\n"
    assert said(capsys, "undo")[1] == "Undone: removed My Own\n"
    assert said(capsys, "remove", "base")[1].startswith("Removed Base List of Papers;")
    assert said(capsys, "lists")[0].count("\n") == 1


def test_what_a_list_is_called(course: Path, capsys: Capture) -> None:
    said(capsys, "add", str(course))
    for name in ("systems-course-2024", "SYSTEMS course 2024", "systems", "course.md"):
        assert said(capsys, "problems", name)[1] == "All was understood\n"
    assert "no list is called 'none'" in said(capsys, "remove", "none", code=1)[1]
    assert "no list is called ''" in said(capsys, "remove", "", code=1)[1]
    several = said(capsys, "remove", "s", code=2)[1]
    assert "may be any of these 2 lists" in several
    assert "  systems-course-2024  (Systems Course 2024)" in several
    assert "no removed list" in said(capsys, "restore", "x", code=1)[1]


@pytest.mark.parametrize(
    ("source", "words"),
    [("/no/such", "There is no file /no/such"), ("ftp://a.org/x", "only http and https"), ("a\x1b[2Jb", "no file ab:")],
)
def test_trouble_is_one_sentence(source: str, words: str, home: Path, capsys: Capture) -> None:
    out, err = said(capsys, "add", source, code=1)
    assert out == ""
    assert err.startswith("Error: ") and words in err and err.count("\n") == 1 and "\x1b" not in err
    assert not (home / "data").exists()


def test_a_page_of_the_web_that_is_not_there(site: Site, capsys: Capture) -> None:
    assert "was not found (404)" in said(capsys, "add", site.url("/none.md"), code=1)[1]


def test_parked_papers(course: Path, capsys: Capture) -> None:
    assert said(capsys, "papers", "--parked") == ("", "No paper is parked: all that you wrote about stand in a list\n")
    said(capsys, "add", str(course))
    said(capsys, "note", "orca-a-distributed-serving-system", "Worth it.\nTwice.")
    said(capsys, "remove", "systems")
    expected = (
        "[ ] ORCA: A Distributed Serving System  orca-a-distributed-serving-system\n      Worth it.\n      Twice.\n"
    )
    assert said(capsys, "papers", "--parked")[0] == expected
    assert said(capsys, "papers", "--parked", "twice")[0] == expected
    assert said(capsys, "papers", "--parked", "thrice")[0] == ""
    [parked] = json.loads(said(capsys, "papers", "--parked", "--json")[0])["parked"]
    assert (parked["title"], parked["note"]) == ("ORCA: A Distributed Serving System", "Worth it.\nTwice.")
