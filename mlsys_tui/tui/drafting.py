"""Drafts in the app, opened when there is something to keep or to find; the first frame needs none of it."""

from typing import TYPE_CHECKING

from mlsys_tui.tui.desk import Desk

if TYPE_CHECKING:
    from mlsys_tui.tui.app import ReadingRoom
    from mlsys_tui.tui.keeping import Keeper
    from mlsys_tui.tui.offers import Offers


class Drafting:
    """The way to drafts; where the desk has no place for them, nothing is kept and nothing found."""

    def __init__(self, app: "ReadingRoom", desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._opened: Offers | None = None

    def look_after_start(self) -> None:
        """Offer what was not finished, if there is any."""
        if self._desk.drafts_wait():
            self.show(asked=False)

    def show(self, *, asked: bool = True) -> None:
        """Offer what was not finished; if the reader `asked`, also say that there is none."""
        if offers := self._offers:
            offers.look(asked=asked)

    def note_left(self) -> None:
        """The reader has finished a note: the next that was not finished may come."""
        if self._opened:
            self._opened.go_on()

    @property
    def keeper(self) -> "Keeper | None":
        """What keeps what is being typed."""
        return self._offers.keeper if self._offers else None

    def put_away(self) -> None:
        """The app ends: save what is being typed, or keep it where it can be found, and say so in the end."""
        if put := self._app.room.writer.put_away():
            from mlsys_tui.tui.last_words import last_words  # noqa: PLC0415 - seldom needed

            self._app.last_words += last_words(put)

    def close(self) -> None:
        """The app has ended: wait for what is being written, and for what is being removed."""
        if self._opened:
            self._opened.keeper.close()

    @property
    def _offers(self) -> "Offers | None":
        if self._opened is None and self._desk.open_drafts is not None:
            from mlsys_tui.tui.offers import Offers  # noqa: PLC0415 - see above

            self._opened = Offers(self._app, self._desk.open_drafts())
        return self._opened
