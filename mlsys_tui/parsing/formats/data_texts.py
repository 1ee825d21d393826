"""Texts inside of YAML and JSON to blocks: an item, several of them, or a note."""

import re
from collections.abc import Iterator
from dataclasses import replace

from mlsys_tui.parsing.blocks import Block, Field, Heading, Item, Prose, Record, Scope, ScopeEnd, Table
from mlsys_tui.parsing.formats.data_records import label_of, scalars
from mlsys_tui.parsing.formats.data_tree import Node, Scalar
from mlsys_tui.parsing.words import labels
from mlsys_tui.parsing.words.fields import field_of, is_noise
from mlsys_tui.parsing.words.strings import text_runs
from mlsys_tui.patterns import pattern

_LIST_LINE = pattern(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+\S", re.MULTILINE)
_BLOCK_HTML = pattern(r"<(?:li|p|br|div|td)\b", re.IGNORECASE)


def note(key: str, node: Node) -> Iterator[Block]:
    """A value that lists no papers, as one note."""
    if isinstance(node, Scalar):
        yield from of_text(key, node, listed=False)
    elif texts := scalars(node):
        runs = text_runs(f"{label_of(key).capitalize()}: {'; '.join(texts)}" if key else "; ".join(texts))
        yield Prose(runs, node.line, aside=True)


def of_text(key: str, node: Scalar, *, listed: bool) -> Iterator[Block]:
    """A text: items if it stands where papers are expected, else a note with its key."""
    text = node.text.strip("\n ")
    if labels.is_filler(text) or (not listed and (is_noise(key) or text.lower() in ("true", "false"))):
        return
    if not listed:
        known = field_of(key) is Field.REMARK
        yield Prose(
            text_runs(text if known or not key else f"{label_of(key).capitalize()}: {text}"), node.line, aside=True
        )
    elif "\n" in text or _BLOCK_HTML.search(text):
        first = node.line + len(node.text) - len(node.text.lstrip("\n"))
        yield from _of_lines(text, first)
    else:
        yield Item(text_runs(text), node.line)


def _of_lines(text: str, first: int) -> Iterator[Block]:
    """A text of several lines: Markdown, HTML, or a paper a line."""
    if _BLOCK_HTML.search(text) or _LIST_LINE.search(text):
        from mlsys_tui.parsing.formats.html import read_html  # noqa: PLC0415 - rarely needed, slow to import
        from mlsys_tui.parsing.formats.markdown import read_markdown  # noqa: PLC0415 - as above

        found = read_html(text)[1] if _BLOCK_HTML.search(text) and "](" not in text else read_markdown(text)[1]
        yield from (_moved(block, first - 1) for block in found)
        return
    for at, line in enumerate(text.split("\n")):
        if line.strip():
            yield Item(text_runs(line.strip()), first + at)


def _moved(block: Block, by: int) -> Block:
    """A block of an inner document where it stands in the outer one; its headings are no sections there."""
    if isinstance(block, Item):
        children = tuple(child for each in block.children if isinstance(child := _moved(each, by), Item))
        return replace(block, line=block.line + by, children=children)
    if isinstance(block, Heading):
        return Prose(block.runs, block.line + by)
    if isinstance(block, (Table, Record, Scope, ScopeEnd, Prose)):
        return replace(block, line=block.line + by)
    return block
