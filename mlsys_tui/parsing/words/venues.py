"""Venue and year wherever they stand: "(ATC’18)", "[Best Paper Award, DAC’21]", "In Proceedings of OSDI 2016."."""

import re
from dataclasses import dataclass

from mlsys_tui.parsing.words.authors import is_name
from mlsys_tui.parsing.words.dates import full_year, is_month
from mlsys_tui.patterns import pattern
from mlsys_tui.text import fold

# Only for venues printed without a year, in lower case, or beside other words; with a year any short name will do.
KNOWN = frozenset(
    """
    aaai acl aistats apsys arxiv asplos atc cacm cav ccs cgo chi cidr cloud cluster coling colm colt conext corr
    cscw csur cvpr dac date ecai eccv ecoop emnlp esca essderc eurosys fast fccm fpga fpl focs fse gtc hotchips hotcloud
    hotnets hotos hotstorage hpca hpdc icassp iccad iccv icde icdcs icdm icfp icml icpp ics icse iclr iiswc ijcai
    infocom interspeech ipdps isca iscas isit ismm ispass issta jmlr kdd lisa micro middleware mlsys mobicom mobisys
    naacl ndss neurips nips nsdi oakland oopsla osdi pact pets pldi pods podc pomacs popl ppopp pvldb recsys
    sc sec sensys sigcomm sigcse siggraph sigir sigmetrics sigmod soda socc sosp spaa stoc sysml systor tacl taco
    tmlr tocs todaes tods tog toplas tos tpds usenix vee vldb vlsi wsdm www
    """.split()
)
_SHORTENED = frozenset("proc conf symp int trans j comput surv intl adv commun lett mag univ dept vol no st".split())
_SOCIETIES = frozenset(
    "usenix acm ieee sigops sigcomm sigplan sigmod international annual symposium on ifip conf".split()
)
_APOSTROPHE = "['’‘`´′]"
_WORD = r"[A-Za-z][\w&+/@.\-]*"
_SMALL = r"(?:of|on|and|for|in|the|&)\s"
_VENUE = rf"(?P<venue>{_WORD}(?:\s+(?:{_SMALL}\s*)*(?!{_SMALL}){_WORD}){{0,5}}?)"
_YEAR = (
    rf"(?:\s*,?\s*{_APOSTROPHE}\s?(?P<short>\d\d)(?!\d)|(?<=[A-Za-z])(?P<before>\d\d){_APOSTROPHE}|(?:\s*{_APOSTROPHE})?[\s,\-]*(?P<full>(?:19|20)\d\d)|"
    r"(?<=[A-Za-z])-?(?P<glued>\d\d)|\s+(?P<bare>\d\d))"
)
_VENUE_YEAR = pattern(rf"{_VENUE}{_YEAR}(?!\w|\()\.?")
_YEAR_ONLY = pattern(rf"(?:{_APOSTROPHE}(\d\d)|((?:19|20)\d\d))\.?")
_YEAR_FIRST = pattern(rf"(?P<year>(?:19|20)\d\d)\s+(?P<venue>{_WORD}(?:\s{_WORD})?)")
_DIGIT = pattern(r"\d")
_MAX_UNDATED = 80
_MAX_NAME = 40
"""Characters of a venue's name that stands without a year."""
_FULL_YEAR = pattern(r"(?<![\d.])(?:19|20)\d\d(?![\d.])")
_IN = pattern(
    r"^(?:to appear |appeared |appears |published |accepted )?(?:(?:in|at)\b:?\s+)?(?:the )?"
    r"(?:proc(?:eedings|\.)?(?: of)?(?: the)? )?(?:\d+(?:st|nd|rd|th) )?",
    re.IGNORECASE,
)
_ARXIV = pattern(
    r"(?:(?:arxiv|corr)(?:\s+preprint)?[\s,:]*)?(?:arxiv|abs)[:\s/]*(?P<id>\d{4}\.\d{4,5})(?:v\d+)?(?:\s*\[[^\]]*\])?"
    r"(?:[\s,]*\(?(?P<year>(?:19|20)\d\d)\)?)?\.?",
    re.IGNORECASE,
)
_PREPRINT = pattern(r"arxiv(?:\s+preprint)?(?:[\s,]+(?P<year>(?:19|20)\d\d))?\.?", re.IGNORECASE)
_REMARK_AT = pattern(r"(?P<remark>\D+?)\s+(?:at|in)\s+(?P<rest>\S.*)")
_WORKSHOP = pattern(r"\b(?:workshop|symposium|conference|track|tutorial)\b", re.IGNORECASE)
_NO_VENUE = frozenset(
    """a accepted an at award best by chapter draft et from i in is it last my new no part related revised see
    since spring summer fall winter autumn the this to updated version vol volume we with work year before after until
    pre post early late older other others earlier up recent past upcoming prior week lecture section pages pp
    copyright""".split()
)


