"""Catalogs told apart in every part, and homes whose catalog is kept."""

from collections.abc import Callable, Sequence
from pathlib import Path

from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.branches import Branches
from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.nodes import Node
from mlsys_tui.domain.outline import build_outline
from mlsys_tui.domain.paper import Link, LinkKind, PaperKey
from mlsys_tui.domain.reading_list import Document, Listing, Section
from mlsys_tui.library import Library
from mlsys_tui.loading import Loader
from mlsys_tui.paths import find_paths
from tests.helpers import seed_documents

ALIEN = PaperKey("no-such-paper")


def made_up(size: int, lists: int = 1) -> list[Document]:
    """Lists of so many papers together, ten in a section, made without a parser."""
    each = size // lists
    return [
        Document(
            f"list-{name}.md",
            f"List {name}",
            sections=tuple(
                Section(
                    (f"Part {start // 1000}", f"Topic {start // 10}"),
                    listings=tuple(_listing(number) for number in range(start, start + 10)),
                )
                for start in range(name * each, (name + 1) * each, 10)
            ),
        )
        for name in range(lists)
    ]


def _listing(number: int) -> Listing:
    link = Link(f"https://example.org/papers/{number}", LinkKind.PAPER)
    return Listing(f"Paper Number {number} on Systems", None, ("A. Author",), "OSDI", 2000 + number % 25, (link,))


def memory() -> Catalog:
    """The catalog of the shipped lists, all in memory."""
    return build(seed_documents())


def opened() -> Library:
    """The library of the home, as a new process opens it."""
    return Loader(find_paths()).open()


def everything(catalog: Catalog) -> dict[str, object]:
    """All that can be asked of a catalog, as plain values that can be compared part by part."""
    numbering, keys = catalog.numbering, list(catalog.papers)
    aliases = sorted({alias for paper in catalog.papers.values() for alias in paper.aliases})
    every = range(len(keys))
    outline = build_outline(catalog, [ALIEN])
    return {
        "lists": [
            (each.key, each.title, each.kind, each.documents, tuple(each.sections), each.papers)
            for each in catalog.lists
        ],
        "sections": [(each, tuple(each.readings), each.papers) for each in catalog.sections],
        "papers": dict(catalog.papers.items()),
        "order": keys,
        "placements": dict(catalog.placements.items()),
        "keys": [numbering.key(number) for number in every],
        "all keys": (numbering.keys(every), numbering.keys(every[::-1]), numbering.keys(list(every)[1:])),
        "numbers": ([numbering.number(key) for key in keys], dict(numbering.numbers([*keys, ALIEN]))),
        "called": {alias: numbering.called(alias) for alias in [*aliases, "title:none of these"]},
        "has places": numbering.has_places,
        "not there": (numbering.number(ALIEN), ALIEN in catalog.papers, ALIEN in catalog.placements),
        "columns": [list(each) for each in catalog.columns[:7]],
        "trees": [_tree(tree) for tree in (catalog.columns.schedule, catalog.columns.topics)],
        "nodes": [[_node(node, len(keys)) for node in tree.nodes.values()] for tree in outline.trees],
        "marked": [catalog.marked_read(key) for key in [*keys, ALIEN]],
        "list count": [catalog.list_count(key) for key in [*keys, ALIEN]],
        "other titles": [catalog.other_titles(key) for key in [*keys, ALIEN]],
        "section": [_section(catalog, each.key) for each in catalog.sections] + [_section(catalog, "none")],
    }


def _tree(tree: Branches) -> list[object]:
    return [list(column) for column in tree]


def _node(node: Node, papers: int) -> tuple[object, ...]:
    asked = [node.requirement(number) for number in node.numbers] if papers < 1000 else []
    return (
        node.key, node.label, node.steps, node.depth, node.section, node.session, node.parent, node.papers, node.size,
        node.list_key, node.asks, asked, node.is_branch,
    )  # fmt: skip


def _section(catalog: Catalog, key: str) -> object:
    found = catalog.section(key)
    return found and (found[0].key, found[1])


def assert_same(one: Catalog, other: Catalog) -> None:
    """Both are equal in every part; says which is not."""
    mine, theirs = everything(one), everything(other)
    assert [name for name in mine if mine[name] != theirs[name]] == []


def kept_files(home: Path) -> list[str]:
    """The catalogs in the cache of a home."""
    return sorted(path.name for path in (home / "cache").glob("catalog-*.sqlite"))


def counting(calls: list[object], function: Callable[..., object]) -> Callable[..., object]:
    """The function, and each call of it is put down."""

    def counted(*values: object, **named: object) -> object:
        calls.append(values)
        return function(*values, **named)

    return counted


def walk(library: Library) -> Sequence[object]:
    """Look at all a library shows, as a reader who goes everywhere."""
    from mlsys_tui.finding import Finder  # noqa: PLC0415 - not for all who import this

    catalog = library.catalog
    found = [everything(catalog), library.tally_of()]
    found += [library.tally_of(node) for tree in build_outline(catalog).trees for node in tree.nodes.values()]
    found += [(library.paper(key), library.placements(key), library.state(key)) for key in catalog.papers]
    finder = Finder(library)
    found += [catalog.numbering.keys(finder.find(text).numbers) for text in ("learning", "tensorflow", "sys", "zzz")]
    return [*found, [each.name for each in library.loaded.documents], library.notices, library.parked()]
