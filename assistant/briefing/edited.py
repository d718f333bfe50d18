"""An editor's words in place of a line's: checked again, and marked where they no longer stand."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.agreement import disagreement
from assistant.answer import Citation
from assistant.bearing import source_of
from assistant.briefing.brief import Line
from assistant.briefing.types import type_of
from assistant.quotes import find_quote
from assistant.verify import LONGEST
from corpus import Corpus, Document, Paragraph, sentence_spans
from index import Index

GONE = "Its source is no longer in the collection."
CHANGED = "Its source has been changed since; the words quoted before no longer stand there."
EMPTY = "No words are left."
TOO_LONG = f"At over {LONGEST} characters it is too long to be checked."


def edited(line: Line, text: str, corpus: Corpus, index: Index) -> Line:
    """The line with other words. `problem` tells why these do not stand; it is empty where they do.

    Whole sentences of the line's paragraph stand, and are its quotation from then on, with the type of the last. All else
    is a claim, which must say what the quoted sentences say; a part of a sentence too, for what is left out of one can be
    its "not". Words in place of a language model's are the editor's, whatever paragraphs these rested on.
    """
    line = replace(line, text=" ".join(text.split()), writer="")
    held = corpus.get([each.paragraph.id for each in line.citations])
    if not all(each.paragraph.id in held for each in line.citations):
        return replace(line, problem=GONE)
    words, paragraph = line.text, held[line.citation.paragraph.id]
    if quote := _whole_sentences(words, paragraph):
        told, why = type_of(quote[sentence_spans(quote)[-1][0] :], paragraph)
        return Line(quote, Citation(paragraph, line.citation.document, quote), told, why)
    cited = [(held[each.paragraph.id], each.document, each.quote) for each in line.citations]
    return replace(line, problem=_problem(words, cited, index))


def _whole_sentences(words: str, paragraph: Paragraph) -> str:
    """The sentences that these words are, as they stand there; nothing where they are more or less than that."""
    spans = find_quote(words, paragraph.text)
    if len(spans) != 1:
        return ""
    start, end = spans[0]
    text = paragraph.text
    held = [(a, b) for a, b in sentence_spans(text) if a < end and start < b]
    whole = text[held[0][0] : held[-1][1]] if held else ""
    left = text[held[0][0] : start] + text[end : held[-1][1]] if held else text
    return "" if any(each.isalnum() for each in left) else whole


def _problem(words: str, cited: Sequence[tuple[Paragraph, Document, str]], index: Index) -> str:
    """In what words that are no sentence of the source say other than it; empty where in nothing."""
    if not any(each.isalnum() for each in words):
        return EMPTY
    if len(words) > LONGEST:
        return TOO_LONG
    source = source_of(cited)
    if not source.text:
        return CHANGED

    def nearness(claim: str, sentences: Sequence[str]) -> float:
        return max(each.cosine for each in index.judge(claim, sentences))

    claim = words[:1].upper() + words[1:].rstrip(" .,;:") + "."  # no part of its source, to be compared whole
    wrong = disagreement(claim, source, nearness)
    return wrong.reason if wrong else ""
