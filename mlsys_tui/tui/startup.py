"""What is done so that the first frame waits for nothing that it does not need, and is right at once."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.screen import Screen

    AnyScreen = TypeVar("AnyScreen", bound=Screen[None])


def load_textual() -> None:
    """Import asyncio and Textual without what they need only for things that the app does not do. Nothing stays away.

    Python may be built without ssl, so asyncio asks whether it is there, and only for connections of its own; the app
    has none, and whoever fetches pages imports ssl himself. That is 6 ms and 4.5 MB.

    Textual's palette takes one name of `textual.types`, which has it from `textual._types`, and loads five widgets for
    its other names. That is 5 ms.
    """
    if "asyncio" in sys.modules or "ssl" in sys.modules or "textual" in sys.modules:
        return
    with _instead("ssl", None):  # what Python documents for a module that must not be found
        import asyncio  # noqa: F401,PLC0415 - for the others
    import textual._types  # noqa: PLC0415

    with suppress(ImportError), _instead("textual.types", textual._types):  # noqa: SLF001,RUF100 - see above
        import textual.command  # noqa: PLC0415 - for the others


@contextmanager
def _instead(name: str, module: ModuleType | None) -> Iterator[None]:
    """While something is imported, another module goes by this name."""
    sys.modules[name] = module  # type: ignore[assignment]  # None is allowed
    try:
        yield
    finally:
        del sys.modules[name]


def fitted(screen: "AnyScreen", size: "Size") -> "AnyScreen":
    """A screen with the classes of its breakpoints, which Textual gives only after a first frame without them."""
    for length, points in ((size.width, screen.HORIZONTAL_BREAKPOINTS), (size.height, screen.VERTICAL_BREAKPOINTS)):
        if passed := [point for point in points or () if point[0] <= length]:
            screen.add_class(max(passed)[1], update=False)
    return screen
