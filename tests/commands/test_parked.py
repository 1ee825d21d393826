"""Commands on papers that have left all lists."""

from pathlib import Path

import pytest

from mlsys_tui.commands import table
from mlsys_tui.commands.base import Command, Target
from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.notebook import with_note
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.library import Library
from mlsys_tui.parsing.reader import read
from mlsys_tui.store.notebook import Notebook

GONE, HERE = PaperKey("gone-and-not-forgotten-paper"), PaperKey("here-is-another-long-title")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library one of whose noted papers has left."""
    notebook = tmp_path / "notebook.json"
    both = build([read("- Gone and Not Forgotten Paper\n- Here Is Another Long Title\n", "l.md")])
    Library(both, Notebook(notebook)).change("wrote", [GONE], lambda record, at: with_note(record, "mine", at))
    return Library(build([read("- Here Is Another Long Title\n", "l.md")]), Notebook(notebook))


@pytest.mark.parametrize("papers", [(GONE,), (GONE, HERE), (HERE, GONE)], ids=["parked", "both", "both-reversed"])
@pytest.mark.parametrize("command", [each for each in table.COMMANDS if each.run], ids=lambda each: each.id)
def test_every_command_has_an_answer(library: Library, command: Command, papers: tuple[PaperKey, ...]) -> None:
    outcome = table.run(command, library, Target(papers), None)
    assert outcome.message or outcome.ask or outcome.show or outcome.copy or outcome.open_url or outcome.changed, (
        command.id
    )
    for argument in ("1", f"{GONE} {HERE}", "read"):
        table.run(command, library, Target(papers), argument)
