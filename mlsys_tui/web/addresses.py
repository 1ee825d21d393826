"""Addresses of documents: which file is behind the page that a browser shows, and what to call it."""

import re
from ipaddress import ip_address
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from mlsys_tui.text import MAX_URL, clean_line, clean_url

MAX_NAME = 80
TEXT_ENDINGS = frozenset(
    ".md .markdown .mkd .mdown .mdx .txt .text .rst .org .adoc .bib .bibtex .csv .tsv .json .yml .yaml .tex".split()
)
"""Where such a file was asked for, a web page is not it."""

_READMES = ("README.md", "readme.md", "README.rst", "README.org", "README.txt", "README", "Readme.md")
_RAW = "https://raw.githubusercontent.com"
_PLAIN_NAMES = ("readme", "index", "raw", "download", "head", "main", "master", "schedule", "syllabus", "home")
# Other forges: the page of a file, and the file itself.
_FORGES = (
    (re.compile(r"(/.+?)/-/(?:blob|blame)/(.+)"), r"\1/-/raw/\2"),  # GitLab, wherever it runs
    (re.compile(r"(/[^/]+/[^/]+)/src/((?:branch|tag|commit)/.+)"), r"\1/raw/\2"),  # Gitea, Forgejo, Codeberg
)


class WebError(Exception):
    """No document was fetched; the message says why and what to try, in one sentence."""


class Address(NamedTuple):
    """Where a document is: addresses to try in turn, and whether it must be plain text there."""

    asked: str
    tries: tuple[str, ...]
    plain: bool

    @property
    def name(self) -> str:
        """A telling name for the document: of the file, else of what is around it."""
        parts = urlsplit(self.asked)
        steps = [step for step in unquote(parts.path).split("/") if step]
        last = PurePosixPath(unquote(urlsplit(self.tries[0]).path)).name
        suffix = PurePosixPath(last).suffix
        stem = last.removesuffix(suffix)
        if stem.lower() in _PLAIN_NAMES or not stem:
            stem = _around(parts, steps, stem)
        return file_name(f"{stem}{suffix if len(suffix) <= 9 else ''}")


def _around(parts: SplitResult, steps: list[str], stem: str) -> str:
    """What a file of no telling name is about: the repository or folder it is in, else the site."""
    host = (parts.hostname or "").removeprefix("www.")
    if host in ("github.com", "gitlab.com", "codeberg.org", "raw.githubusercontent.com") and len(steps) >= 2:
        return steps[1].removesuffix(".git")
    folders = [step for step in steps if PurePosixPath(step).stem.lower() not in _PLAIN_NAMES]
    return folders[-1] if folders else host or stem


def file_name(name: str) -> str:
    """`name` as the name of a file anywhere: no separators, nothing hidden, not too long."""
    name = re.sub(r'[\\/:*?"<>|\s]+', "-", clean_line(name)).strip("-. ") or "list"
    stem, dot, suffix = name.rpartition(".")
    return f"{stem[: MAX_NAME - len(suffix)]}.{suffix}" if dot and len(suffix) <= 8 else name[:MAX_NAME]


def is_address(source: str) -> bool:
    """True for what has a scheme like http, and so is no path."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", source.strip()) is not None


def find_address(source: str) -> Address:
    """The address of the document behind `source`.

    Raises:
        WebError: it is none that can be fetched.
    """
    if len(source) > MAX_URL:
        raise WebError(f"{shown(source[:80])}… is longer than any address that leads to a list")
    asked = clean_url(source.strip().replace(" ", "%20"))
    try:
        parts = urlsplit(asked)
        host = (parts.hostname or "").lower()
        _ = parts.port
    except ValueError as error:
        raise WebError(f"{shown(asked)} is not a valid address: {clean_line(str(error))}") from error
    if parts.scheme.lower() not in ("http", "https"):
        raise WebError(f"{shown(asked)} cannot be fetched: only http and https addresses can")
    if not host:
        raise WebError(f"{shown(asked)} is not a valid address: it names no host")
    tries = _files(parts, host)
    plain = bool(tries) or PurePosixPath(parts.path).suffix.lower() in TEXT_ENDINGS
    if tries:
        plain = PurePosixPath(urlsplit(tries[0]).path).suffix.lower() not in (".html", ".htm")
    return Address(asked, tries or (urlunsplit(parts._replace(fragment="")),), plain)


def _files(parts: SplitResult, host: str) -> tuple[str, ...]:
    """The files behind the page of a forge; none for any other page."""
    host = host.removeprefix("www.")
    steps = [step for step in parts.path.split("/") if step]
    if host == "github.com" and len(steps) >= 2:
        return _github(steps)
    if host == "gist.github.com" and 1 <= len(steps) <= 2:
        return (f"https://gist.github.com/{'/'.join(steps)}/raw",)
    if host == "gitlab.com" and len(steps) == 2:
        return tuple(f"https://gitlab.com/{steps[0]}/{steps[1]}/-/raw/HEAD/{name}" for name in _READMES)
    if host == "codeberg.org" and len(steps) == 2:
        return tuple(f"https://codeberg.org/{steps[0]}/{steps[1]}/raw/branch/HEAD/{name}" for name in _READMES)
    for pattern, file in _FORGES:
        if match := pattern.fullmatch(parts.path):
            return (urlunsplit(parts._replace(path=match.expand(file), fragment="")),)
    return ()


def _github(steps: list[str]) -> tuple[str, ...]:
    owner, repository, *rest = steps
    base = f"{_RAW}/{owner}/{repository.removesuffix('.git')}"
    if not rest:
        return tuple(f"{base}/HEAD/{name}" for name in _READMES)
    if rest[0] in ("blob", "raw", "blame", "edit") and len(rest) >= 3:
        return (f"{base}/{'/'.join(rest[1:])}",)
    if rest[0] == "tree" and len(rest) >= 2:
        return tuple(f"{base}/{'/'.join(rest[1:])}/{name}" for name in _READMES)
    return ()


def same_address(one: str, other: str) -> bool:
    """True if both lead to the same document, as far as the addresses say."""
    try:
        return _compared(one) == _compared(other)
    except WebError:
        return one == other


def _compared(source: str) -> str:
    parts = urlsplit(find_address(source).tries[0])
    return f"{(parts.hostname or '').lower()}:{parts.port} {parts.path.rstrip('/')}?{parts.query}"


def shown(address: str) -> str:
    """An address to be shown: without user name and password."""
    return re.sub(r"(?<=://)[^/?#\s]*@", "", clean_line(address, 300))


def is_private(host: str) -> bool:
    """True for a host of this machine or of the network it is in, as far as its name says."""
    try:
        return not ip_address(host.strip("[]")).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
