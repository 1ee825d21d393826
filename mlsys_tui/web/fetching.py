"""Fetching a document from the web: politely, within bounds, and with one plain sentence for whatever goes wrong."""

import queue
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from mlsys_tui import __version__
from mlsys_tui.store.documents import MAX_SIZE
from mlsys_tui.text import clean_line
from mlsys_tui.web.addresses import Address, WebError, find_address, is_private, shown
from mlsys_tui.web.replies import body_problem, ending, recoded, status_problem
from mlsys_tui.work import CancelledError, Work

if TYPE_CHECKING:
    import httpx

USER_AGENT = f"mlsys-tui/{__version__}"
_TICK = 0.05
_ACCEPT = "text/markdown, text/plain, text/html;q=0.9, */*;q=0.5"


class Limits(NamedTuple):
    """How much, how long (in seconds) and how far a fetch may go."""

    size: int = MAX_SIZE
    connect: float = 10.0
    silence: float = 20.0
    total: float = 90.0
    redirects: int = 10


class Known(NamedTuple):
    """What the server said of the text that is here already."""

    etag: str | None = None
    last_modified: str | None = None


class Fetched(NamedTuple):
    """A document, in UTF-8 where its encoding is known; with `unchanged` it is the one that is here already."""

    address: Address
    name: str
    data: bytes
    came_from: str
    etag: str | None = None
    last_modified: str | None = None
    unchanged: bool = False


DEFAULT_LIMITS = Limits()


def fetch(
    source: str, known: Known | None = None, limits: Limits = DEFAULT_LIMITS, work: Work | None = None
) -> Fetched:
    """The document behind an address.

    Looking up a name cannot be hurried, nor interrupted, so all is done in a thread that is left behind when the
    time is up or the work is not wanted any more.

    Raises:
        WebError: there is none to be had.
        CancelledError: it is not wanted any more.
    """
    work = work or Work()
    address = find_address(source)
    work.stage(f"Fetching {shown(address.asked)}")
    transfer = _Transfer(address, known or Known(), limits)
    threading.Thread(target=transfer.run, name="fetch", daemon=True).start()
    deadline, said = time.monotonic() + limits.total, 0
    try:
        while time.monotonic() < deadline:
            work.check()
            if transfer.received >= said + 512 * 1024:
                said = transfer.received
                work.say(f"Fetching {shown(address.asked)}: {said / 1024 / 1024:.1f} MB")
            try:
                done = transfer.done.get(timeout=_TICK)
            except queue.Empty:
                continue
            if isinstance(done, Fetched):
                return done
            raise done
    finally:
        transfer.stop.set()
    raise WebError(f"{shown(address.asked)} did not come within {limits.total:g} seconds: try again later")


class _Transfer:
    """One fetch in its thread: ends with a `Fetched` or an error in `done`."""

    def __init__(self, address: Address, known: Known, limits: Limits) -> None:
        self.done: queue.SimpleQueue[Fetched | WebError] = queue.SimpleQueue()
        self.stop = threading.Event()
        self.received = 0
        self._address, self._known, self._limits = address, known, limits

    def run(self) -> None:
        """Do it."""
        try:
            self.done.put(self._fetched())
        except WebError as error:
            self.done.put(error)
        except CancelledError:
            pass
        except BaseException as error:  # whatever a library throws, there is an end, and a sentence that says why
            self.done.put(WebError(why_not(error, self._address, self._limits)))

    def _fetched(self) -> Fetched:
        import httpx  # noqa: PLC0415 - slow to import, and only fetching needs it

        limits = self._limits
        timeout = httpx.Timeout(limits.silence, connect=limits.connect)
        headers = {"User-Agent": USER_AGENT, "Accept": _ACCEPT, "Accept-Encoding": "gzip"}
        if self._known.etag:
            headers["If-None-Match"] = self._known.etag
        if self._known.last_modified:
            headers["If-Modified-Since"] = self._known.last_modified
        with httpx.Client(timeout=timeout, headers=headers, follow_redirects=False) as client:
            *first, last = self._address.tries
            for url in first:  # a readme of one name or another
                if (found := self._try(client, url, missing_is_fine=True)) is not None:
                    return found
            found = self._try(client, last, missing_is_fine=False)
            assert found is not None
            return found

    def _try(self, client: "httpx.Client", url: str, *, missing_is_fine: bool) -> Fetched | None:
        seen = set()
        for _ in range(self._limits.redirects + 1):
            if url in seen:
                raise WebError(f"{shown(self._address.asked)} leads round in circles: open it in your browser")
            seen.add(url)
            with client.stream("GET", url) as response:
                if response.has_redirect_location:
                    url = self._redirect(response)
                    continue
                if missing_is_fine and response.status_code == 404:
                    return None
                return self._document(response, url)
        many = self._limits.redirects
        raise WebError(f"{shown(self._address.asked)} was redirected more than {many} times: open it in your browser")

    def _redirect(self, response: "httpx.Response") -> str:
        target = response.url.join(response.headers["location"])
        if is_private(target.host) and not is_private(response.url.host):
            raise WebError(f"{shown(self._address.asked)} leads into your own network, which was not followed")
        if target.scheme not in ("http", "https") or not target.host:
            to = clean_line(str(target), 60)
            raise WebError(f"{shown(self._address.asked)} leads to {to}, which is no web page and was not followed")
        return str(target)

    def _document(self, response: "httpx.Response", url: str) -> Fetched:
        address, headers = self._address, response.headers
        told = _header(headers, "etag"), _header(headers, "last-modified")
        if response.status_code == 304 and any(self._known):
            return Fetched(address, address.name, b"", url, *self._known, unchanged=True)
        if problem := status_problem(response.status_code, headers, address.asked):
            raise WebError(problem)
        content_type = headers.get("content-type", "")
        data = recoded(b"".join(self._parts(response)), content_type)
        if problem := body_problem(data, address, url):
            raise WebError(problem)
        name = address.name if "." in address.name else address.name + ending(content_type, data)
        return Fetched(address, name, data, url, *told)

    def _parts(self, response: "httpx.Response") -> Iterator[bytes]:
        """The body, unpacked, never more than is allowed whatever its headers say."""
        length = response.headers.get("content-length", "")
        if length.isdecimal() and len(length) < 20 and int(length) > self._limits.size:
            raise self._too_large()
        unpacked = 0
        for part in _unpacked(response, self._limits.size + 1, self._address):
            unpacked += len(part)
            self.received = unpacked
            if unpacked > self._limits.size:
                raise self._too_large()
            if self.stop.is_set():
                raise CancelledError
            yield part

    def _too_large(self) -> WebError:
        most = self._limits.size / 1024 / 1024
        return WebError(f"{shown(self._address.asked)} is larger than {most:.3g} MB: that is no reading list")


