"""Rows of a catalog's file as values: what `catalog_file` wrote, the other way round."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import cast

from mlsys_tui.domain.paper import Link, LinkKind, Paper, PaperKey
from mlsys_tui.domain.reading_list import Listing
from mlsys_tui.domain.sections import ListSection, Reading
from mlsys_tui.store.catalog_file import REQUIREMENTS

_Links = Iterable[tuple[str, str, str | None]]
_Listing = tuple[
    str, str | None, list[str], str | None, int | None, _Links, int, bool | None, str | None, int
]  # fmt: skip


def paper_from(key: PaperKey, data: str) -> Paper:
    """The paper of a row."""
    title, name, authors, venue, year, links, aliases, parts = json.loads(data)
    return Paper(
        key=key,
        title=title,
        name=name,
        authors=tuple(authors),
        venue=venue,
        year=year,
        links=_links(links),
        aliases=tuple(aliases),
        parts=tuple(map(tuple, parts)),
    )


def listing_from(values: Sequence[object]) -> Listing:
    """The listing of a place."""
    title, name, authors, venue, year, links, requirement, read, remark, line = cast("_Listing", values)
    return Listing(
        title=title,
        name=name,
        authors=tuple(authors),
        venue=venue,
        year=year,
        links=_links(links),
        requirement=REQUIREMENTS[requirement],
        read=read,
        remark=remark,
        line=line,
    )


def section_from(key: str, data: str, readings: Sequence[Reading]) -> ListSection:
    """The section of a row."""
    path, day, date_text, number, events, notes = json.loads(data)
    return ListSection(key, tuple(path), day_from(day), date_text, number, tuple(events), tuple(notes), readings)


def day_from(text: str | None) -> date | None:
    """The date of a row."""
    return date.fromisoformat(text) if text else None


def _links(values: _Links) -> tuple[Link, ...]:
    return tuple(Link(url, LinkKind(kind), label) for url, kind, label in values)
