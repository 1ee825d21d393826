"""Drafts as windows that were killed leave them."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mlsys_tui.domain.paper import Paper, PaperKey
from mlsys_tui.store.drafts import Drafts, draft_of

NOW = datetime(2026, 9, 9, 12, 0, tzinfo=UTC)
TYPED = NOW - timedelta(minutes=3)


def leave_behind(
    folder: Path,
    key: str,
    text: str,
    base: str = "",
    *,
    title: str = "",
    aliases: Sequence[str] = (),
    at: datetime = TYPED,
    outside: str | None = None,
) -> None:
    """Be a window that is killed while `text` is being typed."""
    window = Drafts(folder, lambda: at)
    paper = Paper(PaperKey(key), title or key, aliases=tuple(aliases))
    window.put(window.new_name(), draft_of(paper, text, base, outside))
    held = window._presence._held
    assert held is not None
    os.close(held)


def texts_left(folder: Path) -> list[str]:
    """What the next start would offer."""
    window = Drafts(folder, lambda: NOW)
    try:
        return [each.draft.text for each in window.claim().drafts]
    finally:
        window.close()
