"""One item of a list -> name, title, authors, venue, year, links, mark, remark."""

import re
from dataclasses import replace

from mlsys_tui.domain.reading_list import Listing
from mlsys_tui.parsing.blocks import BREAK, Run, Runs, split_lines, tidy
from mlsys_tui.parsing.entries.hints import is_detail_line
from mlsys_tui.parsing.entries.pieces import Pieces, take_apart, take_mark
from mlsys_tui.parsing.entries.said import Said, take_dashed
from mlsys_tui.parsing.entries.sentence import read_sentence, split_pipes, take_label, take_name
from mlsys_tui.parsing.words.authors import parse_authors, people_in
from mlsys_tui.parsing.words.groups import narrow, take_groups, take_heads, without_hollow, without_symbols
from mlsys_tui.parsing.words.links import make_link
from mlsys_tui.parsing.words.venues import find_published, find_venue_alone, take_known_at_ends
from mlsys_tui.patterns import pattern
from mlsys_tui.text import MAX_TITLE, clean_line, fold

_PROSE_BEFORE = pattern(
    r"(?:['’]s|\b(?:of|by|see|read|the|in|on|from|and|or|for|with|about|also)|[:,;.–—-])\s*$", re.IGNORECASE
)
_JOINS = pattern(r"^[.:]\s*(?=\S)")
_CAPITALISED = pattern(r"[A-Z][\w\-+.]*(?:\s+[A-Z][\w\-+.]*)?")
_GROUP_FIRST = pattern(r"\s*\(([^()]{2,60})\)\s*[:.,;–—-]\s*(?=\S)")
_GO_ON = frozenset("and for from in of on the to under using via with".split())
_YEAR = pattern(r"(?:19|20)\d\d|['’]\d\d|[A-Za-z]\d\d\b|\s\d\d\b")
_WITH_INITIAL = pattern(r"(?:[A-Z]\.\s?)+(?:[a-z]{2,3} )?[A-Z][^\W\d_]+|[A-Z][^\W\d_]+ [A-Z]\. [A-Z][^\W\d_]+")
_WHOLLY_QUOTED = pattern(r"[\"“”]([^\"“”]+?)[.,]?[\"“”]")
_KIND_OF_SESSION = pattern(r"^\W*(?:discussion|paper|lecture|presentation|class|talk)\W*:\s*", re.IGNORECASE)
_DASH_INSIDE = pattern(r"\s[-–—~]\s")
_DASHED = pattern(r"\s*(?:[-–—~|,]|by\b)\s*")
_TITLE_GOES_ON = frozenset("and for of over through under using via with".split())
_MAX_SUBTITLE = 8
_OTHERS_AT_END = pattern(r"\bet\.? al\.?\s*[,:]?$", re.IGNORECASE)
_NO_NAMES = frozenset(
    """also additionally alternatively and but finally first for further here in last later next now optional
    optionally originally paper plus read recommended required second see similarly skim then third today""".split()
)
_VERBS = frozenset("browse check chapter also read section sections see skim study watch".split())
_ARXIV_URL = "https://arxiv.org/abs/"


def read_entry(runs: Runs, line: int) -> Listing:
    """The listing that an item says. Its title is empty if the item names no paper."""
    read, runs = take_mark(_with_breaks(runs))
    pieces = take_apart(runs)
    requirement, pieces.before = take_label(narrow(pieces.before))
    pieces.before = without_symbols(pieces.before)
    if pieces.linked:
        said = _read_linked(pieces)
    elif bold := _bold_title(runs, pieces.before):
        said = _read_title(bold)
        before, _, after = pieces.before.partition(bold)
        _read_around(said, before.strip(' ,.:"“'), without_hollow(after.lstrip(' ,.:"”')))
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


def _with_breaks(runs: Runs) -> Runs:
    """A line that holds nothing but authors, a venue or links is no part of the sentence before it."""
    if not any("\n" in run.text for run in runs) or any(BREAK in run.text for run in runs):
        return runs
    joined: list[Run] = []
    for line in split_lines(runs):
        wrapped = bool(joined and line) and _go_on(joined[-1], line[0])
        breaks = not wrapped and is_detail_line(line)
        end = replace(line[0], text="\n") if wrapped else Run(f"{BREAK}\n" if breaks else "\n")
        joined += [end, *line] if joined else line
    return tidy(joined)


