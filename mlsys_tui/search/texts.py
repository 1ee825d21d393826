"""What of each paper of a catalog is looked through."""

from collections.abc import Iterator, Mapping

from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.search.building import Texts, build
from mlsys_tui.search.index import Index

_PREFIX = "search "
"""Before the names of the index' parts among all that is kept with a catalog."""


def texts_of(catalog: Catalog) -> Iterator[Texts]:
    """The texts of all papers, by number: the way to each listing counts, too."""
    for key, paper in catalog.papers.items():
        places = catalog.placements.get(key, ())
        titles = dict.fromkeys((paper.title, *(place.listing.title for place in places)))
        ways = dict.fromkeys(text for place in places for text in (place.list_title, *place.path))
        yield Texts(paper.name, tuple(titles), paper.authors, paper.venue, paper.year, tuple(ways))


def index_of(catalog: Catalog) -> Index:
    """The index of a catalog: kept with it, or made now."""
    if catalog.kept is not None:
        kept = {name.removeprefix(_PREFIX): name for name in catalog.kept.parts if name.startswith(_PREFIX)}
        try:
            return Index.of({name: catalog.kept.parts[own] for name, own in kept.items()})
        except (ValueError, KeyError):
            pass  # damaged: see `Catalog.verify`
    return build(texts_of(catalog))


def parts_of(index: Index) -> Mapping[str, bytes]:
    """The index as it is kept with a catalog."""
    return {f"{_PREFIX}{name}": part for name, part in index.parts().items()}
