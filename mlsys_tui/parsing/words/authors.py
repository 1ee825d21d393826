"""Author names: is a piece of text a list of them, and which."""

import re

from mlsys_tui.patterns import pattern
from mlsys_tui.text import fold

_PARTICLES = frozenset("al bin da de del della den der di dos du el la le van von ter ten y".split())
_NAME_WORD = pattern(r"(?:[^\W\d_][\w'’\-]*\.?|[^\W\d_]\.(?:-?[^\W\d_]\.)*)[*∗†‡]*", re.UNICODE)
_INITIALS = pattern(r"(?:[^\W\d_]\.[\s-]?){1,4}")
_AND = pattern(r"\s*,?\s+(?:and|&)\s+|\s*;\s*")
_SEPARATOR = pattern(r"\s*[,，、]\s*(?:and\s+|&\s+)?|\s+(?:and|&)\s+|\s*;\s*")
_MARKS = pattern(r"[*∗†‡§¶]+|\s+\d+$")
_AFFILIATION = pattern(r"\s*\([^()]*\)")
_OTHERS = pattern(r",?\s*(?:and (?:\d+ )?others|et\.? al\b\.?|(?:\.\.\.|…),?)(?=$|,|\s)", re.IGNORECASE)
_COMMA_OTHERS = pattern(r",\s*(?:and\s+)?(?:et\.? al|(?:\d+ )?others)\b", re.IGNORECASE)
_ONE_INVERTED = pattern(r"(?P<last>[^\W\d_][\w'’\- ]*),\s*(?P<first>(?:[^\W\d_]\.[\s-]?){1,3})")
ET_AL = pattern(r"\bet\.? al\b\.?", re.IGNORECASE)
_ONE_TURNED = pattern(r"(?P<last>[^\W\d_][\w'’\-]+),\s*(?P<first>[^\W\d_][\w'’\-]+(?:\s+[^\W\d_]\.?)*)")
_LOUD = pattern(r"(?:^|(?<=\s))[A-Z]{3,}(?!\.)")
_ONE_INVERTED_OTHERS = pattern(
    r"(?P<last>[^\W\d_][\w'’\- ]{1,30}),\s*(?P<first>(?:[^\W\d_]\.[\s-]?){1,3}),?\s*et\.? al\.?", re.IGNORECASE
)
_MAX_WORDS = 5
_MAX_CASELESS = 4
# A title of three nouns could pass for three names; words that no name has tell it apart.
_TITLE_WORDS = frozenset(
    """a an the for with of on in to from at by via using towards toward through is are as into beyond over under
    how what why learning deep neural network networks system systems data machine training inference distributed
    parallel models model performance efficient scalable memory computing analysis optimization language languages
    framework caching scheduling placement serving compiler compilers engine engines graph graphs cloud storage edge
    kernels kernel layers tensor tensors stream processors processing award paper report university lab labs
    research acm ieee usenix store stores""".split()
)
# What a group in brackets may say in capitals that is nobody's name, and what follows names that is where they work.
_NO_PERSON = frozenset(
    """google microsoft facebook meta nvidia amazon apple intel ibm alibaba baidu tencent bytedance huawei openai
    deepmind berkeley stanford mit cmu eth epfl umich tsinghua peking princeton harvard brain team group
    institute college inc corporation ai book talk version edition part chapter section
    survey blog post short extended best student full
    no class classes recess break holiday cancelled canceled tba tbd
    invited keynote overview optional required recommended background red blue open source""".split()
)
_GIVEN = pattern(r"[^\W\d_][\w.'’\-]*(?:\s+[^\W\d_][\w.'’\-]*){0,3}", re.UNICODE)
_LAST_AND = pattern(r"^(?:and|&)\s+|\s+(?:and|&)\s+")
_YEAR_AFTER = pattern(r",?\s*\(?(?:19|20)\d\d\)?(?:,\s*[A-Z][a-z]+)?$")
_PREPOSITIONS = frozenset("a an and at by for from in into of on or over the to towards under using via with".split())


def is_name(text: str) -> bool:
    """True for what may be one person's name: two to five capitalised words, initials and particles among them.

    In a script without case (Korean, Chinese, Japanese) a name may also be one word of two to four characters.
    """
    words = text.split()
    if len(words) == 1 and text.isalpha() and text.lower() == text.upper():
        return 2 <= len(text) <= _MAX_CASELESS
    if not 2 <= len(words) <= _MAX_WORDS or any(word.lower() in _TITLE_WORDS for word in words[:-1]):
        return False
    if words[-1].lower() in _TITLE_WORDS and len(words[-1]) > 2:  # "Bo An" is a name
        return False
    if not all(map(_is_name_word, words)) or (_LOUD.search(text) and not text.isupper()):
        return False  # also "HPC Wire", "CPU-Efficient Store"
    return not words[-1][0].islower()


