"""Tags and text, one after the other, to blocks: what Markdown, HTML inside Markdown and whole HTML pages share.

The tags may be unbalanced, as they are in Markdown that has some HTML in it: a new item ends the one before, and
what is never closed ends with the document.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from mlsys_tui.parsing.blocks import (
    BREAK,
    Block,
    Cell,
    Heading,
    Item,
    Prose,
    Run,
    Runs,
    Scope,
    ScopeEnd,
    Table,
    join_lines,
    plain,
    split_lines,
    tidy,
)
from mlsys_tui.parsing.dates import find_date
from mlsys_tui.parsing.labels import requirement_of

SUMMARY_LEVEL = 7
"""The level of the first <summary>: below every heading of the document's own."""

_MAX_DEPTH = 200
_SKIPPED = frozenset("button iframe nav noscript object script select style svg template textarea".split())
_BOXES = frozenset(
    """address article aside blockquote body center dialog div fieldset figcaption figure footer form header hr html
    main p pre section""".split()
)
_BOLD = frozenset("b strong".split())
_STRUCK = frozenset("del s strike".split())
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_FRAMES = {"ul": "list", "ol": "list", "menu": "list", "dl": "list", "table": "table", "tr": "row"}
# A badge says its words in its address: /badge/ICML-2024-blue, /badge/arXiv-2401.00001-b31b1b.
_BADGE = re.compile(r"(?:shields\.io|badgen\.net)/badge/(?P<words>.+?)(?:-[\w#]+)?(?:\.(?:svg|png))?(?:\?|$)")
_COUNTER = re.compile(r"shields\.io/github|badge\.fury|/badge\.svg|awesome\.re|hits\.|visitor|star-history")


@dataclass(slots=True)
class _Frame:
    """Something open that holds blocks: the document, a list, an item, a table, a row, a cell, a heading."""

    kind: str
    line: int
    tag: str = ""
    blocks: list[Block] = field(default_factory=list)
    paragraphs: list[tuple[Runs, int]] = field(default_factory=list)
    rows: list[tuple[tuple[Cell, ...], int]] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    span: int = 1


