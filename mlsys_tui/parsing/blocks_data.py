"""YAML and JSON to blocks, by what their keys are called: no schema is known beforehand."""

import re
from collections.abc import Iterator
from dataclasses import replace

from mlsys_tui.domain.reading_list import Problem
from mlsys_tui.parsing import labels
from mlsys_tui.parsing.blocks import Block, Field, Heading, Item, Prose, Record, Run, Scope, ScopeEnd, Table, plain
from mlsys_tui.parsing.data_keys import Kind, kind_of, section_heading
from mlsys_tui.parsing.data_looks import looks_like_json, looks_like_yaml
from mlsys_tui.parsing.data_records import has_title, label_of, record_of, scalars, tells_paper
from mlsys_tui.parsing.data_tree import Mapping, Node, Scalar, Sequence, json_trees, yaml_trees
from mlsys_tui.parsing.fields import field_of, is_noise, is_session_key, words_of
from mlsys_tui.parsing.strings import is_address, text_runs

__all__ = ["looks_like_json", "looks_like_yaml", "read_json", "read_yaml"]

_LIST_LINE = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+\S", re.MULTILINE)
_BLOCK_HTML = re.compile(r"<(?:li|p|br|div|td)\b", re.IGNORECASE)
_FIRST_LEVEL = 2  # below that of a title: the first section is none
_MAX_LEVEL = 9


def read_json(text: str) -> tuple[str | None, list[Block], list[Problem]]:
    """The title, blocks and problems of JSON or JSON lines."""
    return _read(*json_trees(text))


def read_yaml(text: str) -> tuple[str | None, list[Block], list[Problem]]:
    """The title, blocks and problems of YAML."""
    return _read(*yaml_trees(text))


def _read(roots: list[Node], problems: list[Problem]) -> tuple[str | None, list[Block], list[Problem]]:
    root = roots[0] if len(roots) == 1 else Sequence(1, [node for node in roots if not isinstance(node, Scalar)])
    title = None
    if isinstance(root, Mapping) and not _is_paper(root):
        title, root = _take_title(root)
    walk = _Walk(root)
    return title, list(walk.value("", root, _FIRST_LEVEL, listed=True)), problems


def _take_title(root: Mapping) -> tuple[str | None, Mapping]:
    """The title of the whole document, with its term if that has the only year, and the rest."""
    for at, (key, value) in enumerate(root.pairs):
        inner = (
            value.pairs if isinstance(value, Mapping) and words_of(key)[-1:] in (["course"], ["meta"], ["info"]) else ()
        )
        for name, each in ((key, value), *inner):
            told = field_of(name) in (Field.TITLE, Field.NAME) or (each is value and words_of(name) == ["course"])
            if told and isinstance(each, Scalar) and each.text.strip():
                title = plain(text_runs(each.text))
                term = next(
                    (v.text for k, v in (*root.pairs, *inner) if words_of(k)[-1:] in _TERMS and isinstance(v, Scalar)),
                    "",
                )
                title = f"{title} ({term})" if any(map(str.isdigit, term)) and term not in title else title
                pairs = root.pairs if inner else [*root.pairs[:at], *root.pairs[at + 1 :]]
                return title, Mapping(root.line, pairs)
    return None, root


_TERMS = (["term"], ["semester"], ["quarter"], ["year"])


