"""A paper as text for somebody else."""

import pytest

from mlsys_tui.domain import citation
from mlsys_tui.domain.paper import Link, LinkKind, Paper, PaperKey


def paper(title: str = "JANUS: Fast Graphs", **more: object) -> Paper:
    return Paper(key=PaperKey("k"), title=title, **more)  # type: ignore[arg-type]


FULL = paper(
    authors=("Eunji Jeong", "Byung-Gon Chun"),
    venue="NSDI",
    year=2019,
    links=(Link("https://a.org/code", LinkKind.CODE), Link("https://a.org/x_(1).pdf", LinkKind.PDF)),
    aliases=("arxiv:1812.01329", "doi:10.1/ab_c"),
)


def test_plain() -> None:
    assert (
        citation.plain(FULL) == "Eunji Jeong and Byung-Gon Chun. JANUS: Fast Graphs. NSDI 2019. https://a.org/x_(1).pdf"
    )
    assert citation.plain(paper("Is it?")) == "Is it?"
    many = paper(authors=tuple(f"Ann Lee{n}" for n in range(9)))
    assert citation.plain(many).startswith("Ann Lee0 et al. ")


def test_markdown_escapes_what_would_be_markup() -> None:
    assert citation.markdown(FULL) == "[JANUS: Fast Graphs](https://a.org/x_%281%29.pdf) (NSDI 2019)"
    assert citation.markdown(paper("A [b](c) *d* <e> `f`")) == r"A \[b\](c) \*d\* \<e> \`f\`"


def test_bibtex() -> None:
    assert citation.bibtex(FULL) == (
        "@inproceedings{jeong2019janus,\n"
        "  title         = {{JANUS:} Fast Graphs},\n"
        "  author        = {Eunji Jeong and Byung-Gon Chun},\n"
        "  booktitle     = {NSDI},\n"
        "  year          = {2019},\n"
        "  eprint        = {1812.01329},\n"
        "  archiveprefix = {arXiv},\n"
        "  doi           = {10.1/ab_c},\n"
        "  url           = {https://a.org/x_(1).pdf},\n"
        "}\n"
    )
    assert citation.bibtex(paper(venue="arXiv", year=2018)).startswith("@article{2018janus,\n")
    assert citation.bibtex(paper("高性能")).startswith("@misc{paper,\n")


@pytest.mark.parametrize("title", ["100% of $5 & #1_x", "a{b}c", "back\\slash ~ ^"])
def test_bibtex_is_balanced_and_escaped(title: str) -> None:
    body = citation.bibtex(paper(title)).replace(r"\{", "").replace(r"\}", "")
    assert body.count("{") == body.count("}")
    assert not any(f" {sign} " in body for sign in "%&#$~^")


def test_searches_quote_the_title() -> None:
    urls = dict(citation.search_urls(paper('A & "B" 한')))
    assert set(urls) == {"Semantic Scholar", "arXiv", "DBLP", "Google Scholar"}
    assert all(url.startswith("https://") and url.endswith("A+%26+%22B%22+%ED%95%9C") for url in urls.values())
