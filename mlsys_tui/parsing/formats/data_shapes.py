"""What a mapping of YAML or JSON is, told by its keys: a paper, a session, a session with its one paper."""

from mlsys_tui.parsing.blocks import Field
from mlsys_tui.parsing.formats.data_keys import Kind, kind_of, section_heading
from mlsys_tui.parsing.formats.data_records import has_title, label_of, tells_paper
from mlsys_tui.parsing.formats.data_tree import Mapping, Node, Scalar, Sequence
from mlsys_tui.parsing.words.fields import field_of, is_session_key, is_topic_key, words_of
from mlsys_tui.parsing.words.strings import is_address

_MIN_GROUPED = 4
PARTS = frozenset(
    (Field.AUTHORS, Field.VENUE, Field.LINK, Field.DATE, Field.YEAR, Field.CODE, Field.SLIDES, Field.VIDEO)
)
"""Fields whose values may be lists or mappings without being lists of papers."""


def grouped(items: list[Node]) -> dict[str, list[Node]]:
    """The items by the topic that each says it is about, if all are papers and few topics serve for many."""
    papers = [item for item in items if isinstance(item, Mapping) and is_paper(item)]
    if len(papers) != len(items) or len(items) < _MIN_GROUPED:
        return {"": items}
    key = next((key for key, value in papers[0].pairs if _is_topic(key, value)), None)
    groups: dict[str, list[Node]] = {}
    for paper in papers:
        value = next((value for name, value in paper.pairs if name == key and _is_topic(name, value)), None)
        groups.setdefault(label_of(value.text) if isinstance(value, Scalar) else "", []).append(paper)
    if key is None or len(groups) * 10 > len(items) * 7:
        return {"": items}
    for paper in papers:
        paper.pairs = [pair for pair in paper.pairs if pair[0] != key]
    return {"": groups.pop("", []), **groups}


def _is_topic(key: str, value: Node) -> bool:
    """True for a key whose text is one topic, and not a list of tags."""
    if (
        not isinstance(value, Scalar)
        or field_of(key)
        or not is_topic_key(key)
        or words_of(key)[-1:] in (["tag"], ["label"])
    ):
        return False
    return 0 < len(value.text) <= 80 and not any(mark in value.text for mark in (";", "|", ", "))


def is_paper(node: Mapping) -> bool:
    """True for a title together with something that only papers have."""
    return has_title(node) and tells_paper(node)


def is_titles(node: Mapping) -> bool:
    """True for titles as keys with their addresses as values."""
    addresses = all(isinstance(value, Scalar) and is_address(value.text) for _, value in node.pairs)
    return (
        bool(node.pairs)
        and addresses
        and all(field_of(key) is None and kind_of(key) is Kind.UNKNOWN and " " in key.strip() for key, _ in node.pairs)
    )


def tells_without_title(node: Mapping) -> bool:
    """True for what papers have, without a title: that may be its key."""
    return tells_paper(node) and not has_title(node) and not has_lists(node)


def lists(value: Node) -> bool:
    """True for a list under a key for readings, also an empty one."""
    return not isinstance(value, Scalar) or not value.text or "\n" in value.text.strip()


def has_lists(node: Mapping) -> bool:
    """True for a mapping with lists of readings or of sections in it."""
    return any(
        kind_of(key) in (Kind.READINGS, Kind.CONTAINER) and lists(value) and field_of(key) not in PARTS
        for key, value in node.pairs
    )


def is_session(node: Mapping) -> bool:
    """A mapping in a list of days or lectures, or with a date, and nothing that tells of a paper."""
    if tells_paper(node) or not any(isinstance(value, Scalar) for _, value in node.pairs):
        return False
    dated = any(field_of(key) is Field.DATE or is_session_key(key) for key, _ in node.pairs)
    return dated and bool(section_heading(node)[0])


def is_row(node: Mapping) -> bool:
    """A mapping that says both when or where it is read and, under another key, what."""
    texts = [(key, value.text) for key, value in node.pairs if isinstance(value, Scalar) and value.text]
    entry = any(field_of(key) is Field.ENTRY and not is_address(text) for key, text in texts)
    placed = any(field_of(key) is Field.DATE or is_session_key(key) for key, _ in texts)
    return entry and placed and not has_lists(node) and bool(section_heading(node)[0])


def is_linked_list(node: Sequence) -> bool:
    """True for a list of texts most of which link something."""
    texts = [item.text for item in node.items if isinstance(item, Scalar)]
    return bool(texts) and 2 * sum("://" in text for text in texts) >= len(texts) == len(node.items)
