"""References taken apart: the words for the document, its dates, the forces it is on, and the place within it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.drafts.dated import Dated, without_dates
from assistant.drafts.locators import Locator, without_locators, words_of
from corpus import Document, Mention, mentions, reference

LONGEST_SECTION = 12  # words of a section's name that we do not know; more are a sentence
_LEAD = re.compile(
    r"^\W*(?:(?:see|also|sources?|cf|refs?|references?|quoted|cited|taken|from|as|noted|stated|set out|in|per|via|by|at)\b[\s:.,]*)+",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"\b(?:(?:joint )?(?:targeted )?(?:area )?(?:child protection )?(?P<joint>(?<=joint )inspection|(?<=area )inspection|jtai)(?: letter| report)?"
    r"|(?:thematic|national) (?P<thematic>report)|(?:force |inspection )?(?P<report>report)|(?:inspection )?(?P<letter>letter)"
    r"|(?P<any>inspection|document))(?:['\u2019]s)?(?!\w)",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\b(?:ibid|ibidem|op\.? ?cit|loc\.? ?cit|(?:the )?same (?:letter|report|document|source|place))\b\.?",
    re.IGNORECASE,
)
_LATEST = re.compile(r"\b(?:latest|most recent)\b", re.IGNORECASE)
_MARKS = " \t\n.,;:\u201c\u201d\"'\u2018\u2019()[]*_"
_PLAIN = frozenset(
    "the a an to of on for from in at by and into about & dated published date force forces police constabulary service see also "
    "section heading under headed chapter part titled entitled called latest last most recent this that its joint targeted area "
    "child protection multi-agency thematic national council city county borough metropolitan royal district s chief constable et al "
    "his her majesty's inspectorate".split()
)  # fmt: skip
_BODIES = ("HMICFRS", "HMIC", "Ofsted", "CQC", "HMI Probation", "Care Quality Commission", "HMI Constabulary")


@dataclass(frozen=True, slots=True)
class Parted:
    """A reference taken apart. `noun` is the word for the document, `is_same` that it is the one before ("ibid.").

    `names`: fragments that may be parts of a title or a section's name; `sections` those of them that, by their place
    behind the document, are meant as one though we know none of that name.
    """

    printed: tuple[Document, ...]
    dates: tuple[Dated, ...]
    locators: tuple[Locator, ...]
    mentions: tuple[Mention, ...]
    bodies: tuple[str, ...]
    noun: re.Match[str] | None
    names: tuple[str, ...]
    sections: frozenset[str]
    is_same: bool
    is_latest: bool

    @property
    def unknown_sections(self) -> frozenset[str]:
        """Those of `sections` that read like a heading, and not like a sentence."""
        return frozenset(
            each for each in self.sections if each[:1].isupper() and len(words_of(each)) <= LONGEST_SECTION
        )

    @property
    def is_placed(self) -> bool:
        """Whether it is a letter or report with a date or a place in it, whoever's."""
        return self.noun is not None and not self.noun["any"] and bool(self.dates or self.locators)

    @property
    def says_which(self) -> bool:
        """Whether it tells one document from others."""
        return bool(self.printed or self.dates or self.mentions or self.bodies)

    @property
    def is_one(self) -> bool:
        """Whether it is a reference at all, and no mere mention of a force or a year."""
        if self.printed or self.is_same:
            return True
        if self.noun and (self.mentions or not self.noun["any"]):
            return self.says_which or bool(self.locators)
        return bool((self.bodies and self.dates) or self.locators)


class Parting:
    """Takes references apart, by the names of these documents and their forces."""

    def __init__(self, documents: Sequence[Document], unlisted: tuple[str, ...]) -> None:
        self._unlisted = unlisted
        printed = ((_spaced(reference(each)).lower(), each) for each in documents)
        self._printed = sorted(printed, key=lambda pair: -len(pair[0]))
        self._bodies = _body_names(documents)

    def forces_in(self, text: str) -> tuple[Mention, ...]:
        """The words that name forces or places."""
        return tuple(each for each in mentions(text, self._unlisted) if each.forces)

    def parted(self, written: str) -> Parted:
        """A reference, or what may be one, taken apart."""
        rest, printed = self._without_printed(_spaced(_LEAD.sub("", written)))
        same = _SAME.search(rest)
        rest, dates = without_dates(_SAME.sub(" , ", rest))
        rest, locators = without_locators(rest)
        found: list[Mention] = []
        names: list[str] = []
        sections: set[str] = set()
        bodies: list[str] = []
        noun = None
        for piece in filter(
            None, (each.strip(_MARKS) for each in re.split(r"[,;\u00b7|\u203a>]|\s[\u2013\u2014-]\s", rest))
        ):
            # Behind a printed name there are only headings, which may name a force or a letter, too.
            named = () if printed else self.forces_in(piece)
            here = None if printed else _NOUN.search(piece)
            called = [] if printed else self._bodies.findall(piece)
            fragments = list(_fragments(piece, named, called, bool(here)))
            if (noun or printed) and not (named or here or called):
                sections.update(fragments)
            noun, found, bodies = noun or here, [*found, *named], [*bodies, *called]
            names += fragments
        return Parted(
            printed,
            dates,
            locators,
            tuple(found),
            tuple(bodies),
            noun,
            tuple(names),
            frozenset(sections),
            is_same=bool(same),
            is_latest=bool(_LATEST.search(written)),
        )

    def _without_printed(self, text: str) -> tuple[str, tuple[Document, ...]]:
        """A text without the name that we print of a document, and the documents of that name."""
        lower = text.lower()
        name = next((name for name, _ in self._printed if name in lower), None)
        if name is None or len(lower) != len(text):
            return text, ()
        at = lower.index(name)
        return f"{text[:at]} , {text[at + len(name) :]}", tuple(each for known, each in self._printed if known == name)


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _body_names(documents: Iterable[Document]) -> re.Pattern[str]:
    names = {*_BODIES, *(name for each in documents for name in each.inspectorates)}
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})(?!\w)")


def _fragments(piece: str, named: Sequence[Mention], bodies: Sequence[str], has_noun: bool) -> Iterator[str]:
    """What of a piece is neither a force, a body, the word for the document nor small words: part of a name."""
    if not (named or bodies or has_noun):
        if words_of(piece) == ["heading"]:
            yield piece
        elif not set(words_of(piece)) <= _PLAIN:
            yield _bare(piece)
        return
    rest = piece
    for words in sorted([*(each.text for each in named), *bodies], key=len, reverse=True):
        rest = rest.replace(words, "\0")
    for fragment in re.split("\0", _NOUN.sub("\0", rest)):
        if bare := _bare(fragment):
            yield bare


def _bare(fragment: str) -> str:
    """A fragment without the small words and marks at its ends."""
    words = fragment.strip(_MARKS).split()
    while words and words[0].strip(_MARKS).lower() in _PLAIN | {""}:
        words.pop(0)
    while words and words[-1].strip(_MARKS).lower() in _PLAIN | {""}:
        words.pop()
    return " ".join(words).strip(_MARKS)
