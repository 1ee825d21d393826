"""Mending damage while other things go wrong, too."""

import errno
import os
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from mlsys_tui.domain.notebook import with_rating
from mlsys_tui.store.notebook import Notebook, NotebookError
from tests.store.trials.calls import Call, watched
from tests.store.trials.processes import Child
from tests.store.trials.recorder import put, taken
from tests.store.trials.scenario import Clock, seen, temporaries, work_on
from tests.store.trials.scenes import KEYS, SHORT_SCENES
from tests.store.trials.test_each_call import Counted, die_within, work
from tests.store.trials.test_faults import reads_backup
from tests.store.trials.trials import needs_linux

pytestmark = [needs_linux, pytest.mark.usefixtures("no_flushes")]


def unreadable(call: Call) -> Any:
    if reads_backup(call):
        raise OSError(errno.EIO, os.strerror(errno.EIO), call.path)
    return call.go_on()


@pytest.mark.parametrize("name", ["damaged", "gone"])
def test_a_backup_that_cannot_be_read_for_a_while_is_waited_for(name: str, path: Path) -> None:
    model = SHORT_SCENES[name].prepare(path)
    with watched(path.parent, unreadable):
        notebook = Notebook(path, Clock())
    try:
        notebook.change("rated", KEYS[:1], lambda record, _at: with_rating(record, 3))
    except NotebookError:
        pass
    else:
        notebook.undo()
    assert seen(Notebook(path, Clock()).contents) == model.rows


@pytest.mark.slow
def test_nothing_is_left_of_a_stop_while_what_was_damaged_is_kept_aside(tmp_path: Path) -> None:
    path, scene = tmp_path / "data" / "notebook.json", SHORT_SCENES["damaged"]
    plan = scene.plan(0, scene.prepare(path))
    before, damaged = taken(tmp_path), path.read_bytes()
    work(plan, path, whole := Counted())
    at = next(at for at, call in enumerate(whole.calls, 1) if call.data == damaged)
    put(tmp_path, before)
    child = Child(partial(work, plan, path, Counted(at, die_within)))
    assert child.killed(), child.error
    work_on(path, plan.models[0], Clock())
    assert temporaries(path) == []
