"""A writer that does what readers do, by chance but the same again from the same seed, and a model of what it wrote.

The model knows nothing of files. What the store must hold after a trial is what the model holds after as many
actions as were acknowledged: an action is, once its call has returned.
"""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from mlsys_tui.domain.notebook import (
    Answer,
    Contents,
    ListEntry,
    Record,
    Row,
    Status,
    with_note,
    with_rating,
    with_status,
    with_tags,
)
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store.notebook import Notebook

KINDS = ("note", "status", "rate", "tag", "bulk", "list", "answer", "undo", "redo", "compact", "tomorrow")
_WEIGHTS = (8, 3, 2, 2, 2, 2, 1, 4, 3, 3, 1)
_WORDS = "ring attention 한글 paging α-β kernels é 🧪 pipelines of experts shard the cache".split()
_DEPTH = 50

Rows = Mapping[str, Row]
Steps = tuple[Mapping[str, tuple[Row | None, Row | None]], ...]


class Clock:
    """A clock that goes on one minute each time it is asked, and a day when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def tomorrow(self) -> None:
        self.now += timedelta(days=1)


class Action(NamedTuple):
    """One thing the reader does; `mark` is in whatever it writes, and in nothing else."""

    kind: str
    keys: tuple[PaperKey, ...] = ()
    mark: str = ""
    size: int = 0

    def edited(self, record: Record, at: str) -> Record:
        """What it makes of a paper's record."""
        record = replace(record, title=f"On {record.key}")
        if self.kind == "note":
            words = (_WORDS[(self.size + number) % len(_WORDS)] for number in range(self.size))
            return with_note(record, f"{self.mark}\n" + " ".join(words), at)
        if self.kind == "status":
            return with_status(record, list(Status)[self.size % len(Status)], at)
        if self.kind == "rate":
            return with_rating(record, self.size % 6 or None)
        return with_tags(record, (*record.tags[-3:], self.mark))

    def row(self, key: PaperKey) -> Row:
        """What it says of a list, or of an answer."""
        if self.kind == "list":
            return ListEntry(f"added/{key}.md", name=f"{key}.md", content=f"{self.mark}.md", removed=self.size % 3 == 0)
        return Answer.about([key], ["z"], (None, True, False)[self.size % 3])


class Model(NamedTuple):
    """What the store must hold: rows by name, and the steps that undo and redo take."""

    rows: Rows = MappingProxyType({})
    done: Steps = ()
    undone: Steps = ()

    def after(self, action: Action) -> "Model":
        """The model when the action was done."""
        if action.kind == "undo":
            return Model(self._with(self.done[-1], 0), self.done[:-1], (self.done[-1], *self.undone))
        if action.kind == "redo":
            return Model(self._with(self.undone[0], 1), (*self.done, self.undone[0]), self.undone[1:])
        step = {}
        for key in action.keys:
            if action.kind in ("list", "answer"):
                new = action.row(key)
            else:
                old = self.rows.get(f"Record {key}")
                new = action.edited(old if isinstance(old, Record) else Record(key), "")
            before, after = self.rows.get(name_of(new)), None if new.is_empty else timeless(new)
            if before != after:
                step[name_of(new)] = (before, after)
        return Model(self._with(step, 1), (*self.done, step)[-_DEPTH:], ()) if step else self

    def _with(self, step: Mapping[str, tuple[Row | None, Row | None]], side: int) -> Rows:
        rows = {**self.rows, **{name: rows[side] for name, rows in step.items()}}
        return {name: row for name, row in rows.items() if row is not None}


def name_of(row: Row) -> str:
    return f"{type(row).__name__} {row.key}"


def timeless(row: Row) -> Row:
    """A row without its times, which are the clock's and not the reader's."""
    if isinstance(row, Record):
        return replace(row, updated_at=None, note_at=None, history=tuple((status, "") for status, _ in row.history))
    return replace(row, updated_at=None)


def seen(contents: Contents) -> Rows:
    """What a notebook holds, as the model has it."""
    rows: tuple[Row, ...] = (*contents.records.values(), *contents.lists.values(), *contents.answers.values())
    return {name_of(row): timeless(row) for row in rows}


def papers(count: int) -> tuple[PaperKey, ...]:
    return tuple(PaperKey(f"paper-{number:04}") for number in range(count))


class Writer:
    """Chooses actions that are possible; from the same seed and model always the same ones."""

    def __init__(self, seed: object, model: Model, keys: tuple[PaperKey, ...]) -> None:
        self.model = model
        self._chance = random.Random(repr(seed))
        self._keys = keys
        self._number = 0
        self._seed = seed

    def choose(self, kind: str | None = None) -> Action:
        """The next action; the model is what it is before it."""
        kind = kind or self._chance.choices(KINDS, _WEIGHTS)[0]
        if (kind == "undo" and not self.model.done) or (kind == "redo" and not self.model.undone):
            kind = "note"
        self._number += 1
        count = self._chance.randint(2, 6) if kind == "bulk" else kind in KINDS[:7]
        size = int(self._chance.paretovariate(0.7)) % 400
        return Action(kind, tuple(self._chance.sample(self._keys, count)), f"m{self._seed}.{self._number}", size)


def compact(notebook: Notebook) -> None:
    """Have the store tidy its files now, if it ever does."""
    if tidy := getattr(notebook, "compact", None):
        tidy()


def act(notebook: Notebook, action: Action, clock: Clock) -> None:
    """Do it; acknowledged when this returns."""
    if action.kind == "undo":
        assert notebook.undo()
    elif action.kind == "redo":
        assert notebook.redo()
    elif action.kind == "compact":
        compact(notebook)
    elif action.kind == "tomorrow":
        clock.tomorrow()
    elif action.kind in ("list", "answer"):
        notebook.edit(action.kind, lambda _contents, _at: map(action.row, action.keys))
    else:
        notebook.change(action.kind, action.keys, action.edited)


def work_on(path: Path, model: Model, clock: Clock, *, briefly: bool = False) -> Model:
    """The next one writes, and takes back that and the step before it if there is time; gives what there is then."""
    notebook = Notebook(path, clock)
    undo, redo = Action("undo"), Action("redo")
    more = () if briefly else (undo, undo, redo) if model.done else (undo, redo)
    for action in (Action("tag", papers(1), "next"), *more):
        act(notebook, action, clock)
        model = model.after(action)
        assert seen(notebook.contents) == model.rows, action
    again = Notebook(path, clock)
    assert seen(again.contents) == model.rows
    assert again.problems == ()
    assert not temporaries(path)
    return model


def temporaries(path: Path) -> list[str]:
    """The names of files that a writer did not get to give their own names."""
    return [entry.name for entry in path.parent.rglob("*") if entry.name.endswith(".tmp")]
