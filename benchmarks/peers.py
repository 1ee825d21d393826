"""The same work in other programs: `python -m benchmarks.peers --keep FOLDER`. It installs them, so it stands alone.

coBib and papis are installed by pip into a virtualenv in the folder, fzf is used if it is there, and a plain Textual
app shows the rows in a DataTable. All have the same made-up papers, take turns, and are started once before they are
measured. What cannot be had is said. coBib searches on Enter, not as one types: it has no figure there.
"""

import argparse
import json
import math
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path

from benchmarks.figures import machine, percentile, ratio, results_of
from benchmarks.homes import APP, home
from benchmarks.lists import Entry, entries
from benchmarks.terminal import CTRL_C, CTRL_Q, ENTER, ESCAPE, Answer, Missing, Run

SIZES = (300, 10_000)

_DOWN = "\x1b[B"
_QUERY = "scheduling"
_MOVED = 15
_SLOW = 120.0
_LISTED = r"[A-Z][a-z]{2,9}\d+"
"""The short name of any made-up paper."""


@dataclass(frozen=True, slots=True)
class Peer:
    """How a program is started, brought to its list, made to find as one types (None if it cannot), and ended."""

    name: str
    command: Sequence[str]
    ready: str = _LISTED
    environ: Mapping[str, str] = field(default_factory=dict)
    to_list: str = ""
    find: str | None = ""
    end: str = CTRL_Q
    prepare: Callable[[], object] = lambda: None


Times = dict[str, list[float]]


def _environment(folder: Path) -> Path:
    """The virtualenv for peers."""
    bin_folder = folder / "venv" / "bin"
    if not bin_folder.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    return bin_folder


def _installed(folder: Path, package: str) -> str:
    """The version of a package in the virtualenv, which is put there first.

    Raises:
        LookupError: it cannot be had.
    """
    python = str(_environment(folder) / "python")
    ask = [python, "-c", f"from importlib.metadata import version; print(version({package!r}))"]
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", package]
    said = subprocess.run(ask, capture_output=True, text=True, check=False)
    if said.returncode:
        done = subprocess.run(pip, capture_output=True, text=True, check=False)
        if done.returncode:
            raise LookupError(f"{package}: pip cannot install it: {done.stderr.strip().rpartition(chr(10))[2]}")
        said = subprocess.run(ask, capture_output=True, text=True, check=True)
    return said.stdout.strip()


def _app(folder: Path, papers: Sequence[Entry]) -> Peer:
    made = home(folder / "homes", len(papers))
    return Peer(
        f"mlsys-tui {version('mlsys-tui')}", APP, made.ready, made.environ, f"2kg{ENTER}", "/", prepare=made.restore
    )


def _datatable(folder: Path, papers: Sequence[Entry]) -> Peer:
    file = folder / f"papers-{len(papers)}.json"
    rows = [[each.title, ", ".join(each.authors), f"{each.venue} {each.year}"] for each in papers]
    file.write_text(json.dumps(rows), "utf-8")
    command = (sys.executable, str(Path(__file__).with_name("datatable.py")), str(file))
    return Peer(f"DataTable (Textual {version('textual')})", command, find="/")


def _cobib(folder: Path, papers: Sequence[Entry]) -> Peer:
    own, name = folder / f"cobib-{len(papers)}", f"coBib {_installed(folder, 'cobib')}"
    own.mkdir(exist_ok=True)
    (own / "database.yaml").write_text("".join(map(_as_cobib, papers)), "utf-8")
    settings = {"database.file": "database.yaml", "logging.logfile": "log", "logging.cache": "cache.json"}
    lines = [f"config.{setting} = {str(own / file)!r}" for setting, file in settings.items()]
    config = [
        "from cobib.config import config",
        *lines,
        "config.database.cache = None",
        "config.logging.version = None",
    ]
    (own / "config.py").write_text("\n".join(config), "utf-8")
    command = (str(_environment(folder) / "cobib"), "-c", str(own / "config.py"))
    return Peer(name, command, find=None)


def _as_cobib(paper: Entry) -> str:
    authors = " and ".join(paper.authors)
    head = f"---\n{paper.name}:\n  ENTRYTYPE: article\n  author: {authors}\n"
    return f"{head}  title: {json.dumps(paper.title)}\n  journal: {paper.venue}\n  year: {paper.year}\n...\n"


