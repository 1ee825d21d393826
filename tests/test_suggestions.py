"""Which papers may be one: pairs that must be suggested, near misses that must not, and what holds for all."""

import os
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsys_tui.domain.answers import answer
from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.notebook import Answer
from mlsys_tui.domain.paper import Link, LinkKind
from mlsys_tui.domain.reading_list import Document, Listing, Section
from mlsys_tui.suggestions.search import Suggestion, suggest
from tests.helpers import ROOT, seed_documents

SHARED_LISTS = ROOT.parent / "shared" / "lists"


def catalog(*listings: Listing, answers: tuple[Answer, ...] = ()) -> Catalog:
    """A document for each listing."""
    return build(
        [Document(f"{n}.md", sections=(Section(("All",), listings=(one,)),)) for n, one in enumerate(listings)], answers
    )


def suggestion(one: Listing | str, other: Listing | str) -> Suggestion | None:
    listings = (Listing(each) if isinstance(each, str) else each for each in (one, other))
    found = suggest(catalog(*listings))
    return found[0] if found else None


def arxiv(number: str) -> tuple[Link, ...]:
    return (Link(f"https://arxiv.org/abs/{number}", LinkKind.PAPER),)


SERVER = "Scaling Distributed Machine Learning with the Parameter Server"


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (SERVER, "Scaling Distributde Machine Learning with the Parameter Server", "letters"),
        (SERVER, "Scaling Distributed Machine Learning with Parameter Servers", "ending"),
        (SERVER, "Scaling Distributed ML with the Parameter Server", "say the same"),
        (SERVER, "Scaling Distributed Machine Learning with a Parameter Server", "small words"),
        (SERVER, f"{SERVER} (Extended Abstract)", "say the same"),
        (SERVER, f"{SERVER}, Extended Version", "extended version"),
        (SERVER, "Scaling Distributed Machine Learning with the Param", "cut off in a word"),
        (SERVER, "Scaling Distributed Machine Learning with the", "cut off after “the”"),
        (SERVER, f"TODO {SERVER}", "say the same"),
        (SERVER, f"PS: {SERVER.replace('Scaling', 'Scalng')}", "lacks the short name “PS”"),
        ("Computer Networks and Their Servers", "Computer Networks and Their Servers, 5th Edition", "say the same"),
        ("Swift Gradient Compression at Scale: How to Send Less", "Swift Gradient Compression at Scale", "subtitle"),
        ("Swift Gradient Compression of Large Models on Slow Networks",
         "Swift Gradient Compression of Large Models on Slow Networks with Sketches", "goes on with “with sketches”"),
        ("Removing Gradient Bloat from Large Model Training", "Reducing Gradient Bloat in Large Model Training", "reducing"),
        ("FastPipe: Balanced Pipelines for Training Giant Networks", "FastPipes: Balanced Pipelines for Training Giant Networks",
         "short names “FastPipe” and “FastPipes”"),
        ("FastPipe: Balanced Pipelines for Training Networks", "FastPipe: Training Networks with Efficient, Balanced Pipelines",
         "both are called FastPipe"),
        ("FastPipe: Balanced Pipelines for Training Networks", "FastPipe", "only the name “FastPipe”"),
        ("Prefill-Aware Length-Aware Model Serving", "Length-Aware Prefill-Aware Model Serving", "another order"),
        (Listing("Fast Gradient Compression of Large Models on Slow Networks", authors=("Ann Lee", "Bo Kim")),
         Listing("Quick Gradient Compression of Large Models on Slow Networks", authors=("Bo Kim", "Ann Lee")), "both by"),
        (Listing(SERVER, authors=("Ann Lee",), year=2009), Listing(f"{SERVER}s", authors=("Ann Lee",), year=2014), "5 years apart"),
    ],
)  # fmt: skip
def test_maybe_the_same(one: Listing | str, other: Listing | str, why: str) -> None:
    found = suggestion(one, other)
    assert found is not None
    assert why in found.why
    assert 60 <= found.score <= 100
    back = suggestion(other, one)
    assert back is not None
    assert (back.score, back.why) == (found.score, found.why)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("FlashAttention-2: Faster Attention with Better Parallelism", "FlashAttention-3: Faster Attention with Better Parallelism"),
        ("FlashAttention: Fast and Exact Attention with Blocks", "FlashAttention-2: Fast and Exact Attention with Blocks"),
        ("SnapKV: Models Know What You Look For", "SnapKV-2: Models Know What You Look For"),
        ("The Long Art of Scheduling Jobs, Part I", "The Long Art of Scheduling Jobs, Part II"),
        ("The Long Art of Scheduling Jobs", "The Long Art of Scheduling Jobs Part II"),
        ("The Long Art of Scheduling Jobs v2", "The Long Art of Scheduling Jobs v3"),
        ("A Description of the Fortran Language Version 4", "A Description of the Fortran Language Version 5"),
        ("SmoothThing: Accurate Quantization of Large Things", "SmoothThing+: Accurate Quantization of Large Things"),
        ("Compiling Large Programs in C", "Compiling Large Programs in C++"),
        ("Qwen2 Technical Report", "Qwen3 Technical Report"),
        ("GPT-4 Technical Report", "Phi-4 Technical Report"),
        ("MLPerf Training Benchmark", "MLPerf Inference Benchmark"),
        ("Asynchronous Training of Deep Networks", "Synchronous Training of Deep Networks"),
        ("Learning with Supervised Signals in Systems", "Learning with Unsupervised Signals in Systems"),
        ("Things of the Past: Centralized Stores Work Well", "Things of the Past: Decentralized Stores Work Well"),
        ("Attention Is All You Need", "Attention Is All You Need Revisited"),
        ("Attention Is All You Need", "Attention Is All You Need But You Do Not Need All Of It For Inference"),
        ("Accelerating Large Language Models", "Accelerating Large Language Models with Early Exits"),
        ("Lottery Scheduling: Flexible Proportional-Share Management", "Stride Scheduling: Deterministic Proportional-Share Management"),
        ("Low-Latency Model Serving for Dynamic Workloads", "Low-latency model serving powered by SpeedLib"),
        ("Principles of Computer System Design", "Hints and Principles for Computer System Design"),
        ("Gemini", "Gemini: A Family of Highly Capable Models"),
        ("Lecture Slides", "Lecture Slides"),
        (Listing(SERVER, links=arxiv("1904.03257")), Listing(f"{SERVER}s", links=arxiv("2001.00001"))),
        (Listing(SERVER, authors=("Ann Lee", "Bo Kim")), Listing(f"{SERVER}s", authors=("Cy Park",))),
        (Listing(SERVER, year=2010), Listing(f"{SERVER}s", year=2014)),
        (Listing("Fast Gradient Compression of Large Models on Networks", links=arxiv("1604.03257")),
         Listing("Fast Gradient Compression of Large Models on Networks with Sketches", year=2023)),
    ],
)  # fmt: skip
def test_not_the_same(one: Listing | str, other: Listing | str) -> None:
    assert suggestion(one, other) is None
    assert suggestion(other, one) is None


