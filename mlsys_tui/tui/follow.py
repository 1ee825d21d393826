"""Where the reader is after the catalog was replaced: papers and sections have other keys, or are gone."""

from mlsys_tui.domain.notebook import Record
from mlsys_tui.domain.outline import Outline, Tree
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.library import Library


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
    around = (each for each in tree.above(key) if now.node(each))
    own = now.place_of(paper, list_key) if list_key and paper else None
    same_list = now.first_of(list_key) if list_key else None
    return own or next(around, None) or (same_list and same_list.key) or _beside(tree, now, key)


def _beside(tree: Tree, now: Outline, key: str) -> str | None:
    """The last list above that of `key` which is still there, else the first below."""
    root = [key, *tree.above(key)][-1]
    position = tree.roots.index(root)
    candidates = (*reversed(tree.roots[:position]), *tree.roots[position + 1 :])
    return next((each for each in candidates if now.node(each)), None)
