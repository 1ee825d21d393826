"""What a server answered: the bytes of a document, or one sentence that says what it is instead."""

import codecs
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from mlsys_tui.store.magic import binary_kind
from mlsys_tui.text import begins_page, clean_line
from mlsys_tui.web.addresses import Address, shown

_STATUS = {
    401: "{where} asks for a login (401): a private page cannot be fetched; save it in your browser and add the file",
    403: "{where} refuses to be read (403): a private or protected page; save it in your browser and add the file",
    404: "{where} was not found (404): check the address; a private repository looks the same",
    407: "A proxy on the way asks for a login (407): check your proxy's settings",
    410: "{where} is gone for good (410): look for its new address",
    429: "{where} has had too many requests (429): try again{later}",
    451: "{where} is withheld for legal reasons (451)",
    511: "The network asks you to sign in first (511): open any page in your browser, then try again",
}
_PASSWORD = re.compile(rb"<input[^>]{0,400}type\s*=\s*[\"']?password", re.I)
_LOGIN_PATH = re.compile(r"(?:^|[/._-])(?:log-?in|sign-?in|sso|saml2?|oauth2?|auth|idp|cas|wayf)(?:[/._?-]|$)", re.I)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)", re.I)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)", re.I)
# Encodings of Python that no page is written in, or that would make escapes act.
_NO_ENCODINGS = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7", "undefined", "mbcs", "oem"}
_ENDING_OF = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "application/json": ".json",
    "application/yaml": ".yml",
    "text/yaml": ".yml",
    "application/x-bibtex": ".bib",
    "text/org": ".org",
}


def status_problem(status: int, headers: Mapping[str, str], asked: str) -> str | None:
    """What is wrong, by the status of the answer; None for a document."""
    if status == 200:
        return None
    where = shown(asked)
    if status in _STATUS:
        wait = headers.get("retry-after", "")
        later = f" in {wait} seconds" if wait.isdecimal() and len(wait) < 6 else " later"
        return _STATUS[status].format(where=where, later=later)
    if status >= 500:
        return f"The server of {where} has failed ({status}): try again later"
    return f"{where} gave no document ({status}): open it in your browser to see why"


def body_problem(data: bytes, address: Address, came_from: str) -> str | None:
    """What is wrong with what came, and from where it came after all redirects; None for a document."""
    where = shown(address.asked)
    if not data.strip():
        return f"{where} is empty: check the address"
    if (kind := binary_kind(data)) is not None:
        return f"{where} is {kind}: only texts can be read (Markdown, HTML, plain text, BibTeX ...)"
    if not is_page(data):
        return None
    moved = _moved(address, came_from)
    to = f", which led to {shown(came_from)}" if moved else ""
    if address.plain:
        return (
            f"A web page came instead of the text of {where}{to}: perhaps a login page, or a network that wants you to "
            "sign in; open the address in your browser"
        )
    login = _LOGIN_PATH.search(urlsplit(came_from).path) or _PASSWORD.search(data)
    if login and (moved or urlsplit(came_from).path != urlsplit(address.tries[0]).path):
        return f"A login page came instead of {where}{to}: save the page in your browser and add the file"
    return None


def no_paper_problem(address: Address, came_from: str) -> str:
    """What to say of a page that holds no paper at all."""
    where = shown(address.asked)
    if _moved(address, came_from):
        host = urlsplit(came_from).hostname
        return (
            f"{where} led to {shown(host or came_from)}, and there is no paper on that page: perhaps a login page, or "
            "a network that wants you to sign in; open the address in your browser"
        )
    return no_paper(where)


def no_paper(where: str) -> str:
    """What to say of a document without any paper."""
    return f"No paper was found in {where}: mlsys-tui parse shows how a document is read"


def _moved(address: Address, came_from: str) -> bool:
    """True if the answer came from another site than was asked; a sister (www, raw) is the same site."""
    asked, came = (urlsplit(each).hostname or "" for each in (address.tries[0], came_from))
    return _site(asked) != _site(came)


def _site(host: str) -> str:
    if re.fullmatch(r"[\d.:]+", host):
        return host
    # A gist leads to githubusercontent.com.
    return ".".join(host.split(".")[-2:]).replace("githubusercontent.com", "github.com")


def is_page(data: bytes) -> bool:
    """True for what begins like a web page."""
    return begins_page(data[:4096].removeprefix(codecs.BOM_UTF8).decode("latin-1"))


def ending(content_type: str, data: bytes) -> str:
    """The ending that a file of this type has; an empty text where the type says little."""
    mime = content_type.partition(";")[0].strip().lower()
    return ".html" if is_page(data) else _ENDING_OF.get(mime, "")


def recoded(data: bytes, content_type: str) -> bytes:
    """The same text in UTF-8, if the server or the page names its encoding rightly; else the bytes as they came.

    Bytes that are UTF-8 are UTF-8 whatever the server says: many say Latin-1 of everything.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)):
        return data
    match = _CHARSET.search(content_type)
    name = match[1] if match else None
    if name is None and (meta := _META_CHARSET.search(data[:4096])):
        name = meta[1].decode("ascii")
    encoding = _encoding(name)
    if encoding is None:
        return data
    try:
        if not encoding.startswith("iso2022") and b"\0" not in data:  # these are made of ASCII too
            data.decode("utf-8")
            return data
    except UnicodeDecodeError:
        pass
    try:
        return data.decode(encoding).encode("utf-8", "replace")
    except (ValueError, LookupError):
        return data


def _encoding(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        encoding = codecs.lookup(clean_line(name)).name
    except (LookupError, ValueError):
        return None
    # https://encoding.spec.whatwg.org/#names-and-labels: what pages call Latin-1 is Windows-1252, GBK is GB 18030.
    wider = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949"}
    return None if encoding in _NO_ENCODINGS else wider.get(encoding, encoding)
