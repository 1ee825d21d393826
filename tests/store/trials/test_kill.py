"""kill -9 at random moments: whatever was acknowledged is there, and the next one works on."""

import random
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from mlsys_tui.store.notebook import Notebook
from tests.store.trials.processes import Acknowledge, Child
from tests.store.trials.scenario import Clock, Model, Writer, act, papers, seen, work_on
from tests.store.trials.scenes import prepare
from tests.store.trials.trials import TIMES, trials

KEYS = papers(200 if TIMES == 1 else 1000)
LONGEST = 0.03


def settled(found: Mapping[str, object], writer: Writer, acknowledged: int) -> Model:
    """What there is: all that was acknowledged, and the action that was under way or not."""
    for _ in range(acknowledged):
        writer.model = writer.model.after(writer.choose())
    if found == writer.model.rows:
        return writer.model
    before, under_way = writer.model.rows, writer.choose()
    model = writer.model.after(under_way)
    what = f"neither before nor after {under_way.kind} of {under_way.keys}, {acknowledged} acknowledged"
    assert found == model.rows, f"{what}: {differing(found, before)} and {differing(found, model.rows)}"
    return model


def differing(found: Mapping[str, object], other: Mapping[str, object]) -> list[tuple[object, object]]:
    return [(found.get(key), other.get(key)) for key in {*found, *other} if found.get(key) != other.get(key)]


@pytest.mark.slow
def test_kill_9_at_random_moments(path: Path, seed: int) -> None:
    model, clock, chance = prepare(path, len(KEYS), seed), Clock(), random.Random(seed)
    notebook, acknowledged = Notebook(path, clock), 0
    for trial in range(trials(200, 10_000)):
        writer = Writer((seed, trial), model, KEYS)

        def write(acknowledge: Acknowledge, notebook: Notebook = notebook, writer: Writer = writer) -> None:
            while True:
                action = writer.choose()
                act(notebook, action, clock)
                acknowledge()
                writer.model = writer.model.after(action)

        child = Child(write)
        while trial % 4 and not child.acknowledged and not child.ended:
            time.sleep(0.001)  # most are killed amid work, some as they begin
        time.sleep(chance.uniform(0, LONGEST))
        child.kill()
        assert child.killed(), child.error
        notebook = Notebook(path, clock)
        assert notebook.problems == (), f"trial {trial}"
        model = settled(seen(notebook.contents), writer, child.acknowledged)
        acknowledged += child.acknowledged
        if trial % 20 == 0:
            model = work_on(path, model, clock)
            notebook = Notebook(path, clock)
    print(f"{trial + 1} kills, {acknowledged} acknowledged actions, none lost")
