"""What can be computed again, kept to start faster; whatever goes wrong with it costs only time."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from mlsys_tui.store.files import write_atomic

_SAFE_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def content_key(*parts: str) -> str:
    """A key for what is computed from these texts: the same for the same texts only."""
    from hashlib import sha256  # noqa: PLC0415 - slow to import, and not needed without documents

    digest = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data) + data)
    return digest.hexdigest()


class ParsedCache:
    """JSON objects by key, a file each, in a folder that may vanish at any time; some may be `shipped` in another."""

    def __init__(self, folder: Path, shipped: Path | None = None) -> None:
        self._folder = folder
        self._shipped = shipped

    def get(self, key: str) -> dict[str, object] | None:
        """What was put under the key; None if there is nothing, or nothing readable."""
        for folder in filter(None, (self._folder, self._shipped)):
            with suppress(OSError, ValueError, RecursionError):
                value = json.loads((folder / self._name(key)).read_bytes().decode("utf-8"))
                if isinstance(value, dict):
                    return value
        return None

    def put(self, key: str, value: Mapping[str, object]) -> None:
        """Keep `value`, if that is possible."""
        with suppress(OSError, ValueError, TypeError, RecursionError):
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            write_atomic(self._folder / self._name(key), text.encode("utf-8", "backslashreplace"), durable=False)

    @staticmethod
    def _name(key: str) -> str:
        return f"{key if _SAFE_KEY.fullmatch(key) else content_key(key)}.json"
