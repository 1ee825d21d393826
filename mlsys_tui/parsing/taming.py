"""Long runs of signs, blanks and letters without end, cut short before any rule looks at them.

No list needs them, and a rule that may begin at every sign of a run takes the square of its length.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from mlsys_tui.parsing.blocks import Block, Cell, Heading, Item, Prose, Record, Run, Runs, Table

_MAX_RUN = 100
_MAX_WORD = 400
_REPEATED = re.compile(rf"([^\w\n])\1{{{_MAX_RUN},}}")
_SIGNS = re.compile(rf"\W{{{_MAX_RUN},}}")
_LETTERS = re.compile(rf"\w{{{_MAX_WORD}}}(?=\w)")


def tame(text: str) -> str:
    """A document's text without one sign more than a hundred times in a row; lines stay as they are."""
    return _REPEATED.sub(lambda match: match[1] * _MAX_RUN, text)


def tamed(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, without long runs of any signs, and with spaces in words that have no end."""
    for block in blocks:
        match block:
            case Item() if block.children or _is_long(block.runs):
                yield _tamed_item(block)
            case Heading() | Prose() if _is_long(block.runs):
                yield replace(block, runs=_tamed_runs(block.runs))
            case Record() if any(_is_long(runs) for _, runs in block.fields):
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


def _is_long(runs: Runs) -> bool:
    return any(len(run.text) > _MAX_RUN for run in runs)


def _tamed_runs(runs: Runs) -> Runs:
    if not _is_long(runs):
        return runs
    return tuple(run if run.text == run.url else _tamed_run(run) for run in runs)


def _tamed_run(run: Run) -> Run:
    text = _LETTERS.sub(r"\g<0> ", _SIGNS.sub(lambda match: match[0][:_MAX_RUN], run.text))
    return run if text == run.text else replace(run, text=text)
