"""Mappings that are papers, of YAML and JSON, to records: lists of authors, dates in parts, links by kind."""

import re
from collections.abc import Iterator

from mlsys_tui.parsing.blocks import Field, Record, Run, Runs, plain
from mlsys_tui.parsing.formats.bibtex_values import first_last
from mlsys_tui.parsing.formats.data_tree import Mapping, Node, Scalar, Sequence
from mlsys_tui.parsing.words.fields import field_of, is_coursework, is_noise, spoken
from mlsys_tui.parsing.words.labels import requirement_of
from mlsys_tui.parsing.words.strings import is_address, text_runs
from mlsys_tui.parsing.words.venues import find_venue_alone
from mlsys_tui.patterns import pattern

_NAMING = (Field.TITLE, Field.ENTRY, Field.NAME)
_TELLING = frozenset(
    (Field.AUTHORS, Field.VENUE, Field.YEAR, Field.DOI, Field.ARXIV, Field.LINK, Field.CODE, Field.PAGE)
)
_DOCUMENT = pattern(r"[\w%.~-][\w%./~-]*\.(?:pdf|ps|html?)", re.IGNORECASE)
_LINKS = (Field.LINK, Field.CODE, Field.SLIDES, Field.VIDEO, Field.PAGE)
_FIRST = ("given", "first", "firstname", "first_name", "forename")
_LAST = ("family", "last", "lastname", "last_name", "surname")
_WHOLE = ("name", "literal", "fullname", "full_name", "display_name", "raw_author_name")
_GROUP_AT_END = pattern(r"[(\[（【](?P<inside>[^()\[\]]{2,60})[)\]）】]\s*\.?$")
_YEAR = pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MAX_PEOPLE = 500
_MAX_INNER = 20
_MAX_REMARK = 300


def has_title(mapping: Mapping) -> bool:
    """True for a mapping with a text that may be a paper's title."""
    return any(
        (isinstance(value, Scalar) and value.text.strip() and field_of(key) in _NAMING)
        or (field_of(key) is Field.TITLE and scalars(value))
        for key, value in mapping.pairs
    )


def tells_paper(mapping: Mapping) -> bool:
    """True for a mapping with keys that only papers have, whether anything stands there or not."""
    found = {field_of(key) for key, value in mapping.pairs}
    addressed = any(
        isinstance(value, Scalar) and is_address(value.text)
        for key, value in mapping.pairs
        if field_of(key) not in (Field.SLIDES, Field.VIDEO) and not is_coursework(key)
    )
    return bool(found & _TELLING) or (addressed and bool(found & set(_NAMING)))


def record_of(mapping: Mapping, name: str = "") -> Record:
    """The record that a mapping is; `name` is its own key, the title if it says none."""
    fields: list[tuple[Field, Runs]] = []
    for key, value in mapping.pairs:
        fields.extend(_fields(key, value))
    named = {field for field, _ in fields}
    main = next((field for field in (Field.TITLE, Field.ENTRY, Field.NAME) if field in named), None)
    if main is None:
        fields.insert(0, (Field.TITLE, text_runs(name)))
    else:
        meant = _title_field(next(runs for field, runs in fields if field is main), named)
        beside = {Field.ENTRY: Field.REMARK} if main is Field.TITLE else {}
        fields = [({main: meant, **beside}.get(field, field), runs) for field, runs in fields]
    return Record(tuple(fields), mapping.line)


def _title_field(runs: Runs, named: set[Field]) -> Field:
    """A text in which more than the title may stand is read as an entry, if nothing else says where and when."""
    if any(run.url for run in runs) and len(runs) > 1:
        return Field.ENTRY
    group = _GROUP_AT_END.search(plain(runs))
    if group is None or named & {Field.VENUE, Field.YEAR}:
        return Field.TITLE
    found = find_venue_alone(group["inside"])
    said = requirement_of(group["inside"]) or (found and found.year)
    return Field.ENTRY if said else Field.TITLE


