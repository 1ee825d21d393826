"""One item of a list -> name, title, authors, venue, year, links, mark, remark."""

import re
from dataclasses import dataclass, field

from mlsys_tui.domain.paper import Link
from mlsys_tui.domain.reading_list import Listing
from mlsys_tui.parsing.blocks import Run, Runs, plain, tidy
from mlsys_tui.parsing.links import is_label, make_link
from mlsys_tui.parsing.sentence import Said, read_sentence, take_groups, take_name
from mlsys_tui.text import MAX_TITLE, clean_line

_CHECKBOX = re.compile(r"\s*\[([ xX✓✔])\](?:\s+|$)")
_AROUND_LABEL = re.compile(r"[\[\](){}|·•,;/\s]*")
_PROSE_BEFORE = re.compile(
    r"(?:['’]s|\b(?:of|by|see|read|the|in|on|from|and|or|for|with|about|also)|[:,;.–—-])\s*$", re.IGNORECASE
)
_JOINS = re.compile(r"^[.:]\s*(?=\S)")
_CAPITALISED = re.compile(r"[A-Z][\w\-+.]*(?:\s+[A-Z][\w\-+.]*)?")


@dataclass(slots=True)
class _Pieces:
    """An item taken apart: the words before the main link, its text, the words after it, and all links."""

    before: str = ""
    linked: str = ""
    after: str = ""
    links: list[Link] = field(default_factory=list)


def read_entry(runs: Runs, line: int) -> Listing:
    """The listing that an item says. Its title is empty if the item names no paper."""
    read, runs = _take_mark(runs)
    pieces = _take_apart(runs)
    said = _read_linked(pieces) if pieces.linked else read_sentence(pieces.before)
    return Listing(
        title=clean_line(said.title, MAX_TITLE),
        name=clean_line(said.name) if said.name else None,
        authors=said.authors,
        venue=said.venue,
        year=said.year,
        links=tuple(pieces.links),
        read=read,
        remark=clean_line("; ".join(said.remarks)) or None,
        line=line,
    )


def _take_mark(runs: Runs) -> tuple[bool | None, Runs]:
    """The list's own mark: a checkbox, or the whole item struck through."""
    if runs and (match := _CHECKBOX.match(runs[0].text)) and runs[0].url is None:
        rest = (Run(runs[0].text[match.end() :], None, runs[0].struck), *runs[1:])
        return match[1] != " ", tidy(rest)
    words = [run for run in runs if any(char.isalnum() for char in run.text)]
    if words and words[0].struck and sum(len(r.text) for r in words if r.struck) * 2 > len(plain(runs)):
        return True, runs
    return None, runs


def _take_apart(runs: Runs) -> _Pieces:
    """Find the link that carries the title; links that only name their kind ("pdf") go to the links."""
    pieces = _Pieces()
    for run in runs:
        if run.url is None:
            text = _without_empty_brackets(run.text) if pieces.links else run.text
            if pieces.linked:
                pieces.after += text
            else:
                pieces.before += text
        elif is_label(run.text) or run.text == run.url or not run.text.strip():
            pieces.links.append(make_link(run.url, None if run.text == run.url else run.text.strip() or None))
        elif pieces.linked:
            pieces.after += run.text
            pieces.links.append(make_link(run.url, run.text.strip()))
        else:
            pieces.linked = " ".join(run.text.split())
            pieces.links.insert(0, make_link(run.url))
    pieces.before = re.sub(r"\[\s*$", "", pieces.before) if pieces.links and not pieces.linked else pieces.before
    return pieces


def _without_empty_brackets(text: str) -> str:
    """What is left between labelled links ("] [", " | ") says nothing."""
    return "" if _AROUND_LABEL.fullmatch(text) else text


def _read_linked(pieces: _Pieces) -> Said:
    """An item with a link on its title, on a short name before the title, or in the middle of the title."""
    before, after = " ".join(pieces.before.split()), " ".join(pieces.after.split())
    joined = _JOINS.match(after)
    if joined and not before and len(pieces.linked.split()) <= 3 and len(after[joined.end() :].split()) >= 2:
        said = read_sentence(after[joined.end() :])
        said.name = pieces.linked
        return said
    title, groups = take_groups(pieces.linked)
    if before and not _PROSE_BEFORE.search(pieces.before) and _CAPITALISED.fullmatch(before) and not after:
        title, before = f"{before} {title}", ""
    said = Said(title=title.strip().removesuffix("."))
    name_and_title = take_name(said.title)
    if name_and_title:
        said.name, said.title = name_and_title
    said.add_groups(groups)
    _read_around(said, before, after)
    return said


def _read_around(said: Said, before: str, after: str) -> None:
    """The words around a linked title: brackets and "Authors. Venue Year." are data, a sentence is a remark."""
    prose: list[str] = []
    for text in (before, _JOINS.sub("", after)):
        rest, groups = take_groups(text, keep_something=False)
        said.add_groups(groups)
        rest = rest.strip(" ,:;–—|-")
        if any(char.isalnum() for char in rest) and not said.add_details(rest):
            prose.append(rest)
    if prose:
        said.remarks.append(" … ".join(prose))
