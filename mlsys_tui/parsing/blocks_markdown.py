"""Markdown, and plain text that uses bullets, to blocks. The grammar is markdown-it's (CommonMark)."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from mlsys_tui.parsing.blocks import BREAK, Block, Heading, Item, Prose, Run, Runs, join_lines, plain, split_lines, tidy
from mlsys_tui.parsing.dates import find_date
from mlsys_tui.parsing.labels import requirement_of

# Bullets of word processors and of pages saved as text; CommonMark knows only "-", "*" and "+".
_BULLET = re.compile(r"^([ ]*)[•‣◦▪●○∙·]\s+", re.MULTILINE)
_MARKER = re.compile(r"[ ]*(?:[-*+]|\d{1,9}[.)])[ ]")
_FRONT_MATTER = re.compile(r"\A---[ ]*\n(.*?)\n---[ ]*(?:\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title[ ]*:[ ]*(['\"]?)(.+?)\1[ ]*$", re.MULTILINE | re.IGNORECASE)
_BARE_URL = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]']")
_ANCHOR = re.compile(r"<a\s[^>]*?href\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_MAX_NESTING = 100
_LISTS = ("bullet_list", "ordered_list")


def read_markdown(text: str) -> tuple[str | None, list[Block]]:
    """The title of the front matter (None without one) and the blocks of the document."""
    title = None
    if front := _FRONT_MATTER.match(text):
        named = _FRONT_TITLE.search(front[1])
        title = named[2].strip() if named else None
        text = "\n" * front[0].count("\n") + text[front.end() :]
    # Without indented code: in a reading list deep indentation is a nested list gone wrong. Without HTML blocks:
    # they would swallow the Markdown on the lines after a tag; tags within lines are seen to below.
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("strikethrough")
    parser.disable(["code", "html_block"])
    text = _BULLET.sub(r"\1- ", _without_comments(text))
    root = SyntaxTreeNode(parser.parse("\n".join(_outdented(text))))
    return title, [block for node in root.children for block in _blocks(node)]


def _outdented(text: str) -> Iterator[str]:
    """The lines, with lists that begin four or more columns in moved out: to CommonMark they would be no lists."""
    base: int | None = None
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        if _MARKER.match(line):
            base = (indent if indent >= 4 else 0) if base is None else min(base, indent)
        elif line.strip() and not indent:
            base = None
        yield line[min(base or 0, indent) :]


def _without_comments(text: str) -> str:
    """What is commented out is not there; its lines still count."""
    parts, end = [], 0
    while (start := text.find("<!--", end)) >= 0:
        parts.append(text[end:start])
        end = text.find("-->", start)
        end = len(text) if end < 0 else end + 3
        parts.append("\n" * text.count("\n", start, end))
    return "".join((*parts, text[end:])) if parts else text


def _blocks(node: SyntaxTreeNode) -> Iterator[Block]:
    if node.type == "heading":
        yield Heading(int(node.tag[1]), _inline(node), _line(node))
    elif node.type in ("paragraph", "fence"):
        yield from _paragraph(_inline(node), _line(node))
    elif node.type == "blockquote":
        for child in node.children:
            yield from _blocks(child)
    elif node.type in _LISTS:
        yield from _items(node)


def _paragraph(runs: Runs, line: int) -> Iterator[Prose]:
    """A paragraph; lines in it that are dates or labels ("Required reading") stand alone."""
    lines = split_lines(runs)
    if not any(map(_is_label, lines)):
        lines = [runs]
    start = 0
    for index, own in enumerate(lines):
        if _is_label(own):
            if before := join_lines(lines[start:index]):
                yield Prose(before, line + start)
            yield Prose(own, line + index)
            start = index + 1
    if rest := join_lines(lines[start:]):
        yield Prose(rest, line + start)


def _is_label(runs: Runs) -> bool:
    text = plain(runs)
    if not text or any(run.url for run in runs):
        return False
    day = find_date(text)
    return requirement_of(text) is not None or (day is not None and not day.rest)


def _items(node: SyntaxTreeNode) -> Iterator[Item | Prose]:
    for item in node.children:
        own = [child for child in item.children if child.type in ("paragraph", "heading")]
        nested = [block for child in item.children if child.type in _LISTS for block in _items(child)]
        children = tuple(block for block in nested if isinstance(block, Item))
        runs = tidy(run for child in own for run in (*_inline(child), Run("\n")))
        if runs:
            yield from _ended_by_labels(Item(runs, _line(own[0]), children))
        else:
            yield from children  # "- - [x] title": an item that only wraps another
        yield from (block for block in nested if isinstance(block, Prose))


def _ended_by_labels(item: Item) -> Iterator[Item | Prose]:
    """An item; a line in it that is a label and no part of the sentence ends it ("Optional:" before more items)."""
    lines = split_lines(item.runs)
    end = next((index for index, own in enumerate(lines) if index and _is_label(own)), None)
    if end is None:
        yield item
        return
    yield Item(join_lines(lines[:end]), item.line, item.children)
    yield from _paragraph(join_lines(lines[end:]), item.line + end)


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 0


def _inline(node: SyntaxTreeNode) -> Runs:
    if node.type == "fence":
        return tidy((Run(node.content),))
    return tidy(run for child in node.children for run in _runs(child.children if child.type == "inline" else [child]))


def _runs(nodes: Sequence[SyntaxTreeNode], url: str | None = None, struck: bool = False) -> Iterator[Run]:
    """The runs of inline nodes; the HTML tags of links and of struck text count like Markdown's own."""
    for node in nodes:
        match node.type:
            case "text" | "code_inline":
                yield from _with_bare_urls(node.content, url, struck)
            case "softbreak":
                yield Run("\n", url, struck)
            case "hardbreak":
                yield Run(f"{BREAK}\n", url, struck)
            case "image":
                yield Run(" ", url, struck)
            case "link":
                yield from _runs(node.children, str(node.attrs.get("href", "")) or url, struck)
            case "html_inline":
                if node.content.lower().startswith("<br"):
                    yield Run(BREAK, url, struck)
                url, struck = _after_tag(node.content, url, struck)
            case _:
                yield from _runs(node.children, url, struck or node.type == "s")


def _after_tag(tag: str, url: str | None, struck: bool) -> tuple[str | None, bool]:
    """Which link one is in, and whether text is struck through, after an HTML tag."""
    if anchor := _ANCHOR.match(tag):
        return anchor[1], struck
    match tag.lower():
        case "</a>":
            return None, struck
        case "<del>" | "<s>" | "<strike>":
            return url, True
        case "</del>" | "</s>" | "</strike>":
            return url, False
    return url, struck


def _with_bare_urls(text: str, url: str | None, struck: bool) -> Iterator[Run]:
    """Split addresses that stand bare in `text` off as links; their text is the address."""
    end = 0
    if url is None:
        for match in _BARE_URL.finditer(text):
            yield Run(text[end : match.start()], None, struck)
            yield Run(match[0], match[0], struck)
            end = match.end()
    yield Run(text[end:], url, struck)
