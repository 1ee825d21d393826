"""What stands within a line of Emacs org-mode: links, citations of org-ref and org-cite, emphasis, timestamps."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from mlsys_tui.parsing.blocks import Run, Runs, tidy
from mlsys_tui.parsing.formats.latex import without_scraps
from mlsys_tui.parsing.words.dates import full_year
from mlsys_tui.parsing.words.strings import without_tail
from mlsys_tui.patterns import pattern

CITE = "cite:"
"""What the address of a run begins with that is a citation; the key follows."""

_PIECE = pattern(
    r"\[\[(?P<target>[^\[\]\n]{1,2048})\](?:\[(?P<label>(?:[^\[\]\n]|\[[^\[\]\n]{0,200}\]){0,1000})\])?\]"
    r"|\[cite(?:/[\w/-]{0,40})?:(?P<cites>[^\[\]\n]{1,500})\]"
    r"|(?<![\w/])(?:[a-z]{0,12}[cC]ite[a-z]{0,12}|Cite):(?P<keys>&?@?[\w:+./-]{0,80}\w(?:,[\w:+./-]{0,80}\w){0,9})"
    r"|\[fn:[^\[\]\n]{0,200}\]"
    r"|[<\[](?P<day>\d{4}-\d\d-\d\d)[^<>\[\]\n]{0,40}[>\]](?:--[<\[][^<>\[\]\n]{0,50}[>\]])?"
    r"|<?(?P<bare>https?://[^\s<>\"|\\^`{}\[\]]{1,2048})>?"
    r"|(?<![\w*/_=~+])(?P<mark>[*/_=~+])(?=[^\s*/_=~+])(?P<marked>[^\n*/_=~+]{1,300})(?<=\S)(?P=mark)(?![\w*/_=~+])"
)
_LABEL = pattern(r"(?P<authors>[^:\d]{2,200}?),?\s*\(?(?P<year>(?:19|20)\d\d)[a-z]?\)?(?:\s*[:.,]\s*(?P<title>\S.*))?")
_FULL_YEAR = pattern(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SHORT_YEAR = pattern(r"^[^\W\d]+?(\d\d)(?![\d])")
_SCHEMES = {"doi:": "https://doi.org/", "arxiv:": "https://arxiv.org/abs/"}


class Citation(NamedTuple):
    """What a citation says beside its key: "Botvinick et al. 2017: Building Machines"; "" and None if nothing."""

    authors: str
    year: int | None
    title: str


def inline_runs(text: str) -> Runs:
    """The runs of a line; a citation is a link to `CITE` and its key, its text the label or the key."""
    return tidy(_runs(text))


def read_citation(run: Run) -> Citation:
    """What the run of a citation says; the year is taken out of the key if the label says none."""
    key = (run.url or "").removeprefix(CITE)
    label = "" if run.text == key else run.text.strip()
    if match := _LABEL.fullmatch(label):
        return Citation(match["authors"].strip(" ,("), int(match["year"]), (match["title"] or "").strip())
    return Citation("", year_of_key(key), label)


def year_of_key(key: str) -> int | None:
    """The year in a citation key: "lipp-2018-meltd", "dolstra2008nixos", "liu17_relat"."""
    if match := _FULL_YEAR.search(key):
        return int(match[1])
    match = _SHORT_YEAR.match(key)
    return full_year(match[1]) if match else None


def _runs(text: str) -> Iterator[Run]:
    end = 0
    for match in _PIECE.finditer(text):
        yield _plain(text[end : match.start()])
        end = match.end()
        if match["target"]:
            yield _link(match["target"].strip(), match["label"])
        elif match["cites"]:
            yield from _citations(re.findall(r"@([\w:+./-]{0,80}\w)", match["cites"]))
        elif match["keys"]:
            yield from _citations(match["keys"].replace("&", "").replace("@", "").split(","))
        elif match["day"]:
            yield Run(match["day"])
        elif match["bare"]:
            address = without_tail(match["bare"])
            yield Run(address, address)
            end = match.start("bare") + len(address)
            end += text[end : end + 1] == ">" and match[0].startswith("<")
        elif match["mark"]:
            yield Run(match["marked"], None, match["mark"] == "+", match["mark"] == "*")
    yield _plain(text[end:])


def _plain(text: str) -> Run:
    return Run(without_scraps(text))


def _citations(keys: list[str]) -> Iterator[Run]:
    for key in keys:
        yield Run(key, CITE + key)


def _link(target: str, label: str | None) -> Run:
    """A link; what leads to a file or into Emacs stays as text."""
    kind, _, rest = target.partition(":")
    if "cite" in kind.lower() and rest and " " not in kind:
        key = rest.lstrip("&@").split(",")[0]
        return Run(label or key, CITE + key)
    if target.startswith(("http://", "https://")):
        return Run(without_scraps(label or target), target)
    if scheme := _SCHEMES.get(f"{kind.lower()}:"):
        return Run(label or rest, scheme + rest)
    if target.startswith("www."):
        return Run(label or target, f"https://{target}")
    return Run(without_scraps(label or target))
