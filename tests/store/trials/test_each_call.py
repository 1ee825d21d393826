"""kill -9 before, after and in the middle of every call with which a change, undo, tidying or migration changes the disk."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from mlsys_tui.store.notebook import Notebook
from tests.store.trials.calls import Call, watched
from tests.store.trials.processes import Acknowledge, Child
from tests.store.trials.recorder import put, taken
from tests.store.trials.scenario import Clock, seen, work_on
from tests.store.trials.scenes import SHORT_SCENES, Plan
from tests.store.trials.trials import needs_linux

pytestmark = [needs_linux, pytest.mark.slow, pytest.mark.usefixtures("no_flushes")]


class Counted:
    """Lets all calls happen, and does something else at one of them."""

    def __init__(self, at: int = 0, instead: Callable[[Call], object] = Call.go_on) -> None:
        self.calls: list[Call] = []
        self._at = at
        self._instead = instead

    def __call__(self, call: Call) -> object:
        if call.only_reads:
            return call.go_on()
        self.calls.append(call)
        return self._instead(call) if len(self.calls) == self._at else call.go_on()


def die(_call: Call) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_after(call: Call) -> None:
    with suppress(OSError):
        call.go_on()
    die(call)


def die_within(call: Call) -> None:
    call.write_half()
    die(call)


def work(plan: Plan, path: Path, counted: Counted, acknowledge: Acknowledge = lambda: None) -> None:
    with watched(path.parents[1], counted):
        plan.work(path, acknowledge, Clock())


@pytest.mark.parametrize("name", SHORT_SCENES)
def test_kill_9_at_each_call(name: str, tmp_path: Path, seed: int) -> None:
    path, scene = tmp_path / "data" / "notebook.json", SHORT_SCENES[name]
    plan = scene.plan(seed, scene.prepare(path))
    before = taken(tmp_path)
    work(plan, path, whole := Counted())
    calls = whole.calls
    for at, call in enumerate(calls, 1):
        for dies in (die, die_after, die_within)[: 3 if call.data else 2]:
            put(tmp_path, before)
            child = Child(partial(work, plan, path, Counted(at, dies)))
            where = f"{dies.__name__}, call {at} of {len(calls)}, {call.name} of {call.path}"
            assert child.killed(), (where, child.error)
            notebook = Notebook(path, Clock())
            model = plan.found(seen(notebook.contents), child.acknowledged)
            assert model, where
            assert not scene.untoward(notebook.problems), where
            if at % 3 == 0:
                work_on(path, model, Clock())
    print(f"killed at each of {len(calls)} calls of {name}")
