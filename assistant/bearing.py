"""What a citation bears: the sentences its quote stands in, with what stands around them, for `agreement`."""

from collections.abc import Sequence

from assistant.agreement import Day, Source
from assistant.guard import speaks_to_a_model
from assistant.quotes import find_quote
from assistant.sentences import leans
from corpus import Document, Paragraph, sentence_spans


def source_of(cited: Sequence[tuple[Paragraph, Document, str]]) -> Source:
    """The source behind the quotes of a claim, one after the other; what does not stand bears nothing."""
    return _source([(paragraph, document, *_sentences(quote, paragraph.text)) for paragraph, document, quote in cited])


def source_at(paragraph: Paragraph, document: Document, start: int, end: int) -> Source:
    """The source that a sentence is, given as characters of its paragraph's text."""
    return _source([(paragraph, document, *_told_at([(start, end)], paragraph.text))])


def _source(told: Sequence[tuple[Paragraph, Document, str, str]]) -> Source:
    """What these bear: paragraph, document, sentences, and those before them that they lean on."""
    texts, around, forces, days = [], [], set[str](), list[Day]()
    for paragraph, document, sentences, before in told:
        texts.append(sentences)
        around += [before, *paragraph.heading, document.title, *_places(document)]
        forces |= set(document.forces)
        days += _days(document)
    known = dict.fromkeys(paragraph.text for paragraph, *_ in told)
    around = [each for each in dict.fromkeys(filter(None, around)) if not speaks_to_a_model(each)]
    return Source(" ".join(texts), "\n".join(around), "\n".join(known), frozenset(forces), tuple(days))


def exact_sentences(quote: str, text: str) -> str:
    """The sentences of a text that a quote stands in; nothing where it does not."""
    return _sentences(quote, text)[0]


def _sentences(quote: str, text: str) -> tuple[str, str]:
    """The sentences that hold the quote, and those before that they lean on."""
    spans = find_quote(quote, text)
    if not spans:
        return "", ""
    told, before = _told_at(spans, text)
    return told or quote, before


def _told_at(spans: Sequence[tuple[int, int]], text: str) -> tuple[str, str]:
    """The same by where it stands."""
    sentences = sentence_spans(text)
    held = [at for at, (start, end) in enumerate(sentences) if any(s < end and start < e for s, e in spans)]
    if not held:
        return "", ""
    first = held[0]
    while first > 0 and leans(text[slice(*sentences[first])]):
        first -= 1
    told = " ".join(text[slice(*sentences[at])] for at in held)
    return told, text[sentences[first][0] : sentences[held[0]][0]].strip()


def _places(document: Document) -> tuple[str, ...]:
    return tuple(filter(None, (document.author, document.office, document.addressee, document.programme)))


def _days(document: Document) -> list[Day]:
    known = [document.date, document.published, *(document.fieldwork or ())]
    return [Day(day.year, day.month, day.day) for day in known if day]
