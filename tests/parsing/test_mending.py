"""What is mended without ftfy is mended as ftfy does it."""

import pytest
from ftfy import fix_encoding

from mlsys_tui.parsing.mending import mend

BROKEN = "†•ß®©™´¨≠ÆØ±≤≥¥µ∂ªº"
"""After a root sign: small letters with accents in UTF-8, read as MacRoman."""


@pytest.mark.parametrize("letter", BROKEN)
@pytest.mark.parametrize("word", ["Mart@n", "@", "(M@ller,", "x@y@z", "2@", "@.", "[S@o](https://a.org/~b@)"])
def test_mac_roman(word: str, letter: str) -> None:
    broken = word.replace("@", f"√{letter}")
    assert mend(f"By {broken} and others") == f"By {fix_encoding(broken)} and others"
    assert "√" not in mend(broken)


@pytest.mark.parametrize("text", ["√2", "n√π", "O(√n)", "√√≠", "Ångström", "a ≈ b", "x√≥y√2"])
def test_the_rest_is_left_to_ftfy(text: str) -> None:
    assert mend(text) == fix_encoding(text)
