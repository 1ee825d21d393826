"""BibTeX: entries, names, venues and links as a bibliography has them; broken entries cost no others."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsys_tui.domain.reading_list import Document, Listing
from mlsys_tui.parsing.formats.bibtex import looks_like_bibtex, read_bibtex
from mlsys_tui.parsing.formats.latex import decode
from mlsys_tui.parsing.sections.outline import outline


def document(text: str) -> Document:
    title, blocks, problems = read_bibtex(text)
    return outline(title, blocks, "test.bib", problems)


def only(text: str) -> Listing:
    listings = document(text).listings
    assert len(listings) == 1, listings
    return listings[0]


ENTRY = """@inproceedings{ousterhout1992lfs,
  title     = {The Design and {Implementation} of a Log-Structured File System},
  author    = {Rosenblum, Mendel and Ousterhout, John K.},
  booktitle = "Proceedings of the 13th Symposium on Operating Systems Principles",
  year      = 1991,
  pages     = {1--15},
  abstract  = {This paper presents a new technique.},
  file      = {lfs.pdf:papers/lfs.pdf:PDF},
  url       = {https://a.org/lfs_paper.pdf},
  doi       = {10.1145/121132.121137},
  keywords  = {storage, logs},
}
"""


def test_an_entry() -> None:
    listing = only(f"\n{ENTRY}")
    assert listing.title == "The Design and Implementation of a Log-Structured File System"
    assert listing.authors == ("Mendel Rosenblum", "John K. Ousterhout")
    assert listing.venue == "Proceedings of the 13th Symposium on Operating Systems Principles"
    assert (listing.year, listing.line, listing.remark) == (1991, 2, "storage, logs")
    assert [link.url for link in listing.links] == [
        "https://a.org/lfs_paper.pdf",
        "https://doi.org/10.1145/121132.121137",
    ]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Ann Lee and Bo Kim", ("Ann Lee", "Bo Kim")),
        ("Lee, Ann and others", ("Ann Lee",)),
        ("{NVIDIA, Inc.} and van der Berg, Jan", ("NVIDIA, Inc.", "Jan van der Berg")),
        ("{Barnes and Noble} and King, Jr., Martin", ("Barnes and Noble", "Martin King Jr.")),
        (r"G{\"o}del, Kurt and P\'erez, Fran{\c c}ois", ("Kurt Gödel", "François Pérez")),
        ("Lee, Ann", ("Ann Lee",)),
    ],
)
def test_names(written: str, names: tuple[str, ...]) -> None:
    assert only(f"@misc{{x, title={{A Title of Words}}, author={{{written}}}}}").authors == names


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"Storage \& Retrieval", "Storage & Retrieval"),
        (r"$\mu$Serve in $O(n^2)$", "μServe in O(n^2)"),
        (r"{\'E}tudes --- \textbf{bold}, 100\% of it", "Études — bold, 100% of it"),
        ("The 50% rule~of {GPU}s", "The 50% rule of GPUs"),
        (r"\emph{Na\"{\i}ve} \textsc{Things}", "Naïve Things"),
        ("``Quoted''", "“Quoted”"),
        ("broken \\frac{", "broken"),
    ],
)
def test_latex(latex: str, text: str) -> None:
    assert " ".join(decode(latex).split())[: len(text)] == text


def test_abbreviations_and_concatenation() -> None:
    listing = only(
        '@string{sosp = "SOSP"}\n@misc{x, title = "A Study" # { of Words}, booktitle = sosp # " Workshop", year = 2001}\n'
    )
    assert (listing.title, listing.venue) == ("A Study of Words", "SOSP Workshop")


@pytest.mark.parametrize(
    "fields",
    [
        "eprint = {2104.05158}, archivePrefix = {arXiv}",
        "eprint = {2104.05158}",
        "journal = {arXiv preprint arXiv:2104.05158}",
        "journal = {CoRR}, volume = {abs/2104.05158}",
        r"howpublished = {\url{https://arxiv.org/abs/2104.05158}}",
        "note = {See https://arxiv.org/abs/2104.05158}",
    ],
)
def test_where_a_preprint_is(fields: str) -> None:
    assert [link.url for link in only(f"@misc{{x, title={{A Title of Words}}, {fields}}}").links] == [
        "https://arxiv.org/abs/2104.05158"
    ]


def test_a_volume_that_is_referred_to_is_no_paper() -> None:
    listing = only(
        "@inproceedings{a, title={A Title of Words}, crossref={osdi}}\n@proceedings{osdi, title={OSDI Proceedings}, year={2020}}\n"
    )
    assert (listing.venue, listing.year) == ("OSDI Proceedings", 2020)


def test_doubled_keys_and_fields_are_kept() -> None:
    assert len(document(ENTRY + ENTRY.replace("Log-Structured", "Fast")).listings) == 2
    assert only("@misc{x, title={First Title of It}, title={Second}}").title == "First Title of It"


def test_comments_that_are_headings() -> None:
    found = document(
        "% Encoding: UTF-8\n%% ---- Scheduling ----\n@misc{a, title={Paper One of Them}}\n\n%%%%%%%%%%%%\n%% Storage %%\n%%%%%%%%%%%%\n"
        "@misc{b, title={Paper Two of Them}}\n% these two are the ones that everybody should know by heart, I think.\n@misc{c, title={Paper Three of Them}}\n"
    )
    assert [(section.path, len(section.listings)) for section in found.sections] == [
        (("Scheduling",), 1),
        (("Storage",), 2),
    ]
    assert "by heart" in found.sections[1].notes[0]


def test_what_is_commented_out_is_not_there() -> None:
    assert (
        only("% @misc{a,\n%   title={Old Title of It},\n% }\n@misc{b, title={New Title of It}}\n").title
        == "New Title of It"
    )


def test_groups_are_sections() -> None:
    found = document(
        "@misc{a, title={Paper One of Them}, groups={Storage}}\n@misc{b, title={Paper Two of Them}, groups={GPU}}\n"
        "@misc{c, title={Paper Three of Them}, groups={Storage, Old}}\n@comment{jabref-meta: grouping: 0 x;}\n"
    )
    assert [(section.path, len(section.listings)) for section in found.sections] == [(("Storage",), 2), (("GPU",), 1)]


@pytest.mark.parametrize(
    "broken",
    [
        "@misc{broken, title = {Never Closed at All\n\n",
        '@misc{broken, title = "Never Closed at All\n\n',
        "@misc{broken, title = {Never Closed at All},\n  author = {Lee, Ann}\n\n",
    ],
)
def test_a_broken_entry_is_a_problem_and_costs_no_other(broken: str) -> None:
    found = document(f"{ENTRY}\n{broken}{ENTRY.replace('ousterhout', 'other')}")
    assert {listing.line for listing in found.listings} == {1, 14, 14 + broken.count("\n")}
    assert [problem.line for problem in found.problems] == [14]


def test_a_missing_comma_loses_no_field() -> None:
    listing = only("@misc{x,\n  title = {A Title of Words}\n  author = {Lee, Ann},\n  year = {2020}\n}\n")
    assert (listing.title, listing.authors, listing.year) == ("A Title of Words", ("Ann Lee",), 2020)


def test_an_entry_without_a_title_is_kept_and_said() -> None:
    found = document(f"{ENTRY}@misc{{x, author={{Lee, Ann}}, year={{2020}}}}\n")
    assert found.problems[0].line == 13
    assert "Ann Lee" in found.sections[0].notes[0]


@pytest.mark.parametrize(
    "text", [ENTRY, f"% my papers\n\n{ENTRY}", "@comment{x}\n" + ENTRY, '@string(a = "b")\n', ENTRY.upper()]
)
def test_bibtex_looks_like_bibtex(text: str) -> None:
    assert looks_like_bibtex(text)


@pytest.mark.parametrize(
    "text",
    [
        f"# A list\n\n- [Paper](https://a.org)\n\n```bibtex\n{ENTRY}```\n",
        "Write to me@article{s} or\n@you\n",
        "@dataclass(frozen=True)\nclass X:\n    pass\n",
        "@media (min-width: 3em) {\n  a = b\n}\n",
        f"<html><pre>\n{ENTRY}</pre></html>",
        "",
    ],
)
def test_other_texts_do_not(text: str) -> None:
    assert not looks_like_bibtex(text)


@given(st.text(alphabet='@misc{}(),="#\\%$ title\n', max_size=200) | st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for each in (text, f"@misc{{a, title={{{text}}}}}", f"@misc{{a, title={{x}}, author={{{text}}}}}"):
        title, blocks, problems = read_bibtex(each)
        outline(title, blocks, "x", problems)
        looks_like_bibtex(each)


@pytest.mark.parametrize(
    "text",
    [
        "@a{" * 10_000,
        "@misc{x, title = " + "{" * 200_000 + "}",
        "@misc{x, title = " + '"a" # ' * 30_000 + "}",
        "@misc{x, title = {a}" + "\n" * 100_000 + "y}",
        "@misc{x, title = {t}, author = {" + " and " * 40_000 + "}}",
        "@misc{x, title = {" + "\\'{e}" * 20_000 + "}}",
        "@misc{x, title = {" + "$a" * 50_000 + "}}",
        "@misc{x, title={a}}\n%" + "-" * 200_000 + "x",
        "\n".join(f"@string{{a{n} = a{n - 1} # a{n - 1}}}" for n in range(1, 5_000)) + "\n@misc{x, title = a4999}",
        "@misc{a, title={b\n" * 5_000,
    ],
    ids=["openings", "braces", "hashes", "lines", "ands", "accents", "dollars", "dashes", "abbreviations", "unclosed"],
)
def test_hostile_texts_take_no_time(text: str) -> None:
    start = time.process_time()
    title, blocks, problems = read_bibtex(text)
    outline(title, blocks, "x", problems)
    looks_like_bibtex(text)
    assert time.process_time() - start < 15


def test_its_parser_says_nothing_on_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    read_bibtex("@misc{a, title = {b\n@misc{c, title = {d}}\n")
    assert capfd.readouterr() == ("", "")
