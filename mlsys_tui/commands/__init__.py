"""One table of commands; bindings, key bar, palette, help and the command line are made from it."""
