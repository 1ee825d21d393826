"""Writing notes: saved on every way out, kept when saving fails."""

import signal

import pytest
from textual.geometry import Region

from mlsys_tui.desktop.editor import EditResult
from mlsys_tui.domain.notebook import Record
from mlsys_tui.tui.widgets.note_editor import NoteEditor
from tests.tui.conftest import JANUS, TENSORFLOW, Room
from tests.tui.helpers import WIDE, enter_text, message, shown, until, until_shown


def note(room: Room, key: str = TENSORFLOW) -> str | None:
    return room.library.state(room.library.catalog.papers[key].key).note  # type: ignore[index]


async def test_escape_saves_and_goes_back_to_where_it_was_begun(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("enter", "n")
        await enter_text(pilot, "# Idea\n\nq r **bold**")
        await pilot.pause()
        assert "Note · not saved yet" in shown(room.app)
        assert "Esc save and leave" in shown(room.app)
        await pilot.press("escape")
        await pilot.pause()
        assert note(room) == "# Idea\n\nq r **bold**"
        assert message(room.app) == "TensorFlow: wrote the note"
        assert "✎" in shown(room.app)
        assert room.app.room.panes.papers.papers.has_focus
        await until_shown(pilot, "q r bold")
        await pilot.press("j")
        await pilot.pause()
        assert "No note yet. n writes one." in shown(room.app)


async def test_ctrl_s_saves_and_stays_and_redo_is_not_for_the_editor(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("r", "u", "e")
        await enter_text(pilot, "one")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert note(room) == "one"
        assert "Note · saved" in shown(room.app)
        assert room.app.room.panes.details.is_writing
        await pilot.press("x", "ctrl+r")
        assert room.library.state(TENSORFLOW).status == "unread"
        assert room.app.room.panes.details.draft == "onex"


@pytest.mark.parametrize("keys", [("ctrl+q",), ("f1", "escape", "ctrl+q"), ("shift+tab", "q", "q")])
async def test_quitting_while_writing_saves(room: Room, keys: tuple[str, ...]) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("n")
        await enter_text(pilot, "unfinished")
        await pilot.press(*keys)
        await pilot.pause()
    assert room.app.return_code == 0
    assert note(room) == "unfinished"


async def test_a_signal_saves(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("n")
        await enter_text(pilot, "unfinished")
        room.app._ended_by(signal.SIGTERM)
        await pilot.pause()
    assert room.app.return_code == 128 + signal.SIGTERM
    assert note(room) == "unfinished"
    assert room.sessions


async def test_going_elsewhere_saves_and_coming_back_goes_on(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("n")
        await enter_text(pilot, "one")
        await pilot.click(room.app.room.panes.schedule, offset=(5, 2))
        await pilot.pause()
        assert note(room) == "one"
        await pilot.press("4")
        await enter_text(pilot, " two")
        await pilot.click(room.app.room.panes.schedule, offset=(5, 4))
        await pilot.pause()
        assert room.app.room.place == "systems-2026/9-15"
        assert note(room) == "one two"
        assert room.app.room.panes.details.draft is None
        assert "深度学习系统" in shown(room.app) or "AutoGraph" in shown(room.app)


async def test_when_saving_fails_the_text_stays_and_quitting_is_refused_once(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("enter", "n")
        await enter_text(pilot, "precious")
        room.notebook.failure = "Changes cannot be saved: disk full"
        await pilot.press("escape")
        await pilot.pause()
        assert room.app.room.panes.details.draft == "precious"
        assert message(room.app) == "Changes cannot be saved: disk full"
        assert room.app.room.panes.details.is_writing
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert room.app.is_running
        assert "Ctrl+q again" in message(room.app)
        await pilot.press("3", "ctrl+s")
        room.notebook.failure = None
        await pilot.press("escape")
        await pilot.pause()
        assert note(room) == "precious3"


async def test_a_failing_save_keeps_the_paper_that_is_written_about(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("n")
        await enter_text(pilot, "precious")
        room.notebook.failure = "disk full"
        await pilot.click(room.app.room.panes.papers.papers, offset=(5, 1))
        await pilot.pause()
        assert room.app.room.paper == JANUS
        assert room.app.room.panes.details.draft == "precious"
        assert "A System for Large-Scale" in shown(room.app)
        room.notebook.failure = None
        await pilot.press("n", "escape")
        await pilot.pause()
        assert note(room, TENSORFLOW) == "precious"
        assert note(room, JANUS) is None


async def test_a_note_changed_elsewhere_meanwhile_keeps_both_texts(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("n")
        await enter_text(pilot, "mine")
        room.notebook.others = {TENSORFLOW: Record(TENSORFLOW, note="theirs", note_at="2026-09-09T10:00:00Z")}
        room.app.on_app_focus()
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert room.app.room.panes.details.draft == "mine\n\n---\n\ntheirs"
        await pilot.press("escape")
        assert note(room) == "mine\n\n---\n\ntheirs"


async def test_emptying_a_note_removes_it(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("n", "x", "escape")
        await pilot.press("n", "backspace", "escape")
        await pilot.pause()
        assert note(room) is None
        assert "No note yet" in shown(room.app)


async def test_pasted_control_codes_are_taken_out(room: Room) -> None:
    from textual import events  # noqa: PLC0415

    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("n")
        await pilot.pause()
        room.app.post_message(events.Paste("safe\x1b]52;c;aGk=\x07 \u202etext\nline"))
        await pilot.pause()
        assert room.app.room.panes.details.draft == "safe text\nline"


async def test_a_note_with_escape_codes_from_elsewhere_is_shown_clean(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        room.notebook.others = {TENSORFLOW: Record(TENSORFLOW, note="a\x1b]0;owned\x07b [@click=app.quit]c[/]")}
        room.app.on_app_focus()
        await until_shown(pilot, "ab [@click=app.quit]c[/]")
        assert "\x1b" not in shown(room.app)


async def test_links_in_a_note_go_through_the_desk(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        room.notebook.others = {TENSORFLOW: Record(TENSORFLOW, note="[see](https://example.org/note)")}
        room.app.on_app_focus()
        await until_shown(pilot, "see")
        details = room.app.room.panes.details
        await until(pilot, lambda: any(each.region.width for each in details.query("MarkdownParagraph")))
        await pilot.pause()
        await pilot.click("Details MarkdownParagraph", offset=(1, 0))
        await until_shown(pilot, "Opening https://example.org/note")
        assert room.desk.opened == ["https://example.org/note"]


async def test_an_outside_editor_is_refused_where_the_terminal_cannot_be_lent(room: Room) -> None:
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("E")
        await pilot.pause()
        assert "cannot be lent" in message(room.app)


async def test_what_an_outside_editor_returns_is_saved_or_kept(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import nullcontext  # noqa: PLC0415

    monkeypatch.setattr(room.app, "suspend", nullcontext)
    async with room.app.run_test(size=WIDE) as pilot:
        room.desk.edited = EditResult("from vi", "")
        await pilot.press("E")
        await pilot.pause()
        assert note(room) == "from vi"
        assert message(room.app) == "TensorFlow: wrote the note"
        room.desk.edited = EditResult("in another encoding", "it was read as another")
        await pilot.press("E")
        await pilot.pause()
        assert note(room) == "in another encoding"
        assert message(room.app) == "TensorFlow: wrote the note; it was read as another"
        room.desk.edited = EditResult(None, "vi ended with an error (1)")
        await pilot.press("E")
        await pilot.pause()
        assert message(room.app) == "vi ended with an error (1)"
        room.notebook.failure = "disk full"
        room.desk.edited = EditResult("more from vi", "")
        await pilot.press("E")
        await pilot.pause()
        assert room.app.room.panes.details.draft == "more from vi"
        assert message(room.app) == "disk full"


async def test_an_editor_that_is_gone_may_still_be_drawn_once(room: Room) -> None:
    """As below a screen that comes on top in that moment: Textual draws what was there at the last layout."""
    async with room.app.run_test(size=WIDE) as pilot:
        await pilot.press("n")
        await enter_text(pilot, "text")
        editor = room.app.room.panes.details.query_one(NoteEditor)
        whole = Region(0, 0, 10, 2)
        assert "text" in editor.render_lines(whole)[0].text
        await pilot.press("escape")
        await until(pilot, lambda: not editor.is_attached)
        assert [strip.text.strip() for strip in editor.render_lines(whole)] == ["", ""]
