"""A paper and its links: the thing itself, however many reading lists it stands in."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

PaperKey = NewType("PaperKey", str)
"""Names one paper in the catalog, on the command line and in the notebook: a slug of its title."""


class LinkKind(StrEnum):
    """What a link leads to."""

    PAPER = "paper"
    PDF = "pdf"
    CODE = "code"
    SLIDES = "slides"
    VIDEO = "video"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Link:
    """An address, what it leads to, and the list's own word for it (None if it gave none)."""

    url: str
    kind: LinkKind
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """One work, put together from all its listings.

    `aliases` are all the names it is known under (`arxiv:…`, `doi:…`, `url:…`, `title:…`, see
    `domain.aliases`): a record in the notebook finds its paper again by any one of them. `parts` are the same names
    work by work, if the reader said that several works are this one paper; else it is empty.
    """

    key: PaperKey
    title: str
    name: str | None = None
    authors: tuple[str, ...] = ()
    venue: str | None = None
    year: int | None = None
    links: tuple[Link, ...] = ()
    aliases: tuple[str, ...] = ()
    parts: tuple[tuple[str, ...], ...] = ()

    @property
    def best_link(self) -> Link | None:
        """The link to copy or open when the reader does not say which: the paper itself, then its PDF."""
        order = {LinkKind.PAPER: 0, LinkKind.PDF: 1}
        return min(self.links, key=lambda link: order.get(link.kind, 2), default=None)

    @property
    def label(self) -> str:
        """The short name if there is one, else the title."""
        return self.name or self.title
