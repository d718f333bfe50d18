"""The corpus made searchable by words and by meaning. Knows the corpus, not the questions' purpose."""

import os

# Read when numpy is first imported. Its products are small here, and OpenBLAS's other threads spin between them: a third
# of a processor's time for nothing gained.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from index.building import Synced
from index.chunk import Chunk
from index.embed import Encoder, Encoding, encoded
from index.models import load_encoder
from index.rerank import Signals, Weights, met_by
from index.scope import LETTERS, REPORTS, Filters, Scope
from index.search import Hit, Index
from index.terms import Term, is_stop_word, stem, stems_of, terms_of
from index.when import Window, without_windows

__all__ = [
    "LETTERS",
    "REPORTS",
    "Chunk",
    "Encoder",
    "Encoding",
    "Filters",
    "Hit",
    "Index",
    "Scope",
    "Signals",
    "Synced",
    "Term",
    "Weights",
    "Window",
    "encoded",
    "is_stop_word",
    "load_encoder",
    "met_by",
    "stem",
    "stems_of",
    "terms_of",
    "without_windows",
]
