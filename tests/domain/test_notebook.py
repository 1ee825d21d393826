"""The reader's part: states, tallies, notes that meet."""

import pytest

from mlsys_tui.domain.notebook import (
    PaperState,
    Record,
    Status,
    Tally,
    merge_notes,
    state_of,
    with_note,
    with_rating,
    with_status,
    with_tags,
)
from mlsys_tui.domain.paper import PaperKey

EMPTY = Record(PaperKey("k"))


def test_until_the_reader_speaks_the_lists_mark_holds() -> None:
    assert state_of(None, marked_read=True) == PaperState(status=Status.READ)
    assert state_of(with_note(EMPTY, "x", "t"), marked_read=True).status is Status.READ
    assert state_of(with_status(EMPTY, Status.UNREAD, "t"), marked_read=True).status is Status.UNREAD


def test_each_status_keeps_its_time() -> None:
    record = with_status(with_status(EMPTY, Status.READING, "t1"), Status.READ, "t2")
    assert record.history == (("reading", "t1"), ("read", "t2"))
    assert state_of(record, marked_read=False).status_at == "t2"
    assert with_status(record, Status.READ, "t3") is record


def test_what_is_empty() -> None:
    assert EMPTY.is_empty
    assert with_note(with_note(EMPTY, "x", "t"), " \n", "t").is_empty
    assert not with_tags(EMPTY, ["a"]).is_empty


def test_tags_are_kept_once_in_their_order() -> None:
    assert with_tags(EMPTY, ["b", "a", "b"]).tags == ("b", "a")


def test_ratings() -> None:
    assert with_rating(EMPTY, 5).rating == 5
    assert with_rating(with_rating(EMPTY, 5), None).rating is None
    with pytest.raises(ValueError, match="1 to 5"):
        with_rating(EMPTY, 6)


def test_skipped_counts_as_done() -> None:
    assert [status for status in Status if status.is_done] == [Status.READ, Status.SKIPPED]
    assert str(Tally(2, 4)) == "2/4"


@pytest.mark.parametrize(
    ("base", "mine", "present", "kept"),
    [
        (None, "mine", None, "mine"),
        ("old", "mine", "old", "mine"),
        ("old", "mine", "theirs", "mine\n\n---\n\ntheirs"),
        ("old", "", "theirs", "theirs"),
        ("old", "mine", "mine", "mine"),
        ("", "mine", "theirs", "mine\n\n---\n\ntheirs"),
        ("old", "mine with theirs inside", "theirs", "mine with theirs inside"),
    ],
)
def test_two_texts_of_one_note_are_both_kept(base: str | None, mine: str, present: str | None, kept: str) -> None:
    assert merge_notes(base, mine, present) == kept
