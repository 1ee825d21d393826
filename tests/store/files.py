"""The notebook's files as another program would see and write them."""

import json
from pathlib import Path
from typing import Any

from mlsys_tui.store.notebook import Notebook
from mlsys_tui.store.snapshot import decode, encode


def names(folder: Path) -> list[str]:
    """What stands in the folder beside lock, journal and backups."""
    ours = {"notebook.json.lock", "notebook.json.journal", "backups"}
    return sorted(entry.name for entry in folder.iterdir() if entry.name not in ours)


def tree_of(path: Path) -> dict[str, Any]:
    """All tables, of snapshot and journal."""
    Notebook(path).compact()
    tree: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return tree


def put_tree(path: Path, tree: dict[str, Any]) -> None:
    """Write tables as a version of the app would that goes on from these."""
    head = decode(path.read_bytes(), 1).head
    tables = {name: table for name, table in tree.items() if name != "meta"}
    path.write_bytes(encode(head.next(head.schema, 0, head.saved_at, head.app), tables))


def can_save(notebook: Notebook) -> bool:
    """False if the notebook says that changes cannot be saved."""
    return not any("cannot be saved" in problem for problem in notebook.problems)
