"""Whether what a frozen answer shows still stands in the documents as they are now."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache

from assistant.frozen import Frozen, FrozenCitation, digest
from assistant.quotes import stands
from corpus import Corpus, Document, Paragraph, warnings_of

# Dice's coefficient of the words of a paragraph and of the one that took its place, at least. Paragraphs on different
# matters share their little words: up to 0.42 in the included letter, 0.33 for 95 % of its pairs.
ALIKE = 0.6
SEARCHED = 20  # paragraphs in which moved words are looked for, those first that share most words with them

_UNDER_EMBARGO = "A document that is quoted here was under embargo when it was removed. Do not share it."


class Standing(StrEnum):
    """What became of a cited paragraph."""

    UNCHANGED = "unchanged"
    CHANGED_BUT_STANDS = "changed_but_stands"  # its text differs; the quoted words still stand in it
    MOVED = "moved"  # the quoted words stand in another paragraph of the document
    REPLACED = "replaced"  # its text differs, and the quoted words no longer stand
    REMOVED = "removed"  # neither it nor one like it is in the document
    DOCUMENT_REMOVED = "document_removed"

    @property
    def told(self) -> str:
        """What became of it, as a sentence."""
        return _TOLD[self]

    @property
    def stands(self) -> bool:
        """Whether the quoted words still stand in the document."""
        return self in (Standing.UNCHANGED, Standing.CHANGED_BUT_STANDS, Standing.MOVED)


_TOLD = {
    Standing.UNCHANGED: "This paragraph is unchanged.",
    Standing.CHANGED_BUT_STANDS: "This paragraph has since been changed; the quoted words still stand.",
    Standing.MOVED: "The quoted words now stand in another paragraph of the document.",
    Standing.REPLACED: "This paragraph has since been replaced.",
    Standing.REMOVED: "This paragraph is no longer in the document.",
    Standing.DOCUMENT_REMOVED: "The document has since been removed.",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A citation and what became of its paragraph.

    `now` is the paragraph as it is now: the one that holds the quoted words, or else took its place, or is most like it.
    """

    citation: FrozenCitation
    standing: Standing
    document: Document | None = None
    now: Paragraph | None = None

    @property
    def is_changed(self) -> bool:
        """Whether a reader must be told."""
        return self.standing is not Standing.UNCHANGED


@dataclass(frozen=True, slots=True)
class _Text:
    """A paragraph as it is now, and its words."""

    paragraph: Paragraph
    words: Counter[str]


def recheck(frozen: Frozen, corpus: Corpus, embargoed: bool = False) -> tuple[Checked, ...]:
    """What became of each of the answer's citations, in their order.

    `embargoed`: to somebody who may see documents under embargo; for others these are as if they were not there.
    """
    held = {document.id: document for document in corpus.public(None, embargoed)}

    @cache
    def texts(document: str) -> tuple[_Text, ...]:
        return tuple(_Text(each, _words(each.text)) for each in corpus.paragraphs(document))

    same = corpus.get(each.paragraph for each in frozen.citations)
    checked = []
    for each in frozen.citations:
        document, paragraph = held.get(each.document), same.get(each.paragraph)
        if document is None:
            checked.append(Checked(each, Standing.DOCUMENT_REMOVED))
        elif paragraph and digest(paragraph.text) == each.sha256:
            checked.append(Checked(each, Standing.UNCHANGED, document, paragraph))
        else:
            checked.append(Checked(each, *_changed(each, document, texts(document.id))))
    return tuple(checked)


def warnings(checked: Iterable[Checked]) -> tuple[str, ...]:
    """What must be told beside the answer now: that what it quotes is under embargo, or recognised from pictures."""
    now = datetime.now(UTC)
    told: list[str] = []
    for each in checked:
        embargo = each.citation.embargo
        if each.document:
            told += warnings_of(each.document, now)
        elif embargo and now < embargo:
            told.append(_UNDER_EMBARGO)
    return tuple(dict.fromkeys(told))


def _changed(
    cited: FrozenCitation, document: Document, texts: Sequence[_Text]
) -> tuple[Standing, Document, Paragraph | None]:
    """What became of a paragraph that is not as it was."""
    words = _words(cited.text)
    ranked = sorted(((_likeness(words, each.words), each) for each in texts), key=lambda pair: -pair[0])
    in_place = [each.paragraph for near, each in ranked if near >= ALIKE or each.paragraph.id == cited.paragraph]
    holding = _holding(cited, [each for _, each in ranked])
    if holding and holding.text != cited.text and holding in in_place:
        return Standing.CHANGED_BUT_STANDS, document, holding
    if holding:
        return Standing.MOVED, document, holding
    if in_place:
        return Standing.REPLACED, document, in_place[0]
    return Standing.REMOVED, document, None


def _holding(cited: FrozenCitation, texts: Iterable[_Text]) -> Paragraph | None:
    """The paragraph that holds the quoted words; of several, the one most like the cited one."""
    wanted = _words(cited.words)
    sharing = sorted(texts, key=lambda each: -_shared(wanted, each.words))[:SEARCHED]
    return next((each.paragraph for each in sharing if stands(cited.words, each.paragraph.text)), None)


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient of two texts' words, 0 to 1."""
    return 2 * _shared(one, other) / max(one.total() + other.total(), 1)


def _shared(one: Counter[str], other: Counter[str]) -> int:
    """How many words two texts share; written out, as `&` of counters takes ten times as long."""
    return sum(min(one[word], other[word]) for word in one.keys() & other.keys())


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text.lower()))
