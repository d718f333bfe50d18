"""The corpus made searchable by words and by meaning. Knows the corpus, not the questions' purpose."""

from index.chunk import Chunk
from index.embed import Encoder, Encoding
from index.models import load_encoder
from index.rerank import Signals, met_by
from index.scope import Scope
from index.search import Hit, Index, Synced
from index.terms import Term, is_stop_word, stem, stems_of

__all__ = [
    "Chunk",
    "Encoder",
    "Encoding",
    "Hit",
    "Index",
    "Scope",
    "Signals",
    "Synced",
    "Term",
    "is_stop_word",
    "load_encoder",
    "met_by",
    "stem",
    "stems_of",
]