class Weaver:
    """Takes events; `finish` gives the blocks. `line` is where in the document one is, kept by the caller."""

    def __init__(self) -> None:
        self.line = 1
        self.page_title: str | None = None
        self._frames = [_Frame("root", 1)]
        self._runs: list[Run] = []
        self._start = 1
        self._url: str | None = None
        self._bold = self._struck = self._skipped = self._details = 0
        self._boxes: list[bool] = []

    def finish(self) -> list[Block]:
        """All blocks, with whatever is still open closed."""
        self._flush()
        while len(self._frames) > 1:
            self._pop()
        return self._frames[0].blocks

    # -- events -------------------------------------------------------------------------------------------

    def text(self, text: str) -> None:
        """Text in the look of the tags around it."""
        if self._skipped:
            return
        if not self._runs:
            if not text.strip():
                return
            self._start = self.line + text[: len(text) - len(text.lstrip())].count("\n")
        self._runs.append(Run(text, self._url, self._struck > 0, self._bold > 0, self.line))

    def link(self, text: str, url: str) -> None:
        """Text that is a link by itself."""
        outer, self._url = self._url, self._url or url
        self.text(text)
        self._url = outer

    def image(self, alternative: str, source: str, within_link: bool = False) -> None:
        """A picture: a badge stands for its words, any other for a space."""
        words = _badge_words(alternative, source)
        if self._url or within_link:
            self.text(words or " ")
        else:
            self.text(f" [{words}] " if words and _BADGE.search(source) else " ")

    def reset_look(self) -> None:
        """A paragraph of Markdown ends what was left open in it: links, bold and struck text."""
        self._url, self._bold, self._struck = None, 0, 0

    def open(self, tag: str, attributes: Mapping[str, str | None] | None = None) -> None:
        """A tag begins."""
        if tag in _SKIPPED:
            self._skipped += 1
        elif self._skipped:
            pass
        elif tag == "a":
            self._url = (attributes or {}).get("href") or None
        elif tag == "br":
            self.text(f"{BREAK}\n")
        elif tag in _BOLD:
            self._bold += 1
        elif tag in _STRUCK:
            self._struck += 1
        else:
            self._open_block(tag, attributes or {})

    def close(self, tag: str) -> None:
        """A tag ends; one that was never opened is nothing."""
        if tag in _SKIPPED:
            self._skipped = max(0, self._skipped - 1)
        elif self._skipped:
            pass
        elif tag == "a":
            self._url = None
        elif tag in _BOLD:
            self._bold = max(0, self._bold - 1)
        elif tag in _STRUCK:
            self._struck = max(0, self._struck - 1)
        else:
            self._close_block(tag)

    def heading(self, level: int) -> None:
        """A heading of Markdown begins: no table, list or item of HTML reaches beyond it."""
        self._flush()
        self._skipped = 0
        while len(self._frames) > 1 and self._frames[-1].kind in ("table", "row", "cell"):
            self._pop()
        self._push("heading", f"h{level}")

    # -- blocks -------------------------------------------------------------------------------------------

    def _open_block(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        if tag in _HEADINGS or tag in ("summary", "title"):
            self._flush()
            self._push("heading", tag)
        elif tag in _FRAMES:
            self._flush()
            if tag == "tr":
                self._back_to("table")
            self._push(_FRAMES[tag], tag)
        elif tag in ("li", "dt"):
            self._flush()
            self._end_item()
            self._push("item", tag)
        elif tag == "dd":
            self._flush()
            if self._frames[-1].kind == "item" and self._frames[-1].tag == "dd":
                self._pop()
            self._push("item", tag)
        elif tag in ("td", "th"):
            self._flush()
            self._back_to("row")
            self._push("cell", tag, _span(attributes))
        elif tag == "details":
            self._flush()
            self._details += 1
        elif tag in _BOXES:
            self._flush()
            self._open_box(tag, attributes)

    def _close_block(self, tag: str) -> None:
        if tag in _HEADINGS or tag in ("summary", "title"):
            self._flush()
            if self._frames[-1].kind == "heading":
                self._pop()
        elif tag in _FRAMES or tag in ("li", "dd", "td", "th"):
            self._flush()
            kind = _FRAMES.get(tag) or ("cell" if tag in ("td", "th") else "item")
            if any(frame.kind == kind for frame in self._reachable(kind)):
                while self._frames[-1].kind != kind:
                    self._pop()
                self._pop()
        elif tag == "details":
            self._flush()
            if self._details:
                self._add(Heading(SUMMARY_LEVEL + self._details - 1, (), self.line))
                self._details -= 1
        elif tag in _BOXES or tag in ("dt", "caption", "tbody", "thead"):
            self._flush()
            if tag in ("div", "section") and self._boxes and self._boxes.pop():
                self._add(ScopeEnd(self.line))

    def _open_box(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        if tag in ("div", "section"):
            names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".split()
            label = next((name for name in names if requirement_of(name.replace("-", " "))), None)
            self._boxes.append(label is not None)
            if label:
                self._add(Scope(label.replace("-", " "), self.line))

    def _reachable(self, kind: str) -> list[_Frame]:
        """The open frames that an end tag may close: none outside the cell one is in, unless a table ends."""
        if kind in ("table", "row", "cell"):
            return self._frames[1:]
        inner = max((i for i, frame in enumerate(self._frames) if frame.kind == "cell"), default=0)
        return self._frames[inner + 1 :]

    def _back_to(self, kind: str) -> None:
        if any(frame.kind == kind for frame in self._frames):
            while self._frames[-1].kind != kind:
                self._pop()
        elif kind == "row":
            self._back_to("table")
            self._push("row", "tr")
        else:
            self._push("table", "table")

    def _end_item(self) -> None:
        """Close the item that is open in the innermost list."""
        for index in range(len(self._frames) - 1, 0, -1):
            kind = self._frames[index].kind
            if kind in ("list", "cell"):
                return
            if kind == "item" and self._frames[index - 1].kind in ("list", "root", "cell"):
                while len(self._frames) > index:
                    self._pop()
                return

    def _push(self, kind: str, tag: str, span: int = 1) -> None:
        if len(self._frames) < _MAX_DEPTH:
            self._frames.append(_Frame(kind, self.line, tag, span=span))

    def _flush(self) -> None:
        """What was written since the last tag of a block is a paragraph."""
        if not self._runs:
            return
        runs, self._runs = tidy(self._runs), []
        if not runs:
            return
        frame = self._frames[-1]
        if frame.kind in ("table", "row"):  # text between cells belongs to no cell
            while self._frames[-1].kind in ("table", "row"):
                self._pop()
            frame = self._frames[-1]
        if frame.kind in ("item", "heading"):
            frame.paragraphs.append((runs, self._start))
        else:
            frame.blocks.extend(_paragraph(runs, self._start))

    def _add(self, block: Block) -> None:
        while self._frames[-1].kind in ("table", "row"):
            self._pop()
        self._frames[-1].blocks.append(block)

    def _pop(self) -> None:
        frame = self._frames.pop()
        above = self._frames[-1]
        match frame.kind:
            case "heading":
                self._pop_heading(frame)
            case "list":
                _adopt(above, frame.blocks)
            case "item":
                above.blocks.extend(_item(frame))
            case "cell":
                above.cells.append(Cell(tuple(frame.blocks), frame.tag == "th", frame.span))
            case "row":
                if frame.cells:
                    above.rows.append((tuple(frame.cells), frame.line))
            case "table":
                above.blocks.append(Table(tuple(frame.rows), frame.line))

    def _pop_heading(self, frame: _Frame) -> None:
        runs = join_lines(runs for runs, _ in frame.paragraphs)
        if frame.tag == "title":
            self.page_title = self.page_title or plain(runs) or None
        elif runs:
            level = _HEADINGS.get(frame.tag) or SUMMARY_LEVEL + max(0, self._details - 1)
            self._add(Heading(level, runs, frame.paragraphs[0][1]))
        for block in frame.blocks:
            self._add(block)


def _span(attributes: Mapping[str, str | None]) -> int:
    digits = attributes.get("colspan") or "1"
    return min(int(digits), 50) if digits.isdecimal() and len(digits) < 4 else 1


def _badge_words(alternative: str, source: str) -> str:
    if _COUNTER.search(source):
        return "" if "github" not in source else "stars"
    if badge := _BADGE.search(source):
        words = unquote(badge["words"]).replace("--", "\0").replace("-", " ").replace("__", "\1").replace("_", " ")
        said = words.replace("\0", "-").replace("\1", "_").strip()
        return alternative.strip() if len(alternative.split()) > len(said.split()) else said
    return alternative.strip()


def _adopt(above: _Frame, items: list[Block]) -> None:
    """A list that stands directly in a list belongs to the item before it."""
    last = above.blocks[-1] if above.kind == "list" and above.blocks else None
    if isinstance(last, Item):
        own = tuple(block for block in items if isinstance(block, Item))
        above.blocks[-1] = Item(last.runs, last.line, (*last.children, *own))
        above.blocks.extend(block for block in items if not isinstance(block, Item))
    else:
        above.blocks.extend(items)


def _item(frame: _Frame) -> list[Block]:
    children = tuple(block for block in frame.blocks if isinstance(block, Item))
    others = [block for block in frame.blocks if not isinstance(block, Item)]
    if not frame.paragraphs:
        return [*children, *others]  # "- - [x] title": an item that only wraps another
    runs, line = frame.paragraphs[0]
    if len(frame.paragraphs) > 1:
        runs = tidy(run for own, _ in frame.paragraphs for run in (*own, Run(f"{BREAK}\n")))
    return [*_ended_by_labels(Item(runs, line, children)), *others]


def _paragraph(runs: Runs, line: int) -> list[Block]:
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
    rest = _paragraph(join_lines(lines[end:]), item.line + end)
    return [Item(join_lines(lines[:end]), item.line, item.children), *rest]
