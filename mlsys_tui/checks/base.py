"""What a check finds."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple

from mlsys_tui.store.files import reason
from mlsys_tui.text import clean_line


class Level(StrEnum):
    """How much a finding matters."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


class Finding(NamedTuple):
    """One line: what it is about, what is so, and what to do if that is not well."""

    level: Level
    about: str
    said: str
    advice: str = ""

    def __str__(self) -> str:
        sentence = f"{self.said}. {self.advice[:1].upper()}{self.advice[1:]}" if self.advice else self.said
        return f"{self.level:<8} {self.about:<10} {sentence}"


def ok(about: str, said: str) -> Finding:
    """All is well."""
    return Finding(Level.OK, about, clean_line(said))


def note(about: str, said: str, advice: str = "") -> Finding:
    """Something to know."""
    return Finding(Level.NOTE, about, clean_line(said), clean_line(advice))


def problem(about: str, said: str, advice: str = "") -> Finding:
    """Something to mend."""
    return Finding(Level.PROBLEM, about, clean_line(said), clean_line(advice))


def guarded(about: str, check: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """What a check finds; if it cannot even look, that is what is found."""
    try:
        return list(check())
    except OSError as error:
        return [problem(about, f"it could not be looked at: {reason(error)}")]
    except (ValueError, RecursionError) as error:
        return [problem(about, f"it could not be understood: {type(error).__name__}")]
