"""Tables of sessions, a column of dates, weeks or lecture numbers, to a heading per session and its readings."""

import re
from collections.abc import Callable, Iterator, Sequence

from mlsys_tui.parsing.blocks import Block, Cell, Field, Heading, Prose, Run, Runs, Scope, ScopeEnd, plain
from mlsys_tui.parsing.entries.entry import read_entry
from mlsys_tui.parsing.entries.evidence import is_paper_link
from mlsys_tui.parsing.entries.lines import items_of_lines, papers_among
from mlsys_tui.parsing.sections.table_rows import Row, as_notes, first_line, is_across
from mlsys_tui.parsing.words import course_life, labels
from mlsys_tui.parsing.words.dates import find_date
from mlsys_tui.parsing.words.fields import field_of
from mlsys_tui.parsing.words.roles import Role, presents, requirement_in, role_of
from mlsys_tui.patterns import pattern

SESSION_LEVEL = 12
"""Sessions of a table stand below every heading; themes between their rows stand one above."""
THEME_LEVEL = SESSION_LEVEL - 1


_DIGITS = pattern(r"(?:(?:week|lecture|lec|class|session)\s*)?#?\s*\d{1,2}[a-z]?\.?", re.IGNORECASE)
_MAX_SESSION_MONTHS = 10


def session_roles(header: Row | None, body: Sequence[Row]) -> list[Role] | None:
    """What each column of a schedule holds; None if the table is none."""
    width = max((len(row.cells) for row in body), default=0)
    roles = _roles_of_header(header, width) if header else [Role.OTHER] * width
    dated = [column for column in range(width) if _is_column_of(body, column, _is_day)]
    counted = [column for column in range(min(width, 3)) if _is_column_of(body, column, _DIGITS.fullmatch)]
    for column, role in enumerate(roles):
        if column in dated:
            roles[column] = Role.DATE
        elif column in counted and role is not Role.READINGS:
            roles[column] = Role.NUMBER
        elif role in (Role.DATE, Role.NUMBER):
            roles[column] = Role.OTHER if role is Role.DATE else Role.TOPIC
    if dated:
        read_days = not header and dated[0] > 0 and not counted  # a title, then the day it was read
        if read_days or _are_publications(header, [row.text(dated[0]) for row in body]):
            return None
    elif not (counted and header and Role.READINGS in roles and Role.TOPIC in roles):
        return None
    if Role.READINGS not in roles:
        _guess_readings(roles, body)
    return roles


def _roles_of_header(header: Row, width: int) -> list[Role]:
    """By name; a header of readings may stand over several columns, of which the others are empty."""
    roles: list[Role] = []
    for column in range(width):
        over = roles and roles[-1] is Role.READINGS and not header.text(column)
        roles.append(Role.READINGS if over else role_of(header.text(column)))
    return roles


def _is_column_of(body: Sequence[Row], column: int, test: Callable[[str], object]) -> bool:
    texts = [text for row in body if (text := row.text(column))]
    fitting = sum(bool(test(text)) for text in texts)
    return fitting >= 2 and fitting * 3 >= len(texts) * 2


def _is_day(text: str) -> bool:
    found = find_date(text)
    return found is not None and len(found.rest.split()) <= 3


def _are_publications(header: Row | None, texts: Sequence[str]) -> bool:
    """True if the dates are those of papers: they all have a year, and spread over more than a course lasts."""
    names = {role_of(header.text(c)) for c in range(len(header.cells))} if header else set()
    fields = {field_of(header.text(c)) for c in range(len(header.cells))} if header else set()
    if header and any(presents(header.text(column)) for column in range(len(header.cells))):
        return False
    days = [day for text in texts if (day := find_date(text))]
    if not days or any(day.year is None for day in days):
        return False
    months = [(day.year or 0) * 12 + day.month for day in days]
    longer = max(months) - min(months) > _MAX_SESSION_MONTHS
    return longer or (bool(fields & {Field.TITLE, Field.AUTHORS}) and not names & {Role.TOPIC, Role.NUMBER})


def _guess_readings(roles: list[Role], body: Sequence[Row]) -> None:
    """Without a word for it, the readings are where most links to papers are; it may be the topics' column too."""
    counts = [
        sum(is_paper_link(run) for row in body for run in row.runs(column)) if role in (Role.OTHER, Role.TOPIC) else 0
        for column, role in enumerate(roles)
    ]
    if counts and (most := max(counts)):
        roles[counts.index(most)] = Role.MIXED


