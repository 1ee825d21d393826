"""Damage to any one file: no traceback, no value that was never there, no loss beyond what is damaged, nothing thrown away.

Where what is left of a journal ends too early, or is one that has had its day, it cannot be told from what a kill leaves: that
is no damage to tell of. All else must be told, and the file as it was must be somewhere in the folder.
"""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from mlsys_tui.store.notebook import Notebook, NotebookError
from tests.store.trials.damage import BITS, Damaged, content, in_checksum, in_last_line, keys_within, others, role_of
from tests.store.trials.disk import Tree
from tests.store.trials.recorder import put, taken
from tests.store.trials.scenario import Action, Clock, Model, Rows, act, papers, seen
from tests.store.trials.scenes import plan, prepare
from tests.store.trials.trials import SEED, trials

KEYS = papers(40)
KINDS = (
    "compact",
    *(None,) * 25,
    "tomorrow",
    "note",
    *(None,) * 15,
    "compact",
    *"note bulk list undo tag status note".split() * 4,
)
PLACE = "data/notebook.json"
TIMES_EACH = {"snapshot": (200, 8_000), "journal": (250, 10_000), "backup": (50, 2_000)}
"""How often each kind of damage befalls a file, for each commit and before a release."""


class Past(NamedTuple):
    """A folder, what was in it before and in another notebook's, and all values that were ever acknowledged."""

    tree: Tree
    before: list[Tree]
    other: Tree
    other_rows: Rows
    model: Model
    ever: dict[str, set[object]]

    def files(self, role: str) -> list[str]:
        return [path for path, data in self.tree.items() if data is not None and role_of(path) == role]

    def wrong(self, rows: Rows) -> list[str]:
        """Rows that were never so."""
        return [name for name, row in rows.items() if row not in self.ever.get(name, ())]

    def lost(self, rows: Rows, concerned: set[str]) -> list[str]:
        """Rows that are not as they were last, and nothing of them was concerned."""
        changed = [name for name in {*rows, *self.model.rows} if rows.get(name) != self.model.rows.get(name)]
        return [name for name in changed if not any(key in name for key in concerned)]


def live(root: Path, seed: object) -> tuple[list[Tree], list[Model]]:
    """What a folder is after each of many actions."""
    path = root / PLACE
    model, clock = prepare(path, len(KEYS), seed), Clock()
    notebook, planned = Notebook(path, clock), plan(seed, model, KINDS, KEYS)
    trees = [taken(root)]
    for action in planned.actions:
        act(notebook, action, clock)
        trees.append(taken(root))
    return trees, list(planned.models)


@pytest.fixture(scope="module")
def past(no_flushes: None, tmp_path_factory: pytest.TempPathFactory) -> Past:
    trees, models = live(tmp_path_factory.mktemp("one"), SEED)
    other = tmp_path_factory.mktemp("other")
    live(other, f"other {SEED}")
    other_tree = taken(other)
    put(other, {path: data for path, data in other_tree.items() if data is None or role_of(path) == "snapshot"})
    other_rows = seen(Notebook(other / PLACE, Clock()).contents)
    ever: dict[str, set[object]] = {}
    for model in models:
        for name, row in model.rows.items():
            ever.setdefault(name, set()).add(row)
    # Less free space at the end of a file makes the trials faster, and is all the same.
    tree = {
        path: data and content(data) + bytes(min(64, len(data) - len(content(data))))
        for path, data in trees[-1].items()
    }
    return Past(tree, trees[:-1], other_tree, other_rows, models[-1], ever)


def is_kept_beside(past: Past, root: Path, rows: Rows) -> bool:
    """True if the notebook took another for what the reader wants now, whole, and kept what was there, whole, too."""
    kept = [path for path in (root / PLACE).parent.glob("*.json") if path != root / PLACE]
    return rows == past.other_rows and any(seen(Notebook(path, Clock()).contents) == past.model.rows for path in kept)


