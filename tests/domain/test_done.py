"""Counting what is done agrees with looking at each paper."""

import random

from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.done import Done
from mlsys_tui.domain.notebook import Record, Status, Tally, state_of, with_status
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.domain.records import Records
from mlsys_tui.parsing.reader import read

TEXT = "# L\n" + "".join(f"- [{'x' if n % 3 else ' '}] A Title of Paper Number {n}\n" for n in range(30))
CATALOG = build([read(TEXT, "l.md")])


def test_it_agrees_with_the_states_whatever_is_said() -> None:
    matching, chance = Records(CATALOG.papers), random.Random(7)
    done, keys = Done(CATALOG, matching), [*CATALOG.papers]
    for _ in range(50):
        said = chance.sample(keys, chance.randrange(len(keys)))
        records = {key: with_status(Record(key), chance.choice(list(Status)), "t") for key in said}
        states = [state_of(records.get(key), marked_read=CATALOG.marked_read(key)) for key in keys]
        assert done.tally(keys, records) == Tally(sum(state.status.is_done for state in states), len(keys))


def test_papers_that_left_all_lists_count_by_their_records() -> None:
    gone = PaperKey("gone")
    done = Done(CATALOG, Records(CATALOG.papers))
    assert done.tally([gone], {gone: with_status(Record(gone), Status.READ, "t")}) == Tally(1, 1)
    assert done.tally([gone], {}) == Tally(0, 1)
