"""How far a long reading is, and the way to break it off."""

from collections.abc import Callable

Tick = Callable[[float], None]
"""Is told now and then which part of the work is done, 0 to 1; what it raises ends the reading."""


def no_tick(_done: float) -> None:
    """For those who do not want to know."""
