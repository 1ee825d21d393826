from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mlsys_tui.store.notebook import Notebook


class Clock:
    """A clock that goes on one minute each time it is asked."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "notebook.json"


@pytest.fixture
def open_notebook(path: Path) -> Callable[[], Notebook]:
    clock = Clock()
    return lambda: Notebook(path, clock)


@pytest.fixture
def notebook(open_notebook: Callable[[], Notebook]) -> Notebook:
    return open_notebook()
