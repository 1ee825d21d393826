"""Commands that look after the notebook: check everything, make a backup."""

import shutil
import sys

from mlsys_tui.commands.base import Outcome, Target, Text
from mlsys_tui.library import Library
from mlsys_tui.paths import find_paths
from mlsys_tui.text import clean_line, number


def check(_library: Library, _target: Target, _argument: str | None) -> Outcome:
    """What `mlsys-tui doctor` says."""
    from mlsys_tui.checks.base import Level  # noqa: PLC0415 - rarely asked for
    from mlsys_tui.checks.examine import examine  # noqa: PLC0415

    size = shutil.get_terminal_size()
    encoding = getattr(sys.__stdout__, "encoding", None) or "?"
    found = examine(find_paths(), size=(size.columns, size.lines), encoding=encoding)
    problems = sum(each.level is Level.PROBLEM for each in found)
    title = number(problems, "problem") if problems else "All is well"
    first = sorted(found, key=lambda each: each.level is not Level.PROBLEM)
    return Outcome(show=Text(title, tuple(map(str, first))))


def back_up(library: Library, _target: Target, _argument: str | None) -> Outcome:
    """Make a backup now, and say where it is."""
    return Outcome(f"Backup made: {clean_line(str(library.back_up()))}")
