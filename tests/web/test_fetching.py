"""Fetching from a real server on loopback: what comes, and one plain sentence for whatever goes wrong."""

import gzip
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import NoReturn

import pytest

from mlsys_tui import __version__
from mlsys_tui.web.addresses import WebError
from mlsys_tui.web.fetching import Fetched, Known, Limits, fetch
from mlsys_tui.web.replies import recoded
from mlsys_tui.work import CancelledError, Work
from tests.web.server import Reply, Site

PAGE = "# A list\n- [JANUS: Fast and Flexible](https://a.org/1)\n"
QUICK = Limits(size=100_000, connect=2, silence=0.2, total=5, redirects=10)


def test_a_document_with_what_the_server_says_of_it(site: Site) -> None:
    url = site.put("/l.md", PAGE, ETag='W/"1"', Last_Modified="Sat, 01 Jan 2022 00:00:00 GMT")
    said: list[str] = []
    found = fetch(url, work=Work(said.append))
    assert (found.data, found.name, found.came_from) == (PAGE.encode(), "l.md", url)
    assert (found.etag, found.last_modified) == ('W/"1"', "Sat, 01 Jan 2022 00:00:00 GMT")
    [(_, headers)] = site.asked
    assert headers["user-agent"] == f"mlsys-tui/{__version__}"
    assert "if-none-match" not in headers
    assert said == [f"Fetching {url}"]


def test_what_did_not_change_is_not_sent_again(site: Site) -> None:
    def answer(headers: Mapping[str, str]) -> Reply:
        return Reply(status=304) if headers.get("if-none-match") == '"1"' else Reply(PAGE.encode())

    url = site.serve("/l.md", answer)
    assert not fetch(url).unchanged
    known = Known('"1"', "Sat, 01 Jan 2022 00:00:00 GMT")
    found = fetch(url, known)
    assert found.unchanged
    assert (found.etag, found.last_modified) == known
    assert site.asked[-1][1]["if-modified-since"] == known.last_modified


def test_redirects_are_followed_within_the_web(site: Site) -> None:
    site.put("/new.md", PAGE)
    url = site.serve("/old.md", Reply(status=301, headers={"Location": "new.md"}))
    assert fetch(url).came_from == site.url("/new.md")


def test_a_packed_document_is_unpacked(site: Site) -> None:
    url = site.put("/l.md", gzip.compress(PAGE.encode()), Content_Encoding="gzip")
    assert fetch(url).data == PAGE.encode()
    assert site.asked[0][1]["accept-encoding"] == "gzip"


def test_a_document_packed_in_several_parts_comes_whole(site: Site) -> None:
    halves = PAGE.encode()[:20], PAGE.encode()[20:]
    packed = b"".join(map(gzip.compress, halves)) + b"\0" * 100
    assert fetch(site.put("/l.md", packed, Content_Encoding="gzip")).data == PAGE.encode()
    bomb = gzip.compress(b"x" * 60_000) * 3
    assert "larger than" in problem(site.put("/bomb.md", bomb, Content_Encoding="gzip"), QUICK)


@pytest.mark.parametrize(
    ("content_type", "name"), [("text/html", "list.html"), ("text/csv; charset=utf-8", "list.csv"), ("x/y", "list")]
)
def test_a_name_without_an_ending_gets_that_of_its_type(content_type: str, name: str, site: Site) -> None:
    assert fetch(site.put("/list", PAGE, content_type)).name == name


def problem(url: str, limits: Limits = QUICK) -> str:
    with pytest.raises(WebError) as caught:
        fetch(url, limits=limits)
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "gave no document (400)"),
        (401, "save it in your browser"),
        (403, "private or protected"),
        (404, "a private repository looks the same"),
        (410, "gone for good"),
        (429, "try again later"),
        (500, "has failed (500): try again later"),
        (503, "has failed (503)"),
        (511, "sign in first"),
        (204, "gave no document (204)"),
        (304, "gave no document (304)"),
    ],
)
def test_bad_statuses(status: int, words: str, site: Site) -> None:
    assert words in problem(site.serve("/l.md", Reply(status=status)))


def test_too_many_requests_says_when(site: Site) -> None:
    assert "in 30 seconds" in problem(site.serve("/l.md", Reply(status=429, headers={"Retry-After": "30"})))


HTML = b"<!DOCTYPE html>\n<html><body>Welcome to the Hotel<form><input name=u></form></body></html>"
LOGIN = b"<html><form action=/x><input type='password'></form></html>"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"%PDF-1.7\n%abc", "is a PDF: only texts can be read"),
        (b"PK\x03\x04\x14\0", "is a zip archive"),
        (gzip.compress(b"x"), "is a gzip archive"),
        (b"\x89PNG\r\n\x1a\n\0\0", "is a PNG picture"),
        (b"some\0thing", "is no text"),
        (HTML, "A web page came instead of the text of"),
        (b"\xef\xbb\xbf<!-- x --> <html>", "A web page came instead"),
    ],
)
def test_what_is_no_text(body: bytes, words: str, site: Site) -> None:
    assert words in problem(site.put("/l.md", body, "application/octet-stream"))


def test_a_page_that_wants_a_login(site: Site) -> None:
    site.put("/login", LOGIN, "text/html")
    site.put("/welcome", HTML, "text/html")
    to_login = {"Location": "/login"}
    assert "A login page came instead" in problem(site.serve("/course/", Reply(status=302, headers=to_login)))
    portal = {"Location": site.url("/welcome", "localhost")}
    moved = problem(site.serve("/l.md", Reply(status=302, headers=portal)))
    assert f"which led to {site.url('/welcome', 'localhost')}" in moved
    assert fetch(site.put("/page-with-a-login-box", LOGIN, "text/html")).data == LOGIN


