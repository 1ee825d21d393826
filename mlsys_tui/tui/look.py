"""How each role of a text looks, in lists, bars and facts alike: theme colours and text styles.

Not component classes: those are matched again for every widget at every change of style, which for ten roles and
eight widgets was a quarter of the time to the first frame.
"""

from textual.style import Style

from mlsys_tui.tui.lines import Role

_STYLES = {
    Role.TEXT: "",
    Role.STRONG: "bold",
    Role.DIM: "$foreground-muted",
    Role.ACCENT: "$text-accent",
    Role.GOOD: "$text-success",
    Role.BUSY: "$text-warning",
    Role.BAD: "$text-error bold",
    Role.EVENT: "$foreground-muted italic",
    Role.MATCH: "$text-accent bold underline",
}
# A terminal's own palette cannot be blended.
_ANSI_STYLES = _STYLES | {Role.DIM: "dim", Role.EVENT: "italic dim"}


def style_of(role: Role, *, ansi: bool = False) -> Style:
    """The style of a role in the theme of the running app; without colours that a terminal's palette lacks."""
    return Style.parse((_ANSI_STYLES if ansi else _STYLES)[role])
