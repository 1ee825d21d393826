"""Regular expressions that are compiled when they are first used: all would take 35 ms, and nothing needs all."""

import re
from typing import cast

_METHODS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")


class _Later:
    """Becomes what `re.compile` makes of it, by taking over its methods: from the second use on it is as fast."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(self.pattern, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """The regular expression `text`. That it is none shows when it is first used, or in the tests."""
    return cast(re.Pattern[str], _Later(text, flags))
