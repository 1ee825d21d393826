import os
import stat
import sys
import time
from pathlib import Path

import pytest

from mlsys_tui.desktop.browser import open_url
from mlsys_tui.desktop.launch import TEXT_BROWSERS

DISPLAY = {"DISPLAY": ":0"}


class Opener:
    def __init__(self, answer: bool = True) -> None:
        self.opened: list[str] = []
        self.answer = answer

    def __call__(self, url: str) -> bool:
        self.opened.append(url)
        return self.answer


@pytest.mark.parametrize(
    ("url", "opened", "host"),
    [
        ("https://arxiv.org/abs/1812.01329", "https://arxiv.org/abs/1812.01329", "arxiv.org"),
        ("HTTP://Example.org:8080/a?b=c&d=%20#e", "http://example.org:8080/a?b=c&d=%20#e", "example.org"),
        ("https://example.org/a b\n", "https://example.org/ab", "example.org"),
        ("https://example.org/\x1b]52;c;eA==\x07x", "https://example.org/x", "example.org"),
        ("https://example.org/é?q=한", "https://example.org/%C3%A9?q=%ED%95%9C", "example.org"),
        ("https://bücher.example/x", "https://xn--bcher-kva.example/x", "xn--bcher-kva.example"),
        ("https://paypal.com@evil.example/", "https://evil.example/", "evil.example"),
        ("https://[::1]:80/x", "https://[::1]:80/x", "::1"),
        ("https://example.org/%action", "https://example.org/%25action", "example.org"),
        ("https://example.org/$(id)`id`\"'", "https://example.org/$(id)%60id%60%22%27", "example.org"),
        ("mailto:author@example.org?attach=/etc/passwd", "mailto:author@example.org", "author@example.org"),
    ],
)
def test_addresses_that_are_opened(url: str, opened: str, host: str) -> None:
    opener = Opener()
    result = open_url(url, opener)
    assert result.opened
    assert opener.opened == [opened]
    assert result.message == f"Opening {host} in the browser"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "--version",
        "-P evil",
        "/etc/passwd",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "smb://host/share",
        "data:text/html,x",
        "ftp://example.org/",
        "http://",
        "https:///path",
        "http:example.org",
        "https://-oProxy=x/",
        "https://good.example\\@evil.example/",
        "https://[::1/",
        "https://example.org:port/",
        "https://exa<mple.org/",
        "https://" + "a" * 5000 + ".example/",
        "mailto:-x@example.org",
        "mailto:nobody",
        "\x1b[2Jhttp",
    ],
)
def test_addresses_that_are_not(url: str) -> None:
    opener = Opener()
    result = open_url(url, opener)
    assert not result.opened
    assert opener.opened == []
    assert result.message.startswith("Not opened: ")
    assert result.message.isprintable()


def broken(_url: str) -> bool:
    raise RuntimeError("no")


@pytest.mark.parametrize("opener", [Opener(answer=False), broken])
def test_a_failing_opener_leaves_the_address(opener: Opener) -> None:
    result = open_url("https://example.org/x", opener)
    assert not result.opened
    assert "https://example.org/x" in result.message


def test_no_display_no_browser() -> None:
    result = open_url("https://example.org/x", environ={}, platform="linux")
    assert not result.opened
    assert result.message == "There is no browser here. The address is https://example.org/x"


def program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.mark.skipif(sys.platform != "linux", reason="the fake browsers are for Linux")
class TestRealBrowsers:
    def open(self, folder: Path, **environ: str) -> bool:
        known = {"PATH": str(folder), "HOME": os.environ.get("HOME", "/")}
        return open_url("https://example.org/x", environ={**known, **environ}).opened

    def test_the_readers_own_browser_gets_the_address(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        program(tmp_path, "mine", f'echo noise; echo noise >&2; echo "$@" > {tmp_path}/got')
        assert self.open(tmp_path, BROWSER="mine")
        assert (tmp_path / "got").read_text("utf-8") == "https://example.org/x\n"
        assert capfd.readouterr() == ("", "")

    def test_it_is_not_on_the_terminal(self, tmp_path: Path) -> None:
        program(
            tmp_path, "mine", f"read -r line || echo end > {tmp_path}/got; : > /dev/tty && echo tty > {tmp_path}/got"
        )
        self.open(tmp_path, BROWSER="mine")
        assert (tmp_path / "got").read_text("utf-8") == "end\n"

    def test_one_that_fails_is_no_browser(self, tmp_path: Path) -> None:
        program(tmp_path, "mine", "exit 1")
        assert not self.open(tmp_path, BROWSER="mine")

    @pytest.mark.parametrize("name", sorted(TEXT_BROWSERS))
    def test_a_text_browser_is_not_started(self, name: str, tmp_path: Path) -> None:
        program(tmp_path, name, f"echo ran > {tmp_path}/got")
        assert not self.open(tmp_path, DISPLAY=":77")
        assert not self.open(tmp_path, BROWSER=name)
        assert not (tmp_path / "got").exists()

    def test_one_that_stays_is_not_waited_for(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("mlsys_tui.desktop.browser._PATIENCE", 0.3)
        program(tmp_path, "mine", "exec /bin/sleep 2")
        start = time.monotonic()
        assert self.open(tmp_path, BROWSER="mine")
        assert time.monotonic() - start < 1.5
