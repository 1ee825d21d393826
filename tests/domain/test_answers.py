"""The reader's word goes before all evidence, outlives changes of lists, and the later word holds."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from mlsys_tui.domain.aliases import aliases_of
from mlsys_tui.domain.answers import answer, answer_aliases, in_time, place_alias, sides
from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.identity import group
from mlsys_tui.domain.notebook import Answer
from mlsys_tui.domain.paper import Link, LinkKind, PaperKey
from mlsys_tui.domain.reading_list import Document, Listing, Section

LONG, OTHER, THIRD = "Scaling Very Large Things", "Growing Rather Big Objects", "Enlarging Quite Huge Items"


def link(url: str) -> tuple[Link, ...]:
    return (Link(url, LinkKind.PAPER),)


def said(one: Listing | str, other: Listing | str, *, same: bool, at: int = 0) -> Answer:
    sides_ = (aliases_of([Listing(each) if isinstance(each, str) else each]) for each in (one, other))
    return replace(answer(*sides_, same=same), updated_at=f"2026-01-01T00:00:{at:02}+00:00")


def groups(listings: list[Listing], *answers: Answer) -> list[list[int]]:
    return group(listings, [f"doc{n}" for n in range(len(listings))], answers)


def catalog(listings: list[Listing], *answers: Answer) -> Catalog:
    documents = [
        Document(f"doc{n}", sections=(Section(("x",), listings=(replace(one),)),)) for n, one in enumerate(listings)
    ]
    return build(documents, answers)


def test_same_joins_against_all_evidence() -> None:
    one = Listing(LONG, year=2009, authors=("Ann Lee",), links=link("https://arxiv.org/abs/0904.03257"))
    other = Listing(OTHER, year=2019, authors=("Bo Kim",), links=link("https://arxiv.org/abs/1904.03257"))
    assert groups([one, other]) == [[0], [1]]
    assert groups([one, other], said(one, other, same=True)) == [[0, 1]]


def test_same_joins_transitively() -> None:
    listings = [Listing(LONG), Listing(OTHER), Listing(THIRD)]
    assert groups(listings, said(LONG, OTHER, same=True), said(THIRD, OTHER, same=True)) == [[0, 1, 2]]


def test_joined_works_go_on_joining_by_their_own_evidence() -> None:
    """What the reader joined may contradict itself; a further listing still finds its work there."""
    listings = [
        Listing(LONG, year=2009),
        Listing(OTHER, year=2019),
        Listing(OTHER, year=2020),
        Listing(LONG, year=2010),
    ]
    assert groups(listings, said(LONG, OTHER, same=True)) == [[0, 1, 2, 3]]


def test_different_keeps_apart_against_title_and_address() -> None:
    page = "https://a.org/x"
    one, other = Listing(LONG, links=link(page)), Listing(LONG, links=link(page), name="Foo")
    places = [(place_alias(f"doc{n}", LONG),) for n in range(2)]
    assert groups([one, other]) == [[0, 1]]
    assert groups([one, other], answer(*places, same=False)) == [[0], [1]]
    ids = Listing(LONG, links=link("https://arxiv.org/abs/1904.03257"))
    assert groups([ids, ids], answer(*places, same=False)) == [[0], [1]]


def test_a_further_listing_joins_one_of_those_kept_apart() -> None:
    places = [(place_alias(f"doc{n}", LONG),) for n in range(2)]
    assert groups([Listing(LONG)] * 3, answer(*places, same=False)) == [[0, 2], [1]]
    linked = Listing(OTHER, links=link("https://a.org/x"))
    listings = [Listing(LONG), Listing(LONG, links=linked.links), linked]
    assert groups(listings, answer(*places, same=False)) == [[0], [1, 2]]


def test_nothing_joins_by_a_roundabout_way_what_is_different() -> None:
    bridge = Listing(LONG, links=link("https://a.org/x"))
    listings = [Listing(LONG), bridge, Listing(OTHER, links=bridge.links)]
    assert groups(listings) == [[0, 1, 2]]
    assert sorted(map(len, groups(listings, said(Listing(LONG), Listing(OTHER), same=False)))) == [1, 2]


def test_the_later_answer_holds() -> None:
    listings = [Listing(LONG), Listing(OTHER), Listing(THIRD)]
    yes, no = said(LONG, OTHER, same=True, at=1), said(LONG, OTHER, same=False, at=2)
    assert groups(listings, yes, no) == [[0], [1], [2]]
    assert groups(listings, no, replace(yes, updated_at=no.updated_at)) == [[0, 1], [2]]
    apart = said(LONG, THIRD, same=False, at=1)
    chain = [said(LONG, OTHER, same=True, at=2), said(OTHER, THIRD, same=True, at=3)]
    assert groups(listings, apart, *chain) == [[0, 1, 2]]
    assert groups(listings, *chain, replace(apart, updated_at="2026-01-01T00:00:09+00:00")) == [[0], [1, 2]]


def test_an_answer_outlives_a_new_title_and_a_new_link() -> None:
    one = Listing("Scalling Very Large Things", links=link("https://a.org/x"))
    yes = said(one, OTHER, same=True)
    assert groups([replace(one, title=LONG), Listing(OTHER)], yes) == [[0, 1]]
    assert groups([replace(one, links=link("https://b.org/y")), Listing(OTHER)], yes) == [[0, 1]]


def test_another_work_with_the_same_title_is_not_drawn_in() -> None:
    mine = Listing(LONG, year=2019, links=link("https://arxiv.org/abs/1904.03257"))
    yes = said(mine, OTHER, same=True)
    assert groups([mine, Listing(OTHER), Listing(LONG, year=2002)], yes) == [[0, 1], [2]]


def test_an_answer_about_nothing_that_is_there_does_nothing() -> None:
    assert groups([Listing(LONG)], said(OTHER, THIRD, same=True), said(OTHER, LONG, same=False)) == [[0]]
    assert groups([Listing(LONG)], Answer("none", ("title:x",), ("title:y",), None)) == [[0]]


def test_sides_take_the_surest_name_and_shared_ones_tell_nothing() -> None:
    told = answer(("arxiv:1", "title:t"), ("url:u", "title:t"), same=False)
    users = {"arxiv:1": ["a"], "url:u": ["b", "a"], "title:t": ["a", "b", "c"]}
    assert sides(told, users) == (["a"], ["b"])
    assert sides(answer(("title:t",), ("title:t", "url:u"), same=False), users) == (["c"], ["a", "b"])


def test_in_time_is_newest_first_without_taken_back_answers() -> None:
    old, new = said(LONG, OTHER, same=True, at=1), said(LONG, THIRD, same=True, at=2)
    assert in_time([new, replace(old, same=None), old]) == [new, old]


# -- papers -------------------------------------------------------------------------------------------------


def test_a_joined_paper_knows_its_parts() -> None:
    whole = catalog([Listing(LONG), Listing(OTHER)], said(LONG, OTHER, same=True))
    (paper,) = whole.papers.values()
    assert paper.parts == (aliases_of([Listing(LONG)]), aliases_of([Listing(OTHER)]))
    assert set(paper.aliases) == {alias for part in paper.parts for alias in part}


def test_the_side_that_keeps_the_record_keeps_the_key() -> None:
    places = [(place_alias(f"doc{n}", LONG),) for n in range(2)]
    for kept in (0, 1):
        whole = catalog([Listing(LONG)] * 2, answer(places[kept], places[1 - kept], same=False))
        holder = whole.placements[PaperKey("scaling-very-large-things")]
        assert [place.document for place in holder] == [f"doc{kept}"]
        assert [places[0].document for places in whole.placements.values()] == ["doc0", "doc1"]


def test_all_papers_of_one_short_title_have_keys_of_their_own() -> None:
    assert len(catalog([Listing("Attention")] * 5).papers) == 5


def test_a_paper_is_known_in_answers_by_what_only_it_has() -> None:
    whole = catalog([Listing("Attention"), Listing("Attention"), Listing(LONG, links=link("https://a.org/x"))])
    names = [answer_aliases(whole, key) for key in whole.papers]
    assert names == [("in:doc0#attention",), ("in:doc1#attention",), ("url:a.org/x", "title:scalingverylargethings")]
    merged = catalog([Listing("Attention"), Listing("Attention")], answer(names[0], names[1], same=True))
    assert len(merged.papers) == 1


TITLES = st.sampled_from([LONG, OTHER, THIRD, "Foo: " + LONG, "Attention"])
LISTINGS = st.builds(
    lambda title, year, url: Listing(title, year=year, links=link(f"https://a.org/{url}") if url else ()),
    TITLES,
    st.sampled_from([None, None, 2010, 2019]),
    st.sampled_from(["", "", "x", "y"]),
)
ANSWERS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.booleans()), max_size=5)


@settings(max_examples=150, deadline=None)
@given(st.lists(LISTINGS, min_size=2, max_size=6), ANSWERS)
def test_the_newest_answer_always_holds_and_no_listing_is_lost(
    listings: list[Listing], told: list[tuple[int, int, bool]]
) -> None:
    answers = []
    for at, (first, second, same) in enumerate(told):
        one, other = first % len(listings), second % len(listings)
        if one != other:
            names = [(place_alias(f"doc{n}", listings[n].title),) for n in (one, other)]
            answers.append(
                ((one, other, same), replace(answer(*names, same=same), updated_at=f"2026-01-01T00:00:{at:02}"))
            )
    found = groups(listings, *(each for _, each in answers))
    assert sorted(index for own in found for index in own) == list(range(len(listings)))
    if answers:
        one, other, same = answers[-1][0]
        assert any({one, other} <= set(own) for own in found) == same
