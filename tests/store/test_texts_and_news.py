import os
import time
from pathlib import Path

import pytest

from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store.news import News
from mlsys_tui.store.texts import SETTLED, SPARE, Texts, text_name

A, B = PaperKey("a"), PaperKey("b")


def test_a_text_is_found_by_what_is_in_it(tmp_path: Path) -> None:
    texts = Texts(tmp_path / "documents")
    name = texts.put("한글\n".encode(), "list.MD")
    assert name == text_name("한글\n".encode(), "other.md")
    assert name.endswith(".md")
    assert (texts.read(name, "l.md").text, texts.read(name, "l.md").name) == ("한글\n", "l.md")
    assert texts.put("한글\n".encode(), "list.md") == name
    assert texts.put(b"other", "list.md") != name
    assert len(list(texts.folder.iterdir())) == 2
    assert (texts.folder / name).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("own", [None, "", "../../etc/passwd", "/etc/passwd", "a" * 40, "a" * 40 + ".md/x"])
def test_a_text_that_is_not_there_says_so(own: str | None, tmp_path: Path) -> None:
    file = Texts(tmp_path).read(own, "l.md")
    assert file.text == ""
    assert file.problem
    assert file.problem.message.startswith("l.md was not read: no ")


def test_a_text_with_an_odd_ending_is_kept_without_it(tmp_path: Path) -> None:
    assert "." not in Texts(tmp_path).put(b"x", "list.md~ \x1b[2J")


def test_a_damaged_text_is_written_anew(tmp_path: Path) -> None:
    texts = Texts(tmp_path)
    name = texts.put(b"whole", "l.md")
    (tmp_path / name).write_bytes(b"half")
    texts.put(b"whole", "l.md")
    assert texts.read(name, "l.md").text == "whole"


def test_only_old_texts_that_nothing_uses_are_removed(tmp_path: Path) -> None:
    texts = Texts(tmp_path)
    names = [texts.put(b"%d" % number, "l.md") for number in range(SPARE + 6)]
    texts.thin(set())
    assert len(list(tmp_path.iterdir())) == SPARE + 6, "all are young"
    long_ago = time.time() - SETTLED
    for age, name in enumerate(names):
        os.utime(tmp_path / name, (long_ago - 100 + age, long_ago - 100 + age))
    (tmp_path / "mine.txt").write_text("not ours", "utf-8")
    texts.thin({names[0], names[1]})
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"mine.txt", names[0], names[1], *names[6:]}
    Texts(tmp_path / "none").thin(set())


def test_news_until_they_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "state" / "news.json"
    news = News(path)
    news.remember("l", {"l/a": [A, B], "l/b": [A]}, {"l/a", "l/b"})
    other = News(path)
    assert other.is_new("l", "l/a", A) and other.is_new("l", "l/b", A)
    assert not other.is_new("l", "l/b", B) and not other.is_new("m", "l/a", A)
    news.mark_seen("l", "l/a", [A])
    assert other.refresh()
    assert other.of("l") == {"l/a": {B}, "l/b": {A}}
    assert not other.refresh()
    other.mark_seen("l", "l/b")
    assert News(path).of("l") == {"l/a": {B}}
    news.mark_seen("l")
    assert News(path).of("l") == {}
    assert [entry.name for entry in path.parent.iterdir()] == ["news.json"]


def test_news_of_two_updates_add_up_and_sections_that_went_are_forgotten(tmp_path: Path) -> None:
    news = News(tmp_path / "n.json")
    news.remember("l", {"l/a": [A], "l/gone": [A]}, {"l/a", "l/gone"})
    news.remember("l", {"l/a": [B]}, {"l/a"})
    assert news.of("l") == {"l/a": {A, B}}


def test_two_windows_do_not_lose_each_others_news(tmp_path: Path) -> None:
    one, other = News(tmp_path / "n.json"), News(tmp_path / "n.json")
    one.remember("l", {"l/a": [A]}, {"l/a"})
    other.remember("m", {"m/a": [A]}, {"m/a"})
    assert News(tmp_path / "n.json").is_new("l", "l/a", A)
    one.mark_seen("l")
    assert News(tmp_path / "n.json").is_new("m", "m/a", A)


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"\xff", b"{", b'{"lists": 3}', b'{"lists": {"l": [], "m": {"a": 3}}}', b"[" * 100_000]
)
def test_damaged_news_are_no_news(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "n.json"
    path.write_bytes(raw)
    news = News(path)
    assert not news.of("l")
    news.remember("l", {"l/a": [A]}, {"l/a"})
    assert News(path).is_new("l", "l/a", A)


def test_news_that_cannot_be_kept_are_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    news = News(tmp_path / "file" / "n.json")
    news.remember("l", {"l/a": [A]}, {"l/a"})
    assert news.is_new("l", "l/a", A)
    nowhere = News()
    nowhere.remember("l", {"l/a": [A]}, {"l/a"})
    nowhere.mark_seen("l")
    assert not nowhere.of("l")
