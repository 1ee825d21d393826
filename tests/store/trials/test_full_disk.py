"""A disk that is really full, and a file that may really not grow."""

import contextlib
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store.notebook import Notebook, NotebookError
from tests.store.trials.processes import Acknowledge, Child
from tests.store.trials.scenario import Action, Clock, Model, act, compact, seen, work_on
from tests.store.trials.trials import needs_linux

pytestmark = [needs_linux, pytest.mark.slow]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"nothing can be mounted here: {getattr(error, 'stderr', '') or error}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def write_until_refused(path: Path, model: Model, told: str) -> Model:
    """Fill it with notes; then the same again and again, with everything else that can be done."""
    clock = Clock()
    notebook, refused = Notebook(path, clock), 0
    for number in range(2_000):
        keys = (PaperKey(f"paper-{number:04}"),)
        action = Action("note", keys, f"m{number}", 399) if number % 7 or not model.done else Action("undo")
        try:
            act(notebook, action, clock)
        except NotebookError as error:
            refused += 1
            assert str(path) in str(error)
            assert told in str(error)
            assert number > 20, "there was room for more"
        else:
            model = model.after(action)
        assert seen(notebook.contents) == model.rows
        if refused:
            assert seen(Notebook(path, clock).contents) == model.rows
            with contextlib.suppress(NotebookError):
                compact(notebook)
        if refused == 20:
            return model
    pytest.fail("it was never full")


def test_a_full_disk(small_disk: Path) -> None:
    path = small_disk / "data" / "notebook.json"
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(300_000))
    model = write_until_refused(path, Model(), "no space left on device")
    ballast.unlink()
    work_on(path, model, Clock())


def test_files_that_may_not_grow(path: Path) -> None:
    def work(acknowledge: Acknowledge) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, resource.RLIM_INFINITY))
        model = write_until_refused(path, Model(), "file too large")
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        work_on(path, model, Clock())
        acknowledge()

    child = Child(work)
    assert not child.killed()
    assert child.acknowledged == 1, child.error
