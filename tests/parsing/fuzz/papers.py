"""Made-up papers, and the ways to write a list of them that leave no doubt: what is read must be what was written."""

import csv
import html
import io
import json
from collections.abc import Callable, Sequence
from typing import NamedTuple

from hypothesis import strategies as st


class Paper(NamedTuple):
    """What a list says of a paper."""

    name: str
    title: str
    authors: tuple[str, ...]
    venue: str
    year: int
    url: str


_NAMES = "Alder Birch Cedar Elm Fir Hazel Juniper Larch Maple Oak Pine Rowan Spruce Willow Yew".split()
_HOW = "Adaptive Coarse Elastic Fair Fast Lazy Patient Robust Sparse Thrifty".split()
_WHAT = "Batching Caching Checkpoints Compilation Gradients Inference Kernels Placement Replication Scheduling".split()
_WHERE = "Clusters Datacenters Devices Edges Fabrics Graphs Memories Models Pipelines Tensors".split()
_FIRST = "Ada Bo Carla Dmitri Elif Farid Grace Hana Ivan Jun".split()
_LAST = "Almeida Brandt Chen Duarte Eriksen Fontaine Gupta Haddad Ivanov Jansen".split()
_VENUES = "OSDI SOSP NSDI ATC EuroSys ASPLOS MLSys VLDB SIGMOD SIGCOMM FAST ISCA NeurIPS ICML ICLR".split()

_authors = st.lists(
    st.builds("{} {}".format, st.sampled_from(_FIRST), st.sampled_from(_LAST)), min_size=2, max_size=4, unique=True
).map(tuple)


@st.composite
def papers(draw: st.DrawFn, count: int = 6) -> list[Paper]:
    """Papers with different names and titles."""
    names = draw(st.lists(st.sampled_from(_NAMES), min_size=2, max_size=count, unique=True))
    return [draw(_paper(name)) for name in names]


@st.composite
def _paper(draw: st.DrawFn, name: str) -> Paper:
    how, what, where = (draw(st.sampled_from(words)) for words in (_HOW, _WHAT, _WHERE))
    joint = draw(st.sampled_from(("of", "for", "with", "across", "without")))
    title = draw(st.sampled_from((f"{name}: {how} {what} {joint} {where}", f"{how} {what} {joint} {name} {where}")))
    venue, year = draw(st.sampled_from(_VENUES)), draw(st.integers(1995, 2026))
    host = draw(st.sampled_from(("example.org/papers", "www.usenix.org/system", "people.example.edu/~ab")))
    return Paper(name, title, draw(_authors), venue, year, f"https://{host}/{name.lower()}.pdf")


def short(year: int) -> str:
    """The year as in "OSDI '04"."""
    return f"{year % 100:02}"


def joined(authors: Sequence[str]) -> str:
    """Names as a sentence has them."""
    return ", ".join(authors[:-1]) + f" and {authors[-1]}"


def turned(author: str) -> str:
    """The last name first."""
    first, _, last = author.rpartition(" ")
    return f"{last}, {first}"


def _lines(form: Callable[[Paper], str], start: str = "# A list\n\n## Things\n\n", end: str = "\n") -> "Style":
    return lambda papers: start + "".join(form(paper) + end for paper in papers)


def _table(papers: Sequence[Paper]) -> str:
    rows = (f"| {p.title} | {', '.join(p.authors)} | {p.venue} | {p.year} | [pdf]({p.url}) |\n" for p in papers)
    return "# A list\n\n| Title | Authors | Venue | Year | Link |\n| --- | --- | --- | --- | --- |\n" + "".join(rows)


def _html_table(papers: Sequence[Paper]) -> str:
    rows = (
        f"<tr><td><a href='{p.url}'>{html.escape(p.title)}</a></td><td>{', '.join(p.authors)}</td>"
        f"<td>{p.venue}</td><td>{p.year}</td></tr>"
        for p in papers
    )
    head = "<tr><th>Title</th><th>Authors</th><th>Venue</th><th>Year</th></tr>"
    return f"<html><head><title>A list</title></head><body><table>{head}{''.join(rows)}</table></body></html>"


def _yaml(papers: Sequence[Paper]) -> str:
    return "papers:\n" + "".join(
        f'  - title: "{p.title}"\n    authors: [{", ".join(p.authors)}]\n    venue: {p.venue}\n    year: {p.year}\n'
        f"    url: {p.url}\n"
        for p in papers
    )


