"""One item at a time: the dialects' ways to write a paper, on papers that are in none of the shipped lists."""

import pytest

from mlsys_tui.domain.paper import LinkKind
from mlsys_tui.parsing.reader import read
from tests.helpers import item, one


def test_name_linked_before_the_title() -> None:
    listing = item(
        "[vLLM](https://arxiv.org/abs/2309.06180). Efficient Memory Management for Serving. Woosuk Kwon, Ion Stoica. SOSP 2023."
    )
    assert (listing.name, listing.title) == ("vLLM", "Efficient Memory Management for Serving")
    assert listing.authors == ("Woosuk Kwon", "Ion Stoica")
    assert (listing.venue, listing.year) == ("SOSP", 2023)
    assert [(link.url, link.kind) for link in listing.links] == [("https://arxiv.org/abs/2309.06180", LinkKind.PAPER)]


def test_a_title_wrapped_over_lines_is_one() -> None:
    listing = one("- [X](https://a.org/x.pdf). A Very Long Title about\nSystems that Goes on. OSDI 2020.\n")
    assert listing.title == "A Very Long Title about Systems that Goes on"


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("TVM. An Optimizing Compiler for Things. OSDI 2018.", "TVM", "An Optimizing Compiler for Things"),
        ("Zero.ZeRO: Memory Things for Models. SC 2020.", "Zero", "ZeRO: Memory Things for Models"),
        ("tf.data. tf.data: A Framework for Data. VLDB 2021.", "tf.data", "tf.data: A Framework for Data"),
        ("tf.data: A Framework for Data. VLDB 2021.", None, "tf.data: A Framework for Data"),
        ("MxNet MXNet: A Flexible Library (NIPS 2016)", "MxNet", "MXNet: A Flexible Library"),
        ("PyTorch Automatic differentiation in PyTorch", "PyTorch", "Automatic differentiation in PyTorch"),
        ("DistBelief Large Scale Deep Networks", None, "DistBelief Large Scale Deep Networks"),
        ("GPU Memory Management on the GPU", None, "GPU Memory Management on the GPU"),
        ("Is RPC Appropriate? Deep Learning on RDMA (EUROSYS’19)", None, "Is RPC Appropriate? Deep Learning on RDMA"),
        (
            "Megatron-LM vs. DeepSpeed: A Comparison of Systems",
            None,
            "Megatron-LM vs. DeepSpeed: A Comparison of Systems",
        ),
    ],
)
def test_short_names(text: str, name: str | None, title: str) -> None:
    listing = item(text)
    assert (listing.name, listing.title) == (name, title)


@pytest.mark.parametrize(
    ("text", "authors", "title"),
    [
        ("Foo. Ann Lee, Bo Kim, Cy Park. Foo: Making Things Fast. OSDI 2020.", ("Ann Lee", "Bo Kim", "Cy Park"),
         "Foo: Making Things Fast"),
        ("Foo. The Foo Compiler. Lee, Ann and Kim, Bo and Park, Cy. PLDI 2017.", ("Ann Lee", "Bo Kim", "Cy Park"),
         "The Foo Compiler"),
        ("Foo. Foo: Fast Things for Everybody Ann Lee, Bo Kim, Cy Park. NeurIPS 2021.", ("Ann Lee", "Bo Kim", "Cy Park"),
         "Foo: Fast Things for Everybody"),
        ("Foo. Foo: Fast Things for Everybody Ann B. Lee, Bo Kim, Cy Park. NeurIPS 2021.",
         ("Ann B. Lee", "Bo Kim", "Cy Park"), "Foo: Fast Things for Everybody"),
        ("Foo. Foo: fast and easy. Ann Lee and Bo del Balso, arXiv 2018.", ("Ann Lee", "Bo del Balso"), "Foo: fast and easy"),
        ("Foo. Some Title of Things. Ann Lee*, Bo-Gon Chun†, and J. S. Park. ATC 2018.",
         ("Ann Lee", "Bo-Gon Chun", "J. S. Park"), "Some Title of Things"),
        ("Foo. Framework-Agnostic, High-Performance, and Scalable Abstractions. 2018.", (),
         "Framework-Agnostic, High-Performance, and Scalable Abstractions"),
    ],
)  # fmt: skip
def test_authors_wherever_they_stand(text: str, authors: tuple[str, ...], title: str) -> None:
    listing = item(text)
    assert (listing.authors, listing.title) == (authors, title)


