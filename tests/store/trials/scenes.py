"""Where a trial begins, and what is done in it."""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store.notebook import Notebook
from tests.store.trials.scenario import Action, Clock, Model, Writer, act, name_of, papers, seen

KEYS = papers(12)


def prepare(path: Path, count: int, seed: object = 0) -> Model:
    """A notebook in which so many papers have a note and a tag each, as one step that is not the only one."""
    notebook, model, clock = Notebook(path, Clock()), Model(), Clock()
    for action in (Action("bulk", papers(count), "prepared", 0), Action("note", papers(count), f"first {seed}", 12)):
        act(notebook, action, clock)
        model = model.after(action)
    assert seen(notebook.contents) == model.rows
    return model


def prepare_damaged(path: Path) -> Model:
    """A notebook of which a bit has turned, with its twin among the backups, and a journal that goes on from it."""
    model = _with_journal(path)
    data = path.read_bytes()
    at = len(data) // 2
    path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    return model


def prepare_gone(path: Path) -> Model:
    """The same, but it is gone altogether."""
    model = _with_journal(path)
    path.unlink()
    return model


def _with_journal(path: Path) -> Model:
    model, clock = prepare(path, len(KEYS)), Clock()
    notebook = Notebook(path, clock)
    for action in (Action("compact"), Action("note", KEYS[:1], "since", 3)):
        act(notebook, action, clock)
        model = model.after(action)
    return model


def prepare_old(path: Path) -> Model:
    """A notebook as schema 1 had it: papers and steps only."""
    row = {"title": "On paper-0001", "note": "from long ago", "note_at": "2026-01-01T00:00:00+00:00"}
    edit = {
        "key": "paper-0001",
        "title": row["title"],
        "before": {"note": None, "note_at": None},
        "after": dict(list(row.items())[1:]),
    }
    step = {"label": "wrote", "at": row["note_at"], "edits": [edit]}
    tree = {"meta": {"notebook": {"schema": 1}}, "papers": {"paper-0001": row}, "changes": {"1": step}}
    path.parent.mkdir()
    path.write_text(json.dumps(tree), "utf-8")
    rows = {name_of(each): each for each in seen(Notebook(path, Clock()).contents).values()}
    return Model(rows, ({"Record paper-0001": (None, rows["Record paper-0001"])},))


class Scene(NamedTuple):
    """What is there before, and the kinds of actions that follow; None: as chance has it.

    If something has to be mended first, the notebook may say so in these words until that is done.
    """

    prepare: Callable[[Path], Model]
    kinds: tuple[str | None, ...]
    mended: str | None = None

    def plan(self, seed: object, model: Model) -> "Plan":
        """Its actions."""
        return plan(seed, model, self.kinds)

    def untoward(self, problems: Iterable[str]) -> list[str]:
        """What a notebook may not tell here."""
        return [problem for problem in problems if self.mended is None or self.mended not in problem]


class Plan(NamedTuple):
    """Actions, and what there must be before the first and after each of them."""

    actions: tuple[Action, ...]
    models: tuple[Model, ...]

    def work(self, path: Path, acknowledge: Callable[[], None], clock: Clock) -> None:
        """Do them all."""
        notebook = Notebook(path, clock)
        for action in self.actions:
            act(notebook, action, clock)
            acknowledge()

    def found(self, rows: object, acknowledged: int) -> Model | None:
        """What there is: all that was acknowledged and the next action or not; None if that is not so."""
        allowed = self.models[acknowledged : acknowledged + 2]
        return next((model for model in allowed if model.rows == rows), None)


def plan(seed: object, model: Model, kinds: Iterable[str | None], keys: tuple[PaperKey, ...] = KEYS) -> Plan:
    """Actions of these kinds, chosen by chance."""
    writer = Writer(seed, model, keys)
    actions: list[Action] = []
    models = [model]
    for kind in kinds:
        actions.append(writer.choose(kind))
        models.append(writer.model.after(actions[-1]))
        writer.model = models[-1]
    return Plan(tuple(actions), tuple(models))


_DAYS = ("note", "bulk", "list", "compact", "undo", "redo", "answer", "tomorrow", "note")

SHORT_SCENES: Mapping[str, Scene] = {
    "days": Scene(lambda path: prepare(path, len(KEYS)), _DAYS),
    "nothing": Scene(lambda _path: Model(), ("note", "list", "undo", "compact")),
    "old": Scene(prepare_old, ("note", "undo", "undo")),
    "damaged": Scene(prepare_damaged, ("note", "undo"), "The notebook was damaged"),
    "gone": Scene(prepare_gone, ("note", "compact"), "The notebook's file was gone"),
}
"""For trials of all that can happen."""

SCENES = {**SHORT_SCENES, "long": Scene(lambda path: prepare(path, len(KEYS)), (None,) * 40)}
