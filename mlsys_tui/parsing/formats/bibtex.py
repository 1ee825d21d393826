"""BibTeX and BibLaTeX to blocks: a record per entry, headings out of comments and groups between them."""

import re
from collections.abc import Iterator, Sequence

from mlsys_tui.domain.reading_list import Problem
from mlsys_tui.parsing.blocks import Block, Field, Heading, Prose, Record, Run, Runs, plain
from mlsys_tui.parsing.formats.bibtex_entries import PERCENT, Comment, Entry, split
from mlsys_tui.parsing.formats.bibtex_values import address_of, names_of
from mlsys_tui.parsing.formats.latex import decode
from mlsys_tui.parsing.words.strings import text_runs
from mlsys_tui.patterns import pattern

_ENTRY_LINE = pattern(
    r"^[ ]*@(?:(?:article|book|booklet|inbook|incollection|inproceedings|conference|manual|mastersthesis|phdthesis|"
    r"thesis|misc|online|electronic|www|proceedings|techreport|report|unpublished|patent|software|dataset|collection|string|"
    r"preamble|comment)[ ]*[{(]|[A-Za-z]{3,30}[ ]*\{[ ]*[^,\s{}()\"=]{1,200}[ ]*,[ ]*$)",
    re.MULTILINE | re.IGNORECASE,
)
_FIELD_LINE = pattern(r"^[ ,]*[A-Za-z][\w-]{1,30}[ ]*=[ ]*[{\"\w]", re.MULTILINE)
_NOT_BIBTEX = pattern(r"^(?:```|#{1,6} +\S|<[A-Za-z!]|[-*] +\S)", re.MULTILINE)
_DECORATION = " %#/*=~+-–—_:|<>"
_NO_HEADING = pattern(
    r"encoding|created (?:for|with|by|on|using)|saved with|generated (?:by|from)|jabref|bibdesk|mendeley|zotero|"
    r"@\w+\s*[{(]|^\w+\s*=|https?://|\.bib\b|copyright|bibtex|todo|note:",
    re.IGNORECASE,
)
_COMMENTED_OUT = pattern(r"%+\s*@\w+\s*[{(]")
_MAX_HEADING_WORDS = 8
_YEAR = pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ARXIV = pattern(r"(?:arxiv:)?(?:\d{4}\.\d{4,5}|[a-z\-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE)
_ABS = pattern(r"abs/(?P<id>[\w.\-]+(?:/\d+)?)")
_PLAIN_FIELDS = {
    "doi": Field.DOI, "note": Field.REMARK, "annote": Field.REMARK, "annotation": Field.REMARK, "comment": Field.REMARK,
    "keywords": Field.REMARK, "readstatus": Field.READ, "shorttitle": Field.NAME,
}  # fmt: skip
_LINKS = {"url": Field.LINK, "link": Field.LINK, "pdf": Field.LINK, "ee": Field.LINK,
          "code": Field.CODE, "github": Field.CODE, "slides": Field.SLIDES, "video": Field.VIDEO,
          "website": Field.PAGE}  # fmt: skip
_VENUES = ("booktitle", "journal", "journaltitle", "eventtitle", "school", "institution", "howpublished", "publisher",
           "organization", "series")  # fmt: skip


def looks_like_bibtex(text: str) -> bool:
    """True for a document that begins with an entry, or is entries and fields for the most part."""
    entries = _ENTRY_LINE.findall(text)
    if not entries:
        return False
    sample = PERCENT.sub("", text[:200_000]).lstrip()
    fields = len(_FIELD_LINE.findall(sample))
    against = len(_NOT_BIBTEX.findall(_without_entries(sample))) if "\n" in sample else 0
    if _ENTRY_LINE.match(sample) and "=" in sample:
        return against <= len(entries)
    outside = sum(bool(line.strip()) for line in _without_entries(sample).split("\n"))
    return against == 0 and fields >= 2 * len(entries) and outside < fields


def _without_entries(text: str) -> str:
    """The lines outside of entries, roughly: an entry ends with a brace at the start of a line."""
    kept, inside = [], False
    for line in text.split("\n"):
        if _ENTRY_LINE.match(line):
            inside = True
        if not inside:
            kept.append(line)
        if inside and (line.startswith(("}", ")")) or line.rstrip().endswith("}}")):
            inside = False
    return "\n".join(kept)


def read_bibtex(text: str) -> tuple[str | None, list[Block], list[Problem]]:
    """The blocks and problems of a bibliography; it has no title.

    Abstracts, files and what only styles need (pages, publishers of proceedings, ISBN) are left out: too long for a
    remark, or nothing a reader looks for. Entries that others cross-refer to are volumes, and no readings themselves.
    """
    found = split(text)
    problems = [Problem(line, message) for line, message in found.problems]
    comments = [*_percent_comments(text, found.entries), *found.comments]
    groups = [entry.values.get("groups", "").partition(",")[0].strip() for entry in found.entries]
    blocks = list(_comment_blocks(comments, found.entries))
    if any(groups) and not any(isinstance(block, Heading) for block in blocks):
        return None, [*blocks, *_grouped(found.entries, groups)], problems
    blocks += [_record(entry) for entry in found.entries]
    return None, sorted(blocks, key=lambda block: block.line), problems


# -- records --------------------------------------------------------------------------------------------------


def _record(entry: Entry) -> Record:
    values = entry.values
    fields: list[tuple[Field, Runs]] = []
    title = decode(values.get("title", ""))
    if subtitle := decode(values.get("subtitle", "")):
        title = f"{title}: {subtitle}" if title else subtitle
    if title:
        fields.append((Field.TITLE, (Run(title),)))
    people = values.get("author") or (values.get("editor", "") if entry.type in ("book", "proceedings") else "")
    fields.extend((Field.AUTHORS, (Run(name),)) for name in names_of(people))
    if venue := _venue(entry):
        fields.append((Field.VENUE, text_runs(venue)))
    for name in ("year", "date"):
        if year := _YEAR.search(values.get(name, "")):
            fields.append((Field.YEAR, (Run(year[0]),)))
            break
    fields.extend(_links(values))
    for name, kind in _PLAIN_FIELDS.items():
        if value := values.get(name):
            fields.append((kind, _worded(name, kind, value)))
    return Record(tuple(fields), entry.line)


def _worded(name: str, kind: Field, value: str) -> Runs:
    if kind is Field.DOI:
        return (Run(address_of(value)),)
    if kind is Field.REMARK and "\\url" in value:
        value = decode(value)
    return text_runs(decode(value) if "://" not in value else value.replace("{", "").replace("}", ""))


def _venue(entry: Entry) -> str:
    """Where it was published, as printed: the name of a publisher only where nothing else is said."""
    for name in _VENUES:
        value = decode(entry.values.get(name, ""))
        if not value or (name == "howpublished" and "://" in value):
            continue
        if name == "series" and value.isdigit():
            continue
        return value
    return ""


def _links(values: dict[str, str]) -> Iterator[tuple[Field, Runs]]:
    for name, kind in _LINKS.items():
        for address in address_of(values.get(name, "")).split():
            if "://" in address:
                yield kind, (Run(address, address),)
    for name in ("howpublished", "note"):
        if "://" in values.get(name, ""):
            for run in text_runs(address_of(values[name])):
                if run.url:
                    yield (Field.PAGE if name == "note" and "url" in values else Field.LINK), (run,)
    yield from _preprint(values)


def _preprint(values: dict[str, str]) -> Iterator[tuple[Field, Runs]]:
    """The number on arXiv: of "eprint", or of the volume of "CoRR", as DBLP writes it."""
    eprint = address_of(values.get("eprint", ""))
    prefix = (values.get("archiveprefix") or values.get("eprinttype") or "").lower()
    journal = values.get("journal", "").lower()
    volume = _ABS.search(values.get("volume", "")) if "corr" in journal or "arxiv" in journal else None
    if eprint and "://" not in eprint and (prefix == "arxiv" or (not prefix and _ARXIV.fullmatch(eprint))):
        yield Field.ARXIV, (Run(eprint),)
    elif volume:
        yield Field.ARXIV, (Run(volume["id"]),)


# -- sections -------------------------------------------------------------------------------------------------


def _percent_comments(text: str, entries: Sequence[Entry]) -> Iterator[Comment]:
    """The lines that begin with a percent sign and stand outside of entries."""
    inside = iter(entries)
    entry = next(inside, None)
    if "%" not in text:
        return
    for number, line in enumerate(text.split("\n"), 1):
        while entry and entry.end < number:
            entry = next(inside, None)
        if line.lstrip().startswith("%") and not (entry and entry.line < number < entry.end):
            yield Comment(number, line.strip())


def _comment_blocks(comments: Sequence[Comment], entries: Sequence[Entry]) -> Iterator[Block]:
    """Headings out of comments that title what follows; all else that says something is a note."""
    last = max((entry.line for entry in entries), default=0)
    commented_out = 0
    ruled = {comment.text.strip("% ")[:1] for comment in comments} >= {"=", "-"}
    for comment in sorted(comments):
        text = comment.text.lstrip(f"{_DECORATION}.").rstrip(_DECORATION)
        if not any(map(str.isalnum, text)):
            continue
        if _COMMENTED_OUT.match(comment.text):
            commented_out = comment.line
        if commented_out and comment.line <= commented_out + 1 and comment.text.startswith("%"):
            commented_out = comment.line  # an entry that is commented out is not there
        elif comment.line < last and _is_heading(text):
            is_inner = ruled and not comment.text.strip("% ").startswith("=")
            yield Heading(3 if is_inner else 2, (Run(decode(text)),), comment.line)
        elif not _NO_HEADING.search(text) or "://" in text:
            yield Prose(text_runs(text), comment.line, aside=True)


def _is_heading(text: str) -> bool:
    words = text.split()
    return len(words) <= _MAX_HEADING_WORDS and not _NO_HEADING.search(text) and text[-1] not in ".;,?!{}"


def _grouped(entries: Sequence[Entry], groups: Sequence[str]) -> Iterator[Block]:
    """The records under the group that each says it is in; those in none come first."""
    sections: dict[str, list[Record]] = {"": []}
    for entry, group in zip(entries, groups, strict=True):
        sections.setdefault(plain((Run(decode(group)),)), []).append(_record(entry))
    for group, records in sections.items():
        if group and records:
            yield Heading(2, (Run(group),), records[0].line)
        yield from records
