"""Lines that say something about a paper without being its title."""

from mlsys_tui.parsing.blocks import Run, Runs, plain
from mlsys_tui.parsing.entries.said import Said
from mlsys_tui.parsing.words.authors import parse_authors
from mlsys_tui.parsing.words.formal import find_formal
from mlsys_tui.parsing.words.groups import take_groups, without_hollow
from mlsys_tui.parsing.words.links import is_label
from mlsys_tui.parsing.words.venues import find_venue_alone

_FEW_WORDS = 4


def title_links(runs: Runs) -> list[Run]:
    """The links that stand on a title or a name, not on "pdf" or on their own address."""
    return [run for run in runs if run.url and run.text != run.url and not is_label(run.text)]


def is_detail_line(runs: Runs) -> bool:
    """True for a line of labelled links, of authors, or of venue and year."""
    text = plain(runs)
    if not text or any(run.url and run.text != run.url and "\n" in run.text for run in runs):
        return False
    if any(run.url for run in runs):
        unlinked = tuple(run for run in runs if not run.url)
        few = sum(len(run.text.split()) for run in unlinked) <= _FEW_WORDS
        return not title_links(runs) and (few or is_detail_line((Run(without_hollow(plain(unlinked))),)))
    bare = text.strip("()[] *_")
    if not bare:
        return False
    rest, groups = take_groups(text.strip(" *_"), keep_something=False)
    if groups and any(map(find_venue_alone, groups)) and (not rest or parse_authors(rest)):
        return True
    formal = find_formal(bare)
    if parse_authors(bare) or find_venue_alone(bare) or (formal and formal.year):
        return True
    said = Said()
    return not said.add_details(bare) and bool(said.authors and (said.venue or said.year))
