"""What the reader adds: status, note, tags and rating of papers, lists, answers; and the changes that can be undone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple, cast

from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.domain.rows import Rows


class Status(StrEnum):
    """The reader's own word on a paper."""

    UNREAD = "unread"
    QUEUED = "queued"
    READING = "reading"
    READ = "read"
    SKIPPED = "skipped"

    @property
    def is_done(self) -> bool:
        """True if nothing is left to do: skipped papers count, too, as the reader has decided about them."""
        return self in (Status.READ, Status.SKIPPED)


MAX_RATING = 5


@dataclass(frozen=True, slots=True)
class Record:
    """All that the reader added to one paper; times are ISO 8601 in UTC.

    `status` is None until the reader says something: the list's mark holds then. `history` keeps each status
    with its time, oldest first. `title` and `aliases` find the paper again when its list was edited, and show
    the record when it left all lists.
    """

    key: PaperKey
    title: str = ""
    aliases: tuple[str, ...] = ()
    status: Status | None = None
    history: tuple[tuple[str, str], ...] = ()
    note: str | None = None
    note_at: str | None = None
    tags: tuple[str, ...] = ()
    rating: int | None = None
    updated_at: str | None = None

    @property
    def is_empty(self) -> bool:
        """True if the reader's part holds nothing (any more)."""
        return not (self.status or self.history or self.note or self.tags or self.rating)

    @property
    def label(self) -> str:
        """What to call the paper where no list has it."""
        return self.title or self.key


class Version(NamedTuple):
    """A text that once was the note of a record, and when it was written (ISO 8601 in UTC), if that is known."""

    text: str
    at: str | None


class PaperState(NamedTuple):
    """How a paper stands with the reader: the record, completed by the lists' marks."""

    status: Status = Status.UNREAD
    status_at: str | None = None
    note: str | None = None
    note_at: str | None = None
    tags: tuple[str, ...] = ()
    rating: int | None = None


def state_of(record: Record | None, *, marked_read: bool) -> PaperState:
    """The state a paper is shown with; `marked_read` is what its lists say of it."""
    listed = Status.READ if marked_read else Status.UNREAD
    if record is None:
        return PaperState(status=listed)
    return PaperState(
        status=record.status or listed,
        status_at=record.history[-1][1] if record.status and record.history else None,
        note=record.note,
        note_at=record.note_at,
        tags=record.tags,
        rating=record.rating,
    )


class Tally(NamedTuple):
    """How many of a number of papers are read."""

    read: int = 0
    total: int = 0

    def __str__(self) -> str:
        return f"{self.read}/{self.total}"


@dataclass(frozen=True, slots=True)
class ListEntry:
    """What the reader did with one document of reading lists: added it, renamed its list, removed it.

    `key` says where the document is and is never used again for another; a shipped document, or a file in the
    lists folder, has a row only if something was said of it. `name` is what an added document is read under,
    `title` the reader's own name for its list, `source` the path or address it came from (None: standard
    input). `content` names its text in the documents folder, `fetched_at` is when that text came, `etag` and
    `last_modified` are what the server said of it. A removed document keeps its row, and can be brought back.
    """

    key: str
    name: str = ""
    title: str | None = None
    source: str | None = None
    content: str | None = None
    added_at: str | None = None
    fetched_at: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    removed: bool = False
    updated_at: str | None = None

    @property
    def is_empty(self) -> bool:
        """True if nothing is said of the document (any more)."""
        return not (self.name or self.title or self.source or self.content or self.removed)

    @property
    def label(self) -> str:
        """What to call it in a message."""
        return self.title or self.name or self.key


@dataclass(frozen=True, slots=True)
class Answer:
    """The reader's word on two papers: the same, or different ones; None is no answer.

    `one` and `other` are the aliases each was known under, so that the answer outlives updates of lists.
    """

    key: str
    one: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    same: bool | None = None
    updated_at: str | None = None

    @property
    def is_empty(self) -> bool:
        """True if there is no answer (any more)."""
        return self.same is None

    @property
    def label(self) -> str:
        """What to call it in a message."""
        return self.key

    @classmethod
    def about(cls, one: Iterable[str], other: Iterable[str], same: bool | None) -> "Answer":
        """The answer about two papers with these aliases, strongest first; in either order its key is the same."""
        first, second = sorted((tuple(dict.fromkeys(one)), tuple(dict.fromkeys(other))))
        return cls(" & ".join(aliases[0] if aliases else "" for aliases in (first, second)), first, second, same)


