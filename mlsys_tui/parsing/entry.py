"""One item of a list -> name, title, authors, venue, year, links, mark, remark."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from mlsys_tui.domain.paper import Link
from mlsys_tui.domain.reading_list import Listing
from mlsys_tui.parsing.blocks import Run, Runs, plain, tidy
from mlsys_tui.parsing.groups import narrow, take_groups, without_hollow
from mlsys_tui.parsing.links import is_label, make_link
from mlsys_tui.parsing.sentence import Said, read_sentence, take_label, take_name
from mlsys_tui.parsing.venues import find_venue_alone, take_known_at_ends
from mlsys_tui.text import MAX_TITLE, clean_line

_CHECKBOX = re.compile(r"\s*(?:\[([ xX✓✔]?)\]|([☐☑☒]))(?:\s+|$)")
_PROSE_BEFORE = re.compile(
    r"(?:['’]s|\b(?:of|by|see|read|the|in|on|from|and|or|for|with|about|also)|[:,;.–—-])\s*$", re.IGNORECASE
)
_JOINS = re.compile(r"^[.:]\s*(?=\S)")
_CAPITALISED = re.compile(r"[A-Z][\w\-+.]*(?:\s+[A-Z][\w\-+.]*)?")
_BETWEEN_PAPERS = re.compile(r"\s*(?:,|;|/|&|\+|\band\b|\bor\b|,\s*and\b)\s*", re.IGNORECASE)
_GO_ON = frozenset("and for from in of on the to under using via with".split())
_VERBS = frozenset("browse check chapter also read section sections see skim study watch".split())
_ARXIV_URL = "https://arxiv.org/abs/"


@dataclass(slots=True)
class _Pieces:
    """An item taken apart: the words before the main link, its text, the words after it, and all links."""

    before: str = ""
    linked: str = ""
    after: str = ""
    links: list[Link] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)

    def add_text(self, text: str) -> None:
        if self.linked:
            self.after += text
        else:
            self.before += text


def read_entry(runs: Runs, line: int) -> Listing:
    """The listing that an item says. Its title is empty if the item names no paper."""
    read, runs = _take_mark(runs)
    pieces = _take_apart(runs)
    requirement, pieces.before = take_label(narrow(pieces.before))
    if pieces.linked:
        said = _read_linked(pieces)
    else:
        said = read_sentence(without_hollow(pieces.before) if pieces.links else pieces.before)
    said.add_groups(pieces.labels)
    if said.arxiv and not pieces.links:
        pieces.links.append(make_link(_ARXIV_URL + said.arxiv))
    return Listing(
        title=clean_line(said.title, MAX_TITLE),
        name=clean_line(said.name) if said.name else None,
        authors=said.authors,
        venue=said.venue,
        year=said.year,
        links=tuple(pieces.links),
        requirement=requirement or said.requirement,
        read=read,
        remark=clean_line("; ".join(said.remarks)) or None,
        line=line,
    )


def split_papers(runs: Runs) -> list[Runs]:
    """The papers of one item: several titles that are links, with nothing but "and" or commas between them."""
    titles = [i for i, run in enumerate(runs) if run.url and not _is_label(run) and len(run.text.split()) >= 2]
    cuts = []
    for one, other in pairwise(titles):
        between = "".join(run.text for run in runs[one + 1 : other])
        if other != one + 2 or not _BETWEEN_PAPERS.fullmatch(between):
            return [runs]
        cuts.append(one + 1)
    edges = [-1, *cuts, len(runs)]
    return [tidy(runs[start + 1 : end]) for start, end in pairwise(edges)]


def _take_mark(runs: Runs) -> tuple[bool | None, Runs]:
    """The list's own mark: a checkbox, or the whole item struck through."""
    if runs and (match := _CHECKBOX.match(runs[0].text)) and runs[0].url is None:
        rest = (Run(runs[0].text[match.end() :], None, runs[0].struck), *runs[1:])
        return (match[1] or match[2] or " ") not in " ☐", tidy(rest)
    words = [run for run in runs if any(char.isalnum() for char in run.text)]
    if words and words[0].struck and sum(len(r.text) for r in words if r.struck) * 2 > len(plain(runs)):
        return True, runs
    return None, runs