def _fields(key: str, value: Node) -> Iterator[tuple[Field, Runs]]:
    """What one key says of the paper."""
    field = field_of(key)
    if key.lower() in ("file", "filename") and isinstance(value, Scalar) and _DOCUMENT.fullmatch(value.text.strip()):
        yield Field.LINK, (Run(value.text.strip(), value.text.strip()),)
    if is_noise(key):
        return
    if field is Field.AUTHORS:
        yield from ((field, (Run(person),)) for person in _people(value))
    elif isinstance(value, Scalar):
        yield from _scalar(key, field, value.text.strip())
    elif field in (Field.DATE, Field.YEAR):
        if year := _YEAR.search(" ".join(scalars(value))):
            yield Field.YEAR, (Run(year[0]),)
    elif isinstance(value, Mapping) and any(field_of(inner) for inner, _ in value.pairs[:_MAX_INNER]):
        yield from _inner_fields(key, field, value)
    elif field in _LINKS:
        yield from _link_list(field, value)
    elif texts := scalars(value):
        yield from _scalar(key, field, ", ".join(texts))


def _inner_fields(key: str, field: Field | None, value: Mapping) -> Iterator[tuple[Field, Runs]]:
    """What a mapping inside of a paper says: a venue with its name, links and numbers by their kind."""
    for inner, each in value.pairs[:_MAX_INNER]:
        found = field_of(inner)
        if found in _NAMING:
            yield from _scalar(key, field, " ".join(scalars(each)))
        elif found not in _LINKS or field is not Field.VENUE:
            yield from _fields(inner, each)


def _link_list(field: Field, value: Node) -> Iterator[tuple[Field, Runs]]:
    """The links of a list, each with its own label if it has one."""
    for each in value.items if isinstance(value, Sequence) else [value]:
        texts = scalars(each)
        label = " ".join(text for text in texts if "://" not in text)
        for text in texts:
            if "://" in text:
                yield (field_of(label) or field) if label else field, (Run(label or text, text.strip()),)


def _scalar(key: str, field: Field | None, text: str) -> Iterator[tuple[Field, Runs]]:
    if not text:
        return
    if field is None:
        if any(map(str.isalnum, text)) and text.lower() not in ("true", "false"):
            yield Field.REMARK, text_runs(f"{label_of(key)}: {text[:_MAX_REMARK]}")
    elif is_address(text) and field not in (Field.DOI, Field.ARXIV):
        yield field if field in _LINKS else Field.LINK, (Run(text, text),)
    elif field in _LINKS and " " not in text and ("/" in text or "." in text) and len(text) <= 500:
        yield field, (Run(text, text),)  # a path on the list's own site
    else:
        yield field, text_runs(spoken(key, field, text))


def _people(value: Node) -> list[str]:
    """The names of a list of authors; of contributors of several kinds, only the authors."""
    if isinstance(value, Scalar):
        return [" ".join(value.text.split())] if value.text.strip() else []
    found = value.items if isinstance(value, Sequence) else [value]
    authors = [each for each in found if isinstance(each, Mapping) and ("creatorType", "author") in _texts(each)]
    return [name for each in (authors or found)[:_MAX_PEOPLE] if (name := _person(each))]


def _person(value: Node) -> str:
    if isinstance(value, Scalar):
        return first_last(value.text)
    if isinstance(value, Sequence):
        return " ".join(scalars(value))[:200]
    said = {key.lower(): text for key, text in _texts(value)}
    first = next((said[key] for key in _FIRST if said.get(key)), "")
    last = next((said[key] for key in _LAST if said.get(key)), "")
    if first or last:
        return f"{first} {last}".strip()
    return next((said[key] for key in _WHOLE if said.get(key)), "") or next(iter(said.values()), "")


def _texts(mapping: Mapping) -> list[tuple[str, str]]:
    return [(key, value.text.strip()) for key, value in mapping.pairs if isinstance(value, Scalar)]


def scalars(value: Node, most: int = 50) -> list[str]:
    """The texts inside a value, in order."""
    found: list[str] = []
    stack = [value]
    while stack and len(found) < most:
        node = stack.pop()
        if isinstance(node, Scalar):
            if text := " ".join(node.text.split()):
                found.append(text)
        elif isinstance(node, Sequence):
            stack.extend(reversed(node.items[:most]))
        else:
            stack.extend(each for _, each in reversed(node.pairs[:most]))
    return found


def label_of(key: str) -> str:
    """A key as words: "lecture_topic" and "lectureTopic" are "lecture topic"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", key) if " " not in key else key
    return " ".join(re.sub(r"[_-]+" if " " not in key else "_+", " ", spaced).split())
