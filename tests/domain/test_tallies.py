"""Counting what is done agrees with looking at each paper, in every branch and after every change."""

import random

from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.notebook import Record, Status, Tally, state_of, with_status
from mlsys_tui.domain.outline import ALL, build_outline
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.domain.records import Given, Records
from mlsys_tui.domain.rows import Rows
from mlsys_tui.domain.tallies import Tallies
from mlsys_tui.parsing.reader import read

TEXT = "# L\n" + "".join(
    f"{'## T' + str(n // 6) if n % 6 == 0 else ''}\n- [{'x' if n % 3 else ' '}] A Title of Paper Number {n % 20}\n"
    for n in range(30)
)
COURSE = "# Course 2026\n\n## 9/1\n- A Title of Paper Number 3\n- Only in the Course Itself\n"
CATALOG = build([read(TEXT, "l.md"), read(COURSE, "c.md")])
OUTLINE = build_outline(CATALOG)
KEYS = [*CATALOG.papers]


def tallies() -> Tallies:
    return Tallies(CATALOG, Records(CATALOG.papers))


def counted(keys: list[PaperKey], records: Given) -> Tally:
    states = [state_of(records.get(key), marked_read=CATALOG.marked_read(key)) for key in keys]
    return Tally(sum(state.status.is_done for state in states), len(keys))


def test_it_agrees_with_the_states_whatever_is_said() -> None:
    done, chance = tallies(), random.Random(7)
    for _ in range(50):
        said = chance.sample(KEYS, chance.randrange(len(KEYS)))
        records = {key: with_status(Record(key), chance.choice(list(Status)), "t") for key in said}
        assert done.papers(KEYS, records) == done.every(records) == counted(KEYS, records)
        for tree in OUTLINE.trees:
            for node in tree.nodes.values():
                assert done.node(node, records) == counted(list(node.papers), records), node.key


def test_it_agrees_after_every_change_of_a_few_records() -> None:
    done, chance = tallies(), random.Random(8)
    records: Rows[Record] = Rows()
    for _ in range(300):
        changed = chance.sample([*KEYS, PaperKey("gone")], chance.randrange(4))
        new = {key: with_status(Record(key), chance.choice(list(Status)), "t") for key in changed}
        records = records.after({key: chance.choice([None, record]) for key, record in new.items()})
        if chance.random() < 0.7:  # else it misses a change
            given: Given = records  # type: ignore[assignment]  # keyed by papers
            for tree in OUTLINE.trees:
                for node in tree.nodes.values():
                    assert done.node(node, given) == counted(list(node.papers), given), node.key
            assert done.node(OUTLINE.topics.nodes[ALL], given) == counted(KEYS, given)


def test_papers_that_left_all_lists_count_by_their_records() -> None:
    gone = PaperKey("gone")
    assert tallies().papers([gone], {gone: with_status(Record(gone), Status.READ, "t")}) == Tally(1, 1)
    assert tallies().papers([gone], {}) == Tally(0, 1)