@dataclass(frozen=True, slots=True)
class Published:
    """What a piece of text says of a publication; `rest` is what else it says, `arxiv` an id it names."""

    venue: str | None
    year: int | None
    rest: str = ""
    arxiv: str | None = None


def find_published(text: str) -> Published | None:
    """Venue and year of a whole piece (a bracket's content, a sentence); None if it is not about that.

    Pieces between commas are tried one by one: what is no venue is the `rest`.
    """
    text = text.strip(" .;,|")
    if not _DIGIT.search(text):
        return _known_alone(text)
    if whole := _whole(text):
        return whole
    pieces = [piece.strip() for piece in text.split(",")]
    for index, piece in enumerate(pieces):
        if index + 1 < len(pieces) and (both := _whole(f"{piece}, {pieces[index + 1]}")):
            return _with_rest(both, pieces[:index], pieces[index + 2 :])
        if found := _whole(piece):
            return _with_rest(found, pieces[:index], pieces[index + 1 :])
    return _begins_with(text)


def _known_alone(text: str) -> Published | None:
    """A venue without a year: a known name, in one of a few pieces between commas."""
    if len(text) > _MAX_UNDATED:
        return None
    pieces = [piece.strip() for piece in text.split(",")]
    for index, piece in enumerate(pieces):
        if piece and (match := _PREPRINT.fullmatch(piece)):
            name = match[0][:5] if match[0][:5].lower() == "arxiv" else "arXiv"
            return _with_rest(Published(name, None), pieces[:index], pieces[index + 1 :])
        bare = _IN.sub("", piece, count=1)
        if len(bare) <= _MAX_NAME and fold(bare) in KNOWN:
            return _with_rest(Published(_tidy(bare), None), pieces[:index], pieces[index + 1 :])
    return None


def find_venue_alone(text: str) -> Published | None:
    """The same, if the text says nothing else."""
    found = find_published(text)
    return found if found and not found.rest else None


def find_heading_venue(text: str) -> Published | None:
    """The same of a heading, where "Upcoming 2019" is no venue: a year, a known venue, or one written as names are."""
    found = find_venue_alone(text.strip("[]()*_ "))
    if found is None or (found.venue is None and found.year is None):
        return None
    venue = found.venue or ""
    named = not venue or fold(venue.split()[-1]) in KNOWN or fold(venue.split()[0]) in KNOWN
    return found if named or sum(map(str.isupper, venue.split()[0])) > 1 else None


def _with_rest(found: Published, before: list[str], after: list[str]) -> Published:
    """A year may have its venue in another piece: "PVLDB Vol. 13, 2020"."""
    rest = [piece for piece in (*before, *after) if piece]
    if found.year is None:
        for piece in rest:
            if (dated := _whole(piece)) and dated.year and dated.venue is None:
                rest.remove(piece)
                return Published(found.venue, dated.year, ", ".join(rest), found.arxiv)
    if found.venue is None:
        for piece in rest:
            name = piece.split()[0]
            if fold(name) in KNOWN:
                return Published(name, found.year, "")
    return Published(found.venue, found.year, ", ".join(rest), found.arxiv)


def _whole(text: str) -> Published | None:
    """`text` as nothing but a venue, a year, or both."""
    if match := _YEAR_FIRST.fullmatch(text):
        text = f"{match['venue']} {match['year']}"
    elif len(text) > _MAX_NAME and text[-1].isalpha():
        return None  # no year at its end
    if match := _YEAR_ONLY.fullmatch(text):
        return Published(None, full_year(match[1] or match[2]))
    if (match := _ARXIV.fullmatch(text)) or (match := _PREPRINT.fullmatch(text)):
        groups = match.groupdict()
        year = int(groups["year"]) if groups["year"] else None
        return Published(text[:5] if text[:5].lower() == "arxiv" else "arXiv", year, "", groups.get("id"))
    return _whole_name(_IN.sub("", text, count=1))


def _whole_name(text: str) -> Published | None:
    """The same of what may begin with a remark: "Best paper at OSDI'20"."""
    at = _REMARK_AT.fullmatch(text)
    if at and (inner := _VENUE_YEAR.fullmatch(at["rest"])) and _known(inner):
        if _WORKSHOP.search(at["remark"]):
            return Published(_tidy(f"{at['remark']} at {inner['venue']}"), _year(inner))
        return Published(_tidy(inner["venue"]), _year(inner), at["remark"])
    if (match := _VENUE_YEAR.fullmatch(text)) and (found := _checked(match)):
        return found
    return Published(_tidy(text), None) if fold(text) in KNOWN else None


