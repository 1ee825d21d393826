"""YAML and JSON to blocks, by what their keys are called: no schema is known beforehand."""

from collections.abc import Iterator

from mlsys_tui.domain.reading_list import Problem
from mlsys_tui.parsing.blocks import Block, Field, Heading, Item, Run, Scope, ScopeEnd, plain
from mlsys_tui.parsing.formats.data_keys import Kind, kind_of, section_heading
from mlsys_tui.parsing.formats.data_records import has_title, label_of, record_of, scalars
from mlsys_tui.parsing.formats.data_shapes import (
    PARTS,
    grouped,
    has_lists,
    is_linked_list,
    is_paper,
    is_row,
    is_session,
    is_titles,
    lists,
    tells_without_title,
)
from mlsys_tui.parsing.formats.data_texts import note, of_text
from mlsys_tui.parsing.formats.data_tree import Mapping, Node, Scalar, Sequence, json_trees, yaml_trees
from mlsys_tui.parsing.words import labels
from mlsys_tui.parsing.words.fields import field_of, is_noise, words_of
from mlsys_tui.parsing.words.strings import is_address, text_runs

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
    if isinstance(root, Mapping) and not is_paper(root):
        title, root = _take_title(root)
    walk = _Walk(root)
    return title, list(walk.value("", root, _FIRST_LEVEL, listed=True)), problems


def _take_title(root: Mapping) -> tuple[str | None, Mapping]:
    """The title of the whole document, with its term where only that has a year, and the rest."""
    about = [value for key, value in root.pairs if isinstance(value, Mapping) and words_of(key)[-1:] in _ABOUT]
    told = [pair for mapping in (root, *about) for pair in mapping.pairs if isinstance(pair[1], Scalar)]
    named = [pair for pair in told if field_of(pair[0]) in (Field.TITLE, Field.NAME) or words_of(pair[0]) == ["course"]]
    title = next((pair for pair in named if scalars(pair[1])), None)
    if title is None:
        return None, root
    text = plain(text_runs(" ".join(scalars(title[1]))))
    term = next((pair for pair in told if words_of(pair[0])[-1:] in _TERMS and scalars(pair[1])), None)
    if term and any(map(str.isdigit, scalars(term[1])[0])) and scalars(term[1])[0] not in text:
        text = f"{text} ({scalars(term[1])[0]})"
    used = [pair for pair in (title, term) if pair]
    return text, Mapping(root.line, [pair for pair in root.pairs if pair not in used])


_ABOUT = (["course"], ["meta"], ["info"], ["site"])
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
            holds = is_linked_list(node)
            for item in node.items:
                holds = self._survey(item, path) or holds
        elif isinstance(node, Mapping):
            inner = False
            for key, value in node.pairs:
                below = self._survey(value, (*path, key)) and kind_of(key) is not Kind.ASIDE
                inner = (
                    inner or (below and field_of(key) not in PARTS) or (kind_of(key) is Kind.READINGS and lists(value))
                )
            if inner:
                self._section_paths.add(path)
            holds = inner or is_paper(node) or is_titles(node)
        if holds:
            self._holding.add(id(node))
        return holds

    def value(self, key: str, node: Node, level: int, *, listed: bool, path: tuple[str, ...] = ()) -> Iterator[Block]:
        """The blocks of a value; `listed` where papers are expected."""
        if isinstance(node, Scalar):
            yield from of_text(key, node, listed=listed)
        elif isinstance(node, Mapping):
            yield from self._mapping(node, level, listed=listed, path=path)
        elif listed or id(node) in self._holding:
            for name, items in grouped(node.items).items():
                if name:
                    yield Heading(min(level, _MAX_LEVEL), text_runs(name), items[0].line)
                for item in items:
                    yield from self.value(key, item, level + bool(name), listed=True, path=path)
        else:
            yield from note(key, node)

    def _mapping(self, node: Mapping, level: int, *, listed: bool, path: tuple[str, ...]) -> Iterator[Block]:
        if is_row(node):
            yield from self._row(node, level)
        elif (
            path in self._section_paths and not (is_paper(node) and id(node) in self._holding and not has_lists(node))
        ) or is_session(node):
            yield from self._section(node, level, path)
        elif is_paper(node) or (listed and has_title(node)):
            yield record_of(node)
        elif listed and node.pairs:
            for key, value in node.pairs:
                yield from self._named(key, value, level, path)
        else:
            yield from note("", node)

    def _named(self, key: str, value: Node, level: int, path: tuple[str, ...]) -> Iterator[Block]:
        """A pair whose key is the title of a paper or of a section."""
        if isinstance(value, Scalar):
            if is_address(value.text) and field_of(key) is None:
                yield Item((Run(key, value.text.strip()),), value.line)
            elif not is_noise(key):
                yield from of_text(key, value, listed=False)
        elif isinstance(value, Mapping) and tells_without_title(value):
            yield record_of(value, key)
        elif kind_of(key) is Kind.ASIDE or is_noise(key):
            yield from note(key, value)
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
                yield from note(key, value)
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
            yield from note(key, value)

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
            yield from note(key, value)
