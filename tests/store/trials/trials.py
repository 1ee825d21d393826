"""How many trials, from which seed, and how the same ones are had again."""

import os
import random
import sys

import pytest

TIMES = int(os.environ.get("MLSYS_TORTURE", "1"))
"""Of `make torture`: with the 20 it has by default, the trials before a release."""

SEED = int(os.environ.get("MLSYS_SEED") or random.randrange(1 << 32))

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux which file a descriptor is of")


def trials(commit: int, release: int) -> int:
    """So many for each commit, and more for `make torture`."""
    return commit if TIMES == 1 else release * TIMES // 20
