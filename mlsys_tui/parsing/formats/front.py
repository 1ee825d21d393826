"""The front matter that static site generators put before a page."""

import re

FRONT_MATTER = re.compile(r"\A---[ ]*\n(.*?)\n---[ ]*(?:\n|\Z)", re.DOTALL)
TOML_MATTER = re.compile(r"\A\+\+\+[ ]*\n(.*?)\n\+\+\+[ ]*(?:\n|\Z)", re.DOTALL)
FRONT_TITLE = re.compile(r"^title[ ]*[:=][ ]*(['\"]?)(.+?)\1[ ]*$", re.MULTILINE | re.IGNORECASE)
