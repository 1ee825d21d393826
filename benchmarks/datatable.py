"""The same rows in a DataTable, with a box to find some: `python benchmarks/datatable.py FILE.json`."""

import json
import sys
from pathlib import Path
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Input


class Papers(App[None]):
    """A table of papers, and a box above it."""

    BINDINGS: ClassVar = [("slash", "find", "Find")]

    def __init__(self, papers: list[list[str]]) -> None:
        super().__init__()
        self._papers = papers

    def compose(self) -> ComposeResult:
        """Box and table."""
        yield Input()
        yield DataTable[str](cursor_type="row")

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.add_columns("Title", "Authors", "Venue")
        table.add_rows(self._papers)
        table.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the papers that have what is typed."""
        words = event.value.casefold()
        table = self.query_one(DataTable)
        table.clear()
        table.add_rows(row for row in self._papers if words in " ".join(row).casefold())

    def action_find(self) -> None:
        """Go to the box."""
        self.query_one(Input).focus()


if __name__ == "__main__":
    Papers(json.loads(Path(sys.argv[1]).read_text("utf-8"))).run()
