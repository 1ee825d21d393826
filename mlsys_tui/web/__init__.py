"""Documents from the web: addresses, fetching, and what servers answer instead of documents."""
