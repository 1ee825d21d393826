"""The app as a process: with a damaged cache, and in a window that someone pulls at."""

import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mlsys_tui.store.catalog_cache import POINTER
from tests.catalogs import assert_same, kept_files, memory, opened
from tests.terminal import Terminal

pytestmark = pytest.mark.slow

APP = [sys.executable, "-m", "mlsys_tui"]
MEGABYTES = 8


@pytest.fixture
def env(home: Path) -> dict[str, str]:
    return {"MLSYS_TUI_HOME": str(home), "PATH": os.environ["PATH"]}


def _no_pointer(home: Path) -> None:
    (home / "cache" / POINTER).write_bytes(b"1\n{}")


def _pipe(home: Path) -> None:
    (home / "cache" / POINTER).unlink()
    os.mkfifo(home / "cache" / POINTER)


def _other_words(home: Path) -> None:
    """Nothing shows it but the digest: an `a` is a `z` in every paper."""
    path = home / "cache" / kept_files(home)[0]
    path.write_bytes(path.read_bytes().replace(b"MLPerf Training", b"MLPurf Training").replace(b"MLPerfT", b"MLPurfT"))


def _zeros(home: Path) -> None:
    path = home / "cache" / kept_files(home)[0]
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[: size // 8] + bytes(size - size // 8))


@pytest.mark.parametrize("damage", [_no_pointer, _pipe, _other_words, _zeros])
def test_the_app_starts_with_a_damaged_cache_and_shows_the_right_papers(
    env: dict[str, str], home: Path, damage: Callable[[Path], None]
) -> None:
    opened()
    damage(home)
    with Terminal(APP, env) as terminal:
        terminal.wait_for("MLPerfTraining")
        terminal.wait_for("163 read")
        terminal.type("j")
        terminal.wait_for("MLPerf Training Benchmark")
        terminal.wait_until_gone("MLPurf")
        terminal.type("\x11")
        assert terminal.wait() == 0
    assert not (home / "state" / "crash.log").exists()
    assert_same(opened().catalog, memory())


def _memory_of(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) // 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux for the memory of a process")
def test_a_window_that_is_pulled_at_ends_as_it_should(env: dict[str, str], home: Path) -> None:
    chance = random.Random(5)

    def frame() -> tuple[object, ...]:
        """What does not depend on how far a pane is scrolled: that may stay as it had to be in a small window."""
        lines = terminal.text.split("\n")
        return lines[:2], lines[-2], len(lines), "? help" in lines[-1], "MLPerfTraining" in terminal.text

    def pull(times: int) -> None:
        for _ in range(times):
            terminal.resize(chance.randrange(20, 200), chance.randrange(5, 60))
            terminal.pump(0.01)
        terminal.resize(120, 36)
        terminal.pump_until(lambda: frame() == before)
        terminal.settle(0.5)
        assert frame() == before

    with Terminal(APP, env) as terminal:
        terminal.wait_for("MLPerfTraining")
        terminal.wait_for("≈ 1 (=)")
        terminal.settle(0.5)
        before = frame()
        pull(100)
        held = _memory_of(terminal.pid)
        pull(100)
        assert _memory_of(terminal.pid) <= held + MEGABYTES
        terminal.type("?")
        terminal.wait_for("Help")
        terminal.type("\x1b")
        terminal.wait_until_gone("Help")
        terminal.type("\x11")
        assert terminal.wait() == 0
        assert "Traceback" not in terminal.after_the_app
    assert not (home / "state" / "crash.log").exists()
