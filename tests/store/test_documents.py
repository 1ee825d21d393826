import os
from pathlib import Path

import pytest

from mlsys_tui.domain.reading_list import Problem
from mlsys_tui.store import documents
from mlsys_tui.store.documents import read_folder, read_text


def test_a_folder_by_name_without_hidden_files_and_folders(tmp_path: Path) -> None:
    for name in ("b.md", "a.md", ".hidden", "c"):
        (tmp_path / name).write_text(f"# {name}\n", "utf-8")
    (tmp_path / "folder").mkdir()
    assert [(file.name, file.text) for file in read_folder(tmp_path)] == [
        ("a.md", "# a.md\n"),
        ("b.md", "# b.md\n"),
        ("c", "# c\n"),
    ]


def test_no_folder_is_no_documents(tmp_path: Path) -> None:
    assert read_folder(tmp_path / "none") == []


def test_a_folder_that_is_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    [file] = read_folder(tmp_path / "file")
    assert file.problem == Problem(0, "file was not read: not a directory")


TEXT = "# Öffentlich\n한글\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings_that_say_what_they_are(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode(encoding))
    assert read_text(path) == (TEXT, None)


def test_windows_1252_is_read_with_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    path.write_bytes("plain\n한글\n".encode() + b"caf\xe9 \x93q\x94\nodd \x81\n")
    text, problem = read_text(path)
    assert text == "plain\n한글\ncafé “q”\nodd \x81\n"
    assert problem
    assert problem.line == 3
    assert "not UTF-8 text at line 3" in problem.message


@pytest.mark.parametrize("data", [b"\x7fELF\0\0", b"PK\x03\x04\0\0", "text".encode("utf-16-le")])
def test_binary_files_are_not_read(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "list.bin"
    path.write_bytes(data)
    assert read_text(path) == ("", Problem(0, "list.bin was not read: it is not a text file"))


def test_half_a_character_of_utf_16(tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    path.write_bytes("text".encode("utf-16") + b"x")
    text, problem = read_text(path)
    assert text == ""
    assert problem
    assert "UTF-16" in problem.message


def test_what_cannot_be_read_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def why(path: Path) -> str:
        text, problem = read_text(path)
        assert text == ""
        assert problem
        assert problem.line == 0
        return problem.message

    assert why(tmp_path / "none.md") == "none.md was not read: no such file or directory"
    assert why(tmp_path) == f"{tmp_path.name} was not read: it is not a file"
    os.mkfifo(tmp_path / "pipe")
    assert why(tmp_path / "pipe") == "pipe was not read: it is not a file"
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert "symbolic links" in why(tmp_path / "loop")
    assert "no valid name" in why(Path("a\0b"))
    monkeypatch.setattr(documents, "MAX_SIZE", 3)
    (tmp_path / "big.md").write_text("four", "utf-8")
    assert "larger than" in why(tmp_path / "big.md")
    names = [(file.name, file.problem is None) for file in read_folder(tmp_path)]
    assert names == [("big.md", False), ("loop", False), ("pipe", False)]


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.md"
    path.write_text("x", "utf-8")

    def refused(*_args: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    assert read_text(path) == ("", Problem(0, "list.md was not read: permission denied"))
