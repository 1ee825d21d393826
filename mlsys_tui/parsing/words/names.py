"""Lists of names and years in fields that hold nothing else."""

from mlsys_tui.patterns import pattern

_YEAR = pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NAMES = pattern(r"\s*[;；]\s*|\s+and\s+|\s+&\s+")
_COMMAS = pattern(r"\s*[,，、]\s*")


def split_names(text: str) -> tuple[str, ...]:
    """The names in a field of authors, however odd they look: "A, B & C", "Last, First and Last, First"."""
    pieces = _NAMES.split(text)
    turned = len(pieces) > 2 or all(piece.count(",") == 1 for piece in pieces)
    if len(pieces) == 1 or not turned or any(piece.count(",") > 1 for piece in pieces):
        pieces = [name for piece in pieces for name in _COMMAS.split(piece)]
    names = (piece.strip(" .,") for piece in pieces)
    return tuple(name for name in names if name and name.lower() not in ("et al", "others", "and"))


def year_in(text: str) -> int | None:
    """The first year that stands in `text`."""
    match = _YEAR.search(text)
    return int(match[0]) if match else None
