"""Papers that stand in no list: in the lines of a paragraph or of a table's cell."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mlsys_tui.parsing.blocks import BREAK, Block, Item, Prose, Run, Runs, plain, split_lines, tidy
from mlsys_tui.parsing.entries.entry import read_entry
from mlsys_tui.parsing.entries.evidence import Evidence, evidence_of, is_material, leads_nowhere
from mlsys_tui.parsing.entries.hints import is_detail_line, title_links
from mlsys_tui.parsing.words.authors import is_name, people_in
from mlsys_tui.parsing.words.labels import is_filler, lists_readings, requirement_of
from mlsys_tui.parsing.words.links import is_paper_label
from mlsys_tui.parsing.words.venues import find_venue_alone
from mlsys_tui.patterns import pattern

_MARKER = pattern(r"^\s*(?:[-*+•–]\s+|\(?\d{1,3}[.)]\s+|\[\d{1,3}\]:?\s+)")
_LABEL = pattern(r"\W*(?P<label>[^\W\d_][^:：\n]{2,40}?)\s*[:：]")
_YEAR_SECOND = pattern(r"^.{4,200}?\.\s\(?(?:19|20)\d\d\)?\.\s")
_MAX_LINES = 8
_MAX_LINE_WORDS = 40
_MAX_WORDS = 90
_TITLE_WORDS = 3


def items_of_lines(prose: Prose) -> Iterator[Block]:
    """What a cell of readings lists: an item per line, unless a line goes on about the paper of the line before."""
    groups: list[list[Runs]] = []
    for line_runs in _broken_lines(prose.runs):
        marked, runs = _without_marker(line_runs)
        if not runs:
            continue
        if groups and not marked and _goes_on(groups[-1], runs):
            groups[-1].append(runs)
        else:
            groups.append([runs])
    for lines in groups:
        text, line = plain(lines[0]), lines[0][0].line or prose.line
        if len(lines) == 1 and (requirement_of(text) or is_filler(text)):
            yield Prose(lines[0], line)
        else:
            yield Item(_with_breaks(lines), line)


def papers_among(blocks: Sequence[Block], line: int) -> Iterator[Block]:
    """A cell that holds papers among other things: what is beyond doubt one, and all else as notes."""
    for block in blocks:
        if not isinstance(block, Prose):
            yield block
            continue
        for found in items_of_lines(block):
            if isinstance(found, Item) and not _is_sure(found, line):
                yield Prose(found.runs, found.line, aside=True)
            else:
                yield found


def _is_sure(item: Item, line: int) -> bool:
    return evidence_of(read_entry(item.runs, line)) >= Evidence.GOOD and _reads_as_title(item.runs)


def _reads_as_title(runs: Runs) -> bool:
    """False for a sentence that has a link somewhere."""
    links = title_links(runs)
    if not links or plain(runs).startswith(links[0].text.strip()) or _starts_paper(runs):
        return True
    before = plain(runs[: runs.index(links[0])]).rpartition(":")[2].strip(" ,")
    return bool(people_in(before))


def papers_of_paragraph(prose: Prose) -> list[Item]:
    """The papers that a paragraph outside any list is about; [] if it is prose."""
    lines = [runs for runs in _broken_lines(prose.runs) if runs]
    if labelled := labelled_lines(prose):
        return labelled
    if not lines or prose.aside or len(plain(prose.runs).split()) > _MAX_WORDS or is_material(plain(lines[0])):
        return []
    if leads_nowhere([run.url for runs in lines for run in runs if run.url]):
        return []
    starts = [_is_whole_entry(runs) for runs in lines]
    detailed = starts[0] and all(map(is_detail_line, lines[1:]))
    if len(lines) > 1 and all(starts):
        return [Item(_without_marker(runs)[1], runs[0].line or prose.line + at) for at, runs in enumerate(lines)]
    long = len(lines) > _MAX_LINES or any(len(plain(runs).split()) > _MAX_LINE_WORDS for runs in lines)
    if long and not detailed:
        return []
    return _paper_of_block(lines, prose.line, detailed=detailed)


def _paper_of_block(lines: list[Runs], line: int, *, detailed: bool) -> list[Item]:
    """The one paper of some lines: a title with its details below, or a whole entry with more of them."""
    first = 1 if _is_loose_label(lines) else 0
    block = lines[first:]
    if len(block) > 1 and _is_block(block):
        return [Item(_with_breaks(block), block[0][0].line or line + first)]
    if detailed:
        return [Item(_with_breaks([_without_marker(lines[0])[1], *lines[1:]]), line)]
    return []


def labelled_lines(prose: Prose) -> list[Item]:
    """The lines of a paragraph that say they are readings: "Preparation: Read [X](url)" between notes and labs."""
    found = []
    for runs in _joined_labels(_broken_lines(prose.runs)):
        label = _LABEL.match(plain(runs))
        said = label and (lists_readings(label["label"]) or requirement_of(label["label"]))
        if said and any(run.url for run in runs):
            found.append(Item(runs, runs[0].line or prose.line))
    return found


def _joined_labels(lines: list[Runs]) -> Iterator[Runs]:
    """Lines that go on after a comma or an "and" joined to the ones before."""
    before: Runs = ()
    for runs in lines:
        if before and (plain(before).endswith((",", " and")) or plain(runs).startswith(("and ", ","))):
            before = tidy((*before, Run(" "), *runs))
        else:
            if before:
                yield before
            before = runs
    if before:
        yield before


def items_of_item(item: Item) -> list[Item]:
    """The items that the lines of one are, where several lines have a paper's title of their own; else []."""
    if not any("\n" in run.text for run in item.runs):
        return []
    lines = [(at, runs) for at, runs in enumerate(_broken_lines(item.runs)) if runs]
    starts = [at for at, runs in lines if _starts_paper(runs)]
    if len(starts) < 2 or len(starts) != len(
        {run.url for at, runs in lines if at in starts for run in title_links(runs)[:1]}
    ):
        return []
    groups: list[tuple[int, list[Runs]]] = []
    for at, runs in lines:
        if at in starts or not groups:
            groups.append((at, [runs]))
        else:
            groups[-1][1].append(runs)
    items = [Item(_with_breaks(runs), runs[0][0].line or item.line + at) for at, runs in groups]
    return [*items[:-1], replace(items[-1], children=item.children)]


