"""Which listings are one paper.

Strong evidence is a shared arXiv id, DOI or cleaned URL. Good evidence is the same folded title, with or without a
leading short name, as long as nothing speaks against it. Titles that are only near each other never join. What the
reader said of two papers goes before all evidence.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from mlsys_tui.domain.aliases import compact, leading_name, name_words, strong_ids, title_alias
from mlsys_tui.domain.answers import in_time, place_alias, sides
from mlsys_tui.domain.notebook import Answer
from mlsys_tui.domain.reading_list import Listing
from mlsys_tui.text import fold

MIN_TITLE_WORDS = 3
"""A shorter title ("Attention", "The Datacenter") says too little to be evidence by itself."""

MAX_YEARS_APART = 2
"""A preprint and its publication are up to this far apart; further apart are two works with one title."""

MAX_COMPARED = 32
"""Of works with one title that evidence keeps apart, so many are compared with a further listing."""


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


@dataclass(slots=True)
class Evidence:
    """What a set of listings says of its work: years, words of the authors' names, ids."""

    years: set[int]
    authors: set[str]
    ids: set[str]

    @classmethod
    def of(cls, listing: Listing, ids: Iterable[str]) -> "Evidence":
        """What one listing says."""
        return cls({listing.year} - {None}, name_words(listing.authors), set(ids))  # type: ignore[arg-type]

    def absorb(self, other: "Evidence") -> None:
        """Take in what `other` says."""
        self.years |= other.years
        self.authors |= other.authors
        self.ids |= other.ids

    def against(self, other: "Evidence") -> str | None:
        """What says that the two are different works: "ids", "authors" or "years"; None if nothing does."""
        for kind in ("arxiv:", "doi:"):
            mine, others = ({i for i in own.ids if i.startswith(kind)} for own in (self, other))
            if mine and others and not mine & others:
                return "ids"
        if self.authors and other.authors and not self.authors & other.authors:
            return "authors"
        years = self.years | other.years
        if self.years and other.years and max(years) - min(years) > MAX_YEARS_APART:
            return "years"
        return None


