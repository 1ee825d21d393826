import pytest

from tests.store.trials.trials import SEED, TIMES


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """The seed of all trials of this run; a failed test shows how to have them again."""
    more = f"MLSYS_TORTURE={TIMES} " if TIMES > 1 else ""
    print(f"The same again: MLSYS_SEED={SEED} {more}.venv/bin/python -m pytest '{request.node.nodeid}'")
    return SEED