def _json(papers: Sequence[Paper]) -> str:
    keys = ("title", "authors", "venue", "year", "url")
    return json.dumps([{key: getattr(p, key) for key in keys} for p in papers], indent=1)


def _bibtex(papers: Sequence[Paper]) -> str:
    return "\n".join(
        f"@inproceedings{{{p.name.lower()}{p.year},\n  title = {{{p.title}}},\n  author = {{{' and '.join(map(turned, p.authors))}}},\n"
        f"  booktitle = {{{p.venue}}},\n  year = {p.year},\n  url = {{{p.url}}}\n}}"
        for p in papers
    )


def _csv(papers: Sequence[Paper], dialect: str = "excel") -> str:
    out = io.StringIO()
    writer = csv.writer(out, dialect)
    writer.writerow(["Title", "Authors", "Venue", "Year", "URL"])
    writer.writerows([p.title, "; ".join(p.authors), p.venue, p.year, p.url] for p in papers)
    return out.getvalue()


def _org(papers: Sequence[Paper]) -> str:
    return "#+TITLE: A list\n* Things\n" + "".join(
        f"** TODO [[{p.url}][{p.title}]]\n   :PROPERTIES:\n   :AUTHOR: {' and '.join(p.authors)}\n   :YEAR: {p.year}\n   :END:\n"
        for p in papers
    )


Style = Callable[[Sequence[Paper]], str]
ALL = frozenset(("authors", "venue", "year", "url"))
STYLES: dict[str, tuple[Style, frozenset[str]]] = {
    "linked title, venue in brackets": (
        _lines(lambda p: f"- [{p.title}]({p.url}) ({p.venue} {p.year})"), ALL - {"authors"}),
    "linked title, curly year": (_lines(lambda p: f"* [{p.title}]({p.url}) ({p.venue}’{short(p.year)})"), ALL - {"authors"}),
    "venue first": (_lines(lambda p: f"- [{p.venue} '{short(p.year)}] [{p.title}]({p.url})"), ALL - {"authors"}),
    "sentence": (_lines(lambda p: f"- {p.title}. {joined(p.authors)}. {p.venue} {p.year}."), ALL - {"url"}),
    "numbered sentence with a link": (
        _lines(lambda p: f"1. [{p.title}]({p.url}). {', '.join(p.authors)}. {p.venue} {p.year}."), ALL),
    "bold title and labels": (
        _lines(lambda p: f"- **{p.title}** [[paper]]({p.url})\n  - {', '.join(p.authors)}\n  - {p.venue} {p.year}"), ALL),
    "bar and venue": (_lines(lambda p: f"- [{p.title}]({p.url}) | {p.venue}' {short(p.year)}"), ALL - {"authors"}),
    "authors in brackets": (_lines(lambda p: f"- [{p.title}]({p.url}) ({joined(p.authors)})"), frozenset(("authors", "url"))),
    "citation": (
        _lines(lambda p: f'- {", ".join(p.authors)}. "{p.title}." {p.venue}, {p.year}. [[Paper]]({p.url})'), ALL),
    "blocks": (
        _lines(lambda p: f"{p.title}\n{p.venue} {p.year}\n{p.url}\n", "# A list\n\n## Things\n\n"), ALL - {"authors"}),
    "reStructuredText": (
        _lines(lambda p: f"* `{p.title} <{p.url}>`_ ({p.venue} {p.year})", "A list\n======\n\nThings\n------\n\n"),
        ALL - {"authors"},
    ),
    "bullets of plain text": (
        _lines(lambda p: f"  • {p.title}. {', '.join(p.authors)}. {p.venue} {p.year}.\n", "A list\n\n"), ALL - {"url"}),
    "table": (_table, ALL),
    "table of a page": (_html_table, ALL),
    "YAML": (_yaml, ALL),
    "JSON": (_json, ALL),
    "BibTeX": (_bibtex, ALL),
    "CSV": (_csv, ALL),
    "TSV": (lambda papers: _csv(papers, "excel-tab"), ALL),
    "org": (_org, frozenset(("authors", "year", "url"))),
}  # fmt: skip
"""Each way, and the fields that it says."""
