"""What the benchmarks compute; what they measure is no test."""

import importlib
import pkgutil
import re
import sys

import pytest

import benchmarks
from benchmarks.figures import Row, frames_behind, left_of, percentile, ratio, results_of
from benchmarks.lists import FIRST, entries, markdown, room
from benchmarks.terminal import Chunk, Missing, Run, Screen
from mlsys_tui.domain.assembly import build
from mlsys_tui.parsing.reader import read

PROGRAMS = ("hello", "datatable")
"""Apps that are measured."""
PARTS = ("lists", "figures", "terminal", "homes")
"""What benchmarks are made of."""
MODULES = {each.name for each in pkgutil.iter_modules(benchmarks.__path__)} - {"__main__", *PROGRAMS, *PARTS}


def chunks(*texts: str) -> list[Chunk]:
    return [Chunk(float(number), text.encode()) for number, text in enumerate(texts)]


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_benchmark_can_be_run(name: str) -> None:
    assert callable(importlib.import_module(f"benchmarks.{name}").main)


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert percentile([5, 1, 3], 0.5) == 3
    assert percentile(range(1, 101), 0.95) == 95
    assert percentile([7], 0.95) == 7
    assert str(percentile([], 0.95)) == "nan"


def test_a_ratio_is_taken_round_by_round() -> None:
    assert ratio([2, 40, 6], [1, 20, 2]) == 2


def test_frames_behind_are_those_that_change_late() -> None:
    assert frames_behind([]) == 0
    assert frames_behind([5, 20, 32]) == 0
    assert frames_behind([20, 34, 35, 36]) == 1
    assert frames_behind([34, 50, 66]) == 3


@pytest.mark.parametrize(("met", "said"), [(True, "yes"), (False, "**no**"), (None, "")])
def test_a_row_says_whether_its_goal_is_met(met: bool | None, said: str) -> None:
    assert str(Row("start", "1.1 x", "1.2 x", met)) == f"| start | 1.1 x | 1.2 x | {said} |"


def test_only_what_can_be_seen_is_a_change() -> None:
    screen = Screen((20, 4))
    changes = screen.replay(chunks("\x1b[2;1Hone", "\x1b[2;1Hone", "\x1b[3;3H", "\x1b[2;3H\x1b[31me\x1b[0m"))
    assert [(change.at, change.cells) for change in changes] == [(0.0, {1: (0, 2)}), (3.0, {1: (2, 2)})]
    assert screen.text.split("\n")[1] == "one" + " " * 17


def test_a_change_knows_what_was_shown_at_its_time() -> None:
    first, second = Screen((20, 4)).replay(chunks("loading", "\rpapers \x1b[?2026$p\x1b[>1u"))
    assert "papers" not in first.text
    assert second.text.startswith("papers  ")


def test_a_letter_in_the_box_is_no_result() -> None:
    count = results_of("ja")
    echo, rows, header = Screen((30, 5)).replay(
        chunks("\x1b[2;1H┃ ja", "\x1b[3;1H┃  · JANUS", "\x1b[1;1Hmlsys-tui"),
    )
    assert [count(each) for each in (echo, rows, header)] == [False, True, False]
    assert not results_of("jan")(rows), "what was typed is not there"


def test_changes_are_told_apart_by_column() -> None:
    rows, details = Screen((30, 3)).replay(chunks("\x1b[2;2Hrow", "\x1b[2;20Hmore"))
    assert [left_of(15)(each) for each in (rows, details)] == [True, False]


def test_a_program_that_does_not_show_what_is_expected_ends_the_measurements() -> None:
    command = (sys.executable, "-c", "print('something else')")
    with Run("a program", command, {}) as run, pytest.raises(Missing, match=r"(?s)a program.*Hello.*something else"):
        run.wait_for("Hello", longest=5)


def test_a_program_is_timed_from_start_to_end() -> None:
    code = "import tty; tty.setcbreak(0); print('ready', flush=True); print(input() + '!', flush=True); input()"
    with Run("a program", (sys.executable, "-c", code), {}) as run:
        assert run.wait_for("ready") > 0
        assert run.peak_memory > 1
        answer = run.press("x\n", lambda change: "x!" in change.text)
        assert answer is not None
        assert 0 < answer.first <= answer.last
        assert run.quit("\n") > 0


@pytest.mark.parametrize("papers", [1, 7, 300])
def test_made_up_lists_have_as_many_papers_as_they_say(papers: int) -> None:
    files = room(papers)
    catalog = build([read(text, name) for name, text in files.items()])
    assert len(catalog.papers) == papers
    assert files == room(papers), "the same every time"
    assert len({each.title for each in entries(papers)}) == papers
    assert len(build([read(markdown(papers), "long.md")]).papers) == papers


def test_made_up_lists_are_like_real_ones() -> None:
    course, topics = (read(text, name) for name, text in sorted(room(300).items()))
    assert all(section.date for section in course.sections)
    assert {each.requirement for each in course.listings if each.requirement} == {"required", "extra"}
    assert {len(section.path) for section in topics.sections} == {2}
    for document in (course, topics):
        assert all(each.year and each.links for each in document.listings)
        assert sum(bool(each.venue and each.authors) for each in document.listings) > 0.7 * len(document.listings)
    papers = list(build([course]).papers.values())
    assert sum(bool(paper.name) for paper in papers) * 2 == len(papers)
    assert re.fullmatch(FIRST, papers[0].name or "")
