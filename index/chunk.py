"""Cut paragraphs into chunks: what is embedded."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus import Paragraph, ParagraphKind, sentence_spans

CHUNKING = "2"  # raise it when chunks change, so that every index is rebuilt


@dataclass(frozen=True, slots=True)
class Chunk:
    """All or part of one paragraph, never of two; `start` and `end` are characters of the paragraph's text.

    `heading` is the path above it: it is embedded with the text ("Freeing up time: The force has …"), which
    put a needed paragraph first for 70 instead of 66 % of the lay-worded tuning cases.
    """

    document: str
    paragraph: str
    kind: ParagraphKind
    heading: str
    start: int
    end: int
    text: str

    @property
    def id(self) -> str:
        """Unique in the index."""
        return f"{self.paragraph}@{self.start}"

    @property
    def context(self) -> str:
        """What is embedded before the text."""
        return f"{self.heading}: " if self.heading else ""


def cut(paragraph: Paragraph, count_tokens: Callable[[str], int], max_tokens: int) -> Iterator[Chunk]:
    """The chunks of a paragraph: whole where it fits the model, else runs of whole sentences.

    A sentence that is itself too long is cut between words. Every word is in exactly one chunk. The heading
    takes its share of `max_tokens`, but never more than half.
    """
    heading = " › ".join(paragraph.heading)
    max_tokens -= min(count_tokens(heading) + 1, max_tokens // 2)
    for start, end in _spans(paragraph.text, count_tokens, max_tokens):
        text = paragraph.text[start:end]
        yield Chunk(paragraph.document, paragraph.id, paragraph.kind, heading, start, end, text)


def _spans(text: str, count_tokens: Callable[[str], int], max_tokens: int) -> Iterator[tuple[int, int]]:
    sentences = sentence_spans(text)
    if sentences and count_tokens(text) <= max_tokens:  # nearly always, and the quickest to tell
        yield sentences[0][0], sentences[-1][1]
        return
    pieces = [piece for span in sentences for piece in _fitting(text, span, count_tokens, max_tokens)]
    yield from _runs(text, pieces, count_tokens, max_tokens)


def _runs(
    text: str, pieces: list[tuple[int, int]], count_tokens: Callable[[str], int], max_tokens: int
) -> Iterator[tuple[int, int]]:
    """Neighbouring pieces put together as long as they fit."""
    run: tuple[int, int] | None = None
    for begin, end in pieces:
        if run is not None and count_tokens(text[run[0] : end]) > max_tokens:
            yield run
            run = None
        run = (run[0] if run else begin, end)
    if run is not None:
        yield run


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
