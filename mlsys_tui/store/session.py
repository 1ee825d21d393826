"""Where the reader was: kept on leaving, taken up on coming back, and no great loss when it is gone."""

import json
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from mlsys_tui.store.files import write_atomic
from mlsys_tui.text import clean_line


class Session(NamedTuple):
    """The place in the app: keys of section and paper, the pane in focus, rows opened or closed by hand.

    `hint_seen` is True once the first hint was read; `theme` is None until the reader picks one.
    """

    section: str | None = None
    paper: str | None = None
    pane: str | None = None
    expanded: tuple[str, ...] = ()
    collapsed: tuple[str, ...] = ()
    hint_seen: bool = False
    theme: str | None = None


def load_session(path: Path) -> Session:
    """The session kept in the file; whatever is missing or makes no sense is as at the first start."""
    with suppress(OSError, ValueError, RecursionError):
        kept = json.loads(path.read_bytes().decode("utf-8"))
        if isinstance(kept, dict):
            return Session(
                section=_text(kept.get("section")),
                paper=_text(kept.get("paper")),
                pane=_text(kept.get("pane")),
                expanded=_texts(kept.get("expanded")),
                collapsed=_texts(kept.get("collapsed")),
                hint_seen=kept.get("hint_seen") is True,
                theme=_text(kept.get("theme")),
            )
    return Session()


def save_session(path: Path, session: Session) -> None:
    """Keep the session, if that is possible."""
    text = json.dumps(session._asdict(), ensure_ascii=False, indent=1)
    with suppress(OSError):
        write_atomic(path, (text + "\n").encode("utf-8", "backslashreplace"), durable=False)


def _text(value: object) -> str | None:
    return (clean_line(value) or None) if isinstance(value, str) else None


def _texts(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else []
    return tuple(text for item in items if (text := _text(item)))
