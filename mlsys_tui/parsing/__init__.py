"""Text of a reading list -> a document of sections and listings, and what was not understood. Opens no file."""
