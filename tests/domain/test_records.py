"""Records find their papers, and several of one paper say one thing together."""

from dataclasses import replace

from mlsys_tui.domain.notebook import Record, Status, with_note, with_rating, with_status, with_tags
from mlsys_tui.domain.paper import Paper, PaperKey
from mlsys_tui.domain.records import Records, combine, renamed, spread

A, B = PaperKey("a"), PaperKey("b")
EARLY, LATE = "2026-01-01T00:00:00+00:00", "2026-02-01T00:00:00+00:00"


def papers(*given: Paper) -> dict[PaperKey, Paper]:
    return {paper.key: paper for paper in given}


def held(records: Records, *given: Record) -> dict[PaperKey, list[PaperKey]]:
    found = records.found({record.key: record for record in given})
    return {key: list(own) for key, own in found.held.items()}


def test_a_record_finds_its_paper_by_its_key_or_by_any_name() -> None:
    records = Records(papers(Paper(A, "A", aliases=("arxiv:1", "title:a")), Paper(B, "B", aliases=("title:b",))))
    assert held(records, Record(A), Record(PaperKey("old"), aliases=("title:x", "title:b"))) == {A: ["a"], B: ["old"]}
    assert held(records, Record(PaperKey("gone"), aliases=("title:gone",))) == {}


def test_the_place_that_an_answer_names_goes_before_the_key() -> None:
    records = Records(papers(Paper(A, "A", aliases=("title:t",)), Paper(B, "A", aliases=("in:d#t", "title:t"))))
    assert held(records, Record(A, aliases=("in:d#t", "title:t"))) == {B: ["a"]}


def test_a_page_about_several_papers_names_none() -> None:
    records = Records(papers(Paper(A, "A", aliases=("url:p",)), Paper(B, "B", aliases=("url:p",))))
    assert held(records, Record(PaperKey("gone"), aliases=("url:p",))) == {}


def test_one_record_is_as_it_is() -> None:
    record = with_note(Record(A), "mine", EARLY)
    assert combine([record]) is record


def test_records_of_one_paper_say_the_latest_status_all_notes_and_all_tags() -> None:
    one = with_tags(with_note(with_status(Record(A), Status.READ, LATE), "second", LATE), ["x", "y"])
    other = with_tags(with_note(with_status(Record(B), Status.QUEUED, EARLY), "first", EARLY), ["y", "z"])
    other = replace(with_rating(other, 4), updated_at=EARLY)
    for records in ([one, other], [other, one]):
        both = combine(records)
        assert both.status is Status.READ
        assert both.history == (("queued", EARLY), ("read", LATE))
        assert both.note == "first\n\n---\n\nsecond"
        assert set(both.tags) == {"x", "y", "z"}
        assert both.rating == 4
        assert (both.key, both.note_at) == (records[0].key, LATE)


def test_a_note_that_both_have_stands_once() -> None:
    assert combine([with_note(Record(A), "same", EARLY), with_note(Record(B), "same", LATE)]).note == "same"
    assert (
        combine([with_note(Record(A), "same", EARLY), with_note(Record(B), "the same, more", LATE)]).note
        == "the same, more"
    )


def test_a_change_of_all_goes_to_each_and_takes_only_what_changed() -> None:
    one, other = (
        with_tags(with_note(Record(A), "first", EARLY), ["x"]),
        with_tags(with_note(Record(B), "second", LATE), ["y"]),
    )
    before = combine([one, other])
    after = with_tags(before, ["x"])
    assert [spread(record, before, after).tags for record in (one, other)] == [("x",), ("x",)]
    assert [spread(record, before, after).note for record in (one, other)] == ["first", "second"]
    written = with_note(before, "anew", LATE)
    assert combine([spread(record, before, written) for record in (one, other)]).note == "anew"


def test_a_record_takes_the_names_of_its_own_part() -> None:
    paper = Paper(A, "A", aliases=("arxiv:1", "title:a", "title:b"), parts=(("arxiv:1", "title:a"), ("title:b",)))
    assert renamed(Record(B, aliases=("title:b",)), paper).aliases == ("title:b",)
    assert renamed(Record(A), paper).aliases == ("arxiv:1", "title:a")
    assert renamed(Record(A, aliases=("title:old",)), replace(paper, parts=())).aliases == (*paper.aliases, "title:old")
