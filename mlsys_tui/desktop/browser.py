"""Opening a link in the reader's browser, and nothing but a link."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from mlsys_tui.desktop import launch
from mlsys_tui.desktop.process import has_display
from mlsys_tui.text import MAX_URL, clean_line, clean_url

_PATIENCE = 3.0
_ASCII = "".join(map(chr, range(0x21, 0x7F)))
# What no address needs as it is, and what a shell, a script or a browser's command line might take for its own.
_SAFE = _ASCII.translate({ord(char): None for char in "\"'<>\\^`{|}"})

_HOST = re.compile(r"[A-Za-z0-9._:-]*")


@dataclass(frozen=True, slots=True)
class OpenResult:
    """Whether a browser was asked, and what to tell the reader."""

    opened: bool
    message: str


class _RefusedError(Exception):
    """The address is not one to open."""


def open_url(
    url: str,
    opener: Callable[[str], bool] | None = None,
    *,
    environ: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
) -> OpenResult:
    """Open a web or mail address; may take some seconds, so not on the thread that draws. Never raises.

    `opener` takes the checked address and returns False if it could not do anything with it; by default the
    browser is started away from the terminal.
    """
    try:
        address, host = checked(url)
    except _RefusedError as refusal:
        return OpenResult(opened=False, message=f"Not opened: {refusal}")
    if opener is None:
        if not has_browser(environ, platform):
            return OpenResult(opened=False, message=f"There is no browser here. The address is {address}")
        opener = partial(open_detached, environ=environ)
    try:
        opened = opener(address)
    except Exception:
        opened = False  # whatever went wrong, the address can still be copied
    if opened:
        return OpenResult(opened=True, message=f"Opening {host} in the browser")
    return OpenResult(opened=False, message=f"No browser could be started. The address is {address}")


def checked(url: str) -> tuple[str, str]:
    """The address to open, and its host (or mail address) to show: as the browser will see it."""
    shown = clean_line(url, 80)
    if len(clean_line(url)) > MAX_URL:
        raise _RefusedError("the address is too long")
    try:
        parts = urlsplit(clean_url(url))
        if parts.scheme == "mailto" and "@" in parts.path and not parts.path.startswith("-"):
            # Without a query: mail programs take attachments from it.
            return f"mailto:{quote(parts.path, safe=_SAFE)}", clean_line(parts.path, 80)
        if parts.scheme not in ("http", "https"):
            raise _RefusedError(f"{shown!r} is no web address")
        host, place = _host(parts)
    except ValueError as error:
        raise _RefusedError(f"{shown!r} is no web address") from error
    if not host or host.startswith("-"):
        raise _RefusedError(f"{shown!r} names no host")
    address = quote(urlunsplit(parts._replace(netloc=place)), safe=_SAFE)
    # The standard library puts its own word in place of "%action" before it starts some browsers.
    return address.replace("%action", "%25action"), host


def _host(parts: SplitResult) -> tuple[str, str]:
    """The host in ASCII, and with its port: without a name and password that only make an address look another.

    Raises:
        ValueError: there is no telling where it leads.
    """
    if "\\" in parts.netloc:  # browsers end the host there, parsers do not
        raise ValueError(parts.netloc)
    host = parts.hostname or ""
    host = host if host.isascii() else host.encode("idna").decode("ascii")
    if not _HOST.fullmatch(host):
        raise ValueError(host)
    bracketed = f"[{host}]" if ":" in host else host
    return host, f"{bracketed}:{parts.port}" if parts.port is not None else bracketed


def has_browser(environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """True if there is a browser to be started, as far as can be told without a try."""
    return platform in ("win32", "cygwin", "darwin") or bool(environ.get("BROWSER")) or has_display(environ)


def open_detached(address: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Start the browser in a session of its own and away from the terminal.

    Some browsers, and what starts them, write to the terminal they come from, take it over if they are made for
    text, or end with it.
    """
    argv = [sys.executable, "-P", str(Path(launch.__file__)), address]
    process = subprocess.Popen(  # noqa: S603 - a list, no shell, a checked address
        argv,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=dict(environ),
        start_new_session=True,
    )
    try:
        return process.wait(_PATIENCE) == 0
    except subprocess.TimeoutExpired:
        return True  # a browser that stays in the foreground: it was started
