"""Which readings an update brought or moved, until the reader has seen them; no great loss when it is gone."""

import json
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from mlsys_tui.domain.paper import PaperKey
from mlsys_tui.store.files import read_regular, write_atomic
from mlsys_tui.text import clean_line

_LARGEST = 32 * 1024 * 1024

Places = dict[str, frozenset[PaperKey]]
"""Papers by the key of their section."""


class News:
    """By list and section, the papers that are new there. Shared by windows through one small file."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._raw = b""
        self._lists: dict[str, Places] = {}
        self.refresh()

    def of(self, list_key: str) -> Mapping[str, frozenset[PaperKey]]:
        """What is new in a list, by section."""
        return self._lists.get(list_key, {})

    def is_new(self, list_key: str, section_key: str, paper: PaperKey) -> bool:
        """True for a reading that came or was moved there since the reader last looked."""
        return paper in self._lists.get(list_key, {}).get(section_key, ())

    def refresh(self) -> bool:
        """Take in what other windows wrote; True if there was something."""
        if self._path is None:
            return False
        try:
            raw = read_regular(self._path, _LARGEST)[0]
        except (OSError, ValueError):
            raw = b""
        if raw == self._raw:
            return False
        self._raw, self._lists = raw, _decoded(raw)
        return True

    def remember(self, list_key: str, fresh: Mapping[str, Iterable[PaperKey]], sections: Collection[str]) -> None:
        """Add what an update brought to a list that has these `sections` now."""
        self.refresh()
        places = {section: papers for section, papers in self.of(list_key).items() if section in sections}
        for section, papers in fresh.items():
            places[section] = places.get(section, frozenset()) | frozenset(papers)
        self._write({**self._lists, list_key: places})

    def mark_seen(
        self, list_key: str, section_key: str | None = None, papers: Iterable[PaperKey] | None = None
    ) -> None:
        """The reader has seen these papers of the section; without papers all, without a section the whole list."""
        self.refresh()
        places = dict(self.of(list_key))
        for section in list(places) if section_key is None else [section_key]:
            gone = places.get(section, frozenset()) if papers is None else frozenset(papers)
            places[section] = places.get(section, frozenset()) - gone
        self._write({**self._lists, list_key: places})

    def _write(self, lists: Mapping[str, Places]) -> None:
        kept = {key: {section: papers for section, papers in places.items() if papers} for key, places in lists.items()}
        kept = {key: places for key, places in kept.items() if places}
        if kept == self._lists:
            return
        self._lists = kept
        plain = {key: {section: sorted(papers) for section, papers in places.items()} for key, places in kept.items()}
        self._raw = (json.dumps({"lists": plain}, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
        if self._path is not None:
            with suppress(OSError):
                write_atomic(self._path, self._raw, durable=False)


def _decoded(raw: bytes) -> dict[str, Places]:
    """The news in the file; whatever makes no sense is no news."""
    with suppress(ValueError, RecursionError):
        tree = json.loads(raw.decode("utf-8"))
        lists = tree.get("lists") if isinstance(tree, dict) else None
        if isinstance(lists, dict):
            return {clean_line(key): _places(places) for key, places in lists.items() if isinstance(places, dict)}
    return {}


def _places(places: Mapping[str, object]) -> Places:
    return {
        clean_line(section): frozenset(PaperKey(clean_line(paper)) for paper in papers if isinstance(paper, str))
        for section, papers in places.items()
        if isinstance(papers, list)
    }