def _go_on(end: Run, start: Run) -> bool:
    """True for a link, or bold words, that go on in the next line."""
    return end.url == start.url and (bool(end.url) or (end.bold and start.bold))


def _bold_title(runs: Runs, before: str) -> str | None:
    """The title, where it is bold and what is around it is not."""
    words = [run for run in runs if any(map(str.isalnum, run.text))]
    loud = [run for run in words if run.bold and not run.url and len(run.text.split()) >= 3]
    loud = [run for run in loud if not parse_authors(run.text)]
    if len(loud) != 1 or len(loud) == len(words):
        return None
    bold = loud[0].text.strip().strip(".,:")
    if bold not in before or _label_before(loud[0].text) or bold[0] == "[":
        return None
    head, _, tail = before.partition(bold)
    ends = not head.strip() or head.rstrip()[-1] in '.,:;–—-|"“)]'
    goes_on = tail.lstrip(" \n")[:1]
    return bold if ends and not (goes_on.islower() and not tail.lstrip().startswith("by ")) else None


def _label_before(text: str) -> bool:
    """True for "**Required reading:**" and the like."""
    return text.rstrip().endswith(":") and len(text.split()) <= 4


def _read_linked(pieces: Pieces) -> Said:
    """An item with a link on its title, on a short name before the title, or in the middle of the title."""
    linked = without_symbols(narrow(" ".join(pieces.linked.split())))
    before, after = without_hollow(pieces.before), without_hollow(narrow(pieces.after))
    if _is_no_sentence(before) and (named := _name_and_rest(linked, after)):
        said = read_sentence(named[1])
        if not said.title:
            said.title = named[0]
        elif fold(named[0]) != fold(said.title):
            said.name = named[0]
        if before:
            _read_around(said, before, "")
        return said
    if joined := _joined_title(linked, before, after):
        return read_sentence(joined)
    linked, heads = take_heads(linked)
    title, groups = take_groups(linked)
    if before and _is_middle_of_title(before, after):
        return read_sentence(f"{before} {linked} {after}")
    goes_on = pieces.before.rstrip()[-1:].isalnum()
    if before and goes_on and not _PROSE_BEFORE.search(before) and _CAPITALISED.fullmatch(before) and not after:
        title, before = f"{before} {title}", ""
    said = _read_title(title)
    said.add_heads(heads)
    said.add_groups(groups)
    if not said.authors and (names := _names_before(pieces.before)):
        said.authors, before = names, ""
    below = pieces.after.lstrip(" \n").startswith(BREAK)
    _read_around(said, before, f"{BREAK}{after}" if below else after)
    return said


def _names_before(before: str) -> tuple[str, ...]:
    """The names in "Lamport, [Time, Clocks …](url)" and "Fischer et al., [Impossibility …](url)"."""
    text = before.strip()
    if text[-1:] not in (",", ":") and not _OTHERS_AT_END.search(text):
        return ()
    surname = re.fullmatch(r"[A-Z][^\W\d_]{2,}(?:-[A-Z][^\W\d_]+)?,", text)
    if surname and text[:-1].lower() not in _NO_NAMES:
        return (text[:-1],)
    return people_in(text.rstrip(",: ")) if _OTHERS_AT_END.search(text) else parse_authors(text)


def _is_no_sentence(before: str) -> bool:
    """True if nothing but brackets or a venue stands before a link."""
    return not before or take_heads(f"{before} ~")[0] == "~" or find_venue_alone(before) is not None


def _name_and_rest(linked: str, after: str) -> tuple[str, str] | None:
    """(name, rest) of "[JANUS](url). JANUS: …", "[vLLM](url): …", "[Ymir:](url) …": the link stands on a short name."""
    if len(linked.split()) > 3:
        return None
    joined = _JOINS.match(after)
    if joined and after[joined.end() :].startswith("In ") and after[0] == ".":
        return None
    if joined and len(after[joined.end() :].split()) >= 2:
        return linked.rstrip(" :."), after[joined.end() :]
    if linked.endswith(":") and len(after.split()) >= 2 and after[0].isalnum():
        return linked.rstrip(" :"), after
    if " " not in linked and is_title_case(after.partition("|")[0]):
        return linked, after
    return None


