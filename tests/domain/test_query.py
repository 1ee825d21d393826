"""Finding papers by words and by name."""

import pytest

from mlsys_tui.domain import query
from mlsys_tui.domain.assembly import build
from mlsys_tui.domain.catalog import Catalog
from tests.helpers import seed_documents


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    return build(seed_documents())


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("JANUS", "JANUS"), ("janus", "JANUS"), ("tf.data", "tf.data"),
        ("symbolic graph execution", "JANUS"), ("mlperf-training-benchmark", "MLPerfTraining"), ("abadi osdi", "TensorFlow"),
        ("Scaling Distributed Machine Learning with the Parameter Server", "PS"),
    ],
)  # fmt: skip
def test_a_paper_is_named_by_key_name_or_part(shipped: Catalog, reference: str, name: str | None) -> None:
    found = query.find_papers(shipped.papers, reference)
    assert [shipped.papers[key].name for key in found] == ([name] if name else [])


def test_ambiguous_and_unknown_names(shipped: Catalog) -> None:
    assert len(query.find_papers(shipped.papers, "pytorch")) == 2
    assert query.find_papers(shipped.papers, "no such thing") == []
    assert query.find_papers(shipped.papers, "  ") == []


def test_words_in_any_order_accents_and_case_folded() -> None:
    text = query.search_text(build(seed_documents()).papers["tensorflow-a-system-for-large-scale-machine-learning"])  # type: ignore[index]
    assert query.matches("SCALE tensorflow martin", text)
    assert query.matches("Martín 2016", text)
    assert query.matches("", text)
    assert not query.matches("tensorflow pytorch", text)
