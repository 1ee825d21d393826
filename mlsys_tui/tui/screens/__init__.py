"""The main screen and the small ones that are put on top of it."""