class _Walk:
    """Goes through a tree once; what holds papers is found out beforehand, so that each node is seen twice at most."""

    def __init__(self, root: Node) -> None:
        self._holding: set[int] = set()
        self._section_paths: set[tuple[str, ...]] = set()
        self._survey(root, ())

    def _survey(self, node: Node, path: tuple[str, ...]) -> bool:
        """Note which nodes hold papers, and where in the document mappings are sections."""
        holds = False
        if isinstance(node, Sequence):
            for item in node.items:
                holds = self._survey(item, path) or holds
        elif isinstance(node, Mapping):
            inner = False
            for key, value in node.pairs:
                below = self._survey(value, (*path, key)) and kind_of(key) is not Kind.ASIDE
                inner = (
                    inner
                    or (below and field_of(key) not in _PARTS)
                    or (kind_of(key) is Kind.READINGS and _listing(value))
                )
            if inner:
                self._section_paths.add(path)
            holds = inner or _is_paper(node)
        if holds:
            self._holding.add(id(node))
        return holds

    def value(self, key: str, node: Node, level: int, *, listed: bool, path: tuple[str, ...] = ()) -> Iterator[Block]:
        """The blocks of a value; `listed` where papers are expected."""
        if isinstance(node, Scalar):
            yield from _of_text(key, node, listed=listed)
        elif isinstance(node, Mapping):
            yield from self._mapping(node, level, listed=listed, path=path)
        elif listed or id(node) in self._holding:
            for item in node.items:
                yield from self.value(key, item, level, listed=True, path=path)
        else:
            yield from _note(key, node)

    def _mapping(self, node: Mapping, level: int, *, listed: bool, path: tuple[str, ...]) -> Iterator[Block]:
        if _is_row(node):
            yield from self._row(node, level)
        elif (
            path in self._section_paths and not (_is_paper(node) and id(node) in self._holding and not _has_lists(node))
        ) or _is_session(node, path):
            yield from self._section(node, level, path)
        elif _is_paper(node) or (listed and has_title(node)):
            yield record_of(node)
        elif listed and node.pairs:
            for key, value in node.pairs:
                yield from self._named(key, value, level, path)
        else:
            yield from _note("", node)

    def _named(self, key: str, value: Node, level: int, path: tuple[str, ...]) -> Iterator[Block]:
        """A pair whose key is the title of a paper or of a section."""
        if isinstance(value, Scalar):
            if is_address(value.text) and field_of(key) is None:
                yield Item((Run(key, value.text.strip()),), value.line)
            elif not is_noise(key):
                yield from _of_text(key, value, listed=False)
        elif isinstance(value, Mapping) and _tells_without_title(value):
            yield record_of(value, key)
        elif kind_of(key) is Kind.ASIDE or is_noise(key):
            yield from _note(key, value)
        else:
            yield from self._child(key, value, level, path)

    # -- sections ---------------------------------------------------------------------------------------------

    def _section(self, node: Mapping, level: int, path: tuple[str, ...]) -> Iterator[Block]:
        """A heading out of date, number and title, then what it lists, then the sections in it."""
        text, used = section_heading(node)
        if text:
            yield Heading(min(level, _MAX_LEVEL), text_runs(text), node.line)
            level += 1
        later = []
        for key, value in node.pairs:
            if key in used or (isinstance(value, Scalar) and is_noise(key)):
                continue
            inside = id(value) in self._holding or (
                (*path, key) in self._section_paths and not isinstance(value, Scalar)
            )
            if inside and kind_of(key) in (Kind.CONTAINER, Kind.UNKNOWN):
                later.append((key, value))
            elif kind_of(key) is Kind.READINGS:
                yield from self._readings(key, value, level, path)
            else:
                yield from _note(key, value)
        for key, value in later:
            yield from self._child(key, value, level, path)

    def _child(self, key: str, value: Node, level: int, path: tuple[str, ...]) -> Iterator[Block]:
        """What stands under a key of a section: readings, sections, or a topic called like the key."""
        inner = (*path, key)
        if kind_of(key) is Kind.READINGS:
            yield from self._readings(key, value, level, path)
        elif kind_of(key) is Kind.CONTAINER or (inner in self._section_paths and len(key) < 20 and key.islower()):
            yield from self.value(key, value, level, listed=True, path=inner)
        elif id(value) in self._holding or isinstance(value, Sequence):
            yield Heading(min(level, _MAX_LEVEL), text_runs(label_of(key) if "_" in key else key), value.line)
            yield from self.value(key, value, level + 1, listed=True, path=inner)
            yield Heading(min(level, _MAX_LEVEL), (), value.line)
        else:
            yield from _note(key, value)

    def _readings(self, key: str, value: Node, level: int, path: tuple[str, ...]) -> Iterator[Block]:
        """The papers under a key such as "required"; what the key asks holds for them."""
        label = label_of(key)
        if labels.requirement_of(label) is None:
            yield from self.value(key, value, level, listed=True, path=(*path, key))
            return
        blocks = list(self.value(key, value, level, listed=True, path=(*path, key)))
        if blocks:
            yield Scope(label, value.line)
            yield from blocks
            yield ScopeEnd(value.line)

    def _row(self, node: Mapping, level: int) -> Iterator[Block]:
        """A session with its one paper in the same mapping: "date", "topic", "paper", "link"."""
        text, used = section_heading(node)
        yield Heading(min(level, _MAX_LEVEL), text_runs(text), node.line)
        rest = Mapping(node.line, [(key, value) for key, value in node.pairs if key not in used])
        aside = [(key, value) for key, value in rest.pairs if kind_of(key) is Kind.ASIDE]
        rest.pairs = [pair for pair in rest.pairs if pair not in aside]
        yield record_of(rest)
        for key, value in aside:
            yield from _note(key, value)


