"""Tables of earlier schemas, brought to this one step by step. A notebook is only written anew after a backup.

1: papers and changes, in one file. 2: lists and answers. 3: a journal beside the file, a checksum in it, earlier
versions of notes.
"""

from collections.abc import Callable, Mapping

from mlsys_tui.store.snapshot import Snapshot, Tables

CHECKED_SINCE = 3
"""Snapshots of earlier schemas have no checksum."""
SCHEMA = 3
"""A version that would not understand a newer file opens it for reading only."""


def _with_lists_and_answers(tables: Tables) -> Tables:
    return {**tables, "lists": tables.get("lists", {}), "answers": tables.get("answers", {})}


def _with_versions(tables: Tables) -> Tables:
    return {**tables, "versions": tables.get("versions", {})}


STEPS: Mapping[int, Callable[[Tables], Tables]] = {1: _with_lists_and_answers, 2: _with_versions}
"""By schema, what makes of its tables those of the next."""


def is_believed(snapshot: Snapshot) -> bool:
    """True if it is sound, or its checksum is none that this version knows: of an earlier or a newer schema."""
    return snapshot.is_sound or not CHECKED_SINCE <= snapshot.head.schema <= SCHEMA


def migrated(tables: Tables, schema: int) -> Tables:
    """The tables of an earlier schema as this one has them; those of this or a newer one as they are."""
    for number in range(max(schema, min(STEPS)), SCHEMA):
        tables = STEPS[number](tables)
    return tables
