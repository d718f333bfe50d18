"""How sure it is that the evidence answers the question: the line between `answered` and `closest`.

A logistic regression over a dozen signals that can be explained, fitted on the tuning cases by
`python -m evals tune` and kept in confidence.json. No single signal tells an answer from a near miss: the top
cosine separates them with an AUC of 0.61 (DESIGN.md); together they reach what evals/RESULTS.md reports.
"""

import json
import math
import re
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TypedDict

from assistant.answer import Evidence
from assistant.asked import Asked, asked_for, has_it
from assistant.evidence import stems
from assistant.sentences import Sentence
from index import Index, Scope, Term, met_by

_COUNTABLE = (Asked.NUMBER, Asked.SHARE, Asked.DURATION, Asked.MONEY, Asked.GRADE, Asked.COMPARISON)
_DETAIL = (Asked.PERSON, Asked.TIME, Asked.NAME, Asked.WHICH, Asked.REASON)
_YES_OR_NO = re.compile(
    r"^\W*(?:and |so |but )?(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|if)\b",
    re.IGNORECASE,
)
FITTED = Path(__file__).with_name("confidence.json")
LEAD = 0.1  # a paragraph this far ahead of the second stands alone
MET = 0.5  # how well a term must be met to count as met (`met_by`)


class _Model(TypedDict):
    weights: dict[str, float]
    bias: float
    line: float


@dataclass(frozen=True, slots=True)
class Reasons:
    """What speaks for and against the evidence, each about 0 to 1.

    `score`, `least`: of the best paragraph. `margin`: its lead over the second; `lead`: the same up to a limit,
    above which more says no more. `absent`: the rarity of the rarest term of the thesaurus that no evidence
    meets; `unmet`: the same for other words and the best paragraph. `terms`: how many the question has.
    `asked`: something of a kind is asked for (a number, a name, a reason); `countable`: a number, sum or share
    is, and the best sentence has none; `detail`: a person, date, name or reason is; `lacking`: what is asked for,
    of any kind, is not in the best sentence. `yes_or_no`: the question wants no more than that.
    """

    score: float
    least: float
    margin: float
    lead: float
    absent: float
    unmet: float
    terms: float
    asked: float
    countable: float
    detail: float
    lacking: float
    yes_or_no: float


def reasons(scope: Scope, evidence: tuple[Evidence, ...], best: Sentence, index: Index) -> Reasons:
    """What speaks for and against this evidence, best first; `best` is the sentence that fits best."""
    top, terms, rarity = evidence[0], index.terms(scope.topic), index.rarity(scope)
    asked = asked_for(scope.topic)
    lacking = not has_it(asked, scope.topic, best.text)
    words = [stems(each) for each in evidence]
    margin = top.score - evidence[1].score if len(evidence) > 1 else LEAD

    def rarest(unmet: list[Term]) -> float:
        return max((max(rarity[each] for each in term.stems) for term in unmet), default=0.0) / 5

    return Reasons(
        score=top.score,
        least=top.hit.signals.least,
        margin=margin,
        lead=min(margin, LEAD),
        absent=rarest([t for t in terms if t.alternatives and all(met_by(t, each) < MET for each in words)]),
        unmet=rarest([t for t in terms if not t.alternatives and met_by(t, words[0]) < MET]),
        terms=len(terms) / 6,
        asked=float(asked is not Asked.ANYTHING),
        countable=float(asked in _COUNTABLE and lacking),
        detail=float(asked in _DETAIL),
        lacking=float(lacking),
        yes_or_no=float(bool(_YES_OR_NO.match(scope.topic))),
    )


def is_sure(found: Reasons) -> bool:
    """Whether the evidence clearly answers; never where a number is asked for and the best sentence has none."""
    return not found.countable and probability(found) >= _model()["line"]


def probability(found: Reasons) -> float:
    """The fitted probability that the best paragraph answers."""
    model = _model()
    total = model["bias"] + sum(weight * asdict(found)[name] for name, weight in model["weights"].items())
    return 1 / (1 + math.exp(-total))


@cache
def _model() -> _Model:
    fitted: _Model = json.loads(FITTED.read_text(encoding="utf-8"))
    return fitted
