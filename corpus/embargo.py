"""Until when a document may not be shown: what its notices, header lines and sentences say of an embargo.

A notice whose moment cannot be read holds the document back until a person sets it. Prose that discusses embargoes
("the force breached an embargo") is none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from corpus.block import Block
from corpus.dates import MOMENT, moment
from corpus.document import Fact, Paragraph
from corpus.sentences import sentence_spans

UNREADABLE = datetime.max.replace(tzinfo=UTC)  # an embargo of which only the notice could be read
MAX_NOTICE_WORDS = 25  # a notice is a line or two; longer paragraphs are prose
BESIDE = 300  # characters from the words of an embargo to its moment, at most
OPENING = 15  # paragraphs in which a bare notice stands; a later one is a heading or a list's item
CLOSING = 3
_THIS = (
    r"\b(?:this|the (?:attached|enclosed|following)|attached|enclosed|our|my)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:letter|report|copy|document|draft|publication|release|material|version|findings)\b[^.;]{0,60}?"
)
_MADE_PUBLIC = r"(?:publish|releas|circulat|distribut|disclos|broadcast|quot|shar|report|made public)\w*"
_NOT_PUBLIC = (
    rf"(?:\bnot\s+(?:to\s+)?be\s+{_MADE_PUBLIC}|\bnot\s+for\s+(?:publication|release|circulation|broadcast|distribution)"
    rf"|\bno\s+publication\b|\bdo\s+not\s+{_MADE_PUBLIC})"
)
_UNDER = (
    r"(?:\bembargoed\b|\bunder\s+(?:an?\s+)?(?:strict\s+|full\s+)?embargo\b"
    r"|\bsubject\s+to\s+(?:an?|the|this)\s+embargo\b|\brespect\s+(?:an?|the|this)\s+embargo\b"
    r")"
)
_UNTIL = r"\b(?:until|till|before|prior\s+to|by)\b"
# "EMBARGOED UNTIL …", "Embargo: …", "STRICTLY EMBARGOED", "NOT FOR PUBLICATION BEFORE …", "For release: …" on a line of its own.
_LABEL = re.compile(
    r"^\W*(?:(?:strictly|press|media|news|under|strict|full|confidential|draft|private|and|please note)\W+)*(?:"
    r"embargo(?:ed)?\s*(?:[:\u2013\u2014-]|$|[.!]$|(?:until|till|to|for|at|on|copy|draft|date|time|notice|not)\b)"
    rf"|embargo(?:ed)?\W+(?=(?:\w+day,?\s+)?(?:{MOMENT.pattern}))"
    rf"|(?:this\s+\w+\s+is\s+)?{_NOT_PUBLIC}(?:\W*$|.{{0,40}}?{_UNTIL})"
    rf"|(?:for|held\s+for)\s+(?:release|publication)\W+(?:(?:at|on|from|after|not before)\W+)?(?=(?:\w+day,?\s+)?(?:{MOMENT.pattern})))",
    re.IGNORECASE,
)
_TITLED = re.compile(r"^\W*[Ee]mbargo\W*$")  # a heading or its line in a table of contents, unless in capitals
# What a sentence says of a document; with a moment beside it, or "until", it is a notice wherever it stands.
_SAYS = re.compile(
    rf"{_UNDER}|\bembargo\s*(?::|(?:date|time|until|till|lifts?|ends?|expires?|is|will)\b)"
    rf"|\b(?:must|may|should|shall|can|cannot|is|are)\s*{_NOT_PUBLIC}|{_NOT_PUBLIC}(?=\s+{_UNTIL})",
    re.IGNORECASE,
)
_SAYS_OF_THIS = re.compile(
    rf"{_THIS}(?:{_UNDER}|\b(?:must|may|should|shall|can|is|are)\s*{_NOT_PUBLIC}\s+{_UNTIL})"
    rf"|\bthis\s+(?:must|may|should|shall|can|is)\s*{_NOT_PUBLIC}|\bthis is an embargoed\b"
    rf"|\bembargoed\s+(?:until|till)\b|\bunder\s+(?:strict\s+)?embargo\s+(?:until|till)\b",
    re.IGNORECASE,
)
_PLAINLY = tuple(
    re.compile(rf"{words}(?P<moment>{MOMENT.pattern})", re.IGNORECASE)
    for words in (
        r"\b(?:respect|observe|honour)\s+(?:an?|the|this)\s+embargo\s+(?:of|date of)\s+(?:\w+day,?\s+)?",
        r"\b(?:letter|report|document|it)\s+(?:is|must be|remains?)\s+(?:kept\s+)?(?:strictly\s+)?confidential\b[^.]{0,60}?"
        r"\b(?:until|till|before)\s+(?:publication\s+)?(?:on\s+|at\s+)?(?:\w+day,?\s+)?",
    )
)
_DISCUSSED = re.compile(
    r"\b(?:breached|broke|ignored|violated)\s+(?:an?|the|its|their)\b|\b(?:was|were|been)\s+leaked\b|\bembargo(?:es)? (?:was|were|had)\b",
    re.IGNORECASE,
)
# Before the moment that an embargo lasts to; a day after "of" or "dated" is that of another letter.
_LINK = (
    r"(?:until|till|before|prior\s+to|by|due(?:\s+out)?|publish(?:ed)?(?:\s+it)?(?:\s+by\s+\w+)?|publication|released?|lifts?|ends?|"
    r"expires?|lifted|embargo(?:ed)?|date|time|is|to|for|[:;,(\u2013\u2014-])"
    r"\s*(?:(?:at|on|after|from|the|not)\s+)*(?:\w+day,?\s+)?"
)
_LINKED = re.compile(rf"{_LINK}(?P<moment>{MOMENT.pattern})", re.IGNORECASE)
_EARLIER = re.compile(rf"{_UNTIL}\s+(?:the\s+)?(?:\w+day,?\s+)?(?P<moment>{MOMENT.pattern})", re.IGNORECASE)
# "until 31 June", but not "until then", of which another sentence tells when it is.
_NAMES_AN_END = re.compile(rf"{_UNTIL}(?!\s+(?:then|(?:this|that) (?:day|date|time|moment))\b)", re.IGNORECASE)
_ALONE = re.compile(rf"\W*(?:(?:on|at|until|till)\s+)?(?:\w+day,?\s+)?(?P<moment>{MOMENT.pattern})\W*$", re.IGNORECASE)
_OF_ANOTHER = re.compile(r"\b(?:of|dated|on)\s+(?:\w+day,?\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Held:
    """An embargo: `until` when, and the words that tell it, where they stand in a paragraph."""

    until: datetime
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class _Notice:
    """`bare`: it names no moment at all ("EMBARGOED" in a header)."""

    until: datetime
    bare: bool = False
    fact: Fact | None = None


def embargo(paragraphs: Sequence[Paragraph], furniture: Sequence[Block] = ()) -> Held | None:
    """The embargo that a document tells of itself, or None; of several moments the latest.

    A bare notice takes its moment from the others; one with a moment that cannot be read holds for good.
    """
    last = _last([*_in_paragraphs(paragraphs), *_in_furniture(furniture)])
    return Held(last.until, last.fact) if last else None


def held_until(text: str) -> re.Match[str] | None:
    """The moment to which a text says that something is held back."""
    for said in _SAYS.finditer(text):
        if match := _moment_beside(text, said):
            return match
    label = _LABEL.match(text)
    return _moment_in_label(text) if label and _is_short(text) else None


def is_notice(text: str) -> bool:
    """Whether a text says that something is held back."""
    return bool(_LABEL.match(text) and _is_short(text)) or bool(_SAYS.search(text) and not _DISCUSSED.search(text))


def _in_paragraphs(paragraphs: Sequence[Paragraph]) -> Iterator[_Notice]:
    for at, paragraph in enumerate(paragraphs):
        after = paragraphs[at + 1].text if at + 1 < len(paragraphs) else ""
        is_edge = at < OPENING or at >= len(paragraphs) - CLOSING
        notice = (_label(paragraph.text, after) if is_edge else None) or _notice(paragraph.text)
        if notice and notice.fact:
            stands = notice.fact.quote in paragraph.text
            fact = Fact(notice.fact.value, paragraph.position if stands else paragraph.position + 1, notice.fact.quote)
            yield _Notice(notice.until, notice.bare, fact)
        elif notice:
            yield notice


def _in_furniture(furniture: Sequence[Block]) -> Iterator[_Notice]:
    lines = list(dict.fromkeys(line for block in furniture for line in (block.text, *block.text.split("\n"))))
    for line, after in zip(lines, [*lines[1:], ""], strict=False):
        if notice := _label(line, after) or _notice(line):
            yield _Notice(notice.until, notice.bare)  # what is no paragraph cannot be cited


def _notice(text: str) -> _Notice | None:
    """What the sentences of a text say."""
    if not re.search(rf"embargo|confidential|{_NOT_PUBLIC}", text, re.IGNORECASE):
        return None
    notices = []
    for start, end in sentence_spans(text):
        said = _SAYS.search(text, start, end)
        if said is None or _DISCUSSED.search(text, start, end):
            continue
        if match := _moment_beside(text, said, start):
            notices.append(_dated(match))
        elif of_this := _SAYS_OF_THIS.search(text, start, end):
            notices.append(_Notice(UNREADABLE, bare=not _NAMES_AN_END.search(text, of_this.start(), end)))
    notices += [_dated(match) for pattern in _PLAINLY if (match := pattern.search(text))]
    return _last(notices)


def _last(notices: Sequence[_Notice]) -> _Notice | None:
    return max(notices, key=lambda notice: (not notice.bare, notice.until), default=None)


def _label(text: str, after: str) -> _Notice | None:
    """What a notice on a line of its own says; its moment may stand on the next."""
    if not _is_short(text) or not _LABEL.match(text) or _TITLED.match(text) or _DISCUSSED.search(text):
        return None
    match = _moment_in_label(text)
    has_end = _NAMES_AN_END.search(text) or re.search(r"\d", text)
    if not match and _is_short(after) and not re.search(r"\d", text):
        match = _ALONE.match(after)
    return _dated(match) if match else _Notice(UNREADABLE, bare=not has_end)


def _dated(match: re.Match[str]) -> _Notice:
    words = match["moment"]
    until = moment(words)
    return _Notice(until, fact=Fact(words, 0, words)) if until else _Notice(UNREADABLE)


def _moment_beside(text: str, said: re.Match[str], start: int = 0) -> re.Match[str] | None:
    """The moment after the words of an embargo, else the one before them in their sentence ("Until …, it is held")."""
    after = _LINKED.search(text, said.start(), said.end() + BESIDE)
    before = _EARLIER.search(text, max(start, said.start() - BESIDE), said.start())
    return after or before


def _moment_in_label(text: str) -> re.Match[str] | None:
    matches = re.finditer(rf"(?P<moment>{MOMENT.pattern})", text, re.IGNORECASE)
    every = [match for match in matches if not _OF_ANOTHER.search(text[: match.start()])]
    return _LINKED.search(text) or (every[0] if every else None)


def _is_short(text: str) -> bool:
    return len(text.split()) <= MAX_NOTICE_WORDS
