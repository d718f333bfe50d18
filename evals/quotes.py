"""The quote gate on real letters: true quotes that must be found, and false ones that must not.

Drawn from half of the letters (the other half is for tuning), beside what general tools do: looking the quote up as
it is, and difflib's nearest stretch of equal length at a ratio of 0.9, the threshold of fuzzy matchers.
"""

import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium

from assistant.gate import Gate, QuoteStatus
from corpus import Area, Corpus, Paragraph, ParagraphKind, sentence_spans
from evals.fuzzy import finds_fuzzily, finds_plainly
from evals.letters import corpus_of
from evals.measure import Row
from evals.metrics import mean, percentile
from evals.misquote import FALSE, HARMLESS, Change, glued, shortened
from index import Index

_LEAST_WORDS = 8
_DRAWN_FROM = (ParagraphKind.BODY, ParagraphKind.BOILERPLATE, ParagraphKind.FOOTNOTE)


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote said to be from a document, and whether it is."""

    kind: str
    words: str
    document: str
    is_true: bool


@dataclass(frozen=True, slots=True)
class Held:
    """The paragraphs of the documents drawn from; with their document, sentences of them and what PDFs have for them.

    `copied`: paragraphs on two pages, as they come out when they are copied from the PDF, with nothing of our reader.
    """

    paragraphs: dict[str, tuple[Paragraph, ...]]
    sentences: tuple[tuple[str, str], ...]
    copied: tuple[tuple[str, str], ...]


def quote_rows(data: Path | None, count: int, seed: int) -> Iterator[Row]:
    """A row a kind of quote, so many drawn of each. Raises `UnusableInput` where there are no letters."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        corpus = corpus_of(data, Path(folder))
        index = Index(corpus)
        index.sync()
        yield from rows_of(Gate(corpus, index), corpus, count, seed)


def rows_of(gate: Gate, corpus: Corpus, count: int, seed: int, half: int = 1) -> Iterator[Row]:
    """The rows for letters that are there already; `half` 0 is for tuning."""
    held = _held(corpus, half)
    everything = {document.id: _plain(_text(corpus.paragraphs(document.id))) for document in corpus.public()}
    draw = random.Random(seed)
    quotes = [*_true(held, count, draw), *_false(held, count, draw, everything)]
    documents = tuple(everything)
    for kind in dict.fromkeys(each.kind for each in quotes):
        yield _row([each for each in quotes if each.kind == kind], gate, held, documents)


def _held(corpus: Corpus, half: int) -> Held:
    ids = sorted(document.id for document in corpus.public())[half::2]
    paragraphs = {id: corpus.paragraphs(id) for id in ids}
    sentences = [
        (id, each.text[start:end])
        for id in ids
        for each in paragraphs[id]
        if each.kind in _DRAWN_FROM
        for start, end in sentence_spans(each.text)
    ]
    copied = [(id, words) for id in ids for words in _copied(corpus.original(id), paragraphs[id])]
    long_enough = tuple(each for each in sentences if len(each[1].split()) >= _LEAST_WORDS)
    return Held(paragraphs, long_enough, tuple(copied))


