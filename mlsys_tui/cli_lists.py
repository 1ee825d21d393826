"""The commands on reading lists: add, update, remove, restore, rename; lists and their problems."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from mlsys_tui import cli_transfer, streams
from mlsys_tui.cli_notebook import LOADER, the_library
from mlsys_tui.cli_output import print_json
from mlsys_tui.domain.sections import ReadingList
from mlsys_tui.library import Library, NotebookError
from mlsys_tui.text import clean_line, fold

if TYPE_CHECKING:
    from mlsys_tui.importing import Imported, Importer
    from mlsys_tui.work import Work

JSON_FLAG = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
DRY_RUN = click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
LIST = click.argument("list_", metavar="LIST")
ONE_OR_ALL = click.argument("list_", metavar="[LIST]", required=False)


def _importer(context: click.Context) -> "Importer":
    from mlsys_tui.importing import Importer  # noqa: PLC0415 - only these commands change lists

    library = the_library(context)
    return Importer(library, context.find_root().meta[LOADER])


@contextmanager
def _in_words() -> Iterator[None]:
    """What could not be done is one sentence on stderr, and exit code 1."""
    from mlsys_tui.sources import ListError  # noqa: PLC0415

    try:
        yield
    except (ListError, NotebookError) as error:
        raise click.ClickException(str(error)) from error


def _work() -> "Work":
    """Says the stages of long work, where somebody may be waiting for it."""
    from mlsys_tui.work import Work  # noqa: PLC0415

    return Work(lambda words: click.echo(f"{words} ...", err=True)) if sys.stderr.isatty() else Work()


def find_list(library: Library, reference: str) -> ReadingList:
    """The list that `reference` names: by key, by title, by an unmistakable part of these or of a document's name.

    Raises:
        click.UsageError: it names several (exit code 2).
        click.ClickException: it names none (exit code 1).
    """
    all_lists, words = library.catalog.lists, fold(reference)
    found = [each for each in all_lists if each.key == reference]
    found = found or [each for each in all_lists if words and words == fold(each.title)]
    found = found or [each for each in all_lists if words and words in _called(each)]
    if len(found) == 1:
        return found[0]
    said = clean_line(reference, 80)
    if not found:
        raise click.ClickException(f"no list is called {said!r}; see them all with: mlsys-tui lists")
    candidates = "\n".join(f"  {each.key}  ({each.title})" for each in found)
    raise click.UsageError(f"{said!r} may be any of these {len(found)} lists:\n{candidates}")


def _called(reading_list: ReadingList) -> str:
    return fold(" / ".join((reading_list.title, reading_list.key, *reading_list.documents)))


@click.command(
    epilog="\b\nExamples:\n  mlsys-tui add course.md\n  mlsys-tui add https://github.com/owner/awesome-list\n"
    "  mlsys-tui add https://course.org/schedule.html --dry-run\n  curl -s URL | mlsys-tui add - --title 'My course'"
)
@click.argument("source")
@click.option("--title", help="Call the list this.")
@DRY_RUN
@JSON_FLAG
@click.pass_context
def add(context: click.Context, source: str, title: str | None, dry_run: bool, as_json: bool) -> None:
    """Add a reading list from a file, from standard input ("-") or from an address.

    Says first what it found there. A list that is here already is updated.
    """
    from mlsys_tui import cli_list_output as output  # noqa: PLC0415
    from mlsys_tui.store.documents import MAX_SIZE  # noqa: PLC0415

    importer = _importer(context)
    data = streams.read_input(MAX_SIZE + 1) if source == "-" else None
    with _in_words():
        found = importer.look(source, data, _work())
        if not as_json:
            click.echo(output.find(found), nl=False)
        done = None if dry_run else importer.add(found, title, _work())
    if as_json:
        result = output.update_json(done) if done else None
        print_json({**output.find_json(found), "added": bool(done and done.change), "result": result})
    elif done and done.difference:
        click.echo(output.update(done), nl=False)
    if done:
        _say(done, f"{done.title} is here already, and nothing has changed")


def _say(done: "Imported", nothing: str) -> None:
    if done.change and done.change.edits:
        label = done.change.label
        click.echo(f"{label[:1].upper()}{label[1:]}; to take it back: mlsys-tui undo", err=True)
    else:
        click.echo(nothing, err=True)


@click.command(epilog="\b\nExamples:\n  mlsys-tui update\n  mlsys-tui update aisys --dry-run")
@ONE_OR_ALL
@DRY_RUN
@JSON_FLAG
@click.pass_context
def update(context: click.Context, list_: str | None, dry_run: bool, as_json: bool) -> None:
    """Read a list again from where it came, and say what is different; without LIST, all that came from somewhere.

    What you wrote is never touched: papers that left are under "mlsys-tui papers --parked".
    """
    from mlsys_tui import cli_list_output as output  # noqa: PLC0415

    importer, library = _importer(context), the_library(context)
    if list_ is not None:
        keys = [(each.key, each.title) for each in [find_list(library, list_)]]
    else:
        lists_ = library.catalog.lists
        keys = [(each.key, each.title) for each in lists_ if any(e.source for e in output.entries_of(library, each))]
        if not keys:
            click.echo("No list has a source to be read from again; add one with: mlsys-tui add SOURCE", err=True)
    results: list[dict[str, object]] = []
    failed = False
    for key, title in keys:
        try:
            with _in_words():
                done = importer.update(key, _work(), dry_run=dry_run)
        except click.ClickException as error:
            click.echo(f"Error: {title} was not updated. {error.message}", err=True)
            results.append({"list": key, "title": title, "error": error.message})
            failed = True
            continue
        results.append(output.update_json(done))
        if not as_json:
            click.echo(output.update(done), nl=False)
    if as_json:
        print_json({"lists": results})
    if failed:
        context.exit(1)


@click.command(epilog="\b\nExample:\n  mlsys-tui remove 'my course'")
@LIST
@click.pass_context
def remove(context: click.Context, list_: str) -> None:
    """Take a list away. Nothing is deleted: undo, or restore, brings it back, and what you wrote is kept."""
    with _in_words():
        done = _importer(context).remove(find_list(the_library(context), list_).key)
    _say(done, "Nothing has changed")


@click.command(
    epilog="\b\nExamples:\n  mlsys-tui restore 'my course'\n  mlsys-tui restore --notebook 2 --dry-run\n"
    "  mlsys-tui restore --notebook ~/old/notebook.json"
)
@click.argument("title", metavar="LIST|BACKUP")
@click.option("--notebook", "backup", is_flag=True, help="Bring the whole notebook back, as it is in BACKUP.")
@DRY_RUN
@JSON_FLAG
@click.pass_context
def restore(context: click.Context, title: str, backup: bool, dry_run: bool, as_json: bool) -> None:
    """Bring a removed list back; "mlsys-tui lists --removed" shows them.

    With --notebook: make papers, lists and answers what they are in BACKUP, a number or name of "mlsys-tui backups",
    or the path of a notebook. That is one step, which undo takes back, after a backup of all as it is now.
    """
    if backup:
        cli_transfer.restore(title, dry_run=dry_run, as_json=as_json)
        return
    if dry_run or as_json:
        raise click.UsageError("--dry-run and --json go with --notebook")
    importer = _importer(context)
    with _in_words():
        removed = importer.removed()
        exactly = [each for each in removed if fold(each.title) == fold(title)]
        found = exactly or [each for each in removed if fold(title) and fold(title) in fold(each.title)]
        said = clean_line(title, 80)
        if not found:
            raise click.ClickException(f"no removed list is called {said!r}; see them with: mlsys-tui lists --removed")
        if len(found) > 1:
            names = "\n".join(f"  {each.title}" for each in found)
            raise click.UsageError(f"{said!r} may be any of these {len(found)} lists:\n{names}")
        done = importer.restore(found[0])
    _say(done, "Nothing has changed")


@click.command(epilog="\b\nExample:\n  mlsys-tui rename aisys 'AI systems, spring'")
@LIST
@click.argument("title")
@click.pass_context
def rename(context: click.Context, list_: str, title: str) -> None:
    """Give a list a title of your own; an empty one gives it back its own."""
    with _in_words():
        done = _importer(context).rename(find_list(the_library(context), list_).key, title)
    _say(done, f"{done.title} is called so already")


@click.command()
@click.option("--removed", is_flag=True, help="Those that were removed.")
@JSON_FLAG
@click.pass_context
def lists(context: click.Context, removed: bool, as_json: bool) -> None:
    """List the reading lists: what is read of them, where they come from, what was not understood."""
    from mlsys_tui import cli_list_output as output  # noqa: PLC0415

    library = the_library(context)
    if removed:
        gone = _importer(context).removed()
        if as_json:
            names = [{"title": r.title, "documents": [each.name for each in r.documents]} for r in gone]
            print_json({"removed": names})
        else:
            for each in gone:
                click.echo(each.title)
    elif as_json:
        print_json({"lists": output.lists_json(library)})
    else:
        click.echo(output.lists(library), nl=False)


@click.command(epilog="\b\nExample:\n  mlsys-tui problems 'my course'")
@ONE_OR_ALL
@JSON_FLAG
@click.pass_context
def problems(context: click.Context, list_: str | None, as_json: bool) -> None:
    """Show what was not understood in a list, with line numbers; without LIST, in all."""
    from mlsys_tui import cli_list_output as output  # noqa: PLC0415

    library = the_library(context)
    chosen = library.catalog.lists if list_ is None else (find_list(library, list_),)
    found = [(each, output.problems_of(library, each)) for each in chosen]
    if as_json:
        print_json({"problems": [row for each, some in found for row in output.problems_json(each, some)]})
        return
    for _, some in found:
        click.echo(output.all_problems(some), nl=False)
    if not any(some for _, some in found):
        click.echo("All was understood", err=True)


COMMANDS: tuple[click.Command, ...] = (lists, add, update, remove, restore, rename, problems)
