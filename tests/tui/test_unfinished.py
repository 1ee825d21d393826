"""Notes that were not finished: offered at the start, one after the other, and nothing of them is lost on the way."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from mlsys_tui.desktop.editor import EditResult
from mlsys_tui.domain.notebook import Record
from mlsys_tui.domain.paper import Paper, PaperKey
from mlsys_tui.store.drafts import Drafts, draft_of
from mlsys_tui.tui.offers import ago
from mlsys_tui.tui.screens.unfinished import UnfinishedScreen
from tests.tui.conftest import CLIPPER, JANUS, TENSORFLOW, MakeRoom, Room
from tests.tui.drafts import NOW, leave_behind, texts_left
from tests.tui.fakes import MemoryNotebook
from tests.tui.helpers import WIDE, enter_text, message, on_top, shown, until, until_shown

GONE = "gone-a-paper-that-left"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "drafts"


@pytest.fixture
def start(folder: Path, make_room: MakeRoom) -> Callable[[dict[str, str]], Room]:
    """Starts a room with these notes saved."""

    def start(notes: dict[str, str]) -> Room:
        notebook = MemoryNotebook()
        notebook.others = {PaperKey(key): Record(PaperKey(key), note=text) for key, text in notes.items()}
        notebook.refresh()
        return make_room(notebook=notebook, drafts=Drafts(folder, lambda: NOW))

    return start


Start = Callable[[dict[str, str]], Room]


def note(room: Room, key: str = TENSORFLOW) -> str | None:
    return room.library.state(PaperKey(key)).note


def close(room: Room) -> None:
    room.app.close_up()


async def test_both_texts_are_shown_with_paper_and_age(folder: Path, start: Start) -> None:
    leave_behind(folder, JANUS, "one\ntwo [b]x[/b]\nthree", "one\ntwo")
    room = start({JANUS: "one\ntwo"})
    async with room.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "Unfinished note")
        text = on_top(room.app)
        for words in (
            "JANUS: Fast and Flexible Deep Learning",
            "Typed 3 minutes ago",
            "▌ two",
            "▌ two [b]x[/b]",
            "▌ three",
        ):
            assert words in text
        for key in ("Enter continue writing", "s save it", "l later", "d throw away"):
            assert key in text
        assert "Another text" not in text
    close(room)
    assert texts_left(folder) == ["one\ntwo [b]x[/b]\nthree"]


@pytest.mark.parametrize("key", ["enter", "c"])
async def test_continue_opens_the_note_as_not_saved(folder: Path, start: Start, key: str) -> None:
    leave_behind(folder, CLIPPER, "half a thought", "half")
    room = start({CLIPPER: "half"})
    async with room.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "Unfinished note")
        await pilot.press(key)
        await until_shown(pilot, "not saved yet")
        assert room.app.room.panes.details.is_writing
        assert room.app.room.paper == CLIPPER
        assert room.app.room.panes.papers.papers.row.key == CLIPPER  # type: ignore[union-attr]
        assert note(room, CLIPPER) == "half"
        await enter_text(pilot, " more")
        await pilot.press("escape")
        await pilot.pause()
        assert note(room, CLIPPER) == "half a thought more"
    close(room)
    assert list(folder.iterdir()) == []


async def test_continuing_and_being_killed_again_keeps_the_draft(folder: Path, start: Start) -> None:
    leave_behind(folder, CLIPPER, "half a thought")
    room = start({})
    async with room.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "Unfinished note")
        await pilot.press("enter")
        await until_shown(pilot, "not saved yet")
        room.app.room.writer.keep_draft()
        [draft] = folder.glob("*.json")
        assert json.loads(draft.read_bytes())["text"] == "half a thought"
        await enter_text(pilot, " more")
        await until(pilot, lambda: json.loads(draft.read_bytes())["text"] == "half a thought more")


async def test_save_saves_and_undo_takes_it_back(folder: Path, start: Start) -> None:
    leave_behind(folder, JANUS, "half a thought", "half")
    room = start({JANUS: "half"})
    async with room.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "Unfinished note")
        await pilot.press("s")
        await pilot.pause()
        assert note(room, JANUS) == "half a thought"
        assert message(room.app) == "JANUS: wrote the note"
        await pilot.press("u")
        assert note(room, JANUS) == "half"
    close(room)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("key", ["s", "enter"])
async def test_a_note_that_was_saved_from_elsewhere_since_keeps_both(folder: Path, start: Start, key: str) -> None:
    leave_behind(folder, JANUS, "mine", "base")
    room = start({JANUS: "theirs"})
    async with room.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "Another text was saved since: saving keeps both")
        await pilot.press(key)
        if key == "enter":
            await until_shown(pilot, "not saved yet")
            await pilot.press("escape")
        await pilot.pause()
        assert note(room, JANUS) == "mine\n\n---\n\ntheirs"
        both = "JANUS: wrote the note; it was changed elsewhere meanwhile, so both texts are kept, yours first"
        assert message(room.app) == both


async def test_a_save_that_fails_keeps_the_draft(folder: Path, start: Start) -> None:
    leave_behind(folder, JANUS, "mine")
    room = start({})
    async with room.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "Unfinished note")
        room.notebook.failure = "Changes cannot be saved: disk full"
        await pilot.press("s")
        await pilot.pause()
        assert message(room.app) == "Changes cannot be saved: disk full"
    close(room)
    assert texts_left(folder) == ["mine"]


@pytest.mark.parametrize("key", ["l", "escape"])
async def test_later_is_the_next_start_or_when_asked(folder: Path, start: Start, key: str) -> None:
    leave_behind(folder, JANUS, "mine")
    room = start({})
    async with room.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "Unfinished note")
        await pilot.press(key)
        await pilot.pause()
        assert room.app.screen is room.app.room
        await room.app.run_command("drafts.show")
        await until_shown(pilot, "Unfinished note")
        await pilot.press(key)
    close(room)
    assert texts_left(folder) == ["mine"]


async def test_throwing_away_asks_once_more(folder: Path, start: Start) -> None:
    leave_behind(folder, JANUS, "mine")
    room = start({})
    async with room.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "Unfinished note")
        for other in ("escape", "s", "enter", "x"):
            await pilot.press("d")
            await until_shown(pilot, "d again throws away what was typed")
            await pilot.press(other)
            await until_shown(pilot, "Enter continue writing")
            assert isinstance(room.app.screen, UnfinishedScreen)
        await pilot.press("d", "d")
        await pilot.pause()
        assert room.app.screen is room.app.room
    close(room)
    assert list(folder.iterdir()) == []
    assert note(room, JANUS) is None


async def test_several_come_one_after_the_other_the_latest_first(folder: Path, start: Start) -> None:
    for minutes, key in ((30, JANUS), (20, CLIPPER), (10, TENSORFLOW)):
        leave_behind(folder, key, f"text {minutes}", at=NOW - timedelta(minutes=minutes))
    room = start({})
    async with room.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "Unfinished note 1 of 3")
        assert "text 10" in on_top(room.app)
        await pilot.press("s")
        await until_shown(pilot, "Unfinished note 2 of 3")
        assert "text 20" in on_top(room.app)
        await pilot.press("enter")
        await until_shown(pilot, "not saved yet")
        await pilot.press("escape")
        await until_shown(pilot, "Unfinished note 3 of 3")
        assert note(room, CLIPPER) == "text 20"
        await pilot.press("l")
    close(room)
    assert texts_left(folder) == ["text 30"]


@pytest.mark.parametrize(("key", "then"), [("l", "2 of 2"), ("escape", "")])
async def test_later_is_for_one_and_escape_for_all(folder: Path, start: Start, key: str, then: str) -> None:
    leave_behind(folder, JANUS, "one")
    leave_behind(folder, CLIPPER, "other")
    room = start({})
    async with room.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "Unfinished note 1 of 2")
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(room.app.screen, UnfinishedScreen) is bool(then)
        assert then in on_top(room.app)
    close(room)
    assert sorted(texts_left(folder)) == ["one", "other"]


async def test_what_is_saved_already_is_dropped_without_a_word(folder: Path, start: Start) -> None:
    leave_behind(folder, JANUS, "the same")
    leave_behind(folder, CLIPPER, "older by some", "base")
    room = start({JANUS: "the same\n", CLIPPER: "older by some keys"})
    async with room.app.run_test(size=WIDE) as pilot:
        await room.app.run_command("drafts.show")
        await until_shown(pilot, "All notes are finished")
        assert room.app.screen is room.app.room
    close(room)
    assert list(folder.iterdir()) == []


async def test_a_note_that_was_being_shortened_is_no_older_one(folder: Path, start: Start) -> None:
    leave_behind(folder, JANUS, "long", "long text")
    leave_behind(folder, CLIPPER, "", "all of it")
    room = start({JANUS: "long text", CLIPPER: "all of it"})
    async with room.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "Unfinished note 1 of 2")
        await pilot.press("s")
        await until_shown(pilot, "Unfinished note 2 of 2")
        await pilot.press("s")
        await pilot.pause()
        assert (note(room, JANUS), note(room, CLIPPER)) == ("long", None)


@pytest.mark.parametrize("saved", [{}, {GONE: "old"}], ids=["never saved", "parked"])
@pytest.mark.parametrize("key", ["s", "enter"])
async def test_a_paper_in_no_list_keeps_its_name(folder: Path, start: Start, saved: dict[str, str], key: str) -> None:
    leave_behind(folder, GONE, "old and new", saved.get(GONE, ""), title="Gone: A Paper", aliases=("title:gone",))
    room = start(saved)
    async with room.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "The paper is in no list any more")
        if not saved:
            assert "Gone: A Paper" in on_top(room.app)
        await pilot.press(key)
        if key == "enter":
            await until_shown(pilot, "not saved yet")
            await pilot.press("escape")
        await pilot.pause()
        assert note(room, GONE) == "old and new"
        if not saved:
            record = room.library.record(PaperKey(GONE))
            assert record is not None
            assert (record.title, record.aliases) == ("Gone: A Paper", ("title:gone",))


async def test_a_paper_under_another_key_is_found_by_its_names(folder: Path, start: Start) -> None:
    aliases = start({}).library.paper(JANUS).aliases
    leave_behind(folder, "janus-before-it-was-renamed", "mine", aliases=aliases)
    room = start({})
    async with room.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "JANUS: Fast and Flexible")
        await pilot.press("s")
        await pilot.pause()
        assert note(room, JANUS) == "mine"


async def test_who_types_is_not_interrupted(folder: Path, start: Start) -> None:
    room = start({})
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("n")
        leave_behind(folder, JANUS, "mine")
        room.app.drafting.show(asked=False)
        await until_shown(pilot, "1 unfinished note: in the commands")
        await enter_text(pilot, "other")
        assert room.app.room.panes.details.draft == "other"
        await pilot.press("escape")
        await until_shown(pilot, "What was being typed")
        assert note(room) == "other"


@pytest.mark.parametrize(("left", "text"), [(b"caf\xe9\n", "caf\xe9"), (b"a\0b", None)])
async def test_what_a_killed_editor_left_in_other_bytes(
    folder: Path, start: Start, left: bytes, text: str | None
) -> None:
    leave_behind(folder, JANUS, "before", "before", outside="janus-1.md")
    (folder / "janus-1.md").write_bytes(left)
    room = start({JANUS: "before"})
    async with room.app.run_test(size=WIDE) as pilot:
        if text:
            await until_shown(pilot, f"▌ {text}")
        else:
            await until_shown(pilot, "1 (!)")
            await pilot.press("exclamation_mark")
            await until_shown(pilot, "what an editor left in janus-1.md is no text")
            assert (folder / "janus-1.md").read_bytes() == left
    close(room)


async def test_what_another_window_writes_is_told_when_asked(folder: Path, start: Start) -> None:
    other = Drafts(folder, lambda: NOW)
    other.put(other.new_name(), draft_of(Paper(PaperKey(JANUS), JANUS), "theirs", ""))
    room = start({})
    async with room.app.run_test(size=WIDE) as pilot:
        await room.app.run_command("drafts.show")
        await until(pilot, lambda: message(room.app) == "1 unfinished note is open in another window")
        other.put(other.new_name(), draft_of(Paper(PaperKey(JANUS), JANUS), "theirs, too", ""))
        await room.app.run_command("drafts.show")
        await until(pilot, lambda: message(room.app) == "2 unfinished notes are open in other windows")
        (folder / "0123456789ab-1.json").write_bytes(b"\0\0")
        await room.app.run_command("drafts.show")
        await until(pilot, lambda: message(room.app).startswith("What was typed could not all be read"))
    close(room)
    other.close()


async def test_what_was_put_off_is_among_the_problems_until_it_is_done(folder: Path, start: Start) -> None:
    leave_behind(folder, JANUS, "one")
    leave_behind(folder, CLIPPER, "two")
    room = start({})
    async with room.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "Unfinished note 1 of 2")
        await pilot.press("l")
        await until_shown(pilot, "Unfinished note 2 of 2")
        await pilot.press("escape", "exclamation_mark")
        await until_shown(pilot, "2 unfinished notes wait: Unfinished notes in the commands (:)")
        await pilot.press("escape")
        await room.app.run_command("drafts.show")
        await until_shown(pilot, "Unfinished note 1 of 2")
        await pilot.press("s", "l", "exclamation_mark")
        await until_shown(pilot, "1 unfinished note waits: Unfinished notes in the commands (:)")
        await pilot.press("escape")
        await room.app.run_command("drafts.show")
        await until_shown(pilot, "Unfinished note")
        await pilot.press("s")
        await until(pilot, lambda: not room.library.notebook_problems)
    close(room)


async def test_a_damaged_draft_is_a_problem_and_stays(folder: Path, start: Start) -> None:
    folder.mkdir(parents=True)
    (folder / "0123456789ab-1.json").write_bytes(b"\0\0")
    room = start({})
    async with room.app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "1 (!)")
        await pilot.press("exclamation_mark")
        await until_shown(pilot, "An unfinished note cannot be read and was left where it is")
        await pilot.press("escape")
    close(room)
    assert (folder / "0123456789ab-1.json").read_bytes() == b"\0\0"


async def test_what_is_typed_is_kept_and_goes_when_it_is_saved(folder: Path, start: Start) -> None:
    room = start({TENSORFLOW: "before"})
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("n")
        await enter_text(pilot, " after")
        await until(pilot, lambda: bool(list(folder.glob("*.json"))))
        [draft] = folder.glob("*.json")
        kept = json.loads(draft.read_bytes())
        assert (kept["paper"], kept["base"], kept["text"]) == (TENSORFLOW, "before", "before after")
        await pilot.press(*["backspace"] * 6)
        await until(pilot, lambda: not list(folder.glob("*.json")))
        await enter_text(pilot, " later")
        await until(pilot, lambda: bool(list(folder.glob("*.json"))))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not list(folder.glob("*.json")))
    close(room)
    assert list(folder.iterdir()) == []


async def test_that_drafts_cannot_be_kept_is_said_once(folder: Path, start: Start) -> None:
    folder.parent.parent.mkdir(exist_ok=True)
    room = start({})
    folder.parent.write_text("a file where the folder should be")
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("n")
        await enter_text(pilot, "one")
        await until(pilot, lambda: "drafts cannot be kept" in message(room.app))
        room.app.room.key_bar.hush()
        await enter_text(pilot, "two")
        assert not room.app.room.writer.can_wait(), "tried again, before this returned"
        await pilot.pause()
        assert not message(room.app)
        assert "1 (!)" in shown(room.app)
        folder.parent.unlink()
        await enter_text(pilot, "three")
        await until(pilot, lambda: "(!)" not in shown(room.app))
        await pilot.press("escape")
        await pilot.pause()
        assert note(room) == "onetwothree"
    close(room)


async def test_quitting_for_sure_without_having_saved_leaves_a_draft(folder: Path, start: Start) -> None:
    room = start({})
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("n")
        await enter_text(pilot, "precious")
        room.notebook.failure = "disk full"
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert message(room.app).endswith("Ctrl+q again quits and keeps a draft")
        await pilot.press("ctrl+q")
        await pilot.pause()
    room.app.put_away()
    close(room)
    assert room.app.last_words == [
        "The note on TensorFlow could not be saved; it is kept, and offered at the next start"
    ]
    assert texts_left(folder) == ["precious"]


async def test_what_a_failing_editor_left_is_offered_at_once(
    folder: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    from contextlib import nullcontext  # noqa: PLC0415

    room = start({TENSORFLOW: "before"})
    monkeypatch.setattr(room.app, "suspend", nullcontext)
    room.desk.left_by_editor = "from vi\n"
    room.desk.edited = EditResult(None, "vi was ended by a signal (9)")
    async with room.app.run_test(size=WIDE) as pilot:
        said: list[str] = []
        monkeypatch.setattr(room.app.presenter, "say", lambda words, *_, **__: said.append(words))
        await pilot.press("E")
        await until_shown(pilot, "▌ from vi")
        assert said == ["vi was ended by a signal (9); what was written is kept, and offered here"]
        assert "▌ before" in on_top(room.app)
        await pilot.press("s")
        await pilot.pause()
        assert note(room) == "from vi"
    close(room)
    assert list(folder.iterdir()) == []


async def test_what_an_editor_returned_is_removed_when_it_is_saved(
    folder: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    from contextlib import nullcontext  # noqa: PLC0415

    room = start({})
    monkeypatch.setattr(room.app, "suspend", nullcontext)
    room.desk.left_by_editor = "from vi\n"
    room.desk.edited = EditResult("from vi", "")
    async with room.app.run_test(size=WIDE) as pilot:
        room.notebook.failure = "disk full"
        await pilot.press("E")
        await until(pilot, lambda: not list(folder.glob("*.md")))
        room.app.room.writer.can_wait()
        [draft] = folder.glob("*.json")
        assert json.loads(draft.read_bytes())["text"] == "from vi"
        room.notebook.failure = None
        await pilot.press("escape")
        await until(pilot, lambda: not list(folder.glob("*.json")))
        assert note(room) == "from vi"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=-100), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=23), "23 hours ago"),
        (timedelta(days=2), "on 7 Sep 2026"),
    ],
)
def test_ages_in_words(before: timedelta, words: str) -> None:
    assert ago((NOW - before).isoformat(), NOW) == words
