"""Where files live: the XDG folders (through platformdirs), or all under `MLSYS_TUI_HOME`. Makes no folder."""

import os
from pathlib import Path
from typing import NamedTuple

APP = "mlsys-tui"


class HomeError(Exception):
    """`MLSYS_TUI_HOME` leads nowhere."""


class Paths(NamedTuple):
    """The four folders and the files in them; nothing is created before it is written to."""

    config: Path
    data: Path
    state: Path
    cache: Path

    @property
    def settings(self) -> Path:
        """Optional settings."""
        return self.config / "config.toml"

    @property
    def notebook(self) -> Path:
        """All that the reader added."""
        return self.data / "notebook.json"

    @property
    def lists(self) -> Path:
        """Reading lists the reader put there, beside the ones that are shipped."""
        return self.data / "lists"

    @property
    def documents(self) -> Path:
        """The texts of added documents, named by what is in them."""
        return self.data / "documents"

    @property
    def news(self) -> Path:
        """Which readings updates brought, until they are seen."""
        return self.state / "news.json"

    @property
    def session(self) -> Path:
        """Where the reader was when the app was closed."""
        return self.state / "session.json"

    @property
    def last_copied(self) -> Path:
        """The text that was copied last, where the reader asked for it as a file."""
        return self.state / "last-copied.txt"

    @property
    def drafts(self) -> Path:
        """What is being typed, here and in an external editor, until it is saved."""
        return self.state / "drafts"

    @property
    def crash_log(self) -> Path:
        """What happened when the app ended by a mistake of its own."""
        return self.state / "crash.log"


def find_paths() -> Paths:
    """The paths for this environment.

    Raises:
        HomeError: there is no such home folder.
    """
    home = os.environ.get("MLSYS_TUI_HOME")
    if home:
        try:
            root = Path(home).expanduser()
        except RuntimeError as error:
            raise HomeError(f"MLSYS_TUI_HOME is {home!r}, but there is no such home folder") from error
        return Paths(root / "config", root / "data", root / "state", root / "cache")
    from platformdirs import PlatformDirs  # noqa: PLC0415 - not needed under MLSYS_TUI_HOME

    dirs = PlatformDirs(APP, appauthor=False)
    return Paths(dirs.user_config_path, dirs.user_data_path, dirs.user_state_path, dirs.user_cache_path)


def shipped_lists() -> Path:
    """The folder of the reading lists that come with the app: in the wheel, else in the working copy."""
    package = Path(__file__).resolve().parent
    installed = package / "_seeds"
    return installed if installed.is_dir() else package.parent / "seeds"


def shipped_parsed() -> Path:
    """The folder of what the shipped lists say, parsed when the app was made: the first start need not do it."""
    return Path(__file__).resolve().parent / "parsed"