def test_a_word_in_use_is_not_misspelt() -> None:
    words = ("Testing the Model of Parallel Systems", "Testing the Modal of Parallel Systems")
    assert suggestion(*words) is not None
    others = ("One Modal Logic for Nets", "Two Modal Logics, Compared", "A Model for All", "Some Model of Nothing")
    found = suggest(catalog(*map(Listing, (*words, *others))))
    assert not any("modal" in each.why for each in found)


def test_a_name_that_many_have_is_a_label() -> None:
    titles = [
        f"{word} Tokens with Trees and Other {word} Ideas for Decoding" for word in "Alpha Beta Gamma Delta Eta".split()
    ]
    assert suggest(catalog(*(Listing(title, name="Speculative Decoding") for title in titles))) == []


def test_the_shipped_lists() -> None:
    """The two PipeDream papers, which DESIGN keeps apart, and nothing that is plainly wrong."""
    found = suggest(build(seed_documents()))
    assert [pair for pair in found if "PipeDream" in pair.why]
    assert len(found) <= 5


@pytest.mark.skipif(not SHARED_LISTS.is_dir(), reason="../shared/lists is not on this machine")
def test_real_lists_give_few_suggestions() -> None:
    from mlsys_tui.loading import parse_file  # noqa: PLC0415

    documents = [parse_file(path) for path in sorted(SHARED_LISTS.iterdir()) if path.name != "SOURCES.md"]
    whole = build([*seed_documents(), *documents])
    assert len(suggest(whole)) <= 4 + len(whole.papers) // 40


