"""What the screen says around the lists: counts, the way here, hints, empty panes. Plain values."""

from mlsys_tui.commands.base import Severity
from mlsys_tui.commands.table import COMMANDS, LISTS
from mlsys_tui.domain.nodes import Node
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.library import Library
from mlsys_tui.text import number
from mlsys_tui.tui.actions import key_name
from mlsys_tui.tui.glyphs import Glyphs
from mlsys_tui.tui.lines import Cell, Line, Role, Span, fixed
from mlsys_tui.tui.rows import PapersView
from mlsys_tui.tui.widgets.bars import Hint

SEVERITY_ROLES = {Severity.INFORMATION: Role.GOOD, Severity.WARNING: Role.BUSY, Severity.ERROR: Role.BAD}
MESSAGE_SECONDS = {Severity.INFORMATION: 4.0, Severity.WARNING: 8.0, Severity.ERROR: None}
FIRST_HINT = "Welcome: arrows or hjkl move, Enter opens, Tab changes the pane"

FIRST_HINT_SECONDS = 30.0

NO_NOTE: Line = (Span("No note yet. ", Role.DIM), Span("n", Role.ACCENT), Span(" writes one.", Role.DIM))
NO_SCHEDULE: Line = (Span("No schedules. ", Role.DIM), Span("2", Role.ACCENT), Span(" goes to the topics.", Role.DIM))
READING: Line = (Span("Reading your lists ...", Role.DIM),)
NO_TOPICS: Line = (Span("No topic lists. ", Role.DIM), Span("1", Role.ACCENT), Span(" goes to the schedule.", Role.DIM))


def title_cells(library: Library, crumbs: str, glyphs: Glyphs, alike: int = 0, *, narrow: bool = False) -> list[Cell]:
    """The title bar: name, counts, problems if there are any, and the way here; if narrow, that and bare counts.

    `alike` is how many papers may be the same as another.
    """
    total = library.tally_of()
    if narrow:
        return [Cell((Span(crumbs, Role.STRONG),)), fixed(str(total), Role.DIM, drop=1)]
    counts = f"{number(len(library.catalog.lists), 'list')}{glyphs.dot}{total.read:,} of {total.total:,} read"
    cells = [fixed("mlsys-tui ", Role.STRONG, drop=3), fixed(counts, Role.TEXT, drop=2)]
    if problems := len(problem_lines(library)):
        cells.append(fixed(f"{glyphs.warning} {problems} (!)", Role.BUSY, drop=1))
    if alike:
        cells.append(fixed(f"{glyphs.alike} {alike} (=)", Role.DIM, drop=2))
    return [*cells, Cell((Span(crumbs, Role.DIM),), least=24, right=True)]


def problem_lines(library: Library) -> list[str]:
    """Everything the reader should know about files: first the notebook, then the lists."""
    return [*library.notebook_problems, *(f"{notice.where}: {notice.message}" for notice in library.notices)]


def crumbs(library: Library, node: Node | None, paper: PaperKey | None, glyphs: Glyphs) -> str:
    """The way to what is shown."""
    steps = list(node.steps) if node else []
    if paper:
        steps.append(library.paper(paper).label)
    return glyphs.step.join(steps)


def no_branches(library: Library, *, schedule: bool, finding: bool) -> Line:
    """What stands in an empty schedule, or in empty topics."""
    if library.loaded.is_to_come:
        return READING
    if finding:
        return (Span("Nothing here matches.", Role.DIM),)
    return NO_SCHEDULE if schedule else NO_TOPICS


def no_papers(library: Library, node: Node | None, query: str, elsewhere: int) -> Line:
    """What stands in an empty papers pane: why, and what to press; the query may find something `elsewhere`."""
    if query:
        found = f"; {elsewhere:,} of all papers do (f finds them)" if elsewhere else ""
        return (
            Span(f"Nothing in {node.label if node else 'here'} matches “{query}”{found}. ", Role.DIM),
            Span("Esc", Role.ACCENT),
            Span(" clears the filter.", Role.DIM),
        )
    if library.loaded.is_to_come:
        return READING
    if not library.catalog.lists:
        return (
            Span("No reading lists were found. ", Role.DIM),
            Span("+", Role.ACCENT),
            Span(" adds one from a file or an address, ", Role.DIM),
            Span("!", Role.ACCENT),
            Span(" says what went wrong.", Role.DIM),
        )
    if node is not None and node.section is not None and node.section.is_session:
        return (
            Span("No papers in this session. ", Role.DIM),
            Span("]", Role.ACCENT),
            Span(" goes to the next one.", Role.DIM),
        )
    return (Span("No papers here. ", Role.DIM), Span("h", Role.ACCENT), Span(" goes back.", Role.DIM))


def papers_subtitle(view: PapersView, picked: int) -> str:
    """How many papers are picked, and how many a filter leaves."""
    parts = [f"{picked:,} selected"] if picked else []
    if len(view.papers) != view.total:
        parts.append(f"{len(view.papers):,} of {view.total:,}")
    return ", ".join(parts)


def hints(*, filtering: bool = False, writing: bool = False, on_list: bool = False) -> list[Hint]:
    """What the key bar shows: the table's hints, or the keys of the place where one types.

    What can be done with lists stands first while the cursor is on one, else late; last what goes elsewhere. From the
    end they make room.
    """
    typing = _FILTERING if filtering else _WRITING if writing else ()
    if typing:
        return [Hint(key, word, keep=True) for key, word in typing]
    shown = [command for command in COMMANDS if command.hint and command.keys]
    last = ("find.everywhere", "help")
    shown.sort(key=lambda c: (last.index(c.id) if c.id in last else -1, (c.group == LISTS) is not on_list))
    return [Hint(key_name(c.keys[0]), c.hint or "", c.id, keep=c.id == "help") for c in shown]


_WRITING = (("Esc", "save and leave"), ("Ctrl+s", "save"), ("F1", "help"))
_FILTERING = (("Enter", "keep"), ("Esc", "clear"), ("F1", "help"))
SHOW_IT = Hint("v", "show it", "copy.show", keep=True)
"""Goes with the message about a text that may not have reached the clipboard."""
