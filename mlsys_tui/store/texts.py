"""The texts of added documents: files that never change, named by what is in them, so that undo finds the old ones."""

import re
import time
from collections.abc import Container
from contextlib import suppress
from pathlib import Path

from mlsys_tui.domain.reading_list import Problem
from mlsys_tui.store.documents import DocumentFile, read_text
from mlsys_tui.store.files import write_atomic
from mlsys_tui.text import clean_line

SPARE = 50
"""So many texts that nothing refers to any more are kept all the same, the newest ones."""

SETTLED = 24 * 3600.0
"""No younger text is ever removed: another window may be about to refer to it."""

_NAME = re.compile(r"[0-9a-f]{40}(?:\.[a-z0-9]{1,8})?")


def text_name(data: bytes, name: str) -> str:
    """The name of the file for these bytes; it ends like `name`."""
    from hashlib import blake2b  # noqa: PLC0415 - slow to import, and only adding needs it

    suffix = Path(name).suffix.lower()
    name = blake2b(data, digest_size=20).hexdigest()
    return f"{name}{suffix}" if _NAME.fullmatch(name + suffix) else name


class Texts:
    """A folder of texts by their names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes, name: str) -> str:
        """Keep the text of the document called `name`, for good; the name to find it by.

        Raises:
            OSError: it could not be written.
        """
        own = text_name(data, name)
        path = self.folder / own
        with suppress(OSError):
            if path.read_bytes() == data:
                path.touch()  # it is young again: see `thin`
                return own
        write_atomic(path, data, durable=True)
        return own

    def read(self, own: str | None, name: str) -> DocumentFile:
        """The text kept as `own`, as the document called `name`; with a problem if it cannot be read."""
        if own is None or not _NAME.fullmatch(own):
            return DocumentFile(Path(name), "", Problem(0, f"{clean_line(name)} was not read: no text of it is kept"))
        text, problem = read_text(self.folder / own)
        if problem:
            problem = problem._replace(message=problem.message.replace(own, clean_line(name)))
        return DocumentFile(Path(name), text, problem)

    def thin(self, used: Container[str]) -> None:
        """Remove old texts that are not `used`, but for the newest; whatever cannot be removed stays."""
        now = time.time()
        with suppress(OSError):
            unused = [path for path in self.folder.iterdir() if _NAME.fullmatch(path.name) and path.name not in used]
            aged = sorted(((path.stat().st_mtime, path) for path in unused), reverse=True)
            for at, path in aged[SPARE:]:
                if at < now - SETTLED:
                    path.unlink()
