"""`mlsys-tui` and `python -m mlsys_tui`: the app on a terminal, the command line for everything else."""

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

from mlsys_tui import streams
from mlsys_tui.paths import HomeError


def main() -> None:
    """Start what is asked for, and end with its exit code."""
    try:
        streams.prepare()
        sys.exit(_start())
    except HomeError as error:
        sys.exit(f"Error: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


def _start() -> int:
    """The app if it is asked for nothing else and has a terminal; it never waits for click."""
    if len(sys.argv) == 1 and all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        sys.setswitchinterval(0.001)  # another thread writes what is drawn: by default it waits 5 ms for its turn
        gc.disable()  # until the first frame: see ReadingRoom.on_ready
        from mlsys_tui.paths import find_paths  # noqa: PLC0415 - each way loads only what it needs
        from mlsys_tui.tui.startup import load_textual  # noqa: PLC0415

        load_textual()
        from mlsys_tui.tui.app import run_app  # noqa: PLC0415 - the command line never loads Textual

        _leave(run_app(find_paths()))
    streams.guard()
    from mlsys_tui.cli import run  # noqa: PLC0415 - the app never loads click

    return run()


def _leave(code: int) -> NoReturn:
    """End at once: all is saved and the terminal is given back, and the rest ends with the process."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
