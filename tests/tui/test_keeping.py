"""The thread that keeps what is being typed: the latest wins, failures are said once, an ending waits."""

import threading
from pathlib import Path

import pytest

from mlsys_tui.domain.paper import Paper, PaperKey
from mlsys_tui.store.drafts import Draft, Drafts, draft_of
from mlsys_tui.tui import keeping
from mlsys_tui.tui.keeping import Keeper

PAPER = Paper(PaperKey("janus"), "JANUS")


class SlowDrafts(Drafts):
    """Writes when it is let, and remembers what; or cannot."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.let = threading.Event()
        self.let.set()
        self.begun = threading.Event()
        self.done: list[str] = []
        self.failure: OSError | None = None

    def put(self, name: str, draft: Draft) -> None:
        self.begun.set()
        assert self.let.wait(10)
        if self.failure:
            raise self.failure
        super().put(name, draft)
        self.done.append(draft.text)

    def remove(self, name: str) -> None:
        super().remove(name)
        self.done.append("removed")


@pytest.fixture
def drafts(tmp_path: Path) -> SlowDrafts:
    return SlowDrafts(tmp_path / "drafts")


@pytest.fixture
def told() -> list[str | None]:
    return []


@pytest.fixture
def keeper(drafts: SlowDrafts, told: list[str | None]) -> Keeper:
    return Keeper(drafts, told.append)


def draft(text: str) -> Draft:
    return draft_of(PAPER, text, "")


def test_asking_does_not_wait_and_only_the_latest_is_written(keeper: Keeper, drafts: SlowDrafts) -> None:
    drafts.let.clear()
    keeper.keep(draft("a"))
    assert drafts.begun.wait(10)
    for text in ("ab", "abc", "abcd"):
        keeper.keep(draft(text))
    assert drafts.done == []
    drafts.let.set()
    keeper.close()
    assert drafts.done == ["a", "abcd"]


def test_after_a_save_nothing_is_left_however_slow_the_disk(keeper: Keeper, drafts: SlowDrafts) -> None:
    drafts.let.clear()
    keeper.keep(draft("a"))
    assert drafts.begun.wait(10)
    keeper.keep(draft("ab"))
    keeper.keep(None)
    drafts.let.set()
    keeper.close()
    assert drafts.done == ["a", "removed"]
    assert list(drafts.folder.iterdir()) == []


def test_the_next_note_is_another_draft(keeper: Keeper, drafts: SlowDrafts) -> None:
    drafts.let.clear()
    keeper.keep(draft("one"))
    assert drafts.begun.wait(10)
    keeper.keep(None)
    keeper.go_on("0123456789ab-1.json")
    keeper.keep(draft("two"))
    drafts.let.set()
    keeper.close()
    assert [path.name for path in drafts.folder.iterdir()] == ["0123456789ab-1.json"]


def test_now_is_now_and_the_last_word(keeper: Keeper, drafts: SlowDrafts) -> None:
    drafts.let.clear()
    keeper.keep(draft("a"))
    assert drafts.begun.wait(10)
    keeper.keep(draft("ab"))
    threading.Timer(0.05, drafts.let.set).start()
    assert keeper.keep_now(draft("abc"))
    assert drafts.done == ["a", "abc"]
    keeper.close()
    assert drafts.done == ["a", "abc"]


def test_a_disk_that_hangs_holds_up_an_ending_only_for_a_while(
    keeper: Keeper, drafts: SlowDrafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "WAIT", 0.05)
    drafts.let.clear()
    keeper.keep(draft("a"))
    assert drafts.begun.wait(10)
    assert not keeper.keep_now(draft("ab"))
    keeper.close()
    drafts.let.set()


def test_a_failure_is_told_once_and_that_it_is_over(keeper: Keeper, drafts: SlowDrafts, told: list[str | None]) -> None:
    drafts.failure = OSError(28, "No space left on device")
    assert not keeper.keep_now(draft("a"))
    assert not keeper.keep_now(draft("ab"))
    assert told == ["no space left on device"]
    drafts.failure = None
    assert keeper.keep_now(draft("abc"))
    assert keeper.keep_now(draft("abcd"))
    assert told == ["no space left on device", None]
    keeper.close()
