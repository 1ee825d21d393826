"""Which papers the reader is done with, so that many can be counted without looking at each."""

from collections.abc import Iterable, Mapping

from mlsys_tui.domain.catalog import Catalog
from mlsys_tui.domain.notebook import Record, Tally, state_of
from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.domain.records import Records


class Done:
    """The papers that are read or skipped, by the lists' marks and the reader's word; kept until records change."""

    def __init__(self, catalog: Catalog, matching: Records) -> None:
        self._papers = catalog.papers
        self._matching = matching
        self._marked = {key for key, places in catalog.placements.items() for place in places if place.listing.read}
        self._seen: Mapping[PaperKey, Record] | None = None
        self._done: set[PaperKey] = set()

    def tally(self, keys: Iterable[PaperKey], records: Mapping[PaperKey, Record]) -> Tally:
        """How many of these papers are done, as the records say."""
        if records is not self._seen:
            self._take_in(records)
        each = [key in self._done for key in keys]
        return Tally(sum(each), len(each))

    def _take_in(self, records: Mapping[PaperKey, Record]) -> None:
        parked = {key: record for key, record in records.items() if key not in self._papers}
        told = {**parked, **self._matching.combined(records)}
        states = {key: state_of(record, marked_read=key in self._marked) for key, record in told.items()}
        self._done = {key for key in self._marked if key not in states}
        self._done.update(key for key, state in states.items() if state.status.is_done)
        self._seen = records
