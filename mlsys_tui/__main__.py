"""`mlsys-tui` and `python -m mlsys_tui`: the app on a terminal, the command line for everything else."""

import sys


def main() -> None:
    """Start the app if it is asked for nothing else and has a terminal; the app never waits for click."""
    if len(sys.argv) == 1 and all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        from mlsys_tui.paths import find_paths  # noqa: PLC0415 - each way loads only what it needs
        from mlsys_tui.tui.app import run_app  # noqa: PLC0415 - the command line never loads Textual

        sys.exit(run_app(find_paths()))
    from mlsys_tui.cli import run  # noqa: PLC0415 - the app never loads click

    sys.exit(run())


if __name__ == "__main__":
    main()