# -- what holds for all -------------------------------------------------------------------------------------

WORDS = "fast gradient compression large model training gpu cluster scheduling slow networks of the with".split()
titles = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
names = st.sampled_from(["", "", "Foo: ", "FooBar: ", "FooBar-2: "])
listings = st.builds(
    lambda name, title, year, authors, number: Listing(
        name + title, year=year, authors=authors, links=arxiv(f"2001.0000{number}") if number else ()
    ),
    names,
    titles,
    st.sampled_from([None, None, 2012, 2019]),
    st.sampled_from([(), (), ("Ann Lee",), ("Bo Kim", "Ann Lee")]),
    st.sampled_from([0, 0, 0, 1, 2]),
)
many = st.lists(listings, min_size=2, max_size=14)
EXAMPLES = settings(max_examples=int(os.environ.get("EXAMPLES", "60")), deadline=None)


def pairs(found: list[Suggestion], of: Catalog) -> set[frozenset[str]]:
    """The suggested pairs by documents, which are the same in any order."""
    documents = {key: ",".join(sorted(place.document for place in places)) for key, places in of.placements.items()}
    return {frozenset((documents[each.one], documents[each.other])) for each in found}


@EXAMPLES
@given(many)
def test_no_suggestion_for_one_paper_and_each_pair_once(given_listings: list[Listing]) -> None:
    whole = catalog(*given_listings)
    found = suggest(whole)
    order = list(whole.papers)
    assert all(order.index(each.one) < order.index(each.other) for each in found)
    assert len({(each.one, each.other) for each in found}) == len(found)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


@EXAMPLES
@given(many, st.integers(0, 99))
def test_order_of_documents_makes_no_difference(given_listings: list[Listing], seed: int) -> None:
    documents = [
        Document(f"{n}.md", sections=(Section(("All",), listings=(one,)),)) for n, one in enumerate(given_listings)
    ]
    forth = build(documents)
    random.Random(seed).shuffle(documents)
    back = build(documents)
    if {tuple(sorted(p.document for p in places)) for places in forth.placements.values()} == {
        tuple(sorted(p.document for p in places)) for places in back.placements.values()
    }:
        assert pairs(suggest(forth), forth) == pairs(suggest(back), back)


@EXAMPLES
@given(many, st.integers(0, 99))
def test_refusing_removes_exactly_that_pair(given_listings: list[Listing], choice: int) -> None:
    whole = catalog(*given_listings)
    found = suggest(whole)
    if not found:
        return
    from mlsys_tui.domain.answers import answer_aliases  # noqa: PLC0415

    refused = found[choice % len(found)]
    one, other = (answer_aliases(whole, key) for key in (refused.one, refused.other))
    no = answer(one, other, same=False)
    assert pairs(suggest(whole, [no]), whole) == pairs(found, whole) - pairs([refused], whole)


@EXAMPLES
@given(many, st.integers(0, 99))
def test_accepting_makes_one_paper_of_exactly_two(given_listings: list[Listing], choice: int) -> None:
    whole = catalog(*given_listings)
    found = suggest(whole)
    if not found:
        return
    from mlsys_tui.domain.answers import answer_aliases  # noqa: PLC0415

    taken = found[choice % len(found)]
    one, other = (answer_aliases(whole, key) for key in (taken.one, taken.other))
    merged = catalog(*given_listings, answers=(answer(one, other, same=True),))
    expected = {frozenset(place.document for place in places) for places in whole.placements.values()}
    parts = [frozenset(place.document for place in whole.placements[key]) for key in (taken.one, taken.other)]
    assert {frozenset(place.document for place in places) for places in merged.placements.values()} == (
        expected - set(parts) | {parts[0] | parts[1]}
    )
