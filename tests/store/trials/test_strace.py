"""kill -9 at each system call, by strace; and that no call gets past the tests that stand before Python's own."""

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from mlsys_tui.store.notebook import Notebook
from tests.store.trials.processes import Acknowledge, Child
from tests.store.trials.recorder import put, taken
from tests.store.trials.scenario import Clock, seen, work_on
from tests.store.trials.scenes import SHORT_SCENES, Plan
from tests.store.trials.test_each_call import Counted, work
from tests.store.trials.trials import TIMES, needs_linux

pytestmark = [needs_linux, pytest.mark.slow]
FAMILIES = (
    "open write pwrite fsync fdatasync sync_file_range rename link symlink unlink truncate ftruncate fallocate".split()
)
FAMILIES += "copy_file_range sendfile mkdir rmdir chmod fchmod flock utime".split()
TRACED = f"trace=/^({'|'.join(FAMILIES)})"
_READS = re.compile(r"^open.*O_RDONLY(?!\|O_CREAT)")
_NAMES = {"replace": "rename", "remove": "unlink", "posix_fallocate": "fallocate"}


class Traced:
    """A process at work under strace; it begins when strace is there."""

    def __init__(self, work: Callable[[Acknowledge], object], log: Path, *options: str) -> None:
        ready, go = os.pipe()

        def wait_and_work(acknowledge: Acknowledge) -> None:
            assert os.read(ready, 1)
            work(acknowledge)

        self.child = Child(wait_and_work)
        argv = ["strace", "-f", "-y", "-p", str(self.child.pid), "-o", str(log), *options]
        with subprocess.Popen(argv, stderr=subprocess.PIPE, text=True) as tracer:
            assert tracer.stderr
            told = tracer.stderr.readline()
            os.write(go, b".")
            os.close(go)
            os.close(ready)
            self.killed = self.child.killed()
            if "attached" not in told:
                pytest.skip(f"strace cannot look at processes here: {told}")
        self.calls = [line.split(maxsplit=1)[1] for line in log.read_text("utf-8").splitlines() if "(" in line]


def name_of(call: str) -> str:
    """The system call in a line of strace's."""
    return call.partition("(")[0]


def family(call: str) -> str:
    """The same without what tells forms of one call apart."""
    return re.sub(r"(at2?|64)$", "", name_of(call))


@pytest.fixture
def prepared(request: pytest.FixtureRequest, tmp_path: Path, seed: int) -> tuple[Plan, Path]:
    if not shutil.which("strace"):
        pytest.skip("there is no strace here")
    scene = SHORT_SCENES[request.param]
    path = tmp_path / "disk" / "data" / "notebook.json"
    path.parents[1].mkdir()
    return scene.plan(seed, scene.prepare(path)), path


@pytest.mark.parametrize("prepared", SHORT_SCENES, indirect=True)
def test_no_call_gets_past_the_tests(prepared: tuple[Plan, Path], tmp_path: Path) -> None:
    plan, path = prepared
    root, before = path.parents[1], taken(path.parents[1])
    work(plan, path, counted := Counted())
    put(root, before)
    traced = Traced(lambda acknowledge: plan.work(path, acknowledge, Clock()), tmp_path / "log", "-e", TRACED)
    assert traced.child.error == ""
    real = Counter(family(call) for call in traced.calls if str(root) in call and not _READS.match(call))
    assert real == Counter(_NAMES.get(call.name, call.name) for call in counted.calls)


@pytest.mark.parametrize("prepared", ["days", "old", "damaged"] if TIMES > 1 else ["days", "old"], indirect=True)
def test_kill_9_at_each_system_call(prepared: tuple[Plan, Path], tmp_path: Path) -> None:
    plan, path = prepared
    root, log, before = path.parents[1], tmp_path / "log", taken(path.parents[1])
    job = partial(Plan.work, plan, path)
    whole = Traced(lambda acknowledge: job(acknowledge, Clock()), log, "-e", TRACED)
    assert whole.child.error == ""
    counts = Counter(name_of(call) for call in whole.calls)
    for name, count in counts.items():
        for at in range(1, count + 1):
            put(root, before)
            inject = f"inject={name}:signal=KILL:when={at}"
            traced = Traced(lambda acknowledge: job(acknowledge, Clock()), log, "-e", f"trace={name}", "-e", inject)
            assert traced.killed, (inject, traced.child.error)
            notebook = Notebook(path, Clock())
            model = plan.found(seen(notebook.contents), traced.child.acknowledged)
            assert model, inject
            assert notebook.problems == (), inject
            if at % 3 == 0:
                work_on(path, model, Clock())
    print(f"killed at each of {sum(counts.values())} system calls: {dict(counts)}")
