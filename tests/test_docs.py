"""What the README says is so: keys, commands, figures of the lists."""

import re

import pytest

from mlsys_tui.cli import group
from mlsys_tui.commands.table import COMMANDS
from mlsys_tui.tui.actions import key_name
from tests.helpers import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def key_table() -> str:
    """The keys of the command table as Markdown."""
    lines = ["| key | does | id |", "|---|---|---|"]
    for command in COMMANDS:
        if command.keys:
            keys = " ".join(f"`{key_name(key)}`" for key in command.keys)
            lines.append(f"| {keys} | {command.help.removesuffix('.')} | {command.id} |")
    return "\n".join(lines).replace("`|`", "`\\|`")


def test_the_key_table_is_that_of_the_commands() -> None:
    shown = re.search(r"<!-- keys -->\n(.*?)\n<!-- /keys -->", README, re.DOTALL)
    assert shown is not None
    assert shown[1] == key_table(), f"the README should say:\n{key_table()}"


@pytest.mark.parametrize("name", list(group.commands))
def test_every_command_stands_in_the_readme(name: str) -> None:
    assert f"mlsys-tui {name}" in README


def test_links_of_the_documents_lead_somewhere() -> None:
    for name in ("README.md", "CONTRIBUTING.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text("utf-8")):
            assert target.startswith("https://") or (ROOT / target).exists(), target


def test_the_changelog_knows_the_version() -> None:
    from mlsys_tui import __version__  # noqa: PLC0415

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
