"""Tags and text, one after the other, to blocks: what Markdown, HTML inside Markdown and whole HTML pages share.

The tags may be unbalanced, as they are in Markdown that has some HTML in it: a new item ends the one before, and
what is never closed ends with the document.
"""

from collections.abc import Mapping

from mlsys_tui.parsing.blocks import (
    BREAK,
    Block,
    Cell,
    Heading,
    Run,
    Scope,
    ScopeEnd,
    Table,
    join_lines,
    plain,
    tidy,
)
from mlsys_tui.parsing.formats.badges import BADGE, badge_words
from mlsys_tui.parsing.formats.frames import Frame, adopt, blocks_of_item, paragraph, span_of
from mlsys_tui.parsing.words.labels import requirement_of

SUMMARY_LEVEL = 7
"""The level of the first <summary>: below every heading of the document's own."""

_MAX_DEPTH = 200
_SKIPPED = frozenset("button iframe nav noscript object script select style svg template textarea".split())
_BOXES = frozenset(
    """address article aside blockquote body center dialog div fieldset figcaption figure footer form header hr html
    main p pre section""".split()
)
_BOLD = frozenset("b strong".split())
_LEANING = frozenset("em i".split())
_STRUCK = frozenset("del s strike".split())
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_FRAMES = {"ul": "list", "ol": "list", "menu": "list", "dl": "list", "table": "table", "tr": "row"}


class Weaver:
    """Takes events; `finish` gives the blocks. `line` is where in the document one is, kept by the caller.

    `balanced` if every tag that begins ends, too, as in a tree.
    """

    def __init__(self, *, balanced: bool = False) -> None:
        self._balanced = balanced
        self.line = 1
        self.page_title: str | None = None
        self._frames = [Frame("root", 1)]
        self._runs: list[Run] = []
        self._start = 1
        self._url: str | None = None
        self._bold = self._struck = self._skipped = self._details = 0
        self._boxes: list[bool] = []
        self._leaning = False

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
        words = badge_words(alternative, source)
        if self._url or within_link:
            self.text(words or " ")
        else:
            self.text(f" [{words}] " if words and BADGE.search(source) else " ")

    def reset_look(self) -> None:
        """A paragraph of Markdown ends what was left open in it: links, bold and struck text."""
        self._url, self._bold, self._struck, self._leaning = None, 0, 0, False

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
        elif tag in _LEANING:
            self._leaning = not self._runs and not self._bold  # what a paragraph begins with in italics, is meant
            self._bold += self._leaning
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
        elif tag in _LEANING:
            self._bold = max(0, self._bold - self._leaning)
            self._leaning = False
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
            self._push("cell", tag, span_of(attributes))
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
            if self._reaches(kind):
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

    def _reaches(self, kind: str) -> bool:
        """True if an end tag may close something: nothing outside the cell one is in, unless a table ends."""
        of_table = kind in ("table", "row", "cell")
        for frame in reversed(self._frames):
            if frame.kind == kind:
                return True
            if frame.kind == "cell" and not of_table:
                return False
        return False

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

    def _push(self, kind: str, tag: str, span: tuple[int, int] = (1, 1)) -> None:
        if len(self._frames) < _MAX_DEPTH:
            self._frames.append(Frame(kind, self.line, tag, span=span))

    def _flush(self) -> None:
        """What was written since the last tag of a block is a paragraph."""
        if not self._runs:
            return
        runs, self._runs = tidy(self._runs), []
        if not runs:
            return
        frame = self._frames[-1]
        if frame.kind in ("table", "row"):  # text between cells belongs to no cell
            frame = self._outside_table()
        if frame.kind in ("item", "heading"):
            frame.paragraphs.append((runs, self._start))
        else:
            frame.blocks.extend(paragraph(runs, self._start))

    def _outside_table(self) -> Frame:
        """Where text between cells goes: before the table, as browsers have it; in Markdown it ends the table."""
        if self._balanced:
            return next(frame for frame in reversed(self._frames) if frame.kind not in ("table", "row"))
        while self._frames[-1].kind in ("table", "row"):
            self._pop()
        return self._frames[-1]

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
                adopt(above, frame.blocks)
            case "item":
                above.blocks.extend(blocks_of_item(frame))
            case "cell":
                above.cells.append(Cell(tuple(frame.blocks), frame.tag == "th", *frame.span))
            case "row":
                if frame.cells:
                    above.rows.append((tuple(frame.cells), frame.line))
            case "table":
                above.blocks.append(Table(tuple(frame.rows), frame.line))

    def _pop_heading(self, frame: Frame) -> None:
        runs = join_lines(runs for runs, _ in frame.paragraphs)
        if frame.tag == "title":
            self.page_title = self.page_title or plain(runs) or None
        elif runs:
            level = _HEADINGS.get(frame.tag) or SUMMARY_LEVEL + max(0, self._details - 1)
            self._add(Heading(level, runs, frame.paragraphs[0][1]))
        for block in frame.blocks:
            self._add(block)
