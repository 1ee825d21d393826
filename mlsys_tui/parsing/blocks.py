"""What every document format is turned into: headings, items, records, tables and prose, each with its line.

Sections, dates, requirement and papers are recognised on these blocks, once for all formats.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one look: perhaps a link (`url`), struck through, or bold.

    `line` is where it begins, 0 where nobody knows.

    A line feed in `text` is a line end of the source: white space to most readers, and a hint to some.
    """

    text: str
    url: str | None = None
    struck: bool = False
    bold: bool = False
    line: int = field(default=0, compare=False)


Runs = tuple[Run, ...]

BREAK = "\v"
"""A line end that the author asked for: what stands before it and after it are not one sentence."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the outermost, and those above 6 are no headings of the format's own.

    Without runs it ends the sections of its level and deeper: what follows belongs to what was open before.
    """

    level: int
    runs: Runs
    line: int


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph or a quote; `aside` if it stands beside what is listed (a presenter's cell) and is only a note."""

    runs: Runs
    line: int
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A list item with the items nested in it; `line` is 1-based, where its text starts.

    `is_heading` if it stands as a heading in the document: it is a paper, and what is nested in it is about it.
    """

    runs: Runs
    line: int
    children: tuple["Item", ...] = ()
    is_heading: bool = False


class Field(StrEnum):
    """What one value of a record says of its paper."""

    ENTRY = "entry"  # free text that reads like an item: "Title. Authors. Venue Year."
    TITLE = "title"  # the bare title
    NAME = "name"
    AUTHORS = "authors"
    VENUE = "venue"
    YEAR = "year"
    DATE = "date"  # of publication: its year counts
    DOI = "doi"
    ARXIV = "arxiv"
    LINK = "link"  # of the paper itself
    CODE = "code"
    SLIDES = "slides"
    VIDEO = "video"
    PAGE = "page"
    REQUIREMENT = "requirement"
    READ = "read"  # the list's own mark
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Record:
    """A paper whose parts the document itself tells apart: a table's row, a BibTeX entry, a mapping of YAML.

    A field may occur more than once; a value's links are its runs' links.
    """

    fields: tuple[tuple[Field, Runs], ...]
    line: int

    def get(self, field: Field) -> Runs:
        """The first value of `field`, () without one."""
        return next((runs for name, runs in self.fields if name is field), ())


@dataclass(frozen=True, slots=True)
class Scope:
    """A label that holds until its `ScopeEnd`: "required" over a division of readings."""

    label: str
    line: int


@dataclass(frozen=True, slots=True)
class ScopeEnd:
    """The end of the innermost open scope."""

    line: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: the blocks in it; `heads` if it is a header cell, `span` and `rows`: what it takes of both."""

    blocks: tuple["Block", ...]
    heads: bool = False
    span: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table, row by row; each row is its cells and the line it starts on."""

    rows: tuple[tuple[tuple[Cell, ...], int], ...]
    line: int


Block = Heading | Prose | Item | Record | Scope | ScopeEnd | Table


def plain(runs: Runs) -> str:
    """The text of `runs` as one line."""
    return " ".join("".join(run.text for run in runs).split())


def tidy(runs: Iterable[Run]) -> Runs:
    """`runs` without empty ones and white space at the ends, neighbours of one look joined, broken links mended."""
    kept = [run for run in runs if run.text]
    if len(kept) == 1:
        return _strip(kept)
    joined: list[Run] = []
    texts: list[str] = []
    for run in kept:
        last = joined[-1] if joined else None
        if last and texts[-1][:1] != BREAK and (run.url, run.struck, run.bold) == (last.url, last.struck, last.bold):
            texts.append(run.text)  # of one look, and not over a break
            continue
        _end_group(joined, texts)
        joined.append(run)
        texts = [run.text]
    _end_group(joined, texts)
    return _strip(_mend_links(joined))


def _end_group(joined: list[Run], texts: list[str]) -> None:
    if len(texts) > 1:
        joined[-1] = _with_text(joined[-1], "".join(texts))


def split_lines(runs: Runs) -> list[Runs]:
    """The runs of each source line."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *more = run.text.split("\n")
        lines[-1].append(_with_text(run, first) if more else run)
        lines.extend([_with_text(run, text, at)] for at, text in enumerate(more, 1))
    return [tidy(line) for line in lines]


def _with_text(run: Run, text: str, lines: int = 0) -> Run:
    """`run` with another text, so many lines below: much quicker than dataclasses.replace, and often done."""
    return Run(text, run.url, run.struck, run.bold, run.line and run.line + lines)


def join_lines(lines: Iterable[Runs]) -> Runs:
    """The runs of some source lines as one."""
    return tidy(run for line in lines for run in (*line, Run("\n")))


def _mend_links(runs: list[Run]) -> list[Run]:
    r"""Give a link the words that a stray bracket cut off: `[Title [ICLR'18\]](url)` is one link."""
    for index in range(1, len(runs)):
        before, link = runs[index - 1], runs[index]
        if link.url and not before.url and link.text.count("]") > link.text.count("["):
            cut = _unclosed(before.text)
            if cut is not None:
                runs[index - 1] = replace(before, text=before.text[:cut])
                runs[index] = replace(link, text=f"{before.text[cut + 1 :]}[{link.text}")
    return [run for run in runs if run.text]


def _unclosed(text: str) -> int | None:
    """Where the last bracket stands that is opened in `text` and not closed."""
    depth = 0
    for position in range(len(text) - 1, -1, -1):
        if text[position] == "]":
            depth += 1
        elif text[position] == "[":
            if depth == 0:
                return position
            depth -= 1
    return None


def _strip(runs: list[Run]) -> Runs:
    if runs:
        if runs[0].text[0].isspace():
            runs[0] = _with_text(runs[0], runs[0].text.lstrip())
        if runs[-1].text[-1:].isspace():
            runs[-1] = _with_text(runs[-1], runs[-1].text.rstrip())
    return tuple([run for run in runs if run.text])
