"""Ten real documents against labels made by reading them: how many entries, titles, fields and traps come out right.

The documents carry no licence and are not shipped. They are read from `shared/lists` beside the repository, or from the
folder that MLSYS_LISTS names; where they are not, these tests are skipped. `dialects/` imitates them.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mlsys_tui.domain.reading_list import Document, Listing, Section
from mlsys_tui.parsing.reader import read
from mlsys_tui.text import fold
from tests.helpers import ROOT

LISTS = Path(os.environ.get("MLSYS_LISTS") or ROOT.parent / "shared" / "lists")
LABELS = Path(__file__).parent / "real"
NAMES = sorted(path.stem for path in LABELS.glob("*.json"))
NEAR = (0, 1, -1, 2, -2)
"""An entry may be said to begin a line or two from where its label says."""

Placed = tuple[Section, Listing]


@dataclass
class Score:
    """What came out right and wrong of one document's labelled entries."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, int, object, object]] = field(default_factory=list)

    def add(self, name: str, line: int, got: object, wanted: object, *, is_right: bool) -> None:
        if is_right:
            self.right[name] += 1
        else:
            self.wrong.append((name, line, got, wanted))

    def share(self, *names: str) -> float:
        right = sum(self.right[name] for name in names)
        return right / max(1, right + sum(name in names for name, *_ in self.wrong))

    def failures(self, *names: str) -> str:
        return "\n".join(
            f"line {line}: {name} {got!r}, not {want!r}" for name, line, got, want in self.wrong if name in names
        )


FIELDS = ("name", "authors", "venue", "year", "urls", "requirement", "read", "date", "path_has")


def labels(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((LABELS / f"{name}.json").read_text("utf-8"))
    return found


@cache
def parsed(name: str) -> Document:
    path = LISTS / name
    if not path.exists():
        pytest.skip(f"{name} is not in {os.path.relpath(LISTS, ROOT)}; MLSYS_LISTS may name another folder")
    return read(path.read_bytes().decode("utf-8", "replace"), name)


def placed(document: Document) -> list[Placed]:
    return [(section, listing) for section in document.sections for listing in section.listings]


def near(entries: Iterable[Placed], line: int) -> list[Placed]:
    return sorted((each for each in entries if each[1].line - line in NEAR), key=lambda each: abs(each[1].line - line))


def found(entries: list[Placed], label: dict[str, Any]) -> Placed | None:
    """The entry that a label speaks of: near its line with its title, else with one of its addresses, else on it."""
    candidates = near(entries, label["line"])
    urls = set(label.get("urls") or ())
    for fits in (
        lambda listing: fold(listing.title) == fold(label.get("title") or ""),
        lambda listing: bool(urls & {link.url for link in listing.links}),
        lambda listing: listing.line == label["line"],
    ):
        for each in candidates:
            if fits(each[1]):
                return each
    return None


def values(section: Section, listing: Listing) -> dict[str, Any]:
    return {
        "name": listing.name,
        "authors": list(listing.authors),
        "venue": listing.venue,
        "year": listing.year,
        "urls": [link.url for link in listing.links],
        "requirement": listing.requirement and listing.requirement.value,
        "read": listing.read,
        "date": section.date and section.date.isoformat(),
        "path_has": " / ".join(section.path),
    }


def agrees(name: str, got: Any, wanted: Any, title: str) -> bool:
    if name == "path_has":
        return wanted is None or fold(wanted) in fold(got) or fold(wanted) in fold(title)
    if name == "urls":
        return set(wanted or ()) <= set(got) and bool(got) == bool(wanted)
    if name == "authors":
        return [fold(each) for each in got] == [fold(each) for each in wanted or ()]
    if name in ("name", "venue"):
        return fold(got or "") == fold(wanted or "")
    return bool(got == wanted)


@cache
def scored(name: str) -> Score:
    score, document = Score(), parsed(name)
    entries = placed(document)
    for label in labels(name)["sample"]:
        line = label["line"]
        each = found(entries, label)
        if "title" in label:
            title = each[1].title if each else None
            score.add("title", line, title, label["title"], is_right=fold(title or "") == fold(label["title"]))
        got = values(*each) if each else {}
        for key in FIELDS:
            if key in label:
                is_right = each is not None and agrees(key, got[key], label[key], document.title or "")
                score.add(key, line, got.get(key), label[key], is_right=is_right)
                if label[key] not in (None, [], ""):
                    score.add(f"said {key}", line, got.get(key), label[key], is_right=is_right)
    return score


def trapped(name: str) -> Iterator[tuple[int, str]]:
    """What stands on a trap's line, or is called what the trap says, without being a labelled paper."""
    about = labels(name)
    papers = {fold(label["title"]) for label in about["sample"] if "title" in label}
    for trap in about["traps"]:
        for _, listing in near(placed(parsed(name)), trap["line"]):
            named = fold(listing.title).startswith(fold(trap["text"]) or "~")
            if (listing.line == trap["line"] or named) and fold(listing.title) not in papers:
                yield trap["line"], listing.title


KNOWN = {
    ("traps", "papers-notebook-zh.md"): "an article on the web, linked in the introduction of a section",
}
"""What the parser does not do yet: delete a row when it does."""


def known(test: str) -> list[Any]:
    """All documents, those of KNOWN expected to fail."""
    reasons = {name: reason for (each, name), reason in KNOWN.items() if each == test}
    return [
        pytest.param(name, marks=pytest.mark.xfail(reason=reasons[name], strict=True, raises=AssertionError))
        if name in reasons
        else name
        for name in NAMES
    ]


@pytest.mark.parametrize("name", NAMES)
def test_the_number_of_entries(name: str) -> None:
    """Within 2 % of the hand count; `entries_counted` corrects a first count that was wrong."""
    about = labels(name)
    counted = about.get("entries_counted", about["entries"])
    assert abs(len(parsed(name).listings) - counted) <= counted * 0.02


@pytest.mark.parametrize("name", known("titles"))
def test_titles(name: str) -> None:
    """One slip in a sample of forty-five is 2.2 %: it says nothing of the whole, so all samples are also taken as one."""
    score = scored(name)
    assert score.share("title") >= 0.97, score.failures("title")


def test_titles_of_all_ten_together() -> None:
    scores = [scored(name) for name in NAMES]
    wrong = sum(each == "title" for score in scores for each, *_ in score.wrong)
    assert wrong <= 0.02 * (wrong + sum(score.right["title"] for score in scores))


@pytest.mark.parametrize("name", NAMES)
def test_fields(name: str) -> None:
    score = scored(name)
    assert score.share(*FIELDS) >= 0.95, score.failures(*FIELDS)


@pytest.mark.parametrize("name", NAMES)
def test_fields_that_say_something(name: str) -> None:
    """Fields that are rightly empty do not count here: most are, and a reader that says nothing would do well."""
    score = scored(name)
    said = [f"said {key}" for key in FIELDS]
    assert score.share(*said) >= 0.95, score.failures(*said)


@pytest.mark.parametrize("name", known("traps"))
def test_no_trap_is_taken_as_a_paper(name: str) -> None:
    assert list(trapped(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_title_of_the_list(name: str) -> None:
    about = labels(name)
    if "title" in about:
        assert parsed(name).title == about["title"]
