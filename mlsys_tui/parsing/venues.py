"""Venue and year wherever they stand: "(ATC’18)", "[Best Paper Award, DAC’21]", "OSDI 2016.", "EuroSys18"."""

import re
from dataclasses import dataclass

from mlsys_tui.parsing.dates import full_year
from mlsys_tui.text import fold

# Only for venues printed without a year, or in lower case; with a year any short name is taken as printed.
KNOWN = frozenset(
    """
    aaai acl aistats apsys arxiv asplos atc cacm cav ccs cc cgo chi cidr ckcs cloud cluster coling colm colt conext corr
    cscw cvpr dac date ecai eccv ecoop emnlp esca essderc eurosys fast fccm fpga fpl focs fse gtc hotchips hotcloud
    hotnets hotos hotstorage hpca hpdc icassp iccad iccv icde icdcs icdm icfp icml icpp ics icse iclr iiswc ijcai
    infocom interspeech ipdps isca iscas isit ismm ispass issta jmlr kdd lisa micro middleware mlsys mobicom mobisys
    naacl ndss neurips nips nsdi oakland ooplsa oopsla osdi pact pets pldi pods podc pomacs popl ppopp pvldb recsys
    sc sec sensys sigcomm sigcse siggraph sigir sigmetrics sigmod soda socc sosp sp spaa stoc sysml systor tacl taco
    tc tmlr tocs todaes tods tog toplas tos tpds usenix uss vee vldb vlsi wsdm www
    """.split()
)
_APOSTROPHE = r"['’‘`´]"
_VENUE = (
    r"(?P<venue>[A-Za-z][\w&+/@.\-]*(?:\s+(?:of\s+|on\s+|and\s+|for\s+|in\s+|the\s+|&\s+)*[A-Za-z][\w&+/@.\-]*){0,5}?)"
)
_YEAR = (
    rf"(?:\s*,?\s*{_APOSTROPHE}\s?(?P<short>\d\d)|\s*,?\s*(?P<full>(?:19|20)\d\d)|"
    r"(?P<glued>(?<=[A-Za-z])\d\d)|\s+(?P<bare>\d\d))"
)
_VENUE_YEAR = re.compile(rf"{_VENUE}{_YEAR}(?!\w)\.?")
_YEAR_ONLY = re.compile(rf"(?:{_APOSTROPHE}(\d\d)|((?:19|20)\d\d))\.?")
_FILLER = frozenset("a an at by from i in is it my see the this to we with work".split())


@dataclass(frozen=True, slots=True)
class Published:
    """What a piece of text says of a publication; `rest` is what else it says."""

    venue: str | None
    year: int | None
    rest: str = ""


def find_published(text: str) -> Published | None:
    """Venue and year of a whole piece (a bracket's content, a sentence); None if it is not about that.

    Pieces between commas are tried one by one: what is no venue is the `rest`.
    """
    text = text.strip(" .;,")
    if whole := _match(text):
        return whole
    pieces = [piece.strip() for piece in text.split(",")]
    for index, piece in enumerate(pieces):
        if index + 1 < len(pieces) and (both := _match(f"{piece}, {pieces[index + 1]}")):
            return _with_rest(both, pieces[:index], pieces[index + 2 :])
        if found := _match(piece):
            return _with_rest(found, pieces[:index], pieces[index + 1 :])
    return _begins_with(text)


def _with_rest(found: Published, before: list[str], after: list[str]) -> Published:
    rest = ", ".join(piece for piece in (*before, *after) if piece)
    return Published(found.venue, found.year, rest)


def _match(text: str) -> Published | None:
    """`text` as nothing but a venue, a year, or both."""
    if match := _YEAR_ONLY.fullmatch(text):
        return Published(None, full_year(match[1] or match[2]))
    if (match := _VENUE_YEAR.fullmatch(text)) and _is_venue(match):
        return Published(_tidy(match["venue"]), _year(match))
    if fold(text) in KNOWN:
        return Published(_tidy(text), None)
    return None


def _begins_with(text: str) -> Published | None:
    """A known venue with its year, then a remark: "SysML’19 PyTorch for GNN"."""
    match = _VENUE_YEAR.match(text)
    if match and fold(match["venue"]) in KNOWN:
        return Published(_tidy(match["venue"]), _year(match), text[match.end() :].strip(" ,;:-"))
    return None


def _is_venue(match: re.Match[str]) -> bool:
    """A name of a few words that begins like one; a bare two-digit year needs a venue that is known."""
    words = match["venue"].split()
    if words[0].lower() in _FILLER:
        return False
    known = fold(words[-1]) in KNOWN or fold(words[0]) in KNOWN
    if match["bare"] or match["glued"]:
        return known
    return known or words[0][0].isupper()


def _year(match: re.Match[str]) -> int:
    return full_year(match["short"] or match["full"] or match["glued"] or match["bare"])


def _tidy(venue: str) -> str:
    return " ".join(venue.split()).strip(" .,")
