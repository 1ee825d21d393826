"""The reader's own words, tags and notes: few, and changed at any time, so they are looked through as they are."""

from collections.abc import Iterable

from mlsys_tui.domain.query import words_of


class Own:
    """The reader's words on papers, by the number of the paper. `version` tells one state from the next."""

    def __init__(self, texts: Iterable[tuple[int, str]] = ()) -> None:
        self.version = 0
        self._texts: dict[int, str] = {}
        for number, text in texts:
            self.put(number, text)

    def put(self, number: int, text: str) -> None:
        """All of the reader's words on a paper, instead of what was known before; none, if there are none."""
        if words := words_of(text):
            self._texts[number] = f" {' '.join(words)} "
        else:
            self._texts.pop(number, None)
        self.version += 1

    def having(self, word: str, *, inside: bool) -> tuple[list[int], list[int], list[int]]:
        """The papers on whose words `word` is one, begins one, and is `inside` one, if that counts."""
        texts = tuple(self._texts.items())  # a copy in one step: it may change while another thread searches
        sought = word if inside else f" {word}"
        found = [each for each in texts if sought in each[1]]
        begun = [each for each in found if f" {word}" in each[1]] if inside else found
        whole = [number for number, text in begun if f" {word} " in text]
        return whole, [number for number, _ in begun], [number for number, _ in found]
