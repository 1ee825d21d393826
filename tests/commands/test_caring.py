"""Checking and backing the notebook up, as the palette has it."""

from pathlib import Path

from mlsys_tui.commands import table
from mlsys_tui.commands.base import Target
from mlsys_tui.domain.assembly import build
from mlsys_tui.library import Library
from mlsys_tui.paths import find_paths
from mlsys_tui.store.notebook import Notebook


def library() -> Library:
    return Library(build([]), Notebook(find_paths().notebook))


def test_a_backup_is_made_and_named(home: Path) -> None:
    outcome = table.run(table.BY_ID["notebook.backup"], library(), Target())
    (backup,) = (home / "data" / "backups").iterdir()
    assert outcome.message == f"Backup made: {backup}" and not outcome.failed


def test_a_backup_that_cannot_be_made_is_said(home: Path) -> None:
    home.write_text("a file where the home should be")
    outcome = table.run(table.BY_ID["notebook.backup"], library(), Target())
    assert outcome.failed and "is not a folder" in outcome.message


def test_the_check_shows_problems_first(home: Path) -> None:
    opened = library()
    shown = table.run(table.BY_ID["notebook.check"], opened, Target()).show
    assert shown and not any(line.startswith("problem  notebook") for line in shown.lines)
    (home / "data").mkdir(parents=True)
    (home / "data" / "notebook.json").write_text("damaged")
    shown = table.run(table.BY_ID["notebook.check"], opened, Target()).show
    assert shown and "problem" in shown.title and shown.lines[0].startswith("problem")
