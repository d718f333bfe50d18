"""What the documents on a force found: each sentence that may be a line, with its type, its themes and its weight."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.answer import Citation, Evidence
from assistant.briefing.brief import FindingType, Line
from assistant.briefing.filed import Filed, filed, is_study
from assistant.briefing.leaning import leans_on, stands_first
from assistant.briefing.themes import themes_of
from assistant.briefing.tone import tone_of
from assistant.briefing.types import importance, type_of
from assistant.guard import citable
from corpus import Corpus, Document, DocumentKind, Paragraph, find_forces, sentence_spans
from index import Chunk, Hit, Signals, is_stop_word, stem

LEAST_WORDS, LEAST_CONTENT = 6, 4  # words of a sentence, and those that carry meaning; fewer are labels, or say nothing
MOST_WORDS = 85  # of a line, with the sentences it leans on
LEAST_IMPORTANCE = 0.1  # of what a letter finds, so that a line may follow where there is room for it
LONG = 50  # words above which a line is read less readily
BEFORE = 2  # sentences that a line may lean on
_WORD = re.compile(r"\w+(?:['\u2019]\w+)?")
# A joint letter tells of several bodies: its lines on the police come first, those on another body alone last.
_POLICE = re.compile(
    r"\b(?:police|policing|constabulary|(?:the|this|your) force(?:['\u2019]s)?|force control room|detectives?|custody suites?"
    r"|(?<!support )(?<!health )(?<!welfare )(?<!reviewing )(?<!housing )officers?)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:local authority|council|social (?:care|work(?:ers?)?)|children['\u2019]s (?:services|centres?)|health|nurs\w+|midwi\w+"
    r"|hospital|GPs?|CCG|CAMHS|A&E|schools?|education|probation|CRC|NPS|YOS|YOT|youth (?:offending|justice)|housing|dental"
    r"|paediatric\w*|early help (?:workers?|practitioners?)|family support|director of children['\u2019]s services)\b",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:partner(?:s|ships?)?|(?:multi|single|inter)-agency|agenc(?:y|ies)|leaders|MASH|professionals|frontline)\b",
    re.IGNORECASE,
)
ON_POLICE, SUMMING_UP, ON_ALL, ON_NOBODY, ON_OTHERS_TOO, ON_OTHERS = 1.25, 0.8, 0.5, 0.4, 0.3, 0.15
# What is to be sent in and by when: it is of no use once it was.
_FORMAL = re.compile(r"@|\bwritten statement\b|\bimplementation of the action plan\b|\bThis statement\b")
FORMAL = 0.3
CASE = 0.6  # a line from a case study: one child's story is not the force's
PART = 0.6  # an item that goes on with the sentence above its list
_NONE = re.compile(r"There (?:are|were) no (?:areas|recommendations|causes)\b")  # an empty list
CONCERNS = (FindingType.CONCERN, FindingType.IMPROVEMENT)
AT_ODDS = 0.5
# A sentence without a word of praise or blame, where the place does not judge either: it mostly leads up to the next one.
SILENT = 0.6
_JUDGED = (Filed.STRENGTHS, Filed.LIST, Filed.PRIORITY)
_SUMMING_UP = (Filed.HEADLINES, Filed.LIST, Filed.PRIORITY)
_FOR_STRENGTHS = (Filed.STRENGTHS,)
_FOR_CONCERNS = (Filed.IMPROVEMENT, Filed.PRIORITY, Filed.LIST, Filed.RECOMMENDATIONS)
_NO_HIT = Signals(0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Finding:
    """A sentence that may be a line.

    `start` and `end`: what a line quotes of the paragraph, the sentences it leans on among it; `sentence` is the last
    of these. `weight`: how much it has to say about the force, from 0 to about 1.5.
    """

    document: Document
    paragraph: Paragraph
    start: int
    end: int
    sentence: str
    themes: tuple[str, ...]
    weight: float

    @property
    def type(self) -> FindingType:
        """What it tells about the force."""
        return self._told[0]

    @cached_property
    def worth(self) -> float:
        """Its weight; less where it judges nothing, or its heading leads one to expect another type: it may be mistaken."""
        place = filed(self.paragraph)
        at_odds = place in _FOR_STRENGTHS if self.type in CONCERNS else place in _FOR_CONCERNS
        worth = self.weight * (AT_ODDS if at_odds and self.type in (*CONCERNS, FindingType.STRENGTH) else 1.0)
        return worth * (SILENT if place not in _JUDGED and tone_of(self.sentence).is_silent else 1.0)

    @property
    def quote(self) -> str:
        """The words of the line."""
        return self.paragraph.text[self.start : self.end]

    @property
    def is_overall(self) -> bool:
        """Whether it stands where a letter sums up."""
        return filed(self.paragraph) is Filed.HEADLINES or not self.paragraph.heading

    @cached_property
    def is_on_police(self) -> bool:
        """Whether it names the police, or stands in a letter to a force alone."""
        return self.document.kind is not DocumentKind.JOINT_INSPECTION or bool(_POLICE.search(self.quote))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its content words."""
        return _content(self.sentence)

    @cached_property
    def _told(self) -> tuple[FindingType, str]:
        """Its type and how it was told; milliseconds each, and most findings are never asked."""
        return type_of(self.sentence, self.paragraph)

    @property
    def is_on_others(self) -> bool:
        """Whether it is about another body than the police alone."""
        return _on_the_force(self.document, self.paragraph, self.quote, self.start == 0) <= ON_OTHERS

    def holds(self, other: "Finding") -> bool:
        """Whether it quotes the other one's sentence along with its own."""
        return self.paragraph.id == other.paragraph.id and self.start < other.end < self.end

    def line(self) -> Line:
        """It as a line of a briefing."""
        return Line(self.quote, Citation(self.paragraph, self.document, self.quote), *self._told)


