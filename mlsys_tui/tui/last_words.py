"""What is said of a note when the app has ended in the middle of it."""

import os
import tempfile
from pathlib import Path

from mlsys_tui.text import clean_block, clean_line
from mlsys_tui.tui.writer import Kept, PutAway


def last_words(put: PutAway) -> list[str]:
    """Where the text is; where it could be kept nowhere else, in a temporary file, or here."""
    label = clean_line(put.label)
    if put.kept is Kept.NOTE:
        return [f"The note on {label} is saved"]
    if put.kept is Kept.DRAFT:
        return [f"The note on {label} could not be saved; it is kept, and offered at the next start"]
    text = clean_block(put.text)
    try:
        return [f"The note on {label} could not be saved; it is in {_temporary(text)}"]
    except OSError:
        return [f"The note on {label} could be saved nowhere. This is what was typed:", "", text]


def _temporary(text: str) -> Path:
    descriptor, name = tempfile.mkstemp(prefix="mlsys-tui-note-", suffix=".md")
    path = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return path
