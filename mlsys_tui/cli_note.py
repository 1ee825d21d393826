"""The note of a paper on the command line: print it, write it, and what stood there before."""

import os
from collections.abc import Sequence

import click

from mlsys_tui import streams
from mlsys_tui.cli_notebook import PAPER, find_paper, run_row, the_library
from mlsys_tui.cli_output import print_json
from mlsys_tui.library import Version
from mlsys_tui.store import documents
from mlsys_tui.text import number

_NUMBER = click.IntRange(1)


@click.command(
    epilog="\b\nExamples:\n  mlsys-tui note janus\n  mlsys-tui note janus 'Read it twice.'\n  "
    "mlsys-tui note janus - < review.md\n  mlsys-tui note janus --versions\n  mlsys-tui note janus --bring-back 1"
)
@PAPER
@click.argument("text", required=False)
@click.option("--versions", is_flag=True, help="List what stood there before, the latest first.")
@click.option("--version", type=_NUMBER, metavar="N", help="Print an earlier version; 1 is the latest.")
@click.option("--bring-back", type=_NUMBER, metavar="N", help="Make an earlier version the note again.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def note(
    context: click.Context,
    paper: str,
    text: str | None,
    versions: bool,
    version: int | None,
    bring_back: int | None,
    as_json: bool,
) -> None:
    """Print the note of a paper, or replace it by TEXT ("-": standard input). An empty text removes it."""
    library = the_library(context)
    if sum((text is not None, versions, version is not None, bring_back is not None)) > 1:
        raise click.UsageError("only one of TEXT, --versions, --version and --bring-back at a time")
    if text is not None:
        given = streams.read_input(documents.MAX_SIZE + 1) if text == "-" else os.fsencode(text)
        run_row(context, "note.edit", paper, _note_of(given))
        return
    key = find_paper(library, paper, parked=True)
    earlier = library.versions(key)
    if bring_back is not None:
        run_row(context, "note.versions", key, _numbered(earlier, bring_back).text)
    elif versions:
        _print_versions(context, key, earlier, as_json=as_json)
    elif version is not None:
        _print_text(context, key, _numbered(earlier, version), as_json=as_json)
    else:
        state = library.state(key)
        _print_text(context, key, Version(state.note, state.note_at) if state.note else None, as_json=as_json)


def _note_of(given: bytes) -> str:
    """The text that was given; if it is not UTF-8, that is said, and if it is no text, it is refused."""
    text, problem = documents.decode(given, "the note")
    if problem and not text:
        raise click.ClickException(problem.message)
    if problem:
        click.echo(f"the note: {problem.message}", err=True)
    return text.rstrip("\n")


def _numbered(versions: Sequence[Version], number: int) -> Version:
    if number > len(versions):
        count = f"the earliest is {len(versions)}" if versions else "there is none yet"
        raise click.ClickException(f"there is no earlier version {number} of this note: {count}")
    return versions[number - 1]


def _print_text(context: click.Context, key: str, found: Version | None, *, as_json: bool) -> None:
    if as_json:
        print_json({"paper": key, "note": found.text if found else None, "at": found.at if found else None})
    elif found:
        click.echo(found.text)
    if not found:
        click.echo("No note yet", err=True)
        context.exit(1)


def _print_versions(context: click.Context, key: str, versions: Sequence[Version], *, as_json: bool) -> None:
    if as_json:
        rows = [{"version": n, "note": each.text, "at": each.at} for n, each in enumerate(versions, start=1)]
        print_json({"paper": key, "versions": rows})
    else:
        for n, each in enumerate(versions, start=1):
            first = next(filter(None, map(str.strip, each.text.splitlines())), "")
            length = number(len(each.text), "character")
            click.echo(f"{n:>3}  {each.at or '':<25}  {length:>18}  {first}".rstrip())
    if not versions:
        click.echo("No earlier versions: what stands in a note is kept when another text takes its place", err=True)
        context.exit(1)
