"""Which listings are one paper: pairs that must meet, near misses that must stay apart."""

import time

import pytest

from mlsys_tui.domain import aliases, identity
from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.paper import Link, LinkKind, PaperKey
from mlsys_tui.domain.reading_list import Listing
from tests.helpers import seed_documents


def together(*listings: Listing, documents: tuple[str, ...] | None = None) -> bool:
    return len(identity.group(listings, documents or tuple(f"doc{i}" for i in range(len(listings))))) == 1


def link(url: str, kind: LinkKind = LinkKind.PAPER) -> tuple[Link, ...]:
    return (Link(url, kind),)


LONG = "Scaling Very Large Things with Care"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Listing("Foo: Fast and Easy Things"), Listing("Foo fast and easy things")),
        (Listing("Foo: An Optimizing Compiler"), Listing("An Optimizing Compiler", name="Foo")),
        (Listing("DistBelief Large Scale Networks"), Listing("Large Scale Networks")),
        (Listing("Tux²: Distributed Graph Things"), Listing("Tux2: distributed graph-things")),
        (Listing("A Thing", links=link("https://arxiv.org/abs/1904.03257")),
         Listing("Another Thing", links=link("http://arxiv.org/pdf/1904.03257v2.pdf"))),
        (Listing("A Thing", links=link("https://doi.org/10.1145/3447786.3456245")),
         Listing("Another", links=link("https://dl.acm.org/doi/abs/10.1145/3447786.3456245"))),
        (Listing("A Thing", links=link("https://www.a.org/x.pdf#page=2")), Listing("Another", links=link("http://a.org/x.pdf"))),
        (Listing(LONG, year=2018), Listing(LONG, year=2019)),
        (Listing(LONG, authors=("Ann Lee", "Bo Kim")), Listing(LONG, authors=("A. Lee",))),
        (Listing(LONG, links=link("https://arxiv.org/abs/1904.03257")), Listing(LONG, links=link("https://a.org/x.pdf"))),
    ],
)  # fmt: skip
def test_one_paper(one: Listing, other: Listing) -> None:
    assert together(one, other)
    assert together(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Listing("Foo: An Optimizing Compiler"), Listing("Bar: An Optimizing Compiler")),
        (Listing("Foo: An Optimizing Compiler"), Listing("An Optimizing Compiler", name="Bar")),
        (Listing("GPU Cluster Scheduling Done Right"), Listing("Cluster Scheduling Done Right")),
        (Listing("Foo: Memory Things for Models"), Listing("Foo-Infinity: Memory Things for Models")),
        (Listing("MLPerf Training Benchmark"), Listing("MLPerf Inference Benchmark")),
        (Listing("Attention"), Listing("Attention")),
        (Listing(LONG, year=2010), Listing(LONG, year=2019)),
        (Listing(LONG, authors=("Ann Lee",)), Listing(LONG, authors=("Cy Park",))),
        (Listing(LONG, links=link("https://arxiv.org/abs/1904.03257")), Listing(LONG, links=link("https://arxiv.org/abs/2001.00001"))),
        (Listing("A Thing", links=link("https://github.com/a/b", LinkKind.CODE)),
         Listing("Another", links=link("https://github.com/a/b", LinkKind.CODE))),
        (Listing("A Thing", links=link("https://a.org/")), Listing("Another", links=link("https://a.org"))),
    ],
)  # fmt: skip
def test_two_papers(one: Listing, other: Listing) -> None:
    assert not together(one, other)
    assert not together(other, one)


def test_an_address_that_one_document_gives_to_several_titles_is_no_evidence() -> None:
    page = link("https://a.org/proceedings")
    first, second = Listing("One Good Long Title", links=page), Listing("Two Good Long Titles", links=page)
    assert not together(first, second, documents=("d", "d"))
    assert together(first, second, documents=("d", "e"))


def test_contrary_evidence_counts_for_all_that_has_joined() -> None:
    old, undated, new = Listing(LONG, year=2009), Listing(LONG), Listing(LONG, year=2019)
    assert sorted(map(len, identity.group([old, undated, new], ["a", "b", "c"]))) == [1, 2]


def test_a_bad_address_is_no_evidence() -> None:
    assert aliases.cleaned_url("http://[bad") is None


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    return build(seed_documents())


def keys(catalog: Catalog, *words: str) -> set[PaperKey]:
    """The papers that have a listing with one of these titles."""
    wanted = {aliases.compact(title) for title in words}
    return {
        key
        for key, places in catalog.placements.items()
        if any(aliases.compact(place.listing.title) in wanted for place in places)
    }


def test_numbers_of_the_shipped_lists(shipped: Catalog) -> None:
    places = shipped.placements.values()
    assert sum(map(len, places)) == 224
    assert len(shipped.papers) == 163  # the two PipeDream titles differ, so they stay two papers
    assert sum(len(each) > 1 for each in places) == 42
    assert len(shipped.lists) == 4


