"""Texts made to break a reader: each grows with a number, and is to be read in time and memory that grow no faster."""

import random
from collections.abc import Callable

_NAMES = "Ann Lee, Bo Kim, "


def _repeated(text: str, start: str = "", end: str = "") -> Callable[[int], str]:
    """So many characters of `text` again and again."""
    return lambda size: start + text * max(1, size // len(text)) + end


def _nested(opening: str, closing: str, inside: str = "x", start: str = "") -> Callable[[int], str]:
    def made(size: int) -> str:
        depth = max(1, size // (len(opening) + len(closing)))
        return start + opening * depth + inside + closing * depth

    return made


def _indented(line: str, most: int = 400) -> Callable[[int], str]:
    """Lines deeper and deeper, up to `most`, then from the left again: depth is bounded, or the text is all blanks."""
    width = 2 * (most // 2)

    def made(size: int) -> str:
        lines = [" " * (index * 2 % width) + line for index in range(max(2, size // (width // 2 + len(line))))]
        return "\n".join(lines)

    return made


def _wide_table(size: int) -> str:
    columns = max(2, size // 40)
    rows = ("| " + " | ".join([cell] * columns) + " |" for cell in ("Title", "---", "A Good Title", "[x](u)"))
    return "\n".join(rows)


def _noise(size: int) -> str:
    pick = random.Random(7)  # the longer begins as the shorter
    return "".join(pick.choices("[](){}<>*_`~#|-+!&;:.,'\"\\/=@$%^ \n\t019aZé한", k=size))


_ROW = "| 9/3 | [A Good Title](https://a.org/x.pdf) (OSDI 2018) | Ann |\n"
_BOMB = "<!DOCTYPE x [<!ENTITY a0 'lol'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))

SIGNS = "[ ] ( ) { } < > * _ ` ~ & | # - + = : ; , . ' \" \\ / @ $ 9 a é".split()
PLACES: dict[str, tuple[str, ...]] = {
    "alone": (),
    "in an item": ("- A Good ", " Title\n"),
    "in a heading": ("<h2>a", "a</h2>\n- A Good Title\n"),
    "in a cell": ("| Title | Year |\n| --- | --- |\n| A Good ", " Title | 2018 |\n"),
    "in a citation": ("- Ann Lee, ", " Bo Kim. A Good Title. OSDI 2018.\n"),
}
"""Where a sign is put in great number: every place has rules of its own."""

SHAPES: dict[str, Callable[[int], str]] = {
    **{f"{sign!r} {place}": _repeated(sign, *around) for place, around in PLACES.items() for sign in SIGNS},
    **{f"{sign!r} in an item": _repeated(sign, "- A Title ") for sign in ("![", "](", "[(", "**a", "`a ", "<a", "~~a", "[a](", "[[a]](", "“", ". ")},
    "words in stars": _repeated("*a **b ", "- "),
    "unclosed comments": _repeated("<!-- ", "- A Title\n"),
    "unclosed tags": _repeated("<div class='a' "),
    "unclosed code": _repeated("```\na\n~~~\n"),
    "unclosed Liquid": _repeated("{% capture x "),
    # nested
    "quotes": _repeated("> > > > a\n"),
    "deep quotes": _repeated(">"),
    "lists": _indented("- a"),
    "numbered lists": _indented("1. A Good Title"),
    "lists of links": _indented("- [A Good Title](https://a.org/x) (OSDI 2018)"),
    "divs": _nested("<div>", "</div>"),
    "divs of a page": _nested("<div>", "</div>", start="<html><body>"),
    "tables in tables": _nested("<table><tr><td>", "</td></tr></table>"),
    "lists of a page": _nested("<ul><li>", "</li></ul>", start="<html><body>"),
    "details": _nested("<details><summary>x</summary>\n\n", "\n</details>\n", "- A Good Title\n"),
    "brackets in brackets": _nested("[", "](u)", start="- "),
    "JSON": _nested("[", "]", "1"),
    "objects of JSON": _nested('{"papers":[', "]}", '"A Good Title"'),
    "YAML in a row": _nested("[", "]", "a", "papers: "),
    "YAML in lines": _indented("a:"),
    "items of YAML": _repeated("- ", "papers:\n  "),
    "braces of BibTeX": _nested("{", "}", "x", "@article{a,\n title = "),
    "unclosed BibTeX": _repeated("@article{a, title={A {Title}, \n"),
    "open braces of BibTeX": _repeated("{", "@article{a,\n title = "),
    "LaTeX": _repeated("\\'{", "@article{a,\n title = {"),
    "stars of org": lambda size: "\n".join("*" * (depth % 90 + 1) + " TODO A Title" for depth in range(size // 55)),
    "stars of org in a row": _repeated("*", "* TODO A Title\n", " A"),
    "drawers of org": _repeated(":LOGBOOK:\n", "* TODO A Title\n"),
    # much of one thing
    "rows": _repeated(_ROW, "| Date | Paper | Who |\n| --- | --- | --- |\n"),
    "columns": _wide_table,
    "wide rows": _repeated("| a ", "| Title | Year |\n| --- | --- |\n"),
    "cells over many rows": _repeated("<tr><td rowspan=9999 colspan=9999>A Good Title</td></tr>", "<table>"),
    "names": _repeated(_NAMES, "- A Good Title. "),
    "names of a field": _repeated("Ann Lee and ", "@article{a,\n title={A Title}, author={", "}}"),
    "stops": _repeated("A. ", "- "),
    "groups": _repeated("(a) ", "- x "),
    "open groups": _repeated("(OSDI 20", "- x "),
    "years": _repeated("OSDI 2018 ", "- A Good Title "),
    "capitals": _repeated("Foo Bar ", "- ", "2019"),
    "digits": _repeated("9/", "- "),
    "blanks": _repeated(" ", "- A Good", "Title"),
    "blanks in a page": _repeated(" ", "<html><body><ul><li><a href=u>A Good", "Title</a>"),
    "hard blanks": _repeated("\xa0", "- A Good", "Title"),
    "blanks of a heading": _repeated("&nbsp; ", "<h2>A", "B</h2>"),
    "signs of BibTeX": _repeated("'\"{}\\", "@article{a,\n author = {Ann Lee and ", "}, title={A Title}}"),
    "signs of YAML": _repeated("'- ", "- title: A Good ", "Title\n  url: https://a.org/x\n"),
    "signs of org": _repeated("[:]", "* TODO A Good ", " Title\n"),
    "blank lines": _repeated("\n", "- A Good Title", "- B"),
    "marks over letters": _repeated("a\u0301\u0301\u0301", "- "),
    "mojibake": _repeated("Ã©", "- A Title "),
    "one long line": _repeated("word ", "# L\n"),
    "one long word": _repeated("a", "- "),
    "links in a row": _repeated("[a](b) ", "- "),
    "papers in a row": _repeated("[A Good Title](https://a.org/x.pdf), ", "- "),
    "addresses": _repeated("https://a.org/x ", "- A Good Title "),
    "one long address": _repeated("a/", "- [A Good Title](https://a.org/", ")"),
    "references": lambda size: "".join(f"- [A Title {n}][r{n}]\n\n[r{n}]: https://a.org/{n}\n" for n in range(size // 45)),
    "headings": _repeated("## A Topic\n\n"),
    "dates": _repeated("## 9/3\n\nNo class\n\n", "# C 2022\n"),
    "problems": _repeated("- [pdf](u)\n"),
    "lines": _repeated("A Good Title\nOSDI 2018\nhttps://a.org/x\n\n"),
    "lines of rst": _repeated("A\n=\n"),
    "tags": _repeated("<b>"),
    "entities": _repeated("&amp;&#0;&#x1b;", "- "),
    "a page of items": _repeated("<li><a href=u>A Good Title</a>", "<html><body><ul>"),
    "a page of scripts": _repeated("<script>", "<html><body>"),
    "entities of XML": lambda size: _BOMB + "]><html><body>" + "&a11;" * (size // 5) + "</body></html>",
    "aliases of YAML": lambda size: "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, max(2, size // 60))),
    "aliases of papers": lambda size: "a: &a {title: A Good Title, url: u}\npapers:\n" + "- *a\n" * (size // 5),
    "keys of YAML": lambda size: "".join(f"key{n}: value {n}\n" for n in range(size // 16)),
    "broken YAML": _repeated("- title: a: b\n  url: 'c\n"),
    "escapes of JSON": _repeated("\\", '["'),
    "objects of JSON in a row": _repeated('{"title": "A Good Title", "url": "u"}, ', "["),
    "quotes of CSV": _repeated('"', "Title,Authors,Year\n"),
    "unclosed quotes of CSV": _repeated('"A Good Title,Ann\n', "Title,Authors,Year\n"),
    "columns of CSV": _repeated("Title,", "", "\nA,B\n"),
    "rows of CSV": _repeated('"A Good Title",Ann Lee,2018\n', "Title,Authors,Year\n"),
    "front matter": _repeated("title: x\n", "---\n"),
    "noise": _noise,
    "halves of characters": _repeated("\ud800", "- A Title "),
    "codes": _repeated("\x1b]0;x", "- A Title "),
    "turns": _repeated("\u202e\u2066", "- A Title "),
}  # fmt: skip
"""Each: a text of about so many characters."""
