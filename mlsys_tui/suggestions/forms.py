"""Titles made comparable: abbreviations in full, word forms to stems, editions and other additions away."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from mlsys_tui.text import fold

SMALL = frozenset(
    "a an and as at by can do for from how in into is its of on or over the to toward towards via with".split()
)
EDITION = frozenset("abridged abstract demo draft ed edition extended poster preprint revised version".split())
_EDITION_IN_BRACKETS = EDITION | frozenset(
    "appendix arxiv camera complete conference final full invited journal keynote long online ready report short "
    "supplementary tech technical tr".split()
)
_ABBREVIATIONS: Mapping[str, tuple[str, ...]] = {
    short: tuple(words.split())
    for short, words in {
        "ai": "artificial intelligence", "cnn": "convolutional neural network", "db": "database",
        "dbms": "database management system", "dl": "deep learning", "dnn": "deep neural network",
        "dsl": "domain specific language", "gan": "generative adversarial network", "gnn": "graph neural network",
        "hpc": "high performance computing", "jit": "just in time", "llm": "large language model",
        "lm": "language model", "ml": "machine learning", "moe": "mixture of experts",
        "nlp": "natural language processing", "nn": "neural network", "os": "operating system",
        "rag": "retrieval augmented generation", "rl": "reinforcement learning",
        "rnn": "recurrent neural network", "sgd": "stochastic gradient descent", "vm": "virtual machine",
    }.items()
}  # fmt: skip
_PHRASES: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
for _short, _phrase in sorted(_ABBREVIATIONS.items(), key=lambda item: -len(item[1])):
    _PHRASES.setdefault(_phrase[0], []).append((_short, _phrase))
_SHORT = _ABBREVIATIONS.keys() | {f"{short}s" for short in _ABBREVIATIONS}
_STARTS = frozenset(_PHRASES)
_SUFFIXES = (
    "izations", "ization", "ations", "ation", "ings", "ions", "ing", "ion", "ism", "ies", "ers", "ize", "er", "es",
    "ed", "al", "ly", "y", "s", "e",
)  # fmt: skip
_BRITISH = (("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("ised", "ized"), ("our", "or"))
_ROMAN = {"II": "2", "III": "3", "IV": "4", "VI": "6", "VII": "7", "VIII": "8", "IX": "9"}
_PARTS = re.compile(r"\b(?:part|volume|vol|chapter|phase|stage|version)\.?\s+(I|V|X|one|two|three|four|[A-D])\b", re.I)
_NUMBER = re.compile(r"\d+|(?<=\w)\++|(?<=\b[A-Za-z])#")
_AFFILIATION = re.compile(r"\s+\|\s+(?!.*\b[Pp]art\b)[^|]{1,60}$")
_TODO = re.compile(r"^(?:TODO|DONE|NEXT|READ|WIP)[:\s]+(?=\S+\s)")
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_ORDINAL = re.compile(
    r"[\s,]+\(?(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth) ed(?:ition|\.)?\)?\s*$", re.I
)
_SUBTITLE = re.compile(r"\s*:\s+|\s+[-–—]\s+|[?!]\s+")


class Form(NamedTuple):
    """One way to write a title.

    `words` has known phrases as abbreviations, so that each counts once; `full` has all in full and `joined` is that
    without spaces; `printed` is how many words it has as printed, `numbers` all that numbers it, `head` what stands
    before a colon, and `stems` are the words that count.
    """

    words: tuple[str, ...]
    full: tuple[str, ...]
    joined: str
    printed: int
    numbers: tuple[str, ...]
    head: str
    stems: frozenset[str]


def bare(title: str) -> str:
    """A title without what lists put round it: an affiliation after a bar, TODO, "(Extended Version)", an edition."""
    title = _TODO.sub("", _AFFILIATION.sub("", title))
    if (match := _BRACKET.search(title)) and _says_edition(match[1]):
        title = title[: match.start()]
    return _ORDINAL.sub("", title).rstrip(" :;,.…-–—") or title


def _says_edition(text: str) -> bool:
    words = set(fold(text).split())
    return bool(words & _EDITION_IN_BRACKETS) or bool(re.search(r"\b(?:19|20)\d\d\b|['’]\d\d\b", text))


def form(plain: str) -> Form:
    """The form of a bare title."""
    head = _SUBTITLE.split(plain, maxsplit=1)[0]
    printed, full, before = fold(plain).split(), _words(plain), _words(head) if head != plain else ()
    words = full if _STARTS.isdisjoint(full) else tuple(_abbreviated(full))
    stems = frozenset(stem(word) for word in content(words))
    return Form(words, full, "".join(full), len(printed), numbers(plain), "".join(before), stems)


def _words(text: str) -> tuple[str, ...]:
    words = list(map(intern, fold(text).split()))  # a word stands in many titles
    if _SHORT.isdisjoint(words):
        return tuple(words)
    return tuple(full for word in words for full in _in_full(word))


def _abbreviated(words: Sequence[str]) -> Iterator[str]:
    """The words with each known phrase as one word."""
    place = 0
    while place < len(words):
        for short, phrase in _PHRASES.get(words[place], ()):
            end = place + len(phrase)
            if end <= len(words) and all(a in (b, f"{b}s") for a, b in zip(words[place:end], phrase, strict=True)):
                yield short
                place = end
                break
        else:
            yield words[place]
            place += 1


def _in_full(word: str) -> tuple[str, ...]:
    return _ABBREVIATIONS.get(word) or _ABBREVIATIONS.get(word.removesuffix("s") if word in _SHORT else "", (word,))


@lru_cache(maxsize=65536)
def numbers(title: str) -> tuple[str, ...]:
    """All that numbers a work: digits, Roman numerals, parts, plus signs."""
    found = [
        *_NUMBER.findall(fold_keeping_signs(title)),
        *(_ROMAN[word] for word in re.findall(r"\w+", title) if word in _ROMAN),
    ]
    found += (match.lower() for match in _PARTS.findall(title))
    return tuple(sorted(found))


def fold_keeping_signs(title: str) -> str:
    """The title with plain digits, but with its plus signs."""
    return title if title.isascii() else "".join(fold(char) or char for char in title)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """What the forms of a word have in common: "scheduler", "scheduling" and "schedules" are one."""
    for british, american in _BRITISH:
        if word.endswith(british) and len(word) > len(british) + 2:
            word = word.removesuffix(british) + american
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4 and not word.endswith("ss"):
            return word.removesuffix(suffix)
    return word


def content(words: Iterable[str]) -> list[str]:
    """The words that count, as they are."""
    return [word for word in words if word not in SMALL]