def _checked(match: re.Match[str]) -> Published | None:
    """A name of a few words that begins like one; a month is only a date, and a bare number needs a known venue."""
    words = match["venue"].split()
    if is_month(words[0]) and len(words) == 1:
        return Published(None, _year(match)) if match["full"] else None
    if len(words) > 1 and fold(words[-1]) in KNOWN and not _WORKSHOP.search(match["venue"]):
        return _known_at_end(match, words)
    if not _known(match):
        if "and" in words or "&" in words:
            return None  # "Zhou and Cong 2018": authors
        doubtful = {fold(word) for word in words} & _NO_VENUE or match["bare"] or match["glued"]
        named = is_name(match["venue"]) and not match["short"]
        if doubtful or named or not words[0][0].isupper():
            return None
    return Published(_tidy(match["venue"]), _year(match))


def _ends_sentence(venue: str) -> bool:
    """True if a full stop stands in it that is no abbreviation's: "goes on. OSDI"."""
    return any(word.endswith(".") and word[:-1].lower() not in _SHORTENED for word in venue.split()[:-1])


def _known_at_end(match: re.Match[str], words: list[str]) -> Published | None:
    """In "DeepSeek SC' 24" the venue is the known word and the societies before it; what else stands there is not."""
    if _ends_sentence(match["venue"]):
        return None
    start = len(words) - 1
    while start and fold(words[start - 1]) in _SOCIETIES:
        start -= 1
    return Published(" ".join(words[start:]).strip(" .,-"), _year(match), " ".join(words[:start]))


def _known(match: re.Match[str]) -> bool:
    """True for a known venue, if a lone two-digit number can be its year at all."""
    words = match["venue"].split()
    if {fold(word) for word in words} & {"vol", "volume", "no", "submission", "submitted", "best"}:
        return False
    return fold(words[-1]) in KNOWN or fold(words[0]) in KNOWN


def _begins_with(text: str) -> Published | None:
    """A known venue with its year, then a remark: "SysML’19 PyTorch for GNN"."""
    match = _VENUE_YEAR.match(text)
    if match and _ends_sentence(match["venue"]):
        return None
    if match and _known(match) and not _FULL_YEAR.search(text, match.end()):
        return Published(_tidy(match["venue"]), _year(match), text[match.end() :].strip(" ,;:-"))
    return None


_AT_END = pattern(rf"(?:^|[\s,|\-–—:(]+)(?P<venue>{_WORD}(?:\s+{_WORD})?){_YEAR}\)?\.?\s*[|]?\s*$")
_ON = pattern(r",\s+(?:on|in|at)$")
_YEAR_GLUED = pattern(r"\s(?P<year>[012]\d)\s?(?P<venue>[A-Za-z]{3,10})\s*$")
_AT_START = pattern(rf"^(?P<venue>{_WORD}(?:\s+{_WORD})?){_YEAR}(?:\s*[-–—:|/,]\s*|\s+)(?=\S)")


def take_known_at_ends(text: str) -> tuple[str, Published | None]:
    """Split a known venue and its year off either end of a title: "Title - OSDI'20", "OSDI'20 | Title"."""
    if not _DIGIT.search(text):
        rest, _, last = text.rpartition(" ")
        alone = last.lower() == "arxiv" and len(rest.split()) >= 3
        return (rest.rstrip(" ,|-–—:("), Published(last, None)) if alone else (text, None)
    tail = text[-60:]
    match = _AT_END.search(tail)
    while match and not _exactly_known(match):  # "Some Title OSDI'20": the venue may be the last word only
        match = _AT_END.search(tail, match.start() + 1) if match.start() + 1 < len(tail) else None
    if match and (rest := text[: len(text) - len(tail) + match.start()].strip(" ,|-–—:(")):
        rest = _ON.sub("", rest)
        return rest, Published(_tidy(match["venue"]), _year(match))
    if glued := _YEAR_GLUED.search(tail):
        rest = text[: len(text) - len(tail) + glued.start()].strip(" ,|-–—:(")
        if rest and fold(glued["venue"]) in KNOWN:
            return rest, Published(glued["venue"], full_year(glued["year"]))
    head = _AT_START.match(text)
    if head and _exactly_known(head) and len(text[head.end() :].split()) >= 2:
        return text[head.end() :].strip(), Published(_tidy(head["venue"]), _year(head))
    return text, None


def _exactly_known(match: re.Match[str]) -> bool:
    words = fold(match["venue"]).split()
    named = bool(words) and words[-1] in KNOWN and (len(words) == 1 or words[0] in ("usenix", "acm", "ieee"))
    if match["short"] and match["venue"].isupper() and match["venue"].isalpha() and len(match["venue"]) > 2:
        return True  # "LADC '22": whoever writes so names a venue
    return named and not match["bare"] and (match["venue"][0].isupper() or bool(match["short"]))


def _year(match: re.Match[str]) -> int:
    return full_year(match["short"] or match["before"] or match["full"] or match["glued"] or match["bare"])


def _tidy(venue: str) -> str:
    words = venue.split()
    while len(words) > 1 and is_month(words[-1]):
        words.pop()  # "Arxiv Dec 2025"
    return " ".join(words).strip(" .,-")
