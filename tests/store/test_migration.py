"""Notebooks of every schema there was, as its version wrote them; and those of a schema that is not known yet."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mlsys_tui.domain.notebook import Record, Status, with_rating
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store.migration import SCHEMA, STEPS, migrated
from mlsys_tui.store.notebook import Notebook, NotebookError
from tests.store.files import names, put_tree, tree_of

RELEASED = Path(__file__).parent / "released"
JANUS = PaperKey("janus-fast-and-flexible-deep-learning")

Open = Callable[[], Notebook]


@pytest.fixture(params=range(1, SCHEMA))
def released(request: pytest.FixtureRequest, path: Path) -> bytes:
    data = (RELEASED / f"schema-{request.param}.json").read_bytes()
    path.parent.mkdir()
    path.write_bytes(data)
    return data


def rate(record: Record, _at: str) -> Record:
    return with_rating(record, 5)


def test_there_is_a_step_from_each_schema() -> None:
    assert set(STEPS) == set(range(1, SCHEMA))
    assert migrated({"papers": {}}, -(10**9)).keys() >= {"papers", "lists", "answers", "versions"}


def test_an_earlier_notebook_is_read_without_being_touched(released: bytes, path: Path, open_notebook: Open) -> None:
    notebook = open_notebook()
    assert notebook.problems == ()
    record = notebook.records[JANUS]
    assert (record.status, record.note, record.tags) == (Status.READ, "Speculative.\n\nRead *twice*: 한글", ("graphs",))
    assert path.read_bytes() == released
    assert names(path.parent) == ["notebook.json"]


def test_the_first_change_keeps_a_backup_and_goes_on(released: bytes, path: Path, open_notebook: Open) -> None:
    notebook = open_notebook()
    before = dict(notebook.records)
    notebook.change("rated", [JANUS], rate)
    copies = [each for each in (path.parent / "backups").iterdir() if "schema" in each.name]
    assert [each.read_bytes() for each in copies] == [released]
    tree = tree_of(path)
    assert tree["meta"]["notebook"]["schema"] == SCHEMA
    old = json.loads(released)
    assert tree["papers"][JANUS]["colour"] == old["papers"][JANUS]["colour"] == "unknown to this version"
    assert tree["shelf"] == old["shelf"]
    again = open_notebook()
    assert again.problems == ()
    while again.undo():
        pass
    assert again.records.keys() < before.keys()


def test_a_backup_that_cannot_be_made_stops_the_migration(
    released: bytes, path: Path, open_notebook: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    notebook = open_notebook()
    with monkeypatch.context() as patch:
        patch.setattr("mlsys_tui.store.backups.write_atomic", full)
        with pytest.raises(NotebookError, match="no space left"):
            notebook.change("rated", [JANUS], rate)
    assert path.read_bytes() == released
    notebook.change("rated", [JANUS], rate)
    assert open_notebook().records[JANUS].rating == 5


def test_a_newer_notebook_is_read_with_its_journal_and_never_written(
    notebook: Notebook, path: Path, open_notebook: Open
) -> None:
    notebook.change("rated", [JANUS], rate)
    tree = tree_of(path)
    put_tree(path, tree)
    text = path.read_text("utf-8").replace(f'"schema": {SCHEMA}', f'"schema": {SCHEMA + 6}')
    path.write_text(text, "utf-8")
    before = {each.name: each.read_bytes() for each in path.parent.iterdir() if each.is_file()}
    newer = open_notebook()
    assert newer.records[JANUS].rating == 5
    assert "newer version" in newer.problems[0]
    for act in (lambda: newer.change("rated", [JANUS], rate), newer.undo, newer.compact):
        with pytest.raises(NotebookError, match="newer version"):
            act()
    assert {each.name: each.read_bytes() for each in path.parent.iterdir() if each.is_file()} == before