def _papis(folder: Path, papers: Sequence[Entry]) -> Peer:
    own, name = folder / f"papis-{len(papers)}", f"papis {_installed(folder, 'papis')}"
    for number, paper in enumerate(papers):
        place = own / "library" / paper.name
        place.mkdir(parents=True, exist_ok=True)
        head = f"papis_id: '{number:032d}'\nref: {paper.name}\ntype: article\nauthor: {', '.join(paper.authors)}\n"
        rest = f"title: {json.dumps(paper.title)}\njournal: {paper.venue}\nyear: {paper.year}\n"
        (place / "info.yaml").write_text(head + rest, "utf-8")
    config = own / "config" / "papis" / "config"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(f"[settings]\ndefault-library = papers\n[papers]\ndir = {own / 'library'}\n", "utf-8")
    environ = {f"XDG_{kind.upper()}_HOME": str(own / kind) for kind in ("config", "cache", "data")}
    return Peer(name, (str(_environment(folder) / "papis"), "edit"), environ=environ, end=CTRL_C)


def _fzf(folder: Path, papers: Sequence[Entry]) -> Peer:
    if shutil.which("fzf") is None:
        raise LookupError("fzf: not on PATH (apt-get install fzf, or brew install fzf)")
    said = subprocess.run(["fzf", "--version"], capture_output=True, text=True, check=True).stdout
    file = folder / f"papers-{len(papers)}.txt"
    lines = (f"{each.title} - {', '.join(each.authors)} - {each.venue} {each.year}" for each in papers)
    file.write_text("\n".join(lines), "utf-8")
    return Peer(f"fzf {said.split()[0]}", ("sh", "-c", 'exec fzf < "$0"', str(file)), end=ESCAPE)


_PEERS: Sequence[Callable[[Path, Sequence[Entry]], Peer]] = (_app, _datatable, _cobib, _papis, _fzf)


def measure(peer: Peer, times: Times) -> None:
    """One round.

    Raises:
        Missing: it does not show papers.
    """
    peer.prepare()
    with Run(peer.name, peer.command, peer.environ) as run:
        times["start"].append(run.wait_for(peer.ready, _SLOW))
        run.type(peer.to_list, 0.3)
        _add(times["key"], (run.press(_DOWN) for _ in range(_MOVED)))
        if peer.find is not None:
            run.type(peer.find, 0.3)
            ends = range(1, len(_QUERY) + 1)
            _add(times["find"], (run.press(_QUERY[end - 1], results_of(_QUERY[:end]), 0.7) for end in ends))
        times["memory"].append(run.peak_memory)
        try:
            times["quit"].append(run.quit(peer.end))
        except Missing:  # some ask again: it is killed
            times["quit"].append(float("nan"))


def _add(times: list[float], answers: Iterable[Answer | None]) -> None:
    times += [answer.first for answer in answers if answer is not None]


def compare(folder: Path, size: int, rounds: int) -> Iterator[str]:
    """The lines of the table for so many papers, and what could not be measured."""
    papers, times, failed = entries(size), defaultdict[str, Times](partial(defaultdict, list)), []
    peers = []
    for make in _PEERS:
        try:
            peers.append(make(folder, papers))
        except LookupError as error:
            failed.append(str(error))
    for number in range(rounds + 1):
        for peer in list(peers):
            try:
                measure(peer, times[peer.name] if number else defaultdict(list))
            except Missing as missing:
                failed.append(str(missing).partition("\n")[0])
                peers.remove(peer)
    for peer in peers:
        yield _line(size, peer.name, times[peer.name], times[peers[0].name])
    yield from (f"\nNot measured at {size:,} papers: {each}\n" for each in failed)


def _line(size: int, name: str, times: Times, ours: Times) -> str:
    keys, found = (
        f"{percentile(times[what], 0.5):.1f}/{percentile(times[what], 0.95):.1f}" if times[what] else "-"
        for what in ("key", "find")
    )
    start, memory, quit_in = (statistics.median(times[what]) for what in ("start", "memory", "quit"))
    ended = "killed" if math.isnan(quit_in) else f"{quit_in:.0f}"
    than_ours = ratio(times["start"], ours["start"])
    return f"| {size:,} | {name} | {start:.0f} | {than_ours:.2f} | {keys} | {found} | {memory:.1f} | {ended} |"


def main() -> None:
    """Install, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", "--rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="how many papers")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="install and make lists there, once")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kept = options.keep or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        print(f"Peers, {options.rounds} rounds. {machine()}\n")
        print("| papers | program | start ms | x mlsys-tui | key p50/p95 ms | find p50/p95 ms | MB | quit ms |")
        print("|---|---|---|---|---|---|---|---|")
        for size in options.sizes:
            for line in compare(kept, size, options.rounds):
                print(line, flush=True)


if __name__ == "__main__":
    main()