def findings_of(document: Document, corpus: Corpus, force: str) -> Iterator[Finding]:
    """The findings of a document on a force, in its order; those on another force left out."""
    unlisted = tuple(document.forces)
    for paragraph in corpus.paragraphs(document.id):
        if paragraph.kind.holds_findings and _is_on(force, document, paragraph, unlisted):
            yield from _in_paragraph(document, paragraph)


def may_be_quoted(paragraph: Paragraph, corpus: Corpus) -> bool:
    """Whether a paragraph may be cited: it is no instruction to a reader or a machine, nor part of one."""
    document = corpus.document(paragraph.document)
    return document is not None and bool(citable((as_evidence("P1", paragraph, document),), corpus))


def as_evidence(label: str, paragraph: Paragraph, document: Document) -> Evidence:
    """A paragraph as if a search had found all of it."""
    chunk = Chunk(paragraph.document, paragraph.id, paragraph.kind, "", 0, len(paragraph.text), paragraph.text)
    return Evidence(label, paragraph, document, Hit(chunk, 0.0, _NO_HIT))


def _is_on(force: str, document: Document, paragraph: Paragraph, unlisted: tuple[str, ...]) -> bool:
    """Whether a paragraph of a document on several forces is not about another of them."""
    if len(document.forces) < 2:
        return True
    named = {each.id for each in find_forces(f"{' '.join(paragraph.heading)} {paragraph.text}", unlisted)}
    return force in named or named.isdisjoint(document.forces)


def _in_paragraph(document: Document, paragraph: Paragraph) -> Iterator[Finding]:
    text = paragraph.text
    spans = sentence_spans(text)
    sentences = [text[start:end] for start, end in spans]
    for at, ((_, end), sentence) in enumerate(zip(spans, sentences, strict=True)):
        if _is_no_line(sentence, paragraph.depth > 0 and at == 0):
            continue
        first = at
        while first > 0 and leans_on(*sentences[first - 1 : first + 1]):
            first -= 1
        quote = text[spans[first][0] : end]
        if at - first > BEFORE or len(quote.split()) > MOST_WORDS:
            continue
        weight = max(LEAST_IMPORTANCE, importance(sentence, paragraph))
        weight *= _on_the_force(document, paragraph, quote, first == 0) * (CASE if is_study(paragraph) else 1.0)
        weight *= _readable(quote, stands_alone=first == at)
        themes = themes_of(sentence, paragraph.heading) or themes_of(quote, paragraph.heading)
        yield Finding(document, paragraph, spans[first][0], end, sentence, themes, weight)


def _is_no_line(sentence: str, is_item: bool) -> bool:
    """Whether it is a label, a question, the opening of a list, or the end of another sentence or of what somebody said.

    An item may be the end of a sentence.
    """
    words = len(sentence.split())
    is_part = (sentence[0].islower() or sentence[-1].isalnum()) and not is_item
    is_speech = sentence[-1] in "\u2019\u201d" and not set("\u2018\u201c") & set(sentence)
    is_label = not LEAST_WORDS <= words <= MOST_WORDS or len(_content(sentence)) < LEAST_CONTENT
    return is_part or is_label or is_speech or sentence[-1] in ":?" or bool(_NONE.match(sentence))


def _content(sentence: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _WORD.findall(sentence) if not is_stop_word(word))


def _on_the_force(document: Document, paragraph: Paragraph, quote: str, is_first: bool) -> float:
    """How much words are about the police: 1 for those of a letter to a force alone.

    Where a letter sums up what it found on all bodies, the first sentence of a paragraph is about the police, too.
    """
    if document.kind is not DocumentKind.JOINT_INSPECTION:
        return 1.0
    if _POLICE.search(quote):
        return ON_POLICE
    if is_first and (filed(paragraph) in _SUMMING_UP or not paragraph.heading):
        return SUMMING_UP
    on_all = bool(_ALL.search(quote))
    if _OTHERS.search(quote):
        return ON_OTHERS_TOO if on_all else ON_OTHERS
    return ON_ALL if on_all else ON_NOBODY


def _readable(quote: str, stands_alone: bool) -> float:
    """Less for a line that is long or a formality, must bring others along, or is explained by another paragraph only."""
    formal = FORMAL if _FORMAL.search(quote) else 1.0
    long = 0.85 if len(quote.split()) > LONG else 1.0
    part = PART if quote[0].islower() else 1.0
    return formal * part * long * (1.0 if stands_alone else 0.9) * (1.0 if stands_first(quote) else 0.5)
