"""Suggestions and answers on the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mlsys_tui.cli import run

PIPEDREAM = (
    "pipedream-generalized-pipeline-parallelism-for-dnn-training",
    "pipedream-fast-and-efficient-pipeline-parallel-dnn-training",
)


def papers(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    capsys.readouterr()
    assert run(["papers", "--json"]) == 0
    return {paper["key"]: paper for paper in json.loads(capsys.readouterr().out)["papers"]}


def suggested(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    capsys.readouterr()
    assert run(["suggestions", "--json"]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)["suggestions"]
    return found


def pair(suggestion: dict[str, object]) -> set[str]:
    both = suggestion["papers"]
    assert isinstance(both, list)
    return {paper["key"] for paper in both}


def test_suggestions_in_words_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["suggestions"]) == 0
    shown = capsys.readouterr().out
    assert "PipeDream: Generalized Pipeline Parallelism for DNN Training  (aisys2023" in shown
    assert "both are called PipeDream" in shown
    (found,) = [each for each in suggested(capsys) if pair(each) == set(PIPEDREAM)]
    assert list(found) == ["score", "why", "papers"]
    both = found["papers"]
    assert isinstance(both, list)
    assert list(both[0]) == ["key", "title", "year", "lists"]


def test_same_joins_and_undo_parts(capsys: pytest.CaptureFixture[str]) -> None:
    one, other = PIPEDREAM
    before = papers(capsys)
    run(["note", one, "of one"])
    run(["note", other, "of other"])
    assert run(["same", one, other]) == 0
    assert "are the same paper" in capsys.readouterr().err
    now = papers(capsys)
    (key,) = set(PIPEDREAM) & now.keys()
    assert len(now) == len(before) - 1
    assert now[key]["note"] in ("of one\n\n---\n\nof other", "of other\n\n---\n\nof one")
    assert not [each for each in suggested(capsys) if pair(each) & set(PIPEDREAM)]
    assert run(["same", key, key]) == 1
    assert run(["undo"]) == 0
    back = papers(capsys)
    assert [back[each]["note"] for each in PIPEDREAM] == ["of one", "of other"]


def test_different_is_never_suggested_again(capsys: pytest.CaptureFixture[str]) -> None:
    number = len(suggested(capsys))
    assert run(["different", *PIPEDREAM]) == 0
    assert len(suggested(capsys)) == number - 1
    assert run(["different", *reversed(PIPEDREAM)]) == 0
    assert "already" in capsys.readouterr().err
    assert run(["undo"]) == 0
    assert len(suggested(capsys)) == number


def test_split_shows_listings_and_takes_one_out(capsys: pytest.CaptureFixture[str]) -> None:
    janus = next(key for key in papers(capsys) if key.startswith("janus"))
    number = len(papers(capsys)[janus]["listings"])  # type: ignore[arg-type]
    run(["note", janus, "mine"])
    capsys.readouterr()
    assert run(["split", janus]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[0].startswith("  1. JANUS")
    assert 1 < len(rows) <= number
    assert run(["split", janus, str(len(rows) + 1)]) == 2
    assert run(["split", janus, "1"]) == 0
    now = papers(capsys)
    parts = [paper for key, paper in now.items() if key.startswith("janus")]
    assert sorted(paper["note"] or "" for paper in parts) == ["", "mine"]  # type: ignore[type-var]
    assert now[janus]["note"] == "mine"
    assert run(["undo"]) == 0
    assert len(papers(capsys)[janus]["listings"]) == number  # type: ignore[arg-type]
    assert run(["split", janus, "1", "--notes", "go"]) == 0
    assert papers(capsys)[janus]["note"] == "mine"


def test_split_of_a_paper_with_one_listing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    alone = next(key for key, paper in papers(capsys).items() if len(paper["listings"]) == 1)  # type: ignore[arg-type]
    assert run(["split", alone]) == 1
    assert "one listing" in capsys.readouterr().err


def test_an_answer_outlives_an_edited_list(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lists = home / "data" / "lists"
    lists.mkdir(parents=True)
    mine = lists / "mine.md"
    mine.write_text("# Mine\n- [Scalling Distributed Machine Learning with the Parameter Server](https://a.org/ps)\n")
    (found,) = [each for each in suggested(capsys) if "scalling" in " ".join(pair(each))]
    number = len(papers(capsys))
    assert run(["same", *pair(found)]) == 0
    assert len(papers(capsys)) == number - 1
    mine.write_text(mine.read_text().replace("Scalling", "Scalngg"))
    assert len(papers(capsys)) == number - 1
    mine.write_text(
        "# Mine\n- [Scalling Distributed Machine Learning with the Parameter Server](https://b.org/moved)\n"
    )
    assert len(papers(capsys)) == number - 1


@pytest.mark.parametrize(("command", "loads"), [("papers", False), ("suggestions", True)])
def test_only_suggestions_load_rapidfuzz(home: Path, command: str, loads: bool) -> None:
    assert run(["papers"]) == 0  # what is parsed now comes from the cache below: one parser uses it, too
    code = (
        f"import mlsys_tui.tui.app, mlsys_tui.cli, sys; mlsys_tui.cli.run(['{command}']); "
        f"sys.exit(('rapidfuzz' in sys.modules) is not {loads})"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
