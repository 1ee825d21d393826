"""`python -m benchmarks`: all measurements, one after the other, but `benchmarks.peers`, which installs programs."""

from benchmarks import cached, goals, parsing, search, start, store, suggest


def main() -> None:
    """Print every table."""
    for number, benchmark in enumerate((start, goals, search, parsing, cached, suggest, store)):
        if number:
            print()
        benchmark.main()


if __name__ == "__main__":
    main()
