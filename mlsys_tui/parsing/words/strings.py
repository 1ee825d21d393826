"""Short texts inside other formats (a value of YAML, a cell of CSV) to runs: links, HTML tags, bare addresses."""

import html
import re
from collections.abc import Iterator

from mlsys_tui.parsing.blocks import BREAK, Run, Runs, tidy
from mlsys_tui.patterns import pattern

ADDRESS = pattern(r"(?:https?://|www\.)[^\s<>\"|\\^`{}]{1,2048}", re.IGNORECASE)
_PIECE = pattern(
    r"!?\[(?P<text>(?:[^\[\]\n]|\[[^\[\]\n]{0,200}\]){0,500})\]\((?P<url>[^()\s]{0,2048}(?:\([^()\s]{0,500}\)[^()\s]{0,500}){0,9})"
    r"(?:\s+\"[^\"\n]{0,200}\")?\)"
    r"|<(?P<tag>/?[A-Za-z][A-Za-z0-9]{0,15})(?=[\s/>])(?P<rest>[^<>\n]{0,2048})>"
    r"|<?(?P<bare>https?://[^\s<>\"|\\^`{}]{1,2048})>?"
    r"|(?P<strike>~~)|(?P<bold>\*\*|__(?=\w)|(?<=\w)__)",
    re.IGNORECASE,
)
_HREF = pattern(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_BLOCK_TAGS = frozenset("br p div li ul ol tr td h1 h2 h3 h4 h5 h6".split())
_STRUCK_TAGS = frozenset("s del strike".split())
_INLINE_TAGS = frozenset(
    "a b i em strong u span small sup sub code tt mark q cite abbr font kbd img center big s del strike".split()
)
_TRAILING = ".,;:!?'\"*_"


def text_runs(text: str) -> Runs:
    """The runs of a value that may hold Markdown links, HTML tags and bare addresses."""
    if "<" not in text and "](" not in text and "://" not in text and "~~" not in text and "**" not in text:
        text = html.unescape(text).strip() if "&" in text else text.strip()
        return (Run(text),) if text else ()
    return tidy(_runs(text))


def is_address(text: str) -> bool:
    """True for text that is one address and nothing else."""
    return bool(ADDRESS.fullmatch(text.strip()))


def without_tail(address: str) -> str:
    """A bare address without the punctuation of the sentence it stands in."""
    while address and (address[-1] in _TRAILING or _closes_alone(address)):
        address = address[:-1]
    return address


def _closes_alone(address: str) -> bool:
    return (address[-1] == ")" and address.count(")") > address.count("(")) or (
        address[-1] == "]" and address.count("]") > address.count("[")
    )


def _runs(text: str) -> Iterator[Run]:
    end, url, struck, bold = 0, None, False, False
    for match in _PIECE.finditer(text):
        if match["tag"] and not _is_tag(match["tag"]):
            continue
        yield Run(html.unescape(text[end : match.start()]), url, struck, bold)
        end = match.end()
        if match["url"] is not None:
            yield Run(html.unescape(match["text"]) or " ", match["url"] or url, struck, bold)
        elif match["bare"]:
            address = without_tail(match["bare"])
            yield Run(address, url or html.unescape(address), struck, bold)
            end = match.start("bare") + len(address)
            end += text[end : end + 1] == ">" and match[0].startswith("<")
        elif match["strike"]:
            struck = not struck
        elif match["bold"]:
            bold = not bold
        else:
            url, struck, bold = _after_tag(match["tag"].lower(), match["rest"], url, struck, bold)
            if match["tag"].lower().strip("/") in _BLOCK_TAGS:
                yield Run(BREAK, url, struck, bold)
    yield Run(html.unescape(text[end:]), url, struck, bold)


def _is_tag(tag: str) -> bool:
    return tag.lower().strip("/") in _INLINE_TAGS | _BLOCK_TAGS


def _after_tag(tag: str, rest: str, url: str | None, struck: bool, bold: bool) -> tuple[str | None, bool, bool]:
    """The look of what follows a tag."""
    if tag == "a":
        found = _HREF.search(rest)
        return (html.unescape(found[1] or found[2] or found[3] or "") or None if found else None), struck, bold
    if tag == "/a":
        return None, struck, bold
    opens = not tag.startswith("/")
    if tag.strip("/") in _STRUCK_TAGS:
        return url, opens, bold
    if tag.strip("/") in ("b", "strong"):
        return url, struck, opens
    return url, struck, bold
