"""Two notebooks made one: nothing of either side is lost, and the same again changes nothing."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from mlsys_tui.domain.merging import Merged, Side, Versions, merge, note_sum
from mlsys_tui.domain.notebook import CONFLICT_RULE, Answer, Contents, ListEntry, Record, Row, Status, Version
from mlsys_tui.domain.paper import PaperKey

KEY = PaperKey("janus")
EARLY, LATE = "2026-01-01T10:00:00+00:00", "2026-02-01T10:00:00+00:00"


def side(*rows: Row, versions: Versions | None = None, begun: str | None = None) -> Side:
    contents = Contents(
        {row.key: row for row in rows if isinstance(row, Record)},
        {row.key: row for row in rows if isinstance(row, ListEntry)},
        {row.key: row for row in rows if isinstance(row, Answer)},
    )
    return Side(contents, versions or {}, {KEY: begun} if begun else {})


def after(mine: Side, merged: Merged) -> Side:
    """My side with what was merged into it, as the store keeps it: with the texts that other notes took the place of."""
    versions = {key: list(found) for key, found in mine.versions.items()}
    contents = mine.contents
    records, lists, answers = dict(contents.records), dict(contents.lists), dict(contents.answers)
    for row in merged.rows:
        if isinstance(row, Record):
            old = records.get(row.key)
            if old and old.note and old.note != row.note:
                versions.setdefault(row.key, []).append(Version(old.note, old.note_at))
            records[row.key] = row
        elif isinstance(row, ListEntry):
            lists[row.key] = row
        else:
            answers[row.key] = row
    for key, found in merged.versions.items():
        versions.setdefault(key, []).extend(found)
    return Side(Contents(records, lists, answers), {key: tuple(found) for key, found in versions.items()})


def note_of(mine: Side, theirs: Side) -> str | None:
    return after(mine, merge(mine, theirs)).contents.records[KEY].note


def test_a_paper_is_found_by_any_name_and_keeps_its_key_here() -> None:
    mine = side(Record(KEY, "Janus", ("arxiv:1", "title:janus"), tags=("a",)))
    theirs = side(Record(PaperKey("janus-fast"), "Janus, fast", ("title:janusfast", "arxiv:1"), tags=("b",), rating=3))
    (row,) = merge(mine, theirs).rows
    assert row == Record(
        KEY, "Janus", ("arxiv:1", "title:janus", "title:janusfast"), tags=("a", "b"), rating=3
    )  # fmt: skip


def test_another_paper_of_the_same_key_gets_a_key_of_its_own() -> None:
    mine = side(Record(KEY, "Janus", ("title:janus",), note="one"))
    theirs = side(Record(KEY, "Janus of Rome", ("title:janusofrome",), note="other"))
    merged = merge(mine, theirs)
    assert merged.rows == (Record(PaperKey("janus-2"), "Janus of Rome", ("title:janusofrome",), note="other"),)
    assert not merge(after(mine, merged), theirs).rows


def test_an_address_of_many_papers_tells_nothing() -> None:
    page = "url:course.org/papers"
    mine = side(Record(KEY, "Janus", ("title:janus", page)), Record(PaperKey("taco"), "TACO", ("title:taco", page)))
    theirs = side(Record(PaperKey("tvm"), "TVM", ("title:tvm", page), note="new"))
    assert [row.key for row in merge(mine, theirs).rows] == ["tvm"]


def test_status_is_the_latest_and_histories_are_one() -> None:
    mine = side(Record(KEY, status=Status.READ, history=(("reading", EARLY), ("read", LATE))))
    theirs = side(Record(KEY, status=Status.QUEUED, history=(("queued", EARLY),)))
    (row,) = merge(mine, theirs).rows
    assert isinstance(row, Record) and row.status is Status.READ
    assert row.history == (("reading", EARLY), ("queued", EARLY), ("read", LATE))
    (row,) = merge(theirs, mine).rows
    assert isinstance(row, Record) and row.status is Status.READ


def test_notes_equal_or_contained_are_one() -> None:
    short, long = side(Record(KEY, note="Nice.")), side(Record(KEY, note="Nice. Really."))
    assert not merge(long, short).rows
    assert note_of(short, long) == "Nice. Really."


def test_different_notes_are_both_there_mine_first() -> None:
    mine, theirs = side(Record(KEY, note="Mine.", note_at=EARLY)), side(Record(KEY, note="Theirs.", note_at=LATE))
    merged = merge(mine, theirs)
    assert merged.both == (KEY,)
    assert note_of(mine, theirs) == f"Mine.{CONFLICT_RULE}Theirs."
    # ... and the other way round after that: it is the longer text that stays.
    assert note_of(theirs, after(mine, merged)) == f"Mine.{CONFLICT_RULE}Theirs."


def test_a_note_that_goes_on_from_the_other_takes_its_place() -> None:
    old, new = Record(KEY, note="First words"), Record(KEY, note="Other words")
    known = {KEY: (Version("First words", EARLY),)}
    assert note_of(side(old), side(new, versions=known)) == "Other words"
    assert not merge(side(new, versions=known), side(old)).rows
    assert note_of(side(old), side(new, begun=note_sum("First words"))) == "Other words"
    kept = after(side(old), merge(side(old), side(new, versions=known)))
    assert "First words" in {version.text for version in kept.versions[KEY]}


def test_of_several_notes_none_is_lost_on_the_way() -> None:
    names = ("arxiv:1",)
    first, second = Record(PaperKey("a"), aliases=names, note="First"), Record(KEY, aliases=names, note="Second")
    merged = merge(side(Record(KEY, aliases=names)), side(first, second, begun=note_sum("First")))
    assert merged.rows == (Record(KEY, aliases=names, note="Second"),)
    assert merged.versions == {KEY: (Version("First", None),)}


def test_of_notes_that_know_each_other_the_later_stays() -> None:
    one = side(Record(KEY, note="one", note_at=EARLY), versions={KEY: (Version("two", None),)})
    two = side(Record(KEY, note="two", note_at=LATE), versions={KEY: (Version("one", None),)})
    assert note_of(one, two) == "two" and note_of(two, one) == "two"


def test_lists_and_answers() -> None:
    own = ListEntry("added/a.md", name="a.md", source="https://a.org", content="1.md", fetched_at=EARLY)
    newer = replace(own, key="added/b.md", title="Mine", content="2.md", fetched_at=LATE, removed=True)
    other = ListEntry("added/a.md", name="a.md", source="https://other.org", content="3.md", fetched_at=EARLY)
    told = Answer("a & b", ("a",), ("b",), same=True, updated_at=EARLY)
    merged = merge(side(own, told), side(newer, other, replace(told, same=False, updated_at=LATE)))
    assert merged.rows == (
        replace(own, title="Mine", content="2.md", fetched_at=LATE),
        replace(other, key="added/a-2.md"),
        replace(told, same=False, updated_at=LATE),
    )
    assert not merge(after(side(own, told), merged), side(newer, other, told)).rows


# -- whatever they hold -------------------------------------------------------------------------------------------

words = st.sampled_from(["a", "b", "ab", "a b", "b\n\n---\n\na", "---", "ü"])
times = st.sampled_from([EARLY, LATE, "2026-03-01T10:00:00+00:00"])
keys = st.sampled_from([PaperKey(name) for name in ("a", "b", "c", "a-2")])
aliases = st.lists(
    st.sampled_from(["arxiv:1", "arxiv:2", "title:a", "title:b", "url:x", "url:y"]), max_size=3, unique=True
).map(tuple)


@st.composite
def records(draw: st.DrawFn) -> Record:
    status, note = draw(st.none() | st.sampled_from(Status)), draw(st.none() | words)
    moments = st.tuples(st.sampled_from(Status).map(str), times)
    earlier = draw(st.lists(moments, max_size=2, unique=True))
    history = sorted(earlier, key=lambda moment: moment[1])
    if status:
        history = [each for each in history if each[0] != status] + [(status.value, "2026-04-01T10:00:00+00:00")]
    return Record(
        draw(keys), draw(words), draw(aliases), status, tuple(history), note, draw(times) if note else None,
        tuple(draw(st.lists(words, max_size=2, unique=True))), draw(st.none() | st.integers(1, 5)), draw(times),
    )  # fmt: skip


entries = st.builds(
    ListEntry,
    st.sampled_from(["added/a.md", "added/b.md", "added/b-2.md"]),
    name=words,
    title=st.none() | words,
    source=st.none() | words,
    content=words,
    fetched_at=times,
    removed=st.booleans(),
)
answers = st.builds(Answer, st.sampled_from(["a & b", "a & c"]), st.just(("a",)), st.just(("b",)), st.booleans(), times)
versions = st.dictionaries(keys, st.lists(st.builds(Version, words, times), max_size=2).map(tuple), max_size=3)
sides = st.builds(
    lambda rows, earlier: side(*rows, versions=earlier),
    st.lists(st.one_of(records(), records(), entries, answers), max_size=6),
    versions,
)


def all_notes(one: Side) -> set[str]:
    written = {record.note for record in one.contents.records.values() if record.note}
    return written | {version.text for found in one.versions.values() for version in found}


@settings(deadline=None)
@given(sides, sides)
def test_nothing_of_either_side_is_lost(mine: Side, theirs: Side) -> None:
    whole = after(mine, merge(mine, theirs))
    texts = all_notes(whole)
    for one in (mine, theirs):
        for text in all_notes(one):
            assert any(text in kept for kept in texts), text
        for record in one.contents.records.values():
            assert any(
                {*record.tags} <= {*kept.tags}
                and {*record.history} <= {*kept.history}
                and {*record.aliases} <= {*kept.aliases}
                and (record.rating is None or kept.rating is not None)
                and (record.status is None or kept.status is not None)
                and (not record.note or kept.note)
                for kept in whole.contents.records.values()
            ), record
        for entry in one.contents.lists.values():
            assert any(
                (kept.content == entry.content or (kept.fetched_at or "") >= (entry.fetched_at or ""))
                and (kept.source == entry.source or kept.content == entry.content or not entry.source)
                for kept in whole.contents.lists.values()
            ), entry
        assert one.contents.answers.keys() <= whole.contents.answers.keys()
    assert mine.contents.records.keys() <= whole.contents.records.keys()


@settings(deadline=None)
@given(sides, sides)
def test_the_same_again_changes_nothing(mine: Side, theirs: Side) -> None:
    whole = after(mine, merge(mine, theirs))
    assert merge(whole, theirs) == Merged()


@settings(deadline=None)
@given(sides)
def test_a_notebook_with_itself_changes_nothing(mine: Side) -> None:
    assert not merge(mine, mine).rows


@settings(deadline=None)
@given(sides)
def test_into_an_empty_notebook_comes_all_as_it_is(theirs: Side) -> None:
    whole = after(Side(), merge(Side(), theirs))
    assert whole.contents.records == theirs.contents.records
    assert whole.contents.answers == theirs.contents.answers
    assert {key: {*found} for key, found in whole.versions.items() if found} == {
        key: {*{each.text: each for each in found}.values()} for key, found in theirs.versions.items() if found
    }
