"""Links that are relative to the page they stand on."""

import pytest

from mlsys_tui.domain.relative import absolute
from mlsys_tui.parsing.reader import read


def link_of(url: str, source: str | None) -> str:
    document = absolute(read(f"# C\n\n- [A Paper of Things]({url})\n", "c.md"), source)
    return document.listings[0].links[0].url


@pytest.mark.parametrize(
    ("url", "source", "whole"),
    [
        ("papers/1.pdf", "https://c.org/s24/schedule.html", "https://c.org/s24/papers/1.pdf"),
        ("./papers/1.pdf", "https://c.org/s24/", "https://c.org/s24/papers/1.pdf"),
        ("papers/1.pdf", "https://c.org/s24?week=1", "https://c.org/s24/papers/1.pdf"),
        ("/1.pdf", "https://c.org/s24/", "https://c.org/1.pdf"),
        ("//d.org/1.pdf", "https://c.org/s24/", "https://d.org/1.pdf"),
        ("p/1.pdf", "https://github.com/o/r", "https://github.com/o/r/blob/HEAD/p/1.pdf"),
        ("p/1.pdf", "https://github.com/o/r/blob/main/a/README.md", "https://github.com/o/r/blob/main/a/p/1.pdf"),
        ("https://a.org/1.pdf", "https://c.org/", "https://a.org/1.pdf"),
        ("papers/1.pdf", "/home/me/list.md", "papers/1.pdf"),
        ("papers/1.pdf", None, "papers/1.pdf"),
    ],
)
def test_relative_links_are_joined_to_their_page(url: str, source: str | None, whole: str) -> None:
    assert link_of(url, source) == whole


def test_a_page_may_say_what_its_links_are_relative_to() -> None:
    page = (
        "<html><head><base href='https://c.org/s/'></head><body><ul>"
        "<li><a href='p/1.pdf'>A Paper of Things</a><li><a href='https://a.org/2.pdf'>Another Paper</a></ul></body></html>"
    )
    assert [link.url for listing in read(page, "x").listings for link in listing.links] == [
        "https://c.org/s/p/1.pdf",
        "https://a.org/2.pdf",
    ]


def test_the_year_of_a_copyright_is_not_that_of_a_course() -> None:
    sessions = "".join(
        f"<h2>9/{day}: Topic</h2><ul><li><a href='https://a.org/{day}'>A Paper of Things</a></ul>" for day in (3, 5)
    )
    document = read(f"<html><body><h1>Systems</h1>{sessions}<p>© 2019 Me</p></body></html>", "x")
    assert [section.date for section in document.sections] == [None, None]
