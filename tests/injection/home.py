"""A home folder in which payloads stand wherever the app reads: lists, their names, the notebook, session, news, settings."""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from mlsys_tui.loading import Loader
from mlsys_tui.paths import Paths, shipped_parsed
from tests.injection.payloads import PAYLOADS

T = TypeVar("T")
AT = "2026-11-20T10:00:00+00:00"
"""When everything was written."""
TEXTS = tuple(PAYLOADS.values())
ON_ONE = 10
"""Payloads in one note."""


def title(number: int) -> str:
    """What a paper is called whose title has the payload of that number."""
    return f"Begin{number} {TEXTS[number]} End{number}"


def fill(paths: Paths) -> None:
    """Write all files."""
    for folder in paths:
        folder.mkdir(parents=True)
    paths.lists.mkdir()
    (paths.lists / "evil.json").write_text(json.dumps(_list_as_data()), "utf-8")
    (paths.lists / "evil.md").write_bytes(_list_as_text().encode("utf-8", "surrogatepass"))
    for number, name in enumerate(_file_names()):
        Path(os.fsdecode(os.fsencode(paths.lists) + b"/" + name)).write_bytes(b"\x00" if number % 2 else b"\xff" * 9)
    paths.notebook.write_text(json.dumps(_notebook(Loader(paths).open().catalog.papers)), "utf-8")
    paths.session.write_text(json.dumps(_session()), "utf-8")
    paths.news.write_text(json.dumps({"lists": {text: {text: [text]} for text in TEXTS}}), "utf-8")
    paths.settings.write_bytes("".join(TEXTS).encode("utf-8", "surrogatepass"))


def poison(cache: Path) -> int:
    """Put payloads into all that was parsed already, where no entrance is left to clean it; how many files."""
    (cache / "catalog.json").unlink()  # the catalog is made anew, of what was parsed
    for path in shipped_parsed().iterdir():
        (cache / "parsed" / path.name).write_bytes(path.read_bytes())
    files = list(cache.rglob("*.json"))
    for count, file in enumerate(files):
        document = json.loads(file.read_text("utf-8"))
        document["title"] = f"Poisoned{count} {TEXTS[0]}"
        for number, section in enumerate(document["sections"]):
            section["path"] = [f"Topic {TEXTS[number % len(TEXTS)]}"]
            section["events"] = section["notes"] = list(TEXTS[:20])
            for place, entry in enumerate(section["entries"]):
                text = TEXTS[place % len(TEXTS)]
                entry |= {
                    "title": f"Begin{place} {text}",
                    "name": None,
                    "authors": [text],
                    "venue": text,
                    "remark": text,
                }
        file.write_text(json.dumps(document), "utf-8")
    return len(files)


def _list_as_data() -> object:
    """One paper for each payload, which stands in every field."""
    papers = [
        {
            "title": title(number),
            "authors": [f"Ann {text} Lee", text],
            "venue": f"OSDI {text}",
            "year": 2020,
            "url": f"https://evil.example/{number}",
            "slides": f"https://evil.example/{text}",
            "note": f"so {text} good",
            text: text,
        }
        for number, text in enumerate(TEXTS)
    ]
    weeks = [
        {"week": number, "title": f"Week {number} {TEXTS[number]}", "papers": some, "event": TEXTS[-number]}
        for number, some in enumerate(_tens(papers), start=1)
    ]
    return {"title": f"Evil data {TEXTS[0]} list", "weeks": weeks, TEXTS[3]: TEXTS[4]}


def _tens(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + ON_ONE] for start in range(0, len(items), ON_ONE))


def _list_as_text() -> str:
    lines = [f"# Evil text {TEXTS[1]} [bold]list", ""]
    for number, text in enumerate(TEXTS):
        line = text.replace("\x00", "").replace("\n", " ")
        lines += [
            f"## {number % 12 + 1}/{number % 28 + 1} Topic {line}",
            f"- No class {line}",
            f"- [Plain{number} {line} Title](https://text.example/{number}/{line[:99]}). Ann {line} Lee. OSDI 2020. [{line[:99]}](https://e.example/{number})",
            f"  - so {line} good",
            f"{line} is what the list says.",
            "",
        ]
    return "\n".join(lines)


def _file_names() -> Iterator[bytes]:
    """Payloads as names of files, as far as there can be such."""
    for text in TEXTS:
        name = text.encode("utf-8", "surrogatepass").replace(b"/", b"").replace(b"\x00", b"")[:200]
        yield b"z" + name + b".md"


def _notebook(papers: Iterable[str]) -> object:
    """A record for every paper; the first ones have notes with all payloads."""
    notes = ["\n\n".join(_paragraphs(number, some)) for number, some in enumerate(_tens(TEXTS))]
    rows = {}
    for number, key in enumerate(key for key in papers if key.startswith("begin")):
        text = TEXTS[number % len(TEXTS)]
        rows[key] = {
            "title": text,
            "aliases": [text],
            "tags": ["".join(text.split())[:60], "tag"],
            "updated_at": text,
            "note": notes[number] if number < len(notes) else None,
        }
    gone = {f"gone-{number}": {"title": text, "tags": [text]} for number, text in enumerate(TEXTS)}
    return {
        "meta": {"notebook": {"schema": 2, "app": TEXTS[0]}},
        "papers": rows | gone | {text: {"status": text} for text in TEXTS},
        "lists": {
            "lists/evil.json": {"name": TEXTS[0], "title": f"Evil own title {TEXTS[0]}", "source": TEXTS[1]},
            "lists/evil.md": {"removed": False, "etag": TEXTS[2], "fetched_at": TEXTS[3]},
            **{f"added/{number}": {"name": text, "content": text} for number, text in enumerate(TEXTS[:20])},
        },
        "answers": {"1": {"one": [TEXTS[0]], "other": [TEXTS[1]], "same": True, "updated_at": TEXTS[2]}},
        "changes": {
            str(number): {"label": f"marked {text}", "at": AT, "edits": [_edit(text)]}
            for number, text in enumerate(TEXTS, start=1)
        },
    }


def _paragraphs(number: int, texts: Sequence[str]) -> Iterator[str]:
    """A note: each payload as text and as what Markdown has."""
    yield f"Note{number} **laid out**"
    for place, text in enumerate(texts):
        line = " ".join(text.split())[:200]
        yield text[:300]
        yield f"- `{line}` *{line}* [{line}]({line}) [x](<{line}>) ![{line}]({line})"
        yield _BLOCKS[(number + place) % len(_BLOCKS)].replace("%", line)


_BLOCKS = ("# %", "> %", "```%\n%\n```", "| % | b |\n|---|---|\n| % | [x](smb://h/s) |")


def _edit(text: str) -> object:
    return {"key": "gone-1", "title": text, "before": {"note": None}, "after": {"note": text}}


def _session() -> object:
    first = {"section": TEXTS[0], "paper": TEXTS[1], "pane": TEXTS[2], "theme": TEXTS[3]}
    return first | {"expanded": TEXTS, "collapsed": TEXTS, "hint_seen": True}
