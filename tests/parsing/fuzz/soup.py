"""Texts of all formats at once: pieces of every dialect in any order, cut, doubled, and with bytes that do not belong."""

from hypothesis import strategies as st

from tests.parsing.fuzz.papers import STYLES, papers

LINES = (
    "# Reading list", "## Week 3 (Sep 12)", "### 9/3", "#### Required reading", "## [OSDI '24](https://a.org)", "Optional:",
    "- [A Good Title](https://a.org/x.pdf) (OSDI’18)", "  - Ann Lee, Bo Kim", "  - [code](https://github.com/a/b)",
    "* ~~[A Read Title](u)~~", "- - [x] Done with It", "1. Plain Title about Things. Ann Lee. SOSP 2019.", "    - deeper",
    "| Date | Title |", "| --- | --- |", "| Sep 2 | [A Good Title](https://a.org/1) |", "|2024.05|[**X**] X: Y(@Z)|[[pdf]]()|",
    "<table><tr><td rowspan='3'>1</td>", "<td><a href='u'>A Title in a Cell</a></td></tr></table>", "<ul><li>", "</li></ul>",
    "<details><summary><b>2024</b></summary>", "</details>", "<div class='required_reading'>", "</div>", "<!--", "-->",
    "<h2>Topic</h2>", "<dl><dt>9/3<dd>Paper Title Here</dl>", "<html><head><title>x</title></head><body>",
    "---", "title: A list", "---\ntitle: x\nlayout: y\n---", "{% include x %}", "{{ page.title }}", "```", "~~~",
    "- title: A Paper of Them", "  authors: [Ann Lee, Bo Kim]", "  url: https://a.org/1", "papers:", "a: &a [*a]", '{"papers": [',
    '{"title": "A Paper of Them", "year": 2020},', "]}", "@inproceedings{key,", "  title = {A {Braced} Title},", "}",
    "* TODO A Headline Paper :tag:", ":PROPERTIES:", ":END:", "[[cite:lee2020][Lee 2020: Title]]", "#+TITLE: x", "#+begin_src bibtex",
    "Title,Authors,Year", '"A Title, Quoted",Ann Lee,2020', "Title\tAuthors\tYear", "======", "------", "`A Title <u>`_", ".. note:: x",
    "[ref]: https://a.org", "[A Title][ref]", "(A Title)[https://a.org/x]", "[A Title](https://a.org/x", "[[Paper]] (u)", "**Bold**",
    "  • Foo. Foo: A Thing. OSDI 2020.", "3/7", "Tuesday, September 1", "TBA", "No class", "已读：[论文标题](u)（OSDI 2019）", "한국어 제목",
    'Lee, Ann, et al. "A Title." OSDI. 2020.', "Lee, A., & Kim, B. (2020). A title. arXiv.", "> quoted", "![badge](https://img.shields.io/x)",
)  # fmt: skip
"""Lines that some rule of some format looks for."""

ODD = (
    "\x00", "\x1b[31m", "\x1b]0;title\x07", "\x9b1m", "\u202e", "\u2066", "\u2028", "\u2029", "\ufeff", "\ud800", "\udfff", "\x85", "\x0b",
    "\x0c", "\r", "\t", "\xa0", "\u3000", "a" + "\u0301" * 40, "\U000e0041", "ⅷ", "²", "’99", "Ã©", "√≠", "&amp;", "&#0;", "&#x1b;",
    "&#x202e;", "%00", "\\", "[" * 9, "](" * 5, "*" * 9, "`" * 7, "<" * 5, "{" * 9, "|" * 9, "$$", "🔥", "99/99", "0000-00-00", "9" * 30,
)  # fmt: skip
"""What does not belong in a text, and what breaks the rules of one."""

_line = st.one_of(
    st.sampled_from(LINES), st.sampled_from(LINES), st.text(max_size=30), st.sampled_from(ODD), st.just("")
)
_ends = st.sampled_from(("\n", "\n", "\n\n", "\r\n", "\r", " ", ""))

mixed = st.lists(st.tuples(_line, _ends), max_size=30).map(lambda parts: "".join(a + b for a, b in parts))
"""Lines of all formats, one after the other."""

lists = st.tuples(st.sampled_from(sorted(STYLES)), papers()).map(lambda drawn: STYLES[drawn[0]][0](drawn[1]))
"""Whole lists, each in one format."""


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A whole list into which something was put, from which something was cut, or of which a part stands twice."""
    text = draw(lists)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 80)))
        put = draw(
            st.one_of(st.sampled_from(ODD), st.sampled_from(LINES), mixed, st.just(text[start:end] * 2), st.just(""))
        )
        text = text[:start] + put + text[end:]
    return text


_STARTS = (
    b"%PDF-1.7\n", b"PK\x03\x04", b"\x1f\x8b\x08", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00", b"\xef\xbb\xbf", b"\x89PNG\r\n\x1a\n",
    b"<?xml version='1.0'?>", b"",
)  # fmt: skip

texts = st.one_of(mixed, damaged(), lists, st.text(max_size=200))
blobs = st.one_of(
    st.tuples(st.sampled_from(_STARTS), st.binary(max_size=300)).map(b"".join),
    st.tuples(texts, st.sampled_from(("utf-8", "utf-16", "utf-32", "gb18030"))).map(
        lambda drawn: drawn[0].encode(drawn[1], "replace")
    ),
)