class _Groups:
    """Disjoint sets of listings, twice: works, joined by evidence, and papers, joined by the reader's answers too.

    What a work says of itself is in one place; a paper's works may contradict each other, if the reader says so.
    """

    def __init__(self, listings: Sequence[Listing], ids: Sequence[set[str]], titles: Sequence[_Titles]) -> None:
        self._works, self._papers = (list(range(len(listings))) for _ in range(2))
        self._evidence = [Evidence.of(listing, own) for listing, own in zip(listings, ids, strict=True)]
        self._shorts = [{own.short} - {None} for own in titles]
        self._sides: dict[int, set[int]] = {}

    @staticmethod
    def _root(parent: list[int], index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    def work(self, index: int) -> int:
        """The work a listing belongs to, by its first listing."""
        return self._root(self._works, index)

    def paper(self, index: int) -> int:
        """The paper a listing belongs to, by its first listing."""
        return self._root(self._papers, index)

    def join_papers(self, one: int, other: int) -> bool:
        """Join two papers, for the reader says they are one; False if something newer keeps them apart."""
        one, other = sorted((self.paper(one), self.paper(other)))
        if one != other:
            if self.apart(one, other):
                return False
            self._papers[other] = one
            if other in self._sides:
                self._sides.setdefault(one, set()).update(self._sides.pop(other))
        return True

    def join(self, one: int, other: int) -> bool:
        """Join two works by evidence; False if the reader keeps them apart."""
        if not self.join_papers(one, other):
            return False
        one, other = sorted((self.work(one), self.work(other)))
        if one != other:
            self._works[other] = one
            self._evidence[one].absorb(self._evidence[other])
            self._shorts[one] |= self._shorts[other]
        return True

    def keep_apart(self, ones: Iterable[int], others: Iterable[int], answer: int) -> None:
        """Never join a listing of `ones` with one of `others`, but where they are one paper already.

        `answer` is a number of its own, above 0.
        """
        mine, theirs = ({self.paper(index) for index in side} for side in (ones, others))
        for side, papers in ((answer, mine - theirs), (-answer, theirs - mine)):
            for paper in papers:
                self._sides.setdefault(paper, set()).add(side)

    def apart(self, one: int, other: int) -> bool:
        """True if the reader said that two papers are different."""
        mine, theirs = (self._sides.get(self.paper(index)) for index in (one, other))
        return bool(mine and theirs) and any(-side in (theirs or ()) for side in mine or ())

    def yields(self, index: int) -> bool:
        """True if an answer that keeps the paper apart prefers the other side."""
        return any(side < 0 for side in self._sides.get(self.paper(index), ()))

    def named_alike(self, one: int, other: int) -> bool:
        """True unless the two works have different short names."""
        return len(self._shorts[self.work(one)] | self._shorts[self.work(other)]) < 2

    def contradict(self, one: int, other: int) -> bool:
        """True if years, authors or ids say that two equal titles are two works."""
        one, other = self.work(one), self.work(other)
        return one != other and self._evidence[one].against(self._evidence[other]) is not None

    def fits(self, one: int, other: int) -> bool:
        """Join two works that nothing keeps apart; True if they are one now."""
        return not self.contradict(one, other) and self.join(one, other)


class Group(NamedTuple):
    """The listings of one paper, by their indices.

    There are several works where the reader said that works are one paper. A paper `yields` where the reader keeps
    it apart from another that is to keep the name and the notebook's record.
    """

    works: tuple[tuple[int, ...], ...]
    yields: bool = False


def group(listings: Sequence[Listing], documents: Sequence[str], answers: Sequence[Answer] = ()) -> list[list[int]]:
    """The listings' indices, one list per paper, in order of first appearance.

    `documents` names the document of each listing: an address that one document gives to several titles is a
    page about them all, and evidence for none.
    """
    found = group_works(listings, documents, answers)
    return [sorted(index for work in paper.works for index in work) for paper in found]


def group_works(listings: Sequence[Listing], documents: Sequence[str], answers: Sequence[Answer] = ()) -> list[Group]:
    """The same, each paper as its works."""
    titles = [_titles(listing) for listing in listings]
    ids = [set(strong_ids(listing)) for listing in listings]
    for shared in _shared_addresses(ids, titles, documents):
        for own in ids:
            own.discard(shared)
    groups = _Groups(listings, ids, titles)
    if answers:
        _apply(groups, answers, [
            {*own, title_alias(listing.title), place_alias(document, listing.title)}
            for own, listing, document in zip(ids, listings, documents, strict=True)
        ])  # fmt: skip
    _join_by_id(groups, ids)
    _join_by_title(groups, titles)
    papers: dict[int, dict[int, list[int]]] = {}
    for index in range(len(listings)):
        papers.setdefault(groups.paper(index), {}).setdefault(groups.work(index), []).append(index)
    return [Group(tuple(map(tuple, works.values())), groups.yields(paper)) for paper, works in papers.items()]


# -- the reader's answers -----------------------------------------------------------------------------------


def _apply(groups: _Groups, answers: Sequence[Answer], aliases: Sequence[set[str]]) -> None:
    """Join and keep apart what the reader said, the newest answer first: what contradicts it later is void."""
    wanted = {alias for answer in answers for alias in (*answer.one, *answer.other)}
    users: dict[str, list[int]] = defaultdict(list)
    for index, own in enumerate(aliases):
        for alias in own & wanted:
            users[alias].append(index)
    for number, answer in enumerate(in_time(answers), start=1):
        ones, others = (_fitting(groups, side) for side in sides(answer, users))
        if not answer.same:
            groups.keep_apart(ones, others, number)
        elif ones and others:
            for index in (*ones[1:], *others):
                groups.join_papers(ones[0], index)


def _fitting(groups: _Groups, side: Sequence[int]) -> list[int]:
    """The listings of one side, without those that contradict the surest: another work goes by the same alias."""
    return [index for index in side if index == side[0] or not groups.contradict(side[0], index)]


# -- evidence -----------------------------------------------------------------------------------------------


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


def _join_by_id(groups: _Groups, ids: Sequence[set[str]]) -> None:
    by_id: dict[str, list[int]] = defaultdict(list)
    for index, own in enumerate(ids):
        for strong in sorted(own, key=lambda strong: (strong.startswith("url:"), strong)):
            works = by_id[strong]
            join = groups.fits if strong.startswith("url:") else groups.join
            if not any(join(other, index) for other in works[-MAX_COMPARED:]):
                works.append(index)


def _join_by_title(groups: _Groups, titles: Sequence[_Titles]) -> None:
    by_full: dict[str, list[int]] = defaultdict(list)
    for index, forms in enumerate(titles):
        for form in forms.full:
            works = by_full[form]
            if not any(groups.fits(other, index) for other in works[-MAX_COMPARED:]):
                works.append(index)
    for index, forms in enumerate(titles):
        for form in forms.stripped:
            for other in by_full.get(form, ())[-MAX_COMPARED:]:
                if groups.named_alike(other, index):
                    groups.fits(other, index)
