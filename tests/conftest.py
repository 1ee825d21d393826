"""No test sees this machine's own folders, display or terminal multiplexer; and none leaves files open."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.server import Site, running

_OUTSIDE = (
    "TMUX",
    "TMUX_PANE",
    "STY",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "WSL_DISTRO_NAME",
    "SSH_TTY",
    "SSH_CLIENT",
    "SSH_CONNECTION",
    "VISUAL",
    "EDITOR",
    "BROWSER",
    "NO_COLOR",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
)

MOST_OPEN = 200


@pytest.fixture(scope="session", autouse=True)
def few_open_files() -> Iterator[None]:
    """Whatever is opened is closed again: a leak of one for each test or notebook would show here."""
    yield
    if (folder := Path("/proc/self/fd")).exists():
        gc.collect()
        names = [str(each.readlink()) for each in folder.iterdir() if each.is_symlink()]
        assert len(names) < MOST_OPEN, f"{len(names)} files are open: {sorted(names)[:: len(names) // 50 + 1]}"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home for the app's files."""
    for name in _OUTSIDE:
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "home"
    monkeypatch.setenv("MLSYS_TUI_HOME", str(folder))
    return folder


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on loopback."""
    with running() as site:
        yield site
