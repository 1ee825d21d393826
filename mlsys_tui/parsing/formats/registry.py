"""Which format a document is in, told by its text alone. A reader that no document asks for is never loaded."""
# ruff: noqa: PLC0415 - see above

from collections.abc import Callable

from mlsys_tui.domain.reading_list import Problem
from mlsys_tui.parsing.blocks import Block
from mlsys_tui.parsing.formats.csv_rows import looks_like_csv
from mlsys_tui.parsing.formats.data_looks import looks_like_json, looks_like_yaml
from mlsys_tui.parsing.progress import Tick, no_tick

Blocks = tuple[str | None, list[Block], list[Problem]]
"""A document's own title, its blocks, and what could not be read."""


def read_blocks(text: str, tick: Tick = no_tick, tabbed: str | None = None) -> Blocks:
    """The blocks of a document; it is Markdown or plain text if no other format fits.

    `tabbed` is the same text with its tabs, for tables that have them between columns.
    """
    if tabbed and looks_like_csv(tabbed):
        from mlsys_tui.parsing.formats.csv import read_csv

        return read_csv(tabbed)
    if reader := _marked_up(text) or _data(text):
        return reader(text)
    from mlsys_tui.parsing.formats.markdown import read_markdown

    return read_markdown(text, tick)


def _marked_up(text: str) -> Callable[[str], Blocks] | None:
    if "<" in text:
        from mlsys_tui.parsing.formats.html import looks_like_html, read_html

        if looks_like_html(text):
            return read_html
    if "@" in text:
        from mlsys_tui.parsing.formats.bibtex import looks_like_bibtex, read_bibtex

        if looks_like_bibtex(text):
            return read_bibtex
    return None


def _data(text: str) -> Callable[[str], Blocks] | None:
    if looks_like_json(text):
        from mlsys_tui.parsing.formats.data import read_json

        return read_json
    if text.startswith("*") or "\n*" in text:  # a headline
        from mlsys_tui.parsing.formats.org import looks_like_org, read_org

        if looks_like_org(text):
            return read_org
    if looks_like_yaml(text):
        from mlsys_tui.parsing.formats.data import read_yaml

        return read_yaml
    if looks_like_csv(text):
        from mlsys_tui.parsing.formats.csv import read_csv

        return read_csv
    return None
