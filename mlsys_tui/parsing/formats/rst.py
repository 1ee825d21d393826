"""reStructuredText where it differs from Markdown: links, headings, directives. The lines stay as they are."""

import re

from mlsys_tui.patterns import pattern

_LINK = pattern(r"`(?P<text>[^`<>]{1,400}?)\s*<(?P<url>[^`<>\s]{3,2000})>`__?")
_DIRECTIVE = pattern(r"^[ ]*\.\. (?:[\w-]+::|_[^:\n]+:|\[).*$", re.MULTILINE)
_ADMONITION = pattern(
    r"^[ ]*\.\. (?:admonition|attention|caution|danger|error|hint|important|note|rubric|seealso|tip|topic|warning)"
    r"::[ ]*",
    re.MULTILINE,
)
_OPTION = pattern(r"^[ ]+:[\w-]+:(?:[ ].*)?$", re.MULTILINE)
_HEADING = pattern(r"^(?P<text>[^\s\W].*)\n(?P<line>([=\-~^\"'`#*+.:])\3{2,})[ ]*$", re.MULTILINE)
_ROLE = pattern(r":[a-z]+:`(?P<text>[^`<>]{1,300})(?:\s*<[^`<>]*>)?`")


def looks_like_rst(text: str) -> bool:
    """True if links or directives of reStructuredText stand in the text."""
    return bool(_LINK.search(text) or re.search(r"^\.\. [\w-]+::", text, re.MULTILINE)) and "](" not in text


def as_markdown(text: str) -> str:
    """The same in Markdown's signs. The outermost heading is the one whose underline comes first."""
    levels: dict[str, int] = {}

    def heading(match: re.Match[str]) -> str:
        sign = match["line"][0]
        if len(match["line"]) < len(match["text"].rstrip()) - 2:
            return match[0]
        level = levels.setdefault(sign, len(levels) + 1)
        return f"{'#' * min(level, 6)} {match['text']}\n"

    text = _HEADING.sub(heading, _OPTION.sub("", _DIRECTIVE.sub("", _ADMONITION.sub("", text))))
    text = _LINK.sub(_linked, text)
    return _ROLE.sub(lambda match: match["text"], text)


def _linked(match: re.Match[str]) -> str:
    """The link of Markdown, over as many lines."""
    more = match[0].count("\n") - match["text"].count("\n")
    return f"[{match['text']}{chr(10) * min(more, 1)}]({match['url']})"
