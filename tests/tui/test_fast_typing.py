"""Keys that come faster than the screen: each acts on what the one before has left."""

from textual import events
from textual.pilot import Pilot

from mlsys_tui.domain.notebook import Status
from tests.tui.conftest import CLIPPER, JANUS, ORCA, TENSORFLOW, Room
from tests.tui.helpers import WIDE, until


async def at_once(pilot: Pilot[None], keys: str) -> None:
    """Put all keys into the app's queue before it can take the first."""
    names = {"\n": "enter", "\x1b": "escape", " ": "space", "/": "slash", "'": "apostrophe"}
    for key in keys:
        pilot.app.post_message(events.Key(names.get(key, key), key if key.isprintable() else None))
    await pilot.pause()


async def test_a_command_acts_on_the_row_the_cursor_has_come_to(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await at_once(pilot, "\njr")
        await until(pilot, lambda: room.library.state(JANUS).status is Status.READ)
        assert room.library.state(TENSORFLOW).status is Status.UNREAD


async def test_words_after_n_are_the_note(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await at_once(pilot, "\njnRead it twice, u and q\x1bk")
        await until(pilot, lambda: room.library.state(JANUS).note == "Read it twice, u and q")
        await pilot.pause()
        assert room.app.room.paper == TENSORFLOW


async def test_what_is_pasted_after_n_is_the_note(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        pilot.app.post_message(events.Key("n", "n"))
        pilot.app.post_message(events.Paste("read \x1b[31mtwice"))
        pilot.app.post_message(events.Key("escape", None))
        await until(pilot, lambda: room.library.state(TENSORFLOW).note == "read twice")
        await pilot.pause()


async def test_words_after_the_slash_are_the_filter(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await at_once(pilot, "/flex\nr")
        await until(pilot, lambda: room.library.state(JANUS).status is Status.READ)
        assert room.app.room.panes.papers.query_text == "flex"


async def test_a_menu_and_a_prompt_take_what_follows(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await at_once(pilot, "sitgraphs\nj")
        await until(pilot, lambda: room.app.room.place == "systems-2026/9-8")
        assert room.library.state(TENSORFLOW).tags == ("graphs",)
        assert room.library.state(TENSORFLOW).status is Status.READING


async def test_words_after_f_are_looked_for_and_enter_goes_to_the_best(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await at_once(pilot, "forca\nr")
        await until(pilot, lambda: room.library.state(ORCA).status is Status.READ)
        await at_once(pilot, "fclip\nr")
        await until(pilot, lambda: room.library.state(CLIPPER).status is Status.READ)
        await at_once(pilot, "fjan\x1br")
        await until(pilot, lambda: room.library.state(CLIPPER).status is Status.UNREAD)
        assert room.library.state(JANUS).status is Status.UNREAD
