"""YAML and JSON to one tree of scalars, sequences and mappings, each with its line; values stay as written.

YAML comes as libyaml's events and is put together here without recursion, with aliases counted at their full size
(a document of some hundred bytes can mean billions of nodes); JSON is split by one regular expression, because the
standard library gives no lines and stops at the first mistake.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mlsys_tui.domain.reading_list import Problem
from mlsys_tui.patterns import pattern

if TYPE_CHECKING:
    import yaml

_MAX_DEPTH = 60
_MAX_ALIASED = 100_000
_MAX_REPAIRS = 30
_MAX_LINE = 2000
_MAX_REPAIRED = 2_000_000
_SHOWN = 80
_NULLS = frozenset(("", "~", "null", "Null", "NULL", "None", "undefined"))
_JSON = pattern(r"\s*(?P<piece>\"(?:[^\"\\\n]|\\.)*\"|[{}\[\],:]|//[^\n]*|[^\s{}\[\],:\"]+|\"[^\n]*)")
_DECODER = json.JSONDecoder(strict=False)
_PLAIN_VALUE = pattern(r"(?P<before>\s*(?:- +)*(?:[\w][\w .\-]{0,60}:[ ]+)?)(?P<value>[^\s|>].*?)\s*")


@dataclass(slots=True)
class Scalar:
    """A text, a number, a date, as written; "" for null."""

    line: int
    text: str


@dataclass(slots=True)
class Sequence:
    """Values in order."""

    line: int
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys with their values in order; a key may occur more than once."""

    line: int
    pairs: list[tuple[str, "Node"]] = field(default_factory=list)


Node = Scalar | Sequence | Mapping


class _Tree:
    """Nodes being put together; never deeper than `_MAX_DEPTH`, aliases included."""

    def __init__(self) -> None:
        self.roots: list[Node] = []
        self._open: list[Sequence | Mapping] = []
        self._keys: list[str | None] = []
        self._sizes: list[list[int]] = []
        self.spent = 0
        self.problems: list[Problem] = []

    @property
    def depth(self) -> int:
        return len(self._open)

    @property
    def in_mapping(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1], Mapping)

    def add(self, node: Node, size: int = 1, height: int = 0) -> None:
        """Put a finished node where it belongs; in a mapping texts are keys and values in turn."""
        if not self._open:
            self.roots.append(node)
            return
        top = self._open[-1]
        self._sizes[-1][0] += size
        self._sizes[-1][1] = max(self._sizes[-1][1], height + 1)
        if isinstance(top, Sequence):
            top.items.append(node)
        elif self._keys[-1] is None:
            self._keys[-1] = node.text if isinstance(node, Scalar) else ""
        else:
            top.pairs.append((self._keys[-1], node))
            self._keys[-1] = None

    def open(self, node: Sequence | Mapping) -> None:
        self._open.append(node)
        self._keys.append(None)
        self._sizes.append([1, 0])

    def close(self) -> tuple[Node, int, int] | None:
        """The innermost open node is complete; itself, its size and its height."""
        if not self._open:
            return None
        node, key = self._open.pop(), self._keys.pop()
        if key and isinstance(node, Mapping):
            node.pairs.append((key, Scalar(node.line, "")))
        size, height = self._sizes.pop()
        self.add(node, size, height)
        return node, size, height

    def drop_key(self) -> None:
        """A key without a value."""
        if self.in_mapping and self._keys[-1] is not None:
            self.add(Scalar(self._open[-1].line, ""))

    def finish(self) -> list[Node]:
        while self._open:
            self.close()
        return self.roots

    def is_in(self, kind: type) -> bool:
        return any(isinstance(node, kind) for node in self._open)

    def top_is(self, kind: type) -> bool:
        return bool(self._open) and isinstance(self._open[-1], kind)


# -- JSON -----------------------------------------------------------------------------------------------------


def json_trees(text: str) -> tuple[list[Node], list[Problem]]:
    """The values of JSON, or of JSON lines, as far as they can be read."""
    tree = _Tree()
    line, end = 1, 0
    for match in _JSON.finditer(text.rstrip()):
        piece, start = match["piece"], match.start("piece")
        line += text.count("\n", end, start)
        end = start
        if piece.startswith("//"):
            continue
        if not _json_token(tree, piece, line):
            tree.problems.append(Problem(line, f"nested too deep, nothing is read from here on: {piece[:_SHOWN]!r}"))
            break
    if tree.depth:
        tree.problems.append(Problem(line, "the document ends in the middle of a value"))
    return tree.finish(), tree.problems


def _json_token(tree: _Tree, piece: str, line: int) -> bool:
    match piece:
        case "{" | "[":
            if tree.depth >= _MAX_DEPTH:
                return False
            tree.open(Mapping(line) if piece in "{" else Sequence(line))
        case "}" | "]":
            kind = Mapping if piece in "}" else Sequence
            if tree.is_in(kind):
                while not tree.top_is(kind):
                    tree.close()
                tree.close()
        case ",":
            tree.drop_key()
        case ":":
            pass
        case _:
            tree.add(Scalar(line, _json_text(tree, piece, line)))
    return True


