"""Widgets: they take values and post messages, and can be mounted alone."""
