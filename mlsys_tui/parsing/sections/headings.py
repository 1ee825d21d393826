"""What is a heading and what is not: labels of plain text that stand for headings, headings that are papers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mlsys_tui.parsing.blocks import Block, Heading, Item, Prose, Record, Run, Runs, plain, tidy
from mlsys_tui.parsing.entries.details import says_authors, says_field
from mlsys_tui.parsing.entries.entry import is_title_case, read_entry
from mlsys_tui.parsing.entries.evidence import Evidence, evidence_of, leads_nowhere
from mlsys_tui.parsing.entries.hints import title_links
from mlsys_tui.parsing.entries.lines import is_details, links_paper
from mlsys_tui.parsing.words import labels
from mlsys_tui.parsing.words.authors import is_name
from mlsys_tui.parsing.words.dates import find_date, find_date_inside
from mlsys_tui.parsing.words.links import is_label
from mlsys_tui.parsing.words.venues import find_venue_alone
from mlsys_tui.patterns import pattern

LABEL_LEVEL = 9
"""Bold lines and short lines with a colon stand below every heading and <summary>."""

COUNTED_LEVEL = LABEL_LEVEL - 1
"""Lines that count sessions stand above those."""

_MAX_LABEL_WORDS = 8
_MAX_COUNTED_WORDS = 16
_MIN_COUNTED = 3
_MIN_TITLE_WORDS = 3
_MIN_ENTRIES = 3
_MIN_LINKED = 2
_MIN_BARE = 5
_REQUIRED_ON = pattern(r"(?P<label>.{4,60}?)\s+(?:for|by|on|before)\s+(?P<day>\S.{2,40}?)\s*:?")
_NUMBER = pattern(r"\s*\d{1,3}(?:[-.]\d{1,3})*[.)]?\s+(?=\S)")


def with_headings(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with headings where the document means some, and papers where it only looks so."""
    return list(_entries_of_headings(list(_labels_as_headings(_dated(blocks)))))


# -- labels ---------------------------------------------------------------------------------------------------


def _labels_as_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """Plain text has no headings: a line of its own that is a date or a requirement stands for one."""
    has_headings = any(isinstance(block, Heading) and not 6 < block.level <= LABEL_LEVEL for block in blocks)
    counted = {index for index, block in enumerate(blocks) if isinstance(block, Prose) and _counts_session(block)}
    level = 0
    for index, block in enumerate(blocks):
        if isinstance(block, Heading | Prose) and (day := _required_on(block)):
            level = block.level if isinstance(block, Heading) else max(level, 2) + (level < LABEL_LEVEL)
            yield Heading(level, (Run(day[0]),), block.line)
            yield Heading(level + 1, (Run(day[1]),), block.line)
            level += 1
            continue
        if isinstance(block, Heading) and block.runs:
            level = block.level
        elif isinstance(block, Prose) and len(counted) >= _MIN_COUNTED and index in counted:
            level = COUNTED_LEVEL
            yield Heading(level, block.runs, block.line)
            continue
        elif isinstance(block, Prose) and not block.aside and not any(run.url for run in block.runs):
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            if own := _label_level(block, following, level, has_headings):
                yield Heading(own, _without_colon(block), block.line)
                continue
        yield block


def _required_on(block: Heading | Prose) -> tuple[str, str] | None:
    """(day, label) of "Required reading for Monday, April 4", which heads a session and says what is required."""
    if isinstance(block, Prose) and (block.aside or any(run.url for run in block.runs)):
        return None
    match = _REQUIRED_ON.fullmatch(plain(block.runs))
    if not match or not (labels.requirement_of(match["label"]) or labels.lists_readings(match["label"])):
        return None
    day = find_date(match["day"])
    return (match["day"], match["label"]) if day and not day.rest else None


def _counts_session(block: Prose) -> bool:
    """True for a line such as "Lecture 4: Consistency", linked or not."""
    text = plain(block.runs)
    return not block.aside and len(text.split()) <= _MAX_COUNTED_WORDS and labels.counts_session(text)


