"""The one public door of parsing."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from mlsys_tui.domain.reading_list import Document, Problem
from mlsys_tui.parsing.formats import read_blocks
from mlsys_tui.parsing.mending import mend
from mlsys_tui.parsing.outline import outline
from mlsys_tui.parsing.progress import Tick, no_tick
from mlsys_tui.text import clean_block


def read(text: str, name: str, tick: Tick = no_tick) -> Document:
    """Parse a reading list.

    `name` is the file's name, for messages only: it never decides how the text is read. Never raises: what is
    not understood stands in the document's `problems`. `tick` is told how far it is; only what it raises comes out.
    """
    text = mend(clean_block(text))
    with _uncollected():
        title, blocks, problems = read_blocks(text, lambda done: tick(done / 2))
        document = outline(title, blocks, name, problems, lambda done: tick((1 + done) / 2))
    if not document.listings:
        said = "the document is empty" if not text.strip() else "no paper was found in this document"
        problems = [*document.problems, Problem(0, said)]
        return Document(document.name, document.title, document.kind, document.sections, tuple(problems))
    return document


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
