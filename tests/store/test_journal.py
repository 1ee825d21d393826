"""Lines of the journal: written, read, and what is read of damaged ones."""

import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsys_tui.store.journal import ROOM, Changes, Entry, Journal, line_of, scan


def entry(number: int, base: str = "1-a") -> Entry:
    return Entry(base, number, {"papers": {f"p{number}": {"note": f"text {number}"}}})


def lines(*numbers: int) -> bytes:
    return b"".join(line_of(entry(number)) for number in numbers)


def numbers(data: bytes) -> list[int]:
    return [each.number for each in scan(data).entries]


def test_a_line_is_a_checksum_and_json() -> None:
    line = line_of(Entry("1-a", 1, {"papers": {"k": {"note": "한\n\0"}, "gone": None}}))
    assert line == b"%08x " % zlib.crc32(line[9:-1]) + line[9:]
    assert line[9:].decode() == '["1-a",1,{"papers":{"k":{"note":"한\\n\\u0000"},"gone":null}}]\n'


rows = st.dictionaries(st.text(max_size=5), st.none() | st.dictionaries(st.text(max_size=3), st.text(max_size=9)))


@given(st.lists(st.dictionaries(st.sampled_from(["papers", "changes"]), rows, max_size=2), max_size=5))
def test_what_is_written_is_read(changes: list[Changes]) -> None:
    entries = [Entry("1-a", number, each) for number, each in enumerate(changes, 1)]
    data = b"".join(map(line_of, entries))
    found = scan(data + bytes(50))
    assert (found.end, found.damaged, found.torn) == (len(data), 0, False)
    assert found.sum == zlib.crc32(data)
    texts = [line_of(each).decode("utf-8", "surrogatepass") for each in found.entries]
    assert texts == [line_of(each).decode("utf-8", "surrogatepass") for each in entries]


@pytest.mark.parametrize("size", range(1, len(lines(3))))
def test_a_line_that_was_cut_is_no_damage(size: int) -> None:
    found = scan(lines(1, 2) + lines(3)[:size])
    assert (len(found.entries), found.end, found.damaged, found.torn) == (2, len(lines(1, 2)), 0, True)


def test_a_bad_line_spoils_no_other() -> None:
    data = lines(1, 2, 3)
    for place in range(len(lines(1)), len(lines(1, 2))):
        for bit in (1, 64):
            spoiled = bytearray(data)
            spoiled[place] ^= bit
            found = scan(bytes(spoiled))
            assert [each.number for each in found.entries] in ([1, 3], [1]), "its end may be lost, and with it the next"
            assert found.damaged


def test_junk_zeros_copies_and_gaps_are_damage() -> None:
    one, two, three = lines(1), lines(2), lines(3)
    assert numbers(one + b"junk\n" + two) == [1, 2]
    for data in (one + b"junk\n" + two, one + bytes(len(two)) + three, one + two + one + three, one + three):
        assert scan(data).damaged == 1, data
    assert numbers(one + two + one + two + three) == [1, 2, 3]
    assert scan(one + two + bytes(4096)).damaged == 0
    for junk in (b"0" * 8 + b" \n", b"%08x [1]\n" % zlib.crc32(b"[1]"), b"%08x {}\n" % zlib.crc32(b"{}"), b"\n" * 3):
        assert numbers(junk + one) == [1]


def test_reading_goes_on_where_it_stopped(tmp_path: Path) -> None:
    ours, theirs = Journal(tmp_path / "j"), Journal(tmp_path / "j")
    assert theirs.more() == b""
    ours.append("1-a", {"papers": {"a": {"note": "x"}}})
    assert theirs.more() is None, "it is another file than none"
    theirs.take_in(scan(theirs.read()))
    assert theirs.more() == b""
    ours.append("1-a", {"papers": {"b": {"note": "y"}}})
    found = scan(theirs.more() or b"", theirs.known)
    assert [each.number for each in found.entries] == [2]
    theirs.take_in(found)
    theirs.append("1-a", {"papers": {}})
    ours.take_in(scan(ours.more() or b"", ours.known))
    assert ours.known == theirs.known
    assert scan((tmp_path / "j").read_bytes()).damaged == 0


def test_a_line_that_could_not_be_flushed_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path / "j")
    journal.append("1-a", {"papers": {"a": None}})

    def fails(_descriptor: int) -> None:
        raise OSError("no")

    with monkeypatch.context() as patch:
        patch.setattr("mlsys_tui.store.journal.flush_data", fails)
        with pytest.raises(OSError, match="no"):
            journal.append("1-a", {"papers": {"never": None}})
    assert b"never" not in (tmp_path / "j").read_bytes()
    journal.append("1-a", {"papers": {"b": None}})
    assert numbers((tmp_path / "j").read_bytes()) == [1, 2]


def test_what_was_torn_is_cut_before_the_next_line(tmp_path: Path) -> None:
    (tmp_path / "j").write_bytes(lines(1) + lines(2)[:-3] + bytes(200))
    journal = Journal(tmp_path / "j")
    journal.take_in(scan(journal.read()))
    journal.append("1-a", {"papers": {}})
    found = scan((tmp_path / "j").read_bytes())
    assert ([each.number for each in found.entries], found.damaged, found.torn) == ([1, 2], 0, False)


def test_room_is_made_in_large_pieces_and_for_the_owner_only(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j")
    sizes = set()
    for _ in range(50):
        journal.append("1-a", {"papers": {"a": {"note": "x" * 500}}})
        sizes.add((tmp_path / "j").stat().st_size)
    assert len(sizes) == 1
    journal.append("1-a", {"papers": {"a": {"note": "x" * 2 * ROOM}}})
    assert (tmp_path / "j").stat().st_mode & 0o777 == 0o600
    journal.clear()
    assert (tmp_path / "j").read_bytes() == b""
