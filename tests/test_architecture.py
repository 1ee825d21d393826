"""The shape that CONTRIBUTING.md promises: what loads what, and how large things may get."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers import ROOT

PACKAGE = ROOT / "mlsys_tui"
MODULES = sorted(PACKAGE.rglob("*.py"))
MAX_MODULE_LINES, MAX_FUNCTION_LINES, MAX_METHODS = 300, 40, 24


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh interpreter has after running `code`."""
    script = f"{code}\nimport sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_command_line_loads_no_textual() -> None:
    modules = loaded_by("import mlsys_tui.cli, mlsys_tui.desktop.clipboard, mlsys_tui.desktop.browser")
    assert "click" in modules
    assert not {
        name for name in modules if name.partition(".")[0] in ("textual", "rich", "pyperclip", "markdown_it", "httpx")
    }


def test_a_cached_start_of_the_library_loads_no_parser(home: Path) -> None:
    code = "from mlsys_tui.loading import Loader; from mlsys_tui.paths import find_paths; Loader(find_paths()).open()"
    loaded_by(code)
    assert not {"markdown_it", "ftfy", "charset_normalizer", "httpx", "ssl"} & loaded_by(code)


def test_the_first_frame_waits_for_no_drafts() -> None:
    modules = loaded_by("import mlsys_tui.__main__, mlsys_tui.tui.app")
    late = ("store.drafts", "store.presence", "tui.keeping", "tui.offers", "tui.outside", "tui.last_words")
    assert not {f"mlsys_tui.{name}" for name in (*late, "tui.screens.unfinished", "desktop.editor")} & modules


FIRST_FRAME = """
import sys
from mlsys_tui.tui.startup import load_textual
load_textual()
from mlsys_tui.tui import app
from mlsys_tui.paths import find_paths
class Room(app.ReadingRoom):
    def on_ready(self):
        print(*sys.modules, file=sys.__stdout__)
        self.exit()
app.ReadingRoom = Room
app._open(find_paths()).run(headless=True)
"""


def test_the_first_frame_loads_nothing_that_it_does_not_need(home: Path) -> None:
    loaded_by(FIRST_FRAME)  # makes the cache
    late = {
        "click",
        "rich.markdown",
        "pygments",
        "tree_sitter",
        "markdown_it",
        "ftfy",
        "httpx",
        "lxml",
        "rapidfuzz",
        "ssl",
    }
    ours = {"parsing", "web", "desktop", "sameness", "suggestions", "importing", "commands.sharing", "domain.merging"}
    assert not (late | {f"mlsys_tui.{name}" for name in ours}) & loaded_by(FIRST_FRAME)


def test_what_textual_was_loaded_without_is_there_when_it_is_asked_for() -> None:
    code = """
from mlsys_tui.tui.startup import load_textual
load_textual()
import sys
assert not {"ssl", "textual.types"} & set(sys.modules)
import ssl, textual.types
assert textual.types.DirEntry and ssl.create_default_context()
"""
    assert {"ssl", "textual.types", "textual.command"} <= loaded_by(code)


def test_the_app_loads_no_click() -> None:
    assert "click" not in loaded_by("import mlsys_tui.__main__, mlsys_tui.tui.app")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_sizes(path: Path) -> None:
    source = path.read_text("utf-8")
    assert source.count("\n") <= MAX_MODULE_LINES
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < MAX_FUNCTION_LINES, node.name
        elif isinstance(node, ast.ClassDef):
            methods = [item for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)]
            assert len(methods) <= MAX_METHODS, node.name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_any_is_for_json_only(path: Path) -> None:
    """`Any` hides mistakes; it has a place only where values come from JSON or SQL, or become it."""
    if path.name not in ("contract.py", "schema.py", "cli.py", "cli_output.py", "catalog_rows.py"):
        assert "Any" not in {
            node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)
        }
