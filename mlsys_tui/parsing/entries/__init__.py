"""One entry, whatever it stands in, to a listing; and how much speaks for its being a paper."""
