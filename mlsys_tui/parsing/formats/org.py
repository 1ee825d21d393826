"""Emacs org-mode to blocks: headlines that are papers (to-do items, links, citations) and headlines that head them.

The outline is read line by line here: the parser there is (orgparse) gives a document up for one bad date, loses
lines of text that mention a drawer, and takes cubic time on a headline of colons.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from mlsys_tui.domain.reading_list import Problem
from mlsys_tui.parsing.blocks import Block, Field, Heading, Item, Prose, Record, Run, Runs, Table, plain, tidy
from mlsys_tui.parsing.formats.org_body import Body, read_body
from mlsys_tui.parsing.formats.org_inline import CITE, Citation, inline_runs, read_citation, year_of_key
from mlsys_tui.parsing.formats.org_outline import (
    KEYWORDS,
    PAPER_PROPERTIES,
    REFERRING,
    TELLING,
    TITLE_WORDS,
    Headline,
    is_title,
    property_of,
    split,
)
from mlsys_tui.parsing.words.fields import field_of
from mlsys_tui.parsing.words.strings import is_address
from mlsys_tui.patterns import pattern

_SETTING_LINE = pattern(
    r"^[ ]*#\+(?:title|author|todo|seq_todo|typ_todo|startup|options|filetags|date|begin_\w+|latex_\w+|bibliography|"
    r"property|category|email|language|setupfile)\b",
    re.IGNORECASE | re.MULTILINE,
)
_KEYWORD_LINE = pattern(rf"^\*+ +(?:{'|'.join(sorted(KEYWORDS, key=len, reverse=True))}) +\S", re.MULTILINE)
_ANY_HEADLINE = pattern(r"^\*+ +\S", re.MULTILINE)
_TAGGED_HEADLINE = pattern(r"^\*+ +\S[^\n]{0,1000} :(?:[\w@#%]{1,40}:){1,20}[ ]*$", re.MULTILINE)
_DEEP_HEADLINE = pattern(r"^\*{2,} +\S", re.MULTILINE)
_DRAWER_LINE = pattern(r"^[ ]*:(?:PROPERTIES|LOGBOOK|END|CLOCK):[ ]*$", re.MULTILINE)
_ORG_LINK = pattern(r"\[\[[^\[\]\n]{2,500}\](?:\[[^\[\]\n]{1,500}\])?\]")
_NOT_ORG = pattern(r"^(?:#{1,6} +\S|```|<[A-Za-z!])|\]\(https?://", re.MULTILINE)
_MAX_LEVEL = 8
_MAX_REMARK = 600
_ADDRESSED = (Field.LINK, Field.CODE, Field.SLIDES, Field.VIDEO, Field.DOI, Field.ARXIV)
_SAMPLE = 200_000


def looks_like_org(text: str) -> bool:
    """True for a document with headlines of stars and something else that only org-mode has."""
    sample = text[:_SAMPLE]
    headlines = len(_ANY_HEADLINE.findall(sample))
    if not headlines:
        return False
    score = 2 if _SETTING_LINE.search(sample) else 0
    score += 2 if len(_KEYWORD_LINE.findall(sample)) * 2 >= headlines else 0
    score += 2 if _DRAWER_LINE.search(sample) else 0
    score += 2 if len(_TAGGED_HEADLINE.findall(sample)) * 3 >= headlines else 0
    score += bool(_ORG_LINK.search(sample)) + bool(_DEEP_HEADLINE.search(sample) and "\n* " in f"\n{sample}")
    against = len(_NOT_ORG.findall(sample))
    return score >= 2 and against * 4 <= headlines


def read_org(text: str) -> tuple[str | None, list[Block], list[Problem]]:
    """The title, blocks and problems of an org document.

    What Emacs writes down by itself (clocks, logs, schedules of to-do items, other drawers) is left out.
    """
    before, headlines = split(text)
    preamble = read_body(before)
    title = next((value for key, value in preamble.settings if key == "title" and value), None)
    blocks = [*_own_blocks(preamble), *_blocks(headlines)]
    if not any(isinstance(block, Record | Item | Table) for block in blocks):
        blocks = [*_own_blocks(preamble), *_leaves_as_items(headlines)]
    return plain(inline_runs(title)) if title else None, blocks, []


# -- blocks ---------------------------------------------------------------------------------------------------


def _blocks(headlines: Sequence[Headline]) -> Iterator[Block]:
    """All blocks in order; headlines below an entry that are no entries are notes on it."""
    notes: dict[int, list[Runs]] = {}
    above: list[Headline] = []
    for headline in headlines:
        while above and above[-1].level >= headline.level:
            above.pop()
        if headline.is_entry:
            notes[headline.line] = []
            above.append(headline)
        elif above:
            notes[above[-1].line] += [headline.runs, *_notes(headline.body)]
            notes[headline.line] = []
    for headline in headlines:
        if headline.is_entry:
            yield from _entry(headline, notes[headline.line])
        elif headline.line not in notes:
            yield Heading(min(headline.level, _MAX_LEVEL), _dated(headline), headline.line)
            yield from _own_blocks(headline.body)


def _dated(headline: Headline) -> Runs:
    """What a heading says, the day that stands below it first."""
    runs = tuple(
        Run(run.text, None if (run.url or "").startswith(CITE) else run.url, run.struck) for run in headline.runs
    )
    day = headline.body.day
    return (Run(f"{day}: "), *runs) if day and not plain(runs).startswith(day[:4]) else runs


def _own_blocks(body: Body) -> Iterator[Block]:
    for link in body.links:
        yield Item((link.run,), link.line) if is_title(link) else Prose((link.run,), link.line, aside=True)
    for cited in body.citations:
        fields = _cited_fields(read_citation(cited.run))
        title = (Run(read_citation(cited.run).title or cited.run.text),)
        yield Record(((Field.TITLE, title), *fields), cited.line)
    yield from body.blocks


def _leaves_as_items(headlines: Sequence[Headline]) -> Iterator[Block]:
    """In a document that marks nothing, the headlines that mostly have nothing below them are what it lists."""
    leaves = Counter(
        one.level for one, other in zip_longest(headlines, headlines[1:]) if other is None or other.level <= one.level
    )
    level = max(leaves, key=lambda each: (leaves[each], each), default=0)
    item: Headline | None = None
    for headline in headlines:
        if item and headline.level > item.level:
            yield Prose(headline.runs, headline.line, aside=True)
            yield from _own_blocks(headline.body)
        elif headline.level == level and not headline.body.day and len(plain(headline.runs).split()) >= TITLE_WORDS:
            item = headline
            children = tuple(Item(runs, headline.line) for runs in _notes(headline.body))
            yield Item(headline.runs, headline.line, children, is_heading=True)
        else:
            item = None
            yield Heading(min(headline.level, _MAX_LEVEL), _dated(headline), headline.line)
            yield from _own_blocks(headline.body)


def _notes(body: Body) -> Iterator[Runs]:
    for link in body.links:
        yield (link.run,)
    for block in body.blocks:
        if isinstance(block, Prose):
            yield block.runs
        elif isinstance(block, Item):
            stack = [block]
            while stack:
                item = stack.pop()
                yield item.runs
                stack.extend(reversed(item.children))


def _entry(headline: Headline, notes: Sequence[Runs]) -> Iterator[Block]:
    """The record of an entry; notes on it that are too long for a remark follow as prose."""
    fields = list(_fields(headline))
    long: list[Runs] = []
    room = _MAX_REMARK
    for runs in (*_details(headline.body, fields), *notes):
        room -= len(plain(runs))
        if room >= 0:
            fields.append((Field.REMARK, runs))
        else:
            long.append(runs)
    yield Record(tuple(fields), headline.line)
    yield from (Prose(runs, headline.line, aside=True) for runs in long if runs)
    yield from (block for block in headline.body.blocks if isinstance(block, Table))


def _fields(headline: Headline) -> Iterator[tuple[Field, Runs]]:
    body = headline.body
    cited = [run for run in headline.runs if (run.url or "").startswith(CITE)]
    cited += [citation.run for citation in body.citations]
    own = tidy(run for run in headline.runs if not (run.url or "").startswith(CITE))
    citation = read_citation(cited[0]) if cited else None
    title = own if plain(own) else ((Run(citation.title or cited[0].text),) if citation else ())
    yield (
        (Field.TITLE if citation or any(property_of(key) in TELLING for key, _ in body.properties) else Field.ENTRY),
        title,
    )
    if headline.read:
        yield Field.READ, (Run(headline.read),)
    if citation:
        yield from _cited_fields(citation)
    for link in body.links:
        yield field_of(link.label) or Field.LINK, (link.run,)
    for key, value in body.properties:
        yield from _property_fields(key, value)


def _cited_fields(citation: Citation) -> Iterator[tuple[Field, Runs]]:
    if citation.authors:
        yield Field.AUTHORS, (Run(citation.authors),)
    if citation.year:
        yield Field.YEAR, (Run(str(citation.year)),)


def _property_fields(key: str, value: str) -> Iterator[tuple[Field, Runs]]:
    if key.upper() in REFERRING:
        for run in inline_runs(value):
            if run.url and not run.url.startswith(CITE):
                yield Field.LINK, (run,)
        if year := year_of_key(value.partition("cite:")[2] or value) if "://" not in value else None:
            yield Field.YEAR, (Run(str(year)),)
    elif is_address(value) and property_of(key) not in _ADDRESSED:
        yield Field.PAGE, (Run(key.lower(), value.strip()),)
    elif found := property_of(key):
        runs = inline_runs(value)
        yield found, (Run(value, value),) if found is Field.LINK and not any(run.url for run in runs) else runs


def _details(body: Body, fields: list[tuple[Field, Runs]]) -> Iterator[Runs]:
    """What stands below an entry: fields it names ("Venue: OSDI") are added, the rest are remarks."""
    for block in body.blocks:
        if isinstance(block, Record):
            fields.extend((name, runs) for name, runs in block.fields if name is not Field.TITLE)
    for runs in _notes(Body(blocks=body.blocks)):
        label, colon, rest = plain(runs).partition(": ")
        found = field_of(label) if colon and len(label.split()) <= 3 else None
        links = tuple(run for run in runs if run.url and not run.url.startswith(CITE))
        if found and found in PAPER_PROPERTIES and found is not Field.TITLE:
            fields.append((found, links or (Run(rest),)))
        else:
            fields.extend((Field.PAGE, (run,)) for run in links)
            yield tuple(Run(run.text, None, run.struck) for run in runs)
