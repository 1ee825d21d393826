"""Which listings are one paper.

Strong evidence is a shared arXiv id, DOI or cleaned URL. Good evidence is the same folded title, with or without a
leading short name, as long as nothing speaks against it. Titles that are only near each other never join.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

from mlsys_tui.domain.paper import LinkKind
from mlsys_tui.domain.reading_list import Listing
from mlsys_tui.text import fold

MIN_TITLE_WORDS = 3
"""A shorter title ("Attention", "The Datacenter") says too little to be evidence by itself."""

MAX_YEARS_APART = 2
"""A preprint and its publication are up to this far apart; further apart are two works with one title."""

# https://info.arxiv.org/help/arxiv_identifier.html: new (2007) and old form, the version dropped.
_ARXIV = re.compile(
    r"arxiv\.org/(?:abs|pdf|html|format|ps)/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", re.IGNORECASE
)
# https://www.doi.org/doi-handbook/HTML/index.html: prefix 10.NNNN, then any suffix.
_DOI = re.compile(r"(?:doi\.org/|/doi/(?:abs/|pdf/|full/|epdf/)?)(10\.\d{4,9}/[^\s?#]+)", re.IGNORECASE)
_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|ref|usp|source)$", re.IGNORECASE)
_PREFIX = re.compile(r"([^:]{2,40}?)\s*:\s*(.+)", re.DOTALL)
_CAMEL = re.compile(r"(?=\S*[a-z])\S+[A-Z]\S*")


def strong_ids(listing: Listing) -> Iterator[str]:
    """The ids of a listing's links: `arxiv:…`, `doi:…`, and `url:…` of links to the paper itself."""
    for link in listing.links:
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
    host = parts.netloc.rpartition("@")[2].lower().removeprefix("www.")
    path = parts.path.rstrip("/")
    query = urlencode(sorted((k, v) for k, v in parse_qsl(parts.query) if not _TRACKING.match(k)))
    if not host or not (path or query):
        return None
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def compact(text: str) -> str:
    """`text` folded and without spaces: "Data-Parallel" and "dataparallel" are the same."""
    return fold(text).replace(" ", "")


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


class _Groups:
    """Disjoint sets of listings, with the evidence of each set in one place."""

    def __init__(self, listings: Sequence[Listing], ids: Sequence[set[str]]) -> None:
        self._parent = list(range(len(listings)))
        self._years = [{listing.year} - {None} for listing in listings]
        self._authors = [surnames(listing.authors) for listing in listings]
        self._ids = [set(own) for own in ids]

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
    groups = _Groups(listings, ids)
    first_with: dict[str, int] = {}
    for index, own in enumerate(ids):
        for strong in own:
            groups.join(first_with.setdefault(strong, index), index)
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
            for other in by_full[form]:
                if groups.root(other) != groups.root(index) and not groups.contradict(other, index):
                    groups.join(other, index)
                    break
            by_full[form].append(index)
    for index, forms in enumerate(titles):
        for form in forms.stripped:
            for other in by_full.get(form, ()):
                names = {forms.short, titles[other].short} - {None}
                if len(names) < 2 and not groups.contradict(other, index):
                    groups.join(other, index)
