"""The commands that look after the notebook: doctor, backup, backups."""

import os
import shutil
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlsys_tui.cli_notebook import terminal_writer
from mlsys_tui.cli_output import print_json
from mlsys_tui.cli_transfer import JSON_FLAG, in_words, open_notebook
from mlsys_tui.paths import find_paths
from mlsys_tui.store.summary import Kept, backups_of
from mlsys_tui.text import clean_line, number, size

if TYPE_CHECKING:
    from mlsys_tui.checks.base import Finding

_INDENT = 20
_TRIAL = "mlsys-tui doctor was here"


@click.command(epilog="\b\nExamples:\n  mlsys-tui doctor\n  mlsys-tui doctor --json | jq '.findings[].said'")
@click.option("--try-clipboard", is_flag=True, help="Copy a few words, to see whether they arrive.")
@JSON_FLAG
@click.pass_context
def doctor(context: click.Context, try_clipboard: bool, as_json: bool) -> None:
    """Check notebook, backups, folders and terminal, and say what to do. Changes nothing; exit code 1 for problems."""
    from mlsys_tui.checks.base import Level  # noqa: PLC0415 - only this command checks
    from mlsys_tui.checks.examine import examine  # noqa: PLC0415

    width, height = shutil.get_terminal_size()
    there = sys.stderr.isatty() or sys.stdout.isatty()
    found = examine(find_paths(), size=(width, height) if there else None, encoding=sys.stdout.encoding or "?")
    if try_clipboard:
        found.append(_tried())
    problems = sum(each.level is Level.PROBLEM for each in found)
    if as_json:
        print_json({"problems": problems, "findings": [each._asdict() for each in found]})
    else:
        for each in found:
            click.echo(_wrapped(each, width) if sys.stdout.isatty() else str(each))
    notes = sum(each.level is Level.NOTE for each in found)
    said = f"{number(problems, 'problem')}, {number(notes, 'note')}" if problems or notes else "All is well"
    click.echo(said, err=True)
    if problems:
        context.exit(1)


def _wrapped(found: "Finding", width: int) -> str:
    """A finding on a terminal: longer ones go on under their own words."""
    return textwrap.fill(
        str(found), max(40, width), subsequent_indent=" " * _INDENT, break_long_words=False, break_on_hyphens=False
    )


def _tried() -> "Finding":
    from mlsys_tui.checks.base import note, ok  # noqa: PLC0415
    from mlsys_tui.desktop import clipboard  # noqa: PLC0415 - only when it is asked for

    result = clipboard.copy(_TRIAL, write_terminal=terminal_writer(), environ=os.environ)
    said = f"tried: {result.message}"
    if result.confirmed:
        return ok("clipboard", said)
    nowhere = result.route is clipboard.Route.SHOWN
    return note("clipboard", said, "" if nowhere else f"paste somewhere: it should say {_TRIAL!r}")


@click.command(epilog="\b\nExample:\n  mlsys-tui backup")
@JSON_FLAG
def backup(as_json: bool) -> None:
    """Make a backup of the notebook now, and say where. One is made by itself each day that something changes."""
    paths = find_paths()
    with in_words():
        path = open_notebook(paths).compact()
    kept = next(each for each in backups_of(paths.notebook) if each.backup.path.name == path.name)
    if as_json:
        print_json(_json(kept))
    else:
        click.echo(clean_line(str(path)))
    click.echo(f"Backup made: {_counted(kept)}", err=True)


@click.command(epilog="\b\nExamples:\n  mlsys-tui backups\n  mlsys-tui restore --notebook 2 --dry-run")
@JSON_FLAG
def backups(as_json: bool) -> None:
    """List the backups of the notebook, the newest first."""
    found = backups_of(find_paths().notebook)
    if as_json:
        print_json({"backups": [_json(kept) for kept in found]})
    else:
        for kept in found:
            state = f"damaged: {kept.why}" if kept.why else f"{_counted(kept):<32} {size(kept.size):>7}  sound"
            click.echo(f"{kept.number:>3}  {kept.backup.at:%Y-%m-%d %H:%M:%S}  {state}")
    if found:
        click.echo(f"In {clean_line(str(found[0].backup.path.parent))}; times are UTC", err=True)
        if not as_json:
            click.echo("To bring one back: mlsys-tui restore --notebook NUMBER", err=True)
    else:
        click.echo("There are no backups yet; make one with: mlsys-tui backup", err=True)


def _counted(kept: Kept) -> str:
    counts = kept.counts
    return ", ".join((number(counts.papers, "paper"), number(counts.notes, "note"), number(counts.lists, "list")))


def _json(kept: Kept) -> dict[str, object]:
    path: Path = kept.backup.path
    return {
        "number": kept.number,
        "name": clean_line(path.name),
        "path": clean_line(str(path)),
        "at": kept.backup.at.isoformat(timespec="seconds"),
        "sound": kept.why is None,
        "why": kept.why,
        "size": kept.size,
        **kept.counts._asdict(),
    }


COMMANDS: tuple[click.Command, ...] = (doctor, backup, backups)
