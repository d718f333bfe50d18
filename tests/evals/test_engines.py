"""The engines side by side, on a letter or two and a few made-up paragraphs."""

from pathlib import Path

import pytest

from evals.case import Kind, load
from evals.engines import Remembering, engine_rows
from index import Encoder
from tests.corpus.readers.pdfs import PATROLS, PLAN, Pdf


@pytest.fixture
def collections(tmp_path: Path) -> Path:
    """A folder with one letter."""
    (tmp_path / "letters").mkdir()
    pdf = Pdf(tmp_path / "letters" / "kent.pdf")
    for line in ("3 May 2019", "Ann Example, Chief Constable, Kent Police", "Dear Ann", PLAN, PATROLS):
        pdf.text(line)
    pdf.save()
    return tmp_path


def test_all_engines_are_measured_and_find_what_is_needed(
    collections: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.search.load_encoder", lambda folder: encoder)
    monkeypatch.setattr("evals.large._QUERIES", 7)
    monkeypatch.setenv("CHROMA_URL", "http://northshire.invalid")  # not the user's: it is his again afterwards
    rows = list(
        engine_rows(collections, [case for case in load("reporting") if case.kind in (Kind.DIRECT, Kind.LAY)][:8], [40])
    )
    assert [row["engine"] for row in rows if row.get("search") == "whole"] == ["Chroma", "Chroma server", "Milvus"]
    for search in ("whole", "words and vectors alone"):
        found = [float(row["recall@10"]) for row in rows if row.get("search") == search]
        assert len(found) == 3
        assert min(found) > 0.5  # nearly all paragraphs are candidates: engines can differ in their order alone
    large = [row for row in rows if "paragraphs" in row]
    assert [row["engine"] for row in large] == ["Chroma", "Chroma server", "Milvus"]
    assert all(float(row["one force, p95 ms"]) > 0 for row in large)


def test_a_text_is_encoded_once(encoder: Encoder) -> None:
    remembering = Remembering(encoder)
    first, again = remembering.encode(["Kayaks.", "Boats."]), remembering.encode(["Boats.", "Kayaks."])
    assert first == again[::-1]
    assert remembering.count_tokens("Kayaks.") == encoder.count_tokens("Kayaks.")
