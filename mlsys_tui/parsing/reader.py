"""The one public door of parsing."""

from mlsys_tui.domain.reading_list import Document, Problem
from mlsys_tui.parsing.formats import read_blocks
from mlsys_tui.parsing.mending import mend
from mlsys_tui.parsing.outline import outline
from mlsys_tui.text import clean_block


def read(text: str, name: str) -> Document:
    """Parse a reading list.

    `name` is the file's name, for messages only: it never decides how the text is read. Never raises: what is
    not understood stands in the document's `problems`.
    """
    text = mend(clean_block(text))
    title, blocks, problems = read_blocks(text)
    document = outline(title, blocks, name, problems)
    if not document.listings:
        said = "the document is empty" if not text.strip() else "no paper was found in this document"
        problems = (*document.problems, Problem(0, said))
        return Document(document.name, document.title, document.kind, document.sections, problems)
    return document
