"""The whole notebook out and in: export, import; and backups put back, for the command restore."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlsys_tui import streams
from mlsys_tui.cli_output import print_json
from mlsys_tui.domain.notebook import Edit, Table
from mlsys_tui.paths import Paths, find_paths
from mlsys_tui.store.files import reason
from mlsys_tui.store.notebook import Notebook, NotebookError, utc_now
from mlsys_tui.store.texts import Texts
from mlsys_tui.text import number

if TYPE_CHECKING:
    from mlsys_tui.store import intake

JSON_FLAG = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
DRY_RUN = click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
NOTEBOOK = click.option("--notebook", is_flag=True, required=True, help="All that you added: the only thing so far.")
_FIRST = 5
_NOUNS = {Table.PAPERS: "paper", Table.LISTS: "list", Table.ANSWERS: "answer"}
_UNTOLD = ("updated_at", "note_at", "history", "aliases", "etag", "last_modified", "fetched_at", "added_at")


def open_notebook(paths: Paths) -> Notebook:
    """The notebook alone, without lists; what is wrong with it is said on stderr."""
    notebook = Notebook(paths.notebook)
    for problem in notebook.problems:
        click.echo(problem, err=True)
    return notebook


@contextmanager
def in_words() -> Iterator[None]:
    """What could not be done is one sentence on stderr, and exit code 1."""
    from mlsys_tui.store.export import TransferError  # noqa: PLC0415 - only a few commands need it

    try:
        yield
    except (TransferError, NotebookError) as error:
        raise click.ClickException(str(error)) from error


@click.command(
    epilog="\b\nExamples:\n  mlsys-tui export --notebook > notebook-dump.json\n"
    "  mlsys-tui export --notebook notes/ --as markdown"
)
@click.argument("target", metavar="[FILE|FOLDER|-]", default="-")
@NOTEBOOK
@click.option("--as", "form", type=click.Choice(["json", "markdown"]), default="json", show_default=True)
@click.option("--force", is_flag=True, help="Replace what an earlier export wrote there; never anything else.")
def export(target: str, notebook: bool, form: str, force: bool) -> None:
    """Write the whole notebook: as one JSON file, or papers and notes as a folder of Markdown files.

    JSON holds all: papers, notes and their earlier versions, lists with their texts, answers. Markdown holds papers: a
    file each, with front matter; change them with any editor, and import the folder again.
    """
    from mlsys_tui.store import export as out  # noqa: PLC0415 - only this command exports

    assert notebook
    paths = find_paths()
    with in_words():
        mine = open_notebook(paths)
        if form == "markdown":
            if target == "-":
                raise click.UsageError("name a folder for the Markdown files")
            files = out.write_leaves(Path(target), mine.side(), force=force)
            click.echo(f"{number(len(files), 'paper')} written into {out.shown(Path(target))}", err=True)
            click.echo("Lists, answers and earlier versions of notes are in an export as JSON only", err=True)
            return
        data = out.to_json(mine, Texts(paths.documents), utc_now())
        if target == "-":
            click.echo(data, nl=False)
        else:
            out.write_json(Path(target), data, force=force)
            click.echo(f"{number(len(mine.records), 'paper')} written into {out.shown(Path(target))}", err=True)


@click.command(
    name="import",
    epilog="\b\nExamples:\n  mlsys-tui import --notebook dump.json --dry-run\n  mlsys-tui import --notebook notes/\n"
    "  mlsys-tui import --notebook /media/laptop/notebook.json",
)
@click.argument("source", metavar="FILE|FOLDER|-", type=click.Path(path_type=Path))
@NOTEBOOK
@DRY_RUN
@JSON_FLAG
def import_(source: Path, notebook: bool, dry_run: bool, as_json: bool) -> None:
    """Merge another notebook into yours, so that neither loses anything; undo takes it back.

    SOURCE is a dump or a folder of "mlsys-tui export", the notebook.json of another machine or a folder with it, a file
    that was set aside (damaged, conflict), or "-" for a dump from standard input. Of a status the latest holds; notes
    that are different are both kept.
    """
    from mlsys_tui.store import intake  # noqa: PLC0415 - only this command imports

    assert notebook
    paths = find_paths()
    with in_words():
        found = _standard_input() if str(source) == "-" else intake.open_source(source)
        taken = intake.take_in(open_notebook(paths), Texts(paths.documents), found, dry_run=dry_run)
    _tell(found, taken, dry_run=dry_run, as_json=as_json, done="Imported")


def _standard_input() -> "intake.Source":
    from mlsys_tui.store import intake  # noqa: PLC0415 - as above

    try:
        data = streams.read_input(intake.MAX_SIZE + 1)
    except OSError as error:
        raise click.ClickException(f"standard input cannot be read: {reason(error)}") from error
    return intake.read_dump(data, "standard input")


def restore(reference: str, *, dry_run: bool, as_json: bool) -> None:
    """Bring the whole notebook back, as it is in a backup."""
    from mlsys_tui.store import intake  # noqa: PLC0415 - only this command restores

    paths = find_paths()
    with in_words():
        found = intake.open_source(intake.find_backup(paths.notebook, reference))
        taken = intake.restore(open_notebook(paths), Texts(paths.documents), found, dry_run=dry_run)
    _tell(found, taken, dry_run=dry_run, as_json=as_json, done="Restored")


def _tell(found: "intake.Source", taken: "intake.Taken", *, dry_run: bool, as_json: bool, done: str) -> None:
    """What is different now, or would be, on stdout; what must be known of it on stderr."""
    edits = taken.change.edits
    if as_json:
        print_json({"source": found.what, "dry_run": dry_run, **_json(taken), "unread": list(found.wrong)})
    else:
        for line in _lines(edits, taken):
            click.echo(line)
    for wrong in (*found.wrong, *filter(None, (found.hint,))):
        click.echo(wrong, err=True)
    for name in taken.textless:
        click.echo(f"The text of {name} is not there: read it again with: mlsys-tui update", err=True)
    if not edits:
        more = f"; {number(taken.earlier, 'earlier note')} added" if taken.earlier else ""
        what = "All that could be read" if found.wrong else "All"
        click.echo(f"{what} of {found.what} is here already{more}", err=True)
    elif dry_run:
        click.echo("Nothing was changed: this is what would be", err=True)
    else:
        click.echo(f"{done} {found.what}; to take it back: mlsys-tui undo", err=True)


def _lines(edits: tuple[Edit, ...], taken: "intake.Taken") -> Iterator[str]:
    for table, noun in _NOUNS.items():
        own = [edit for edit in edits if edit.table is table]
        kinds = {sign: [edit for edit in own if _sign(edit) == sign] for sign in "+~-"}
        words = dict(zip("+~-", ("new", "changed", "gone"), strict=True))
        if own:
            counts = (f"{len(some)} {words[sign]}" for sign, some in kinds.items() if some)
            yield f"{number(len(own), noun)}: {', '.join(counts)}"
        for sign, some in kinds.items():
            yield from (f"  {sign} {_label(edit)}{_what(edit)}" for edit in some[:_FIRST])
            if len(some) > _FIRST:
                yield f"    and {len(some) - _FIRST} more"
    if taken.earlier and edits:
        yield f"{number(taken.earlier, 'earlier version')} of notes"
    if taken.both:
        yield f"different notes on {number(len(taken.both), 'paper')}: both texts are kept, yours first"


def _sign(edit: Edit) -> str:
    return "+" if edit.before is None else "-" if edit.after is None else "~"


def _label(edit: Edit) -> str:
    row = edit.after or edit.before
    return row.label if row else edit.key


def _what(edit: Edit) -> str:
    """The fields of a changed row, in words."""
    if edit.before is None or edit.after is None:
        return ""
    names = [name for name in edit.after.__dataclass_fields__ if name not in _UNTOLD]
    changed = [name for name in names if getattr(edit.before, name) != getattr(edit.after, name)]
    return f"  ({', '.join(changed) or 'details'})"


def _json(taken: "intake.Taken") -> dict[str, object]:
    tables: dict[str, object] = {}
    for table in Table:
        own = [edit for edit in taken.change.edits if edit.table is table]
        words = (("new", "+"), ("changed", "~"), ("gone", "-"))
        tables[table.value] = {word: [edit.key for edit in own if _sign(edit) == sign] for word, sign in words}
    return {**tables, "both_notes": list(taken.both), "earlier_notes": taken.earlier, "textless": list(taken.textless)}


COMMANDS: tuple[click.Command, ...] = (export, import_)
