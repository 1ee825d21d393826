"""Several papers in one item."""

import re
from itertools import pairwise

from mlsys_tui.parsing.blocks import Runs, plain, tidy
from mlsys_tui.parsing.entries.pieces import is_label_run
from mlsys_tui.parsing.entries.sentence import take_label
from mlsys_tui.patterns import pattern

_BETWEEN_PAPERS = pattern(r"\s*(?:,|;|/|&|\+|\band\b|\bor\b|,\s*and\b)\s*", re.IGNORECASE)


def split_papers(runs: Runs) -> list[Runs]:
    """The papers of one item: several titles that are links, with nothing but "and" or commas between them."""
    labelled = bool(runs) and take_label(plain(runs[:2]))[1] != plain(runs[:2])
    titles = [i for i, run in enumerate(runs) if run.url and (labelled or " " in run.text.strip())]
    if len(titles) > 1:
        titles = [i for i in titles if not is_label_run(runs[i])]
    if len(titles) < 2:
        return [runs]
    cuts = []
    for one, other in pairwise(titles):
        between = "".join(run.text for run in runs[one + 1 : other])
        if other != one + 2 or not _BETWEEN_PAPERS.fullmatch(between):
            return [runs]
        cuts.append(one + 1)
    edges = [-1, *cuts, len(runs)]
    return [tidy(runs[start + 1 : end]) for start, end in pairwise(edges)]
