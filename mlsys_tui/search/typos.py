"""Words of an index that are another one with a letter or two wrong, or begin with one that is."""

from collections.abc import Iterator
from typing import NamedTuple

from mlsys_tui.search.index import Index

ONE_FROM, TWO_FROM = 4, 8
"""So many letters have room for one wrong letter, and for two; swapped letters are one."""

_LONGEST = 40
MOST = 50
"""No more words than this are taken for one that was meant."""


class Near(NamedTuple):
    """A word of the index, by its number, that may be meant; how far it is, and whether it only begins alike."""

    begins: bool
    edits: int
    number: int
    word: str


def near(index: Index, word: str) -> list[Near]:
    """The words that `word` may be meant for, the nearest first. Nothing is forgiven in figures and CJK."""
    if not (ONE_FROM <= len(word) <= _LONGEST and word.isascii() and word.isalpha()):
        return []
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - not needed before the first mistake
    from rapidfuzz.process import extract  # noqa: PLC0415

    edits = 1 if len(word) < TWO_FROM else 2
    words = [each for each in _candidates(index, word, edits) if len(each) >= len(word) - edits]
    found = [
        (False, int(distance), each)
        for each, distance, _ in extract(word, words, scorer=OSA.distance, score_cutoff=edits, limit=None)
    ]
    known = {each for _, _, each in found}
    # A beginning of another length is at most `edits` further away than the one of this length.
    heads = [each[: len(word)] for each in words]
    for _, _, place in extract(word, heads, scorer=OSA.distance, score_cutoff=2 * edits, limit=None):
        each = words[place]
        if each in known or each.startswith(word):
            continue
        begun = (each[:end] for end in range(len(word) - edits, len(word) + edits + 1))
        distances = (OSA.distance(word, each) for each in begun if _plausible(each, word))
        if (distance := min(distances, default=edits + 1)) <= edits:
            found.append((True, int(distance), each))
    found = [each for each in sorted(found) if each[1]]
    return [Near(*each[:2], index.place(each[2].encode()), each[2]) for each in found[:MOST]]


def _plausible(beginning: str, word: str) -> bool:
    """Whether a word may be a beginning with a typo: else any short one would begin like any other.

    The last letter is right, or swapped with the one before; and so the first one of a short word.
    """
    if beginning[-1] != word[-1] and beginning[-2:] != word[-1] + word[-2]:
        return False
    return len(word) >= TWO_FROM or beginning[0] == word[0] or beginning[:2] == word[1] + word[0]


def _candidates(index: Index, word: str, edits: int) -> set[str]:
    """All words within so many edits of `word`, or beginning so, and more.

    Of one piece more than there are edits, with a letter between each two, one stands in the word as it is: an edit
    changes at most two neighbours. It is the first piece, where it belongs, or another, moved by the edits at most.
    """
    size = (len(word) - edits) // (edits + 1)
    low, high, _ = index.beginning(word[:size])
    found = set(index.words(low, high))
    for piece in range(1, edits + 1):
        begin = piece * (size + 1)
        end = begin + size if piece < edits else len(word)
        found.update(_having(index.text, word[begin:end].encode(), begin, edits))
    return found


def _having(text: bytes, piece: bytes, begin: int, most: int) -> Iterator[str]:
    """The words with `piece` at `begin`, or at most so many letters before or after."""
    at = text.find(piece)
    while at >= 0:
        before = text.rfind(b"\n", max(0, at - 1 - begin - most), at)
        if before >= 0 and at - 1 - before >= begin - most:
            end = text.find(b"\n", at)
            yield text[before + 1 : end].decode()
            at = end
        at = text.find(piece, at + 1)
