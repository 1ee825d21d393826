"""What is open while a document is woven, and what becomes of it when it is closed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mlsys_tui.parsing.blocks import BREAK, Block, Cell, Item, Prose, Run, Runs, join_lines, plain, split_lines, tidy
from mlsys_tui.parsing.words.dates import find_date
from mlsys_tui.parsing.words.labels import requirement_of


@dataclass(slots=True)
class Frame:
    """Something open that holds blocks: the document, a list, an item, a table, a row, a cell, a heading."""

    kind: str
    line: int
    tag: str = ""
    blocks: list[Block] = field(default_factory=list)
    paragraphs: list[tuple[Runs, int]] = field(default_factory=list)
    rows: list[tuple[tuple[Cell, ...], int]] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    span: tuple[int, int] = (1, 1)


def span_of(attributes: Mapping[str, str | None]) -> tuple[int, int]:
    """How many columns and rows a cell takes."""
    return _count(attributes.get("colspan")), _count(attributes.get("rowspan"))


def _count(digits: str | None) -> int:
    return max(1, min(int(digits), 50)) if digits and digits.isdecimal() and len(digits) < 4 else 1


def adopt(above: Frame, items: list[Block]) -> None:
    """A list that stands directly in a list belongs to the item before it."""
    last = above.blocks[-1] if above.kind == "list" and above.blocks else None
    if isinstance(last, Item):
        own = tuple(block for block in items if isinstance(block, Item))
        above.blocks[-1] = Item(last.runs, last.line, (*last.children, *own))
        above.blocks.extend(block for block in items if not isinstance(block, Item))
    else:
        above.blocks.extend(items)


def blocks_of_item(frame: Frame) -> list[Block]:
    """The item of a frame that is closed, and what in it is no item."""
    children = tuple(block for block in frame.blocks if isinstance(block, Item))
    others = [block for block in frame.blocks if not isinstance(block, Item)]
    if not frame.paragraphs:
        return [*children, *others]  # "- - [x] title": an item that only wraps another
    runs, line = frame.paragraphs[0]
    if len(frame.paragraphs) > 1:
        runs = tidy(run for own, _ in frame.paragraphs for run in (*own, Run(f"{BREAK}\n")))
    return [*_ended_by_labels(Item(runs, line, children)), *others]


def paragraph(runs: Runs, line: int) -> list[Block]:
    """A paragraph; lines in it that are dates or labels ("Required reading") stand alone."""
    if not any("\n" in run.text for run in runs):
        return [Prose(runs, line)]
    lines = split_lines(runs)
    if not any(map(is_label_line, lines)):
        return [Prose(runs, line)]
    found: list[Block] = []
    start = 0
    for index, own in enumerate(lines):
        if is_label_line(own):
            if before := join_lines(lines[start:index]):
                found.append(Prose(before, line + start))
            found.append(Prose(own, line + index))
            start = index + 1
    if rest := join_lines(lines[start:]):
        found.append(Prose(rest, line + start))
    return found


def is_label_line(runs: Runs) -> bool:
    """True for a line that is nothing but a date or says what is required."""
    if not runs or any(run.url for run in runs):
        return False
    text = plain(runs).strip(BREAK + " ")
    if not text or len(text) > 60:
        return False
    day = find_date(text)
    return requirement_of(text) is not None or (day is not None and not day.rest)


def _ended_by_labels(item: Item) -> list[Block]:
    """An item; a line in it that is a label and no part of the sentence ends it ("Optional:" before more items)."""
    if not any("\n" in run.text for run in item.runs):
        return [item]
    lines = split_lines(item.runs)
    end = next((index for index, own in enumerate(lines) if index and is_label_line(own)), None)
    if end is None:
        return [item]
    rest = paragraph(join_lines(lines[end:]), item.line + end)
    return [Item(join_lines(lines[:end]), item.line, item.children), *rest]
