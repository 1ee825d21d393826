"""Coverage-guided fuzzing of the parser with Atheris: inputs that reach new lines of it are kept and changed further.

Run by `make fuzz`. Starts from the dialects, the shipped lists and what was kept before in `.fuzz/corpus`; an input that
breaks a promise, takes ten seconds or a gigabyte is written to `.fuzz/findings`, and
`python -m tests.parsing.fuzz.cover .fuzz/findings/crash-…` shows what it breaks.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["mlsys_tui.parsing"]):
    from tests.parsing.fuzz import promises, soup

from tests.helpers import ROOT, SEEDS

FOLDER = ROOT / ".fuzz"
DIALECTS = Path(__file__).parents[1] / "dialects"
LIMITS = ("-max_len=3000", "-timeout=10", "-rss_limit_mb=1024", "-print_final_stats=1", "-reload=0")


def prepare() -> list[str]:
    """Puts the first inputs and the dictionary where libFuzzer looks for them; gives the arguments that say so."""
    corpus, findings = FOLDER / "corpus", FOLDER / "findings"
    for folder in (corpus, findings):
        folder.mkdir(parents=True, exist_ok=True)
    for path in (*DIALECTS.iterdir(), *SEEDS.iterdir()):
        if not (path.suffix == ".json" and path.with_suffix("").suffix):  # expectations are no documents
            (corpus / f"seed-{path.name}").write_bytes(path.read_bytes())
    words = FOLDER / "words.txt"
    known = (*soup.LINES, *soup.ODD)
    words.write_text(
        "".join(f'"{_escaped(word)}"\n' for word in known if len(word.encode("utf-8", "replace")) < 60), "ascii"
    )
    return [str(corpus), f"-dict={words}", f"-artifact_prefix={findings}/", *LIMITS]


def _escaped(word: str) -> str:
    """A word as libFuzzer's dictionaries have it."""
    return "".join(
        chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}"
        for byte in word.encode("utf-8", "replace")
    )


def one_input(data: bytes) -> None:
    promises.check_bytes(data, twice=len(data) % 16 == 0)


def main() -> None:
    arguments = sys.argv[1:]
    if not any(Path(argument).exists() for argument in arguments):
        arguments = [*prepare(), *arguments]
    atheris.Setup([sys.argv[0], *arguments], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
