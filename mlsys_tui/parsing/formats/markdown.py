"""Markdown, and plain text that uses bullets, to blocks. The grammar is markdown-it's (CommonMark, with tables)."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from mlsys_tui.domain.reading_list import Problem
from mlsys_tui.parsing.blocks import BREAK, Block
from mlsys_tui.parsing.formats.front import FRONT_MATTER, FRONT_TITLE, TOML_MATTER
from mlsys_tui.parsing.formats.liquid import without_liquid
from mlsys_tui.parsing.formats.repairs import with_whole_links
from mlsys_tui.parsing.formats.rst import as_markdown, looks_like_rst
from mlsys_tui.parsing.formats.weaving import Weaver
from mlsys_tui.parsing.progress import Tick, no_tick
from mlsys_tui.patterns import pattern

# Bullets of word processors and of pages saved as text; CommonMark knows only "-", "*" and "+".
_BULLET = pattern(r"^([ ]*)[•‣◦▪●○∙·][ \u00a0]+", re.MULTILINE)
_MARKER = pattern(r"[ ]*(?:[-*+]|\d{1,9}[.)])[ ]")
_BARE_URL = pattern(r"(?:https?://|\bwww\.(?=[\w-]+\.))[^\s<>\"]*[^\s<>\".,;:!?)\]'*_|]")
_TAG = pattern(r"<(?P<end>/?)(?P<name>[A-Za-z][\w-]*)")
_ATTRIBUTE = pattern(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+))")
_FOOTNOTE = pattern(r"\[\^[\w-]{1,20}\](?!:)")
_FENCE = pattern(r" {0,3}(`{3,}|~{3,})")
_REFERENCE = pattern(r" {0,3}\[[^\]\n]{1,200}\]:\s")
_PLAIN_URL = pattern(r"(?:[\w.~!*'();:@&=+$,/?#-]|%[0-9A-Fa-f]{2})*", re.ASCII)
_PART = 50_000
_MAX_NESTING = 100
# What a rule of the grammar cannot do without: trying a rule costs at every line, so where its sign is nowhere, it is
# left out.
_SIGNS = {
    rule: pattern(sign, re.MULTILINE)
    for rule, sign in {
        "table": r"^[ >]*(?:\|[ ]*)?:?-+:?[ ]*(?:\||$)",
        "fence": "```|~~~",
        "blockquote": ">",
        "hr": r"([-*_])[ \t]*\1[ \t]*\1",
        "reference": r"\]:",
        "lheading": r"(?:=|-)[ \t]*$",
        "escape": r"\\",
        "backticks": "`",
        "strikethrough": "~~",
        "image": r"!\[",
        "autolink": "<",
        "html_inline": "<",
        "entity": "&",
    }.items()
}
_OPENED = {
    "paragraph_open": "p", "bullet_list_open": "ul", "ordered_list_open": "ol", "list_item_open": "li",
    "blockquote_open": "blockquote", "table_open": "table", "tr_open": "tr", "th_open": "th", "td_open": "td",
}  # fmt: skip
_CLOSED = {name.replace("_open", "_close"): tag for name, tag in _OPENED.items()}
_INLINE = {"strong": "strong", "em": "em", "s": "s"}


class _Markdown(MarkdownIt):
    """Takes addresses that need no escapes as they are, which costs much less than to take them apart."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        return url if _PLAIN_URL.fullmatch(url) else super().normalizeLink(url)


def read_markdown(text: str, tick: Tick = no_tick) -> tuple[str | None, list[Block], list[Problem]]:
    """The title of the front matter (None without one) and the blocks of the document."""
    title = None
    if front := FRONT_MATTER.match(text) or TOML_MATTER.match(text):
        named = FRONT_TITLE.search(front[1])
        title = named[2].strip() if named else None
        text = "\n" * front[0].count("\n") + text[front.end() :]
    if looks_like_rst(text):
        text = as_markdown(text)
    # Without indented code: in a reading list deep indentation is a nested list gone wrong. Without HTML blocks:
    # they would swallow the Markdown on the lines after a tag; all tags are seen to below.
    parser = _Markdown("commonmark", {"maxNesting": _MAX_NESTING}).disable(["code", "html_block"])
    lines = list(
        _outdented(_BULLET.sub(r"\1- ", with_whole_links(_FOOTNOTE.sub("", without_liquid(_without_comments(text))))))
    )
    weaver = Weaver()
    # One part after the other: memory stays small, and one can say how far it is. References hold for all parts.
    environment: dict[str, object] = {}
    parser.parse("\n".join(line for line in lines if _REFERENCE.match(line)), environment)
    for start, end in _parts(lines):
        part = "\n".join(lines[start:end])
        for rule, sign in _SIGNS.items():
            (parser.enable if sign.search(part) else parser.disable)(rule)
        _weave(weaver, parser.parse(part, environment), start)
        tick(end / len(lines))
    blocks = weaver.finish()
    return title or weaver.page_title, blocks, []


