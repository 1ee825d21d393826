"""A catalog read from its file is the one that was written, in every part; whoever reads it, and however many."""

import threading
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.notebook import Answer
from mlsys_tui.domain.paper import Link, LinkKind, PaperKey
from mlsys_tui.domain.reading_list import Document, Listing, ListKind, Requirement, Section
from mlsys_tui.search.texts import index_of, parts_of
from mlsys_tui.store import catalog_papers, catalog_sections
from mlsys_tui.store.catalog_file import write
from mlsys_tui.store.catalog_papers import open_catalog
from tests.catalogs import assert_same, everything, made_up, memory


def through_a_file(catalog: Catalog, folder: Path) -> Catalog:
    path = folder / "c.sqlite"
    kept = open_catalog(path, write(catalog, path, parts_of(index_of(catalog))))
    assert kept is not None
    assert kept.kept is not None
    assert kept.kept.verify()
    return kept


WORDS = st.one_of(
    st.sampled_from(
        ["", "a", "분산 학습", "数据 库", "nul\0nul", "e\u0301", "x" * 5000, "🤖 👩‍👩‍👧", '"]}', "'; --", "\n\t"]
    ),
    st.text(max_size=12),
)
SOME = st.one_of(st.none(), WORDS)
LINKS = st.lists(st.builds(Link, WORDS, st.sampled_from(LinkKind), SOME), max_size=2).map(tuple)
LISTINGS = st.builds(
    Listing,
    st.one_of(WORDS, st.sampled_from(["Ray: A System", "Ray", "Janus: Fast"])),
    SOME,
    st.lists(WORDS, max_size=2).map(tuple),
    SOME,
    st.one_of(st.none(), st.integers(0, 10**30), st.integers(1950, 2030)),
    LINKS,
    st.sampled_from([None, *Requirement]),
    st.sampled_from([None, True, False]),
    SOME,
    st.integers(0, 10**6),
)
SECTIONS = st.builds(
    Section,
    st.lists(WORDS, max_size=3).map(tuple),
    st.one_of(st.none(), st.dates(date(1, 1, 1))),
    SOME,
    st.one_of(st.none(), st.integers(-5, 99)),
    st.lists(WORDS, max_size=2).map(tuple),
    st.lists(WORDS, max_size=2).map(tuple),
    st.lists(LISTINGS, max_size=4).map(tuple),
)
DOCUMENTS = st.lists(
    st.builds(
        Document,
        st.sampled_from(["a.md", "a-2.md", "数.md"]),
        SOME,
        st.sampled_from(ListKind),
        st.lists(SECTIONS, max_size=5).map(tuple),
    ),
    max_size=3,
    unique_by=lambda each: each.name,
)


def test_the_shipped_lists_come_back_as_they_were(tmp_path: Path) -> None:
    assert_same(through_a_file(memory(), tmp_path), memory())


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(documents=DOCUMENTS)
def test_whatever_lists_say_comes_back_as_it_was(tmp_path: Path, documents: list[Document]) -> None:
    catalog = build(documents)
    assert_same(through_a_file(catalog, tmp_path), catalog)


def test_answers_and_own_titles_come_back(tmp_path: Path) -> None:
    documents = [
        Document("a.md", "A", sections=(Section(("x",), listings=(Listing("One Long Title"), Listing("Other"))),))
    ]
    answer = Answer("k", ("title:onelongtitle",), ("title:other",), same=True, updated_at="t")
    catalog = build(documents, [answer]).renamed({"a": "My Own \u2603 Title"})
    assert len(catalog.papers) == 1
    kept = through_a_file(catalog, tmp_path)
    assert_same(kept, catalog)
    assert kept.lists[0].title == kept.placements[next(iter(kept.papers))][0].list_title == "My Own \u2603 Title"


def test_a_catalog_of_nothing_comes_back(tmp_path: Path) -> None:
    assert_same(through_a_file(Catalog(), tmp_path), Catalog())
    bare = build([Document("a.md", "A"), Document("b.md", "B", sections=(Section(("x",)), Section(("x",))))])
    assert_same(through_a_file(bare, tmp_path), bare)


def test_a_section_that_is_called_like_one_of_another_list_stays_in_its_own(tmp_path: Path) -> None:
    twice = (
        Section((), number=1, listings=(Listing("First Paper"),)),
        Section((), number=2, listings=(Listing("Second"),)),
    )
    other = Document("b.md", "A 2", sections=(Section((), listings=(Listing("Third One"),)),))
    catalog = build([Document("a.md", "A", sections=twice), other])
    kept = through_a_file(catalog, tmp_path)
    assert [place.list_key for key in kept.papers for place in kept.placements[key]] == ["a", "a", "a-2"]
    assert_same(kept, catalog)


def test_half_characters_are_kept_or_refused_but_never_lost(tmp_path: Path) -> None:
    listing = Listing("An \ud800 Odd Title", "\udfff", ("\ud800",), "V\ud800", 2020, remark="\ud83d")
    catalog = build([Document("a.md", "T", sections=(Section(("p\ud800",), events=("\ud800",), listings=(listing,)),))])
    try:
        digest = write(catalog, tmp_path / "c.sqlite", {})
    except ValueError:
        assert list(tmp_path.iterdir()) == []
        return
    kept = open_catalog(tmp_path / "c.sqlite", digest)
    assert kept is not None
    assert_same(kept, catalog)


@pytest.mark.parametrize("odd", ["\ud800", "\udcff", "\0", "x\0y", "#1", "#", "#99999999999999999999", "", "'"])
def test_what_is_in_no_catalog_is_not_found_and_harms_nothing(tmp_path: Path, odd: str) -> None:
    kept, key = through_a_file(memory(), tmp_path), PaperKey(odd)
    assert key not in kept.papers
    assert kept.papers.get(key) is None
    assert kept.placements.get(key) is None
    assert kept.numbering.number(key) is None
    assert kept.numbering.numbers([key]) == {}
    assert kept.numbering.called(odd) is None
    assert kept.section(odd) is None
    assert not kept.is_damaged


def test_a_failed_write_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path) -> str:
        raise OSError(28, "no space left")

    monkeypatch.setattr("mlsys_tui.store.catalog_file.digest_of", full)
    with pytest.raises(OSError, match="no space"):
        write(memory(), tmp_path / "c.sqlite", {})
    assert list(tmp_path.iterdir()) == []


def test_threads_that_read_at_once_read_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With hardly anything kept, so that one thread throws away what another has just read."""
    monkeypatch.setattr(catalog_papers, "_MOST_KEPT", 3)
    monkeypatch.setattr(catalog_sections, "_MOST_KEPT", 3)
    catalog = build(made_up(600, 2))
    kept, right = through_a_file(catalog, tmp_path), everything(catalog)
    wrong: list[object] = []

    def read() -> None:
        try:
            for _ in range(3):
                found = everything(kept)
                wrong.extend(name for name in right if found[name] != right[name])
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert not kept.is_damaged
