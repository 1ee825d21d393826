"""Promises about the real world, kept by real processes: kill -9, several writers, any locale."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store.notebook import Notebook

WRITER = """
import sys
from pathlib import Path
from dataclasses import replace
from mlsys_tui.domain.notebook import with_note, with_tags
from mlsys_tui.store.notebook import Notebook

path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
notebook = Notebook(path)
for number in range(count):
    notebook.change("wrote", [f"{name}-{number}"], lambda record, at: with_note(record, f"note {number} " * 20, at))
    notebook.change("tagged", ["shared"], lambda record, at: with_tags(record, (*record.tags, f"{name}-{number}")))
    print(number, flush=True)
"""


def start(path: Path, name: str, count: int, environ: Mapping[str, str] = os.environ) -> subprocess.Popen[str]:
    argv = [sys.executable, "-c", WRITER, str(path), name, str(count)]
    return subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(environ))


@pytest.mark.slow
def test_writers_in_two_processes_lose_nothing(path: Path) -> None:
    here = Notebook(path)
    writers = [start(path, name, 50) for name in ("one", "two")]
    for writer in writers:
        out, err = writer.communicate(timeout=60)
        assert (writer.returncode, err) == (0, "")
        assert len(out.split()) == 50
    assert here.refresh()
    expected = {f"{name}-{number}" for name in ("one", "two") for number in range(50)}
    assert set(here.records) == expected | {"shared"}
    assert set(here.records[PaperKey("shared")].tags) == expected


@pytest.mark.slow
def test_kill_9_loses_no_acknowledged_change(path: Path) -> None:
    seed = random.randrange(1 << 32)
    print("seed", seed)
    chance = random.Random(seed)
    for trial in range(30):
        writer = start(path, f"t{trial}", 10_000)
        assert writer.stdout
        first = writer.stdout.readline()
        time.sleep(chance.uniform(0, 0.03))
        writer.kill()
        rest, err = writer.communicate(timeout=30)
        assert first, err
        # A line cut by the kill was acknowledged all the same, but it cannot be told which.
        acknowledged = [int(line) for line in (first + rest).split("\n")[:-1]]
        notebook = Notebook(path)
        assert notebook.problems == ()
        tags = set(notebook.records[PaperKey("shared")].tags)
        for number in acknowledged:
            note = notebook.records[PaperKey(f"t{trial}-{number}")].note
            assert note == (f"note {number} " * 20), (seed, trial, number)
            assert f"t{trial}-{number}" in tags, (seed, trial, number)
    Notebook(path).change("swept", [PaperKey("shared")], lambda record, _at: record)
    assert not [entry for entry in path.parent.iterdir() if entry.name.endswith(".tmp")]


def test_notes_are_utf_8_whatever_the_locale(path: Path) -> None:
    code = """
import sys
from pathlib import Path
from mlsys_tui.domain.notebook import with_note
from mlsys_tui.store.notebook import Notebook
Notebook(Path(sys.argv[1])).change("\\u00e9", ["a"], lambda record, at: with_note(record, "\\ud55c\\uae00 \\u00e9", at))
assert Notebook(Path(sys.argv[1])).records["a"].note == "\\ud55c\\uae00 \\u00e9"
"""
    environ = {**os.environ, "LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    subprocess.run([sys.executable, "-c", code, str(path)], env=environ, check=True)
    assert Notebook(path).records[PaperKey("a")].note == "한글 é"
    assert "한글 é".encode() in Path(f"{path}.journal").read_bytes()
    Notebook(path).compact()
    assert "한글 é".encode() in path.read_bytes()


def test_opening_loads_no_screens(path: Path) -> None:
    code = """
import sys
from pathlib import Path
from mlsys_tui.store.notebook import Notebook
Notebook(Path(sys.argv[1]))
print(sorted({"asyncio", "textual", "rich", "click"} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
