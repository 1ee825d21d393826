"""Random changes, undos, redos and reopenings through two windows, against a plain list of states."""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mlsys_tui.domain.notebook import Record, Status, with_note, with_rating, with_status, with_tags
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store.notebook import Notebook

KEYS = [PaperKey(name) for name in ("a", "b", "c")]
keys = st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True)
windows = st.integers(0, 1)


def timeless(records: Mapping[PaperKey, Record]) -> dict[PaperKey, Record]:
    return {key: replace(record, updated_at=None, note_at=None) for key, record in records.items()}


class NotebookMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "notebook.json"
        self.windows = [Notebook(self.path), Notebook(self.path)]
        self.states: list[dict[PaperKey, Record]] = [{}]
        self.position = 0

    def teardown(self) -> None:
        self.folder.cleanup()

    def _did(self, window: int) -> None:
        state = timeless(self.windows[window].records)
        if state != self.states[self.position]:
            del self.states[self.position + 1 :]
            self.states.append(state)
            self.position += 1

    @rule(window=windows, papers=keys, status=st.sampled_from(Status))
    def set_status(self, window: int, papers: list[PaperKey], status: Status) -> None:
        self.windows[window].change("status", papers, lambda record, at: with_status(record, status, at))
        self._did(window)

    @rule(window=windows, papers=keys, text=st.text(max_size=20))
    def write(self, window: int, papers: list[PaperKey], text: str) -> None:
        self.windows[window].change("note", papers, lambda record, at: with_note(record, text, at))
        self._did(window)

    @rule(window=windows, papers=keys, tags=st.lists(st.sampled_from(["x", "y"]), max_size=2), stars=st.integers(1, 5))
    def tag_and_rate(self, window: int, papers: list[PaperKey], tags: list[str], stars: int) -> None:
        rating = stars if stars < 5 else None
        self.windows[window].change("both", papers, lambda record, _at: with_rating(with_tags(record, tags), rating))
        self._did(window)

    @rule(window=windows)
    def undo(self, window: int) -> None:
        done = self.windows[window].undo()
        assert (done is not None) == (self.position > 0)
        self.position -= done is not None
        assert timeless(self.windows[window].records) == self.states[self.position]

    @rule(window=windows)
    def redo(self, window: int) -> None:
        done = self.windows[window].redo()
        assert (done is not None) == (self.position < len(self.states) - 1)
        self.position += done is not None
        assert timeless(self.windows[window].records) == self.states[self.position]

    @rule(window=windows)
    def reopen(self, window: int) -> None:
        self.windows[window] = Notebook(self.path)

    @invariant()
    def both_windows_agree(self) -> None:
        for window in self.windows:
            window.refresh()
            assert timeless(window.records) == self.states[self.position]
            assert window.problems == ()


TestNotebook = NotebookMachine.TestCase
TestNotebook.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
