"""Where the reader is after the catalog was replaced: papers and sections have other keys, or are gone."""

from mlsys_tui.domain.notebook import Record
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.library import Library
from mlsys_tui.tui.outline import Outline, Tree


def paper_after(library: Library, key: PaperKey) -> PaperKey:
    """What a paper of an earlier catalog is now: a paper, or a parked record; the same key if nothing is left of it."""
    if key in library.catalog.papers:
        return key
    paper = library.paper(key)
    if found := library.records.paper_of(Record(paper.key, aliases=paper.aliases)):
        return found
    names = set(paper.aliases)
    parked = (record.key for record in library.parked() if record.key == key or names & set(record.aliases))
    return next(parked, key)


def place_after(before: Outline, now: Outline, key: str | None, paper: PaperKey | None) -> str | None:
    """Where the node called `key` is in another outline; else where its paper went, else what was around or beside it.

    None if nothing is left of the tree that it stood in.
    """
    tree = before.tree_of(key) if key else None
    if tree is None or key is None or now.node(key):
        return key if key and now.node(key) else None
    list_key = tree.nodes[key].list_key
    nodes = (each for tree in (now.schedule, now.topics) for each in tree.nodes.values())
    mine = [each for each in nodes if each.list_key is not None and each.list_key == list_key]
    own = (each.key for each in mine if each.section and paper in each.section.papers)
    around = (each for each in tree.above(key) if now.node(each))
    same_list = (each.key for each in mine)
    return next(own, None) or next(around, None) or next(same_list, None) or _beside(tree, now, key)


def _beside(tree: Tree, now: Outline, key: str) -> str | None:
    """The last list above that of `key` which is still there, else the first below."""
    root = [key, *tree.above(key)][-1]
    position = tree.roots.index(root)
    candidates = (*reversed(tree.roots[:position]), *tree.roots[position + 1 :])
    return next((each for each in candidates if now.node(each)), None)
