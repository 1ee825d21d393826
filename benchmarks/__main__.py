"""`python -m benchmarks`: all measurements, one after the other."""

from benchmarks import cached, parsing, search, start, store, suggest


def main() -> None:
    """Print every table."""
    start.main()
    print()
    parsing.main()
    print()
    cached.main()
    print()
    suggest.main()
    print()
    search.main()
    print()
    store.main()


if __name__ == "__main__":
    main()
