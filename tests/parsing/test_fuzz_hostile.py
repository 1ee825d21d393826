"""Hostile texts take time and memory in proportion to their length; what is no text is told so.

No limits in seconds: a text is compared with one twice as long, on the processor's clock, the best of several. The sizes
are those at which a machine takes a measurable time; `make torture` takes larger ones.
"""

import gc
import gzip
import io
import os
import time
import tracemalloc
import zipfile

import pytest

from mlsys_tui.parsing.reader import read
from mlsys_tui.store.documents import decode
from tests.parsing.fuzz.hostile import SHAPES
from tests.parsing.fuzz.promises import check_bytes, check_text

TORTURE = int(os.environ.get("MLSYS_TORTURE", "1"))
SIZE, LARGEST = 4_000, 1_000_000
TOO_SHORT, LONG_ENOUGH = 0.004, 0.25
"""Seconds: what takes less tells nothing, and what takes so much need not be tried with more."""
BOUND = 3.0
"""Twice the text, at most thrice the time: the square would be four times."""


def seconds(shape: str, size: int, times: int = 2) -> float:
    return seconds_of(SHAPES[shape](size), times)


def seconds_of(text: str, times: int) -> float:
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        read(text, "x")
        best = min(best, time.process_time() - start)
    return best


def grows_too_fast(shape: str, size: int) -> str:
    """The ratios of a text and of one twice as long; empty if one of them is within the bound.

    Both doublings must be over it: a limit of the reader between two sizes is one jump. And all of three tries must, as
    the machine may be busy with something else.
    """
    said = []
    for _ in range(3):
        took = [seconds(shape, size * times) for times in (1, 2)]
        if took[1] < max(TOO_SHORT, took[0] * BOUND):
            return ""
        said.append(f"{took[0]:.3f} s of {size}, {took[1]:.3f} s of {size * 2}")
    once, twice = seconds(shape, size * 2, 1), seconds(shape, size * 4, 1)
    return "; ".join(said) if twice > once * BOUND else ""


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_length(shape: str) -> None:
    read("- warm up", "x")
    size = SIZE
    while TORTURE > 1 and seconds(shape, size, 1) < LONG_ENOUGH and size < LARGEST:
        size *= 2
    too_fast = grows_too_fast(shape, size)
    assert not too_fast


@pytest.mark.parametrize("shape", SHAPES)
def test_promises_hold(shape: str) -> None:
    check_text(SHAPES[shape](1_000 * TORTURE))


@pytest.mark.parametrize("sign", ["[", "(", "*", "`", "<", "&", ">", "{"] if TORTURE > 1 else ["["])
def test_a_hundred_thousand_signs(sign: str) -> None:
    document = read(sign * 100_000, "x")
    assert document.listings or document.problems


# -- rules that try everything ----------------------------------------------------------------------------------

ATOMS = (
    "<!-- a -->\n", "(a) ", "[a]", "a ", "Ab ", "A. ", "a, ", "Aa Bb, ", "Aa, B., ", "2018 ", "OSDI 2018 ", "OSDI, ", "'18 ", "and Aa ",
    "Aa Bb and ", "- ", "– ", "a: ", "a/b ", "<a>", "{a}", "&a;", "[a](b)", "*a* ", "**a** ", "`a`", '"a" ', "“a” ", "a\n", "\n", "9/3 ",
    "Sep 2 ", "Week 3: ", "of the ", "Proc. ", "vol. 3, ", "pp. 1-2, ", "http://a.b/", "@a ", "#a ", ":a: ", "a=b ", "|a", "| a |",
    "a.b ", "A.-B. ", "d'A ", "von ", "[x] ", "1. ", "é", "论", "。", "（a）", "\\a", "{{a}} ", "''", "-a", " ",
)  # fmt: skip
AROUND = {
    "at the beginning": "%sx",
    "in an item": "- A Good Title %s of It\n",
    "in brackets": "- [A Good Title](https://a.org/1) (%s'18 2018)\n",
    "as authors": "- A Good Title. Ann Lee, %s Bo Kim. OSDI 2018.\n",
    "as a venue": "- A Good Title. Ann Lee, Bo Kim. In %s 2018.\n",
    "after a link": "- [A Good Title](https://a.org/1) %s 20\n",
    "before a link": "- %s [A Good Title](https://a.org/1)\n",
    "in a heading": "# L\n## 9/3 %s (Sep 2\n- [A Good Title](https://a.org/1)\n",
    "in a citation": '- Lee, Ann, et al. "A Good %s Title." %s 45.1 (2017): 6\n',
    "in a cell": "| Title | Authors | Venue |\n| --- | --- | --- |\n| A Good %s Title | %s Lee | %s |\n",
    "in data": 'papers:\n- title: "A Good %s Title"\n  authors: "Ann Lee, %s Kim"\n  venue: "%s"\n',
    "in BibTeX": "@article{a, title={A Good %s Title}, author={Lee, Ann and %s}, journal={%s}}",
    "in org": "* TODO A Good %s Title :a:%s\n[[cite:a2018][Lee %s 2018: Title]]\n",
    "in a page": "<html><body><ul><li><a href=u>A Good %s Title</a> %s, 2018</li></ul></body></html>",
}


