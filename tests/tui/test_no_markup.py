"""No text that is not written in the code itself reaches a Textual call that would read it as markup."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import mlsys_tui.tui

SOURCES = sorted(Path(mlsys_tui.tui.__file__).parent.rglob("*.py"))
PARSING = {"Static", "Label", "Button", "Checkbox", "RadioButton", "OptionList", "Collapsible", "Tab", "Option"}
"""Widgets of Textual that read a text as markup, unless they are told not to."""
CALLS = {"notify", "from_markup"}
TITLES = {"border_title", "border_subtitle", "tooltip"}
SAFE = {"Content", "Text"}
NO_WIDGETS = {"Binding"}


def found(source: str) -> Iterator[tuple[int, str]]:
    """The lines where text may be read as markup, and what does it."""
    tree = ast.parse(source)
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual")
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            values = dict(_assigned(node))
            yield from ((node.lineno, name) for name, value in values.items() if name in TITLES and not _is_safe(value))
        elif isinstance(node, ast.Call) and ast.unparse(node.func) not in NO_WIDGETS:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            reads = name in CALLS if isinstance(node.func, ast.Attribute) else name in PARSING & imported
            if reads and node.args and not _is_safe(node.args[0]) and not _is_off(node):
                yield node.lineno, name
            yield from (
                (node.lineno, str(word.arg))
                for word in node.keywords
                if word.arg in TITLES and not _is_safe(word.value)
            )


def _assigned(node: ast.Assign) -> Iterator[tuple[str, ast.expr]]:
    for target in node.targets:
        if isinstance(target, ast.Attribute):
            yield target.attr, node.value
        elif isinstance(target, ast.Tuple):
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value] * len(target.elts)
            for each, value in zip(target.elts, values, strict=True):
                if isinstance(each, ast.Attribute):
                    yield each.attr, value


def _is_safe(value: ast.expr) -> bool:
    """A text that stands in the code, or one that is marked as no markup."""
    if isinstance(value, ast.IfExp):
        return _is_safe(value.body) and _is_safe(value.orelse)
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id in SAFE
    return isinstance(value, ast.Constant) or (isinstance(value, ast.Name) and value.id.isupper())


def _is_off(call: ast.Call) -> bool:
    return any(word.arg == "markup" and getattr(word.value, "value", True) is False for word in call.keywords)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_text_is_no_markup(path: Path) -> None:
    assert list(found(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "line",
    [
        "Static(title)",
        "Label(f'{title}')",
        "self.app.notify(message, severity='error')",
        "self.app.notify(message, markup=True)",
        "pane.border_title = title",
        "a.border_title, b.border_title = 'x', paper.title",
        "pane.border_title = Content(title) if title else name",
        "Widget(tooltip=title)",
        "Content.from_markup(title)",
    ],
)
def test_it_finds_what_is(line: str) -> None:
    assert list(found(f"from textual.widgets import Label, Static\n{line}\n"))


@pytest.mark.parametrize(
    "line", ["Static(Content(title))", "Static(title, markup=False)", "pane.border_title = 'Note'", "x.tooltip = TIP"]
)
def test_it_lets_be_what_is_not(line: str) -> None:
    assert not list(found(f"from textual.widgets import Label, Static\n{line}\n"))