@pytest.mark.parametrize(
    ("text", "venue", "year", "remark"),
    [
        ("Some Good Title (ASPLOS’17)", "ASPLOS", 2017, None),
        ("Some Good Title (OSDI 2018)", "OSDI", 2018, None),
        ("Some Good Title (HotOS'19)", "HotOS", 2019, None),
        ("Some Good Title (EuroSys18)", "EuroSys", 2018, None),
        ("Some Good Title (ATC 19, git link)", "ATC", 2019, "git link"),
        ("Some Good Title (sigmod 09)", "sigmod", 2009, None),
        ("Some Good Title (OSDI)", "OSDI", None, None),
        ("Some Good Title (SysML’19 PyTorch for graphs)", "SysML", 2019, "PyTorch for graphs"),
        ("Some Good Title (MLSys 2019, from Google, a survey)", "MLSys", 2019, "from Google, a survey"),
        ("Some Good Title (A survey for reference)", None, None, "A survey for reference"),
        ("Some Good Title [Best Paper Award, DAC’21]", "DAC", 2021, "Best Paper Award"),
        ("Some Good Title. Ann Lee, Bo Kim. 2018.", None, 2018, None),
        ("Some Good Title. Ann Lee, Bo Kim. OSDI 2022. (patented)", "OSDI", 2022, "patented"),
        ("Some Good Title. NeurIPS 2020 (Spotlight).", "NeurIPS", 2020, "Spotlight"),
        ("[NSDI '24] Some Good Title", "NSDI", 2024, None),
        ("[This is not a research paper] Some-Good-whitepaper", None, None, "This is not a research paper"),
        ("[Some Good Title [ICLR’18\\]](https://a.org/x)", "ICLR", 2018, None),
        ("[Some Good Title [Blog post\\]](https://a.org/x)", None, None, "Blog post"),
        ("[Some Good Title](https://a.org/x) (VLDB 09)", "VLDB", 2009, None),
        ("[Some Good Title](https://a.org/x) Ann Lee, Bo Kim. USENIX ATC 2021", "USENIX ATC", 2021, None),
    ],
)
def test_venue_year_and_remark(text: str, venue: str | None, year: int | None, remark: str | None) -> None:
    listing = item(text)
    assert (listing.venue, listing.year, listing.remark) == (venue, year, remark)
    assert listing.title.startswith("Some") and "(" not in listing.title and "[" not in listing.title


def test_a_sentence_round_a_link_is_a_remark() -> None:
    listing = item("Read Chapter 1 of [*A Good Book*](https://a.org/book). You need the library.")
    assert (listing.title, listing.remark) == ("A Good Book", "Read Chapter 1 of … You need the library.")
    listing = item("Ann Lee’s [writing good reviews](https://a.org/x.pdf) will help you.")
    assert (listing.title, listing.remark) == ("writing good reviews", "Ann Lee’s … will help you.")


def test_a_link_in_the_middle_of_a_title_is_part_of_it() -> None:
    assert (
        item("Intel [nGraph An Intermediate Thing](https://a.org/x.pdf)").title == "Intel nGraph An Intermediate Thing"
    )


def test_links_that_name_their_kind_belong_to_the_title() -> None:
    listing = item(
        "Some Good Title [[pdf](https://a.org/x.pdf)] [[code](https://github.com/a/b)] [slides](https://a.org/s)"
    )
    assert listing.title == "Some Good Title"
    assert [link.kind for link in listing.links] == [LinkKind.PDF, LinkKind.CODE, LinkKind.SLIDES]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("[x] [Some Good Title](https://a.org/x)", True),
        ("- [X] [Some Good Title](https://a.org/x)", True),
        ("- [ ] [Some Good Title](https://a.org/x)", False),
        ("~~[Some Good Title](https://a.org/x)~~", True),
        ("~~Some Good Title~~", True),
        ("[Some Good Title](https://a.org/x)", None),
    ],
)
def test_marks(text: str, read: bool | None) -> None:
    listing = item(text)
    assert (listing.title, listing.read) == ("Some Good Title", read)


def test_mojibake_is_mended_and_real_accents_are_kept() -> None:
    listing = item("Foo. Foo: A Thing for Everybody. Mart√≠n Abadi, José Núñez, 김철수 Kim. OSDI 2016.")
    assert listing.authors[:2] == ("Martín Abadi", "José Núñez")


def test_markup_and_escape_codes_become_harmless_text() -> None:
    listing = item("Ring [/] Attention [bold]with\x1b]52;c;aGk=\x07 codes\x1b[31m\u202e and more (OSDI 2020)")
    assert listing.title == "Ring [/] Attention [bold]with codes and more"


