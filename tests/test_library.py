"""The library: records found again when lists change, and bad files that stop nothing."""

from pathlib import Path

import pytest

from mlsys_tui import sameness
from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.notebook import with_note
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.finding import Finder
from mlsys_tui.library import Library
from mlsys_tui.loading import Loader
from mlsys_tui.parsing.reader import read
from mlsys_tui.paths import find_paths, shipped_parsed
from mlsys_tui.store.notebook import Notebook


def library(text: str, notebook: Path) -> Library:
    return Library(build([read(text, "l.md")]), Notebook(notebook))


def write(place: Library, key: str, note: str) -> None:
    place.change("wrote", [PaperKey(key)], lambda record, at: with_note(record, note, at))


def test_a_retitled_paper_finds_its_note_by_its_link(tmp_path: Path) -> None:
    path = tmp_path / "n.json"
    write(library("- [Old Long Title](https://arxiv.org/abs/1904.03257)\n", path), "old-long-title", "mine")
    now = library("- [Quite Another Title](https://arxiv.org/pdf/1904.03257v3)\n", path)
    assert now.state(PaperKey("quite-another-title")).note == "mine"
    write(now, "quite-another-title", "still mine")
    again = library("- [Old Long Title](https://arxiv.org/abs/1904.03257)\n", path)
    assert again.state(PaperKey("old-long-title")).note == "still mine"


def test_a_paper_that_gains_a_link_and_loses_its_prefix_keeps_its_note(tmp_path: Path) -> None:
    path = tmp_path / "n.json"
    write(library("- Foo: A Very Fast Thing\n", path), "foo-a-very-fast-thing", "mine")
    now = library("- [Foo: A very fast thing](https://a.org/x) (OSDI 2020)\n- Other Long Title\n", path)
    assert now.state(PaperKey("foo-a-very-fast-thing")).note == "mine"


def test_a_paper_that_left_is_parked_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "n.json"
    write(library("- One Long Title\n", path), "one-long-title", "mine")
    without = library("- Two Long Titles\n", path)
    assert [record.title for record in without.parked()] == ["One Long Title"]
    write(without, "two-long-titles", "other")
    assert library("- One Long Title\n", path).state(PaperKey("one-long-title")).note == "mine"


def test_the_shipped_lists_open_and_a_second_time_from_the_cache(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlsys_tui.loading.shipped_parsed", lambda: home / "none")
    first = Loader(find_paths()).open()
    assert len(first.catalog.papers) == 163
    assert first.notices == ()
    kept = list((home / "cache" / "parsed").rglob("*.json"))
    assert len(kept) == 5
    assert Loader(find_paths()).open().catalog == first.catalog
    for path in kept:
        path.write_text('{"sections": 3}')
    assert Loader(find_paths()).open().catalog == first.catalog


def test_bad_documents_are_reported_and_the_others_open(home: Path) -> None:
    lists = home / "data" / "lists"
    lists.mkdir(parents=True)
    (lists / "a-binary.md").write_bytes(b"PK\x03\x04\0\0\0")
    (lists / "b-empty.md").write_bytes(b"")
    (lists / "c-latin.md").write_bytes("# Caf\xe9\n- [A Good Long Title](https://a.org/1)\n".encode("latin-1"))
    (lists / "d-dangling.md").symlink_to(home / "nowhere")
    opened = Loader(find_paths()).open()
    assert len(opened.catalog.papers) == 164
    assert {notice.where.partition(":")[0] for notice in opened.notices} == {
        "a-binary.md", "b-empty.md", "c-latin.md", "d-dangling.md"
    }  # fmt: skip
    assert "Café" in [reading_list.title for reading_list in opened.catalog.lists]


def test_a_list_in_an_old_encoding_gives_its_papers_and_says_so(home: Path) -> None:
    lists = home / "data" / "lists"
    lists.mkdir(parents=True)
    page = "# 분산 학습 논문\n- 파라미터 서버를 이용한 분산 기계학습. 김철수, 이영희. OSDI 2014\n"
    (lists / "old.md").write_bytes(page.encode("euc-kr"))
    opened = Loader(find_paths()).open()
    assert "분산 학습 논문" in [reading_list.title for reading_list in opened.catalog.lists]
    [notice] = opened.notices
    assert (notice.where, "read as Korean (EUC-KR)" in notice.message) == ("old.md:1", True)


def test_words_find_papers_by_note_and_tag_too(tmp_path: Path) -> None:
    place = library("- One Long Title\n- Two Long Titles\n", tmp_path / "n.json")
    write(place, "two-long-titles", "about Caches")
    finder = Finder(place)
    before = finder.find("caches")
    finder.another().find("titles")
    assert finder.known("caches") is before
    assert finder.another().prepare() is finder.prepare()
    assert Finder(place).surely("caches titles") == ["two-long-titles"]
    assert len(Finder(place).surely("")) == 2


def test_suggestions_are_kept_with_the_catalog_until_it_is_another(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    lists = find_paths().lists
    lists.mkdir(parents=True)
    (lists / "a.md").write_text("- A Study of Fast Training Systems\n- Studies of Fast Training System\n", "utf-8")
    first = sameness.suggestions(Loader(find_paths()).open())
    assert first
    looked = list[object]()

    def nothing(catalog: object, _answers: object) -> list[object]:
        looked.append(catalog)
        return []

    monkeypatch.setattr(sameness, "suggest", nothing)
    assert sameness.suggestions(Loader(find_paths()).open()) == first
    assert not looked
    [kept] = (home / "cache").glob("*suggestions*")
    kept.write_text("[[1]]", "utf-8")
    assert sameness.suggestions(Loader(find_paths()).open()) == []
    (lists / "a.md").write_text("- Another Title That Is Long\n", "utf-8")
    sameness.suggestions(Loader(find_paths()).open())
    assert len(looked) == 2


def test_what_is_shipped_parsed_is_what_the_parser_makes_of_the_lists_now(tmp_path: Path) -> None:
    from docs.parsed import write as write_parsed  # noqa: PLC0415 - a script

    write_parsed(tmp_path)
    made, shipped = ({path.name: path.read_bytes() for path in each.iterdir()} for each in (tmp_path, shipped_parsed()))
    assert made == shipped, "the lists or the parser have changed: make parsed"
