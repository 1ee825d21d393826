"""Power cuts on a simulated disk: whatever was acknowledged is there in every state that it may come back in."""

import random
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from mlsys_tui.store.notebook import Notebook
from tests.store.trials.controls import NUMBERS, Acknowledge, appended, number_in, stock, whole
from tests.store.trials.disk import Done, cuts
from tests.store.trials.recorder import Recorder, put
from tests.store.trials.scenario import Clock, seen, work_on
from tests.store.trials.scenes import SCENES
from tests.store.trials.trials import needs_linux, trials

pytestmark = [needs_linux, pytest.mark.usefixtures("no_flushes")]
SHARES = {"days": 400, "nothing": 50, "old": 50, "damaged": 100, "gone": 100, "long": 500}
"""How many of a thousand states each scene gets."""


@pytest.mark.slow
@pytest.mark.parametrize("strict", [False, True], ids=["ext4", "posix"])
@pytest.mark.parametrize("name", SCENES)
def test_a_power_cut(name: str, strict: bool, tmp_path: Path, seed: int) -> None:
    root, scene = tmp_path / "disk", SCENES[name]
    root.mkdir()
    path = root / "data" / "notebook.json"
    plan = scene.plan(seed, scene.prepare(path))
    recorder, chance = Recorder(root), random.Random(seed)
    recorder.record(lambda acknowledge: plan.work(path, acknowledge, Clock()))
    count = trials(1, 50) * SHARES[name]
    told: Counter[str] = Counter()
    for number, cut in enumerate(cuts(recorder.disk, recorder.operations, chance, count, strict=strict)):
        put(root, cut.tree)
        notebook = Notebook(path, Clock())
        model = plan.found(seen(notebook.contents), cut.acknowledged)
        assert model, f"state {number}, after {recorder.operations[cut.operations - 1]!r:.200}: {sorted(cut.tree)}"
        told.update(scene.untoward(notebook.problems))
        if number % 10 == 0:
            work_on(path, model, Clock())
    print(f"{number + 1} states of {name}, nothing lost")
    assert not told, told


CONTROLS: dict[str, tuple[Callable[[Path, Acknowledge], None], bool]] = {
    "rename": (partial(whole, file=True, folder=True), False),
    "append": (partial(appended, flush=True), False),
    "rename without flushing the file": (partial(whole, file=False, folder=True), True),
    "rename without flushing the folder": (partial(whole, file=True, folder=False), True),
    "append without flushing": (partial(appended, flush=False), True),
    "in place": (stock, True),
}


@pytest.mark.parametrize("strict", [False, True], ids=["ext4", "posix"])
@pytest.mark.parametrize(("write", "flawed"), CONTROLS.values(), ids=CONTROLS.keys())
def test_the_disk_finds_stores_out_that_lose(
    write: Callable[[Path, Acknowledge], None], flawed: bool, strict: bool, tmp_path: Path, seed: int
) -> None:
    path = tmp_path / "numbers"
    path.touch()
    recorder, lost = Recorder(tmp_path), 0
    recorder.record(partial(write, path))
    assert recorder.operations.count(Done()) == NUMBERS
    states = [*cuts(recorder.disk, recorder.operations, random.Random(seed), 300, strict=strict)]
    for cut in states:
        put(tmp_path, cut.tree)
        try:
            lost += number_in(path) + 1 not in (cut.acknowledged, cut.acknowledged + 1)
        except (ValueError, FileNotFoundError):
            lost += cut.acknowledged > 0
    print(f"{lost} of {len(states)} states had lost something")
    assert lost > len(states) / 20 if flawed else lost == 0
