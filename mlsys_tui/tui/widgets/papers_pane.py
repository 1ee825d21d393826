"""The pane of papers: the list, and above it the filter when there is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import var

from mlsys_tui.commands.base import Menu, Option
from mlsys_tui.domain.arranging import Grouping, Order
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.tui.actions import bindings
from mlsys_tui.tui.lines import Line
from mlsys_tui.tui.rows import PapersView
from mlsys_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from textual.widgets import Input

    from mlsys_tui.tui.widgets.filter_box import FilterBox


FEW = 100
"""So many papers are looked for in the list one by one; of more, the list is gone through."""


class PapersPane(Vertical):
    """Papers, filter and selection. It tells what is filtered by and picked; the rows come from outside, by `show`.

    `before` is the paper that the reader goes back to when the filter is given up; None once words were kept.
    """

    BINDINGS = bindings("select", "select_all", "sort_papers", "group_papers")
    DEFAULT_CSS = """
    PapersPane RowList { height: 1fr; }
    """

    query_text: var[str] = var("")
    picked: var[frozenset[PaperKey]] = var(frozenset())
    order: var[Order] = var(Order.LIST)
    grouping: var[Grouping] = var(Grouping.NONE)

    class Changed(Message):
        """The reader picked other papers."""

    class Opened(Message):
        """The reader is going to filter."""

    class Filtered(Message):
        """The reader filters by other words."""

    @dataclass
    class Arranged(Message):
        """The reader wants the papers in another order, or under other headings."""

        order: Order
        grouping: Grouping

    def __init__(self, ellipsis: str = "…", id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self.papers = RowList(ellipsis=ellipsis, id="paper-list")
        self._box: FilterBox | None = None
        self._in_view: Sequence[PaperKey] = ()
        self.before: PaperKey | None = None
        self._scrolled = 0

    def compose(self) -> ComposeResult:
        """The list; the filter box comes when it is wanted."""
        yield self.papers

    def show(self, view: PapersView, empty: Line, key: str | None = None, *, keep: bool = True) -> None:
        """Replace the papers, with the cursor on `key` if it is there; `empty` stands there if there are none.

        What is no longer in view is not picked.
        """
        if self.picked and view.papers is not self._in_view:
            # Few are looked for one by one; of many all that is in view is read once.
            there = view.papers if len(self.picked) <= FEW else frozenset(view.papers)
            self.picked = frozenset(key for key in self.picked if key in there)
        self._in_view = view.papers
        self.papers.empty = empty
        self.papers.show(view.rows, key, keep=keep)

    @property
    def picked_in_order(self) -> tuple[PaperKey, ...]:
        """The picked papers as they stand in the list."""
        if len(self.picked) > FEW:
            return tuple(key for key in self._in_view if key in self.picked)
        return tuple(sorted(self.picked, key=self._in_view.index)) if self.picked else ()

    def clear_picked(self) -> bool:
        """Pick nothing; False if nothing was picked."""
        if not self.picked:
            return False
        self._pick(frozenset())
        return True

    def action_select(self) -> None:
        """Pick the paper under the cursor, or take it out, and go on to the next."""
        if self.papers.row is not None:
            self._pick(self.picked ^ {PaperKey(self.papers.row.key)})
            self.papers.action_move("down")

    def action_select_all(self) -> None:
        """Pick all papers in view, or none if all are picked."""
        everything = frozenset(self._in_view)
        self._pick(frozenset() if self.picked == everything else everything)

    def _pick(self, papers: frozenset[PaperKey]) -> None:
        self.picked = papers
        self.post_message(self.Changed())

    def action_sort_papers(self) -> None:
        """Ask for the order of the papers."""
        from mlsys_tui.tui.arrangement_menus import sort_menu  # noqa: PLC0415 - not needed for the first frame

        self._ask(sort_menu(self.order))

    def action_group_papers(self) -> None:
        """Ask under which headings the papers are to stand."""
        from mlsys_tui.tui.arrangement_menus import group_menu  # noqa: PLC0415 - not needed for the first frame

        self._ask(group_menu(self.grouping))

    def _ask(self, menu: Menu) -> None:
        from mlsys_tui.tui.screens.menu import MenuScreen  # noqa: PLC0415 - not needed for the first frame

        self.app.push_screen(MenuScreen(menu), self._answered)

    def _answered(self, option: Option | None) -> None:
        if option and option.command == "papers.sort":
            self.order = Order(option.argument or "")
        elif option:
            self.grouping = Grouping(option.argument or "")
        if option:
            self.post_message(self.Arranged(self.order, self.grouping))

    @property
    def is_typing(self) -> bool:
        """True while the reader types in the filter."""
        return self._box is not None and self._box.has_focus

    def edit_filter(self) -> None:
        """Open the filter box."""
        if not self.query_text and self.papers.row is not None:
            self.before, self._scrolled = PaperKey(self.papers.row.key), self.papers.scroll_offset.y
        if self._box is None:
            from mlsys_tui.tui.widgets.filter_box import FilterBox  # noqa: PLC0415 - not needed for the first frame

            self._box = FilterBox(
                self.query_text, placeholder="Words of title, author, venue, tag, note", select_on_focus=False
            )
            self.mount(self._box, before=0)
            self.post_message(self.Opened())
        self._box.focus()

    def clear_filter(self) -> bool:
        """Take the filter away; False if there was none."""
        box, self._box = self._box, None
        if box is None:
            return False
        if box.has_focus:
            self.papers.focus()
        box.remove()
        self._set_query("")
        return True

    def scroll_back(self) -> None:
        """Where the filter was given up, show the lines that were on show before."""
        if self.before is not None and not self.query_text:
            self.papers.scroll_lines(self._scrolled)

    def _set_query(self, query: str) -> None:
        if query != self.query_text:
            self.query_text = query
            self.post_message(self.Filtered())

    def on_input_changed(self, event: "Input.Changed") -> None:
        """Filter as it is typed."""
        event.stop()
        self._set_query(event.value)

    def on_input_submitted(self, event: "Input.Submitted") -> None:
        """Keep the words and go into the list."""
        event.stop()
        if event.value.strip():
            self.before = None
            self.papers.focus()
        else:
            self.clear_filter()

    def on_filter_box_left(self, message: "FilterBox.Left") -> None:
        """Take the empty box away."""
        message.stop()
        self.clear_filter()
