"""Papers that may be one: near-equal titles with nothing against them. The reader decides."""
