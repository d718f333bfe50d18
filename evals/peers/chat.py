"""The stock chat: LangChain's retriever behind Gradio's ChatInterface, as their guides put them together.

python -m evals.peers.chat FOLDER PORT serves it; FOLDER holds texts.json (a list of texts).
"""

import json
import sys
from pathlib import Path

import gradio as gr
from langchain_chroma import Chroma
from langchain_community.embeddings import HuggingFaceEmbeddings
from langchain_core.documents import Document
from langchain_text_splitters import RecursiveCharacterTextSplitter

from evals.peers.model import model_folder


def main(folder: Path, port: int) -> None:
    """Index the texts and serve the chat until the process is ended."""
    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    chunks = splitter.split_documents([Document(page_content=text) for text in texts])
    store = Chroma.from_documents(
        chunks, HuggingFaceEmbeddings(model_name=model_folder()), persist_directory=str(folder / "chroma")
    )
    retriever = store.as_retriever(search_kwargs={"k": 4})

    def respond(message: str, history: list[dict[str, str]]) -> str:
        return "\n\n".join(found.page_content for found in retriever.invoke(message))

    gr.ChatInterface(respond, analytics_enabled=False).launch(server_port=port, quiet=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
