"""What a link leads to, told by its label, its host and its ending."""

import re
from urllib.parse import urlsplit

from mlsys_tui.domain.paper import Link, LinkKind
from mlsys_tui.text import clean_line, clean_url, fold

_LABELS = {
    "paper": LinkKind.PAPER, "arxiv": LinkKind.PAPER, "doi": LinkKind.PAPER, "link": LinkKind.PAPER,
    "url": LinkKind.PAPER, "publication": LinkKind.PAPER, "acm": LinkKind.PAPER, "openreview": LinkKind.PAPER,
    "pdf": LinkKind.PDF, "paper pdf": LinkKind.PDF, "preprint": LinkKind.PDF,
    "code": LinkKind.CODE, "github": LinkKind.CODE, "git": LinkKind.CODE, "source": LinkKind.CODE,
    "repo": LinkKind.CODE, "implementation": LinkKind.CODE, "artifact": LinkKind.CODE,
    "slides": LinkKind.SLIDES, "slide": LinkKind.SLIDES, "ppt": LinkKind.SLIDES, "pptx": LinkKind.SLIDES,
    "video": LinkKind.VIDEO, "videos": LinkKind.VIDEO, "talk": LinkKind.VIDEO, "youtube": LinkKind.VIDEO,
    "recording": LinkKind.VIDEO,
    "blog": LinkKind.PAGE, "blog post": LinkKind.PAGE, "website": LinkKind.PAGE, "site": LinkKind.PAGE,
    "homepage": LinkKind.PAGE, "project": LinkKind.PAGE, "project page": LinkKind.PAGE, "page": LinkKind.PAGE,
    "web": LinkKind.PAGE, "notes": LinkKind.PAGE, "summary": LinkKind.PAGE, "review": LinkKind.PAGE,
    "html": LinkKind.PAGE, "demo": LinkKind.PAGE, "docs": LinkKind.PAGE,
}  # fmt: skip
_ENDINGS = {
    ".pdf": LinkKind.PDF, ".ps": LinkKind.PDF, ".ppt": LinkKind.SLIDES, ".pptx": LinkKind.SLIDES,
    ".key": LinkKind.SLIDES, ".mp4": LinkKind.VIDEO,
}  # fmt: skip
_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "gist.github.com")
_VIDEO_HOSTS = ("youtube.com", "youtu.be", "vimeo.com", "bilibili.com")
_SLIDE_HOSTS = ("slideshare.net", "speakerdeck.com")
_PAGE_HOSTS = re.compile(r"blog|(^|\.)(medium|substack|wordpress|wikipedia|zhihu)\.")
_PAPER_HOSTS = (
    "arxiv.org", "doi.org", "dl.acm.org", "acm.org", "ieeexplore.ieee.org", "usenix.org", "openreview.net",
    "semanticscholar.org", "neurips.cc", "nips.cc", "mlsys.org", "mlr.press", "springer.com", "sciencedirect.com",
    "vldb.org", "cidrdb.org", "aclanthology.org", "thecvf.com", "jmlr.org", "eprint.iacr.org", "citeseerx.ist.psu.edu",
    "biorxiv.org", "nature.com", "science.org", "dspace.mit.edu", "hal.science", "researchgate.net",
)  # fmt: skip
_PDF_PATHS = re.compile(r"/e?pdf(/|\?|$)|type=pdf")


def is_label(text: str) -> bool:
    """True for the text of a link that names its kind and not the paper: "pdf", "[code]", "slides"."""
    return fold(text) in _LABELS


def make_link(url: str, label: str | None = None) -> Link:
    """A link with its kind; `label` is the list's own word for it, None if the link stands on the title."""
    url = clean_url(url)
    kind = _LABELS.get(fold(label)) if label else None
    by_address = _kind_of_address(url)
    if kind is None or (kind is LinkKind.PAPER and by_address is LinkKind.PDF):
        kind = by_address
    return Link(url, kind, clean_line(label) if label else None)


def _kind_of_address(url: str) -> LinkKind:  # noqa: PLR0911 - a table of cases, in order
    try:
        parts = urlsplit(url)
    except ValueError:
        return LinkKind.PAGE
    host, path = (parts.hostname or "").removeprefix("www."), parts.path.lower()
    ending = path[path.rfind(".") :] if "." in path.rpartition("/")[2] else ""
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    for hosts, kind in ((_CODE_HOSTS, LinkKind.CODE), (_VIDEO_HOSTS, LinkKind.VIDEO), (_SLIDE_HOSTS, LinkKind.SLIDES)):
        if _on(host, hosts):
            return kind
    if _PDF_PATHS.search(f"{path}?{parts.query.lower()}" if parts.query else path):
        return LinkKind.PDF
    if _on(host, _PAPER_HOSTS):
        return LinkKind.PAPER
    if _PAGE_HOSTS.search(host) or "/blog" in path or path in ("", "/"):
        return LinkKind.PAGE
    return LinkKind.PAPER


def _on(host: str, hosts: tuple[str, ...]) -> bool:
    return any(host == known or host.endswith(f".{known}") for known in hosts)
