"""Briefings against the findings that a person picked from each force's latest letter before any was made."""

import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from pydantic import BaseModel, ConfigDict

from assistant.briefing.brief import Briefing, FindingType, Line, Order
from assistant.briefing.choosing import repeats
from assistant.briefing.findings import Finding, findings_of
from assistant.briefing.make import brief, sections
from assistant.briefing.saving import FORMATS, as_file
from assistant.quotes import folded, stands
from corpus import Corpus, Paragraph, UnusableInput, sentence_spans
from evals.case import CASES
from evals.measure import Row
from evals.metrics import mean, percentile
from index import Index, is_stop_word, stem

SAME = 0.6  # share of a finding's content words in a line from which the line tells it
MANY, NOBODY = 10, "northshire"  # documents of the briefing that is timed, and the force that they are made to be on
REPEATED = 0.5  # Dice coefficient of the content words of two lines from which they say the same
_CRITICAL = (FindingType.CONCERN, FindingType.IMPROVEMENT, FindingType.RECOMMENDATION)
_WORD = re.compile(r"\w+(?:['\u2019]\w+)?")


class ImportantFinding(BaseModel):
    """A sentence that a chief officer must hear of, by its paragraph and first words.

    `alternatives`: other paragraphs that say the same, among other things.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    force: str
    document: str
    paragraph: str
    words: str
    type: FindingType
    alternatives: tuple[str, ...] = ()


class Told(StrEnum):
    """How a briefing tells a finding, the surest first; or why it does not, the first cause that holds."""

    SENTENCE = "the sentence"
    WORDS = "a line of its words"
    PARAGRAPH = "a line of an alternative paragraph"
    NO_LINE = "missed: no candidate for a line"
    SAID = "missed: taken for a repeat"
    OUTWEIGHED = "missed: outweighed"

    @property
    def is_present(self) -> bool:
        """Whether the briefing tells it."""
        return self in (Told.SENTENCE, Told.WORDS, Told.PARAGRAPH)


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding, its whole sentence, how it is told and by which line (none where it is missed)."""

    finding: ImportantFinding
    sentence: str
    told: Told
    line: Line | None = None

    @property
    def is_reversed(self) -> bool:
        """Whether praise is told as criticism, or the reverse."""
        return self.line is not None and _opposed(self.finding.type, self.line.type)


@dataclass(frozen=True, slots=True)
class Briefed:
    """A briefing with its findings judged. `seconds`: how long it took; `first`: the findings told by the baseline."""

    briefing: Briefing
    seconds: float
    judged: tuple[Judged, ...]
    first: tuple[bool, ...]

    @property
    def unsupported(self) -> tuple[Line, ...]:
        """The lines whose words do not stand in the paragraph that they cite."""
        return tuple(
            each
            for each in self.briefing.lines
            if each.text != each.citation.quote or not stands(each.text, each.citation.paragraph.text)
        )

    @property
    def repeated(self) -> tuple[tuple[Line, Line], ...]:
        """The pairs of lines that have most of their content words in common."""
        pairs = combinations(self.briefing.lines, 2)
        return tuple((one, other) for one, other in pairs if _dice(one.text, other.text) >= REPEATED)

    def row(self) -> Row:
        """Its figures."""
        latest = self.judged[0].finding.document
        return {
            "force": self.briefing.order.force,
            "documents": len(self.briefing.documents),
            "lines": len(self.briefing.lines),
            "lines of the latest letter": sum(each.citation.document.id == latest for each in self.briefing.lines),
            "important": len(self.judged),
            "present": sum(each.told.is_present for each in self.judged),
            "unsupported": len(self.unsupported),
            "repeated": len(self.repeated),
            "seconds": self.seconds,
        }


