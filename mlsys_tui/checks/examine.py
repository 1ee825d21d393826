"""All checks, in the order in which they are told."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from mlsys_tui.checks import folders, notebook, surroundings
from mlsys_tui.checks.base import Finding, Level, guarded
from mlsys_tui.domain.notebook import ListEntry
from mlsys_tui.paths import Paths
from mlsys_tui.store.reading import UnreadableError, read_notebook


def examine(
    paths: Paths, *, environ: Mapping[str, str] = os.environ, size: tuple[int, int] | None, encoding: str
) -> list[Finding]:
    """Look at everything; `size` is that of the terminal, None without one. Changes nothing, and never raises."""
    told = guarded("notebook", lambda: _notebook(paths.notebook))
    told += guarded("lock", lambda: notebook.check_lock(paths.notebook, _read("/proc/locks")))
    told += guarded("drafts", lambda: folders.check_drafts(paths))
    told += guarded("lists", lambda: folders.check_texts(paths, _lists(paths)))
    told += guarded("private", lambda: folders.check_private(paths))
    told += guarded("folders", lambda: folders.check_access(paths))
    told += guarded("disk", lambda: folders.check_file_system(paths.data, _read("/proc/mounts")))
    told += guarded("space", lambda: folders.check_space(paths.data))
    told += guarded("cache", lambda: folders.check_rest(paths))
    told += surroundings.check_versions()
    told += surroundings.check_terminal(environ, size, encoding)
    told += surroundings.check_editor(environ)
    told += surroundings.check_browser(environ)
    told += surroundings.check_clipboard(environ, terminal=size is not None)
    return told


def _notebook(path: Path) -> Iterator[Finding]:
    ways = guarded("notebook", lambda: notebook.check_ways(path))
    yield from ways
    if any(each.level is Level.PROBLEM for each in ways):
        return
    found = notebook.look(path)
    yield from guarded("notebook", lambda: notebook.check_snapshot(found))
    yield from guarded("journal", lambda: notebook.check_journal(found))
    yield from guarded("backups", lambda: notebook.check_backups(found))
    yield from guarded("set aside", lambda: notebook.check_aside(found))


def _lists(paths: Paths) -> Mapping[str, ListEntry]:
    with suppress(UnreadableError):
        return read_notebook(paths.notebook).side.contents.lists
    return {}


def _read(name: str) -> str:
    with suppress(OSError):
        return Path(name).read_text("utf-8", "replace") if sys.platform == "linux" else ""
    return ""
