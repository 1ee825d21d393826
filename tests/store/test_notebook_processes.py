"""Promises that take a process of their own: any locale, and what opening loads. For kill -9 and several writers see `trials`."""

import os
import subprocess
import sys
from pathlib import Path

from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store.notebook import Notebook


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
