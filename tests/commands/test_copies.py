"""Whatever a paper holds, no form of it acts on the terminal it is pasted into."""

from pathlib import Path

import pytest

from mlsys_tui.commands import table
from mlsys_tui.commands.base import Target
from mlsys_tui.desktop.clipboard import copy
from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.notebook import with_note
from mlsys_tui.domain.paper import Link, LinkKind
from mlsys_tui.domain.reading_list import Document, Listing, ListKind, Section
from mlsys_tui.library import Library
from mlsys_tui.store.notebook import Notebook

HOSTILE = (
    "\x1b]52;c;eA==\x07\x1b[31m\x9b2J\x1bP+q\x1b\\\nrm -rf ~\r\n\u202e\u2066\u2028\x00\x08\x7f\x85\ufeff\U000e0041 \t"
)
ONE_LINE = ["copy.link", "copy.title", "copy.markdown", "copy.citation"]
FORMS = [*ONE_LINE, "copy.bibtex", "copy.note", "copy.section"]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Papers that came past every other guard."""
    listings = [
        Listing(
            f"Title {number}: {HOSTILE} of Things{HOSTILE}",
            f"Name{HOSTILE}",
            (f"Ann {HOSTILE} Lee", f"Bo Kim{HOSTILE}"),
            f"OSDI{HOSTILE}",
            2020,
            (Link(f"https://a.org/{number}{HOSTILE}x{HOSTILE}", LinkKind.PAPER, HOSTILE),),
            line=number,
        )
        for number in (1, 2)
    ]
    document = Document("l.md", "L", ListKind.TOPICS, (Section(("A",), listings=tuple(listings)),))
    library = Library(build([document]), Notebook(tmp_path / "notebook.json"))
    library.change("wrote", list(library.catalog.papers), lambda record, at: with_note(record, f"a{HOSTILE}\nb", at))
    return library


def text_of(library: Library, form: str, count: int, argument: str | None = None) -> str:
    section = library.catalog.lists[0].sections[0].key
    target = Target(tuple(library.catalog.papers)[:count], section)
    copied = table.run(table.BY_ID[form], library, target, argument).copy
    assert copied is not None
    return copied.text


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("form", FORMS)
def test_no_form_has_a_code_in_it(form: str, count: int, library: Library) -> None:
    text = text_of(library, form, count)
    assert [char for char in text if not char.isprintable() and char != "\n"] == []
    assert "rm" in text
    assert copy(text, write_terminal=None, environ={}).text in (text, text.rstrip("\n"))


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("form", ONE_LINE)
def test_a_line_is_a_line(form: str, count: int, library: Library) -> None:
    assert text_of(library, form, count).count("\n") == count - 1


def test_lines_of_a_section_and_fields_of_an_entry_are_lines(library: Library) -> None:
    assert text_of(library, "copy.section", 1).count("\n") == 2
    assert all(line.startswith(("@", "  ", "}")) for line in text_of(library, "copy.bibtex", 1).splitlines())


def test_an_address_that_is_given_is_one_word(library: Library) -> None:
    assert text_of(library, "copy.link", 1, f"https://a.org/{HOSTILE}y") == "https://a.org/rm-rf~y"


def test_every_form_is_tried() -> None:
    shows = {"copy.choose", "copy.show", "copy.write"}
    assert {each.id for each in table.COMMANDS if each.id.startswith("copy.")} - shows == set(FORMS)