def cannot_go_on(notebook: Notebook, path: Path, model: Model, *, may_refuse: bool) -> Iterator[str]:
    """What is wrong with the next change."""
    action = Action("note", papers(50)[-1:], "added", 3)
    try:
        act(notebook, action, Clock())
    except NotebookError as error:
        if not may_refuse:
            yield f"cannot be written to: {error}"
    else:
        if seen(Notebook(path, Clock()).contents) != model.after(action).rows:
            yield "the next change is not all that changed"


def wrongs(past: Past, root: Path, place: str, damaged: Damaged, *, quiet: bool) -> Iterator[str]:
    """What is wrong after the damage."""
    data = past.tree[place]
    assert data is not None
    tree = {**past.tree, place: damaged.data}
    put(root, {path: each for path, each in tree.items() if each is not None or past.tree[path] is None})
    notebook = Notebook(root / PLACE, Clock())
    rows = seen(notebook.contents)
    concerned = keys_within(data, damaged.start, damaged.end)
    replaced = is_kept_beside(past, root, rows)
    if not replaced and (found := past.wrong(rows) or past.lost(rows, concerned)):
        yield f"never so, or lost: {found[:3]} with {notebook.problems}"
    if not quiet and not notebook.problems:
        yield "nothing is told"
    if quiet and notebook.problems and role_of(place) != "journal":
        yield f"told without need: {notebook.problems}"
    yield from cannot_go_on(notebook, root / PLACE, Model(rows), may_refuse=not quiet)
    if not quiet and not replaced and damaged.data not in taken(root).values():
        yield "the damaged file is thrown away"


@pytest.mark.slow
@pytest.mark.parametrize("role", ["snapshot", "journal", "backup"])
@pytest.mark.parametrize("kind", BITS)
def test_damage_within(kind: str, role: str, past: Past, tmp_path: Path, seed: int) -> None:
    chance, failures = random.Random(f"{seed} {kind} {role}"), []
    if not (places := past.files(role)):
        pytest.skip(f"this store has no {role}")
    for number in range(trials(100 if role == "backup" else 200, 7_000) if kind not in ("empty", "mark") else 5):
        place = chance.choice(places)
        data = past.tree[place]
        assert data
        damaged = BITS[kind](content(data), chance)
        ends = kind in ("cut", "empty") or (kind == "zero" and damaged.end == len(content(data)))
        same = kind == "flip" and in_checksum(data, damaged.start)
        torn = role == "journal" and (ends or same or in_last_line(content(data), damaged.start))
        quiet = role == "backup" or kind == "mark" or torn
        if wrong := next(wrongs(past, tmp_path, place, damaged, quiet=quiet), None):
            failures.append(f"trial {number}, {place} from {damaged.start} to {damaged.end}: {wrong}")
    assert not failures, f"{len(failures)} times, first {failures[0]}"


@pytest.mark.slow
@pytest.mark.parametrize("role", ["snapshot", "journal"])
@pytest.mark.parametrize("kind", ["older", "foreign"])
def test_another_file_in_its_place(kind: str, role: str, past: Past, tmp_path: Path) -> None:
    failures = []
    if not (places := past.files(role)):
        pytest.skip(f"this store has no {role}")
    for place in places:
        data = past.tree[place]
        assert data
        known = [tree.get(place) for tree in (past.before if kind == "older" else [past.other])]
        for number, instead in enumerate(others([each for each in known if each], data)):
            quiet = (role, kind) == ("journal", "older")
            if wrong := next(wrongs(past, tmp_path, place, Damaged(instead, 0, len(data)), quiet=quiet), None):
                failures.append(f"{place} as it was in state {number}: {wrong}")
    assert not failures, f"{len(failures)} times, first {failures[0]}"


@pytest.mark.slow
@pytest.mark.parametrize("role", ["lock", "backup"])
def test_a_file_that_nothing_depends_on_is_gone(role: str, past: Past, tmp_path: Path) -> None:
    for place in past.files(role):
        assert not [*wrongs(past, tmp_path, place, Damaged(None, 0, 0), quiet=True)]
