"""What formats decoded, made harmless before any rule looks at it: codes, and runs of signs without end.

Entities and escapes may spell what the document's text was cleaned of. No list needs long runs of signs, and a rule
that may begin at every one of them takes the square of their number.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from mlsys_tui.parsing.blocks import BREAK, Block, Cell, Heading, Item, Prose, Record, Run, Runs, Table
from mlsys_tui.patterns import pattern
from mlsys_tui.text import clean_block

_MAX_RUN = 100
_MAX_WORD = 400
_REPEATED = pattern(rf"([^\w\n])\1{{{_MAX_RUN},}}")
_SIGNS = pattern(rf"\W{{{_MAX_RUN},}}")
_LETTERS = pattern(rf"\w{{{_MAX_WORD}}}(?=\w)")


def tame(text: str) -> str:
    """A document's text without one sign more than a hundred times in a row; lines stay as they are."""
    return _REPEATED.sub(lambda match: match[1] * _MAX_RUN, text)


def tamed(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, without codes and long runs of any signs, and with spaces in words that have no end."""
    for block in blocks:
        match block:
            case Item() if block.children or _is_wild(block.runs):
                yield _tamed_item(block)
            case Heading() | Prose() if _is_wild(block.runs):
                yield replace(block, runs=_tamed_runs(block.runs))
            case Record() if any(_is_wild(runs) for _, runs in block.fields):
                yield replace(block, fields=tuple((field, _tamed_runs(runs)) for field, runs in block.fields))
            case Table():
                rows = [(tuple(_tamed_cell(cell) for cell in cells), line) for cells, line in block.rows]
                yield replace(block, rows=tuple(rows))
            case _:
                yield block


def _tamed_cell(cell: Cell) -> Cell:
    return replace(cell, blocks=tuple(tamed(cell.blocks)))


def _tamed_item(item: Item) -> Item:
    children = tuple(_tamed_item(child) for child in item.children)
    return replace(item, runs=_tamed_runs(item.runs), children=children)


def _is_wild(runs: Runs) -> bool:
    return any(len(run.text) > _MAX_RUN or not _is_plain(run.text) for run in runs)


def _is_plain(text: str) -> bool:
    return text.isascii() and (text.isprintable() or text.replace("\n", "").replace(BREAK, "").isprintable())


def _tamed_runs(runs: Runs) -> Runs:
    return tuple(map(_tamed_run, runs)) if _is_wild(runs) else runs


def _tamed_run(run: Run) -> Run:
    text = run.text if _is_plain(run.text) else BREAK.join(map(clean_block, run.text.split(BREAK)))
    if len(text) > _MAX_RUN and text != run.url:
        text = _LETTERS.sub(r"\g<0> ", _SIGNS.sub(lambda match: match[0][:_MAX_RUN], text))
    return run if text == run.text else replace(run, text=text)
