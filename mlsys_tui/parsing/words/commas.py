"""References with commas between all parts: "Title, A. Lee and B. Kim, Proceedings of the IEEE, Vol. 63, 1975"."""

from mlsys_tui.parsing.words.authors import is_name
from mlsys_tui.parsing.words.formal import find_formal
from mlsys_tui.parsing.words.venues import find_published
from mlsys_tui.patterns import pattern

_COMMA = pattern(r",\s+(?:and\s+)?")
_GLUED = pattern(
    r"(?<=[a-z])\s+(?=(?:In )?(?:Proceedings|Proc\.) of\b|[A-Z]{3,10} (?:19|20)\d\d$)"
)  # "Haibo Chen Proceedings of"
_AND = pattern(r"\s+(?:and|&)\s+")
_INITIAL = pattern(r"(?:^|\s)[A-Z]\.")
_TITLE_WORDS = 3
_MIN_COMMAS = 2


def names_between_commas(text: str) -> tuple[str, tuple[str, ...], str] | None:
    """(title, names, what is said of the publication) of such a reference, the names after the title or before it.

    A title may have commas, too, and end in words that could be names: so there are several, or an initial, or a venue
    right after them.
    """
    if text.count(",") < _MIN_COMMAS:
        return None
    pieces = [piece.strip() for piece in _COMMA.split(_GLUED.sub(", ", text))]
    start = next((at for at, piece in enumerate(pieces) if _are_names(piece)), len(pieces))
    end = next((at for at in range(start, len(pieces)) if not _are_names(pieces[at])), len(pieces))
    names = tuple(name for piece in pieces[start:end] for name in _AND.split(piece))
    if not names or len(pieces) <= _MIN_COMMAS:
        return None
    rest = ", ".join(pieces[end:]) if start else ", ".join(pieces[end + 1 :])
    title = ", ".join(pieces[:start]) if start else ", ".join(pieces[end : end + 1])
    published = bool(rest) and _is_published(rest)
    sure = len(names) > 2 or published or any(map(_INITIAL.search, names))
    if len(title.split()) < _TITLE_WORDS or not sure or (rest and not published):
        return None
    return title, names, rest


def _are_names(piece: str) -> bool:
    return all(is_name(name) for name in _AND.split(piece))


def _is_published(text: str) -> bool:
    formal = find_formal(text)
    return find_published(text) is not None or (formal is not None and formal.venue is not None)