@pytest.mark.parametrize(
    "titles",
    [
        ("MLSys: The Frontier of Machine Learning Systems", "SysML: The New Frontier of Machine Learning Systems"),
        ("Horovod: fast and easy distributed deep learning in TensorFlow",
         "Horovod fast and easy distributed deep learning in TensorFlow"),
        ("An Automated End-to-End Optimizing Compiler for Deep Learning",
         "TVM: An Automated End-to-End Optimizing Compiler for Deep Learning"),
        ("A Low-Latency Online Prediction Serving System", "Clipper: A Low-Latency Online Prediction Serving System"),
        ("DistBelief Large Scale Distributed Deep Networks", "Large Scale Distributed Deep Networks"),
    ],
)  # fmt: skip
def test_shipped_pairs_meet(shipped: Catalog, titles: tuple[str, ...]) -> None:
    assert len(keys(shipped, *titles)) == 1


@pytest.mark.parametrize(
    "titles",
    [
        ("Automatically Scheduling Halide Image Processing Pipelines",
         "Differentiable Programming for Image Processing and Deep Learning in Halide",
         "Halide: A Language and Compiler for Optimizing Parallelism, Locality, and Recomputation in Image Processing Pipelines",
         "Interstellar: Using Halide’s Scheduling Language to Analyze DNN Accelerators"),
        ("ZeRO: Memory Optimizations Toward Training Trillion Parameter Models",
         "ZeRO-Infinity: Breaking the GPU Memory Wall for Extreme Scale Deep Learning"),
        ("MLPerf Training Benchmark", "MLPerf Inference Benchmark"),
        ("Ray: A Distributed Framework for Emerging AI Applications", "Real-Time Machine Learning: The Missing Pieces"),
        ("PyTorch: An Imperative Style, High-Performance Deep Learning Library", "Automatic differentiation in PyTorch"),
        ("Dryad: Distributed Data-Parallel Programs from Sequential Building Blocks",
         "Distributed Data-Parallel Computing Using a High-Level Programming Language"),
    ],
)  # fmt: skip
def test_shipped_traps_stay_apart(shipped: Catalog, titles: tuple[str, ...]) -> None:
    assert len(keys(shipped, *titles)) == len(titles)


def labelled(url: str, label: str, kind: LinkKind = LinkKind.PAPER) -> Link:
    return Link(url, kind, label)


def test_a_link_that_is_about_another_paper_is_no_evidence() -> None:
    bar = "https://arxiv.org/abs/2302.00002"
    one = Listing(
        "Foo: A Fine Long Title", links=(*link("https://arxiv.org/abs/2301.00001"), labelled(bar, "Bar: The Other"))
    )
    assert not together(one, Listing("Bar: The Other Title", links=link(bar)))


def test_a_labelled_page_is_no_evidence_but_a_labelled_pdf_is() -> None:
    page = labelled("https://www.deepspeed.ai/training", "website", LinkKind.PAGE)
    assert not together(Listing("ZeRO: A Long Title", links=(page,)), Listing("Offload: Other Title", links=(page,)))
    pdf = labelled("https://a.org/x.pdf", "Paper (PDF)", LinkKind.PDF)
    assert together(Listing("ZeRO: A Long Title", links=(pdf,)), Listing("A Retitled Thing", links=(pdf,)))


def test_an_address_does_not_join_what_arxiv_ids_keep_apart() -> None:
    page = "https://a.org/both"
    one = Listing("One Long Title", links=(*link(page), *link("https://arxiv.org/abs/2301.00001")))
    other = Listing("Two Long Titles", links=(*link(page), *link("https://arxiv.org/abs/2302.00002")))
    assert not together(one, other)


def test_a_nameless_title_joins_only_one_of_two_names() -> None:
    listings = [
        Listing("Alpha: An Optimizing Compiler"),
        Listing("An Optimizing Compiler"),
        Listing("Beta: An Optimizing Compiler"),
    ]
    assert sorted(map(len, identity.group(listings, ["a", "b", "c"]))) == [1, 2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://doi.org/10.48550/arXiv.1904.03257", "https://arxiv.org/abs/1904.03257"),
        ("https://huggingface.co/papers/1904.03257", "https://arxiv.org/pdf/1904.03257v1"),
        ("https://openreview.net/forum?id=r1gs9JgRZ", "https://openreview.net/pdf?id=r1gs9JgRZ"),
        ("https://papers.nips.cc/paper/2012/hash/6aca97005c68f1206823815f66102863-Abstract.html",
         "https://proceedings.neurips.cc/paper/2012/file/6aca97005c68f1206823815f66102863-Paper.pdf"),
    ],
)  # fmt: skip
def test_two_addresses_of_one_paper(one: str, other: str) -> None:
    assert together(Listing("A Thing", links=link(one)), Listing("Another", links=link(other)))


def test_c_and_c_plus_plus_are_two_things() -> None:
    assert len({aliases.compact(f"{name} for Machine Learning") for name in ("C", "C++", "C#")}) == 3


def test_many_works_of_one_title_cost_no_square() -> None:
    """Five times the works may take at most twelve times as long (25 would be the square)."""

    def seconds(count: int, run: int) -> float:
        # Other names in each run: folded names are remembered.
        listings = [Listing(LONG, authors=(f"Ann Lee{n} {run}", f"Bo Kim{n} {run}")) for n in range(count)]
        documents = [str(n) for n in range(count)]
        start = time.process_time()
        identity.group(listings, documents)
        return time.process_time() - start

    assert min(seconds(2500, run) for run in range(2)) < 12 * min(seconds(500, run) for run in range(2, 5))