def _copied(original: Path | None, paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    if original is None or original.suffix != ".pdf":
        return
    with closing(pdfium.PdfDocument(original)) as pdf:
        for each in paragraphs:
            if each.kind in _DRAWN_FROM and len(each.areas) > 1:
                yield "\n\n".join(_in_area(pdf, area) for area in each.areas)


def _in_area(pdf: pdfium.PdfDocument, area: Area) -> str:
    """What is printed there; a point about it, for boxes are measured to the letter."""
    with closing(pdf[area.page - 1]) as page, closing(page.get_textpage()) as text:
        return str(text.get_text_bounded(area.left - 1, area.bottom - 1, area.right + 1, area.top + 1))


def _true(held: Held, count: int, draw: random.Random) -> Iterator[Quote]:
    for kind, change in {"as it stands": _unchanged, **HARMLESS, "… in the middle": shortened}.items():
        for document, words, _ in _changed(held, count, change, draw):
            yield Quote(kind, words, document, is_true=True)
    crossing = [each for paragraphs in held.paragraphs.values() for each in _across_pages(paragraphs, draw)]
    following = [each for paragraphs in held.paragraphs.values() for each in _into_next(paragraphs)]
    kinds = {
        "across a page break": crossing,
        "the same, copied from the PDF": held.copied,
        "into the next paragraph": following,
    }
    for kind, found in kinds.items():
        for document, words in draw.sample(found, min(count, len(found))):
            yield Quote(kind, words, document, is_true=True)


def _false(held: Held, count: int, draw: random.Random, everything: dict[str, str]) -> Iterator[Quote]:
    """Those of them that stand somewhere after all, by an eye of their own, are left out."""
    halves = glued([sentence for _, sentence in held.sentences])
    for kind, change in {**FALSE, "two halves glued": halves}.items():
        for document, words, _ in _changed(held, count, change, draw):
            if not any(_plain(words) in text for text in everything.values()):
                yield Quote(kind, words, document, is_true=False)
    for _, sentence, _ in _changed(held, count, _unchanged, draw):
        document = draw.choice(sorted(held.paragraphs))
        if _plain(sentence) not in everything[document]:
            yield Quote("sentence of another letter", sentence, document, is_true=False)


def _changed(held: Held, count: int, change: Change, draw: random.Random) -> Iterator[tuple[str, str, str]]:
    """So many sentences drawn at random to which that can be done: document, changed and unchanged."""
    made = 0
    for document, sentence in draw.sample(held.sentences, len(held.sentences)):
        changed = change(sentence, draw)
        if changed and made < count:
            made += 1
            yield document, changed, sentence


def _unchanged(sentence: str, draw: random.Random) -> str:
    return sentence


def _across_pages(paragraphs: Sequence[Paragraph], draw: random.Random) -> Iterator[tuple[str, str]]:
    """Paragraphs that begin on one page and end on the next, all of their words, with the break about where it is."""
    for each in paragraphs:
        if each.kind in _DRAWN_FROM and len(each.areas) > 1:
            words = each.text.split()
            heights = [area.top - area.bottom for area in each.areas]
            at = max(1, min(len(words) - 1, round(len(words) * heights[0] / sum(heights))))
            yield each.document, " ".join(words[:at]) + draw.choice(["\n\n", " \f"]) + " ".join(words[at:])


def _into_next(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[str, str]]:
    """The last words of a paragraph with the first of the next, footnotes between them left out."""
    flow = [each for each in paragraphs if each.kind not in (ParagraphKind.FOOTNOTE, ParagraphKind.CAPTION)]
    for one, two in pairwise(flow):
        if one.kind in _DRAWN_FROM and two.kind in _DRAWN_FROM:
            yield one.document, " ".join(one.text.split()[-12:]) + "\n\n" + " ".join(two.text.split()[:12])


def _row(quotes: Sequence[Quote], gate: Gate, held: Held, documents: tuple[str, ...]) -> Row:
    """`found`: passed as standing in the document named. `elsewhere`: as standing in another one."""
    statuses: Counter[QuoteStatus] = Counter()
    times = []
    for each in quotes:
        started = time.perf_counter()
        statuses[gate.check(each.words, document=each.document, documents=documents).status] += 1
        times.append(1000 * (time.perf_counter() - started))
    texts = [[paragraph.text for paragraph in held.paragraphs[each.document]] for each in quotes]
    pairs = list(zip(quotes, texts, strict=True))
    return {
        "kind": quotes[0].kind,
        "true": str(quotes[0].is_true).lower(),
        "quotes": len(quotes),
        "found": statuses[QuoteStatus.EXACT] / len(quotes),
        **{status.value: statuses[status] for status in QuoteStatus},
        "plain search finds": mean([float(finds_plainly(each.words, text)) for each, text in pairs]),
        "fuzzy search finds": mean([float(finds_fuzzily(each.words, text)) for each, text in pairs]),
        "p95 ms": percentile(0.95, times),
    }


def _text(paragraphs: Sequence[Paragraph]) -> str:
    return "\n".join(each.text for each in paragraphs)


def _plain(text: str) -> str:
    """The words alone, with a space about each."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return f" {' '.join(words)} "
