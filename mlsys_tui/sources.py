"""Where lists come from: a path, standard input, an address. Bytes, or one sentence that says why there are none."""

import stat
import threading
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from typing import NamedTuple

from mlsys_tui.domain.notebook import ListEntry
from mlsys_tui.store.documents import MAX_SIZE
from mlsys_tui.store.files import read_any, reason
from mlsys_tui.store.magic import binary_kind
from mlsys_tui.text import clean_line
from mlsys_tui.web.addresses import WebError, file_name, is_address, same_address
from mlsys_tui.web.fetching import Fetched, Known, Limits, fetch
from mlsys_tui.web.replies import is_page, no_paper, no_paper_problem, recoded
from mlsys_tui.work import Work

_LOOK_EVERY = 0.1
"""Seconds between looks at whether a file that does not come is still wanted."""


class ListError(Exception):
    """A list could not be read, added or changed; the message says why and what to try, in one sentence."""


class Text(NamedTuple):
    """What a source gave: its bytes, a name for the document, and where to find it again (None: nowhere).

    `no_paper` is what to say if there is no paper in it. With `unchanged` the bytes are those that are here already.
    """

    name: str
    data: bytes
    source: str | None
    no_paper: str
    etag: str | None = None
    last_modified: str | None = None
    unchanged: bool = False


def read_source(source: str, data: bytes | None, present: ListEntry | None, limits: Limits, work: Work) -> Text:
    """The text at a path or an address, or the `data` of standard input; `present` is what is here of it already.

    Raises:
        ListError: there is none.
        CancelledError: it is not wanted any more.
    """
    source = source.strip()
    if data is not None:
        return _checked(Text("standard-input", data, None, no_paper("standard input")), "Standard input")
    if is_address(source):
        return _from_web(source, present, limits, work)
    work.stage(f"Reading {clean_line(source, 300)}")
    return _from_path(source, work)


def _from_web(source: str, present: ListEntry | None, limits: Limits, work: Work) -> Text:
    known = Known(present.etag, present.last_modified) if present else None
    try:
        found: Fetched = fetch(source, known, limits, work)
    except WebError as error:
        raise ListError(str(error)) from error
    missing = no_paper_problem(found.address, found.came_from)
    asked = found.address.asked
    return Text(found.name, found.data, asked, missing, found.etag, found.last_modified, found.unchanged)


def _read_beside(path: Path, work: Work) -> bytes:
    """The content of a file or pipe; whoever does not want it any more need not wait for who writes there."""
    answers: Queue[bytes | Exception] = Queue()

    def run() -> None:
        try:
            answers.put(read_any(path, MAX_SIZE + 1))
        except Exception as error:  # noqa: BLE001,RUF100 - it is raised again below
            answers.put(error)

    threading.Thread(target=run, name="reading", daemon=True).start()
    while True:
        work.check()
        with suppress(Empty):
            answer = answers.get(timeout=_LOOK_EVERY)
            break
    if isinstance(answer, Exception):
        raise answer
    return answer


def _from_path(source: str, work: Work) -> Text:
    said = clean_line(source, 300)
    try:
        path = Path(source).expanduser()
        data = _read_beside(path, work)
        regular = stat.S_ISREG(path.stat().st_mode)
    except IsADirectoryError as error:
        raise ListError(f"{said} is a folder: name a file in it") from error
    except (FileNotFoundError, NotADirectoryError) as error:
        hint = f"; if it is an address, begin it with https://{said}" if _like_an_address(source) else ""
        raise ListError(f"There is no file {said}: check the path{hint}") from error
    except (OSError, ValueError, RuntimeError) as error:  # a name with NUL, or ~ of nobody
        why = reason(error) if isinstance(error, OSError) else clean_line(str(error))
        raise ListError(f"{said} was not read: {why}") from error
    if is_page(data):
        data = recoded(data, "")
    place = str(path.absolute())
    # A path with characters that act on terminals cannot be kept; nor is there anything to find at a pipe.
    kept = place if regular and clean_line(place) == place and not place.startswith(("/dev/", "/proc/")) else None
    return _checked(Text(file_name(path.name), data, kept, no_paper(said)), said)


def _like_an_address(source: str) -> bool:
    host, slash, _ = source.partition("/")
    return "." in host.strip(".") and (bool(slash) or host.startswith("www."))


def _checked(text: Text, said: str) -> Text:
    if len(text.data) > MAX_SIZE:
        raise ListError(f"{said} is larger than {MAX_SIZE // 1024 // 1024} MB: that is no reading list")
    if not text.data.strip():
        raise ListError(f"{said} is empty: there is nothing to add")
    if (kind := binary_kind(text.data)) is not None:
        raise ListError(f"{said} is {kind}: only texts can be read (Markdown, HTML, plain text, BibTeX ...)")
    return text


def lasting_source(present: str | None, new: str | None) -> str | None:
    """Where a list is read from next time that was found in a second place: for a copy the first is not forgotten."""
    if present is None or new is None:
        return new or present
    gone = not is_address(present) and not Path(present).exists()
    return new if is_address(new) or gone else present


def same_source(one: str | None, other: str | None) -> bool:
    """True if both lead to the same document."""
    if one is None or other is None:
        return False
    if is_address(one) or is_address(other):
        return is_address(one) and is_address(other) and same_address(one, other)
    try:
        return Path(one).resolve() == Path(other).resolve()
    except (OSError, RuntimeError, ValueError):
        return one == other
