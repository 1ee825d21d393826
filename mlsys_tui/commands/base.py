"""What a command is: an id, words, keys, and a function that computes an outcome and shows nothing."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.library import Library


class Severity(StrEnum):
    """How an outcome is shown."""

    INFORMATION = "information"
    WARNING = "warning"
    ERROR = "error"


class Target(NamedTuple):
    """What a command acts on: the selected papers, else the one under the cursor; the section and list in view."""

    papers: tuple[PaperKey, ...] = ()
    section: str | None = None
    list: str | None = None


class Option(NamedTuple):
    """One line of a menu: the key that takes it, its words, and the command it runs with which argument."""

    key: str
    label: str
    command: str
    argument: str | None = None


class Menu(NamedTuple):
    """A question with a few answers, each on a key."""

    title: str
    options: tuple[Option, ...]


class Line(NamedTuple):
    """A question answered by typing a line; the answer runs `command` as its argument.

    `enter` says what Enter does, `example` stands there until something is typed, `prefix` goes before the answer.
    """

    title: str
    command: str
    initial: str = ""
    suggestions: tuple[str, ...] = ()
    enter: str = "saves"
    example: str = ""
    prefix: str = ""


class Earlier(NamedTuple):
    """A question answered by choosing an earlier version of a paper's note; its text runs `command` as its argument."""

    paper: PaperKey
    command: str


class Copy(NamedTuple):
    """Text for the clipboard, and its name in the message ("link of JANUS")."""

    text: str
    what: str


class Text(NamedTuple):
    """Lines to be read by themselves, under a title."""

    title: str
    lines: tuple[str, ...]


class TaskKind(StrEnum):
    """What is done with reading lists, as `importing.Importer` does it."""

    LOOK = "look"
    UPDATE = "update"
    REMOVE = "remove"
    RESTORE = "restore"
    RENAME = "rename"


class Task(NamedTuple):
    """Work on reading lists, which may take long and wait for others: the front end does it where it can.

    `words` are the source to look at, the keys of lists to update or remove, the key and the new title, or the title
    of a list to bring back.
    """

    kind: TaskKind
    words: tuple[str, ...]


class Outcome(NamedTuple):
    """What a command did, or wants its front end to do; plain data. An empty outcome is fine."""

    message: str = ""
    severity: Severity = Severity.INFORMATION
    changed: tuple[PaperKey, ...] = ()
    copy: Copy | None = None
    open_url: str | None = None
    ask: Menu | Line | Earlier | None = None
    show: Text | None = None
    task: Task | None = None

    @property
    def failed(self) -> bool:
        """True if the command could not do its work."""
        return self.severity is Severity.ERROR


class Needs(StrEnum):
    """What must be there for a command to make sense."""

    NOTHING = "nothing"
    PAPER = "paper"
    SECTION = "section"


Run = Callable[[Library, Target, str | None], Outcome]


class Command(NamedTuple):
    """One row of the table.

    `id` never changes: keymaps, the command line and the docs use it. Either `run` computes an outcome (then
    every front end has it), or `action` names what the screen does (then only the app has it). `hint` is the
    word in the key bar, None if it is not shown there; `keys` are in Textual's spelling.
    """

    id: str
    title: str
    help: str
    group: str
    keys: tuple[str, ...] = ()
    needs: Needs = Needs.NOTHING
    run: Run | None = None
    action: str | None = None
    hint: str | None = None
