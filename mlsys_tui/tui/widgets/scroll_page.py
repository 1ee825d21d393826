"""Something to be read that may be longer than the screen."""

from textual.containers import VerticalScroll

from mlsys_tui.tui.actions import bindings


class ScrollPage(VerticalScroll, can_focus=True, inherit_bindings=False):
    """Scrolls by the keys that move a cursor elsewhere."""

    BINDINGS = bindings("move")
    DEFAULT_CSS = """
    ScrollPage { scrollbar-size-vertical: 1; }
    """

    def action_move(self, how: str) -> None:
        """Scroll: down, up, top, bottom, half_down, half_up, page_down, page_up."""
        page = max(1, self.scrollable_content_region.height - 1)
        steps = {
            "down": 1,
            "up": -1,
            "half_down": page // 2,
            "half_up": -(page // 2),
            "page_down": page,
            "page_up": -page,
        }
        target = {"top": 0.0, "bottom": float(self.max_scroll_y)}.get(how, self.scroll_target_y + steps.get(how, 0))
        self.scroll_to(y=target, animate=False)
