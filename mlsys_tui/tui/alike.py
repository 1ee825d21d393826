"""Papers that may be the same: looked for beside, once per catalog, and shown when the reader asks."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from mlsys_tui import sameness
from mlsys_tui.commands.base import Outcome, Severity, Target
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.library import Library
from mlsys_tui.suggestions.search import Suggestion
from mlsys_tui.tui.facts import paper_lines
from mlsys_tui.tui.glyphs import Glyphs
from mlsys_tui.tui.jobs import beside
from mlsys_tui.tui.lines import Item, Line, Role, Span, hanging
from mlsys_tui.tui.screens.pairs import Pair, PairsScreen
from mlsys_tui.tui.widgets.bars import Hint

if TYPE_CHECKING:
    from mlsys_tui.tui.app import ReadingRoom

SHOW = "suggestions.show"


class Alike:
    """Keeps the suggestions for the catalog that is shown; those put off for later come again at the next start."""

    def __init__(self, app: "ReadingRoom") -> None:
        self._app = app
        self._found: list[Suggestion] = []
        self._of: object = None
        self._looking = False
        self._asked = False
        self._later: set[str] = set()
        self._answered: set[str] = set()
        self._screen: PairsScreen | None = None

    def catch_up(self, *, asked: bool = False) -> None:
        """Look for suggestions if the catalog is another than the last time."""
        library = self._app.library
        if self._looking or self._of is library.loaded:
            return
        if asked or not sameness.takes_long(library):
            self._looking, self._of = True, library.loaded
            beside(self._app, lambda: sameness.suggestions(library), self._take, self._failed)

    def show(self) -> None:
        """Show the suggestions; as soon as they are found, if they are being looked for."""
        self.catch_up(asked=True)
        if pairs := self._pairs:
            self._app.room.key_bar.hush()
            self._screen = PairsScreen(pairs, self._answer, self._app.glyphs)
            self._app.push_screen(self._screen, lambda _none: self._closed())
        elif self._looking:
            self._asked = True
            self._app.presenter.say("Looking for papers that may be the same ...", Severity.WARNING)
        else:
            self._app.presenter.say("No papers look like one; all that did are answered")

    def _take(self, found: list[Suggestion]) -> None:
        self._looking, self._found = False, found
        self._answered.clear()
        self._tell()
        self.catch_up()
        asked, self._asked = self._asked, False
        if asked and self._app.is_occupied:
            self._app.presenter.say("Papers that may be the same were looked for", hint=Hint("=", "shows them", SHOW))
        elif asked:
            self.show()

    def _failed(self, why: str | None) -> None:
        self._looking, self._asked, self._found = False, False, []
        self._tell()
        self._app.presenter.say(why or "Papers that may be the same could not be looked for", Severity.ERROR)

    def _tell(self) -> None:
        pairs = self._pairs
        self._app.room.show_alike(len(pairs))
        if self._screen is not None:
            self._screen.show(pairs)

    def _closed(self) -> None:
        self._screen = None

    @property
    def _pairs(self) -> list[Pair]:
        library, glyphs = self._app.library, self._app.glyphs
        done = self._later | self._answered
        known = (each for each in self._found if {each.one, each.other} <= library.catalog.papers.keys())
        return [_pair(library, each, glyphs) for each in known if f"{each.one} {each.other}" not in done]

    def _answer(self, answer: str, key: str) -> None:
        """The reader's word on a pair, or on the last answer."""
        if answer == "later":
            self._later.add(key)
            self._tell()
        elif answer == "undo":
            self._app.presenter.perform("edit.undo", Target())
        else:
            self._app.presenter.perform(f"paper.{answer}", Target(), key, partial(self._take_answer, key))

    def _take_answer(self, key: str, outcome: Outcome) -> None:
        if not outcome.failed:
            self._answered.add(key)
            self._tell()


def _pair(library: Library, found: Suggestion, glyphs: Glyphs) -> Pair:
    lines: list[Line | Item] = [hanging((Span(f"{found.why[:1].upper()}{found.why[1:]}", Role.BUSY),))]
    for key in (found.one, found.other):
        lines += [(), *map(hanging, (*paper_lines(library, key), _lists(library, key, glyphs)))]
    one, other = (library.paper(key).title for key in (found.one, found.other))
    return Pair(f"{found.one} {found.other}", one, other, tuple(lines))


def _lists(library: Library, key: PaperKey, glyphs: Glyphs) -> Line:
    titles: Iterable[str] = dict.fromkeys(place.list_title for place in library.placements(key))
    return (Span(f"in {glyphs.dot.join(titles)}", Role.DIM),)
