"""Which listings are one paper.

Strong evidence is a shared arXiv id, DOI or cleaned URL. Good evidence is the same folded title, with or without a
leading short name, as long as nothing speaks against it. Titles that are only near each other never join.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from mlsys_tui.domain.paper import LinkKind
from mlsys_tui.domain.reading_list import Listing
from mlsys_tui.text import fold

MIN_TITLE_WORDS = 3
"""A shorter title ("Attention", "The Datacenter") says too little to be evidence by itself."""

MAX_YEARS_APART = 2
"""A preprint and its publication are up to this far apart; further apart are two works with one title."""

MAX_COMPARED = 32
"""Of works with one title that evidence keeps apart, so many are compared with a further listing."""

PAPER_LABELS = frozenset(
    "abs abstract acm arxiv doi full text html ieee link openreview paper pdf preprint url".split()
)
"""Labels of links that lead to the paper itself; what else a list links to says nothing of which paper it is."""

# https://info.arxiv.org/help/arxiv_identifier.html: new (2007) and old form, the version dropped; also the sites
# that show arXiv's papers under the same id, and the DOIs that arXiv gives out.
_ARXIV = re.compile(
    r"(?:(?:alpha|ar)xiv\.org/(?:abs|pdf|html|format|ps|overview)/|huggingface\.co/papers/|10\.48550/arxiv\.)"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})",
    re.IGNORECASE,
)
# https://www.doi.org/doi-handbook/HTML/index.html: prefix 10.NNNN, then any suffix.
_DOI = re.compile(r"(?:doi\.org/|/doi/(?:abs/|pdf/|full/|epdf/)?)(10\.\d{4,9}/[^\s?#]+)", re.IGNORECASE)
# Two pages of one paper: OpenReview's forum and PDF, the abstract and the PDF of NeurIPS' proceedings.
_OPENREVIEW = re.compile(r"openreview\.net/(?:forum|pdf|attachment)\?(?:.*&)?id=([\w-]+)")
_NEURIPS = re.compile(r"/(?:hash|file)/([0-9a-f]{32})-")
_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|ref|usp|source)$", re.IGNORECASE)
_PREFIX = re.compile(r"([^:]{2,40}?)\s*(?::|\s[-–—]\s)\s*(.+)", re.DOTALL)
_CAMEL = re.compile(r"(?=\S*[a-z])\S+[A-Z]\S*")
_SIGNS = {"++": "plusplus", "#": "sharp"}
_SIGNED = re.compile(r"(?<=\b[A-Za-z])(\+\+|#)")


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


@dataclass(slots=True)
class _Titles:
    """The folded forms of one listing's title: as printed, and without its leading short name."""

    full: set[str] = field(default_factory=set)
    stripped: set[str] = field(default_factory=set)
    short: str | None = None


def _long_enough(text: str) -> bool:
    return len(fold(text).split()) >= MIN_TITLE_WORDS


def _titles(listing: Listing) -> _Titles:
    forms = _Titles()
    if _long_enough(listing.title):
        forms.full.add(compact(listing.title))
    if found := leading_name(listing.title):
        forms.short = compact(found[0])
        if _long_enough(found[1]):
            forms.stripped.add(compact(found[1]))
    elif listing.name:
        forms.short = compact(listing.name)
        if _long_enough(listing.title):
            forms.full.add(forms.short + compact(listing.title))
    return forms


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


def _name_words(authors: Iterable[str]) -> set[str]:
    """All words of the names but initials: "Tianqi Chen" and "Chen Tianqi" have words in common."""
    return {word for author in authors for word in fold(author).split() if len(word) > 1}


class _Groups:
    """Disjoint sets of listings, with the evidence of each set in one place."""

    def __init__(self, listings: Sequence[Listing], ids: Sequence[set[str]], titles: Sequence[_Titles]) -> None:
        self._parent = list(range(len(listings)))
        self._years = [{listing.year} - {None} for listing in listings]
        self._authors = [_name_words(listing.authors) for listing in listings]
        self._ids = [set(own) for own in ids]
        self._shorts = [{own.short} - {None} for own in titles]

    def root(self, index: int) -> int:
        while self._parent[index] != index:
            self._parent[index] = self._parent[self._parent[index]]
            index = self._parent[index]
        return index

    def join(self, one: int, other: int) -> None:
        one, other = sorted((self.root(one), self.root(other)))
        if one != other:
            self._parent[other] = one
            self._years[one] |= self._years[other]
            self._authors[one] |= self._authors[other]
            self._ids[one] |= self._ids[other]
            self._shorts[one] |= self._shorts[other]

    def named_alike(self, one: int, other: int) -> bool:
        """True unless the two sets have different short names."""
        return len(self._shorts[self.root(one)] | self._shorts[self.root(other)]) < 2

    def contradict(self, one: int, other: int) -> bool:
        """True if years, authors or ids say that two equal titles are two works."""
        one, other = self.root(one), self.root(other)
        if one == other:
            return False
        years = [year for year in self._years[one] | self._years[other] if year is not None]
        if self._years[one] and self._years[other] and max(years) - min(years) > MAX_YEARS_APART:
            return True
        if self._authors[one] and self._authors[other] and not self._authors[one] & self._authors[other]:
            return True
        return any(
            (a := {i for i in self._ids[one] if i.startswith(kind)})
            and (b := {i for i in self._ids[other] if i.startswith(kind)})
            and not a & b
            for kind in ("arxiv:", "doi:")
        )


def group(listings: Sequence[Listing], documents: Sequence[str]) -> list[list[int]]:
    """The listings' indices, one list per paper, in order of first appearance.

    `documents` names the document of each listing: an address that one document gives to several titles is a
    page about them all, and evidence for none.
    """
    titles = [_titles(listing) for listing in listings]
    ids = [set(strong_ids(listing)) for listing in listings]
    for shared in _shared_addresses(ids, titles, documents):
        for own in ids:
            own.discard(shared)
    groups = _Groups(listings, ids, titles)
    first_with: dict[str, int] = {}
    for index, own in enumerate(ids):
        for strong in sorted(own, key=lambda strong: strong.startswith("url:")):
            first = first_with.setdefault(strong, index)
            if not strong.startswith("url:") or not groups.contradict(first, index):
                groups.join(first, index)
    _join_by_title(groups, titles)
    members: dict[int, list[int]] = defaultdict(list)
    for index in range(len(listings)):
        members[groups.root(index)].append(index)
    return list(members.values())


def _shared_addresses(ids: Sequence[set[str]], titles: Sequence[_Titles], documents: Sequence[str]) -> set[str]:
    users: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, own in enumerate(ids):
        for strong in own:
            if strong.startswith("url:"):
                users[documents[index], strong].append(index)
    return {
        strong
        for (_, strong), indices in users.items()
        if any(not titles[indices[0]].full & titles[other].full for other in indices[1:])
    }


def _join_by_title(groups: _Groups, titles: Sequence[_Titles]) -> None:
    by_full: dict[str, list[int]] = defaultdict(list)
    for index, forms in enumerate(titles):
        for form in forms.full:
            works = by_full[form]
            for other in works[-MAX_COMPARED:]:
                if not groups.contradict(other, index):
                    groups.join(other, index)
                    break
            else:
                works.append(index)
    for index, forms in enumerate(titles):
        for form in forms.stripped:
            for other in by_full.get(form, ())[-MAX_COMPARED:]:
                if groups.named_alike(other, index) and not groups.contradict(other, index):
                    groups.join(other, index)
