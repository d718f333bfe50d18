"""What a document is called: a letter's heading under the greeting, the largest words of a cover, a page's title."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from corpus.dates import DAY
from corpus.document import Fact, Paragraph, ParagraphKind
from corpus.embargo import is_notice
from corpus.people import begins_person

COVER = 15  # paragraphs among which a title that the file tells is looked for
_SUBJECT = re.compile(r"^(?:re|ref|subject)\s*:\s*", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:[\s:|\u2013\u2014-]+(?:table of )?contents)+$", re.IGNORECASE)
_SITE = re.compile(r"\s+[|\u2013\u2014-]\s+(?:HMICFRS|H(?:er|is) Majesty['\u2019]s Inspectorate|GOV\.UK|Ofsted).*$")
_SMALL = frozenset("a an and as at by for from in into of on or the to with".split())
# What a title in capitals keeps in capitals, whatever the document's text has.
_ACRONYMS = frozenset(
    "HM HMIC HMICFRS HMI HMCPSI CPS CQC PEEL JTAI UK NHS BTP PCC MPS GMP IT CCTV PSNI IOPC IPCC NCA A2 DNA LGBT".split()
)


def letter_title(paragraphs: Sequence[Paragraph]) -> Fact | None:
    """The heading under a letter's greeting, or its line of subject."""
    greeting = max((p.position for p in paragraphs if p.kind is ParagraphKind.ADDRESSEE), default=0)
    below = [p for p in paragraphs if greeting < p.position <= greeting + 2]
    if len(below) > 1 and begins_person(below[0].text):  # an addressee who slipped below the greeting
        below = below[1:]
    if below and below[0].kind is ParagraphKind.HEADING and _is_title(below[0].text):
        return _fact(below[0], paragraphs)
    near = (p for p in paragraphs if greeting - 2 <= p.position <= greeting + 2)
    return next((_fact(p, paragraphs) for p in near if _SUBJECT.match(p.text)), None)


def report_title(paragraphs: Sequence[Paragraph], told: str | None) -> tuple[str | None, Fact | None]:
    """The title that the file tells, and the words of the cover that bear it out; else the first heading."""
    title = clean(told, paragraphs) if told else None
    if title and _is_title(title):
        printed = [p for p in paragraphs[:COVER] if _plain(p.text) and _plain(p.text) in _plain(title)]
        found = max(printed, key=lambda p: len(p.text), default=None)
        return title, Fact(title, found.position, found.text) if found else None
    headings = (p for p in paragraphs if p.kind is ParagraphKind.HEADING and _is_title(p.text))
    fact = next((_fact(p, paragraphs) for p in headings), None)
    return (fact.value if fact else None), fact


def clean(title: str, paragraphs: Iterable[Paragraph] = ()) -> str:
    """A title on one line, without the site's name, "Contents" or shouting."""
    line = _CONTENTS.sub("", _SITE.sub("", " ".join(title.split()))).strip(" |:\u2013\u2014-")
    is_shouted = line.isupper() and any(len(word) > 3 and word not in _ACRONYMS for word in re.findall("[A-Z]+", line))
    return _in_small_letters(line, paragraphs) if is_shouted else line


def _in_small_letters(title: str, paragraphs: Iterable[Paragraph]) -> str:
    """Each word as the document's text mostly writes it; one that it lacks with a capital."""
    written: dict[str, Counter[str]] = {}
    for paragraph in paragraphs:
        if not paragraph.text.isupper():
            for word in re.findall(r"(?<=[a-z,] )[^\W\d_]+", paragraph.text):  # not the first of a sentence
                written.setdefault(word.upper(), Counter())[word] += 1

    def spelled(match: re.Match[str]) -> str:
        word = match[0]
        if word in _ACRONYMS:
            return word
        usual = written[word].most_common(1)[0][0] if word in written else word.capitalize()
        return word.lower() if word.lower() in _SMALL else usual

    text = re.sub(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?", spelled, title)
    return re.sub(r"(?:^|: )[a-z]", lambda match: match[0].upper(), text)


def _fact(paragraph: Paragraph, paragraphs: Iterable[Paragraph]) -> Fact:
    return Fact(clean(_SUBJECT.sub("", paragraph.text), paragraphs), paragraph.position, paragraph.text)


def _is_title(text: str) -> bool:
    return not (is_notice(text) or DAY.fullmatch(text) or _plain(text) in ("", "contents", "table of contents"))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
