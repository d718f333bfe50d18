"""What a search finds, as the contract's rows: each paragraph once, by its best chunk."""

from corpus import Corpus, UnusableInput
from corpus.command import Json
from index.scope import Scope
from index.search import Hit, Index


def found_row(question: str, corpus: Corpus, index: Index, limit: int = 10, embargoed: bool = False) -> Json:
    """The contract's object for `search`: the `limit` best paragraphs, best first. Raises `UnusableInput`."""
    if not any(character.isalnum() for character in question):
        raise UnusableInput("The question is empty.", "Name what to search for.")
    best: dict[str, Hit] = {}
    for hit in index.search(Scope.of(question, corpus, embargoed=embargoed), 2 * limit):
        best.setdefault(hit.chunk.paragraph, hit)
    hits = list(best.values())[:limit]
    paragraphs = corpus.get(hit.chunk.paragraph for hit in hits)
    return {
        "question": question,
        "hits": [
            {
                "paragraph": hit.chunk.paragraph,
                "document": hit.chunk.document,
                "score": round(hit.score, 4),
                "text": paragraphs[hit.chunk.paragraph].text,
            }
            for hit in hits
            if hit.chunk.paragraph in paragraphs  # another process may have replaced it meanwhile
        ],
    }
