"""Draws docs/reading-room.svg, the picture of the README: `python -m docs.picture`."""

import asyncio
import os
import re
import tempfile
from datetime import date
from pathlib import Path

from mlsys_tui.commands import table
from mlsys_tui.commands.base import Target
from mlsys_tui.library import Library
from mlsys_tui.loading import Loader
from mlsys_tui.paths import find_paths
from mlsys_tui.store.session import Session
from mlsys_tui.tui.app import ReadingRoom
from mlsys_tui.tui.desk import open_desk

NOTE = """Converts imperative code to a **symbolic graph** by speculating on types and branches; falls back when an
assumption breaks.

- how does it compare to `torch.compile`?
- read with AutoGraph and Terra"""
MARKS = (
    ("status.choose", "AutoGraph", "reading"),
    ("status.choose", "Terra", "queued"),
    *(("status.choose", name, "read") for name in ("TensorFlow", "PyTorch", "Hidden", "JANUS")),
    ("rating.set", "JANUS", "5"),
    ("tags.edit", "JANUS", "graphs speculation"),
    ("note.edit", "JANUS", NOTE),
)


def mark(library: Library) -> None:
    """Read and write a little, as a reader would."""
    for command, name, argument in MARKS:
        key = library.find_paper(name)[0]
        table.run(table.BY_ID[command], library, Target((key,)), argument)


async def draw() -> str:
    """The screen as SVG."""
    paths = find_paths()
    loader = Loader(paths)
    library = loader.open()
    mark(library)
    desk = open_desk(paths, library, loader)
    app = ReadingRoom(library, Session(hint_seen=True), desk, today=lambda: date(2023, 3, 20))
    async with app.run_test(size=(150, 40)) as pilot:
        for key in ("full_stop", "enter"):
            await pilot.press(key)
        while not app.room.panes.details.is_rendered:
            await pilot.pause(0.05)
        await pilot.pause()
        return app.export_screenshot(title="mlsys-tui")


def main() -> None:
    """Draw it without web fonts, and so that every viewer keeps the spaces."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["MLSYS_TUI_HOME"] = home
        svg = asyncio.run(draw())
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("&#160;", " ").replace("<text ", '<text xml:space="preserve" ')
    Path(__file__).with_name("reading-room.svg").write_text(svg, "utf-8")


if __name__ == "__main__":
    main()
