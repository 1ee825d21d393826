"""What speaks for and against an item being a paper: its links, its words, what it says of authors and venue."""

import re
from enum import IntEnum
from urllib.parse import urlsplit

from mlsys_tui.domain.paper import Link, LinkKind
from mlsys_tui.domain.reading_list import Listing
from mlsys_tui.parsing.blocks import Run
from mlsys_tui.parsing.words.labels import is_container
from mlsys_tui.parsing.words.links import is_label, is_paper_host, is_paper_label, make_link
from mlsys_tui.parsing.words.venues import find_venue_alone
from mlsys_tui.patterns import pattern
from mlsys_tui.text import fold

# Hosts of forms, shared drives, class forums and chats: what a course hands out, never a paper.
_MATERIAL_HOSTS = pattern(
    r"(?:^|\.)(?:forms\.gle|calendar\.google\.com|piazza\.com|edstem\.org|ed\.link|"
    r"gradescope\.com|canvas\.[\w.]+|instructure\.com|zoom\.us|slack\.com|discord\.(?:gg|com)|signupgenius\.com|"
    r"doodle\.com|panopto\.\w+|mediaspace\.[\w.]+|shields\.io|overleaf\.com|campuswire\.com|hotcrp\.com|echo360\.\w+|"
    r"kaltura\.com|star-history\.com|moodle\.[\w.]+|goo\.gl)$"
)
# What is kept there may be anything.
_SHARED_HOSTS = pattern(r"(?:^|\.)(?:docs\.google\.com|drive\.google\.com|dropbox\.com|box\.com)$")
_MATERIAL = pattern(
    r"^\W*(?:(?:lecture|class|course|presentation|guest|paper|today s|my|the|our|week|scribe|talk|discussion|zoom|"
    r"panopto|youtube|video|student|in class|pre class|reading|annotated|full|tutorial|section|intro|introduction)\s+)*"
    r"(?:slides?|notes?|handouts?|recordings?|videos?|home ?works?|hw|assignments?|problem sets?|psets?|ps|labs?|"
    r"projects?|quiz(?:zes)?|exams?|midterms?|finals?|lectures?|reviews?|review forms?|questions?|forms?|sign ?ups?|"
    r"submissions?|submit|due|faq|solutions?|checkpoints?|proposals?|templates?|posters?|worksheets?|rubrics?|demos?|"
    r"template slides?|feedback|signup|presentations?|surveys? form|poll|announcements?|spreadsheets?|scribe|scribes|"
    r"screencasts?|podcasts?|transcripts?|ppt|pptx|keynote|whiteboards?|logistics|syllabus|schedule|office hours?|"
    r"(?:course|class) (?:overview|info(?:rmation)?|policies)|recitations?|reading questions?|handin|starter code|"
    r"extra credit|milestones?)"
    r"(?:\s*(?:#?\d+[a-z]?|[ivx]{1,4}|out|due|released?|form|forms|here|pdf|pptx?|key|html|video|link|online|sheet|"
    r"notes?|slides?|for|of|in|on|from|by|at|and)\b.*)?\W*$",
    re.IGNORECASE,
)
_ASKS = pattern(
    r"^\W*(?:submit (?:your|the|a)|sign up|please|fill (?:in|out)|join (?:us|our|the (?:course|class|slack|discord))|"
    r"watch the (?:lecture|recording)|see (?:the )?(?:piazza|canvas|website|syllabus)|register (?:for|here)|e ?mail |"
    r"contact (?:us|me|the)|post (?:your|on (?:piazza|the forum|canvas))|download (?:the|here|this)|click (?:here|on)|"
    r"star (?:this|us|the|history)|fork (?:this|the)|(?:send|open|submit) (?:an? )?(?:pull request|issue|pr)|"
    r"pull requests? |feel free|jump to|back to|return to|go to|view the|last (?:updated|modified)|welcome to|"
    r"read more|subscribe|follow (?:us|me|the link))\b",
    re.IGNORECASE,
)
_FILE = pattern(r"[^\s/]+\.(?:pptx?|docx?|xlsx?|pdf|zip|md|html?|txt|com|org|io|net)", re.IGNORECASE)
_HANDED_OUT = pattern(
    r"\b(?:code|codebases?|slides|slide deck|keynote|recording|website|web ?page|home ?page)$", re.IGNORECASE
)
_TERM = pattern(r"paper \d+|(?:fall|spring|summer|winter|autumn)?\s*(?:19|20)\d\d", re.IGNORECASE)
_ADDRESS = pattern(r"\(?\w{2,6}:/\S*")
_NO_PAPER_SCHEMES = ("#", "mailto:", "javascript:", "tel:")
_MIN_TITLE_WORDS = 3
_FEW_WORDS = 4
_FURTHER_LIST = pattern(
    r"\bawesome\b|\b(?:curated|reading|paper) lists?\b|\b(?:list|collection|repository) of\b", re.IGNORECASE
)


