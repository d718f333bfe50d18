"""Stock LangChain: its splitter, its Chroma store, and its ensemble of that with BM25.

Its embeddings are langchain-community's: those of langchain-huggingface, which replaces them, want an older
huggingface-hub than requirements.lock has. Both hand the texts to sentence-transformers in the same way.
"""

from collections.abc import Sequence
from pathlib import Path

from langchain_chroma import Chroma
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.embeddings import HuggingFaceEmbeddings
from langchain_community.retrievers import BM25Retriever
from langchain_core.documents import Document
from langchain_text_splitters import RecursiveCharacterTextSplitter

from evals.peers.model import model_folder
from evals.peers.text import Places, Text

_EACH = 10  # chunks that the ensemble takes from either side


class LangChain:
    """Chunks of 1,000 characters, 200 of them shared with the next, searched by meaning."""

    name = "langchain"

    def build(self, texts: Sequence[Text], folder: Path) -> None:
        self._places = Places(texts)
        self._store_chunks(_cut(texts), folder)

    def search(self, question: str, limit: int) -> list[frozenset[str]]:
        return [self._held(chunk) for chunk in self._found(question, limit)]

    def _store_chunks(self, chunks: list[Document], folder: Path) -> None:
        model = HuggingFaceEmbeddings(model_name=model_folder())
        self._store = Chroma.from_documents(chunks, model, persist_directory=str(folder))

    def _found(self, question: str, limit: int) -> list[Document]:
        found: list[Document] = self._store.similarity_search(question, k=limit)
        return found

    def _held(self, chunk: Document) -> frozenset[str]:
        start = chunk.metadata["start_index"]
        return self._places.held(chunk.metadata["document"], start, start + len(chunk.page_content))


class Ensemble(LangChain):
    """The same together with BM25 by reciprocal rank fusion, both weighing alike."""

    name = "langchain-ensemble"

    def _store_chunks(self, chunks: list[Document], folder: Path) -> None:
        super()._store_chunks(chunks, folder)
        by_meaning = self._store.as_retriever(search_kwargs={"k": _EACH})
        by_words = BM25Retriever.from_documents(chunks, k=_EACH)
        self._retriever = EnsembleRetriever(retrievers=[by_words, by_meaning], weights=[0.5, 0.5])

    def _found(self, question: str, limit: int) -> list[Document]:
        found: list[Document] = self._retriever.invoke(question)
        return found[:limit]


def _cut(texts: Sequence[Text]) -> list[Document]:
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
    whole = [Document(page_content=text.whole, metadata={"document": text.document}) for text in texts]
    chunks: list[Document] = splitter.split_documents(whole)
    return chunks
