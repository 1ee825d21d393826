"""Rows by key: an immutable mapping that makes its values when they are looked at, and shares them with the next."""

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar, cast

Value = TypeVar("Value")
_MOST_NEWER = 512


class Rows(Mapping[str, Value], Generic[Value]):
    """Rows of a base, and the few that are others since; None stands for one that is gone.

    The base may hold dictionaries, as they came from a file: `make` makes values of them, each once. A successor
    costs what has changed, not what there is.
    """

    __slots__ = ("_base", "_length", "_make", "_newer")

    def __init__(
        self, base: Mapping[str, object] | None = None, make: Callable[[str, dict[str, object]], Value] | None = None
    ) -> None:
        self._base: dict[str, object] = dict(base or {})
        self._make = make
        self._newer: dict[str, Value | None] = {}
        self._length = len(self._base)

    def __getitem__(self, key: str) -> Value:
        if key in self._newer:
            newer = self._newer[key]
            if newer is None:
                raise KeyError(key)
            return newer
        value = self._base[key]
        if type(value) is dict and self._make is not None:
            value = self._base[key] = self._make(key, value)
        return cast("Value", value)

    def __iter__(self) -> Iterator[str]:
        newer, base = self._newer, self._base
        yield from (key for key in base if newer.get(key, True) is not None)
        yield from (key for key, value in newer.items() if value is not None and key not in base)

    def __len__(self) -> int:
        return self._length

    def __contains__(self, key: object) -> bool:
        return self._newer[key] is not None if key in self._newer else key in self._base

    def field(self, key: str, name: str) -> object:
        """One field of a row, as it is in the file; no value is made for it. None if the row has none."""
        value = self._newer[key] if key in self._newer else self._base.get(key)
        return value.get(name) if isinstance(value, dict) else getattr(value, name, None)

    def differing(self, before: object) -> set[str] | None:
        """The keys of rows that may be others than `before`; None if that is not known without looking at all."""
        if not isinstance(before, Rows) or before._base is not self._base:
            return None
        mine, theirs = self._newer, before._newer
        return {key for key in (*mine, *theirs) if mine.get(key, self) is not theirs.get(key, self)}

    def after(self, changes: Mapping[str, Value | None]) -> "Rows[Value]":
        """The rows after these changes; these stay as they are."""
        rows: Rows[Value] = Rows.__new__(Rows)
        rows._base, rows._make, rows._newer = self._base, self._make, {**self._newer, **changes}
        rows._length = self._length + sum((value is not None) - (key in self) for key, value in changes.items())
        if len(rows._newer) > _MOST_NEWER:
            rows._base = {**self._base, **rows._newer}
            for key in [key for key, value in rows._newer.items() if value is None]:
                del rows._base[key]
            rows._newer = {}
        return rows