def _outdented(text: str) -> Iterator[str]:
    """The lines, with lists that begin four or more columns in moved out: to CommonMark they would be no lists."""
    base: int | None = None
    for line in text.split("\n"):
        if not line.startswith(" "):
            if line:
                base = 0 if _MARKER.match(line) else None
            yield line
            continue
        indent = len(line) - len(line.lstrip(" "))
        if _MARKER.match(line):
            base = (indent if indent >= 4 else 0) if base is None else min(base, indent)
        yield line[min(base or 0, indent) :]


def _parts(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Where to cut a long document: before headings and items that stand outermost, and outside of fences."""
    start = size = 0
    fence = ""
    for number, line in enumerate(lines):
        if size > _PART and not fence and line.startswith(("#", "- ", "* ", "+ ")):
            yield start, number
            start, size = number, 0
        size += len(line) + 1
        if found := _FENCE.match(line):
            if not fence:
                fence = found[1][:3]
            elif found[1].startswith(fence):
                fence = ""
    yield start, len(lines)


def _without_comments(text: str) -> str:
    """What is commented out is not there; its lines still count."""
    parts, end = [], 0
    while (start := text.find("<!--", end)) >= 0:
        parts.append(text[end:start])
        end = text.find("-->", start)
        end = len(text) if end < 0 else end + 3
        parts.append("\n" * text.count("\n", start, end))
    return "".join((*parts, text[end:])) if parts else text


def _weave(weaver: Weaver, tokens: Sequence[Token], before: int) -> None:
    """Give the tokens of a part to the weaver; `before` is how many lines stand before the part."""
    for token in tokens:
        if token.map:
            weaver.line = token.map[0] + 1 + before
        kind = token.type
        if kind == "inline":
            _weave_inline(weaver, token.children or ())
            weaver.reset_look()
        elif kind == "heading_open":
            weaver.heading(int(token.tag[1]))
        elif kind == "heading_close":
            weaver.close(token.tag)
        elif kind == "fence":
            weaver.open("p")
            weaver.text(token.content)
            weaver.close("p")
        elif tag := _OPENED.get(kind):
            weaver.open(tag)
        elif tag := _CLOSED.get(kind):
            weaver.close(tag)


def _weave_inline(weaver: Weaver, tokens: Sequence[Token]) -> None:
    """Text, breaks, links and tags of one paragraph; the tags of HTML count like Markdown's own."""
    in_link = False
    for token in tokens:
        match token.type:
            case "text" | "code_inline":
                _weave_text(weaver, token.content, in_link)
            case "softbreak":
                weaver.text("\n")
                weaver.line += 1
            case "hardbreak":
                weaver.text(f"{BREAK}\n")
                weaver.line += 1
            case "link_open":
                in_link = True
                weaver.open("a", {"href": str(token.attrs.get("href", ""))})
            case "link_close":
                in_link = False
                weaver.close("a")
            case "image":
                weaver.image(token.content, str(token.attrs.get("src", "")), in_link)
            case "html_inline":
                _weave_tag(weaver, token.content)
            case _:
                if tag := _INLINE.get(token.type.rpartition("_")[0]):
                    (weaver.open if token.nesting > 0 else weaver.close)(tag)


def _weave_text(weaver: Weaver, text: str, in_link: bool) -> None:
    """Addresses that stand bare in the text are links; their text is the address."""
    end = 0
    if not in_link and ("://" in text or "www." in text):
        for match in _BARE_URL.finditer(text):
            weaver.text(text[end : match.start()])
            weaver.link(match[0], match[0] if "://" in match[0] else f"http://{match[0]}")
            end = match.end()
    if end < len(text):
        weaver.text(text[end:])


def _weave_tag(weaver: Weaver, source: str) -> None:
    match = _TAG.match(source)
    if not match:
        return
    name = match["name"].lower()
    if match["end"]:
        weaver.close(name)
    else:
        found = {key.lower(): a or b or c for key, a, b, c in _ATTRIBUTE.findall(source, match.end())}
        if name == "img":
            weaver.image(found.get("alt", ""), found.get("src", ""))
        else:
            weaver.open(name, found)
    weaver.line += source.count("\n")
