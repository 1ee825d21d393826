"""The wheel in an empty environment: it carries the lists and the styles, and the app starts from it."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.helpers import ROOT, SEEDS
from tests.terminal import Terminal

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel and what it needs, and nothing else."""
    folder = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", str(wheel)]
    subprocess.run(pip, check=True)
    return folder / "bin"


def test_the_wheel_carries_lists_styles_and_nothing_of_the_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for seed in SEEDS.iterdir():
        assert f"mlsys_tui/_seeds/{seed.name}" in names
    assert any(name.endswith(".tcss") for name in names)
    assert "mlsys_tui/py.typed" in names
    assert not [name for name in names if name.startswith(("tests", "benchmarks", "seeds"))]


def test_the_installed_program_works(installed: Path, home: Path, tmp_path: Path) -> None:
    env = {"MLSYS_TUI_HOME": str(home), "PATH": os.defpath}
    program = str(installed / "mlsys-tui")
    done = subprocess.run([program, "papers", "--json"], env=env, cwd=tmp_path, check=True, capture_output=True)
    assert len(json.loads(done.stdout)["papers"]) == 163
    with Terminal([program], env) as terminal:
        terminal.wait_for("aisys2023")
        terminal.wait_for("Schedule")
        terminal.type("\x11")
        assert terminal.wait() == 0
