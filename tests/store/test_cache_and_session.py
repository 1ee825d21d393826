import os
from pathlib import Path

import pytest

from mlsys_tui.store.cache import ParsedCache, content_key
from mlsys_tui.store.session import Session, load_session, save_session


def test_the_cache_gives_back_what_was_put(tmp_path: Path) -> None:
    cache = ParsedCache(tmp_path / "cache" / "parsed")
    key = content_key("1", "text")
    assert cache.get(key) is None
    cache.put(key, {"title": "한글", "n": [1, None]})
    assert cache.get(key) == {"title": "한글", "n": [1, None]}
    cache.put(key, {"title": "\ud800"})
    assert cache.get(key) == {"title": "\ud800"}


def test_keys_of_contents_differ() -> None:
    assert content_key("ab", "c") != content_key("a", "bc") != content_key("abc")
    assert content_key("\ud800")


@pytest.mark.parametrize("key", ["../../escape", "", "/etc/passwd", "a" * 300, ".hidden", "é\0"])
def test_any_key_stays_in_the_folder(key: str, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    cache = ParsedCache(folder)
    cache.put(key, {"a": 1})
    assert cache.get(key) == {"a": 1}
    assert list(tmp_path.iterdir()) == [folder]
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b"\xff", b"[" * 100_000])
def test_a_damaged_cache_is_an_empty_one(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "key.json").write_bytes(data)
    assert ParsedCache(tmp_path).get("key") is None


def test_what_cannot_be_cached_is_not(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    cache = ParsedCache(tmp_path / "file" / "cache")
    cache.put("key", {"a": 1})
    assert cache.get("key") is None
    ParsedCache(tmp_path).put("key", {"a": object()})
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


FULL = Session("s", "p", "papers", ("a", "b"), ("c",), hint_seen=True, theme="nord")


def test_the_session_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "state" / "session.json"
    assert load_session(path) == Session()
    save_session(path, FULL)
    assert load_session(path) == FULL
    assert [entry.name for entry in path.parent.iterdir()] == ["session.json"]


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"\0\0", b"\xff", b'{"section": 3, "expanded": "ab", "hint_seen": 1, "new": {}}']
)
def test_a_damaged_session_is_a_first_start(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    path.write_bytes(data)
    assert load_session(path) == Session()


def test_a_session_keeps_what_makes_sense(tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    path.write_text('{"paper": "p\\u001b[2J", "expanded": ["a", 3, ""], "theme": []}', "utf-8")
    assert load_session(path) == Session(paper="p", expanded=("a",))


def test_a_session_that_cannot_be_kept_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    save_session(tmp_path / "file" / "session.json", FULL)

    def full(*_args: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    save_session(tmp_path / "session.json", FULL)
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]
