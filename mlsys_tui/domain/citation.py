"""A paper as text for somebody else: a citation, a Markdown line, a BibTeX entry, a search address."""

import re
from urllib.parse import quote_plus

from mlsys_tui.domain import aliases
from mlsys_tui.domain.paper import Paper
from mlsys_tui.text import clean_line, fold

# The ten characters LaTeX gives a meaning to, by the table in "LaTeX2e: An unofficial reference manual", 2.3.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_CAPITALS = re.compile(r"\S*[A-Z]\S*[A-Z]\S*|\b[A-Z]\b(?!$)")
_PREPRINT = ("arxiv", "corr")

SEARCHES = (
    ("Semantic Scholar", "https://www.semanticscholar.org/search?q="),
    ("arXiv", "https://arxiv.org/search/?searchtype=title&query="),
    ("DBLP", "https://dblp.org/search?q="),
    ("Google Scholar", "https://scholar.google.com/scholar?q="),
)
"""Where a paper without a link can be looked for: name, and the address that a quoted title is put after."""


def search_urls(paper: Paper) -> tuple[tuple[str, str], ...]:
    """Name and address of a search for this paper's title, per site."""
    return tuple((site, address + quote_plus(paper.title)) for site, address in SEARCHES)


def plain(paper: Paper) -> str:
    """One line: authors, title, venue and year, link."""
    parts = [_names(paper.authors), paper.title, " ".join(str(x) for x in (paper.venue, paper.year) if x)]
    text = " ".join(part if part[-1] in ".?!" else f"{part}." for part in parts if part)
    return f"{text} {paper.best_link.url}" if paper.best_link else text


def markdown(paper: Paper) -> str:
    """A Markdown link on the title, with venue and year; the title alone where no list has a link."""
    title = re.sub(r"([\\\[\]*_`<])", r"\\\1", paper.title)
    published = " ".join(str(x) for x in (paper.venue, paper.year) if x)
    if paper.best_link:
        url = paper.best_link.url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
        title = f"[{title}]({url})"
    return f"{title} ({published})" if published else title


def bibtex(paper: Paper) -> str:
    """A BibTeX entry: `@article` for a preprint, `@inproceedings` with a venue, else `@misc`."""
    venue, preprint = paper.venue, fold(paper.venue or "") in _PREPRINT
    fields = {"title": _CAPITALS.sub(lambda match: f"{{{match[0]}}}", paper.title.translate(_TEX))}
    if paper.authors:
        fields["author"] = " and ".join(author.translate(_TEX) for author in paper.authors)
    if venue:
        fields["journal" if preprint else "booktitle"] = venue.translate(_TEX)
    if paper.year:
        fields["year"] = str(paper.year)
    for alias in paper.aliases:
        scheme, _, value = alias.partition(":")
        if scheme == "arxiv":
            fields |= {"eprint": value, "archiveprefix": "arXiv"}
        elif scheme == "doi":
            fields["doi"] = value
    if paper.best_link:
        fields["url"] = paper.best_link.url.replace("{", "%7B").replace("}", "%7D")
    kind = "article" if preprint else "inproceedings" if venue else "misc"
    body = "".join(f"  {name:<13} = {{{clean_line(value)}}},\n" for name, value in fields.items())
    return f"@{kind}{{{cite_key(paper)},\n{body}}}\n"


def cite_key(paper: Paper) -> str:
    """A key in the usual form: first author's surname, year, first telling word of the title."""
    surname = next(iter(aliases.surnames(paper.authors[:1])), "")
    words = [word for word in fold(paper.name or paper.title).split() if word not in ("a", "an", "the", "on")]
    key = f"{surname}{paper.year or ''}{words[0] if words else ''}"
    return re.sub(r"[^a-z0-9]", "", key) or "paper"


def _names(authors: tuple[str, ...]) -> str:
    if len(authors) > 6:
        return f"{authors[0]} et al"
    return " and ".join(filter(None, (", ".join(authors[:-1]), *authors[-1:])))
