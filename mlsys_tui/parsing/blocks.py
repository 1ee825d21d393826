"""What every document format is turned into: headings, items and prose, each with its line.

Sections, dates, requirement and papers are recognised on these blocks, once for all formats.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one look: perhaps a link (`url`), perhaps struck through."""

    text: str
    url: str | None = None
    struck: bool = False


Runs = tuple[Run, ...]


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


def tidy(runs: Runs) -> Runs:
    """`runs` without empty ones at the ends, neighbours of one look joined, and broken links mended."""
    joined: list[Run] = []
    for run in runs:
        if joined and (joined[-1].url, joined[-1].struck) == (run.url, run.struck):
            joined[-1] = replace(joined[-1], text=joined[-1].text + run.text)
        elif run.text:
            joined.append(run)
    return _strip(_mend_links(joined))


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
