"""Made-up reading lists of any length: every title, name and address in them is another one."""

import random
from datetime import date, timedelta
from itertools import accumulate, islice
from typing import NamedTuple

VERSION = 1
"""Goes up when `room` writes something else: homes that are kept are made anew then."""

_TOPIC = 50
_SEED = 20_240_311
_FILE = 50_000
"""Papers in one file: it must stay below the 16 MB that are read."""
_VOCABULARY = 20_000
_COMMON = (
    "learning systems distributed training for deep efficient with models inference scheduling networks large memory "
    "parallel the serving data and on of neural adaptive machine framework optimization graph cache scalable clusters"
).split()
_SYLLABLES = "ba cen dif fo gul ka lem mi nor pu ras se tiv vo xu zat tor nix lan per qui ong est ume".split()
_VENUES = "OSDI SOSP NSDI MLSys EuroSys ASPLOS ISCA MICRO HPCA ATC SoCC NeurIPS ICML SIGMOD".split()
_FIRST_DAY = date(1985, 1, 2)


def markdown(papers: int) -> str:
    """A topic list in Markdown with so many papers."""
    lines = ["# A long list\n"]
    for number in range(papers):
        if number % _TOPIC == 0:
            lines.append(f"\n## Topic {number // _TOPIC}\n")
        title = (
            f"System{number}: A Study of Placement {number * 7919 % 1_000_003} for Load {number * 104_729 % 999_983}"
        )
        address = f"https://arxiv.org/abs/{2000 + number % 25}.{number % 100_000:05d}"
        lines.append(f"- [{title}]({address}) | OSDI' {number % 25:02d}")
    return "\n".join(lines)


def room(papers: int) -> dict[str, str]:
    """Markdown files, by name, that have so many papers together, like lists that people write; the same every time.

    Two papers of five stand in a course with a session a day, required or extra; the others in lists of topics, two
    deep. The words of the titles are as frequent as Zipf's law says; half of the papers have a short name.
    """
    made = _Entries(papers)
    course = papers * 2 // 5
    files = {"a-course.md": made.course(course)}
    rest = papers - course
    for number, left in enumerate(range(rest, 0, -_FILE), 1):
        files[f"topics-{number}.md"] = made.topics(number, min(_FILE, left))
    return files


FIRST = r"[A-Z][a-z]+1"
"""The short name of the first paper of the course."""


class Entry(NamedTuple):
    """One made-up paper; it goes by its `name` if it is `named`."""

    name: str
    words: str
    named: bool
    address: str
    authors: tuple[str, ...]
    venue: str
    year: int

    @property
    def title(self) -> str:
        """The whole title."""
        return f"{self.name}: {self.words}" if self.named else f"{self.words} {self.name}"

    def __str__(self) -> str:
        linked = f"[{self.name}]({self.address}). {self.title}" if self.named else f"[{self.title}]({self.address})"
        return f"- {linked}. {', '.join(self.authors)}. {self.venue} {self.year}."


def entries(papers: int) -> list[Entry]:
    """So many made-up papers; the same every time."""
    return list(islice(_Entries(papers), papers))


class _Entries:
    """Entries of lists, one after the other."""

    def __init__(self, papers: int) -> None:
        self._chance = random.Random(_SEED)
        rare = (self._word(3) for _ in range(_VOCABULARY))
        self._words = list(dict.fromkeys([*_COMMON, *rare]))
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self._words))))
        self._authors = [f"{self._word(2).title()} {self._word(3).title()}" for _ in range(papers // 3 + 50)]
        self._number = 0

    def course(self, papers: int) -> str:
        """A course with three papers in most sessions."""
        lines, day = ["# A long course\n"], _FIRST_DAY
        while papers > 0:
            required, extra = self._chance.choice(((1, 0), (2, 1), (1, 2), (2, 2), (3, 1)))
            required, extra = min(required, papers), min(extra, max(0, papers - required))
            lines.append(f"\n## {day.isoformat()}\n\n### Required reading")
            lines += map(str, islice(self, required))
            lines += ["\n### Extra reading", *map(str, islice(self, extra))] if extra else []
            papers -= required + extra
            day += timedelta(days=1)
        return "\n".join(lines)

    def topics(self, number: int, papers: int) -> str:
        """A list of topics that have topics below them, with up to twelve papers in each."""
        lines, below = [f"# Long list {number}\n"], 0
        while papers > 0:
            if below == 0:
                lines.append(f"\n## {self._title(2)}")
                below = self._chance.randint(1, 5)
            lines.append(f"\n### {self._title(3)}\n")
            count = min(papers, self._chance.randint(2, 12))
            lines += map(str, islice(self, count))
            papers, below = papers - count, below - 1
        return "\n".join(lines)

    def __iter__(self) -> "_Entries":
        return self

    def __next__(self) -> Entry:
        chance, self._number = self._chance, self._number + 1
        name = f"{self._word(2).title()}{self._number}"  # the number makes each title another one
        title = self._title(chance.randint(5, 10))
        year = 2005 + min(int(chance.expovariate(0.15)), 19)
        address = f"https://arxiv.org/abs/{year % 100:02d}{chance.randint(1, 12):02d}.{self._number % 100_000:05d}"
        authors = tuple(chance.choices(self._authors, k=chance.randint(2, 6)))
        return Entry(name, title, self._number % 2 == 1, address, authors, chance.choice(_VENUES), year)

    def _title(self, words: int) -> str:
        return " ".join(self._chance.choices(self._words, cum_weights=self._weights, k=words)).capitalize()

    def _word(self, syllables: int) -> str:
        return "".join(self._chance.choices(_SYLLABLES, k=syllables))