def _is_label(run: Run) -> bool:
    """True for a link that names its kind ("pdf") or a venue ("OSDI'20"), and not the paper."""
    text = run.text.strip("[]() ")
    if not text or run.text == run.url or is_label(text):
        return True
    found = find_venue_alone(text)
    return found is not None and bool(found.year or found.arxiv)


def _take_apart(runs: Runs) -> _Pieces:
    """Find the link that carries the title; links that only name their kind ("pdf") go to the links."""
    pieces = _Pieces()
    for run in runs:
        label = run.text.strip("[]() \n")
        if run.url is None:
            pieces.add_text(run.text)
        elif _is_label(run):
            pieces.links.append(make_link(run.url, None if run.text == run.url else label or None))
            if label and run.text != run.url and not is_label(label):
                pieces.labels.append(label)
            pieces.add_text(" " if label == run.text.strip() else run.text.replace(label, ""))
        elif pieces.linked:
            pieces.after += run.text
            pieces.links.append(make_link(run.url, label))
        else:
            pieces.linked = run.text
            pieces.links.insert(0, make_link(run.url))
    return pieces


def _read_linked(pieces: _Pieces) -> Said:
    """An item with a link on its title, on a short name before the title, or in the middle of the title."""
    linked = narrow(" ".join(pieces.linked.split()))
    before, after = without_hollow(pieces.before), without_hollow(narrow(pieces.after))
    joined = _JOINS.match(after)
    if joined and not before and len(linked.split()) <= 3 and len(after[joined.end() :].split()) >= 2:
        said = read_sentence(after[joined.end() :])
        if not said.title:
            said.title = linked
        else:
            said.name = linked
        return said
    title, groups = take_groups(linked)
    if before and _is_middle_of_title(before, after):
        return read_sentence(f"{before} {linked} {after}")
    if before and not _PROSE_BEFORE.search(before) and _CAPITALISED.fullmatch(before) and not after:
        title, before = f"{before} {title}", ""
    said = _read_title(title)
    said.add_groups(groups)
    _read_around(said, before, after)
    return said


def _is_middle_of_title(before: str, after: str) -> bool:
    """True for the words round "A Study of [Large Models](url) on Small Devices": no sentence, and nothing ends."""
    first, last = before.split(maxsplit=1)[0].lower(), before.rsplit(maxsplit=1)[-1].lower()
    goes_on = after.partition(" ")[0] in _GO_ON and "." not in after
    return goes_on and last in _GO_ON and first not in _VERBS and not before.endswith(".")


def _read_title(text: str) -> Said:
    """The text of a link: a title, perhaps with a name or a venue; perhaps a whole reference."""
    whole = read_sentence(text)
    if whole.authors and whole.year:
        return whole
    said = Said()
    said.title, found = take_known_at_ends(text.strip().removesuffix("."))
    if found:
        said.publish(found)
    if named := take_name(said.title):
        said.name, said.title = named
    return said


def _read_around(said: Said, before: str, after: str) -> None:
    """The words around a linked title: brackets and "Authors. Venue Year." are data, a sentence is a remark."""
    prose: list[str] = []
    for text in (before, _JOINS.sub("", after)):
        rest, groups = take_groups(text, keep_something=False)
        said.add_groups(groups)
        rest = " ".join(rest.split()).strip(" ,:;–—|-")
        if not any(char.isalnum() for char in rest):
            continue
        left = said.add_details(rest.removesuffix("."))
        if left == rest.removesuffix("."):
            prose.append(rest)
        elif left:
            said.remarks.append(left)
    if prose:
        said.remarks.append(" … ".join(prose))
