"""What is asked before papers are sorted or grouped."""

from collections.abc import Mapping
from typing import TypeVar

from mlsys_tui.commands.base import Menu, Option
from mlsys_tui.domain.arranging import Grouping, Order

Choice = TypeVar("Choice", Order, Grouping)

_ORDERS = {
    Order.LIST: ("l", "as in the list"),
    Order.TITLE: ("t", "title"),
    Order.YEAR: ("y", "year, newest first"),
    Order.VENUE: ("v", "venue"),
    Order.STATUS: ("s", "status, what you read first"),
    Order.LISTS: ("m", "number of lists, most first"),
    Order.TOUCHED: ("d", "what you did, latest first"),
}
_GROUPINGS = {
    Grouping.NONE: ("n", "no headings"),
    Grouping.SECTION: ("c", "section"),
    Grouping.VENUE: ("v", "venue"),
    Grouping.YEAR: ("y", "year"),
    Grouping.STATUS: ("s", "status"),
}


def sort_menu(now: Order) -> Menu:
    """Asks for an order; says which one it is now."""
    return Menu("Sort the papers by", _options("papers.sort", _ORDERS, now))


def group_menu(now: Grouping) -> Menu:
    """Asks for headings; says which ones there are now."""
    return Menu("Group the papers by", _options("papers.group", _GROUPINGS, now))


def _options(command: str, words: Mapping[Choice, tuple[str, str]], now: Choice) -> tuple[Option, ...]:
    return tuple(
        Option(key, f"{label} (now)" if value == now else label, command, value)
        for value, (key, label) in words.items()
    )
