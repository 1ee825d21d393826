"""What a link leads to, told by its label, its host and its ending."""

from functools import lru_cache

from mlsys_tui.domain.paper import Link, LinkKind
from mlsys_tui.patterns import pattern
from mlsys_tui.text import clean_line, clean_url, fold

_PAPER_WORDS = """paper papers arxiv doi link url publication acm ieee openreview article abs abstract preprint report
    论文 原文 논문"""
_WORDS: dict[str, LinkKind] = {
    **dict.fromkeys(_PAPER_WORDS.split(), LinkKind.PAPER),
    **dict.fromkeys("pdf ps fulltext".split(), LinkKind.PDF),
    **dict.fromkeys(
        """code github git gitlab source repo repository implementation artifact artifacts stars star
        codes colab dataset datasets model models weights checkpoint hf huggingface 代码 源码 코드""".split(),
        LinkKind.CODE,
    ),
    **dict.fromkeys("slides slide ppt pptx presentation deck 幻灯片".split(), LinkKind.SLIDES),
    **dict.fromkeys("video videos talk talks youtube recording bilibili vimeo 视频".split(), LinkKind.VIDEO),
    **dict.fromkeys(
        """blog post blogpost website site homepage project page web notes note summary review html demo docs doc home
        documentation tutorial poster supplement supplementary appendix twitter tweet thread news bib bibtex cite
        zhihu faq question questions markdown csdn leaderboard medium 博客 知乎 解读 主页 笔记""".split(),
        LinkKind.PAGE,
    ),
}  # fmt: skip
_FILLERS = frozenset(
    """official unofficial the full short long extended version v1 v2 tech technical here online pytorch tensorflow jax
    mxnet""".split()
)
_GOES_ON = frozenset("at copy from hosted via".split())
_MAX_LABEL_WORDS = 3
_ENDINGS = {
    ".pdf": LinkKind.PDF, ".ps": LinkKind.PDF, ".ppt": LinkKind.SLIDES, ".pptx": LinkKind.SLIDES,
    ".key": LinkKind.SLIDES, ".mp4": LinkKind.VIDEO,
}  # fmt: skip
_CODE_HOSTS = frozenset(("github.com", "gitlab.com", "bitbucket.org", "gist.github.com"))
_VIDEO_HOSTS = frozenset(("youtube.com", "youtu.be", "vimeo.com", "bilibili.com"))
_SLIDE_HOSTS = frozenset(("slideshare.net", "speakerdeck.com"))
_PAGE_HOSTS = pattern(r"blog|(^|\.)(medium|substack|wordpress|wikipedia|zhihu)\.")
_PAPER_HOSTS = frozenset((
    "arxiv.org", "doi.org", "dl.acm.org", "acm.org", "ieeexplore.ieee.org", "usenix.org", "openreview.net",
    "semanticscholar.org", "neurips.cc", "nips.cc", "mlsys.org", "mlr.press", "springer.com", "sciencedirect.com",
    "vldb.org", "cidrdb.org", "aclanthology.org", "thecvf.com", "jmlr.org", "eprint.iacr.org", "citeseerx.ist.psu.edu",
    "biorxiv.org", "nature.com", "science.org", "dspace.mit.edu", "hal.science", "researchgate.net",
))  # fmt: skip
_ADDRESS = pattern(
    r"[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?(?:www\.)?(?P<host>[^/?#:]*)[^/?#]*(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?"
)
_PDF_PATHS = pattern(r"/e?pdf(/|\?|$)|type=pdf")


def is_label(text: str) -> bool:
    """True for the text of a link that names its kind and not the paper: "pdf", "[code]", "2408.12757", "-"."""
    if not any(map(str.isalpha, text)) and not any(char >= "\u2e80" for char in text):
        return True
    return _kind_of_label(text) is not None


def is_paper_label(text: str) -> bool:
    """True for "paper", "PDF" and the like."""
    return _kind_of_label(text) in (LinkKind.PAPER, LinkKind.PDF)


def ends_as_label(text: str) -> bool:
    """True for a few words of which the last names a kind: "MIT short paper", "ICML slides"."""
    words = fold(text).split()
    return 0 < len(words) <= _MAX_LABEL_WORDS and words[-1] in _WORDS


def is_paper_host(url: str) -> bool:
    """True for the address of a site that publishes papers."""
    return _on(_split(url)[0], _PAPER_HOSTS)


def _split(url: str) -> tuple[str, str, str]:
    """Host (without "www."), path and query of an address, in lower case; quicker than the standard parser."""
    match = _ADDRESS.match(url.lower())
    if not match:
        return "", url.lower(), ""
    return match["host"], match["path"], match["query"] or ""


@lru_cache(maxsize=1024)
def _kind_of_label(label: str) -> LinkKind | None:
    """The kind that "PDF", "official code", "Paper 2" or "project page" names; None for other words."""
    words = [word for word in fold(label).split() if not word.isdecimal()]
    if len(words) > 1 and words[0] in _WORDS and words[1] in _GOES_ON and len(words) <= 2 * _MAX_LABEL_WORDS:
        return _WORDS[words[0]]  # "PDF from the ACM"
    if not words or len(words) > _MAX_LABEL_WORDS:
        return None
    known = [_WORDS[word] for word in words if word in _WORDS]
    if not known or not all(word in _WORDS or word in _FILLERS for word in words):
        return None
    if known[0] is LinkKind.PAPER and len(known) > 1:
        return known[1]  # "paper pdf", "paper slides", "arXiv page"
    return known[0]


def make_link(url: str, label: str | None = None) -> Link:
    """A link with its kind; `label` is the list's own word for it, None if the link stands on the title."""
    url = clean_url(url)
    kind = _kind_of_label(label) if label else None
    by_address = _kind_of_address(url)
    if kind is None or (kind is LinkKind.PAPER and by_address is LinkKind.PDF):
        kind = by_address
    return Link(url, kind, clean_line(label) if label else None)


def _kind_of_address(url: str) -> LinkKind:
    host, path, query = _split(url)
    ending = path[path.rfind(".") :] if "." in path.rpartition("/")[2] else ""
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    for hosts, kind in ((_CODE_HOSTS, LinkKind.CODE), (_VIDEO_HOSTS, LinkKind.VIDEO), (_SLIDE_HOSTS, LinkKind.SLIDES)):
        if _on(host, hosts):
            return kind
    if ("pdf" in path or "pdf" in query) and _PDF_PATHS.search(f"{path}?{query}" if query else path):
        return LinkKind.PDF
    if _on(host, _PAPER_HOSTS):
        return LinkKind.PAPER
    if _PAGE_HOSTS.search(host) or "/blog" in path or path in ("", "/"):
        return LinkKind.PAGE
    return LinkKind.PAPER


def _on(host: str, hosts: frozenset[str]) -> bool:
    """True if `host` or a domain it belongs to is one of `hosts`."""
    while host:
        if host in hosts:
            return True
        host = host.partition(".")[2]
    return False
