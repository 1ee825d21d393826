"""The one public door of parsing."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from mlsys_tui.domain.reading_list import Document, Problem
from mlsys_tui.parsing.formats.registry import read_blocks
from mlsys_tui.parsing.mending import mend
from mlsys_tui.parsing.progress import Tick, no_tick
from mlsys_tui.parsing.sections.outline import outline
from mlsys_tui.parsing.taming import tame, tamed
from mlsys_tui.patterns import pattern
from mlsys_tui.text import clean_block

_MAX_PROBLEMS = 1000
_TABBED = pattern(r"[^\n]*\t[^\n]*\t")
"""A first line with two tabs may be the header of a table."""


def read(text: str, name: str, tick: Tick = no_tick) -> Document:
    """Parse a reading list.

    `name` is the file's name, for messages only: it never decides how the text is read. Never raises: what is
    not understood stands in the document's `problems`. `tick` is told how far it is; only what it raises comes out.
    """
    tabbed = tame(mend(clean_block(text, keep_tabs=True))) if _TABBED.match(text) else None
    text = tame(mend(clean_block(text)))
    with _uncollected():
        title, blocks, problems = read_blocks(text, lambda done: tick(done / 2), tabbed)
        document = outline(title, list(tamed(blocks)), name, problems, lambda done: tick((1 + done) / 2))
    document = replace(document, problems=_bounded(document.problems))
    if not document.listings:
        said = "the document is empty" if not text.strip() else "no paper was found in this document"
        return replace(document, problems=(*document.problems, Problem(0, said)))
    return document


def _bounded(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """No more problems than anybody reads; the last says how many there are."""
    if len(problems) <= _MAX_PROBLEMS:
        return problems
    more = len(problems) - _MAX_PROBLEMS
    return (*problems[:_MAX_PROBLEMS], Problem(problems[_MAX_PROBLEMS].line, f"and {more:,} more like these"))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Parsing makes many small things and no cycles: the collector would go through them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
