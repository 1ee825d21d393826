"""Links that a page gives relative to itself, made whole: `papers/1.pdf` of https://course.org/schedule.html."""

from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

from mlsys_tui.domain.paper import Link
from mlsys_tui.domain.reading_list import Document, Listing


def absolute(document: Document, source: str | None) -> Document:
    """The document with all its links whole, if it came from an address."""
    if source is None or not source.startswith(("http://", "https://")):
        return document
    if not any(_is_relative(link) for listing in document.listings for link in listing.links):
        return document
    base = _base_of(source)
    sections = tuple(
        replace(section, listings=tuple(_whole(listing, base) for listing in section.listings))
        for section in document.sections
    )
    return replace(document, sections=sections)


def _base_of(source: str) -> str:
    """What links are relative to: the page, its folder; for a repository where its files are shown."""
    parts = urlsplit(source)
    steps = [step for step in parts.path.split("/") if step]
    if parts.hostname == "github.com" and len(steps) == 2:
        return f"https://github.com/{steps[0]}/{steps[1]}/blob/HEAD/"
    last = PurePosixPath(parts.path)
    return source if parts.path.endswith("/") or last.suffix else f"{source.partition('?')[0].partition('#')[0]}/"


def _whole(listing: Listing, base: str) -> Listing:
    if not any(map(_is_relative, listing.links)):
        return listing
    links = (replace(link, url=_joined(base, link.url)) if _is_relative(link) else link for link in listing.links)
    return replace(listing, links=tuple(links))


def _is_relative(link: Link) -> bool:
    return ":" not in link.url.partition("/")[0] and not link.url.startswith("#")


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:  # what looks like a broken IPv6 address
        return url
