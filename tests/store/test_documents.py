import os
import threading
from pathlib import Path

import pytest

from mlsys_tui.domain.reading_list import Problem
from mlsys_tui.store import documents
from mlsys_tui.store.charset import NAMES
from mlsys_tui.store.documents import DocumentFile, decode, paths_in, read_document, read_text, unread_folder


def read_folder(folder: Path) -> list[DocumentFile]:
    try:
        return [read_document(path) for path in paths_in(folder)]
    except OSError as error:
        return [unread_folder(folder, error)]


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


PAGES = {
    "cp949": """# 기계학습 시스템 강의
## 3월 9일 분산 학습
- [MLPerf Training Benchmark](https://arxiv.org/abs/1910.01500) 필수
- [JANUS: Fast and Flexible Deep Learning](https://a.org/janus) NSDI 2019, 발표자: 김철수
""",
    "gb18030": """# 机器学习系统课程
## 第三周 分布式训练
- [MLPerf Training Benchmark](https://arxiv.org/abs/1910.01500) 必读
- [JANUS: Fast and Flexible Deep Learning](https://a.org/janus) NSDI 2019 主讲人：王小明
""",
    "big5": """# 機器學習系統課程
## 第三週 分散式訓練
- [MLPerf Training Benchmark](https://arxiv.org/abs/1910.01500) 必讀
""",
    "cp932": """並列分散処理特論 講義予定

第1回 ガイダンス
第2回 分散深層学習
 ・JANUS: Fast and Flexible Deep Learning. NSDI 2019.
""",
    "euc_jp": "# 論文リスト\n- [MLPerf Training Benchmark](https://a.org/x)\n",
}


@pytest.mark.parametrize("encoding", PAGES)
def test_east_asian_pages_are_read_in_their_encoding(encoding: str) -> None:
    page = f"# Reading list\n{PAGES[encoding]}"
    text, problem = decode(page.encode(encoding), "list.md")
    assert text == page
    assert problem == Problem(2, f"not UTF-8 text at line 2; what is not was read as {NAMES[encoding]}")


LATIN = """Martín Abadi|José Núñez|Íñigo Goiri|Frédéric Vivien|Éric Moulines|João Gama|Jürgen Müller|Björn Ågren
Søren Ødegård|François Pérez|It’s a “fine” idea|1990–2020|naïve|Ünal Çelik|größere Übungen für Anfänger|© 2020 – § 3 ±"""


@pytest.mark.parametrize("words", LATIN.replace("\n", "|").split("|"))
def test_latin_names_are_never_taken_for_east_asian(words: str) -> None:
    for page in (f"{words}\n", f"# L\n- [A Good Title](https://a.org/1). {words}. OSDI 2020\n", LATIN):
        text, problem = decode(page.encode("cp1252"), "list.md")
        assert text == page
        assert problem is None or problem.message.endswith("was read as Windows-1252")


def test_a_stray_line_among_utf_8_is_read_by_itself() -> None:
    korean = "- 파라미터 서버를 이용한 분산 기계학습\n"
    text, problem = decode("# Öffentlich 한글\n".encode() + korean.encode("cp949"), "list.md")
    assert text == f"# Öffentlich 한글\n{korean}"
    assert problem
    assert problem.line == 2


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


def test_a_pipe_is_read_where_it_was_asked_for_and_only_so_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    writing = threading.Thread(target=(tmp_path / "pipe").write_text, args=(TEXT, "utf-8"))
    writing.start()
    assert read_document(tmp_path / "pipe", asked=True).text == TEXT
    writing.join()
    monkeypatch.setattr(documents, "MAX_SIZE", 3)
    problem = read_document(Path("/dev/zero"), asked=True).problem
    assert problem and "larger than" in problem.message
    problem = read_document(tmp_path, asked=True).problem
    assert problem and "is a directory" in problem.message


def test_a_file_name_that_would_act_on_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31m\nb.md").write_bytes(b"\0")
    [file] = read_folder(tmp_path)
    assert (file.name, file.problem) == ("a b.md", Problem(0, "a b.md was not read: it is not a text file"))


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.md"
    path.write_text("x", "utf-8")

    def refused(*_args: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    assert read_text(path) == ("", Problem(0, "list.md was not read: permission denied"))
