"""One field of a row, from JSON and cleaned, or a ValueError that says what it is not."""

from mlsys_tui.domain.notebook import MAX_RATING, Status
from mlsys_tui.text import clean_block, clean_line


def line(value: object) -> str:
    """A text on one line."""
    if not isinstance(value, str):
        raise ValueError(f"{value!r:.40} is no text")
    if value.isascii() and value.isprintable() and "  " not in value:  # mostly so, and ten times faster
        return value.strip()
    return clean_line(value)


def line_or_none(value: object) -> str | None:
    """A text on one line, or nothing."""
    return None if value is None else line(value)


def block(value: object) -> str | None:
    """A text of several lines; None if it is empty."""
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{value!r:.40} is no text")
    if not value:
        return None
    if value.isascii() and value.replace("\n", "").isprintable():
        return value
    return clean_block(value) or None


def lines(value: object) -> tuple[str, ...]:
    """Texts on one line each, without empty ones."""
    if not isinstance(value, list | tuple):
        raise ValueError(f"{value!r:.40} is no list")
    return tuple(text for item in value if (text := line(item)))


def status(value: object) -> Status | None:
    """A status, or nothing."""
    if value is None:
        return None
    try:
        return Status(line(value))
    except ValueError:
        raise ValueError(f"{value!r:.40} is no status; there are {', '.join(Status)}") from None


def history(value: object) -> tuple[tuple[str, str], ...]:
    """Statuses with their times."""
    if not isinstance(value, list | tuple):
        raise ValueError(f"{value!r:.40} is no list")
    return tuple((line(state), line(at)) for state, at in map(lines, value))


def rating(value: object) -> int | None:
    """A number of stars, or nothing."""
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MAX_RATING:
        raise ValueError(f"{value!r:.40} is no rating")
    return value


def flag(value: object) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise ValueError(f"{value!r:.40} is neither true nor false")
    return value


def flag_or_none(value: object) -> bool | None:
    """Yes, no, or nothing."""
    return None if value is None else flag(value)


def key(value: object) -> str:
    """The name of a row: a text that is clean already."""
    if not isinstance(value, str) or not value or clean_line(value) != value:
        raise ValueError(f"{value!r:.40} is no key of a row")
    return value


def plain(value: object) -> object:
    """A field's value as JSON has it."""
    kind = type(value)
    if kind is tuple:
        return [plain(item) if type(item) is tuple else item for item in value]  # type: ignore[attr-defined]
    return value.value if kind is Status else value  # type: ignore[attr-defined]
