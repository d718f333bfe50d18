"""LlamaIndex as it comes: its sentence splitter, and its store in memory, written to the folder."""

from collections.abc import Sequence
from pathlib import Path

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.schema import NodeWithScore, TextNode
from llama_index.embeddings.huggingface import HuggingFaceEmbedding

from evals.peers.model import model_folder
from evals.peers.text import Places, Text


class LlamaIndex:
    """Runs of sentences of up to 1,024 tokens, searched by meaning; the model reads the first 256 of them."""

    name = "llamaindex"

    def build(self, texts: Sequence[Text], folder: Path) -> None:
        self._places = Places(texts)
        documents = [Document(text=text.whole, doc_id=text.document) for text in texts]
        self._index = VectorStoreIndex.from_documents(
            documents, embed_model=HuggingFaceEmbedding(model_name=model_folder())
        )
        self._index.storage_context.persist(str(folder))

    def search(self, question: str, limit: int) -> list[frozenset[str]]:
        return [self._held(hit) for hit in self._index.as_retriever(similarity_top_k=limit).retrieve(question)]

    def _held(self, hit: NodeWithScore) -> frozenset[str]:
        node = hit.node
        assert isinstance(node, TextNode)
        assert node.ref_doc_id is not None
        assert node.start_char_idx is not None
        return self._places.held(node.ref_doc_id, node.start_char_idx, node.start_char_idx + len(node.text))
