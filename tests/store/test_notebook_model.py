"""Random changes, undos, redos, stops and reopenings through two windows, against a plain list of states."""

import os
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

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
from mlsys_tui.store.files import write_atomic
from mlsys_tui.store.journal import Journal
from mlsys_tui.store.notebook import Notebook, NotebookError

KEYS = [PaperKey(name) for name in ("a", "b", "c")]
keys = st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True)
windows = st.integers(0, 1)


def timeless(contents: Contents) -> dict[str, Row]:
    records, lists, answers = contents.records.values(), contents.lists.values(), contents.answers.values()
    return {
        **{f"papers {row.key}": replace(row, updated_at=None, note_at=None) for row in records},
        **{f"lists {row.key}": replace(row, updated_at=None) for row in lists},
        **{f"answers {row.key}": replace(row, updated_at=None) for row in answers},
    }


class NotebookMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "notebook.json"
        self.windows = [Notebook(self.path), Notebook(self.path)]
        self.states: list[dict[str, Row]] = [{}]
        self.position = 0

    def teardown(self) -> None:
        self.folder.cleanup()

    def _did(self, window: int) -> None:
        state = timeless(self.windows[window].contents)
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

    @rule(
        window=windows,
        papers=keys,
        content=st.sampled_from([None, "a.md", "b.md"]),
        removed=st.booleans(),
        same=st.sampled_from([None, True, False]),
    )
    def edit(self, window: int, papers: list[PaperKey], content: str | None, removed: bool, same: bool | None) -> None:
        def rows(contents: Contents, _at: str) -> list[Row]:
            records = [contents.records.get(key) or Record(key) for key in papers]
            entry = ListEntry("added/x.md", content=content, removed=removed)
            return [
                entry,
                Answer.about(papers, ["z"], same),
                *(with_tags(record, (*record.tags, "moved")) for record in records),
            ]

        self.windows[window].edit("several", rows)
        self._did(window)

    @rule(window=windows)
    def undo(self, window: int) -> None:
        done = self.windows[window].undo()
        assert (done is not None) == (self.position > 0)
        self.position -= done is not None
        assert timeless(self.windows[window].contents) == self.states[self.position]

    @rule(window=windows)
    def redo(self, window: int) -> None:
        done = self.windows[window].redo()
        assert (done is not None) == (self.position < len(self.states) - 1)
        self.position += done is not None
        assert timeless(self.windows[window].contents) == self.states[self.position]

    @rule(window=windows)
    def compact(self, window: int) -> None:
        self.windows[window].compact()

    @rule(junk=st.sampled_from([b"0123", b"00000000 [", b"\xff" * 3000]))
    def stop_a_writer_in_the_middle_of_a_line(self, junk: bytes) -> None:
        journal = Path(f"{self.path}.journal")
        if journal.exists():
            data = journal.read_bytes()
            end = data.rfind(b"\n") + 1
            journal.write_bytes(data[:end] + junk + data[end + len(junk) :])

    @rule()
    def stop_a_writer_before_it_empties_the_journal(self) -> None:
        real, clear = write_atomic, Journal.clear

        def replaced(path: Path, data: bytes, *, durable: bool) -> os.stat_result:
            done = real(path, data, durable=durable)
            patch.setattr(Journal, "clear", stopped)
            return done

        def stopped(_journal: Journal) -> None:
            raise OSError("stopped")

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("mlsys_tui.store.disk.write_atomic", replaced)
            with pytest.raises(NotebookError, match="stopped"):
                self.windows[0].compact()
        assert Journal.clear is clear
        self.windows[0] = Notebook(self.path)

    @rule(window=windows)
    def reopen(self, window: int) -> None:
        self.windows[window] = Notebook(self.path)

    @invariant()
    def both_windows_agree(self) -> None:
        for window in self.windows:
            window.refresh()
            assert timeless(window.contents) == self.states[self.position]
            assert window.problems == ()


TIMES = int(os.environ.get("MLSYS_TORTURE", "0"))

TestNotebook = NotebookMachine.TestCase
TestNotebook.settings = settings(
    max_examples=100 * TIMES or 30,
    stateful_step_count=100 if TIMES else 30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
