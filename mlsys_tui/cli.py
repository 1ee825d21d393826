"""The command line: data on stdout, talk on stderr, `--json` wherever there is data. Loads no Textual.

Exit codes: 0 done, 1 failed or found nothing, 2 wrong usage (also a paper that is not unmistakable), 130 interrupted.
"""

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

from mlsys_tui import __version__, cli_output, streams
from mlsys_tui.cli_care import COMMANDS as CARE_COMMANDS
from mlsys_tui.cli_lists import COMMANDS as LIST_COMMANDS
from mlsys_tui.cli_note import note
from mlsys_tui.cli_notebook import COMMANDS as NOTEBOOK_COMMANDS
from mlsys_tui.cli_notebook import PAPER_WORDS, find_paper, the_library
from mlsys_tui.cli_suggestions import COMMANDS as SUGGESTION_COMMANDS
from mlsys_tui.cli_transfer import COMMANDS as TRANSFER_COMMANDS
from mlsys_tui.domain.contract import document_to_json, paper_to_json
from mlsys_tui.finding import Finder
from mlsys_tui.paths import find_paths
from mlsys_tui.store.documents import MAX_SIZE
from mlsys_tui.store.files import reason
from mlsys_tui.text import clean_block, clean_line

JSON_FLAG = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
EPILOG = """\b
Examples:
  mlsys-tui                             open the reading room
  mlsys-tui papers scheduling           papers about scheduling
  mlsys-tui show janus                  all about one paper
  mlsys-tui status janus read           mark it read
  mlsys-tui note janus "Nice idea."     write its note
  mlsys-tui copy janus --as bibtex      copy a BibTeX entry
  mlsys-tui add https://course.org/     add a reading list
  mlsys-tui update                      read all added lists again
  mlsys-tui parse my-course.md          how a document would be read
  mlsys-tui doctor                      whether all is well, and what to do

A PAPER is named by its key, its short name, or an unmistakable part of its title."""


@click.group(
    invoke_without_command=True,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="mlsys-tui")
@click.pass_context
def group(context: click.Context) -> None:
    """A reading room for ML-systems papers in the terminal.

    Without a command it opens the app; without a terminal it prints the outline of all reading lists.
    """
    if context.invoked_subcommand is None:
        library = the_library(context)
        click.echo(cli_output.outline(library), nl=False)


@group.command(
    epilog="\b\nExamples:\n  mlsys-tui papers\n  mlsys-tui papers osdi 2020\n  mlsys-tui papers --json | jq ."
)
@click.argument("query", nargs=-1)
@click.option("--parked", is_flag=True, help="Those that have left all lists, and that you wrote about.")
@JSON_FLAG
@click.pass_context
def papers(context: click.Context, query: tuple[str, ...], parked: bool, as_json: bool) -> None:
    """List papers; with words, those that have all of them in title, name, authors, venue, tags or note."""
    library = the_library(context)
    if parked:
        records = cli_output.parked_like(library.parked(), " ".join(query))
        if as_json:
            cli_output.print_json({"parked": cli_output.parked_json(records)})
        else:
            click.echo(cli_output.parked(records), nl=False)
            if not records:
                click.echo("No paper is parked: all that you wrote about stand in a list", err=True)
        return
    found = Finder(library).surely(" ".join(query)) if query else list(library.catalog.papers)
    if as_json:
        catalog = library.catalog
        objects = [paper_to_json(library.paper(key), library.state(key), catalog.placements[key]) for key in found]
        cli_output.print_json({"papers": objects})
    else:
        click.echo(cli_output.papers(library, found), nl=False)
    if query and not found:
        click.echo(f"No paper has all of these words: {clean_line(' '.join(query))}", err=True)
        context.exit(1)


@group.command(epilog="\b\nExamples:\n  mlsys-tui show janus\n  mlsys-tui show parameter hub --json")
@PAPER_WORDS
@JSON_FLAG
@click.pass_context
def show(context: click.Context, paper: tuple[str, ...], as_json: bool) -> None:
    """Show all about one paper."""
    library = the_library(context)
    key = find_paper(library, " ".join(paper))
    if as_json:
        cli_output.print_json(paper_to_json(library.paper(key), library.state(key), library.catalog.placements[key]))
    else:
        click.echo(cli_output.details(library, key), nl=False)


@group.command(epilog="\b\nExamples:\n  mlsys-tui parse course.md\n  curl -s URL | mlsys-tui parse - --json")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@JSON_FLAG
@click.pass_context
def parse(context: click.Context, file: Path, as_json: bool) -> None:
    """Show how a document is read: sections, papers, and what was not understood. "-" reads standard input."""
    from mlsys_tui.loading import parse_bytes, parse_file  # noqa: PLC0415 - only this command parses

    document = parse_bytes(streams.read_input(MAX_SIZE + 1), "-") if str(file) == "-" else parse_file(file)
    if as_json:
        cli_output.print_json(document_to_json(document))
    elif document.sections:  # nothing is shown of a file that was not read
        click.echo(cli_output.document(document), nl=False)
    for problem in document.problems:
        place = f"{document.name}:{problem.line}" if problem.line else document.name
        click.echo(f"{clean_line(place)}: {problem.message}", err=True)
    if not document.listings:
        context.exit(1)


@group.command()
@JSON_FLAG
def paths(as_json: bool) -> None:
    """Print where files are kept."""
    found = find_paths()
    places = {
        "settings": found.settings,
        "notebook": found.notebook,
        "lists": found.lists,
        "documents": found.documents,
        "session": found.session,
        "drafts": found.drafts,
        "cache": found.cache,
    }
    if as_json:
        cli_output.print_json({name: str(path) for name, path in places.items()})
    else:
        for name, path in places.items():
            click.echo(f"{name:<9} {clean_block(str(path)).replace(chr(10), ' ')}")


for command in (note, *NOTEBOOK_COMMANDS, *LIST_COMMANDS, *SUGGESTION_COMMANDS, *CARE_COMMANDS, *TRANSFER_COMMANDS):
    group.add_command(command)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    try:
        return _run(arguments)
    except (BrokenPipeError, SystemExit):  # the reader has enough: `mlsys-tui papers | head`; click exits for it
        return 0
    except OSError as error:
        with suppress(OSError):
            click.echo(f"Error: reading or writing failed: {reason(error)}", err=True)
        return 1
    finally:
        streams.let_go()


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = group.main(arguments, prog_name="mlsys-tui", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted", err=True)
        return 130
    return code if isinstance(code, int) else 0
