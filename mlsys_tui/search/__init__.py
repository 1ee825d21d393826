"""Finding papers as the reader types: an index over folded words, the best hit first."""
