"""Homes of readers with many papers, made once and used again: `python -m benchmarks.homes FOLDER SIZE` makes one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.lists import FIRST, VERSION, room
from benchmarks.terminal import CTRL_Q, Run

SHIPPED = 162
"""The size that stands for the shipped lists alone."""

_NOTES = 1_000
_ROW = r"[│┃] +\S +"
"""What stands before a paper in the papers pane: the border, and how the paper stands."""
_LISTS, _KEPT, _DONE = "data/lists", "kept", "made"
_SLOW = 300.0

APP = (str(Path(sys.executable).parent / "mlsys-tui"),)


class Home(NamedTuple):
    """A folder for `MLSYS_TUI_HOME`, and what the first frame of interest shows there: the papers of a session."""

    root: Path
    size: int

    @property
    def ready(self) -> str:
        """A pattern."""
        return _ROW + ("Hidden" if self.size <= SHIPPED else FIRST) + r"\b"

    @property
    def environ(self) -> Mapping[str, str]:
        """What the app is started with."""
        return {"MLSYS_TUI_HOME": str(self.root)}

    @property
    def journal_state(self) -> tuple[int, int]:
        """Size and time of the file that each change of the notebook is written to, also where room was kept in it."""
        try:
            state = (self.root / "data" / "notebook.json.journal").stat()
        except FileNotFoundError:
            return 0, 0
        return state.st_size, state.st_mtime_ns

    def restore(self) -> None:
        """Notebook and place as they were made; lists and cache stay."""
        kept = self.root / _KEPT
        for part in ("data", "state"):
            folder = self.root / part
            for each in folder.iterdir() if folder.exists() else ():
                if each != self.root / _LISTS:
                    shutil.rmtree(each) if each.is_dir() else each.unlink()
            if (kept / part).exists():
                shutil.copytree(kept / part, folder, dirs_exist_ok=True)

    def empty_cache(self) -> None:
        """As before the first start."""
        shutil.rmtree(self.root / "cache", ignore_errors=True)

    def run(self, name: str) -> Run:
        """Start the app."""
        return Run(name, APP, self.environ)


def home(folder: Path, size: int) -> Home:
    """The home of that size in `folder`, made if it is not there; the shipped lists are in all of them.

    Its cache is filled by the app as it is now, whoever made the home.
    """
    root = folder / f"{size}-{VERSION}"
    made = Home(root, size)
    fresh = not (root / _DONE).exists()
    if fresh:
        print(f"Making a home with {size:,} papers ...", file=sys.stderr, flush=True)
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(parents=True)
        if size > SHIPPED:
            _in_a_process_of_its_own(root, size)
        _find_place(made)
        for part in ("data", "state"):
            if (root / part).exists():
                shutil.copytree(root / part, root / _KEPT / part, ignore=shutil.ignore_patterns("lists", "*.lock"))
        (root / _DONE).touch()
    made.restore()
    if fresh:
        return made
    with made.run(f"mlsys-tui, {size:,} papers, first start") as run:
        run.wait_for(made.ready, _SLOW)
        run.quit(CTRL_Q)
    made.restore()
    return made


def _in_a_process_of_its_own(root: Path, size: int) -> None:
    """Write lists and notes; what that needs of memory is given back."""
    here = Path(__file__).resolve().parents[1]
    environ = {**os.environ, "MLSYS_TUI_HOME": str(root)}
    subprocess.run([sys.executable, "-m", "benchmarks.homes", str(root), str(size)], cwd=here, env=environ, check=True)


def _write(root: Path, size: int) -> None:
    """The files of the lists; notes and statuses of papers all over them, written as one change."""
    from mlsys_tui.domain.notebook import Status, with_note, with_status  # noqa: PLC0415 - of the version at hand
    from mlsys_tui.loading import Loader  # noqa: PLC0415
    from mlsys_tui.paths import find_paths  # noqa: PLC0415

    (root / _LISTS).mkdir(parents=True)
    for name, text in room(size).items():
        (root / _LISTS / name).write_text(text, "utf-8")
    loader = Loader(find_paths())
    library = loader.open()
    papers = list(library.catalog.papers)
    step = max(2, len(papers) // _NOTES)
    statuses = [Status.READ, Status.READING, Status.QUEUED, Status.SKIPPED]
    library.change(
        "wrote notes",
        papers[::step][:_NOTES],
        lambda record, at: with_status(
            with_note(record, f"What it says: {record.title}. " + "The scheduler keeps it warm. " * 4, at),
            statuses[len(record.title) % len(statuses)],
            at,
        ),
    )
    loader.close()


def _find_place(made: Home) -> None:
    """Open the long lists, and leave the app at the first session of the course, by its keys."""
    with made.run(f"mlsys-tui, {made.size:,} papers, made") as run:
        run.wait_for(r"\? help", _SLOW, 1)
        if made.size > SHIPPED:
            for key in "2Gl1Glj":
                run.type(key, quiet=1)
        run.wait_for(made.ready, quiet=1)
        run.quit(CTRL_Q)


if __name__ == "__main__":
    _write(Path(sys.argv[1]), int(sys.argv[2]))