def _label_level(block: Prose, following: Block | None, level: int, has_headings: bool) -> int | None:
    text = plain(block.runs)
    words = len(text.split())
    if words > _MAX_LABEL_WORDS + 4 or not text:
        return None
    if labels.requirement_of(text):
        return max(level, 2) + 2
    day = find_date(text) or find_date(labels.take_number(text)[1]) or (_is_bold(block) and find_date_inside(text))
    longest = _MAX_LABEL_WORDS + (4 if day and _is_bold(block) else 0)
    if words <= longest and (day or _is_bare_label(text, has_headings)):
        return max(level, 1) + 1 if has_headings else 3
    bold = _is_bold(block)
    heads = isinstance(following, Item | Record) or (bold and isinstance(following, Prose) and _is_bold(following))
    if has_headings and heads and text[-1] not in ".?!;," and (bold or (text.endswith(":") and words <= 4)):
        return LABEL_LEVEL if level < LABEL_LEVEL or level == LABEL_LEVEL else level + 1
    return None


def _is_bold(block: Prose) -> bool:
    return not block.aside and all(run.bold and not run.url for run in block.runs if run.text.strip())


def _without_colon(block: Prose) -> tuple[Run, ...]:
    last = block.runs[-1]
    return tidy((*block.runs[:-1], replace(last, text=last.text.rstrip().removesuffix(":"))))


def _is_bare_label(text: str, has_headings: bool) -> bool:
    """In a document without headings a short line that ends no sentence heads what follows."""
    return not has_headings and text[-1] not in ".?!:;,"


def _dated(blocks: Sequence[Block]) -> Sequence[Block]:
    """A date on a line of its own next to a heading is the heading's date, if the document does that often.

    It may stand before its headings or after them.
    """
    before, after = _date_lines(blocks, step=1), _date_lines(blocks, step=-1)
    step = 1 if len(before) >= len(after) else -1
    lines = before if step == 1 else after
    if len(lines) < 2:
        return blocks
    owners = {index + step: blocks[index] for index in lines}
    levels = Counter(block.level for index in owners if isinstance(block := blocks[index], Heading))
    level = levels.most_common(1)[0][0]  # sessions stand side by side, whatever some page says
    found: list[Block] = []
    for index, block in enumerate(blocks):
        day = owners.get(index)
        if isinstance(day, Prose) and isinstance(block, Heading):
            found.append(Heading(level, tidy((Run(f"{plain(day.runs)} "), *block.runs)), block.line))
        elif index not in lines:
            found.append(block)
    return found


def _date_lines(blocks: Sequence[Block], step: int) -> set[int]:
    """Where lines stand that are nothing but a date, with a heading that has none right after them (or before)."""
    return {
        index
        for index, block in enumerate(blocks)
        if isinstance(block, Prose)
        and 0 <= index + step < len(blocks)
        and isinstance(heading := blocks[index + step], Heading)
        and heading.runs
        and _is_date(block)
        and not _has_date(heading)
    }


def _is_date(block: Prose) -> bool:
    day = find_date(plain(block.runs))
    return day is not None and not day.rest


def _has_date(heading: Heading) -> bool:
    return find_date(plain(heading.runs)) is not None


# -- papers ---------------------------------------------------------------------------------------------------


