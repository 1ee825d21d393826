"""Copies of snapshots: one of each that was ever written, thinned out as they grow old."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from mlsys_tui.store.files import read_regular, write_atomic
from mlsys_tui.store.migration import is_believed
from mlsys_tui.store.snapshot import DamagedError, Snapshot, decode

LATEST, DAILY, WEEKLY = 10, 7, 4
_CONTENT = re.compile(rb'"content": "([0-9a-z.]+)"')
_STAMP = "%Y%m%dT%H%M%SZ"


class Backup(NamedTuple):
    """A copy: where it is, when it was made, and the name of the snapshot."""

    path: Path
    at: datetime
    name: str

    def read(self, oldest: int) -> Snapshot:
        """What is in it.

        Raises:
            OSError: it cannot be read.
            DamagedError: it is damaged.
        """
        snapshot = decode(read_regular(self.path)[0], oldest)
        if not is_believed(snapshot):
            raise DamagedError("its checksum does not match")
        return snapshot


class Backups:
    """The copies of one notebook's snapshots, in a folder beside it."""

    def __init__(self, notebook: Path) -> None:
        self.folder = notebook.parent / "backups"
        self._stem = notebook.stem
        self._pattern = re.compile(rf"{re.escape(notebook.stem)}-(\d{{8}}T\d{{6}}Z)-([0-9a-z-]+)\.json")

    def all(self, *, surely: bool = False) -> list[Backup]:
        """All copies, the newest first; none if they cannot be looked for, unless it has to be `surely` all.

        Raises:
            OSError: they cannot be looked for, and have to be.
        """
        found = []
        try:
            paths = list(self.folder.iterdir())
        except OSError as error:
            if surely and not isinstance(error, FileNotFoundError | NotADirectoryError):
                raise
            paths = []
        for path in paths:
            if match := self._pattern.fullmatch(path.name):
                with suppress(ValueError):
                    at = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
                    found.append(Backup(path, at, match[2]))
        return sorted(found, key=lambda each: (each.at, _generation(each.name), each.name), reverse=True)

    def texts(self) -> set[str]:
        """The names of texts of lists that stand in any copy, also in a damaged one."""
        names: set[str] = set()
        for each in self.all():
            with suppress(OSError):
                names.update(name.decode() for name in _CONTENT.findall(read_regular(each.path)[0]))
        return names

    def keep(self, data: bytes, at: datetime, name: str) -> Backup:
        """Make a copy, and remove those that it makes superfluous.

        Raises:
            OSError: it could not be written.
        """
        path = self.folder / f"{self._stem}-{at.astimezone(UTC):{_STAMP}}-{name}.json"
        write_atomic(path, data, durable=True)
        for each in surplus(self.all(), path):
            with suppress(OSError):
                each.path.unlink()
        return Backup(path, at, name)


def surplus(backups: Iterable[Backup], new: Path | None = None) -> list[Backup]:
    """Those to remove of copies in order, the newest first: all but the latest, and the last of some days and weeks."""
    kept: set[Path] = set()
    days: dict[object, Path] = {}
    weeks: dict[object, Path] = {}
    every = list(backups)
    for each in every:
        days.setdefault(each.at.date(), each.path)
        weeks.setdefault(each.at.isocalendar()[:2], each.path)
    kept.update(each.path for each in every[:LATEST])
    kept.update(list(days.values())[:DAILY])
    kept.update(list(weeks.values())[:WEEKLY])
    return [each for each in every if each.path not in kept and each.path != new]


def _generation(name: str) -> int:
    number = name.partition("-")[0]
    return int(number) if number.isdecimal() else 0
