"""What is being typed, on disk before it is a note: one file for each text, until that is saved.

A draft is the window's that writes it. When the window is gone without having saved it, another may claim it, and
only one does: it is renamed to be the new window's own.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

from mlsys_tui.domain.paper import Paper, PaperKey
from mlsys_tui.store.files import read_regular, reason, write_atomic
from mlsys_tui.store.presence import Presence
from mlsys_tui.text import clean_block, clean_line, typed_text

FORMAT = 1
MAX_BYTES = 32_000_000
_OURS = re.compile(r"\.?(?P<window>[0-9a-f]{12})(?P<kind>-[0-9]+\.json|-[0-9]+\.json\.[0-9a-f]+\.tmp|\.lock)")
_OUTSIDE = re.compile(r"[a-z0-9][a-z0-9-]*\.md")
# What editors write beside a file: swap files, backups, rescued texts.
_STRAY = re.compile(r"\.?(?P<name>[a-z0-9][a-z0-9-]*\.md)(\..+|~)?")

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Draft:
    """A text on its way into the note of a paper, begun from `base`, last written at the time `at` (ISO 8601, UTC).

    `title` and `aliases` find the paper again, as those of a record do. `outside` names the file in the folder of
    drafts in which an editor has the text.
    """

    paper: PaperKey
    title: str
    aliases: tuple[str, ...]
    base: str
    text: str
    at: str
    outside: str | None = None


class Unfinished(NamedTuple):
    """A draft that no open window is writing, and the name it is kept under."""

    name: str
    draft: Draft


class Found(NamedTuple):
    """The drafts that were found, the latest first; what cannot be read, in words; how many other windows write."""

    drafts: tuple[Unfinished, ...]
    problems: tuple[str, ...]
    elsewhere: int = 0


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def draft_of(paper: Paper, text: str, base: str, outside: str | None = None) -> Draft:
    """The draft of a note on `paper`; its time will be when it is put."""
    return Draft(paper.key, paper.title, paper.aliases, base, text, "", outside)


class Drafts:
    """The folder of drafts as one window sees it. Its methods read and write files: not for the event loop."""

    def __init__(self, folder: Path, now: Now = utc_now) -> None:
        self.folder = folder
        self._now = now
        self._presence = Presence(folder)
        self._numbers = count(1)
        self._loose: set[str] = set()

    def now(self) -> datetime:
        """The time, by the clock that drafts are dated with."""
        return self._now()

    def new_name(self) -> str:
        """A name for a draft of this window."""
        return f"{self._presence.name}-{next(self._numbers)}.json"

    def put(self, name: str, draft: Draft) -> None:
        """Keep a draft under a name, in the place of what was kept under it; on disk when it returns.

        Raises:
            OSError: it could not be written; what was there before still is.
        """
        self._presence.show()
        at = draft.at or self._now().isoformat(timespec="seconds")
        base, text = clean_block(draft.base), clean_block(draft.text)
        kept = {"format": FORMAT, **asdict(replace(draft, at=at, base=base, text=text))}
        data = json.dumps(kept, ensure_ascii=False, indent=1) + "\n"
        write_atomic(self.folder / name, data.encode("utf-8", "backslashreplace"), durable=True)

    def loosen(self, name: str) -> None:
        """Nobody writes a draft of this window any more; it waits to be claimed, here or elsewhere."""
        self._loose.add(name)

    def is_outside(self, draft: Draft) -> bool:
        """True if an editor's file has the text, still."""
        return draft.outside is not None and (self.folder / draft.outside).exists()

    def drop(self, unfinished: Unfinished) -> None:
        """Throw a draft away, as it is saved or not wanted; an editor's file, too.

        Raises:
            OSError: it is still there.
        """
        if outside := unfinished.draft.outside:
            (self.folder / outside).unlink(missing_ok=True)
        self.remove(unfinished.name)

    def remove(self, name: str) -> None:
        """Throw away what is kept under a name.

        Raises:
            OSError: it is still there.
        """
        (self.folder / name).unlink(missing_ok=True)
        self._loose.discard(name)

    def claim(self) -> Found:
        """All drafts that no open window is writing; from now on they are this window's."""
        found, problems = [], list(self._unlisted())
        for path, window in self._waiting():
            try:
                name = self._own(path, window)
                found.append(self._taken_in(name, self._read(self.folder / name)))
            except FileNotFoundError:
                continue  # another window was faster
            except (OSError, ValueError, RecursionError) as error:
                why = reason(error) if isinstance(error, OSError) else "it is damaged"
                problems.append(f"An unfinished note cannot be read and was left where it is: {path}: {why}")
        problems += [f"An editor left a text in {path}" for path in self._strays()]
        found.sort(key=lambda each: (each.draft.at, each.name), reverse=True)
        return Found(tuple(found), tuple(map(clean_line, problems)), self._elsewhere())

    def take(self, name: str) -> None:
        """Go on writing a draft that was claimed: it does not wait any more."""
        self._loose.discard(name)

    def close(self) -> None:
        """The window is gone."""
        self._presence.leave()

    def _waiting(self) -> Iterator[tuple[Path, str]]:
        """The drafts that nobody writes, each with the name of its window; what dead windows left beside is removed."""
        paths: list[Path] = []
        with suppress(OSError):
            paths = sorted(self.folder.iterdir())
        for path in paths:
            match = _OURS.fullmatch(path.name)
            if match is None or (self._presence.is_open(match["window"]) and path.name not in self._loose):
                continue
            if match["kind"].endswith(".json"):
                yield path, match["window"]
            elif match["kind"].endswith(".tmp"):
                with suppress(OSError):
                    path.unlink()

    def _unlisted(self) -> Iterator[str]:
        """That the folder cannot be looked into."""
        try:
            next(self.folder.iterdir(), None)
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            yield f"Unfinished notes cannot be looked for in {self.folder}: {reason(error)}"

    def _elsewhere(self) -> int:
        """How many drafts other open windows are writing."""
        names: list[str] = []
        with suppress(OSError):
            names = [path.name for path in self.folder.iterdir() if path.suffix == ".json"]
        windows = [match["window"] for name in names if (match := _OURS.fullmatch(name))]
        return sum(each != self._presence.name and self._presence.is_open(each) for each in windows)

    def _own(self, path: Path, window: str) -> str:
        """The name of a draft once it is this window's; its old one where nothing can be renamed.

        Raises:
            FileNotFoundError: another window has made it its own.
        """
        name = path.name
        if window != self._presence.name:
            self._read(path)  # what is damaged is left alone
            try:
                self._presence.show()
                name = self.new_name()
                path.rename(self.folder / name)
            except FileNotFoundError:
                raise
            except OSError:
                name = path.name
        self._loose.add(name)
        return name

    def _taken_in(self, name: str, draft: Draft) -> Unfinished:
        """The draft with the text that an editor left; from now on in the one file, if that can be written."""
        if draft.outside is None:
            return Unfinished(name, draft)
        path = self.folder / draft.outside
        with suppress(FileNotFoundError):
            data, found = read_regular(path, MAX_BYTES + 1)
            if len(data) > MAX_BYTES:
                raise OSError(f"{draft.outside} is too large")
            text = clean_block(_typed(data, draft.outside))
            at = datetime.fromtimestamp(found.st_mtime, UTC).isoformat(timespec="seconds")
            draft = replace(draft, at=at, text=text if draft.base.endswith("\n") else text.removesuffix("\n"))
        with suppress(OSError):
            self.put(name, replace(draft, outside=None))
            path.unlink(missing_ok=True)
            draft = replace(draft, outside=None)
        return Unfinished(name, draft)

    def _strays(self) -> Iterator[Path]:
        """Texts that editors left, and no draft knows of; a window that has one edited makes the draft first."""
        with suppress(OSError):
            texts = [(path, match["name"]) for path in self.folder.iterdir() if (match := _STRAY.fullmatch(path.name))]
            drafts = [path.read_bytes() for path in self.folder.glob("*.json")] if texts else []
            yield from (path for path, name in texts if not any(name.encode() in each for each in drafts))

    @staticmethod
    def _read(path: Path) -> Draft:
        """A draft as it was put.

        Raises:
            OSError: it cannot be read.
            ValueError: it is none.
        """
        data, _ = read_regular(path, MAX_BYTES)
        return _draft_of(json.loads(data.decode("utf-8")))


