from datetime import UTC, datetime, timedelta
from pathlib import Path

from mlsys_tui.store.backups import Backup, Backups, surplus

START = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def every(step: timedelta, count: int) -> list[Backup]:
    return [Backup(Path(str(number)), START - number * step, f"{count - number}-x") for number in range(count)]


def kept(backups: list[Backup]) -> list[int]:
    gone = {each.path for each in surplus(backups)}
    return [number for number, each in enumerate(backups) if each.path not in gone]


def test_the_latest_ten_seven_days_and_four_weeks_are_kept() -> None:
    assert kept(every(timedelta(minutes=1), 30)) == list(range(10))
    days = kept(every(timedelta(days=1), 60))
    assert days == [*range(10), 12, 19], "the last of each week: 20 November 2026 is a Friday"
    hours = every(timedelta(hours=1), 24 * 40)
    ages = [(START.date() - hours[number].at.date()).days for number in kept(hours)]
    assert ages == [*[0] * 10, 1, 2, 3, 4, 5, 6, 12, 19], "a Friday; six days ago was the week before"


def test_copies_are_found_again_and_thinned(tmp_path: Path) -> None:
    backups = Backups(tmp_path / "notebook.json")
    for number in range(14):
        backups.keep(b"%d" % number, START + number * timedelta(seconds=20), f"{number}-ab")
    (tmp_path / "backups" / "notes.txt").write_text("mine", "utf-8")
    (tmp_path / "backups" / "notebook-99999999T999999Z-1-a.json").write_text("mine", "utf-8")
    found = backups.all()
    assert [each.name for each in found] == [f"{number}-ab" for number in range(13, 3, -1)]
    assert found[0].path.read_bytes() == b"13"
    assert found[0].path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "backups" / "notes.txt").exists()
