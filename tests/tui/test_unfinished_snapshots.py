"""How an unfinished note looks: beside what is saved, below it on narrow screens, asked once more."""

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from mlsys_tui.domain.notebook import Record
from mlsys_tui.store.drafts import Drafts
from mlsys_tui.tui.glyphs import ASCII, UNICODE, Glyphs
from tests.tui.conftest import CLIPPER, JANUS, MakeRoom, Room
from tests.tui.drafts import NOW, leave_behind
from tests.tui.fakes import MemoryNotebook
from tests.tui.helpers import until_shown
from tests.tui.test_list_snapshots import SnapCompare

SAVED = "# Symbolic graphs\n\nSpeculates on what stays the same.\n\n- assumptions are checked\n- falls back to the interpreter"
TYPED = SAVED.replace("checked", "checked at run time") + "\n\nWhat does it cost to fall back often?"


@pytest.fixture
def room(make_room: MakeRoom, tmp_path: Path) -> Room:
    return started(make_room, tmp_path)


def started(make_room: MakeRoom, folder: Path, glyphs: Glyphs = UNICODE) -> Room:
    leave_behind(folder, CLIPPER, "a word", at=NOW - timedelta(hours=2))
    leave_behind(folder, JANUS, TYPED, SAVED)
    notebook = MemoryNotebook()
    notebook.others = {JANUS: Record(JANUS, note=SAVED)}
    notebook.refresh()
    return make_room(notebook=notebook, drafts=Drafts(folder, lambda: NOW), glyphs=glyphs)


async def offered(pilot: Pilot[None]) -> None:
    await until_shown(pilot, "What was being typed")
    await pilot.pause()


async def asked_once_more(pilot: Pilot[None]) -> None:
    await offered(pilot)
    await pilot.press("d")
    await pilot.pause()


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["signs", "ascii"])
def test_offered(make_room: MakeRoom, tmp_path: Path, snap_compare: SnapCompare, glyphs: Glyphs) -> None:
    room = started(make_room, tmp_path, glyphs)
    assert snap_compare(room.app, terminal_size=(120, 36), run_before=offered)


@pytest.mark.parametrize("size", [(80, 24), (79, 24), (40, 12)], ids=["80x24", "79x24", "40x12"])
def test_offered_on_small_screens(room: Room, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(room.app, terminal_size=size, run_before=offered)


@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=["80x24", "40x12"])
def test_asked_once_more(room: Room, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(room.app, terminal_size=size, run_before=asked_once_more)
