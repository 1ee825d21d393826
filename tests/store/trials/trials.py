"""How many trials, from which seed, and how the same ones are had again."""

import os
import random
import sys

import pytest

TIMES = int(os.environ.get("MLSYS_TORTURE", "1"))
"""Of `make torture`: with the 20 it has by default, the trials before a release."""

SEED = int(os.environ.get("MLSYS_SEED") or random.randrange(1 << 32))

TORN_IS_TOLD = "a line of which only the middle is missing is taken for damage, although it was never acknowledged"
FOLDERS_ARE_FORGOTTEN = (
    "a folder that could not be flushed is not flushed later, when what depends on it counts as saved"
)
"""What the store does not stand yet: trials that fail for one of these are expected to. None should be left."""

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux which file a descriptor is of")


def trials(commit: int, release: int) -> int:
    """So many for each commit, and more for `make torture`."""
    return commit if TIMES == 1 else release * TIMES // 20
