"""The front matter that static site generators put before a page."""

import re

from mlsys_tui.patterns import pattern

FRONT_MATTER = pattern(r"\A---[ ]*\n(.*?)\n---[ ]*(?:\n|\Z)", re.DOTALL)
TOML_MATTER = pattern(r"\A\+\+\+[ ]*\n(.*?)\n\+\+\+[ ]*(?:\n|\Z)", re.DOTALL)
FRONT_TITLE = pattern(r"^title[ ]*[:=][ ]*(['\"]?)(.+?)\1[ ]*$", re.MULTILINE | re.IGNORECASE)
