"""Looking at the screen as a reader does."""

from collections.abc import Callable

from textual import events
from textual.pilot import Pilot

from mlsys_tui.tui.app import ReadingRoom

WIDE = (150, 30)
"""A screen with all panes and room for their texts."""


def shown(app: ReadingRoom) -> str:
    """The text of the main screen, whatever is on top of it."""
    return "\n".join(strip.text for strip in app.room._compositor.render_strips())


def on_top(app: ReadingRoom) -> str:
    """The text of the screen on top."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def message(app: ReadingRoom) -> str:
    """What the key bar says."""
    return "".join(span.text for span in app.room.key_bar.message)


async def enter_text(pilot: Pilot[None], text: str) -> None:
    """Put text in where the reader types, as a terminal does with a paste: one event, whatever its length."""
    await pilot.pause()
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Wait for what comes with a delay or from a thread."""
    for _ in range(1000):
        await pilot.pause(0.01)
        if condition():
            return
    raise AssertionError(f"not within ten seconds:\n{on_top(room_of(pilot))}")


async def until_shown(pilot: Pilot[None], text: str) -> None:
    """Wait for a text on the screen."""
    app = room_of(pilot)
    await until(pilot, lambda: text in shown(app) or text in on_top(app))


def room_of(pilot: Pilot[None]) -> ReadingRoom:
    """The app the pilot flies."""
    assert isinstance(pilot.app, ReadingRoom)
    return pilot.app
