"""What is done so that the first frame waits for nothing that it does not need, and is right at once."""

import sys
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.screen import Screen

    AnyScreen = TypeVar("AnyScreen", bound=Screen[None])


def load_asyncio() -> None:
    """Import asyncio without ssl, a sixth of its time and a quarter of its memory.

    Python may be built without ssl, so asyncio asks whether it is there, and only for connections of its own; the app
    has none. Here `import ssl` fails for as long as asyncio is being imported; whoever fetches pages imports it after.
    """
    if "asyncio" in sys.modules or "ssl" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]  # what Python documents for a module that must not be found
    try:
        import asyncio  # noqa: F401,PLC0415 - for the others
    finally:
        del sys.modules["ssl"]


def fitted(screen: "AnyScreen", size: "Size") -> "AnyScreen":
    """A screen with the classes of its breakpoints, which Textual gives only after a first frame without them."""
    for length, points in ((size.width, screen.HORIZONTAL_BREAKPOINTS), (size.height, screen.VERTICAL_BREAKPOINTS)):
        if passed := [point for point in points or () if point[0] <= length]:
            screen.add_class(max(passed)[1], update=False)
    return screen
