"""Where the words of a query stand in a text."""

from collections.abc import Iterator, Sequence

from mlsys_tui.text import fold


def matched(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where any of the folded `words` stands in `text`, case and accents aside; ranges in order, none overlapping."""
    if not words:
        return []
    folded, origin = (text.lower(), range(len(text))) if text.isascii() else _folded(text)
    ranges: list[tuple[int, int]] = []
    for start, stop in sorted(
        (origin[start], origin[start + len(word) - 1] + 1) for word in words for start in _places(word, folded)
    ):
        if ranges and start <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(ranges[-1][1], stop))
        else:
            ranges.append((start, stop))
    return ranges


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and of which letter each of its letters comes."""
    folded, origin = "", []
    for position, char in enumerate(text):
        plain = fold(char) or " "
        folded += plain
        origin += [position] * len(plain)
    return folded, origin


def _places(word: str, text: str) -> Iterator[int]:
    start = text.find(word)
    while start >= 0:
        yield start
        start = text.find(word, start + len(word))
