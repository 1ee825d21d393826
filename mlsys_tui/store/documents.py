"""Reading list documents from disk: bytes to text, with a problem where that is not plain sailing."""

import codecs
from pathlib import Path
from typing import NamedTuple

from mlsys_tui.domain.reading_list import Problem
from mlsys_tui.store.files import read_any, read_regular, reason
from mlsys_tui.text import clean_line

MAX_SIZE = 16 * 1024 * 1024

# The longer marks first: that of UTF-32 begins like that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class DocumentFile(NamedTuple):
    """One file as text. With a `problem` the text may be empty, or read in another encoding than UTF-8."""

    path: Path
    text: str
    problem: Problem | None = None

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return clean_line(self.path.name)


def paths_in(folder: Path) -> list[Path]:
    """The documents in a folder, by name, without hidden files and without folders; none if it is missing.

    Raises:
        OSError: the folder cannot be read.
    """
    try:
        paths = sorted(folder.iterdir(), key=lambda path: path.name)
    except FileNotFoundError:
        return []
    return [path for path in paths if not path.name.startswith(".") and not _is_folder(path)]


def unread_folder(folder: Path, error: OSError) -> DocumentFile:
    """What stands in the place of the documents of a folder that cannot be read: one under its name, that says so."""
    return DocumentFile(folder, "", _unread(folder.name, reason(error)))


def read_document(path: Path, *, asked: bool = False) -> DocumentFile:
    """One document by its path; where the reader `asked` for just this one, it may be a pipe or a device too."""
    text, problem = read_text(path, asked=asked)
    return DocumentFile(path, text, problem)


def read_text(path: Path, *, asked: bool = False) -> tuple[str, Problem | None]:
    """The text of a file, and what was wrong with it; never raises for what a file can be or hold."""
    try:
        data = read_any(path, MAX_SIZE + 1) if asked else read_regular(path, MAX_SIZE + 1)[0]
    except (OSError, ValueError) as error:  # ValueError: a name with NUL
        why = reason(error) if isinstance(error, OSError) else "it has no valid name"
        return "", _unread(path.name, why)
    return decode(data, path.name)


def decode(data: bytes, name: str) -> tuple[str, Problem | None]:
    """The text in the bytes of a document, with ends of lines made one, and what was wrong with it."""
    if len(data) > MAX_SIZE:
        return "", _unread(name, f"it is larger than {MAX_SIZE // 1024 // 1024} MB")
    try:
        encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
        if encoding:
            return _lines_ended(data.decode(encoding)), None
        if b"\0" in data:
            return "", _unread(name, "it is not a text file")
        return _lines_ended(data.decode("utf-8-sig")), None
    except UnicodeDecodeError as error:
        if encoding:
            return "", _unread(name, f"it is not the {encoding.upper()} text that it begins as")
        from mlsys_tui.store.charset import NAMES, guess  # noqa: PLC0415 - rarely needed

        number = data.count(b"\n", 0, error.start) + 1
        lines = data.removeprefix(codecs.BOM_UTF8).split(b"\n")
        odd = guess(b"\n".join(line for line in lines if _decoded(line, "utf-8") is None))
        problem = Problem(number, f"not UTF-8 text at line {number}; what is not was read as {NAMES[odd]}")
        return _lines_ended("\n".join(_lenient(line, odd) for line in lines)), problem


def _lenient(line: bytes, odd: str) -> str:
    """A line that may be UTF-8 or in the encoding `odd`: one odd byte must not spoil the UTF-8 of the others."""
    tried = (_decoded(line, encoding) for encoding in ("utf-8", odd, "cp1252", "latin-1"))
    return next(text for text in tried if text is not None)


def _decoded(line: bytes, encoding: str) -> str | None:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None


def _lines_ended(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _unread(name: str, why: str) -> Problem:
    return Problem(0, f"{clean_line(name)} was not read: {why}")
