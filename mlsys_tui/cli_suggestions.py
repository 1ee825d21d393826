"""The commands on which papers are one: suggestions, same, different, split."""

import click

from mlsys_tui import sameness
from mlsys_tui.cli_notebook import find_paper, the_library
from mlsys_tui.cli_output import print_json
from mlsys_tui.commands import joining, table
from mlsys_tui.commands.base import Severity, Target
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.library import Library

JSON_FLAG = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.command(
    epilog="\b\nExamples:\n  mlsys-tui suggestions\n  mlsys-tui same PAPER OTHER\n  mlsys-tui different PAPER OTHER"
)
@JSON_FLAG
@click.pass_context
def suggestions(context: click.Context, as_json: bool) -> None:
    """List papers that may be one: near-equal titles, and nothing against it. Those that you answered are left out."""
    library = the_library(context)
    found = sameness.suggestions(library)
    if as_json:
        rows = [
            {"score": each.score, "why": each.why, "papers": [_paper(library, key) for key in (each.one, each.other)]}
            for each in found
        ]
        print_json({"suggestions": rows})
        return
    for number, each in enumerate(found, start=1):
        click.echo(f"{number:>3}. {each.why}")
        for key in (each.one, each.other):
            lists = ", ".join(_lists(library, key))
            click.echo(f"     {library.paper(key).title}  ({lists})  {key}")
    if not found:
        click.echo("No papers look like one", err=True)


def _lists(library: Library, key: PaperKey) -> list[str]:
    return list(dict.fromkeys(place.list_title for place in library.catalog.placements[key]))


def _paper(library: Library, key: PaperKey) -> dict[str, object]:
    paper = library.paper(key)
    return {"key": key, "title": paper.title, "year": paper.year, "lists": _lists(library, key)}


@click.command(epilog="\b\nExample:\n  mlsys-tui same pipedream-generalized pipedream-fast")
@click.argument("paper")
@click.argument("other")
@click.pass_context
def same(context: click.Context, paper: str, other: str) -> None:
    """Say that two papers are one: they are marked, noted and counted as one from now on.

    What you wrote of each is kept, and undo parts them again.
    """
    _run(context, "paper.same", (paper, other))


@click.command(epilog="\b\nExample:\n  mlsys-tui different pipedream-generalized pipedream-fast")
@click.argument("paper")
@click.argument("other")
@click.pass_context
def different(context: click.Context, paper: str, other: str) -> None:
    """Say that two papers are not one: they are never suggested again, and no list joins them."""
    _run(context, "paper.different", (paper, other))


@click.command(epilog="\b\nExamples:\n  mlsys-tui split janus\n  mlsys-tui split janus 2 --notes go")
@click.argument("paper")
@click.argument("listing", type=click.IntRange(min=1), required=False)
@click.option(
    "--notes",
    type=click.Choice(["stay", "go"]),
    help="Whether status and notes stay or go with the listing; by default they are where more listings are.",
)
@click.pass_context
def split(context: click.Context, paper: str, listing: int | None, notes: str | None) -> None:
    """Take a listing out of a paper that was wrongly joined; without LISTING, number its listings."""
    library = the_library(context)
    key = find_paper(library, paper)
    parts = sameness.parts(library, key)
    if listing is None and parts:
        for number, part in enumerate(parts, start=1):
            click.echo(f"{number:>3}. {joining.part_label(part)}")
        return
    if listing is not None and parts and listing > len(parts):
        raise click.UsageError(f"{library.paper(key).label} has {len(parts)} listings, see: mlsys-tui split {key}")
    _run(context, "paper.split", (paper,), f"{listing or 1} notes {notes}" if notes else str(listing or 1))


def _run(context: click.Context, command: str, papers: tuple[str, ...], argument: str | None = None) -> None:
    """Run a row of the table, say what it did, and leave with 1 if it could not."""
    library = the_library(context)
    target = Target(tuple(find_paper(library, paper) for paper in papers))
    outcome = table.run(table.BY_ID[command], library, target, argument)
    click.echo(outcome.message, err=True)
    if outcome.severity is not Severity.INFORMATION:
        context.exit(1)


COMMANDS: tuple[click.Command, ...] = (suggestions, same, different, split)
