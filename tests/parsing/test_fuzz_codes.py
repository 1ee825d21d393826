"""Codes that a terminal acts on, written as entities or escapes: they come to be after the text was cleaned."""

import re

import pytest

from mlsys_tui.parsing.reader import read
from tests.parsing.fuzz.promises import ACTING, texts_of
from tests.parsing.test_dialects import NAMES, text_of

CODES = ("&#x202e;", "&#X200E;", "&#x1b;[31m", "&#x9b;31m", "&#27;]0;x&#7;")
WRITTEN: dict[str, str] = {
    "heading": "# L\n## To%spic\n- [A Good Title](https://a.org/1)\n",
    "title": "# L\n- [A Good%s Title](https://a.org/1)\n",
    "doc title": "# L%s\n- [A Good Title](https://a.org/1)\n",
    "front": "---\ntitle: a%sb\n---\n- [A Good Title](https://a.org/1)\n",
    "note": "# L\nhello%s you\n\n- [A Good Title](https://a.org/1)\n",
    "url": "- [A Good Title](https://a.org/%s1)\n",
    "remark": "- [A Good Title](https://a.org/1)\n  - so%s good\n",
    "label": "- A Good Title [pdf%s](https://a.org/1)\n",
    "event": "# C\n## 3/7\n- No class%s\n- [A Good Title](https://a.org/1)\n",
    "authors": "- A Good Title. Ann%s Lee, Bo Kim. OSDI 2020.\n",
    "html title": "<html><head><title>x%sy</title></head><body><h2>T%s</h2><ul><li><a href='https://a.org'>A Good %sTitle</a></ul></body></html>",
    "html note": "<html><head><title>x</title></head><body><h2>T%s</h2><p>hi%s there</p><ul><li><a href='https://a.org'>A Good Title</a></ul></body></html>",
    "yaml": "papers:\n - title: A Good %s Title\n   url: https://a.org/1\n   note: x%sy\n",
    "yaml esc": 'title: "x\\u202ey"\npapers:\n - title: "A Good\\e[31m Title"\n   url: "https://a.org/\\u202e1"\n   note: "x\\u202ey"\n   abc: "z\\x9b1m"\nfoo: "n\\u202eote"\n',
    "yaml sec": 'weeks:\n - week: 1\n   title: "T\\u202eop"\n   slides: "x\\u202e"\n   papers:\n   - {title: "A Good Title", url: "u"}\n',
    "json": '{"title": "x\\u202ey", "papers": [{"title": "A Good\\u001b[31m Title", "url": "https://a.org/\\u202e1", "note": "n\\u202e"}]}',
    "json sec": '{"s\\u202e": [{"title": "A Good Title", "url": "https://a.org/1"}], "text\\u001b": "n\\u202e"}',
    "bib": "@misc{a,title={A Good %s Title},author={Ann %s Lee},note={%s}}",
    "org": "* Top%s\n** TODO A Good %s Title\nfoo %s\n",
    "csv": "Title,Authors,Note\nA Good %s Title,Ann %s Lee,x%sy\nB Good Title,Ann Lee,\n",
    "venue": "- Dean, J. (2013). The tail at scale. Communications of%s the ACM, 56(2), 74-80.\n",
    "bracketed venue": "- [A Good Title](https://a.org/1) (Symposium on%s Things 2018)\n",
    "line end": "- - [x] Done with It\nLee, A., & Kim, B. (2020). A title. arXiv.\n",
    "table": "| Date | Topic | Reading |\n|--|--|--|\n| 9/3 | T%s | [A Good %s Title](u) |\n| 9/4 | T%s | [A Good Title](u) |\n",
}


@pytest.mark.parametrize("place", WRITTEN)
def test_no_code_comes_in_written_as_another(place: str) -> None:
    for code in CODES:
        for said in texts_of(read(WRITTEN[place].replace("%s", code), "x")):
            assert not ACTING.search(said), (code, said)


_BETWEEN = re.compile(r"(?<=[A-Za-z]) (?=[A-Za-z])")


@pytest.mark.parametrize("name", NAMES)
def test_codes_between_the_words_of_every_dialect(name: str) -> None:
    """At every seventh space, from each of the first seven: so at each of them, without spoiling the lines."""
    text = text_of(name)
    spaces = [match.start() for match in _BETWEEN.finditer(text)]
    for first in range(7):
        chosen = set(spaces[first::7])
        for code in ("&#x202e;", "&#27;[31m"):
            spoilt = "".join(code + char if at in chosen else char for at, char in enumerate(text))
            for said in texts_of(read(spoilt, "x")):
                assert not ACTING.search(said), said