def _is_name_word(word: str) -> bool:
    if not _NAME_WORD.fullmatch(word) or (word[-1] == "." and len(word) > 4) or word.endswith(("'s", "’s")):
        return False
    return not word[0].islower() or word.lower() in _PARTICLES


def parse_authors(text: str) -> tuple[str, ...]:
    """The names in "A, B, and C", "A and B", "Last, First and Last, First", "Last, F., Last, F."; else ().

    "et al.", affiliations in parentheses and marks of equal contribution are left out.
    """
    inverted_first = bool(_COMMA_OTHERS.search(text))
    if one := _ONE_INVERTED_OTHERS.fullmatch(text.strip(" .,:")):
        return (f"{one['first'].strip(' ,')} {one['last']}",)
    text, others = _OTHERS.subn("", _AFFILIATION.sub("", text).strip(" .,:"))
    text = text.removeprefix("by ").removeprefix("By ")
    if inverted := _last_initials(text) or _last_first(text) or _first_inverted(text, inverted_first):
        return inverted
    names = [_MARKS.sub("", name).strip() for name in _SEPARATOR.split(text) if name.strip()]
    while len(names) > 2 and {word for word in fold(names[-1]).split() if len(word) > 1} & (_NO_PERSON | _TITLE_WORDS):
        names.pop()  # "A. Lee, B. Kim, Microsoft AI and Research"
    people = [name for name in names if is_name(name)]
    if others and len(names) == 1 and (people or (_NAME_WORD.fullmatch(names[0]) and names[0][0].isupper())):
        return tuple(names)  # "Vaswani et al."
    if len(names) >= 2 and len(people) >= len(names) - len(names) // 5 and is_name(names[0]):
        return tuple(names)
    return ()


def one_inverted(text: str) -> tuple[str, ...]:
    """The name in "Dao, T."."""
    match = _ONE_INVERTED.fullmatch(text.strip())
    return (f"{match['first'].strip()} {match['last']}",) if match else ()


def one_turned(text: str) -> tuple[str, ...]:
    """The name in "Weiss, Otto" or "Weiss, Otto B.", where nothing but one author can stand."""
    match = _ONE_TURNED.fullmatch(text.strip(" .,"))
    return (f"{match['first']} {match['last']}",) if match and is_name(f"{match['first']} {match['last']}") else ()


def people_in(group: str) -> tuple[str, ...]:
    """The names in brackets after a title: "(Saltzer, Reed, and Clark)", "(Mike Burrows)", "(Gray et al.)"; or ().

    There last names alone are usual.
    """
    head = _OTHERS.split(group, maxsplit=1)
    text = _AFFILIATION.sub("", head[0]).strip(" .,:").removeprefix("by ")
    if found := parse_authors(group):
        return found
    names = [_MARKS.sub("", name).strip() for name in _SEPARATOR.split(text) if name.strip()]
    fitting = all(_is_surname(name) or is_name(name) for name in names)
    if not names or not fitting or any(set(fold(name).split()) & _NO_PERSON for name in names):
        return ()
    return tuple(names) if len(names) > 1 or len(head) > 1 or is_name(names[0]) else ()


def _is_surname(text: str) -> bool:
    words = text.split()
    if not 1 <= len(words) <= 3 or not all(_NAME_WORD.fullmatch(word) for word in words):
        return False
    return len(words[-1]) > 1 and words[-1][0].isupper() and not set(fold(text).split()) & _TITLE_WORDS


def without_year(text: str) -> tuple[str, int | None]:
    """Authors without the year some styles put after them: "Lee, Y. and Kim, B., 2018."."""
    match = _YEAR_AFTER.search(text.rstrip(" ."))
    if not match:
        return text, None
    return text[: match.start()], int(re.sub(r"\D", "", match[0])[:4])


def _first_inverted(text: str, others: bool) -> tuple[str, ...]:
    """The names in "Wei, Jinliang, Garth Gibson, and Eric Xing", as MLA has them: only the first is turned round."""
    last, *more = [_MARKS.sub("", piece).strip() for piece in _SEPARATOR.split(text) if piece.strip()] or [""]
    if not more or len(last.split()) > 2 or len(last) < 2 or not _is_surname(last):
        return ()
    given, *rest = more
    if not _GIVEN.fullmatch(given) or not given[0].isupper() or set(fold(given).split()) & _TITLE_WORDS:
        return ()
    if is_name(last) and is_name(given):
        return ()
    if not (rest or others) or not all(is_name(name) for name in rest) or (others and not rest and is_name(last)):
        return ()
    if not others and is_name(given) and len(given.split()[-1].rstrip(".")) > 1:
        return ()  # "Lee, Ann Kim, Bo Park": a last name, then full names
    return (f"{given} {last}", *rest)