class Table(StrEnum):
    """What a row of the notebook is about."""

    PAPERS = "papers"
    LISTS = "lists"
    ANSWERS = "answers"


Row = Record | ListEntry | Answer
TABLE_OF: Mapping[type[Row], Table] = {Record: Table.PAPERS, ListEntry: Table.LISTS, Answer: Table.ANSWERS}
MEMBER_OF = {Table.PAPERS: "records", Table.LISTS: "lists", Table.ANSWERS: "answers"}


@dataclass(frozen=True, slots=True)
class Contents:
    """All rows of the notebook at one time, by table and key."""

    records: Mapping[PaperKey, Record] = field(default_factory=lambda: cast("Mapping[PaperKey, Record]", Rows()))
    lists: Mapping[str, ListEntry] = field(default_factory=Rows[ListEntry])
    answers: Mapping[str, Answer] = field(default_factory=Rows[Answer])

    def row(self, table: Table, key: str) -> Row | None:
        """The row of that name; None if there is none."""
        if table is Table.PAPERS:
            return self.records.get(PaperKey(key))
        return self.lists.get(key) if table is Table.LISTS else self.answers.get(key)

    def after(self, edits: "Iterable[Edit]") -> "Contents":
        """The contents after these edits; tables that they do not touch stay the same mappings."""
        changed: dict[str, dict[str, Row | None]] = {}
        for edit in edits:
            changed.setdefault(MEMBER_OF[edit.table], {})[edit.key] = edit.after
        tables = {}
        for member, rows in changed.items():
            before = getattr(self, member)
            tables[member] = (before if isinstance(before, Rows) else Rows(before)).after(rows)
        return replace(self, **tables)  # type: ignore[arg-type]  # by table, as the fields are


class Edit(NamedTuple):
    """What one change did to one row; None stands for no row."""

    key: str
    before: Row | None
    after: Row | None
    table: Table = Table.PAPERS


class Change(NamedTuple):
    """One step that undo takes back, of one row or many; `label` says it in words ("marked read").

    Without `edits` it is none: all was so already.
    """

    label: str
    at: str
    edits: tuple[Edit, ...]

    @property
    def keys(self) -> tuple[PaperKey, ...]:
        """The papers it touched."""
        return tuple(PaperKey(edit.key) for edit in self.edits if edit.table is Table.PAPERS)

    @property
    def only_papers(self) -> bool:
        """True if it touched neither lists nor answers."""
        return all(edit.table is Table.PAPERS for edit in self.edits)


def with_status(record: Record, status: Status, at: str) -> Record:
    """The record after the reader gave the paper `status` at the time `at`; as it was, if it has had that already."""
    if record.status is status:
        return record
    return replace(record, status=status, history=(*record.history, (status.value, at)))


def with_note(record: Record, note: str, at: str) -> Record:
    """The record with `note` as its text; an empty text removes the note."""
    text = note if note.strip() else None
    return replace(record, note=text, note_at=at if text else None)


def with_tags(record: Record, tags: Iterable[str]) -> Record:
    """The record with exactly `tags`, each once, in the order given."""
    return replace(record, tags=tuple(dict.fromkeys(tags)))


def with_rating(record: Record, rating: int | None) -> Record:
    """The record rated 1 to 5; None takes the rating away.

    Raises:
        ValueError: the rating is outside 1 to 5.
    """
    if rating is not None and not 1 <= rating <= MAX_RATING:
        raise ValueError(f"a rating is 1 to {MAX_RATING}, not {rating}")
    return replace(record, rating=rating)


CONFLICT_RULE = "\n\n---\n\n"


def merge_notes(base: str | None, mine: str, present: str | None) -> str:
    """The note to keep when `mine`, begun from `base`, meets what is `present` by now.

    If somebody else changed the text meanwhile, both texts are kept, mine first, with a rule between them.
    """
    if not present or present in (base, mine) or base is None or present in mine:
        return mine
    return f"{mine}{CONFLICT_RULE}{present}" if mine.strip() else present
