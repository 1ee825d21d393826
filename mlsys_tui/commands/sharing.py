"""Commands that hand something out: to the clipboard or to the browser."""

from collections.abc import Callable, Iterable

from mlsys_tui.commands.base import Copy, Menu, Option, Outcome, Severity, Target
from mlsys_tui.commands.marking import subject
from mlsys_tui.domain import citation
from mlsys_tui.domain.paper import Paper, PaperKey
from mlsys_tui.library import Library
from mlsys_tui.text import clean_block, clean_line, clean_url, number

_LETTERS = "1234567890abcdefghijklmnopqrstuvwxyz"


def copy_link(library: Library, target: Target, argument: str | None) -> Outcome:
    """Copy the best link of each paper, or the address given; a paper without one gets a search offered."""
    if argument is not None:
        return Outcome(copy=Copy(clean_url(argument), "address"))
    papers = _papers(library, target.papers)
    urls = [clean_url(paper.best_link.url) for paper in papers if paper.best_link]
    if not urls:
        return _offer_search(papers)
    missing = len(papers) - len(urls)
    none = f" ({number(missing, 'paper')} {'has' if missing == 1 else 'have'} none)" if missing else ""
    what = f"{number(len(urls), 'link')}{none}"
    what = f"link of {papers[0].label}" if len(papers) == 1 else what
    return Outcome(copy=Copy("\n".join(urls), what))


def copy_as(
    form: Callable[[Paper], str], what: str, clean: Callable[[str], str] = clean_line
) -> Callable[..., Outcome]:
    """A command that copies each paper in one `form`: a line each, unless it is cleaned otherwise."""

    def run(library: Library, target: Target, _argument: str | None) -> Outcome:
        papers = _papers(library, target.papers)
        text = "\n".join(clean(form(paper)) for paper in papers)
        return Outcome(copy=Copy(text, f"{what} of {subject(library, target)}"))

    return run


copy_title = copy_as(lambda paper: paper.title, "title")
copy_markdown = copy_as(citation.markdown, "Markdown link")
copy_bibtex = copy_as(citation.bibtex, "BibTeX", clean_block)
copy_citation = copy_as(citation.plain, "citation")


def copy_note(library: Library, target: Target, _argument: str | None) -> Outcome:
    """Copy the notes as they were written."""
    notes = [note for key in target.papers if (note := library.state(key).note)]
    if not notes:
        return Outcome(f"{subject(library, target)}: no note yet", Severity.WARNING)
    return Outcome(copy=Copy(clean_block("\n\n".join(notes)), f"note of {subject(library, target)}"))


def copy_section_links(library: Library, target: Target, _argument: str | None) -> Outcome:
    """Copy every link of the section in view as a Markdown list."""
    found = library.catalog.section(target.section) if target.section else None
    papers = _papers(library, found[1].papers if found else target.papers)
    lines = [f"- {clean_line(citation.markdown(paper))}" for paper in papers]
    if not lines:
        return Outcome("There are no papers in this section", Severity.WARNING)
    return Outcome(copy=Copy("\n".join(lines) + "\n", f"{number(len(lines), 'paper')} of the section"))


def choose_copy(library: Library, target: Target, _argument: str | None) -> Outcome:
    """Ask what to copy."""
    choices = (
        ("y", "link", "copy.link"),
        ("t", "title", "copy.title"),
        ("m", "Markdown link", "copy.markdown"),
        ("b", "BibTeX", "copy.bibtex"),
        ("c", "citation", "copy.citation"),
        ("n", "note", "copy.note"),
        ("a", "every paper of the section", "copy.section"),
    )
    options = tuple(Option(key, label, command) for key, label, command in choices)
    return Outcome(ask=Menu(f"Copy: {subject(library, target)}", options))


def open_link(library: Library, target: Target, argument: str | None) -> Outcome:
    """Open the best link, or the address given."""
    if argument is not None:
        return Outcome(open_url=argument)
    paper = library.paper(target.papers[0])
    return Outcome(open_url=paper.best_link.url) if paper.best_link else _offer_search([paper])


def choose_link(library: Library, target: Target, _argument: str | None) -> Outcome:
    """Ask which link to open: the paper's own, then searches for its title."""
    paper = library.paper(target.papers[0])
    links = [(f"{link.kind}  {link.label or link.url}", link.url) for link in paper.links]
    searches = [(f"search  {site}", url) for site, url in citation.search_urls(paper)]
    options = (
        Option(key, label, "open.link", url) for key, (label, url) in zip(_LETTERS, [*links, *searches], strict=False)
    )
    return Outcome(ask=Menu(f"Open: {paper.label}", tuple(options)))


def _offer_search(papers: list[Paper]) -> Outcome:
    if len(papers) != 1:
        return Outcome("None of these papers has a link in any list", Severity.WARNING)
    searches = citation.search_urls(papers[0])
    opening = (
        Option(str(n), f"open a search on {site}", "open.link", url) for n, (site, url) in enumerate(searches, 1)
    )
    copying = (
        Option(key, f"copy that search on {site}", "copy.link", url)
        for key, (site, url) in zip("abcd", searches, strict=True)
    )
    menu = Menu(f"{papers[0].label} has no link in any list", (*opening, *copying))
    return Outcome(f"{papers[0].label} has no link in any list", Severity.WARNING, ask=menu)


def _papers(library: Library, keys: Iterable[PaperKey]) -> list[Paper]:
    return [library.paper(key) for key in keys]
