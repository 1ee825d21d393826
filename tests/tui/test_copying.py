"""Copying and opening wait for other programs; the reader does not."""

import stat
import threading
from pathlib import Path

import pytest

from mlsys_tui.commands.base import Copy
from mlsys_tui.domain.notebook import Status
from mlsys_tui.loading import Loader
from mlsys_tui.paths import find_paths
from mlsys_tui.tui.desk import open_desk
from tests.tui.conftest import JANUS, TENSORFLOW, Room
from tests.tui.helpers import WIDE, message, on_top, shown, until, until_shown


@pytest.mark.parametrize("key", ["c", "o"])
async def test_keys_go_on_working_while_a_helper_hangs(key: str, room: Room) -> None:
    room.desk.helper.clear()
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("enter", key, "r", "j", "r")
        await until(pilot, lambda: room.library.state(JANUS).status is Status.READ)
        assert room.library.state(TENSORFLOW).status is Status.READ
        assert not room.desk.copied and not room.desk.opened
        room.desk.helper.set()
        await until_shown(pilot, "Opening https" if key == "o" else "Copied to the clipboard (fake)")


@pytest.mark.parametrize("key", ["c", "o"])
async def test_quitting_does_not_wait_for_a_helper_that_hangs(key: str, room: Room) -> None:
    before = set(threading.enumerate())
    room.desk.helper.clear()
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press(key)
        await pilot.press("ctrl+q")
    # What still waits is no thread that the end of the program waits for.
    waiting = {each for each in threading.enumerate() if each.name == "beside"} - before
    assert waiting and all(each.daemon for each in waiting)
    room.desk.helper.set()
    for each in waiting:
        each.join(10)
    assert room.sessions


async def test_quitting_lets_a_copy_get_there(room: Room) -> None:
    room.desk.helper.clear()
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("enter", "c")
        await until(pilot, lambda: bool(room.desk.begun))
        await pilot.press("ctrl+q")
    room.desk.helper.set()
    room.app.close_up()
    assert room.desk.copied == room.desk.begun


async def test_copies_come_one_after_the_other_and_the_last_one_wins(room: Room) -> None:
    room.desk.helper.clear()
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("enter", "c")
        await until(pilot, lambda: room.desk.begun == ["https://example.org/tensorflow.pdf"])
        await pilot.press("y", "t", "j", "c", "y", "t")
        await pilot.pause()
        assert len(room.desk.begun) == 1
        room.desk.helper.set()
        await until_shown(pilot, "Copied to the clipboard (fake): title of JANUS")
        assert room.desk.copied == ["https://example.org/tensorflow.pdf", "JANUS: Fast and Flexible Deep Learning"]


async def test_a_copy_that_fails_is_said_and_the_next_one_works(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        room.desk.failure = OSError(13, "Permission denied")
        await pilot.press("c")
        await until_shown(pilot, "That failed: PermissionError")
        assert "v show it" in shown(room.app)
        room.desk.failure = None
        await pilot.press("c")
        await until_shown(pilot, "Copied to the clipboard (fake)")


@pytest.mark.parametrize("keys", [["v", "w"], ["w"]], ids=["from the text", "at once"])
async def test_what_was_copied_can_be_written_to_a_file(keys: list[str], room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("w")
        assert message(room.app) == "Nothing was copied yet"
        await pilot.press("c", *keys)
        await until_shown(pilot, "Written to /state/last-copied.txt")
        assert room.desk.kept == ["https://example.org/tensorflow.pdf"]
        assert room.app.screen is room.app.room


async def test_where_it_was_written_is_readable_on_a_small_screen(room: Room) -> None:
    room.desk.place = Path("/home/reader/.local/state/mlsys-tui/last-copied.txt")
    async with room.app.run_test(size=(60, 16), notifications=True) as pilot:
        await pilot.press("enter", "c", "w")
        await until(pilot, lambda: "copied.txt" in on_top(room.app))


async def test_a_file_that_cannot_be_written_is_said(room: Room) -> None:
    room.desk.failure = OSError(28, "No space left on device")
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("c", "w")
        await until_shown(pilot, "What was copied could not be written: no space left on device")


async def test_the_text_that_is_shown_and_written_is_clean(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        room.app.presenter.copier.keep(Copy("\x1b]52;c;eA==\x07\x1b[31mrm\u202e -rf\n", "title"))
        await pilot.press("v")
        await until_shown(pilot, "rm -rf")
        await pilot.press("w")
        await until(pilot, lambda: room.desk.kept == ["rm -rf"])


def test_the_file_is_private_and_replaced_as_a_whole(home: Path) -> None:
    paths, loader = find_paths(), Loader(find_paths())
    desk = open_desk(paths, loader.open(), loader)
    for text in ("한글 and more", "short"):
        where = desk.keep(text)
        assert where == home / "state" / "last-copied.txt"
        assert where.read_text("utf-8") == f"{text}\n"
        assert stat.S_IMODE(where.stat().st_mode) == 0o600
    where.unlink()
    target = home / "elsewhere"
    target.write_text("mine")
    where.symlink_to(target)
    desk.keep("new")
    assert target.read_text() == "mine" and not where.is_symlink()
    assert list(where.parent.iterdir()) == [where]


@pytest.mark.slow
async def test_a_real_helper_that_hangs(room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    xclip = tmp_path / "xclip"
    xclip.write_text("#!/bin/sh\nexec /bin/sleep 60\n")
    xclip.chmod(0o755)
    for name, value in (("PATH", str(tmp_path)), ("DISPLAY", ":0"), ("TERM", "xterm-256color")):
        monkeypatch.setenv(name, value)
    loader = Loader(find_paths())
    room.app.presenter.copier._desk = open_desk(find_paths(), loader.open(), loader)
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("enter", "c", "j")
        assert room.app.room.paper == JANUS
        assert room.app.presenter.copier._busy, "the key did not wait for the helper"
        await until_shown(pilot, "Sent to the terminal by OSC 52, unconfirmed")
