"""A call is refused, the writer goes on, and later the power is cut: what failed stays away, what was acknowledged is there."""

import errno
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from mlsys_tui.store.notebook import Notebook, NotebookError
from tests.store.trials.calls import Call, watched
from tests.store.trials.disk import Done, cuts
from tests.store.trials.recorder import Recorder, put, taken
from tests.store.trials.scenario import Clock, Model, Rows, Writer, act, seen
from tests.store.trials.scenes import KEYS, SHORT_SCENES
from tests.store.trials.trials import needs_linux, trials

pytestmark = [needs_linux, pytest.mark.slow, pytest.mark.usefixtures("no_flushes")]
REFUSED = {"write", "pwrite", "fsync", "fdatasync", "ftruncate", "posix_fallocate", "replace", "rename"}


class Run:
    """A writer whose n-th such call is refused, and what there may be after so many acknowledged actions."""

    def __init__(self, path: Path, model: Model, at: int) -> None:
        self.path = path
        self.recorder = Recorder(path.parents[1])
        self.allowed: defaultdict[int, list[Rows]] = defaultdict(list, {0: [model.rows]})
        self.calls = self.failed_at = 0
        self.refused: Call | None = None
        self._model = model
        self._at = at

    def work(self, seed: object, kinds: tuple[str | None, ...]) -> None:
        """Do what can be done."""
        with watched(self.recorder.root, self._handle):
            writer, clock = Writer(seed, self._model, KEYS), Clock()
            notebook, acknowledged = Notebook(self.path, clock), 0
            for kind in kinds:
                action = writer.choose(kind)
                after = writer.model.after(action)
                self.allowed[acknowledged].append(after.rows)
                try:
                    act(notebook, action, clock)
                except NotebookError:
                    notebook.refresh()
                    assert seen(notebook.contents) in (writer.model.rows, after.rows)
                    writer.model = after if seen(notebook.contents) == after.rows else writer.model
                else:
                    self.recorder.operations.append(Done())
                    acknowledged, writer.model = acknowledged + 1, after
                    self.allowed[acknowledged].append(after.rows)

    def _handle(self, call: Call) -> Any:
        self.calls += call.name in REFUSED
        if call.name in REFUSED and self.calls == self._at:
            self.failed_at, self.refused = len(self.recorder.operations), call
            self.recorder.fail(call, errno.EIO)
        return self.recorder.handle(call)


@pytest.mark.parametrize("strict", [False, True], ids=["ext4", "posix"])
@pytest.mark.parametrize("name", SHORT_SCENES)
def test_a_fault_and_later_a_power_cut(name: str, strict: bool, tmp_path: Path, seed: int) -> None:
    root, scene = tmp_path / "disk", SHORT_SCENES[name]
    root.mkdir()
    path = root / "data" / "notebook.json"
    model, chance = scene.prepare(path), random.Random(seed)
    before, at, tried = taken(root), 0, 0
    failures: list[str] = []
    while True:
        at += 1
        put(root, before)
        run = Run(path, model, at)
        run.work(seed, scene.kinds)
        if run.calls < at:
            break
        recorder = run.recorder
        count, since = trials(8, 100), run.failed_at
        for cut in cuts(recorder.disk, recorder.operations, chance, count, strict=strict, since=since):
            put(root, cut.tree)
            tried += 1
            if seen(Notebook(path, Clock()).contents) not in run.allowed[cut.acknowledged]:
                assert run.refused
                about = "folder" if Path(run.refused.path).is_dir() else "file"
                failures.append(f"{run.refused.name} of {about} {run.refused.path}, call {at}: {sorted(cut.tree)}")
    print(f"{at - 1} calls of {name} refused, {tried} power cuts later")
    assert not failures, f"{len(failures)}, first\n" + "\n".join(failures[:20])