def _last_first(text: str) -> tuple[str, ...]:
    """The names in "Kjolstad, Fredrik and Kamil, Shoaib", as BibTeX writes them: one comma between two "and"s."""
    halves = [piece.split(",") for piece in _AND.split(text) if piece]
    if len(halves) < 2 or any(len(half) != 2 for half in halves):
        return ()
    names = tuple(f"{first.strip()} {last.strip()}" for last, first in halves)
    if not all(len(last.split()) <= 2 for last, _ in halves) or not all(is_name(name) for name in names):
        return ()
    return names


def _last_initials(text: str) -> tuple[str, ...]:
    """The names in "Huang, Y., Cheng, Y. & Bapna, A.", as many reference styles write them."""
    pieces = [piece for piece in _SEPARATOR.split(f"{text}.") if piece]
    pairs = list(zip(pieces[::2], pieces[1::2], strict=False))
    if len(pieces) % 2 or len(pairs) < 2:
        return ()
    if not all(_INITIALS.fullmatch(first.rstrip(".") + ".") and last[0].isupper() for last, first in pairs):
        return ()
    return tuple(f"{first.rstrip('.')}. {last}" for last, first in pairs)


def names_at_end(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Title and authors of "Some Title, Ann Lee and Bo Kim", "Some Title, Lee, Kim, and Park", "Title, Lee et al.".

    Only for documents that write so throughout: a title may have commas, too, and end in words that could be names.
    """
    others = _OTHERS.search(text)
    body = text[: others.start()].rstrip(" ,") if others else text.strip(" ,.")
    pieces = [piece.strip() for piece in re.split(r",\s*", body)]
    count = 0
    while count < len(pieces) - 1 and _are_names(pieces[-1 - count]):
        count += 1
    title = ", ".join(pieces[: len(pieces) - count])
    names = [_MARKS.sub("", name).strip() for piece in pieces[len(pieces) - count :] for name in _LAST_AND.split(piece)]
    names = [name for name in names if name]
    lone = len(names) == 1 and not others and not is_name(names[0])
    return (title, tuple(names)) if names and not lone and len(title.split()) >= 3 else None


def _are_names(piece: str) -> bool:
    return all(_is_surname(name) or is_name(name) for name in _LAST_AND.split(piece) if name)


def _after_title(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The same of "Some, Long Title, Ann Lee, Bo Kim, and Cy Park": all pieces at the end that are names."""
    pieces = [piece.strip() for piece in re.split(r",\s*(?:and\s+)?", text)]
    names = 0
    while names < len(pieces) - 1 and is_name(_MARKS.sub("", pieces[-1 - names]).strip()):
        names += 1
    title = ", ".join(pieces[: len(pieces) - names])
    if names < 3 or len(title.split()) < 3 or is_name(" ".join(title.split()[-2:])):
        return None
    return title, tuple(_MARKS.sub("", name).strip() for name in pieces[-names:])


def split_glued(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Title and authors of "Some Long Title Ann Lee, Bo Kim, Cy Park", where no stop stands between them.

    Found by three or more pieces between commas of which all but the first are names; the first author is the
    last two words of the first piece, or three if the middle one is an initial. A title that is long enough by
    itself may also end at the first comma: "Some Long Title, Ann Lee, and Bo Kim".
    """
    if after_commas := _after_title(text):
        return after_commas
    first, *others = [piece.strip() for piece in _SEPARATOR.split(text)]
    if len(others) < 2 or not all(is_name(_MARKS.sub("", name)) for name in others):
        return None
    if not is_name(" ".join(first.split()[-2:])):
        names = tuple(_MARKS.sub("", name).strip() for name in others)
        return (first, names) if len(first.split()) >= 3 else None
    words = first.split()
    size = 3 if len(words) > 5 and re.fullmatch(r"[A-Z]\.?", words[-2]) else 2
    author = " ".join(words[-size:])
    if len(words) - size < 3 or words[-size - 1].lower() in _PREPOSITIONS or not is_name(_MARKS.sub("", author)):
        return None
    names = (author, *others)
    return " ".join(words[:-size]), tuple(_MARKS.sub("", name).strip() for name in names)
