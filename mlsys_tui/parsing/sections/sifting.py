"""Which of the candidates of a document are papers: each is weighed with the section and the document it stands in."""

from collections.abc import Sequence
from dataclasses import replace

from mlsys_tui.domain.paper import LinkKind
from mlsys_tui.domain.reading_list import Listing, Problem
from mlsys_tui.parsing.entries.evidence import Evidence, evidence_of, has_paper_link, has_repository_title
from mlsys_tui.parsing.sections.drafts import Candidate, Draft
from mlsys_tui.parsing.words import course_life, labels
from mlsys_tui.parsing.words.authors import names_at_end

_SHOWN = 80
_MANY = 10
_FEW = 6


def sift(drafts: Sequence[Draft], *, requires: bool) -> list[Problem]:
    """Fill the listings of the drafts; what is no paper becomes an event or a note, and a problem if it has links.

    `requires` if the document marks its required or optional readings: in its sessions, what it does not mark so
    needs to be a paper beyond doubt.
    """
    weighed = [[(each, evidence_of(each.listing)) for each in draft.candidates] for draft in drafts]
    shaped = [evidence for own in weighed for _, evidence in own if evidence >= Evidence.SOME]
    evident = sum(evidence >= Evidence.GOOD for evidence in shaped) * 2 > len(shaped)
    sizes = sorted(len(own) for own in weighed if own)
    strong = sum(evidence is Evidence.STRONG for evidence in shaped)
    one_each = len(sizes) >= _MANY and sizes[len(sizes) // 2] <= 2 and strong * 3 > len(shaped) * 2
    problems: list[Problem] = []
    weighed = _with_names_at_end(weighed)
    for draft, own in zip(drafts, weighed, strict=True):
        vouched = not evident or any(evidence >= Evidence.GOOD for _, evidence in own)
        vouched = vouched or all(_is_title_shaped(candidate) for candidate, _ in own)
        for candidate, evidence in own:
            if one_each and not draft.is_session and _is_companion(candidate, evidence, own):
                draft.notes.append(_with_links(candidate))
            elif not labels.is_filler(candidate.listing.title) and _is_paper(
                draft, candidate, evidence, requires=requires, vouched=vouched
            ):
                draft.listings.append(_published(candidate.listing, draft))
            elif _is_event(draft, candidate):
                draft.events.append(candidate.text)
            else:
                draft.notes.append(_with_links(candidate))
                if candidate.linked and evidence >= Evidence.GOOD:
                    said = candidate.text[:_SHOWN]
                    problems.append(Problem(candidate.listing.line, f"kept as a note, not as a paper: {said!r}"))
    return problems


def _with_names_at_end(weighed: list[list[tuple[Candidate, Evidence]]]) -> list[list[tuple[Candidate, Evidence]]]:
    """Authors taken off the ends of titles, in a document where most bare entries are "Title, Authors"."""
    bare = [each for own in weighed for each, _ in own if _is_bare(each.listing)]
    found = {id(each): names for each in bare if (names := names_at_end(each.listing.title))}
    if len(found) < _MANY or len(found) * 2 < len(bare):
        return weighed

    def split(candidate: Candidate) -> Candidate:
        title, names = found[id(candidate)]
        return candidate._replace(listing=replace(candidate.listing, title=title, authors=names))

    return [
        [
            (split(each), max(evidence, Evidence.GOOD)) if id(each) in found else (each, evidence)
            for each, evidence in own
        ]
        for own in weighed
    ]


def _is_bare(listing: Listing) -> bool:
    return not (listing.links or listing.authors) and "," in listing.title


def _is_paper(draft: Draft, candidate: Candidate, evidence: Evidence, *, requires: bool, vouched: bool) -> bool:
    listing = candidate.listing
    if candidate.listed or listing.requirement:
        return evidence >= Evidence.GOOD or (evidence >= Evidence.NONE and not course_life.names_event(candidate.text))
    if evidence is Evidence.AGAINST:
        return False
    if draft.company:
        return _is_paper_in_company(draft.company, listing)
    if draft.is_session:
        enough = evidence >= (Evidence.STRONG if requires else Evidence.GOOD)
        return enough or not (requires or course_life.names_event(candidate.text))
    if evidence >= Evidence.GOOD or requires:
        return evidence >= Evidence.GOOD
    return vouched and (evidence is Evidence.SOME or listing.read is not None or not candidate.linked)


def _is_paper_in_company(company: labels.Company, listing: Listing) -> bool:
    """Among tools, courses, blogs: what has a paper's address; among tools also what says where it was published."""
    said = (listing.venue and listing.year) or (listing.year and not has_repository_title(listing))
    return has_paper_link(listing) or len(listing.authors) > 1 or (company is labels.Company.TOOLS and bool(said))


def _is_companion(candidate: Candidate, evidence: Evidence, own: Sequence[tuple[Candidate, Evidence]]) -> bool:
    """In a document with a section per paper: what stands beside the paper, and is none beyond doubt; pages, too."""
    if candidate.listed or evidence is Evidence.STRONG or len(own) > _FEW:
        return False
    page = candidate.listing.links and all(link.kind is LinkKind.PAGE for link in candidate.listing.links)
    return bool(page) or any(other is Evidence.STRONG for _, other in own)


def _is_title_shaped(candidate: Candidate) -> bool:
    """True for "Name: What It Is About", as titles of systems papers are."""
    name, colon, rest = candidate.listing.title.partition(": ")
    return bool(colon) and len(name.split()) <= 4 and len(rest.split()) >= 3 and name[:1].isupper()


def _is_event(draft: Draft, candidate: Candidate) -> bool:
    """In a session: what nothing marks as a paper, without a link."""
    return draft.is_session and not candidate.linked


def _published(listing: Listing, draft: Draft) -> Listing:
    """The listing with venue and year of the heading above, where it says none itself."""
    said = draft.published
    if listing.read is None and draft.read is not None:
        listing = replace(listing, read=draft.read)
    if said is None or (listing.venue and listing.year):
        return listing
    if listing.venue is None and listing.year in (None, said.year):
        return replace(listing, venue=said.venue, year=listing.year or said.year)
    return replace(listing, year=listing.year or said.year)


def _with_links(candidate: Candidate) -> str:
    urls = [link.url for link in candidate.listing.links if link.url not in candidate.text]
    return " ".join([candidate.text, *(f"<{url}>" for url in urls)])