def _json_text(tree: _Tree, piece: str, line: int) -> str:
    if not piece.startswith('"'):
        return "" if piece in _NULLS else piece
    if "\\" not in piece and len(piece) > 1 and piece.endswith('"'):
        return piece[1:-1]
    try:
        return str(_DECODER.decode(piece))
    except ValueError:
        if len(tree.problems) < _MAX_REPAIRS:
            tree.problems.append(Problem(line, f"a text that is not well-formed: {piece[:_SHOWN]!r}"))
        return piece.strip('"').replace('\\"', '"')


# -- YAML -----------------------------------------------------------------------------------------------------


def yaml_trees(text: str) -> tuple[list[Node], list[Problem]]:
    """The documents of YAML; a line that breaks the rules is read as plain text, or left out with a problem."""
    import yaml  # noqa: PLC0415 - slow to import, needed for this format only

    repairs: dict[int, Problem] = {}
    lines = text.split("\n")
    for _ in range(_MAX_REPAIRS if len(text) <= _MAX_REPAIRED else 1):
        tree = _Tree()
        try:
            _build(tree, text)
            break
        except yaml.YAMLError as error:
            _repair(lines, _line_of(error), repairs)
            text = "\n".join(lines)
    else:
        tree.problems.append(Problem(max(repairs) + 1, "not YAML from here on"))
    return tree.finish(), [*repairs.values(), *tree.problems]


def _line_of(error: "yaml.YAMLError") -> int:
    """The line, counted from 0, that an error is about: of an open quote its start."""
    mark = getattr(error, "problem_mark", None)
    if "quoted" in str(getattr(error, "context", "")) or mark is None:
        mark = getattr(error, "context_mark", None) or mark
    return int(mark.line) if mark else 0


def _repair(lines: list[str], at: int, repairs: dict[int, Problem]) -> None:
    """Quote the value of the line that cannot be read ("title: Raft: In Search of …"); if that was tried, blank it."""
    while at >= len(lines) or (at > 0 and not lines[at].strip()):
        at -= 1
    shown = lines[at].strip()[:_SHOWN]
    match = _PLAIN_VALUE.fullmatch(lines[at]) if at not in repairs and len(lines[at]) < _MAX_LINE else None
    if match:
        quoted = match["value"].replace("'", "''")
        lines[at] = f"{match['before']}'{quoted}'"
        repairs[at] = Problem(at + 1, f"read as plain text: {shown!r}")
    else:
        lines[at] = ""
        repairs[at] = Problem(at + 1, f"left out, it breaks the rules of YAML: {shown!r}")


def _build(tree: _Tree, text: str) -> None:
    anchors: dict[str, tuple[Node, int, int]] = {}
    names: list[str | None] = []
    for kind, line, value, anchor in _events(text):
        if kind == "scalar":
            node = Scalar(line, "" if value in _NULLS else value)
            if anchor:
                anchors[anchor] = (node, 1, 0)
            tree.add(node)
        elif kind == "alias":
            _alias(tree, line, anchors.get(value))
        elif kind == "end":
            closed = tree.close()
            if (name := names.pop()) and closed:
                anchors[name] = closed
        elif tree.depth >= _MAX_DEPTH:
            tree.problems.append(Problem(line, "nested too deep, nothing is read from here on"))
            return
        else:
            names.append(anchor)
            tree.open(Mapping(line) if kind == "mapping" else Sequence(line))


def _alias(tree: _Tree, line: int, target: tuple[Node, int, int] | None) -> None:
    """Put what an alias stands for in its place, unless it is not complete yet, too deep, or too much by now."""
    if target is None or tree.depth + target[2] > _MAX_DEPTH or tree.spent + target[1] > _MAX_ALIASED:
        if not any(problem.message.startswith("aliases") for problem in tree.problems):
            tree.problems.append(Problem(line, "aliases that stand for too much, or for themselves, are left out"))
        tree.add(Scalar(line, ""))
        return
    tree.spent += target[1]
    tree.add(*target)


def _events(text: str) -> Iterator[tuple[str, int, str, str | None]]:
    """(kind, line, value, anchor) of what libyaml, or its slow twin, finds."""
    import yaml  # noqa: PLC0415 - as above

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for event in yaml.parse(text, Loader=loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.ScalarEvent):
            value = event.value
            yield "scalar", line, f"\n{value}" if event.style == "|" else value, event.anchor
        elif isinstance(event, yaml.AliasEvent):
            yield "alias", line, str(event.anchor), None
        elif isinstance(event, yaml.MappingStartEvent):
            yield "mapping", line, "", event.anchor
        elif isinstance(event, yaml.SequenceStartEvent):
            yield "sequence", line, "", event.anchor
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            yield "end", line, "", None
