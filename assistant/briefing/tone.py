"""Whether a sentence speaks well or ill of what it tells about, by its wording alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.briefing.lexicon import expressions

# What a mark of each sort weighs. A denied verb says more than a bad word, a bad word more than a good one: inspectors
# praise in passing and criticise in the main verb. Set by reading the tuning half of evals/cases/finding_types_*.
_GOOD, _FAVOUR, _WITHOUT, _BAD, _DENIED = 1.0, 0.5, -0.9, -1.6, -2.2
_ASIDE = 0.25  # the share of it that counts in a clause about who, when or if
_MOST_GOOD = 2.0  # more praise in one sentence makes it no surer
_REACH = 60  # characters behind a denial or a bad word in which good words are denied with it
_WHOLE = 1_000  # and behind "not all"
_NEAR = r"(?:[^\w,;]+[\w'\u2019-]+){0,3}[^\w,;]*$"  # and no more than three words up to the end

_OPENING = re.compile(
    r"^(?:however|similarly|in addition|additionally|furthermore|moreover|conversely|nevertheless|overall|"
    r"currently|at present|as a result|consequently|therefore|for example)\b,?\s*(?:of this,\s*)?",
    re.IGNORECASE,
)
# "Inspectors found that …": what was found.
_REPORTED = re.compile(
    r"^[^.;]{0,90}?\b(?:HMIC\w*|[Ii]nspectors|[Ww]e|inspection(?: team)?)\s+(?:also\s+)?(?:found|identified|saw|noted|concluded)\s+that\s+"
)
_CONCEDED = re.compile(
    r"^(?:while|whilst|although|though|even though|despite|in spite of|notwithstanding)\b", re.IGNORECASE
)
_CONTINUES = re.compile(
    r"^(?:and|or|which|who|such|including|particularly|especially|for example|where|when|but not|\w+ing)\b", re.I
)
_TURN = re.compile(r"(?:[,;]\s*|\s)(?:but,?|however,)\s+(?!also\b|not only\b|rather\b)|[,;]\s*yet\s+(?!to\b)", re.I)
_AFTERTHOUGHT = re.compile(r"[,;]?\s+(?:although|though|even though|whereas|despite)\s|,\s+while\s", re.IGNORECASE)
_ASIDES = re.compile(
    r"\b(?:who|whose|whom|when|where|if|whether|once|until|because|unless"
    r"|(?:areas?|children|those|people|services|practice|issues|cases|families|needs)(?: of \w+)? (?:that|which))\b"
    r"(?:[^\w,;:]+(?!(?:\w+ )?too\b)[\w'\u2019-]+){0,5}",
    re.IGNORECASE,
)
_BETWEEN_COMMAS = re.compile(r",\s*(?:while|although|though|if|even if)\s[^,;.]{1,90},")
# What somebody knows of is not what is said of them, unless it is a failing.
KNOWN = re.compile(
    r"(?<!It is )\b(?:recognis\w+|acknowledg\w+|know|knows|cognisant|aware|accepts?|accepted)(?: of)?"
    r"(?: the fact)? (?:that|the (?:challenges?|complexit\w+|difficult\w+|risks?))\b"
    r"(?P<content>(?:(?!,? and (?:is|are|has|have|they|it)\b).)*)",
    re.IGNORECASE,
)
# Names in quotation marks ("the \u2018It\u2019s not OK\u2019 campaign"), and a "well" that is none.
_UNSAID = re.compile(
    r"\u2018(?:[^\s\u2018]+\s+){0,6}[^\s\u2018]+\u2019(?!\w)|\b(?:as well as|as well|well-being|wellbeing)\b", re.I
)
_DENIES = re.compile(
    r"(?<![\w-])(?:not|no|never|none|nor|neither|cannot|without|nobody|nothing)(?![\w-])|n['\u2019]t\b", re.IGNORECASE
)
_TOO = re.compile(r"\btoo (?:long|many|much|few|little|often|late|slow\w*)\b", re.IGNORECASE)
_INSPECTORS = re.compile(r"\b(?:inspectors?|we|hmic\w*|inspection(?: team)?)\b", re.IGNORECASE)
_FEW = re.compile(_NEAR)
_BEFORE_BAD = re.compile(rf"(?:{_DENIES.pattern}){_NEAR}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tone:
    """How well (above 0) or ill (below 0) a sentence speaks, and the words that say so, the weightiest first."""

    score: float
    praise: tuple[str, ...] = ()
    blame: tuple[str, ...] = ()

    @property
    def is_silent(self) -> bool:
        """Whether it says nothing either way."""
        return not self.praise and not self.blame

    @property
    def reversed(self) -> "Tone":
        """What "however" makes of it."""
        return Tone(-self.score, self.blame, self.praise)


@dataclass(frozen=True, slots=True)
class _Mark:
    at: int
    end: int
    weight: float
    text: str


@lru_cache(maxsize=5_000)
def tone_of(sentence: str) -> Tone:
    """How a sentence speaks: its main clause if that says anything, else the whole of it."""
    main = main_clause(sentence)
    tone = _tone(main)
    return _tone(sentence) if tone.is_silent and main != sentence else tone


@lru_cache(maxsize=5_000)
def main_clause(sentence: str) -> str:
    """What is left when what is merely conceded is taken away.

    "While A, B", "A, but B" and "B, although A" all leave B.
    """
    text = _BETWEEN_COMMAS.sub(",", _REPORTED.sub("", _OPENING.sub("", sentence)))
    if _CONCEDED.match(text):
        text = _after_concession(text)
    turns = [turn.end() for turn in _TURN.finditer(text)]
    if turns:
        text = text[turns[-1] :]
    after = _AFTERTHOUGHT.search(text)
    return text[: after.start()] if after and after.start() else text


def _after_concession(text: str) -> str:
    """What follows the first comma behind which a clause of its own begins; all of it where there is none."""
    for comma in re.finditer(r",\s+", text):
        rest = text[comma.end() :]
        if len(rest.split()) > 3 and not _CONTINUES.match(rest):
            return rest
    return text


def _tone(text: str) -> Tone:
    text = _UNSAID.sub(" ", KNOWN.sub(_known, text))
    marks = sorted(_marks(text), key=lambda mark: abs(mark.weight), reverse=True)
    praise = [mark for mark in marks if mark.weight > 0]
    blame = [mark for mark in marks if mark.weight < 0]
    score = min(_MOST_GOOD, sum(mark.weight for mark in praise)) + sum(mark.weight for mark in blame)
    return Tone(score, tuple(mark.text for mark in praise), tuple(mark.text for mark in blame))


def _known(known: re.Match[str]) -> str:
    content = known["content"]
    is_failing = any(each.search(content) for each in (_DENIES, _TOO, expressions("need")))
    return content if is_failing else known[0].split()[0]


def _marks(text: str) -> Iterator[_Mark]:
    asides = [match.span() for match in _ASIDES.finditer(text)]
    ill = list(_ill(text))
    for mark in (*ill, *_well(text, ill)):
        is_aside = any(start <= mark.at < end for start, end in asides)
        yield _Mark(mark.at, mark.end, mark.weight * (_ASIDE if is_aside else 1), mark.text)


def _ill(text: str) -> Iterator[_Mark]:
    """Bad words and denials; a denied bad word is praise ("no delays"), one that is dealt with is nothing."""
    idle = [match.span() for match in expressions("idle").finditer(text)]
    spent: list[tuple[int, int]] = []
    for bad in _bad(text):
        before = text[: bad.at]
        denial = _BEFORE_BAD.search(before, max(0, len(before) - _REACH))
        if denial:
            spent.append((denial.start(), bad.end))
            yield _Mark(denial.start(), bad.end, _GOOD, text[denial.start() : bad.end])
        elif not _is_softened(before):
            yield bad
    for denial in _DENIES.finditer(text):
        if not any(start <= denial.start() < end for start, end in (*idle, *spent)):
            behind = " ".join(text[denial.start() :].split()[:4])
            weight = _WITHOUT if denial[0].lower() == "without" else _DENIED
            yield _Mark(denial.start(), denial.end(), weight, behind)


def _bad(text: str) -> Iterator[_Mark]:
    idle = [match.span() for match in expressions("idle").finditer(text)]
    for match in expressions("bad").finditer(text):
        if not any(start <= match.start() < end for start, end in idle):
            yield _Mark(*match.span(), _BAD, match[0])


def _is_softened(before: str) -> bool:
    near = before[-_REACH:]
    return any(
        _FEW.fullmatch(near, softener.end())
        and not _INSPECTORS.search(near, max(0, softener.start() - 30), softener.start())
        for softener in expressions("softened").finditer(near)
    )


def _well(text: str, ill: list[_Mark]) -> Iterator[_Mark]:
    """Good words, but for those in the reach of what is denied or bad."""
    against = [mark for mark in ill if mark.weight < 0]
    for section, weight in (("good", _GOOD), ("favour", _FAVOUR)):
        for match in expressions(section).finditer(text):
            inside = any(mark.at <= match.start() < mark.end for mark in ill)
            if not inside and not any(_is_denied(match.start(), mark, text) for mark in against):
                yield _Mark(*match.span(), weight, match[0])


def _is_denied(at: int, mark: _Mark, text: str) -> bool:
    """Whether a word there is in the reach of a denial or a bad word, with no semicolon or colon between."""
    reach = _WHOLE if mark.text.lower().startswith("not all") else _REACH
    return 0 <= at - mark.end < reach and not re.search(r"[;:]", text[mark.end : at])