def _typed(data: bytes, name: str) -> str:
    """The text that an editor left.

    Raises:
        OSError: it is none; its file is left where it is.
    """
    try:
        return typed_text(data)[0]
    except ValueError:
        raise OSError(f"what an editor left in {name} is no text") from None


def _draft_of(kept: object) -> Draft:
    """What was kept, cleaned.

    Raises:
        ValueError: it is no draft, or one of another format.
    """
    if not isinstance(kept, dict) or kept.get("format") != FORMAT:
        raise ValueError("no draft")
    aliases, outside = kept.get("aliases"), kept.get("outside")
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise ValueError("no aliases")
    if outside is not None and not (isinstance(outside, str) and _OUTSIDE.fullmatch(outside)):
        raise ValueError("no file of this folder")
    return Draft(
        PaperKey(clean_line(_text(kept, "paper"))),
        clean_line(_text(kept, "title")),
        tuple(map(clean_line, aliases)),
        clean_block(_text(kept, "base")),
        clean_block(_text(kept, "text")),
        _time(_text(kept, "at")),
        outside,
    )


def _text(kept: dict[str, object], name: str) -> str:
    value = kept.get(name)
    if not isinstance(value, str):
        raise ValueError(f"no {name}")
    return value


def _time(text: str) -> str:
    """The time as it stands there.

    Raises:
        ValueError: it is none, or none of a known zone.
    """
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError("no zone")
    return text