def is_title_case(text: str) -> bool:
    """True for some words written as titles are: a sentence about a name begins one capital at most."""
    words = [word for word in text.split() if len(word) > 3]
    loud = sum(word[0].isupper() for word in words)
    return len(words) >= 3 and text[:1].isupper() and loud * 4 >= len(words) * 3 and not people_in(text)


def _joined_title(linked: str, before: str, after: str) -> str | None:
    """The title of "[Serving Models with C4](url): A Subtitle" and "[Ring Attention](url) with Large Blocks"."""
    if before:
        return None
    body, pipe, tail = after.partition("|")
    rest = body.removeprefix(":").strip() if body.startswith(":") else ""
    if linked.endswith(":") and not body.startswith(":"):
        linked, rest = linked.rstrip(" :"), body.strip()
    words = rest.split()
    if 2 <= len(words) <= _MAX_SUBTITLE and rest[0].isupper() and rest[-1] not in ".!" and ":" not in rest:
        return f"{linked}: {rest} {pipe}{tail}"
    first = body.partition(" ")[0]
    if first in _TITLE_GOES_ON and len(linked.split()) <= 3 and len(body.split()) <= 12 and "." not in body:
        return f"{linked} {after}"
    return None


def _is_middle_of_title(before: str, after: str) -> bool:
    """True for the words round "A Study of [Large Models](url) on Small Devices": no sentence, and nothing ends."""
    first, last = before.split(maxsplit=1)[0].lower(), before.rsplit(maxsplit=1)[-1].lower()
    goes_on = after.partition(" ")[0] in _GO_ON and "." not in after
    return goes_on and last in _GO_ON and first not in _VERBS and not before.endswith(".")


def _read_title(text: str) -> Said:
    """The text of a link: a title, perhaps with a name or a venue; perhaps a whole reference."""
    if _YEAR.search(text) and (whole := read_sentence(text)).authors and whole.year:
        return whole
    said = Said()
    if quoted := _WHOLLY_QUOTED.fullmatch(text.strip()):
        text = quoted[1]
    said.title, found = take_known_at_ends(text.strip().removesuffix("."))
    if found:
        said.publish(found)
    title, dash, names = said.title.rpartition(" - ")
    if dash and (parse_authors(names) or _WITH_INITIAL.fullmatch(names)):
        said.title, said.authors = title, parse_authors(names) or (names,)
    if named := take_name(said.title):
        said.name, said.title = named
    return said


def _read_around(said: Said, before: str, after: str) -> None:
    """The words around a linked title: brackets and "Authors. Venue Year." are data, a sentence is a remark."""
    prose: list[str] = []
    before, heads = take_heads(f"{_KIND_OF_SESSION.sub('', before)} ~") if before else ("", [])
    said.add_heads(heads)
    if (first := _GROUP_FIRST.match(after)) and (found := find_published(first[1])):
        said.publish(found)  # "(1997): what it is about"
        after = after[first.end() :]
    for around in (before.removesuffix("~"), _JOINS.sub("", after)):
        below = around.lstrip(" \n").startswith(BREAK)
        text, *pieces = split_pipes(around)
        said.add_groups(pieces)
        rest, groups = take_groups(text, keep_something=False)
        said.add_groups(groups)
        rest = " ".join(rest.split()).strip(" ,:;–—|~-")
        if not any(char.isalnum() for char in rest):
            continue
        left = rest.removesuffix(".")
        if not _DASH_INSIDE.search(rest):
            left = said.add_details(left)
        if left == rest.removesuffix("."):
            left = take_dashed(said, left, dashed=below or bool(_DASHED.match(text)))
        if left == rest.removesuffix("."):
            prose.append(rest)
        elif left:
            said.remarks.append(left)
    if prose:
        said.remarks.append(" … ".join(prose))