@pytest.mark.parametrize(
    ("text", "authors", "venue", "year"),
    [
        ("Attention for Everybody. Vaswani et al. NeurIPS 2017.", ("Vaswani",), "NeurIPS", 2017),
        ("The Bitter Lesson. Rich Sutton. 2019.", ("Rich Sutton",), None, 2019),
        ("N. P. Jouppi et al. In-Datacenter Performance Analysis. ISCA 2017.", ("N. P. Jouppi",), "ISCA", 2017),
        ("A Good Title of Things. Ann Lee, Bo Kim. In Proceedings of NSDI 2023.", ("Ann Lee", "Bo Kim"), "NSDI", 2023),
        ("A Good Title of Things. Ann Lee, Bo Kim. OSDI '20. Best Paper.", ("Ann Lee", "Bo Kim"), "OSDI", 2020),
        ("A Good Title of Things. Ann Lee (NVIDIA), Bo Kim (SNU). SC 2021.", ("Ann Lee", "Bo Kim"), "SC", 2021),
        (
            "A Good Title of Things, Ann Lee, Bo Kim, and Cy Park, OSDI 2020",
            ("Ann Lee", "Bo Kim", "Cy Park"),
            "OSDI",
            2020,
        ),
        ('Ann Lee, Bo Kim. "A Good Title of Things." OSDI 2020.', ("Ann Lee", "Bo Kim"), "OSDI", 2020),
        ("[A Good Title](https://a.org/x), Ann Lee, Bo Kim, OSDI 2020", ("Ann Lee", "Bo Kim"), "OSDI", 2020),
        ("[A Good Title](https://a.org/x) by Ann Lee and Bo Kim (OSDI'20)", ("Ann Lee", "Bo Kim"), "OSDI", 2020),
        ("[Foo](https://a.org/x): Faster Things for All. Tri Dao. ICLR 2024.", ("Tri Dao",), "ICLR", 2024),
        ("Multi Tensors<br>Ann Lee, Bo Kim<br>OSDI 2020", ("Ann Lee", "Bo Kim"), "OSDI", 2020),
        ("대규모 딥러닝 시스템. 김철수, 이영희, 박민수. OSDI 2022.", ("김철수", "이영희", "박민수"), "OSDI", 2022),
        ("Sparse Kernels, Dense Layers, Tensor Cores (OSDI'22)", (), "OSDI", 2022),
    ],
)
def test_more_ways_to_name_authors(text: str, authors: tuple[str, ...], venue: str | None, year: int) -> None:
    listing = item(text)
    assert (listing.authors, listing.venue, listing.year) == (authors, venue, year)


@pytest.mark.parametrize(
    "text",
    [
        "Some Good Title [[OSDI'20](https://a.org/x)]",
        "Some Good Title ([OSDI'20](https://a.org/x))",
        "Some Good Title (OSDI'20) ([pdf](https://a.org/x), [slides](https://a.org/s))",
        "Some Good Title | OSDI'20 | [pdf](https://a.org/x)",
        "Some Good Title - OSDI'20",
        "OSDI'20 - Some Good Title",
        "(OSDI'20) Some Good Title",
        "**OSDI'20** Some Good Title",
        "[Some Good Title, OSDI'20](https://a.org/x)",
        "Some Good Title （OSDI'20）",
        "Some Good Title *OSDI 2020*",
        "Some Good Title (OSDI-20)",
        "<a href='https://a.org/x'>Some Good Title</a> (OSDI '20)",
    ],
)
def test_venues_round_a_title(text: str) -> None:
    listing = item(text)
    assert (listing.title, listing.venue, listing.year) == ("Some Good Title", "OSDI", 2020)


@pytest.mark.parametrize(
    ("text", "venue", "year"),
    [
        ("(May 2021)", None, 2021), ("(Updated 2021)", None, None), ("(arXiv:2104.04473)", "arXiv", None),
        ("(arXiv preprint arXiv:2104.04473, 2021)", "arXiv", 2021), ("(PVLDB Vol. 13, 2020)", "PVLDB", 2020),
        ("(Jeff Dean, 2012)", None, 2012), ("(Best paper at OSDI 2020)", "OSDI", 2020), ("(arXiv, Apr 2021)", "arXiv", 2021),
    ],
)  # fmt: skip
def test_what_brackets_may_say(text: str, venue: str | None, year: int | None) -> None:
    listing = item(f"Some Good Title {text}")
    assert (listing.title, listing.venue, listing.year) == ("Some Good Title", venue, year)


def test_an_acronym_in_brackets_belongs_to_the_title() -> None:
    assert (
        item("Analysis of a Tensor Processing Unit (TPU) (ISCA'17)").title
        == "Analysis of a Tensor Processing Unit (TPU)"
    )


def test_an_arxiv_number_is_a_link() -> None:
    (link,) = item("Some Good Title. arXiv:1909.08053.").links
    assert link.url == "https://arxiv.org/abs/1909.08053"


def test_several_papers_in_one_item_are_several_listings() -> None:
    text = "- [Foo: A Fast Thing](https://a.org/1) and [Bar: A Slow Thing](https://a.org/2), [Baz: No Thing](https://a.org/3)\n"
    listings = read(text, "x").listings
    assert [listing.title for listing in listings] == ["Foo: A Fast Thing", "Bar: A Slow Thing", "Baz: No Thing"]
    assert all(len(listing.links) == 1 for listing in listings)


@pytest.mark.parametrize(
    ("text", "requirement"),
    [
        ("Optional: [A Good Title](https://a.org/x)", "extra"), ("**Required:** A Good Title", "required"),
        ("A Good Title (optional)", "extra"), ("(Optional) A Good Title", "extra"),
    ],
)  # fmt: skip
def test_an_item_may_say_what_it_requires(text: str, requirement: str) -> None:
    listing = item(text)
    assert (listing.title, listing.requirement) == ("A Good Title", requirement)
