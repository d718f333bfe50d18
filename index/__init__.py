"""The corpus made searchable by words and by meaning. Knows the corpus, not the questions' purpose."""

from index.chunk import Chunk
from index.embed import Encoder, Encoding
from index.models import load_encoder
from index.rerank import Signals
from index.scope import Scope
from index.search import Hit, Index, Synced

__all__ = ["Chunk", "Encoder", "Encoding", "Hit", "Index", "Scope", "Signals", "Synced", "load_encoder"]
