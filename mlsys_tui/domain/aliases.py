"""The names a paper is known under: ids and addresses from its links, and its folded title."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from mlsys_tui.domain.paper import LinkKind
from mlsys_tui.domain.reading_list import Listing
from mlsys_tui.patterns import pattern
from mlsys_tui.text import fold

PAPER_LABELS = frozenset(
    "abs abstract acm arxiv doi full text html ieee link openreview paper pdf preprint url".split()
)
"""Labels of links that lead to the paper itself; what else a list links to says nothing of which paper it is."""

# https://info.arxiv.org/help/arxiv_identifier.html: new (2007) and old form, the version dropped; also the sites
# that show arXiv's papers under the same id, and the DOIs that arXiv gives out.
_ARXIV = pattern(
    r"(?:(?:alpha|ar)xiv\.org/(?:abs|pdf|html|format|ps|overview)/|huggingface\.co/papers/|10\.48550/arxiv\.)"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})",
    re.IGNORECASE,
)
# https://www.doi.org/doi-handbook/HTML/index.html: prefix 10.NNNN, then any suffix.
_DOI = pattern(r"(?:doi\.org/|/doi/(?:abs/|pdf/|full/|epdf/)?)(10\.\d{4,9}/[^\s?#]+)", re.IGNORECASE)
# Two pages of one paper: OpenReview's forum and PDF, the abstract and the PDF of NeurIPS' proceedings.
_OPENREVIEW = pattern(r"openreview\.net/(?:forum|pdf|attachment)\?(?:.*&)?id=([\w-]+)")
_NEURIPS = pattern(r"/(?:hash|file)/([0-9a-f]{32})-")
_TRACKING = pattern(r"^(utm_\w+|fbclid|gclid|ref|usp|source)$", re.IGNORECASE)
_PREFIX = pattern(r"([^:]{2,40}?)\s*(?::|\s[-–—]\s)\s*(.+)", re.DOTALL)
_CAMEL = pattern(r"(?=\S*[a-z])\S+[A-Z]\S*")
_SIGNS = {"++": "plusplus", "#": "sharp"}
_SIGNED = pattern(r"(?<=\b[A-Za-z])(\+\+|#)")


def strong_ids(listing: Listing) -> Iterator[str]:
    """The ids of a listing's links: `arxiv:…`, `doi:…`, and `url:…`; only of links to the paper itself."""
    for link in listing.links:
        if link.label is not None and not set(fold(link.label).split()) <= PAPER_LABELS:
            continue
        if match := _ARXIV.search(link.url):
            yield f"arxiv:{match[1].lower()}"
        elif match := _DOI.search(link.url):
            yield f"doi:{match[1].lower().rstrip('/.')}"
        elif link.kind in (LinkKind.PAPER, LinkKind.PDF, LinkKind.PAGE) and (url := cleaned_url(link.url)):
            yield f"url:{url}"


def cleaned_url(url: str) -> str | None:
    """Host and path (and what of the query names a document), for comparing; None for a bare site."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if match := _OPENREVIEW.search(url):
        return f"openreview.net/{match[1]}"
    host = parts.netloc.rpartition("@")[2].lower().removeprefix("www.")
    if match := _NEURIPS.search(parts.path):
        return f"neurips/{match[1]}"
    path = parts.path.rstrip("/")
    query = urlencode(sorted((k, v) for k, v in parse_qsl(parts.query) if not _TRACKING.match(k)))
    if not host or not (path or query):
        return None
    fragment = f"#{parts.fragment}" if parts.fragment and not parts.fragment.startswith("page") else ""
    return f"{host}{path}{f'?{query}' if query else ''}{fragment}"


@lru_cache(maxsize=8192)
def compact(text: str) -> str:
    """`text` folded and without spaces: "Data-Parallel" and "dataparallel" are the same, "C" and "C++" are not."""
    return fold(_SIGNED.sub(lambda match: _SIGNS[match[1]], text)).replace(" ", "")


def leading_name(title: str) -> tuple[str, str] | None:
    """(short name, rest) of "TVM: An Automated …" or "DistBelief Large Scale …"; None if there is none.

    Without a colon only a word of mixed case counts, so that "GPU Memory …" keeps its first word.
    """
    if (match := _PREFIX.fullmatch(title)) and len(match[1].split()) <= 3:
        return match[1], match[2]
    first, _, rest = title.partition(" ")
    return (first, rest) if rest and _CAMEL.fullmatch(first) else None


def title_alias(title: str) -> str:
    """The name a title is known under in the notebook."""
    return f"title:{compact(title)}"


def aliases_of(listings: Iterable[Listing]) -> tuple[str, ...]:
    """All names the paper of these listings is known under, strongest first."""
    ids: dict[str, None] = {}
    titles: dict[str, None] = {}
    for listing in listings:
        ids.update(dict.fromkeys(strong_ids(listing)))
        titles[title_alias(listing.title)] = None
    return (*sorted(ids, key=lambda alias: alias.startswith("url:")), *titles)


def surnames(authors: Iterable[str]) -> set[str]:
    """The folded last names of `authors`, in either order ("Last, First" or "First Last")."""
    found = set()
    for author in authors:
        last = author.partition(",")[0] if "," in author else author.rpartition(" ")[2]
        if name := compact(last):
            found.add(name)
    return found


def name_words(authors: Iterable[str]) -> set[str]:
    """All words of the names but initials: "Tianqi Chen" and "Chen Tianqi" have words in common."""
    return {word for author in authors for word in fold(author).split() if len(word) > 1}
