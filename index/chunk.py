"""Cut paragraphs into chunks: what is embedded."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus import Paragraph, sentence_spans

CHUNKING = "1"  # raise it when chunks change, so that every index is rebuilt


@dataclass(frozen=True, slots=True)
class Chunk:
    """All or part of one paragraph, never of two; `start` and `end` are characters of the paragraph's text."""

    document: str
    paragraph: str
    start: int
    end: int
    text: str

    @property
    def id(self) -> str:
        """Unique in the index."""
        return f"{self.paragraph}@{self.start}"


def cut(paragraph: Paragraph, count_tokens: Callable[[str], int], max_tokens: int) -> Iterator[Chunk]:
    """The chunks of a paragraph: whole where it fits the model, else runs of whole sentences.

    A sentence that is itself too long is cut between words. Every word is in exactly one chunk.
    """
    pieces = [
        piece
        for span in sentence_spans(paragraph.text)
        for piece in _fitting(paragraph.text, span, count_tokens, max_tokens)
    ]
    start = 0
    for at, (begin, end) in enumerate(pieces):
        start = begin if at == 0 else start
        after = pieces[at + 1][1] if at + 1 < len(pieces) else None
        if after is None or count_tokens(paragraph.text[start:after]) > max_tokens:
            yield Chunk(paragraph.document, paragraph.id, start, end, paragraph.text[start:end])
            start = pieces[at + 1][0] if after is not None else end


def _fitting(
    text: str, span: tuple[int, int], count_tokens: Callable[[str], int], max_tokens: int
) -> list[tuple[int, int]]:
    begin, end = span
    if count_tokens(text[begin:end]) <= max_tokens:
        return [span]
    middle = _gap_near(text, begin, end)
    if middle is None:
        return [span]
    halves = [(begin, begin + len(text[begin:middle].rstrip())), (middle, end)]
    return [piece for half in halves for piece in _fitting(text, half, count_tokens, max_tokens)]


def _gap_near(text: str, begin: int, end: int) -> int | None:
    """Where a word begins, as near the middle as there is one; None in an unbroken run."""
    middle = (begin + end) // 2
    starts = [at for at in range(begin + 1, end) if text[at - 1].isspace() and not text[at].isspace()]
    return min(starts, key=lambda at: abs(at - middle), default=None)
