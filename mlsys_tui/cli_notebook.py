"""The commands that act on one paper: status, tags, rating, copy, open; and undo and redo.

Each runs a row of the command table: what it does and says is the same as in the app.
"""

import sys
from collections.abc import Callable, Iterable

import click

from mlsys_tui import streams
from mlsys_tui.commands import table
from mlsys_tui.commands.base import Menu, Outcome, Severity, Target
from mlsys_tui.domain import query
from mlsys_tui.domain.notebook import Status
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.library import Library
from mlsys_tui.loading import ADDED, Loader
from mlsys_tui.paths import find_paths
from mlsys_tui.text import clean_line

PAPER = click.argument("paper")
PAPER_WORDS = click.argument("paper", nargs=-1, required=True)
FORMS = {
    "link": "copy.link",
    "title": "copy.title",
    "markdown": "copy.markdown",
    "bibtex": "copy.bibtex",
    "citation": "copy.citation",
    "note": "copy.note",
}
LOADER = "mlsys_tui.loader"
_MOST_CANDIDATES = 20
_MOST_NOTICES = 3


def the_library(context: click.Context) -> Library:
    """The library of this run; what is wrong with its files is said on stderr."""
    library = context.find_root().obj
    if library is None:
        loader = context.find_root().meta[LOADER] = Loader(find_paths())
        library = context.find_root().obj = loader.open()
        _say_notices(library)
        for problem in library.notebook_problems:
            click.echo(problem, err=True)
    assert isinstance(library, Library)
    return library


def _say_notices(library: Library) -> None:
    """The first of what was not understood in each document; of added ones that was said when they were added."""
    added = {each.name for each in library.loaded.documents if each.key.startswith(f"{ADDED}/")}
    counts: dict[str, int] = {}
    for notice in library.notices:
        name = notice.where.rpartition(":")[0]
        counts[name] = counts.get(name, 0) + 1
        if name not in added and (not name or counts[name] <= _MOST_NOTICES):
            click.echo(f"{clean_line(notice.where)}: {notice.message}", err=True)
    for name, count in counts.items():
        if name and name not in added and count > _MOST_NOTICES:
            more = count - _MOST_NOTICES
            click.echo(f"{clean_line(name)}: {more} more like this, see them with: mlsys-tui problems", err=True)


def find_paper(library: Library, reference: str, *, parked: bool = False) -> PaperKey:
    """The paper that `reference` names; if it may be a `parked` one, also one that has left all lists.

    Raises:
        click.UsageError: it names several (they are listed; exit code 2).
        click.ClickException: it names none (exit code 1).
    """
    found = library.find_paper(reference)
    if parked and not found:
        found = query.find_papers({each.key: library.paper(each.key) for each in library.parked()}, reference)
    if len(found) == 1:
        return found[0]
    said = clean_line(reference, 80)
    if not found:
        raise click.ClickException(f"no paper is called {said!r}; look it up with: mlsys-tui papers {said}")
    raise click.UsageError(f"{said!r} may be any of these {len(found)} papers:\n{_candidates(library, found)}")


def _candidates(library: Library, keys: Iterable[PaperKey]) -> str:
    keys = list(keys)
    lines = [f"  {key}  ({library.paper(key).title})" for key in keys[:_MOST_CANDIDATES]]
    if len(keys) > _MOST_CANDIDATES:
        lines.append(f"  and {len(keys) - _MOST_CANDIDATES} more")
    return "\n".join(lines)


def run_row(context: click.Context, command: str, paper: str | None = None, argument: str | None = None) -> Outcome:
    """Run a row of the table, say what it did, and leave with 1 if it could not."""
    library = the_library(context)
    target = Target((find_paper(library, paper, parked=True),)) if paper is not None else Target()
    said = library.notebook_problems
    outcome = table.run(table.BY_ID[command], library, target, argument)
    if outcome.message and outcome.message not in said:
        click.echo(outcome.message, err=True)
    if outcome.severity is not Severity.INFORMATION:
        if isinstance(outcome.ask, Menu):
            for option in outcome.ask.options:
                if option.command == "open.link":
                    click.echo(f"  {option.argument}", err=True)
        context.exit(1)
    return outcome


@click.command(epilog="\b\nExample:\n  mlsys-tui status janus reading")
@PAPER
@click.argument("status", type=click.Choice([status.value for status in Status], case_sensitive=False))
@click.pass_context
def status(context: click.Context, paper: str, status: str) -> None:
    """Set the status of a paper."""
    run_row(context, "status.choose", paper, status)


@click.command(epilog="\b\nExample:\n  mlsys-tui tag janus compilers python")
@PAPER
@click.argument("tags", nargs=-1)
@click.pass_context
def tag(context: click.Context, paper: str, tags: tuple[str, ...]) -> None:
    """Set the tags of a paper; without TAGS, take them away."""
    run_row(context, "tags.edit", paper, " ".join(tags))


@click.command(epilog="\b\nExample:\n  mlsys-tui rate janus 4")
@PAPER
@click.argument("stars", type=click.IntRange(0, 5))
@click.pass_context
def rate(context: click.Context, paper: str, stars: int) -> None:
    """Rate a paper with 1 to 5 stars; 0 takes the rating away."""
    run_row(context, "rating.set", paper, str(stars))


@click.command(epilog="\b\nExamples:\n  mlsys-tui copy janus\n  mlsys-tui copy janus --as bibtex")
@PAPER_WORDS
@click.option("--as", "form", type=click.Choice(list(FORMS)), default="link", show_default=True, help="What to copy.")
@click.pass_context
def copy(context: click.Context, paper: tuple[str, ...], form: str) -> None:
    """Copy a paper's link, title, citation ... to the clipboard; where none is sure to have it, print it."""
    from mlsys_tui.desktop import clipboard  # noqa: PLC0415 - only this command copies

    outcome = run_row(context, FORMS[form], " ".join(paper))
    assert outcome.copy is not None
    result = clipboard.copy(outcome.copy.text, write_terminal=terminal_writer())
    click.echo(f"{result.message}: {clean_line(outcome.copy.what)}", err=True)
    if result.route in (clipboard.Route.TERMINAL, clipboard.Route.SHOWN) or not sys.stdout.isatty():
        click.echo(result.text)


@click.command(name="open", epilog="\b\nExample:\n  mlsys-tui open janus")
@PAPER_WORDS
@click.pass_context
def open_(context: click.Context, paper: tuple[str, ...]) -> None:
    """Open a paper's link in the browser."""
    from mlsys_tui.desktop import browser  # noqa: PLC0415 - only this command opens

    outcome = run_row(context, "open.link", " ".join(paper))
    assert outcome.open_url is not None
    result = browser.open_url(outcome.open_url)
    click.echo(result.message, err=True)
    if not result.opened:
        click.echo(outcome.open_url)
        context.exit(1)


@click.command()
@click.pass_context
def undo(context: click.Context) -> None:
    """Take the last change of the notebook back."""
    run_row(context, "edit.undo")


@click.command()
@click.pass_context
def redo(context: click.Context) -> None:
    """Do the change again that was taken back last."""
    run_row(context, "edit.redo")


def terminal_writer() -> Callable[[str], None] | None:
    """Writes to the terminal behind this command for OSC 52; None without one."""
    return streams.send_code if sys.stderr.isatty() else None


COMMANDS: tuple[click.Command, ...] = (status, tag, rate, copy, open_, undo, redo)
