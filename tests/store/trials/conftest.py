import os
from collections.abc import Iterator
from unittest.mock import patch

import pytest

from tests.store.trials.trials import SEED, TIMES


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """The seed of all trials of this run; a failed test shows how to have them again."""
    more = f"MLSYS_TORTURE={TIMES} " if TIMES > 1 else ""
    print(f"The same again: MLSYS_SEED={SEED} {more}.venv/bin/python -m pytest '{request.node.nodeid}'")
    return SEED


@pytest.fixture(scope="module")
def no_flushes() -> Iterator[None]:
    """Nothing waits for the real disk: for trials that cut no power, or that of a simulated disk."""
    with patch.object(os, "fsync", lambda _: None), patch.object(os, "fdatasync", lambda _: None):
        yield
