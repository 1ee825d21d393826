"""Which format a document is in, told by its text alone."""

from mlsys_tui.domain.reading_list import Problem
from mlsys_tui.parsing.blocks import Block
from mlsys_tui.parsing.formats.bibtex import looks_like_bibtex, read_bibtex
from mlsys_tui.parsing.formats.csv import looks_like_csv, read_csv
from mlsys_tui.parsing.formats.data import looks_like_json, looks_like_yaml, read_json, read_yaml
from mlsys_tui.parsing.formats.html import looks_like_html, read_html
from mlsys_tui.parsing.formats.markdown import read_markdown
from mlsys_tui.parsing.formats.org import looks_like_org, read_org
from mlsys_tui.parsing.progress import Tick, no_tick

_FORMATS = (
    (looks_like_html, read_html),
    (looks_like_bibtex, read_bibtex),
    (looks_like_json, read_json),
    (looks_like_org, read_org),
    (looks_like_yaml, read_yaml),
    (looks_like_csv, read_csv),
)


def read_blocks(
    text: str, tick: Tick = no_tick, tabbed: str | None = None
) -> tuple[str | None, list[Block], list[Problem]]:
    """The document's own title, its blocks, and what could not be read; Markdown and plain text if no other fits.

    `tabbed` is the same text with its tabs, for tables that have them between columns.
    """
    if tabbed and looks_like_csv(tabbed):
        return read_csv(tabbed)
    for looks, read in _FORMATS:
        if looks(text):
            return read(text)
    return read_markdown(text, tick)
