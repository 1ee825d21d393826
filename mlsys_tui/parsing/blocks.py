"""What every document format is turned into: headings, items and prose, each with its line.

Sections, dates, requirement and papers are recognised on these blocks, once for all formats.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one look: perhaps a link (`url`), perhaps struck through.

    A line feed in `text` is a line end of the source: white space to most readers, and a hint to some.
    """

    text: str
    url: str | None = None
    struck: bool = False


Runs = tuple[Run, ...]

BREAK = "\v"
"""A line end that the author asked for: what stands before it and after it are not one sentence."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the outermost."""

    level: int
    runs: Runs
    line: int


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph or a quote."""

    runs: Runs
    line: int


@dataclass(frozen=True, slots=True)
class Item:
    """A list item with the items nested in it; `line` is 1-based, where its text starts."""

    runs: Runs
    line: int
    children: tuple["Item", ...] = ()


Block = Heading | Prose | Item


def plain(runs: Runs) -> str:
    """The text of `runs` as one line."""
    return " ".join("".join(run.text for run in runs).split())


def tidy(runs: Iterable[Run]) -> Runs:
    """`runs` without empty ones and white space at the ends, neighbours of one look joined, broken links mended."""
    looks = groupby((run for run in runs if run.text), key=lambda run: (run.url, run.struck))
    joined = [Run("".join(run.text for run in same), url, struck) for (url, struck), same in looks]
    return _strip(_mend_links(joined))


def split_lines(runs: Runs) -> list[Runs]:
    """The runs of each source line."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *more = run.text.split("\n")
        lines[-1].append(replace(run, text=first))
        lines.extend([replace(run, text=text)] for text in more)
    return [tidy(line) for line in lines]


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
        runs[0] = replace(runs[0], text=runs[0].text.lstrip())
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip())
    return tuple(run for run in runs if run.text)