def has_paper_link(listing: Listing) -> bool:
    """True if a link leads to a site that publishes papers, or to a PDF."""
    return any(map(_is_paper, listing.links))


class Evidence(IntEnum):
    """How much speaks for a paper."""

    AGAINST = -1  # slides, a form, a homework, a repository, contents
    NONE = 0  # a word or two
    SOME = 1  # a title's shape
    GOOD = 2  # a link that is not known to be something else, a year, a name
    STRONG = 3  # a paper's address, a venue with its year, authors


def is_paper_link(run: Run) -> bool:
    """True for a link that may well be a paper's."""
    return bool(run.url) and make_link(run.url or "").kind in (LinkKind.PAPER, LinkKind.PDF) and not _hands_out(run.url)


def leads_nowhere(urls: list[str]) -> bool:
    """True if all links lead into the page itself or to a mailbox: contents, staff."""
    return bool(urls) and all(url.startswith(_NO_PAPER_SCHEMES) for url in urls)


def is_material(text: str) -> bool:
    """True for the words of slides, notes, homework, forms: what a course hands out beside its readings."""
    folded = fold(text)
    return bool(_MATERIAL.match(folded) or _ASKS.match(folded)) and len(folded.split()) <= 14


def evidence_of(listing: Listing) -> Evidence:
    """What a listing's own words and links say."""
    strong = [link for link in listing.links if _is_paper(link)]
    titled = [link for link in listing.links if link.label is None]
    if _is_no_title(listing) or _is_tool(listing, titled, strong):
        return Evidence.AGAINST
    if listing.links and all(_hands_out(link.url) and not is_paper_label(link.label or "") for link in listing.links):
        return Evidence.AGAINST
    if strong or (listing.venue and listing.year) or len(listing.authors) > 1:
        return Evidence.STRONG
    usable = [link for link in listing.links if not _hands_out(link.url, shared=True)]
    if usable or listing.venue or listing.year or listing.authors:
        return Evidence.GOOD if len(listing.title.split()) >= 2 or listing.venue else Evidence.SOME
    return Evidence.SOME if len(listing.title.split()) >= _MIN_TITLE_WORDS else Evidence.NONE


def _is_no_title(listing: Listing) -> bool:
    """True for a term, a venue, a label, slides, homework."""
    title = listing.title
    if _TERM.fullmatch(title) or _ADDRESS.fullmatch(title) or is_container(title) or _is_venue(title):
        return True
    bracketed = title[:1] == "(" and title[-1:] == ")" and not listing.links
    if bracketed or _FILE.fullmatch(title):
        return True
    if _HANDED_OUT.search(title) and not (listing.authors or listing.venue or any(map(_is_paper, listing.links))):
        return True
    published = len(title.split()) > _FEW_WORDS and listing.venue and listing.year
    return is_material(title) and not published and not listing.authors


def _is_paper(link: Link) -> bool:
    if link.label is not None and not is_label(link.label):
        return False
    return link.kind in (LinkKind.PAPER, LinkKind.PDF) and (link.kind is LinkKind.PDF or is_paper_host(link.url))


def _is_tool(listing: Listing, titled: list[Link], strong: list[Link]) -> bool:
    """A title that is a link to a repository, slides or a video only: nothing to read behind it."""
    if strong or listing.authors or (listing.venue and listing.year) or listing.requirement or not titled:
        return False
    kinds = {link.kind for link in listing.links}
    if not all(link.kind in (LinkKind.CODE, LinkKind.SLIDES) for link in titled) or kinds & {
        LinkKind.PAPER,
        LinkKind.PDF,
    }:
        return False
    return len(listing.title.split()) < _FEW_WORDS or bool(_FURTHER_LIST.search(listing.title))


def _is_venue(title: str) -> bool:
    found = find_venue_alone(title) if len(title.split()) <= _FEW_WORDS else None
    return found is not None and bool(found.year)


def has_repository_title(listing: Listing) -> bool:
    """True if the title is a link to a repository."""
    return any(link.label is None and link.kind is LinkKind.CODE for link in listing.links)


def _hands_out(url: str | None, *, shared: bool = False) -> bool:
    """True for an address of such a host (if asked for, also one where anything may be), or no address at all."""
    if not url:
        return False
    if url.startswith(_NO_PAPER_SCHEMES):
        return True
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    if host == "docs.google.com" and "/forms/" in url:
        return True
    return bool(_MATERIAL_HOSTS.search(host) or (shared and _SHARED_HOSTS.search(host)))
