"""Several writers at once, and one after another that is killed at work: no one's change is lost, and no one waits long."""

import random
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from mlsys_tui.domain.notebook import Record, with_note
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store.notebook import Notebook
from tests.store.trials.processes import Acknowledge, Child
from tests.store.trials.scenario import papers
from tests.store.trials.scenes import prepare
from tests.store.trials.trials import TIMES

SHARED = papers(1)[0]
EDITS = 200 * TIMES
LONGEST_WAIT = 0.5


def key_of(writer: str, number: int) -> PaperKey:
    return PaperKey(f"{writer}-{number % 200}")


def edited(number: int, record: Record, at: str) -> Record:
    """The shared record counts all edits; one's own says which it is."""
    if record.key == SHARED:
        return with_note(record, str(int(record.note or 0) + 1), at)
    return with_note(record, f"edit {number}", at)


def write(path: Path, writer: str, times: Path, acknowledge: Acknowledge) -> None:
    notebook, waits = Notebook(path), []
    for number in range(EDITS):
        start = time.perf_counter()
        notebook.change("wrote", [key_of(writer, number), SHARED], partial(edited, number))
        waits.append(time.perf_counter() - start)
        acknowledge()
    times.write_text("\n".join(map(str, waits)), "utf-8")


def missing(rows: Callable[[PaperKey], Record | None], writer: str, acknowledged: int) -> list[PaperKey]:
    """Keys of which the last acknowledged edit, or a later one, is not there."""
    found = [(rows(key_of(writer, number)), number) for number in range(max(0, acknowledged - 200), acknowledged)]
    return [
        key_of(writer, number)
        for record, number in found
        if not record or record.note not in (f"edit {number}", f"edit {number + 200}")
    ]


@pytest.mark.slow
@pytest.mark.parametrize("count", [2, 4])
def test_writers_and_victims(count: int, path: Path, tmp_path: Path, seed: int) -> None:
    prepare(path, 20)
    here, chance = Notebook(path), random.Random(seed)
    here.change("counted", [SHARED], lambda record, at: with_note(record, "0", at))
    names = [f"writer{number}" for number in range(count)]
    writers = {name: Child(partial(write, path, name, tmp_path / name)) for name in names}
    victims: dict[str, Child] = {}
    while not all(child.ended for child in writers.values()):
        name = f"victim{len(victims)}"
        victims[name] = Child(partial(write, path, name, tmp_path / name))
        time.sleep(chance.uniform(0.08, 0.12))
        victims[name].kill()
        victims[name].killed()
        here.refresh()
        assert here.problems == ()
    errors = [child.error for child in (*writers.values(), *victims.values()) if child.error]
    assert errors == []
    here.refresh()
    children = {**writers, **victims}
    assert {
        name: lost for name, each in children.items() if (lost := missing(here.records.get, name, each.acknowledged))
    } == {}
    acknowledged = sum(child.acknowledged for child in children.values())
    assert acknowledged <= int(here.records[SHARED].note or 0) <= acknowledged + len(victims)
    assert Notebook(path).contents == here.contents
    waits = sorted(float(line) for name in names for line in (tmp_path / name).read_text("utf-8").split())
    assert len(waits) == count * EDITS
    p50, p99 = (waits[int(len(waits) * share)] for share in (0.5, 0.99))
    told = f"{count} writers, {len(victims)} killed, {acknowledged} edits: wait p50 {p50 * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms"
    print(f"{told}, longest {waits[-1] * 1000:.1f} ms")
    assert p99 < LONGEST_WAIT
