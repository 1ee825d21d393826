"""An item of a list taken apart: its own mark, the link with the title, and the links that only name their kind."""

from dataclasses import dataclass, field, replace

from mlsys_tui.domain.paper import Link
from mlsys_tui.parsing.blocks import Run, Runs, plain, tidy
from mlsys_tui.parsing.words.groups import narrow
from mlsys_tui.parsing.words.links import ends_as_label, is_label, make_link
from mlsys_tui.parsing.words.venues import find_venue_alone
from mlsys_tui.patterns import pattern

_MARK_WORDS = {"已读": True, "已看": True, "读完": True, "未读": False, "待读": False, "想读": False}
_MARKED = pattern(
    rf"^\s*[\[(]?(?P<before>{'|'.join(_MARK_WORDS)})[\])]?\s*:?\s*|[\s\[(]*(?P<after>{'|'.join(_MARK_WORDS)})[\s\])]*$"
)
_CHECKBOX = pattern(r"\s*(?:\[([ xX✓✔]?)\]|([☐☑☒]))(?:\s+|$)")
_TICKED = pattern(r"\s*(?:[✓✔✅☑]\ufe0f?|:(?:heavy_check_mark|white_check_mark|ballot_box_with_check):)\s*$")
_LABEL_BEFORE = pattern(r"(?:^|(?<=[\s(\[]))(?P<label>[^\W\d_]+(?: [^\W\d_]+)?)\s*:\s*$")
_MAX_LABEL = 80
_FEW_WORDS = 3


@dataclass(slots=True)
class Pieces:
    """An item taken apart: the words before the main link, its text, the words after it, and all links."""

    before: str = ""
    linked: str = ""
    after: str = ""
    links: list[Link] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)

    def add_text(self, text: str) -> None:
        """Take words that are no link."""
        if self.linked:
            self.after += text
        else:
            self.before += text

    def take_label_before(self) -> str:
        """The word with a colon that stands right before a bare address: "Code: https://…"."""
        text = self.after if self.linked else self.before
        match = _LABEL_BEFORE.search(text, max(0, len(text) - _MAX_LABEL))
        if not match or not is_label(match["label"]):
            return ""
        if self.linked:
            self.after = text[: match.start()]
        else:
            self.before = text[: match.start()]
        return match["label"]


def take_apart(runs: Runs) -> Pieces:
    """Find the link that carries the title; links that only name their kind ("pdf") go to the links."""
    pieces = Pieces()
    for run in runs:
        label = run.text.strip("[]() \n")
        if run.url is None:
            pieces.add_text(run.text)
        elif is_label_run(run) or (not pieces.linked and _is_bracketed_word(run.text, pieces.before)):
            named = pieces.take_label_before() if run.text == run.url else label
            pieces.links.append(make_link(run.url, named or None))
            if label and run.text != run.url and not is_label(label) and not ends_as_label(label):
                pieces.labels.append(label)
            pieces.add_text(" " if label == run.text.strip() else run.text.replace(label, ""))
        elif pieces.linked:
            pieces.after += run.text
            pieces.links.append(make_link(run.url, label))
        else:
            pieces.linked = run.text
            pieces.links.insert(0, make_link(run.url))
    return pieces


def _is_bracketed_word(text: str, before: str) -> bool:
    """True for "[paer]" after a title: a small word in brackets is a label, whatever it says."""
    word = text[1:-1]
    return text[:1] + text[-1:] == "[]" and word.isalpha() and word.islower() and len(before.split()) > _FEW_WORDS


def is_label_run(run: Run) -> bool:
    """True for a link that names its kind ("pdf") or a venue ("OSDI'20"), and not the paper."""
    text = run.text.strip("[]() ")
    if not text or run.text == run.url or is_label(text):
        return True
    if run.text[0] == "[" and run.text[-1] == "]" and ends_as_label(text):
        return True  # "[[MIT short paper]](…)"
    found = find_venue_alone(text)
    return found is not None and bool(found.year or found.arxiv)


def take_mark(runs: Runs) -> tuple[bool | None, Runs]:
    """The list's own mark: a checkbox, 已读 and its like at either end, a tick at the end, the whole struck through."""
    if runs and (match := _CHECKBOX.match(runs[0].text)) and runs[0].url is None:
        rest = (replace(runs[0], text=runs[0].text[match.end() :]), *runs[1:])
        return (match[1] or match[2] or " ") not in " ☐", tidy(rest)
    for at in {0, len(runs) - 1} if runs else ():
        text = "" if runs[at].text.isascii() else narrow(runs[at].text)  # the words are Chinese
        if text and runs[at].url is None and (match := _MARKED.search(text)):
            left = replace(runs[at], text=text[: match.start()] + text[match.end() :])
            return _MARK_WORDS[match["before"] or match["after"]], tidy((*runs[:at], left, *runs[at + 1 :]))
    if runs and runs[-1].url is None and (ticked := _TICKED.search(runs[-1].text)):
        return True, tidy((*runs[:-1], replace(runs[-1], text=runs[-1].text[: ticked.start()])))
    words = [run for run in runs if any(char.isalnum() for char in run.text)]
    if words and words[0].struck and sum(len(r.text) for r in words if r.struck) * 2 > len(plain(runs)):
        return True, runs
    return None, runs
