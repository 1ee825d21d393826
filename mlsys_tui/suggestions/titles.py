"""How near two titles are, and in what words: typos, plurals, cut ends, missing subtitles, other words.

Numbers and versions are never near: "FlashAttention-2" and "FlashAttention-3" are two papers.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz.distance import OSA, Levenshtein

from mlsys_tui.suggestions.forms import EDITION, SMALL, Form, content, stem

MIN_CUT_WORDS = 5
"""So many words must stand before a cut: "Accelerating Large Language Models" begins many titles."""

MIN_HEAD_WORDS = 3
"""So many words must stand before the colon, if they are the whole of another title; or one more, if a small one."""

MIN_REORDERED = 4
LIKE_WORDS = 0.6
"""From here on two words with one first letter are spelt alike: "removing" and "reducing", not "decentralized"."""

OTHER_WORK = frozenset(
    "addendum comment comments continued correction errata erratum lite mini next plus pro rebuttal reconsidered redux "
    "reply response retrospective returns revisited revisiting sequel tutorial turbo ultra".split()
)
"""A word that makes another work of a title: "Attention" and "Attention Revisited"."""


class Likeness(NamedTuple):
    """How near two titles are (0 to 100), in what words, and how many words that count were compared."""

    score: int
    why: str
    words: int


@dataclass(slots=True)
class _Differences:
    """What stands between two titles, sorted by how much it matters."""

    spaces: bool = False
    letters: list[tuple[str, str]] = field(default_factory=list)
    endings: list[tuple[str, str]] = field(default_factory=list)
    small: bool = False
    edition: bool = False
    added: list[str] = field(default_factory=list)
    replaced: list[tuple[str, str]] = field(default_factory=list)


def compare(one: Form, other: Form, common: Collection[str] = ()) -> Likeness | None:
    """How near two forms are; None if they are not. A word of `common` is no typing error."""
    one, other = sorted((one, other), key=lambda form: form.full)
    if one.joined == other.joined and one.numbers == other.numbers:
        return Likeness(100, "the titles say the same", min(len(one.stems), one.printed))
    short, long = sorted((one, other), key=lambda form: len(form.joined))
    if long.joined != short.joined and long.joined.startswith(short.joined) and (cut := _cut(short, long)):
        return cut
    if one.numbers != other.numbers:
        return None
    return _compare(one.words, other.words, common) or _compare(one.full, other.full, common)


def _compare(one: Sequence[str], other: Sequence[str], common: Collection[str]) -> Likeness | None:
    shared, found = _differences(one, other, common)
    if not found.added and not found.replaced:
        return _slight(found, shared)
    if shared >= MIN_REORDERED - 1 and len(content(one)) >= MIN_REORDERED and _stems(one) == _stems(other):
        return Likeness(85, "the same words in another order", shared)
    return _retitled(found, shared)


def _stems(words: Sequence[str]) -> Counter[str]:
    return Counter(map(stem, content(words)))


def _cut(short: Form, long: Form) -> Likeness | None:
    """The likeness of a title and its beginning."""
    count, said = len(short.full), len(short.stems)
    if not said or Counter(short.numbers) - Counter(long.numbers):
        return None
    if long.full[:count] != short.full:
        return _cut_in_word(short, long)
    more = long.full[count:]
    if short.printed + said < 2 * MIN_HEAD_WORDS or OTHER_WORK & set(more) or short.numbers != long.numbers:
        return None
    if set(more) <= EDITION | SMALL:
        return Likeness(94, f"only one title has “{' '.join(more)}”", said)
    if long.head == short.joined:
        return Likeness(88, "one title lacks the subtitle", said)
    return _cut_behind_word(short, long) if short.printed >= MIN_CUT_WORDS else None


def _cut_behind_word(short: Form, long: Form) -> Likeness | None:
    """A title that ends with a small word was cut; if it ends with another, at least half of it must be there."""
    said = len(short.stems)
    if short.full[-1] in SMALL:
        return Likeness(88, f"one title is cut off after “{short.full[-1]}”", said)
    if said < MIN_CUT_WORDS - 1 or 2 * len(short.joined) < len(long.joined):
        return None
    score = 80 if 3 * len(short.joined) >= 2 * len(long.joined) else 68
    return Likeness(score, f"one title goes on with “{_few(long.full[len(short.full) :])}”", said)


def _cut_in_word(short: Form, long: Form) -> Likeness | None:
    behind = long.joined[len(short.joined)]
    ending = len(long.full) == len(short.full) and _is_form(short.full[-1], long.full[-1])
    if ending or short.printed < MIN_CUT_WORDS or behind.isdigit():
        return None
    return Likeness(92, "one title is cut off in a word", len(short.stems))


def _differences(one: Sequence[str], other: Sequence[str], common: Collection[str]) -> tuple[int, _Differences]:
    """(how many words that count are the same, all that is not)."""
    found, shared = _Differences(), 0
    mine: list[str] = []
    theirs: list[str] = []
    for code in Levenshtein.opcodes(one, other):
        if code.tag == "equal":
            _sort(found, mine, theirs, common)
            mine, theirs = [], []
            shared += len(content(one[code.src_start : code.src_end]))
        else:
            mine += one[code.src_start : code.src_end]
            theirs += other[code.dest_start : code.dest_end]
    _sort(found, mine, theirs, common)
    return shared + len(found.letters) + len(found.endings), found


def _sort(found: _Differences, one: list[str], other: list[str], common: Collection[str]) -> None:
    """Say of one place where two titles differ what kind of difference it is."""
    if not one and not other:
        return
    if "".join(one) == "".join(other):
        found.spaces = True
        return
    if _is_typo("".join(one), "".join(other), common) and len(one) != len(other):
        found.letters.append((" ".join(one), " ".join(other)))
        return
    mine, theirs = content(one), content(other)
    found.small |= (len(mine), len(theirs)) != (len(one), len(other)) or (not mine and not theirs)
    if len(mine) == len(theirs):
        for a, b in zip(mine, theirs, strict=True):
            if a != b:
                kind = found.endings if _is_form(a, b) else found.letters if _is_typo(a, b, common) else found.replaced
                kind.append((a, b))
    elif not mine or not theirs:
        more = mine or theirs
        if set(more) <= EDITION:
            found.edition = True
        else:
            found.added += more
    else:
        found.replaced.append((" ".join(mine), " ".join(theirs)))


def _is_form(one: str, other: str) -> bool:
    return stem(one) == stem(other) or one + "s" == other or other + "s" == one


def _is_typo(one: str, other: str, common: Collection[str]) -> bool:
    """One letter off in a longer word, two in a long one; never two words that are both in use.

    The first letter is the same: otherwise it may be "asynchronous", "undirected", "straining".
    """
    if one[:1] != other[:1] or min(len(one), len(other)) < 5 or (one in common and other in common):
        return False
    if not (one.isalpha() and other.isalpha()):
        return False
    allowed = 1 if min(len(one), len(other)) < 8 else 2
    return OSA.distance(one, other, score_cutoff=allowed) <= allowed


def _slight(found: _Differences, shared: int) -> Likeness | None:
    """Nothing but letters, endings, spaces and small words are different."""
    if shared < 3:
        return None
    said = []
    if found.letters:
        said.append(_said_pair("titles differ in letters only", *found.letters[0]))
    if found.endings:
        said.append(_said_pair("titles differ in a word's ending", *found.endings[0]))
    if found.spaces:
        said.append("titles differ in spaces only")
    if found.edition:
        said.append("one is another edition")
    if found.small and not said:
        said.append("titles differ in small words only")
    score = 98 - 2 * len(found.letters) - 2 * len(found.endings) - 2 * found.small - 3 * found.edition
    return Likeness(score, "; ".join(said), shared) if len(found.letters) * 2 <= shared else None


def _retitled(found: _Differences, shared: int) -> Likeness | None:
    """A word or two that count were put in, or one was replaced by one like it, in a long title.

    A replaced word unlike it scores too little to be shown, unless the authors are the same.
    """
    changed = len(found.added) + sum(max(len(a.split()), len(b.split())) for a, b in found.replaced)
    if changed > 2 or shared < 3 * changed + 2:
        return None
    if OTHER_WORK & {*found.added, *(word for pair in found.replaced for half in pair for word in half.split())}:
        return None
    score = 66 + 2 * min(shared, 8) - 12 * (changed - 1)
    if not found.replaced:
        return Likeness(score, f"only one title has “{' '.join(found.added)}”", shared)
    one, other = found.replaced[0]
    if changed > 1 or one[0] != other[0] or Levenshtein.normalized_similarity(one, other) < LIKE_WORDS:
        score -= 24
    what = "titles differ in one word" if changed == 1 else "titles differ in a few words"
    return Likeness(score, _said_pair(what, one, other), shared)


def _few(words: Sequence[str]) -> str:
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")


def _said_pair(what: str, one: str, other: str) -> str:
    return f"{what} (“{one}”, “{other}”)"
