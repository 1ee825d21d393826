"""The system refuses, at every call in turn: what failed is not there, also later; all else is, and the next change works."""

import errno
import fcntl
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mlsys_tui.store.notebook import Notebook, NotebookError
from tests.store.trials.calls import Call, watched
from tests.store.trials.recorder import put, taken
from tests.store.trials.scenario import Clock, act, seen, work_on
from tests.store.trials.scenes import SHORT_SCENES, Plan, Scene
from tests.store.trials.trials import needs_linux

pytestmark = [needs_linux, pytest.mark.slow, pytest.mark.usefixtures("no_flushes")]
CODES = [errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT]
CAN_FAIL_LATE = {"fsync", "fdatasync", "replace", "rename", "link", "unlink", "ftruncate", "mkdir"}


class Fault(NamedTuple):
    """Which call is refused, how and why: once, from then on, after half of a write, or after it was done."""

    at: int
    how: str
    code: int

    def __str__(self) -> str:
        return f"{errno.errorcode[self.code]} {self.how} at call {self.at}"


class Refusing:
    """The system with a fault."""

    def __init__(self, fault: Fault | None = None) -> None:
        self.fault = fault
        self.calls: list[Call] = []
        self.refused: list[Call] = []

    def __call__(self, call: Call) -> Any:
        if call.name == "flock" and call.args[1] == fcntl.LOCK_UN:
            return call.go_on()  # nothing can refuse that
        self.calls.append(call)
        fault = self.fault
        if not fault or len(self.calls) < fault.at:
            return call.go_on()
        if len(self.calls) == fault.at:
            self.refused.append(call)
            if fault.how == "half":
                return call.write_half()
            if fault.how == "late":
                call.go_on()
        elif self._goes_on(call):
            return call.go_on()
        else:
            self.refused.append(call)
        raise OSError(fault.code, os.strerror(fault.code), call.path)

    def _goes_on(self, call: Call) -> bool:
        assert self.fault
        full = self.fault.how == "half" and call.data is not None
        return call.name == "flock" or not (full or self.fault.how == "on")

    @property
    def may_have_happened(self) -> bool:
        """True if what was refused may be done all the same: the system says so itself, or a rename cannot be flushed."""
        assert self.fault
        return self.fault.how in ("late", "on") or any(Path(call.path).is_dir() for call in self.refused)


def faults(calls: list[Call], chance: random.Random) -> Iterator[Fault]:
    """All codes at each call, and what else may happen there."""
    for at, call in enumerate(calls, 1):
        yield from (Fault(at, "once", code) for code in CODES)
        if call.name != "flock":
            yield Fault(at, "on", chance.choice(CODES))
        if call.data:
            yield Fault(at, "half", errno.ENOSPC)
        if call.name in CAN_FAIL_LATE:
            yield Fault(at, "late", errno.EIO)


def reads_backup(call: Call) -> bool:
    """True if the notebook looks into a backup."""
    return call.only_reads and Path(call.path).parent.name == "backups"


def run(plan: Plan, path: Path, refusing: Refusing) -> tuple[Notebook, int, str | None]:
    """Work until the fault has shown; gives how many actions were done before it, and the error if one was told."""
    with watched(path.parents[1], refusing):
        notebook = Notebook(path, clock := Clock())
        for number, action in enumerate(plan.actions):
            try:
                act(notebook, action, clock)
            except NotebookError as error:
                return notebook, number, str(error)
            if refusing.refused:
                return notebook, number, None
    return notebook, len(plan.actions), None


def wrongs(scene: Scene, plan: Plan, path: Path, fault: Fault) -> Iterator[str]:
    """What is wrong after a fault."""
    refusing = Refusing(fault)
    notebook, number, error = run(plan, path, refusing)
    assert refusing.refused
    before, after = plan.models[number : number + 2]
    notebook.refresh()
    model = after if seen(notebook.contents) == after.rows else before
    if seen(notebook.contents) != model.rows:
        yield f"{plan.actions[number].kind} is half there"
    if error is None and model.rows != after.rows:
        yield f"{plan.actions[number].kind} is not there, and nothing was told"
    if error and model.rows != before.rows and not refusing.may_have_happened:
        yield f"{plan.actions[number].kind} is there, and told not to be: {error}"
    if error and not (str(path) in error and os.strerror(fault.code).lower() in error):
        yield f"neither file nor reason is told: {error}"
    again = Notebook(path, Clock())
    if seen(again.contents) != model.rows:
        yield f"memory and disk do not agree after {plan.actions[number].kind}: {again.problems}"
    if untoward := scene.untoward(again.problems):
        yield f"told later: {untoward}"
    try:
        work_on(path, model, Clock(), briefly=fault.code != errno.EIO)
    except (AssertionError, NotebookError) as wrong:
        yield f"the next one could not work on: {wrong!r}"


@pytest.mark.parametrize("name", SHORT_SCENES)
def test_a_fault_at_each_call(name: str, tmp_path: Path, seed: int) -> None:
    path, scene = tmp_path / "data" / "notebook.json", SHORT_SCENES[name]
    plan = scene.plan(seed, scene.prepare(path))
    files, whole = taken(tmp_path), Refusing()
    run(plan, path, whole)
    tried, failures = 0, []
    for fault in faults(whole.calls, random.Random(seed)):
        put(tmp_path, files)
        call = whole.calls[fault.at - 1]
        if wrong := next(wrongs(scene, plan, path, fault), None):
            failures.append(f"{fault}, {call.name} of {call.path}: {wrong}")
        tried += 1
    print(f"{tried} faults at {len(whole.calls)} calls of {name}")
    assert not failures, f"{len(failures)}, first\n" + "\n".join(failures[:20])
