"""The table of commands: everything the app does on a key, in the palette, in the help and on the command line."""

from importlib import import_module

from mlsys_tui.commands import marking
from mlsys_tui.commands.base import Command, Needs, Outcome, Run, Severity, Target
from mlsys_tui.library import Library, NotebookError

MOVE, PANES, SESSIONS = "Move", "Panes", "Sessions"
READING, NOTES, SHARE, APP = "Reading", "Notes and tags", "Copy and open", "App"
LISTS, ONE = "Reading lists", "Which papers are one"

_PAPER, _SECTION = Needs.PAPER, Needs.SECTION


def _of(name: str) -> Run:
    """A function of a module beside this one, loaded when its command is first run: the app starts without it."""

    def run(library: Library, target: Target, argument: str | None) -> Outcome:
        module, _, function = name.partition(".")
        found: Run = getattr(import_module(f"mlsys_tui.commands.{module}"), function)
        return found(library, target, argument)

    return run


COMMANDS: tuple[Command, ...] = (
    Command("cursor.down", "Down", "To the next row.", MOVE, ("j", "down"), action="move('down')"),
    Command("cursor.up", "Up", "To the row before.", MOVE, ("k", "up"), action="move('up')"),
    Command("cursor.top", "Top", "To the first row.", MOVE, ("g", "home"), action="move('top')"),
    Command("cursor.bottom", "Bottom", "To the last row.", MOVE, ("G", "end"), action="move('bottom')"),
    Command("cursor.half_down", "Half a page down", "Half a page down.", MOVE, ("ctrl+d",), action="move('half_down')"),
    Command("cursor.half_up", "Half a page up", "Half a page up.", MOVE, ("ctrl+u",), action="move('half_up')"),
    Command("cursor.page_down", "Page down", "A page down.", MOVE, ("pagedown",), action="move('page_down')"),
    Command("cursor.page_up", "Page up", "A page up.", MOVE, ("pageup",), action="move('page_up')"),
    Command("row.jump", "Jump to a row", "To the next row that begins with what you type; ' again goes on.", MOVE,
            ("apostrophe",), action="jump"),
    Command("pane.right", "Expand, or pane to the right", "Expand the row, or go to the pane to the right.", PANES,
            ("l", "right"), action="sideways(1)"),
    Command("pane.left", "Collapse, or pane to the left", "Collapse the row, or go to the pane to the left.", PANES,
            ("h", "left"), action="sideways(-1)"),
    Command("pane.next", "Next pane", "To the next pane.", PANES, ("tab",), action="step_pane(1)"),
    Command("pane.previous", "Pane before", "To the pane before.", PANES, ("shift+tab",), action="step_pane(-1)"),
    Command("pane.schedule", "Schedule", "To the schedule.", PANES, ("1",), action="pane('schedule')"),
    Command("pane.topics", "Topics", "To the topics.", PANES, ("2",), action="pane('topics')"),
    Command("pane.papers", "Papers", "To the papers.", PANES, ("3",), action="pane('papers')"),
    Command("pane.details", "Details", "To the details.", PANES, ("4",), action="pane('details')"),
    Command("session.previous", "Session before", "To the session before.", SESSIONS, ("[",), action="session(-1)"),
    Command("session.next", "Next session", "To the next session.", SESSIONS, ("]",), action="session(1)"),
    Command("session.today", "Today's session", "To the session nearest today.", SESSIONS, (".",), action="session(0)"),
    Command("paper.open", "Open", "Into the papers of a section, or the details of a paper.", READING, ("enter",),
            action="open"),
    Command("status.toggle_read", "Read or unread", "Mark read, or unread if it is read.", READING, ("r",), _PAPER,
            marking.toggle_read, hint="read"),
    Command("status.choose", "Status", "Pick a status: unread, queued, reading, read, skipped.", READING, ("s",),
            _PAPER, marking.choose_status, hint="status"),
    Command("select.toggle", "Select", "Select the paper for the next command, or take it out.", READING, ("space",),
            _PAPER, action="select"),
    Command("select.all", "Select all", "Select all papers in view, or none.", READING, ("V",), action="select_all"),
    Command("papers.sort", "Sort the papers", "Pick an order: title, year, venue, status, lists, touched.", READING,
            ("S",), action="sort_papers"),
    Command("papers.group", "Group the papers", "Pick headings: none, section, venue, year, status.", READING, ("z",),
            action="group_papers"),
    Command("filter.edit", "Filter", "Show only papers with these words, as you type.", READING, ("/",),
            action="filter", hint="filter"),
    Command("find.everywhere", "Find a paper", "Find a paper in all lists as you type; Enter goes there.", READING,
            ("f",), action="screen.find", hint="find"),
    Command("filter.clear", "Clear the filter", "Clear the filter and the selection; then back.", READING, ("escape",),
            action="clear"),
    Command("note.edit", "Note", "Write the note in the details pane; Esc leaves, all is saved.", NOTES, ("n", "e"),
            _PAPER, marking.write_note, action="edit_note", hint="note"),
    Command("note.external", "Note in your editor", "Write the note in $VISUAL or $EDITOR.", NOTES, ("E",), _PAPER,
            action="edit_note_outside"),
    Command("note.versions", "Earlier versions of the note",
            "Show what stood in the note before; copy it, or bring it back.", NOTES, ("H",), _PAPER,
            marking.bring_back),
    Command("drafts.show", "Unfinished notes", "Show notes that were being typed and never saved, to go on with them.",
            NOTES, action="unfinished"),
    Command("tags.edit", "Tags", "Change the tags; on several papers, add tags.", NOTES, ("t",), _PAPER,
            marking.edit_tags),
    Command("rating.set", "Rating", "Give one to five stars.", NOTES, ("asterisk",), _PAPER, marking.set_rating),
    Command("copy.link", "Copy the link", "Copy the paper's link; without one, offer a search.", SHARE, ("c",), _PAPER,
            _of("sharing.copy_link"), hint="copy link"),
    Command("copy.choose", "Copy ...", "Pick what to copy.", SHARE, ("y",), _PAPER, _of("sharing.choose_copy")),
    Command("copy.title", "Copy the title", "Copy the title.", SHARE, (), _PAPER,
            _of("sharing.copy_title")),
    Command("copy.markdown", "Copy as Markdown", "Copy title and link as Markdown.", SHARE, (), _PAPER,
            _of("sharing.copy_markdown")),
    Command("copy.bibtex", "Copy as BibTeX", "Copy a BibTeX entry.", SHARE, (), _PAPER,
            _of("sharing.copy_bibtex")),
    Command("copy.citation", "Copy a citation", "Copy a citation in plain text.", SHARE, (), _PAPER,
            _of("sharing.copy_citation")),
    Command("copy.note", "Copy the note", "Copy the note's Markdown.", SHARE, (), _PAPER, _of("sharing.copy_note")),
    Command("copy.section", "Copy every paper of the section", "Copy a Markdown list of the section.", SHARE, (),
            _SECTION, _of("sharing.copy_section_links")),
    Command("open.link", "Open the link", "Open the paper's link in the browser.", SHARE, ("o",), _PAPER,
            _of("sharing.open_link"), hint="open"),
    Command("open.choose", "Open ...", "Pick a link, or a search for the title.", SHARE, ("O",), _PAPER,
            _of("sharing.choose_link")),
    Command("copy.show", "Show what was copied", "Show the last copied text, to select it by hand.", SHARE, ("v",),
            action="copied('show')"),
    Command("copy.write", "Write what was copied to a file", "Write the last copied text to a file, and say where.",
            SHARE, ("w",), action="copied('write')"),
    Command("list.add", "Add a list", "Add a reading list from a file or an address.", LISTS, ("plus",),
            run=_of("shelving.add"), hint="add list"),
    Command("list.update", "Update lists", "Read lists again from where they came, and show what is different.", LISTS,
            ("U",), run=_of("shelving.update"), hint="update"),
    Command("list.choose", "Lists", "Pick what to do with lists: add, update, rename, remove, bring back, problems.",
            LISTS, ("L",), run=_of("shelving.choose"), hint="lists"),
    Command("list.rename", "Rename the list", "Give the list under the cursor a title of your own.", LISTS,
            run=_of("shelving.rename")),
    Command("list.remove", "Remove the list", "Take the list under the cursor away; undo brings it back.", LISTS,
            run=_of("shelving.remove")),
    Command("list.restore", "Bring a list back", "Bring a list back that was removed.", LISTS,
            run=_of("shelving.restore")),
    Command("list.problems", "Problems of the list", "What was not understood in the list under the cursor.", LISTS,
            run=_of("shelving.problems")),
    Command("suggestions.show", "Papers that may be one", "Show papers that may be one, and say whether they are.", ONE,
            ("equals_sign",), run=_of("joining.show_suggestions"), action="suggestions"),
    Command("paper.same", "The same paper", "Say that papers are one: those selected, or one that is like this.", ONE,
            run=_of("joining.same")),
    Command("paper.different", "Different papers", "Say that two papers are not one, whatever lists say.", ONE,
            run=_of("joining.different")),
    Command("paper.split", "Take a listing out", "Make a listing that was wrongly joined a paper of its own.",
            ONE, (), _PAPER, _of("joining.split")),
    Command("edit.undo", "Undo", "Take the last change back.", APP, ("u",), run=marking.undo, hint="undo"),
    Command("edit.redo", "Redo", "Do again what was taken back.", APP, ("ctrl+r",), run=marking.redo),
    Command("help", "Help", "All keys and commands, with search.", APP, ("question_mark", "f1"), action="help",
            hint="help"),
    Command("palette", "Commands", "Find a command by its name.", APP, ("colon", "ctrl+p"), action="command_palette"),
    Command("problems.show", "Problems", "What could not be read, and what cannot be saved.", APP,
            ("exclamation_mark",), action="problems"),
    Command("notebook.check", "Check the notebook", "Check notebook, backups, folders, terminal; say what to do.",
            APP, run=_of("caring.check")),
    Command("notebook.backup", "Back the notebook up", "Make a backup of the notebook now.", APP,
            run=_of("caring.back_up")),
    Command("theme.choose", "Theme", "Pick the colours: dark, light, or the terminal's own.", APP,
            action="change_theme"),
    Command("back", "Back, then quit", "To the pane before; from the first, quit.", APP, ("q",), action="back"),
    Command("quit", "Quit", "Quit; everything is saved.", APP, ("ctrl+q",), action="quit"),
)  # fmt: skip

BY_ID = {command.id: command for command in COMMANDS}


def run(command: Command, library: Library, target: Target, argument: str | None = None) -> Outcome:
    """Run a command that has a `run`; what cannot be done is an outcome that says so, never an exception."""
    if command.needs is Needs.PAPER and not target.papers:
        return Outcome("Choose a paper first: Enter", Severity.WARNING)
    assert command.run is not None, command.id
    try:
        return command.run(library, target, argument)
    except NotebookError as error:
        return Outcome(str(error), Severity.ERROR)
