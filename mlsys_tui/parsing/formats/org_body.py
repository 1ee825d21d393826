"""What stands below a headline of org-mode: properties, citations, links, lists, tables and prose."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from mlsys_tui.parsing.blocks import Block, Cell, Item, Prose, Record, Run, Runs, Table, join_lines, plain, tidy
from mlsys_tui.parsing.formats.org_inline import CITE, inline_runs
from mlsys_tui.patterns import pattern

_DRAWER = pattern(r"\s*:(?P<name>[\w-]+):\s*")
_END = pattern(r"\s*:end:\s*", re.IGNORECASE)
_PROPERTY = pattern(r"\s*:(?P<key>[\w+-]+):\s+(?P<value>\S.*)")
_PLANNING = pattern(r"\s*(?:CLOSED|SCHEDULED|DEADLINE|CLOCK):")
_SCHEDULED = pattern(r"SCHEDULED:\s*[<\[](?P<day>\d{4}-\d\d-\d\d)")
_LOGGED = pattern(r"\s*(?:[-+]\s+State\s+\"|Captured\s+(?:on:?\s+)?[<\[]?\d|(?:Entered|Added) on:?\s+[<\[]?\d)")
_NOTE_TAKEN = pattern(r"\s*[-+]\s+(?:Note taken on|CLOSING NOTE|Rescheduled from.*on)\s+\[[^\]]*\]\s*\\*\s*")
_DAY_ALONE = pattern(r"\s*[<\[](?P<day>\d{4}-\d\d-\d\d)[^<>\[\]]*[>\]]\s*")
_SETTING = pattern(r"\s*#\+(?P<key>[\w-]+):?\s*(?P<value>.*)")
_COMMENT = pattern(r"\s*#(?:\s|$)")
_RULE = pattern(r"\s*-{5,}\s*")
_LIST_ITEM = pattern(r"(?P<indent>\s*)(?:[-+]|(?<=\s)\*|\d{1,4}[.)]|[a-zA-Z][.)])\s+(?:\[@\d+\]\s*)?(?P<text>\S.*)")
_DEFINITION = pattern(r"^(?P<term>[^\n:]{1,80}?)\s+::\s+")
_LABEL_WORDS = 4
_MAX_DEPTH = 20


class LinkLine(NamedTuple):
    """A line that is a link and perhaps a word or two about it ("PDF: https://…")."""

    label: str
    run: Run
    line: int


@dataclass(slots=True)
class Body:
    """What stands below a headline, sorted by what it is."""

    settings: list[tuple[str, str]] = field(default_factory=list)
    properties: list[tuple[str, str]] = field(default_factory=list)
    day: str | None = None
    citations: list[LinkLine] = field(default_factory=list)
    links: list[LinkLine] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        """The items of its lists."""
        return [block for block in self.blocks if isinstance(block, Item)]


Line = tuple[int, str]


def read_body(lines: Sequence[Line]) -> Body:
    """The body that `lines`, each with its number, say."""
    body = Body()
    last_end = max((at for at, (_, text) in enumerate(lines) if _END.fullmatch(text)), default=-1)
    paragraph: list[Line] = []
    at = 0
    while at < len(lines):
        blank = not lines[at][1].strip()
        taken = 1 if blank else _structure(body, lines, at, last_end)
        if taken:
            _flush(body, paragraph)
            at += taken
            continue
        text = _NOTE_TAKEN.sub("", lines[at][1])
        if text.strip():
            _text_line(body, paragraph, (lines[at][0], text))
        at += 1
    _flush(body, paragraph)
    return body


def _structure(body: Body, lines: Sequence[Line], at: int, last_end: int) -> int:
    """Take what is no prose and begins at `at`; the number of lines it has, 0 for a line of text."""
    number, text = lines[at]
    if (drawer := _DRAWER.fullmatch(text)) and not _END.fullmatch(text) and at < last_end:
        end = next(i for i in range(at, last_end + 1) if _END.fullmatch(lines[i][1]))
        if drawer["name"].upper() == "PROPERTIES":
            matches = (_PROPERTY.fullmatch(inner) for _, inner in lines[at:end])
            body.properties.extend((match["key"], match["value"].strip()) for match in matches if match)
        return end - at + 1
    if _is_written_by_emacs(body, text):
        return 1
    if setting := _SETTING.fullmatch(text):
        return _setting(body, setting, lines, at)
    if _LIST_ITEM.fullmatch(text) and not _NOTE_TAKEN.match(text):
        return _list(body, lines, at)
    return _table(body, lines, at, number) if text.lstrip().startswith("|") else 0


def _is_written_by_emacs(body: Body, text: str) -> bool:
    """True for a line of planning, logging or decoration; a day that something is planned for is kept."""
    day = _SCHEDULED.search(text) if _PLANNING.match(text) else _DAY_ALONE.fullmatch(text)
    if day:
        body.day = body.day or day["day"]
    skipped = (
        _LOGGED.match(text),
        _PLANNING.match(text),
        _COMMENT.match(text),
        _RULE.fullmatch(text),
        _END.fullmatch(text),
    )
    return bool(day) or any(skipped)


def _setting(body: Body, setting: re.Match[str], lines: Sequence[Line], at: int) -> int:
    """A line "#+KEY: value", or a block up to its "#+END_"; a block of BibTeX holds its entries."""
    key = setting["key"].lower()
    if not key.startswith("begin_"):
        body.settings.append((key, setting["value"].strip()))
        return 1
    closing = f"#+end_{key.removeprefix('begin_')}"
    end = at + 1
    while end < len(lines) and not lines[end][1].strip().lower().startswith(closing):
        end += 1
    inner = lines[at + 1 : end]
    if key == "begin_src" and setting["value"].lower().startswith("bib") and inner:
        from mlsys_tui.parsing.formats.bibtex import read_bibtex  # noqa: PLC0415 - rarely needed, slow to import

        found = read_bibtex("\n".join(text for _, text in inner))[1]
        body.blocks.extend(Record(block.fields, inner[0][0]) for block in found if isinstance(block, Record))
    elif key != "begin_comment" and (runs := join_lines(inline_runs(text) for _, text in inner)):
        body.blocks.append(Prose(runs, inner[0][0], aside=True))
    return end - at + 1


# -- lines of text --------------------------------------------------------------------------------------------


def _text_line(body: Body, paragraph: list[Line], line: Line) -> None:
    """A line that is only citations or a link stands by itself; all others are lines of a paragraph."""
    if "://" in line[1] or "[[" in line[1] or "cite" in line[1].lower():
        runs = inline_runs(line[1])
        words = [run.text for run in runs if not run.url and any(map(str.isalnum, run.text))]
        if cited := [run for run in runs if (run.url or "").startswith(CITE)]:
            if not words:
                body.citations.extend(LinkLine("", run, line[0]) for run in cited)
                _link_lines(body, runs, "", line[0])
                return
        elif any(run.url for run in runs) and sum(len(text.split()) for text in words) <= _LABEL_WORDS:
            _link_lines(body, runs, " ".join(words).strip(" :-()[]"), line[0])
            return
    paragraph.append(line)


def _link_lines(body: Body, runs: Runs, label: str, line: int) -> None:
    found = [run for run in runs if run.url and not run.url.startswith(CITE)]
    body.links.extend(LinkLine(label, run, line) for run in found)


def _flush(body: Body, paragraph: list[Line]) -> None:
    if runs := tidy(run for _, text in paragraph for run in (*inline_runs(text), Run("\n"))):
        body.blocks.append(Prose(runs, paragraph[0][0]))
    paragraph.clear()


# -- lists and tables -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Node:
    indent: int
    texts: list[str]
    line: int
    children: list["_Node"] = field(default_factory=list)

    def item(self) -> Item:
        runs = join_lines(inline_runs(text) for text in self.texts)
        return Item(runs, self.line, tuple(child.item() for child in self.children))


def _list(body: Body, lines: Sequence[Line], at: int) -> int:
    """A list with the items nested in it and the lines that go on below each."""
    roots: list[_Node] = []
    stack: list[_Node] = []
    first = at
    while at < len(lines):
        number, text = lines[at]
        match = _LIST_ITEM.fullmatch(text)
        indent = len(text) - len(text.lstrip(" "))
        if match:
            while stack and (stack[-1].indent >= indent or len(stack) > _MAX_DEPTH):
                stack.pop()
            node = _Node(indent, [_DEFINITION.sub(r"\g<term>: ", match["text"]).replace("[-]", "[ ]", 1)], number)
            (stack[-1].children if stack else roots).append(node)
            stack.append(node)
        elif not text.strip():
            following = lines[at + 1][1] if at + 1 < len(lines) else ""
            if not _LIST_ITEM.fullmatch(following) and not following.startswith(" "):
                break
        elif stack and indent > stack[0].indent and not _LOGGED.match(text):
            stack[-1].texts.append(text.strip())
        elif not _LOGGED.match(text):
            break
        at += 1
    items = (root.item() for root in roots if not _LOGGED.match(f"- {root.texts[0]}"))
    body.blocks.extend(item for item in items if plain(item.runs))
    return at - first


def _table(body: Body, lines: Sequence[Line], at: int, number: int) -> int:
    """A table; the rows above its first rule are header cells."""
    rows: list[tuple[tuple[Cell, ...], int]] = []
    ruled = 0
    first = at
    while at < len(lines) and (text := lines[at][1].strip()).startswith("|"):
        if text.startswith("|-"):
            ruled = ruled or len(rows)
        else:
            rows.append((tuple(_cells(text, lines[at][0])), lines[at][0]))
        at += 1
    heads = [
        (tuple(Cell(cell.blocks, heads=index < ruled < len(rows)) for cell in cells), line)
        for index, (cells, line) in enumerate(rows)
    ]
    if heads:
        body.blocks.append(Table(tuple(heads), number))
    return at - first


def _cells(text: str, line: int) -> Iterator[Cell]:
    for cell in text.strip("|").split("|"):
        runs = inline_runs(cell.strip())
        yield Cell((Prose(runs, line),) if runs else ())