def _entries_of_headings(blocks: list[Block]) -> Iterator[Block]:
    """Headings that are papers become items, and what stands under them theirs."""
    linked = [i for i, block in enumerate(blocks) if isinstance(block, Heading) and _is_linked_title(block)]
    plain_ones = [i for i, block in enumerate(blocks) if isinstance(block, Heading) and _heads_details(blocks, i)]
    bare = _bare_titles(blocks)
    paper_below = sum(isinstance(below := blocks[i + 1], Prose) and links_paper(below.runs) for i in plain_ones)
    chosen = {
        *bare,
        *(linked if len(linked) >= _MIN_ENTRIES or _are_told(blocks, linked) else ()),
        *(plain_ones if len(plain_ones) >= _MIN_ENTRIES or paper_below >= _MIN_LINKED else ()),
        *(i for i in plain_ones if isinstance(below := blocks[i + 1], Item) and says_authors(below)),
    }
    index = 0
    while index < len(blocks):
        block = blocks[index]
        index += 1
        if index - 1 not in chosen or not isinstance(block, Heading):
            yield block
            continue
        children: list[Item] = []
        prose: list[Prose] = []
        while index < len(blocks) and isinstance(blocks[index], Item | Prose):
            inner = blocks[index]
            if isinstance(inner, Item):
                children.append(inner)
            elif isinstance(inner, Prose) and not prose and (is_details(inner) or _is_person(inner)):
                children.append(Item(inner.runs, inner.line))
            elif isinstance(inner, Prose):
                prose.append(replace(inner, aside=True))
            index += 1
        yield Item(_without_number(block.runs), block.line, tuple(children), is_heading=True)
        yield from prose


def _without_number(runs: Runs) -> Runs:
    """A heading that is a paper without its own number: "1-2. Paxos Made Simple"."""
    match = _NUMBER.match(runs[0].text)
    return tidy((replace(runs[0], text=runs[0].text[match.end() :]), *runs[1:])) if match else runs


def _bare_titles(blocks: Sequence[Block]) -> list[int]:
    """Where headings of the innermost level stand that are titles, in a document that lists little else."""
    others = sum(
        isinstance(block, Record) or (isinstance(block, Item | Prose) and bool(title_links(block.runs)))
        for block in blocks
    )
    headings = [(i, block) for i, block in enumerate(blocks) if isinstance(block, Heading) and block.runs]
    innermost = max((block.level for _, block in headings if block.level <= 6), default=0)
    inner = [(i, plain(block.runs)) for i, block in headings if block.level == innermost]
    inner = [(i, text) for i, text in inner if len(text.split()) >= _MIN_TITLE_WORDS and not find_date(text)]
    titles = [i for i, text in inner if is_title_case(text)]
    enough = len(titles) >= max(_MIN_BARE, 3 * others) and len(titles) * 4 >= len(inner) * 3
    return [i for i, _ in inner] if enough else []


def _are_told(blocks: list[Block], linked: list[int]) -> bool:
    """True for two linked headings, each with authors or a venue on the line below."""
    below = [blocks[i + 1] if i + 1 < len(blocks) else None for i in linked]
    return len(linked) > 1 and all(isinstance(block, Prose) and is_details(block) for block in below)


def _is_linked_title(heading: Heading) -> bool:
    links = [run for run in heading.runs if run.url and not is_label(run.text)]
    if not links or leads_nowhere([run.url for run in heading.runs if run.url]):
        return False
    if "://" not in (links[0].url or ""):
        return False
    text = plain(heading.runs)
    if find_venue_alone(text) or len(links[0].text) * 2 < len(text) or find_date(text):
        return False
    listing = read_entry(heading.runs, heading.line)
    return len(listing.title.split()) >= _MIN_TITLE_WORDS and evidence_of(listing) >= Evidence.GOOD


def _is_person(prose: Prose) -> bool:
    text = plain(prose.runs)
    return text.isascii() and is_name(text)


def _heads_details(blocks: list[Block], index: int) -> bool:
    """A title as a heading, with authors, venue or the paper's links on the lines right below."""
    heading = blocks[index]
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    assert isinstance(heading, Heading)
    text = plain(heading.runs)
    if isinstance(following, Item) and says_field(following):
        return not any(run.url for run in heading.runs) and not find_date(text)
    if len(text.split()) < _MIN_TITLE_WORDS or any(run.url for run in heading.runs) or find_date(text):
        return False
    if isinstance(following, Prose):
        return is_details(following) or _is_person(following)
    return isinstance(following, Item) and is_details(Prose(following.runs, following.line))
