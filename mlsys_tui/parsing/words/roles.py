"""What a column of a schedule holds, by its name."""

from enum import StrEnum

from mlsys_tui.parsing.words import labels
from mlsys_tui.text import fold


class Role(StrEnum):
    """What a column of a schedule holds."""

    DATE = "date"
    NUMBER = "number"
    TOPIC = "topic"
    READINGS = "readings"
    MIXED = "mixed"  # papers among other things
    OTHER = "other"


_ROLES = {
    **dict.fromkeys("date dates day days when time 日期 날짜".split(), Role.DATE),
    **dict.fromkeys("week weeks wk lec class session meeting no num number nr 周 주차".split(), Role.NUMBER),
    **dict.fromkeys(
        "topic topics subject theme title content contents agenda module unit description lecture 主题 주제".split(),
        Role.TOPIC,
    ),
    **dict.fromkeys(
        """reading readings paper papers material materials article articles resources required optional
        recommended supplementary additional literature references 论文 阅读 논문""".split(),
        Role.READINGS,
    ),
}
_PRESENTERS = frozenset(
    "presenter presenters speaker speakers lecturer leader leads discussant discussants scribe host".split()
)
_NOUNS = frozenset("reading readings papers 论文 阅读 논문".split())
_OTHERS = frozenset(
    """slides slide notes presenter presenters speaker speakers lecturer instructor assignment assignments homework hw
    due deadlines deadline lab labs project review reviewer reviewers summary video videos recording recordings leader
    leads scribe discussant comments code quiz event events logistics announcements responses form todo""".split()
)


def role_of(name: str) -> Role:
    """What the column called `name` holds."""
    words = fold(name).split()
    if not words or len(words) > 5:
        return Role.OTHER
    if set(words) & _OTHERS and set(words) & _NOUNS:
        return Role.MIXED  # "Required reading / assignment"
    if not set(words) & _OTHERS or labels.requirement_of(name):
        for role in (Role.READINGS, Role.DATE, Role.TOPIC, Role.NUMBER):
            if any(_ROLES.get(word) is role for word in words):
                return role
    return Role.OTHER


def requirement_in(name: str) -> str | None:
    """The words of a column's name that say what is required: "required reading" of "Required reading / labs"."""
    label = " ".join(word for word in fold(name).split() if word not in _OTHERS)
    return label if labels.requirement_of(label) else None


def presents(name: str) -> bool:
    """True for the name of a column of those who present a paper: so there are sessions."""
    return bool(set(fold(name).split()) & _PRESENTERS)