def load_important(split: str) -> tuple[ImportantFinding, ...]:
    """The findings picked by reading, those of one force together."""
    lines = (CASES / f"important_findings_{split}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(ImportantFinding.model_validate_json(line) for line in lines if line.strip())


def briefed(findings: Sequence[ImportantFinding], index: Index) -> Iterator[Briefed]:
    """A two-page briefing for each force. Raises `UnusableInput` where the corpus lacks a finding's sentence."""
    index.judge("Is everything warmed up?", ["It is."])
    for force in dict.fromkeys(each.force for each in findings):
        own = [each for each in findings if each.force == force]
        sentences = [_sentence(each, index.corpus) for each in own]
        begun = time.perf_counter()
        made = brief(Order(force), index.corpus, index)
        seconds = time.perf_counter() - begun
        candidates = [each for document in made.documents for each in findings_of(document, index.corpus, force)]
        judged = tuple(_judged(each, text, made, candidates) for each, text in zip(own, sentences, strict=True))
        yield Briefed(made, seconds, judged, _told_first(own, sentences, len(made.lines), index.corpus))


def briefing_rows(found: Sequence[Briefed]) -> Iterator[Row]:
    """A row for each force, one for how findings are told and missed, and one for all."""
    judged = [judged for each in found for judged in each.judged]
    yield from (each.row() for each in found)
    told = Counter(each.told for each in judged)
    yield {each.value: told[each] for each in Told}
    seconds = [each.seconds for each in found]
    yield {
        "briefings": len(found),
        "important findings": len(judged),
        "present": mean([float(each.told.is_present) for each in judged]),
        "of these, praise told as criticism or the reverse": sum(each.is_reversed for each in judged),
        "present, alternative paragraphs not counted": (told[Told.SENTENCE] + told[Told.WORDS]) / len(judged),
        "in as many first sentences of the latest letter (baseline)": mean(
            [float(one) for each in found for one in each.first]
        ),
        "lines": sum(len(each.briefing.lines) for each in found),
        "lines without a standing quote": sum(len(each.unsupported) for each in found),
        "repeated lines": sum(len(each.repeated) for each in found),
        "seconds p50": percentile(0.5, seconds),
        "seconds p95": percentile(0.95, seconds),
    }


def from_many(index: Index, count: int = MANY) -> Row:
    """How long a first briefing from many documents takes: the longest there are, as if all were on one force.

    It changes the corpus: their forces are corrected to one that does not exist. Seconds are told until the first section
    can be read, until the last is there (of the processor, too, for a machine that does other things), and for each file.
    """
    corpus = index.corpus
    index.judge("Is everything warmed up?", ["It is."])
    longest = sorted(corpus.documents(), key=lambda each: (-len(corpus.paragraphs(each.id)), each.id))[:count]
    for each in longest:
        corpus.correct(each.id, {"forces": [NOBODY]})
    begun, busy = time.perf_counter(), time.process_time()
    made = sections(Order(NOBODY), corpus, index)
    told = [next(made)]
    first = time.perf_counter() - begun
    told += made
    row: Row = {
        "documents": len(longest),
        "paragraphs": sum(len(corpus.paragraphs(each.id)) for each in longest),
        "lines": sum(len(section.lines) for section in told),
        "seconds to the first section": first,
        "seconds": time.perf_counter() - begun,
        "seconds of the processor": time.process_time() - busy,
    }
    briefing = brief(Order(NOBODY), corpus, index)
    for format in FORMATS:
        begun = time.perf_counter()
        as_file(briefing, format)
        row[f"seconds as {format}"] = time.perf_counter() - begun
    return row


def _judged(finding: ImportantFinding, sentence: str, made: Briefing, candidates: Sequence[Finding]) -> Judged:
    lines = [each for each in made.lines if each.citation.document.id == finding.document]
    alike = [each for each in lines if not _opposed(finding.type, each.type)]
    for told, found in (
        (Told.SENTENCE, (each for each in lines if folded(sentence) in folded(each.text))),
        (Told.WORDS, (each for each in alike if _tells(each.text, sentence))),
        (Told.PARAGRAPH, (each for each in alike if each.citation.paragraph.id in finding.alternatives)),
    ):
        if line := next(found, None):
            return Judged(finding, sentence, told, line)
    return Judged(finding, sentence, _cause(finding, sentence, made, candidates))


def _cause(finding: ImportantFinding, sentence: str, made: Briefing, candidates: Sequence[Finding]) -> Told:
    """Why a finding that is in no line is in none."""
    quoted = {each.citation.quote for each in made.lines}
    own = [
        each
        for each in candidates
        if each.paragraph.id == finding.paragraph and " ".join(each.sentence.split()) == sentence
    ]
    if not own:
        return Told.NO_LINE
    shown = (each for each in candidates if each.quote in quoted)
    return Told.SAID if any(repeats(own[0], each) for each in shown) else Told.OUTWEIGHED


def _told_first(
    findings: Sequence[ImportantFinding], sentences: Sequence[str], count: int, corpus: Corpus
) -> tuple[bool, ...]:
    """Whether each is among, or told by the words of, as many first sentences of the findings' letter."""
    paragraphs = (each for each in corpus.paragraphs(findings[0].document) if each.kind.holds_findings)
    first = [(each.id, text) for each in paragraphs for text in _sentences(each)][:count]
    return tuple(
        any(_tells(text, sentence) or place in each.alternatives for place, text in first)
        for each, sentence in zip(findings, sentences, strict=True)
    )


def _sentence(finding: ImportantFinding, corpus: Corpus) -> str:
    """The whole sentence, its white space made plain."""
    paragraph = corpus.get({finding.paragraph}).get(finding.paragraph)
    for sentence in _sentences(paragraph) if paragraph else ():
        if sentence.startswith(finding.words):
            return sentence
    raise UnusableInput(
        f"{finding.id}: no sentence of {finding.paragraph} begins so.", "Use the letters that it names."
    )


def _sentences(paragraph: Paragraph) -> list[str]:
    return [" ".join(paragraph.text[start:end].split()) for start, end in sentence_spans(paragraph.text)]


def _tells(line: str, sentence: str) -> bool:
    """Whether most content words of a sentence are in a line."""
    wanted = _stems(sentence)
    return len(wanted & _stems(line)) >= SAME * len(wanted)


def _opposed(one: FindingType, other: FindingType) -> bool:
    """Whether one is praise and the other criticism."""
    return FindingType.STRENGTH in (one, other) and (one in _CRITICAL or other in _CRITICAL)


def _dice(one: str, other: str) -> float:
    """2 |words of both| / (|words of one| + |words of the other|) (Dice 1945)."""
    first, second = _stems(one), _stems(other)
    return 2 * len(first & second) / ((len(first) + len(second)) or 1)


def _stems(text: str) -> frozenset[str]:
    """The stems of the content words."""
    return frozenset(stem(word) for word in _WORD.findall(text) if not is_stop_word(word))
