"""Blocks to sections: headings, tables, schedules, and which entries are papers."""
