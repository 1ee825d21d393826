"""Markdown, and plain text that uses bullets, to blocks. The grammar is markdown-it's (CommonMark)."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from mlsys_tui.parsing.blocks import Block, Heading, Item, Prose, Run, Runs, tidy

# Bullets of word processors and of pages saved as text; CommonMark knows only "-", "*" and "+".
_BULLET = re.compile(r"^([ ]*)[•‣◦▪●○∙·]\s+", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---[ ]*\n(.*?)\n---[ ]*(?:\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title[ ]*:[ ]*(['\"]?)(.+?)\1[ ]*$", re.MULTILINE | re.IGNORECASE)
_BARE_URL = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]']")


def read_markdown(text: str) -> tuple[str | None, list[Block]]:
    """The title of the front matter (None without one) and the blocks of the document."""
    title = None
    if front := _FRONT_MATTER.match(text):
        named = _FRONT_TITLE.search(front[1])
        title = named[2].strip() if named else None
        text = "\n" * front[0].count("\n") + text[front.end() :]
    # Indented code is switched off: in a reading list, deep indentation is a nested list gone wrong.
    parser = MarkdownIt("commonmark").enable("strikethrough").disable("code")
    root = SyntaxTreeNode(parser.parse(_BULLET.sub(r"\1- ", text)))
    return title, [block for node in root.children for block in _blocks(node)]


def _blocks(node: SyntaxTreeNode) -> Iterator[Block]:
    if node.type == "heading":
        yield Heading(int(node.tag[1]), _inline(node), _line(node))
    elif node.type in ("paragraph", "fence"):
        if runs := _inline(node):
            yield Prose(runs, _line(node))
    elif node.type == "blockquote":
        for child in node.children:
            yield from _blocks(child)
    elif node.type in ("bullet_list", "ordered_list"):
        yield from _items(node)


def _items(node: SyntaxTreeNode) -> Iterator[Item]:
    for item in node.children:
        lists = [child for child in item.children if child.type in ("bullet_list", "ordered_list")]
        own = [child for child in item.children if child.type in ("paragraph", "heading")]
        runs = tidy(tuple(run for child in own for run in (*_inline(child), Run(" "))))
        children = tuple(nested for child in lists for nested in _items(child))
        if runs:
            yield Item(runs, _line(own[0]), children)
        else:
            yield from children  # "- - [x] title": an item that only wraps another


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 0


def _inline(node: SyntaxTreeNode) -> Runs:
    if node.type == "fence":
        return tidy((Run(node.content),))
    return tidy(tuple(run for child in node.children for run in _runs(child)))


def _runs(node: SyntaxTreeNode, url: str | None = None, struck: bool = False) -> Iterator[Run]:
    match node.type:
        case "text" | "code_inline":
            yield from _with_bare_urls(node.content, url, struck)
        case "softbreak" | "hardbreak":
            yield Run(" ", url, struck)
        case "html_inline":
            if node.content.lower().startswith("<br"):
                yield Run(" ", url, struck)
        case "image":
            yield Run(node.content, url, struck)
        case "link":
            target = str(node.attrs.get("href", ""))
            for child in node.children:
                yield from _runs(child, target or url, struck)
        case _:
            for child in node.children:
                yield from _runs(child, url, struck or node.type == "s")


def _with_bare_urls(text: str, url: str | None, struck: bool) -> Iterator[Run]:
    """Split addresses that stand bare in `text` off as links; their text is the address."""
    end = 0
    if url is None:
        for match in _BARE_URL.finditer(text):
            yield Run(text[end : match.start()], None, struck)
            yield Run(match[0], match[0], struck)
            end = match.end()
    yield Run(text[end:], url, struck)
