"""Reading list documents from disk: bytes to text, with a problem where that is not plain sailing."""

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mlsys_tui.domain.reading_list import Problem
from mlsys_tui.store.files import read_regular, reason

MAX_SIZE = 16 * 1024 * 1024

# The longer marks first: that of UTF-32 begins like that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """One file as text. With a `problem` the text may be empty, or read in another encoding than UTF-8."""

    path: Path
    text: str
    problem: Problem | None = None

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.path.name


def read_folder(folder: Path) -> list[DocumentFile]:
    """The documents in a folder, by name, without hidden files and without folders; none if it is missing.

    A folder that cannot be read gives one entry, under its own name, that says so.
    """
    try:
        paths = sorted(folder.iterdir(), key=lambda path: path.name)
    except FileNotFoundError:
        return []
    except OSError as error:
        return [DocumentFile(folder, "", _unread(folder, reason(error)))]
    return [read_document(path) for path in paths if not path.name.startswith(".") and not _is_folder(path)]


def read_document(path: Path) -> DocumentFile:
    """One document by its path."""
    text, problem = read_text(path)
    return DocumentFile(path, text, problem)


def read_text(path: Path) -> tuple[str, Problem | None]:
    """The text of a file, and what was wrong with it; never raises for what a file can be or hold."""
    try:
        data, _ = read_regular(path, MAX_SIZE + 1)
    except (OSError, ValueError) as error:  # ValueError: a name with NUL
        why = reason(error) if isinstance(error, OSError) else "it has no valid name"
        return "", _unread(path, why)
    if len(data) > MAX_SIZE:
        return "", _unread(path, f"it is larger than {MAX_SIZE // 1024 // 1024} MB")
    return decode(data, path.name)


def decode(data: bytes, name: str) -> tuple[str, Problem | None]:
    """The text in the bytes of a document, with ends of lines made one, and what was wrong with it."""
    try:
        encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
        if encoding:
            return _lines_ended(data.decode(encoding)), None
        if b"\0" in data:
            return "", Problem(0, f"{name} was not read: it is not a text file")
        return _lines_ended(data.decode("utf-8-sig")), None
    except UnicodeDecodeError as error:
        if encoding:
            return "", Problem(0, f"{name} was not read: it is not the {encoding.upper()} text that it begins as")
        line = data.count(b"\n", 0, error.start) + 1
        problem = Problem(line, f"not UTF-8 text at line {line}; what is not was read as Windows-1252")
        return _lines_ended("\n".join(map(_lenient, data.removeprefix(codecs.BOM_UTF8).split(b"\n")))), problem


def _lenient(line: bytes) -> str:
    """A line that may be in either encoding: one odd byte must not spoil the UTF-8 of the others."""
    decoders: tuple[Callable[[bytes], str], ...] = (bytes.decode, lambda raw: raw.decode("cp1252"))
    for decoder in decoders:
        try:
            return decoder(line)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")


def _lines_ended(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _unread(path: Path, why: str) -> Problem:
    return Problem(0, f"{path.name} was not read: {why}")
