"""HTML pages to blocks. The grammar is libxml2's, which reads whatever browsers read."""

import re
from collections.abc import Mapping
from urllib.parse import urljoin

from mlsys_tui.domain.reading_list import Problem
from mlsys_tui.parsing.blocks import Block
from mlsys_tui.parsing.formats.front import FRONT_MATTER, FRONT_TITLE
from mlsys_tui.parsing.formats.liquid import without_liquid
from mlsys_tui.parsing.formats.weaving import Weaver
from mlsys_tui.patterns import pattern
from mlsys_tui.text import begins_page

_FRAGMENT = pattern(
    r"\s*<(?:style|link|script|div|table|section|article|main|header|center|h[1-6]|ul|ol|dl|p)\b", re.IGNORECASE
)
_MARKDOWN = pattern(r"^[ ]{0,3}(?:#{1,6} |[-*+] \S|\d+\. \S|\|.*\|)|\]\(", re.MULTILINE)


def looks_like_html(text: str) -> bool:
    """True for a page, or a part of one that has no Markdown in it."""
    front = FRONT_MATTER.match(text)
    if front:
        text = text[front.end() :]
    start = text[:10_000]
    return begins_page(start) or bool(_FRAGMENT.match(start) and not _MARKDOWN.search(text[:200_000]))


def read_html(text: str) -> tuple[str | None, list[Block], list[Problem]]:
    """The title of the page (None without one) and its blocks."""
    from lxml import etree  # noqa: PLC0415 - only pages need it, and it is slow to import

    title = None
    if front := FRONT_MATTER.match(text):
        named = FRONT_TITLE.search(front[1])
        title = named[2].strip() if named else None
        text = "\n" * front[0].count("\n") + text[front.end() :]
    text = without_liquid(text)
    parser = etree.HTMLParser(recover=True, no_network=True, remove_pis=True, remove_comments=True, encoding="utf-8")
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    weaver = Weaver(balanced=True)
    if root is not None:
        _weave(weaver, root)
    blocks = weaver.finish()
    return title or weaver.page_title, blocks, []


def _weave(weaver: Weaver, root: "etree._Element") -> None:  # type: ignore[name-defined]  # noqa: F821
    """Walk the tree without recursion: a hostile page is as deep as the parser lets it be."""
    stack, base = [(root, False)], ""
    while stack:
        element, done = stack.pop()
        if done:
            if isinstance(element.tag, str):
                weaver.close(element.tag)
            _weave_text(weaver, element.tail)
            continue
        if isinstance(element.tag, str):
            weaver.line = max(weaver.line, element.sourceline or 0)
            if element.tag == "img":
                weaver.image(element.get("alt") or "", element.get("src") or "")
            elif element.tag == "base":
                base = element.get("href") or base
            else:
                weaver.open(element.tag, _based(element.attrib, base))
            _weave_text(weaver, element.text)
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))


def _based(attributes: Mapping[str, str], base: str) -> Mapping[str, str]:
    """The attributes, a link joined to what the page says that its links are relative to."""
    href = attributes.get("href")
    if not base or not href or href.startswith("#"):
        return attributes
    try:
        return {"href": urljoin(base, href)}
    except ValueError:  # what looks like a broken IPv6 address
        return attributes


def _weave_text(weaver: Weaver, text: str | None) -> None:
    """Line ends of the source mean nothing on a page; they only count."""
    if text:
        before = text[: len(text) - len(text.lstrip())].count("\n")
        weaver.line += before
        weaver.text(text.replace("\n", " "))
        weaver.line += text.count("\n") - before