def test_redirects_that_lead_nowhere(site: Site) -> None:
    def to(target: str) -> Reply:
        return Reply(status=302, headers={"Location": target})

    site.serve("/b", to("/a"))
    assert "in circles" in problem(site.serve("/a", to("/b")))
    for number in range(12):
        site.serve(f"/{number}", to(f"/{number + 1}"))
    assert "more than 10 times" in problem(site.url("/0"))
    for target in ("file:///etc/passwd", "ftp://a.org/", "javascript:alert(1)", "http://"):
        assert problem(site.serve("/c", to(target)))
    assert len(site.asked) < 25


def test_too_large_however_it_comes(site: Site) -> None:
    small = Limits(size=1000, total=5)
    assert "larger than 0.000954 MB" in problem(site.put("/plain.md", b"x" * 1001), small)
    assert "larger than" in problem(site.serve("/says.md", Reply(b"x", length=10**9)), small)
    bomb = gzip.compress(b"x" * 50_000_000)
    assert len(bomb) < 100_000
    assert "larger than" in problem(site.put("/bomb.md", bomb, Content_Encoding="gzip"), QUICK)
    assert fetch(site.put("/just.md", b"x" * 1000), limits=small).data


def test_what_breaks_off(site: Site) -> None:
    assert "broke off" in problem(site.serve("/short.md", Reply(b"# A", length=100)))
    packed = gzip.compress(PAGE.encode() * 100)
    assert "broke off" in problem(site.put("/half.md", packed[:40], Content_Encoding="gzip"))
    assert "damaged" in problem(site.put("/bad.md", b"no gzip at all", Content_Encoding="gzip"))
    assert "not asked for: br" in problem(site.put("/br.md", b"x", Content_Encoding="br"))


def test_a_server_that_never_answers(site: Site) -> None:
    url = site.serve("/l.md", Reply(hang=True))
    assert "sent nothing for 0.2 seconds" in problem(url)
    assert "did not come within 0.1 seconds" in problem(url, Limits(total=0.1))


def test_a_fetch_that_is_not_wanted_any_more(site: Site) -> None:
    asked = threading.Event()

    def hang(_headers: Mapping[str, str]) -> Reply:
        asked.set()
        return Reply(hang=True)

    with pytest.raises(CancelledError):
        fetch(site.serve("/l.md", hang), work=Work(cancelled=asked.is_set))


def test_no_server(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "takes no connections" in problem(f"http://127.0.0.1:{port}/l.md")
    assert "No secure connection to 127.0.0.1" in problem(site.url("/l.md").replace("http:", "https:"))

    def unknown(*_args: object, **_options: object) -> NoReturn:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "The name no-such.invalid was not found" in problem("https://no-such.invalid/l.md")


def test_a_process_whose_asyncio_has_no_ssl_has_it_for_pages(site: Site) -> None:
    address = site.put("/l.md", PAGE).replace("http:", "https:")
    code = f"""
from mlsys_tui.tui.startup import load_textual
load_textual()
import asyncio, sys
assert "ssl" not in sys.modules
from mlsys_tui.web.fetching import fetch
assert "_ssl" in sys.modules
fetch({address!r})
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "No secure connection to 127.0.0.1" in done.stderr, "TLS was not even tried"


def test_a_server_that_speaks_something_else() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            peer, _ = server.accept()
            with peer:
                peer.sendall(b"220 mail.example ESMTP\r\n")
                peer.recv(65536)

        thread = threading.Thread(target=greet)
        thread.start()
        assert "does not speak HTTP" in problem(f"http://127.0.0.1:{server.getsockname()[1]}/l.md")
        thread.join()


def test_a_readme_of_any_name(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from mlsys_tui.web import addresses  # noqa: PLC0415

    monkeypatch.setattr(addresses, "_RAW", site.url("").rstrip("/"))
    site.put("/a/b/HEAD/README.rst", PAGE)
    found = fetch("https://github.com/a/b")
    assert found.came_from == site.url("/a/b/HEAD/README.rst")
    assert [path.rpartition("/")[2] for path, _ in site.asked] == ["README.md", "readme.md", "README.rst"]
    assert "https://github.com/a/none was not found (404)" in problem("https://github.com/a/none")


KOREAN = "# 기계학습 시스템\n"


@pytest.mark.parametrize(
    ("data", "content_type", "text"),
    [
        (KOREAN.encode("euc-kr"), "text/plain; charset=EUC-KR", KOREAN),
        (KOREAN.encode(), "text/plain; charset=iso-8859-1", KOREAN),
        ("café “q”".encode("cp1252"), "text/plain; charset=ISO-8859-1", "café “q”"),
        ("日本語".encode("iso-2022-jp"), 'text/plain; charset="iso-2022-jp"', "日本語"),
        (f'<meta charset="gbk">{"机器"}'.encode("gbk"), "text/html", '<meta charset="gbk">机器'),
        ("abc".encode("utf-16-le"), "text/plain; charset=utf-16le", "abc"),
    ],
)
def test_the_declared_encoding(data: bytes, content_type: str, text: str) -> None:
    assert recoded(data, content_type).decode() == text


@pytest.mark.parametrize("charset", ["", "nonsense", "hex", "unicode_escape", "utf-7", "punycode", "euc-jp", "a" * 999])
def test_an_encoding_that_is_none_changes_nothing(charset: str) -> None:
    data = b"caf\xe9 \\x1b+ADw-"
    assert recoded(data, f"text/plain; charset={charset}") == data


def test_what_is_kept_of_headers_is_clean(site: Site) -> None:
    found: Fetched = fetch(site.put("/l.md", PAGE, ETag='"a\x1b[2Jb"', Last_Modified="x" * 500))
    assert (found.etag, found.last_modified) == (None, None)