def _unpacked(response: "httpx.Response", limit: int, address: Address) -> Iterator[bytes]:
    """The parts of the body; a packed one is unpacked piece by piece, so that a small bomb makes no large one."""
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing in ("identity", ""):
        yield from response.iter_raw()
        return
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise WebError(f"{shown(address.asked)} came packed in a way that was not asked for: {clean_line(packing, 40)}")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        for part in response.iter_raw():
            raw = part
            while raw.strip(b"\0") or not unpacker.eof:
                if unpacker.eof:  # a body may be several packed parts, one after the other
                    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
                yield unpacker.decompress(raw, limit)
                raw = unpacker.unconsumed_tail or unpacker.unused_data
                if not raw:
                    break
    except zlib.error as error:
        raise WebError(f"{shown(address.asked)} came damaged: try again later") from error
    if not unpacker.eof:
        raise WebError(f"{shown(address.asked)} broke off before its end: try again")


def why_not(error: BaseException, address: Address, limits: Limits) -> str:
    """What went wrong on the way to a server, and what to try."""
    import httpx  # noqa: PLC0415

    where = shown(address.asked)
    host = shown(find_address(address.tries[0]).tries[0].partition("://")[2].partition("/")[0])
    causes = tuple(_causes(error))
    for kind, words in (
        (
            httpx.ConnectTimeout,
            f"{host} did not answer within {limits.connect:g} seconds: check the address, or try later",
        ),
        (httpx.TimeoutException, f"{host} sent nothing for {limits.silence:g} seconds: try again later"),
        (socket.gaierror, f"The name {host} was not found: check the address and your connection"),
        (
            ssl.SSLError,
            f"No secure connection to {host} could be made ({_tls(causes)}): check the address and the clock",
        ),
        (ConnectionRefusedError, f"{host} takes no connections: check the address, or try later"),
        (httpx.ProxyError, "The proxy could not be used: check your proxy's settings"),
        (httpx.RemoteProtocolError, f"{host} broke off, or does not speak HTTP: try again, or check the address"),
        (httpx.InvalidURL, f"{where} is not a valid address, or leads to one that is not: {_said(error)}"),
        (httpx.ConnectError, f"{host} could not be reached: check your connection ({_said(error)})"),
    ):
        if any(isinstance(cause, kind) for cause in causes):
            return words
    return f"{where} could not be fetched: {_said(error)}"


def _tls(causes: tuple[BaseException, ...]) -> str:
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return clean_line(f"its certificate is not valid: {cause.verify_message}", 120)
        if isinstance(cause, ssl.SSLError):
            return clean_line((cause.reason or str(cause)).replace("_", " ").lower(), 80)
    return ""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(10):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _said(error: BaseException) -> str:
    return clean_line(str(error), 120) or type(error).__name__


def _header(headers: "httpx.Headers", name: str) -> str | None:
    """A header to be kept and sent back: as it came, if it is one clean line."""
    value = headers.get(name, "")
    return value if value and value == clean_line(value) and len(value) <= 300 else None
