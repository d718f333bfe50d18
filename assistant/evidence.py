"""From hits to evidence: whole paragraphs under labels."""

from assistant.answer import Evidence
from corpus import Corpus
from index import Hit, stems_of


def gather(hits: list[Hit], corpus: Corpus) -> tuple[Evidence, ...]:
    """The paragraphs the hits belong to, best first, each once, labelled P1, P2, …"""
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.chunk.paragraph, hit)
    paragraphs = corpus.get(best)
    documents = {id: corpus.document(id) for id in {hit.chunk.document for hit in best.values()}}
    rows = [(paragraphs.get(id), documents[hit.chunk.document], hit) for id, hit in best.items()]
    known = [(paragraph, document, hit) for paragraph, document, hit in rows if paragraph and document]
    return tuple(Evidence(f"P{number}", *row) for number, row in enumerate(known, 1))


def stems(evidence: Evidence) -> tuple[str, ...]:
    """The stems of a paragraph and of the heading above it."""
    return stems_of(f"{evidence.paragraph.text} {' '.join(evidence.paragraph.heading)}")
