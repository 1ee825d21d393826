"""The signs of the screen: one set for most terminals, one in ASCII for poor fonts and screen readers."""

import os
from typing import NamedTuple

from mlsys_tui.domain.notebook import Status
from mlsys_tui.domain.reading_list import Requirement

_STATUS = {
    Status.UNREAD: "·",
    Status.QUEUED: "◔",
    Status.READING: "◐",
    Status.READ: "✓",
    Status.SKIPPED: "–",
}
_REQUIREMENT = {Requirement.REQUIRED: "●", Requirement.EXTRA: "○"}
_DIFFERENCE = {
    "added": "+",
    "removed": "−",
    "moved": "→",
    "redated": "◷",
    "retitled": "≠",
    "requirement": "●",
}


class Glyphs(NamedTuple):
    """Each sign is one cell wide, and no two that stand in one column are told apart by colour alone."""

    status: dict[Status, str] = _STATUS
    requirement: dict[Requirement, str] = _REQUIREMENT
    difference: dict[str, str] = _DIFFERENCE
    expanded: str = "▾"
    collapsed: str = "▸"
    picked: str = "┃"
    note: str = "✎"
    times: str = "×"
    today: str = "◆"
    event: str = "▪"
    fresh: str = "✦"
    alike: str = "≈"
    differs: str = "▌"
    bar_done: str = "━"
    bar_left: str = "─"
    star: str = "★"
    no_star: str = "☆"
    step: str = " › "
    dot: str = " · "
    ellipsis: str = "…"
    warning: str = "▲"
    is_ascii: bool = False


UNICODE = Glyphs()
ASCII = Glyphs(
    status={
        Status.UNREAD: ".",
        Status.QUEUED: "q",
        Status.READING: "~",
        Status.READ: "x",
        Status.SKIPPED: "-",
    },
    requirement={Requirement.REQUIRED: "*", Requirement.EXTRA: "+"},
    difference={"added": "+", "removed": "-", "moved": ">", "redated": "@", "retitled": "~", "requirement": "*"},
    expanded="v",
    collapsed=">",
    picked="|",
    note="n",
    times="x",
    today="@",
    event="-",
    fresh="^",
    alike="~=",
    differs="|",
    bar_done="#",
    bar_left=".",
    star="*",
    no_star=".",
    step=" > ",
    dot=" - ",
    ellipsis="~",
    warning="!",
    is_ascii=True,
)


def glyphs_for_environment() -> Glyphs:
    """ASCII if `MLSYS_TUI_ASCII` asks for it."""
    return ASCII if os.environ.get("MLSYS_TUI_ASCII", "0") not in ("", "0") else UNICODE