@pytest.mark.parametrize("place", AROUND)
def test_no_rule_tries_everything(place: str) -> None:
    """A few times more of the same may not take many times as long: in small texts already, or it would never end."""
    for atom in ATOMS:
        took = 0.01
        for count in (8, 12, 16, 20, 24, 28):
            text = AROUND[place].replace("%s", atom * count)
            now = seconds_of(text, 1)
            if now > took * 3:
                now = seconds_of(text, 2)
            assert now < took * 3, f"{atom!r} {count} times: {now:.3f} s, a little less of it {took:.3f} s"
            took = max(took, now)


MEMORY = ("rows", "lists", "links in a row", "divs of a page", "aliases of YAML", "entities of XML", "'[' alone", "problems",
          "objects of JSON in a row", "cells over many rows", "aliases of papers", "columns", "blank lines", "noise")  # fmt: skip
PER_CHARACTER = 1_200
"""Bytes that a character may cost while it is read: the densest texts are made of things of two or three characters."""


def peak(text: str) -> int:
    gc.collect()
    tracemalloc.start()
    try:
        read(text, "x")
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("shape", MEMORY)
def test_memory_grows_with_the_length(shape: str) -> None:
    read(SHAPES[shape](100), "x")  # what is loaded once does not count
    size = 2_500 * TORTURE
    small, large = (SHAPES[shape](each) for each in (size, size * 2))
    used = peak(small), peak(large)
    assert used[1] < max(used[0], 100_000) * BOUND
    assert used[1] < len(large) * PER_CHARACTER + 2_000_000


# -- what is no text --------------------------------------------------------------------------------------------


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("list.md", "- [A Good Title](https://a.org/1)\n" * 1000)
    return out.getvalue()


NO_TEXTS = {
    "zip": zipped(),
    "gzip": gzip.compress(b"- [A Good Title](https://a.org/1)\n" * 1000),
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nstream\n\x00\x01\x02\nendstream\nendobj\n%%EOF\n",
    "picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)),
    "NUL": b"# List\n- [A Good \x00Title](https://a.org/1)\n",
    "half of UTF-16": "# List\n".encode("utf-16") + b"\x00",
}


@pytest.mark.parametrize("kind", NO_TEXTS)
def test_what_is_no_text_is_told_so(kind: str) -> None:
    text, problem = decode(NO_TEXTS[kind], "list.md")
    assert problem is not None and "list.md" in problem.message
    assert read(text, "list.md").listings == ()
    check_bytes(NO_TEXTS[kind])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_list_in_any_unicode_is_read(encoding: str) -> None:
    data = "# List\n- [A Good Título](https://a.org/1)\n".encode(encoding)
    assert [listing.title for listing in check_bytes(data).listings] == ["A Good Título"]


def test_halves_of_characters_are_left_out() -> None:
    document = check_text("# L\ud800\n- [A Good\udfff Title](https://a.org/1)\n")
    assert (document.title, document.listings[0].title) == ("L", "A Good Title")


def test_a_long_line_is_read() -> None:
    """Half a megabyte without an end of line: one paper's worth of title, the rest is not lost without a word."""
    document = check_text("- " + "word " * (100_000 * TORTURE))
    assert document.listings or document.problems