def _starts_paper(runs: Runs) -> bool:
    links = title_links(runs)
    if not links:
        return False
    before = plain(runs[: runs.index(links[0])]).strip(" ,.:;-–[]()")
    return not before or find_venue_alone(before) is not None


def is_details(prose: Prose) -> bool:
    """True for a paragraph that says who wrote a paper, where it was published, or links to it, and no more."""
    lines = [runs for runs in _broken_lines(prose.runs) if runs]
    if not 0 < len(lines) <= _MAX_LINES or not all(map(is_detail_line, lines)):
        return False
    return links_paper(prose.runs) or not is_material(plain(prose.runs))


def links_paper(runs: Runs) -> bool:
    """True if one of the links is called "paper" or "pdf"."""
    return any(is_paper_label(run.text) for run in runs if run.url)


def _broken_lines(runs: Runs) -> list[Runs]:
    whole = tuple(replace(run, text=run.text.replace("\n", " ")) if _is_wrapped(run) else run for run in runs)
    return [tidy(replace(run, text=run.text.replace(BREAK, " ")) for run in line) for line in split_lines(whole)]


def _is_wrapped(run: Run) -> bool:
    """True for a link that goes on in the next line of the source."""
    return bool(run.url) and "\n" in run.text and BREAK not in run.text


def _with_breaks(lines: list[Runs]) -> Runs:
    joined: list[Run] = []
    for runs in lines:
        joined += [Run(f"{BREAK}\n"), *runs] if joined else runs
    return tidy(joined)


def _without_marker(runs: Runs) -> tuple[bool, Runs]:
    if runs and runs[0].url is None and (match := _MARKER.match(runs[0].text)):
        return True, tidy((replace(runs[0], text=runs[0].text[match.end() :]), *runs[1:]))
    return False, runs


def _goes_on(lines: list[Runs], runs: Runs) -> bool:
    """True for a line about the paper of the lines before: its links, authors or venue; or its only link."""
    if title_links(runs):
        return False
    linked = any(run.url for line in lines for run in line)
    if linked and not any(run.url for run in runs) and _is_about_above(plain(runs)):
        return True
    return is_detail_line(runs) if linked else any(run.url for run in runs) or is_detail_line(runs)


def _is_about_above(text: str) -> bool:
    """True for names, last names too, and for what stands in brackets: "Harty and Cheriton", "(new version)"."""
    bracketed = text.startswith("(") and text.endswith(")")
    return bracketed or bool(people_in(text)) or is_name(text) or (text.isalpha() and text.istitle())


def _is_loose_label(lines: list[Runs]) -> bool:
    """A heading that nothing but a line end keeps from the block below it: "Scheduling", then a title."""
    if len(lines) < 3 or any(run.url for run in lines[0]):
        return False
    words, following = plain(lines[0]).split(), plain(lines[1])
    if is_detail_line(lines[1]):
        return False
    return len(words) <= 2 and ":" not in lines[0][0].text and len(following.split()) >= _TITLE_WORDS


def _is_block(lines: list[Runs]) -> bool:
    """A title on a line of its own, then its venue, authors, address."""
    title = plain(lines[0])
    if title_links(lines[0]) or len(title.split()) < 2 or title.endswith((":", ";", ",")):
        return False
    if title.endswith(".") and len(title.split()) > 15:
        return False
    details = lines[1:]
    known = [is_detail_line(runs) for runs in details]
    return known[-1] and (all(known) or (len(details) <= 3 and sum(known) * 2 >= len(details)))


def _is_whole_entry(line: Runs) -> bool:
    """One line that is a paper: a title that is a link, or a reference with authors, venue and year."""
    marked, runs = _without_marker(line)
    listing = read_entry(runs, 0)
    if links := title_links(runs):
        remark = len((listing.remark or "").replace("Notes:", "").split())
        told = evidence_of(listing) >= Evidence.GOOD and remark <= max(8, len(listing.title.split()))
        return told and _is_headed_by_link(runs, links[0])
    long = len(listing.title.split()) >= _TITLE_WORDS
    bold = runs[0].bold and long and listing.title in runs[0].text
    if bold and (listing.authors or listing.year or listing.links):
        return True
    if any(run.url for run in runs):  # "Title [pdf] [code]"
        return evidence_of(listing) is Evidence.STRONG and bool(listing.title) and not listing.remark
    referred = bool(listing.authors and listing.year and long)
    return referred and (bool(listing.venue) or marked or bool(_YEAR_SECOND.search(plain(runs))))


def _is_headed_by_link(runs: Runs, link: Run) -> bool:
    """True if little but a venue stands before the link, and after it no sentence goes on."""
    at = runs.index(link)
    before, after = plain(runs[:at]).strip(" ,.:;-–[]()"), plain(runs[at + 1 :])
    if after and after[0].islower() and not after.startswith("by "):
        return False  # "[The code](url) applies to all": a sentence
    if (len(before.split()) > 2 and not find_venue_alone(before)) or before.endswith(("see", "in", "the", "on")):
        return False
    short = len(link.text.split()) < _TITLE_WORDS
    return not short or not (before or after) or plain(runs).startswith(f"{link.text}:")