_PARTS = frozenset(
    (Field.AUTHORS, Field.VENUE, Field.LINK, Field.DATE, Field.YEAR, Field.CODE, Field.SLIDES, Field.VIDEO)
)


def _is_paper(node: Mapping) -> bool:
    return has_title(node) and tells_paper(node)


def _tells_without_title(node: Mapping) -> bool:
    return tells_paper(node) and not has_title(node) and not _has_lists(node)


def _listing(value: Node) -> bool:
    """True for a list under a key for readings, also an empty one."""
    return not isinstance(value, Scalar) or not value.text or "\n" in value.text.strip()


def _has_lists(node: Mapping) -> bool:
    return any(
        kind_of(key) in (Kind.READINGS, Kind.CONTAINER) and _listing(value) and field_of(key) not in _PARTS
        for key, value in node.pairs
    )


def _is_session(node: Mapping, path: tuple[str, ...]) -> bool:
    """A mapping in a list of days or lectures, or with a date, and nothing that tells of a paper."""
    if tells_paper(node) or not any(isinstance(value, Scalar) for _, value in node.pairs):
        return False
    dated = any(field_of(key) is Field.DATE or is_session_key(key) for key, _ in node.pairs)
    return dated and bool(section_heading(node)[0])


def _is_row(node: Mapping) -> bool:
    """A mapping that says both when or where it is read and, under another key, what."""
    entry = [
        key for key, value in node.pairs if field_of(key) is Field.ENTRY and isinstance(value, Scalar) and value.text
    ]
    entry = [
        key for key, value in node.pairs if key in entry and isinstance(value, Scalar) and not is_address(value.text)
    ]
    placed = any(
        field_of(key) is Field.DATE or is_session_key(key) for key, value in node.pairs if isinstance(value, Scalar)
    )
    return bool(entry) and placed and not _has_lists(node) and bool(section_heading(node)[0])


# -- texts ----------------------------------------------------------------------------------------------------


def _note(key: str, node: Node) -> Iterator[Block]:
    """A value that lists no papers, as one note."""
    if isinstance(node, Scalar):
        yield from _of_text(key, node, listed=False)
    elif texts := scalars(node):
        runs = text_runs(f"{label_of(key).capitalize()}: {'; '.join(texts)}" if key else "; ".join(texts))
        yield Prose(runs, node.line, aside=True)


def _of_text(key: str, node: Scalar, *, listed: bool) -> Iterator[Block]:
    """A text: items if it stands where papers are expected, else a note with its key."""
    text = node.text.strip("\n ")
    if not text or (not listed and (is_noise(key) or text.lower() in ("true", "false"))):
        return
    if not listed:
        known = field_of(key) is Field.REMARK
        yield Prose(
            text_runs(text if known or not key else f"{label_of(key).capitalize()}: {text}"), node.line, aside=True
        )
    elif "\n" in text or _BLOCK_HTML.search(text):
        first = node.line + len(node.text) - len(node.text.lstrip("\n"))
        yield from _of_lines(text, first)
    else:
        yield Item(text_runs(text), node.line)


def _of_lines(text: str, first: int) -> Iterator[Block]:
    """A text of several lines: Markdown, HTML, or a paper a line."""
    if _BLOCK_HTML.search(text) or _LIST_LINE.search(text):
        from mlsys_tui.parsing.blocks_html import read_html  # noqa: PLC0415 - rarely needed, slow to import
        from mlsys_tui.parsing.blocks_markdown import read_markdown  # noqa: PLC0415 - as above

        found = read_html(text)[1] if _BLOCK_HTML.search(text) and "](" not in text else read_markdown(text)[1]
        yield from (_moved(block, first - 1) for block in found)
        return
    for at, line in enumerate(text.split("\n")):
        if line.strip():
            yield Item(text_runs(line.strip()), first + at)


def _moved(block: Block, by: int) -> Block:
    """A block of an inner document where it stands in the outer one; its headings are no sections there."""
    if isinstance(block, Item):
        children = tuple(child for each in block.children if isinstance(child := _moved(each, by), Item))
        return replace(block, line=block.line + by, children=children)
    if isinstance(block, Heading):
        return Prose(block.runs, block.line + by)
    if isinstance(block, (Table, Record, Scope, ScopeEnd, Prose)):
        return replace(block, line=block.line + by)
    return block
