"""A notebook goes out and comes in again: dumps, folders of notes, other notebooks, what was set aside."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlsys_tui.domain.merging import Merged, Side
from mlsys_tui.domain.notebook import Answer, Contents, ListEntry, Record, Row, Status, Version, with_note, with_status
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store import dump, leaves
from mlsys_tui.store.export import TransferError, to_json, write_json, write_leaves
from mlsys_tui.store.intake import find_backup, open_source, restore, take_in
from mlsys_tui.store.notebook import Notebook, utc_now
from mlsys_tui.store.reading import read_notebook
from mlsys_tui.store.summary import backups_of
from mlsys_tui.store.texts import Texts
from mlsys_tui.text import clean_block, clean_line

KEY = PaperKey("janus")
AT = "2026-11-20T10:00:00+00:00"
HOSTILE = [
    "---\nkey: evil\n---\n\nnot the note", "---", "---\n", "\n", " ", "\n\n---\n\n", "a\r\nb\rc", "\x1b]52;c;eA==\x07x", "\u202egnp",
    "'\"{}[]#:,&*!|>%@`\\", "- a\n- b", "key: x", "...", "ends in line ends\n\n", "日本語 🙂 e\u0301", "\ufffe\uffff\x85", "%YAML 1.1", "<<: *a",
]  # fmt: skip


class Home(NamedTuple):
    notebook: Notebook
    texts: Texts


def home(folder: Path) -> Home:
    return Home(Notebook(folder / "data" / "notebook.json"), Texts(folder / "data" / "documents"))


def put(notebook: Notebook, *rows: Row, **versions: str) -> None:
    more = {PaperKey(key): (Version(text, AT),) for key, text in versions.items()}
    notebook.take_in("put", lambda _mine: Merged(tuple(rows), more))


def same(one: Notebook, other: Notebook) -> bool:
    mine, theirs = one.side(), other.side()
    return mine == theirs


FULL = (
    Record(
        KEY, "JANUS", ("arxiv:1812.01329", "title:janus"), Status.READ, (("reading", AT), ("read", AT)),
        "A note.", AT, ("a", "b"), 4, AT,
    ),
    Record(PaperKey("taco"), "TACO", ("title:taco",), note="Other.", note_at=AT, updated_at=AT),
    Answer("a & b", ("a",), ("b",), same=False, updated_at=AT),
)  # fmt: skip


@pytest.fixture
def mine(tmp_path: Path) -> Home:
    return home(tmp_path / "mine")


@pytest.fixture
def full(tmp_path: Path) -> Home:
    """A notebook with something of everything."""
    made = home(tmp_path / "full")
    own = made.texts.put(b"# Course\n\n- A paper\n", "course.md")
    odd = made.texts.put(b"# Odd\x1b[31m\xff\n", "odd.md")
    lists = [
        ListEntry("added/course.md", "course.md", "Mine", "https://course.org", own, AT, AT, updated_at=AT),
        ListEntry("added/odd.md", "odd.md", content=odd, removed=True, updated_at=AT),
    ]
    put(made.notebook, *FULL, *lists, janus="An earlier note.", gone="Only a version.")
    return made


# -- out and in again ---------------------------------------------------------------------------------------------


def test_a_dump_in_an_empty_home_is_the_same_notebook(full: Home, mine: Home, tmp_path: Path) -> None:
    path = tmp_path / "dump.json"
    write_json(path, to_json(*full, utc_now()), force=False)
    assert path.stat().st_mode & 0o777 == 0o600
    taken = take_in(*mine, open_source(path))
    assert same(full.notebook, mine.notebook) and not taken.textless and not taken.both
    assert {p.name: p.read_bytes() for p in mine.texts.folder.iterdir()} == {
        p.name: p.read_bytes() for p in full.texts.folder.iterdir()
    }
    again = take_in(*mine, open_source(path))
    assert not again.change.edits and not again.earlier
    # One step: undo takes all back.
    mine.notebook.undo()
    assert not mine.notebook.records and not mine.notebook.lists and not mine.notebook.answers
    assert mine.notebook.redo() and {**mine.notebook.records} == {
        key: replace(record, updated_at=mine.notebook.records[key].updated_at)
        for key, record in full.notebook.records.items()
    }


def test_the_dump_is_the_documented_format(full: Home) -> None:
    tree = json.loads(to_json(*full, utc_now()))
    assert list(tree) == ["format", "version", "app", "exported_at", "papers", "lists", "answers", "texts"]
    assert (tree["format"], tree["version"]) == ("mlsys-tui notebook", 1)
    assert tree["papers"]["janus"] == {
        "title": "JANUS",
        "aliases": ["arxiv:1812.01329", "title:janus"],
        "status": "read",
        "history": [["reading", AT], ["read", AT]],
        "note": "A note.",
        "note_at": AT,
        "tags": ["a", "b"],
        "rating": 4,
        "updated_at": AT,
        "versions": [{"note": "An earlier note.", "at": AT}],
    }
    texts = list(tree["texts"].values())
    assert "# Course\n\n- A paper\n" in texts and any(isinstance(text, dict) for text in texts)


def test_a_folder_of_notes_in_an_empty_home_has_the_same_papers(full: Home, mine: Home, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    files = write_leaves(folder, full.notebook.side(), force=False)
    assert [path.name for path in files] == ["janus.md", "taco.md"]
    assert folder.stat().st_mode & 0o777 == 0o700 and files[0].stat().st_mode & 0o777 == 0o600
    take_in(*mine, open_source(folder))
    assert {**mine.notebook.records} == {**full.notebook.records}


texts = st.text(max_size=30) | st.sampled_from(HOSTILE) | st.lists(st.sampled_from(HOSTILE), max_size=3).map("\n".join)
lines = texts.map(lambda text: clean_line(text, 60).strip())
moments = st.tuples(st.sampled_from(Status).map(str), st.sampled_from([AT, "2026-11-21T10:00:00+00:00"]))
records = st.builds(
    Record,
    lines.filter(bool).map(PaperKey),
    lines,
    st.lists(lines.filter(bool).map("title:{}".format), max_size=2).map(tuple),
    st.none() | st.sampled_from(Status),
    st.lists(moments, max_size=3).map(tuple),
    texts,
    st.none() | st.just(AT),
    st.lists(lines.filter(bool), max_size=2).map(tuple),
    st.none() | st.integers(1, 5),
    st.none() | st.just(AT),
).filter(lambda record: not record.is_empty)


def cleaned(record: Record) -> Record:
    note = clean_block(record.note or "") or None
    names = tuple(clean_line(alias) for alias in record.aliases)
    return replace(record, note=note, note_at=record.note_at if note else None, aliases=names)


@given(st.lists(records, max_size=4, unique_by=lambda record: record.key), st.sampled_from(["json", "markdown"]))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
def test_whatever_is_written_comes_back(found: list[Record], form: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        one, other = home(Path(name) / "one"), home(Path(name) / "other")
        put(one.notebook, *found)
        expected = {record.key: kept for record in found if not (kept := cleaned(record)).is_empty}
        assert {**one.notebook.records} == expected
        path = Path(name) / "out"
        if form == "json":
            write_json(path, to_json(*one, utc_now()), force=False)
        elif write_leaves(path, one.notebook.side(), force=False) == []:
            return
        text = path.read_text("utf-8") if path.is_file() else "".join(p.read_text("utf-8") for p in path.iterdir())
        assert clean_block(text) == text
        take_in(*other, open_source(path))
        assert {**other.notebook.records} == expected
        assert not take_in(*other, open_source(path)).change.edits


@settings(deadline=None)
@given(texts.map(clean_line).filter(bool))
def test_file_names_are_safe_everywhere(key: str) -> None:
    name = leaves.file_name(key)
    assert name.isascii() and name == name.lower() and len(name) <= 100
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.") and name not in ("con.md", "nul.md", ".md")


def test_papers_whose_names_look_alike_have_files_of_their_own(full: Home, tmp_path: Path) -> None:
    keys = ["a b", "a-b", "A-b", leaves.file_name("A-b").removesuffix(".md"), "con", "..", "/etc/passwd"]
    found = {PaperKey(key): Record(PaperKey(key), note=key) for key in keys}
    files = write_leaves(tmp_path / "notes", Side(Contents(found)), force=False)
    assert len({path.name.lower() for path in files}) == len(keys)
    assert all(path.parent == tmp_path / "notes" for path in files)


# -- what is there already is not overwritten ---------------------------------------------------------------------


def test_a_folder_that_is_not_empty_is_left_alone(full: Home, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "janus.md").write_text("My own file.\n")
    with pytest.raises(TransferError, match="not empty"):
        write_leaves(folder, full.notebook.side(), force=False)
    write_leaves(folder, full.notebook.side(), force=True)
    assert (folder / "janus.md").read_text() == "My own file.\n"
    assert leaves.decode((folder / "janus-2.md").read_text(), "", "").record.note == "A note."
    # The second time the file is found again, and replaced.
    full.notebook.change("note", [KEY], lambda record, at: with_note(record, "New.", at))
    assert write_leaves(folder, full.notebook.side(), force=True)[0] == folder / "janus-2.md"
    assert "New." in (folder / "janus-2.md").read_text()


def test_notes_that_were_changed_by_hand_are_not_overwritten(full: Home, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    write_leaves(folder, full.notebook.side(), force=False)
    by_hand = (folder / "taco.md").read_text().replace("Other.", "By hand.")
    (folder / "taco.md").write_text(by_hand)
    with pytest.raises(TransferError, match=r"import them first: taco\.md"):
        write_leaves(folder, full.notebook.side(), force=True)
    assert (folder / "taco.md").read_text() == by_hand


def test_what_was_changed_by_hand_and_imported_may_be_overwritten(full: Home, tmp_path: Path) -> None:
    folder = tmp_path / "notes"

    def export() -> None:
        write_leaves(folder, full.notebook.side(), force=True)

    def by_hand(old: str, new: str) -> None:
        text = (folder / "taco.md").read_text()
        assert old in text
        (folder / "taco.md").write_text(text.replace(old, new))

    export()
    by_hand("Other.", "By hand.")
    by_hand("key: ", 'tags: ["new"]\nstatus: "read"\nkey: ')
    take_in(*full, open_source(folder))
    export()
    by_hand("By hand.", "Again.")
    take_in(*full, open_source(folder))
    # By now the notebook has another note; what stands in the file is an earlier one.
    full.notebook.change("note", [PaperKey("taco")], lambda record, at: with_note(record, "In the app.", at))
    export()
    assert "In the app." in (folder / "taco.md").read_text()
    by_hand("In the app.", "Once more.")
    take_in(*full, open_source(folder))
    full.notebook.change("note", [PaperKey("taco")], lambda record, at: with_note(record, "", at))
    by_hand("Once more.", "Not imported.")
    with pytest.raises(TransferError, match="import them first"):
        export()
    by_hand("Not imported.", "Once more.")
    export()
    by_hand('tags: ["new"]', 'tags: ["newer"]')
    with pytest.raises(TransferError, match="import them first"):
        export()


def test_a_file_that_is_no_dump_is_not_replaced(full: Home, tmp_path: Path) -> None:
    path = tmp_path / "dump.json"
    path.write_text("mine")
    for force in (False, True):
        with pytest.raises(TransferError):
            write_json(path, to_json(*full, utc_now()), force=force)
    assert path.read_text() == "mine"
    path.unlink()
    write_json(path, to_json(*full, utc_now()), force=False)
    with pytest.raises(TransferError, match="--force"):
        write_json(path, to_json(*full, utc_now()), force=False)
    write_json(path, to_json(*full, utc_now()), force=True)


# -- by hand ------------------------------------------------------------------------------------------------------


def test_a_note_changed_by_hand_takes_the_place_of_the_one_it_began_from(full: Home, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    write_leaves(folder, full.notebook.side(), force=False)
    path = folder / "janus.md"
    path.write_text(path.read_text().replace("A note.", "A better note.").replace('"read"\n', "reading\n"))
    taken = take_in(*full, open_source(folder))
    record = full.notebook.records[KEY]
    assert record.note == "A better note." and not taken.both and record.status is Status.READING
    assert [version.text for version in full.notebook.versions([KEY])] == ["A note.", "An earlier note."]
    assert not take_in(*full, open_source(folder)).change.edits


def test_notes_changed_on_both_sides_are_both_there(full: Home, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    write_leaves(folder, full.notebook.side(), force=False)
    path = folder / "janus.md"
    path.write_text(path.read_text().replace("A note.", "By hand."))
    full.notebook.change("note", [KEY], lambda record, at: with_note(record, "In the app.", at))
    assert take_in(*full, open_source(folder)).both == (KEY,)
    assert full.notebook.records[KEY].note == "In the app.\n\n---\n\nBy hand."
    assert not take_in(*full, open_source(folder)).change.edits


def test_new_files_in_the_folder(mine: Home, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text(
        "---\ntitle: Attention Is All You Need\ntags: [nlp, 2017]\nstatus: read\n---\nRead it."
    )
    (folder / "b.md").write_text("No front matter.")
    (folder / "c.md").write_text("---\nkey: c\nrating: many\n---\n")
    (folder / "cc.md").write_text("---\nkey: cc\nstatus: readed\n---\n")
    (folder / "d.md").write_text("---\nmlsys-tui: 2\nkey: d\n---\n")
    (folder / "e.md").write_text("---\nkey: [\n---\n")
    source = open_source(folder)
    assert source.wrong == (
        "b.md was not read: it has no front matter",
        "c.md was not read: 'many' is no rating",
        "cc.md was not read: 'readed' is no status; there are unread, queued, reading, read, skipped",
        "d.md was not read: a newer version of mlsys-tui wrote it",
        "e.md was not read: its front matter cannot be read as YAML",
    )
    take_in(*mine, source)
    (record,) = mine.notebook.records.values()
    assert (record.key, record.note, record.tags) == ("attention-is-all-you-need", "Read it.", ("nlp", "2017"))
    assert record.aliases == ("title:attentionisallyouneed",) and record.history[0][0] == "read"


# -- other notebooks, damaged ones --------------------------------------------------------------------------------


def snapshot_of(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_another_notebook_with_its_journal_is_read_and_left_as_it_is(full: Home, mine: Home, tmp_path: Path) -> None:
    full.notebook.compact()
    full.notebook.change("note", [KEY], lambda record, at: with_note(record, "In the journal.", at))
    before = snapshot_of(tmp_path / "full")
    taken = take_in(*mine, open_source(tmp_path / "full" / "data" / "notebook.json"))
    assert same(mine.notebook, full.notebook) and not taken.textless
    assert mine.notebook.records[KEY].note == "In the journal."
    assert snapshot_of(tmp_path / "full") == before
    path = shutil.copy(tmp_path / "full" / "data" / "notebook.json", tmp_path)
    assert "No notebook.json.journal is beside it: changes since 20" in open_source(Path(path)).hint
    # Its folder will do as well, and the one above it.
    (tmp_path / "full" / "data" / "README.md").write_text("My own file.")
    for folder in (tmp_path / "full" / "data", tmp_path / "full"):
        assert not take_in(*mine, open_source(folder)).change.edits


def damaged(full: Home, tmp_path: Path, change: Callable[[bytes], bytes]) -> Path:
    full.notebook.compact()
    path = tmp_path / "notebook.damaged-20261120T100000Z.json"
    path.write_bytes(change((tmp_path / "full" / "data" / "notebook.json").read_bytes()))
    return path


def test_of_a_damaged_file_what_can_be_read_is_read(full: Home, mine: Home, tmp_path: Path) -> None:
    path = damaged(full, tmp_path, lambda data: data.replace(b'"note": "Other."', b'"note": "Oth\0\0', 1))
    source = open_source(path)
    assert source.wrong == ("It is damaged: 1 line could not be read; the rest is here",)
    take_in(*mine, source)
    assert mine.notebook.records[KEY].note == "A note." and "taco" not in mine.notebook.records
    assert {**mine.notebook.lists} == {**full.notebook.lists}


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_file_that_was_cut_off(full: Home, mine: Home, tmp_path: Path, cut: float) -> None:
    path = damaged(full, tmp_path, lambda data: data[: int(len(data) * cut)])
    try:
        source = open_source(path)
    except TransferError as error:
        assert "nothing in it can be read" in str(error)
    else:
        assert source.wrong and "damaged" in source.wrong[0]
        take_in(*mine, source)


def test_a_wrong_checksum_is_said(full: Home, tmp_path: Path) -> None:
    path = damaged(full, tmp_path, lambda data: data.replace(b'"rating": 4', b'"rating": 5'))
    assert "may be missing or wrong" in open_source(path).wrong[0]


def test_a_journal_that_was_set_aside(full: Home, mine: Home, tmp_path: Path) -> None:
    path = tmp_path / "notebook.json.damaged-20261120T100000Z.journal"
    full.notebook.change("note", [KEY], lambda record, at: with_note(record, "In the journal.", at))
    shutil.copy(tmp_path / "full" / "data" / "notebook.json.journal", path)
    take_in(*mine, open_source(path))
    assert mine.notebook.records[KEY].note == "In the journal."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "nothing in it can be read"),
        (b"no json", "nothing in it can be read"),
        (b"{", "nothing in it can be read"),
        (b'{"a": 1}', "nothing in it can be read"),
        (b'{"format": "other"}', "neither a notebook nor a dump"),
        (b'{"format": "mlsys-tui notebook", "version": 2, "app": "9.9"}', r"A newer version of mlsys-tui \(9\.9\)"),
        (b'{"meta": {"notebook": {"schema": 99, "app": "9.9"}}, "papers": {}}', r"A newer version of mlsys-tui \(9"),
        (b"\xff\xfe\x00", "nothing in it can be read"),
        (b"[" * 100_000, "nothing in it can be read"),
        (b'{\n "format":' + b"[" * 100_000, "neither a notebook nor a dump"),
    ],
)  # fmt: skip
def test_what_is_no_notebook_is_refused_in_words(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(content)
    with pytest.raises(TransferError, match=said):
        open_source(path)


def test_a_dump_with_damage_is_read_as_far_as_it_goes(full: Home, mine: Home, tmp_path: Path) -> None:
    tree = json.loads(to_json(*full, utc_now()))
    tree["papers"]["taco"]["status"] = "eaten"
    tree["papers"]["janus"]["versions"] = "none"
    tree["papers"]["bad"] = 7
    tree["papers"]["\x1b[2J"] = {"versions": [{"note": "hostile", "at": None}]}
    name = next(name for name, text in tree["texts"].items() if isinstance(text, str))
    tree["texts"][name] += "- Another paper\n"
    path = tmp_path / "dump.json"
    path.write_text(json.dumps(tree))
    source = open_source(path)
    said = "; ".join(source.wrong)
    for words in ("papers: bad", "papers: taco", "the earlier notes of janus", f"the text {name} was changed"):
        assert words in said
    assert take_in(*mine, source).textless == ("Mine",)
    assert mine.notebook.records[KEY].note == "A note." and [*mine.notebook.side().versions] == ["gone"]


def test_missing_and_unreadable_sources(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name, said in (("none", "no such file"), ("empty", "neither notes"), ("pipe", "not a file")):
        with pytest.raises(TransferError, match=said):
            open_source(tmp_path / name)


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlsys_tui.store.intake.read_regular", None)
    for name in ("large.json", "large.md"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(512 * 1024 * 1024 + 1)
        with pytest.raises(TransferError, match=r"larger than 512 MB: that is no notebook"):
            open_source(tmp_path / name)


def test_a_dry_run_changes_nothing(full: Home, mine: Home, tmp_path: Path) -> None:
    path = tmp_path / "dump.json"
    write_json(path, to_json(*full, utc_now()), force=False)
    taken = take_in(*mine, open_source(path), dry_run=True)
    assert len(taken.change.edits) == 5 and not taken.textless
    assert not (tmp_path / "mine").exists()


# -- backups ------------------------------------------------------------------------------------------------------


def contents_of(notebook: Notebook) -> dict[str, Row]:
    rows: Iterable[Row] = (*notebook.records.values(), *notebook.lists.values(), *notebook.answers.values())
    return {row.key: replace(row, updated_at=None) for row in rows}


def test_a_backup_is_put_back_and_that_can_be_undone(full: Home, tmp_path: Path) -> None:
    notebook, path = full.notebook, tmp_path / "full" / "data" / "notebook.json"
    backup = notebook.compact()
    then = contents_of(notebook)
    notebook.change("note", [KEY], lambda record, at: with_note(record, "Later.", at))
    notebook.change("read", [PaperKey("new")], lambda record, at: with_status(record, Status.READ, at))
    notebook.edit("removed", lambda contents, _at: [replace(contents.answers["a & b"], same=None)])
    put(notebook, ListEntry("added/new.md", "new.md", content="0" * 40))
    now = contents_of(notebook)
    source = open_source(find_backup(path, backup.name))
    assert len(restore(*full, source, dry_run=True).change.edits) == 4
    assert contents_of(notebook) == now
    restore(*full, source)
    assert contents_of(notebook) == then
    assert "Later." in [version.text for version in notebook.versions([KEY])]
    # What was there before is in a backup, and undo brings it back.
    assert "Later." in find_backup(path, "1").read_text()
    assert read_notebook(find_backup(path, "1")).side.contents.records[PaperKey("new")].status is Status.READ
    assert notebook.undo() and contents_of(notebook) == now
    assert notebook.redo() and contents_of(notebook) == then
    assert not restore(*full, source).change.edits


def test_which_backup(full: Home, tmp_path: Path) -> None:
    path = tmp_path / "full" / "data" / "notebook.json"
    first, second = full.notebook.compact(), full.notebook.compact()
    assert find_backup(path, "1") == second and find_backup(path, "2") == first
    assert find_backup(path, first.name) == first and find_backup(path, str(second)) == second
    assert find_backup(path, second.name[-14:]) == second
    for reference, said in (("99", "No backup"), ("", "No backup"), ("notebook-", "may be any")):
        with pytest.raises(TransferError, match=said):
            find_backup(path, reference)


def test_what_is_not_whole_is_not_put_back(full: Home, tmp_path: Path) -> None:
    write_leaves(tmp_path / "notes", full.notebook.side(), force=False)
    path = damaged(full, tmp_path, lambda data: data.replace(b'"rating": 4', b'"rating": 5'))
    for source, said in ((tmp_path / "notes", "It holds papers only"), (path, "It is damaged")):
        with pytest.raises(TransferError, match=rf"{said}.*import it instead"):
            restore(*full, open_source(source))


def test_backups_of_a_notebook_behind_a_link(full: Home, tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "full" / "data" / "notebook.json")
    backup = full.notebook.compact()
    assert find_backup(link, "1") == backup and backups_of(link)[0].backup.path == backup


def test_names_of_files_cannot_act_on_a_terminal(full: Home, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b]0;evil\x07b.json"
    write_json(path, to_json(*full, utc_now()), force=False)
    assert open_source(path).what == "the dump ab.json"


def test_a_dump_ignores_fields_of_the_future(full: Home) -> None:
    tree = json.loads(to_json(*full, utc_now()))
    tree["papers"]["janus"]["colour"] = "red"
    tree["more"] = 1
    found = dump.decode(json.dumps(tree).encode())
    assert not found.reading.wrong and found.reading.side == full.notebook.side()