def sessions(roles: list[Role], header: Row | None, body: list[Row]) -> Iterator[Block]:
    """A heading per session, themes above them, and what the columns of each row list."""
    line = body[0].line if body else 0
    before: Block | None = None
    for index, row in enumerate(body):
        line = row.line
        if theme := _theme(row, roles):
            following = body[index + 1] if index + 1 < len(body) else None
            under = following is None or _names_session(following, roles)
            yield Heading(THEME_LEVEL if under else SESSION_LEVEL + 1, theme, row.line)
            continue
        if _names_session(row, roles):
            heading, *events = _session(row, roles)
            if heading != before:  # cells that reach over several rows make them one session
                yield heading
                yield from events
            before = heading
        yield from _contents(row, roles, header)
    yield Heading(THEME_LEVEL, (), line)


def _names_session(row: Row, roles: list[Role]) -> bool:
    return any(row.text(column) for column, role in enumerate(roles) if role in (Role.DATE, Role.NUMBER))


def _theme(row: Row, roles: list[Role]) -> Runs | None:
    """The one text of a row that stands over the rows after it: bold, or all across, and no link to a paper."""
    filled = [column for column in range(len(row.cells)) if row.text(column)]
    if len(filled) != 1:
        return None
    runs, text = row.runs(filled[0]), row.text(filled[0])
    dated = find_date(text) or _DIGITS.fullmatch(text)
    if _names_session(row, roles) and len(row.cells) > 1 and not is_across(row) and dated:
        return None
    if any(run.url for run in runs) or len(plain(runs).split()) > 12:
        return None
    loud = all(run.bold for run in runs if run.text.strip()) or row.cells[filled[0]].heads or is_across(row)
    return runs if loud and not find_date(plain(runs)) else None


def _session(row: Row, roles: list[Role]) -> Iterator[Block]:
    """The heading of a session: its date, then its topic; a bold cell among the readings is its topic too."""
    day = _joined(row, roles, Role.DATE)
    number = _joined(row, roles, Role.NUMBER)
    topic = [first_line(row.runs(c)) for c, role in enumerate(roles) if role is Role.TOPIC and row.text(c)]
    if not topic and (bold := _bold_reading(row, roles)) is not None:
        topic = [row.runs(bold)]
    title = " / ".join(filter(None, (plain(runs) for runs in topic)))
    digits = re.search(r"\d+", number) if number else None
    if number and not digits:
        title = f"{number}: {title}" if title else number
    counted = f"{digits[0]}. {title}" if digits and title else f"Lecture {digits[0]}" if digits else title
    text = f"{day} {counted}".strip() if day else counted
    yield Heading(SESSION_LEVEL, (Run(text),), row.line)
    holds = any(row.text(c) for c, role in enumerate(roles) if role is Role.READINGS)
    if title and (not holds or _bold_reading(row, roles) is not None) and course_life.names_event(title):
        yield Prose((Run(title),), row.line)


def _joined(row: Row, roles: list[Role], wanted: Role) -> str:
    return " ".join(filter(None, (row.text(c) for c, role in enumerate(roles) if role is wanted)))


def _bold_reading(row: Row, roles: list[Role]) -> int | None:
    for column, role in enumerate(roles):
        runs = row.runs(column)
        if role is Role.READINGS and runs and not any(run.url for run in runs):
            words = [run for run in runs if run.text.strip()]
            if words and words[0].bold and len(plain(runs).split()) <= 12:
                return column
    return None


def _contents(row: Row, roles: list[Role], header: Row | None) -> Iterator[Block]:
    """The readings of a row as items; its other cells as a note."""
    rest: list[Cell] = []
    bold = _bold_reading(row, roles)
    lone = not any(row.text(c) for c, role in enumerate(roles) if role in (Role.READINGS, Role.MIXED))
    for column, cell in enumerate(row.cells):
        role = roles[column] if column < len(roles) else Role.OTHER
        if role is Role.READINGS and column != bold:
            label = header.text(column) if header and column < len(header.cells) else ""
            yield Scope(label if labels.requirement_of(label) else "readings", row.line)
            yield from _readings(cell)
            yield ScopeEnd(row.line)
        elif role is Role.MIXED or (role is Role.TOPIC and (lone or _is_cited(row, column))):
            required = requirement_in(header.text(column)) if header and column < len(header.cells) else None
            yield from [Scope(required, row.line)] if required else []
            yield from papers_among(cell.blocks, row.line)
            yield from [ScopeEnd(row.line)] if required else []
        elif role is Role.OTHER or (role is Role.TOPIC and any(run.url for run in row.runs(column))):
            rest.append(cell)
    yield from as_notes(rest, row.line)


def _is_cited(row: Row, column: int) -> bool:
    """True for a topic that is a paper, with venue and year."""
    listing = read_entry(row.runs(column), row.line)
    return bool(listing.links and listing.venue and listing.year)


def _readings(cell: Cell) -> Iterator[Block]:
    for block in cell.blocks:
        if isinstance(block, Prose):
            yield from items_of_lines(block)
        elif isinstance(block, Heading):
            yield Prose(block.runs, block.line)
        else:
            yield block
