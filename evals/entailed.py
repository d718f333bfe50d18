"""Claims against documents of three public collections: what checking makes of them, beside simple baselines.

ContractNLI (Koreeda and Manning 2021, https://arxiv.org/abs/2110.01799), WiCE (Kamoi and others 2023,
https://arxiv.org/abs/2303.01432), SciFact (Wadden and others 2020, https://aclanthology.org/2020.emnlp-main.609).
Every bound is picked on the documents of one half, and the other half is reported on. The measure is balanced accuracy,
the mean over the classes of the share found of each: always saying the same gives 1 / classes.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import log

from assistant.agreement import Source, disagreement
from assistant.check import COMPARED
from assistant.entailment import EntailmentReader, load_entailment
from assistant.second_reader import only_wording, settled
from assistant.verdict import Compared, Verdict, decided, nearness
from evals.claim_sets import ClaimSet, Classes, Pair
from evals.measure import Row
from evals.metrics import mean
from index import Index, is_stop_word, stem, stems_of

SEED = 7
BY_WORDS = 24  # sentences of a document that share most words with the claim; only these are encoded
TOGETHER = 3  # sentences that may bear out a claim together
_NEARNESS = tuple(at / 50 for at in range(5, 50))
_MISSING = tuple(at / 20 for at in range(1, 16))
_STRANGE = (0, 1, 2, 99)
_AGAINST = (0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 9.0)  # nearness; nothing has the last
_NAME_OR_NUMBER = re.compile(r"\b[A-Z][\w\u2019'-]+|\d[\d,.]*\d|\d")


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with its right verdict, beside its document.

    `compared`: the nearest sentences, best first. `missing`: the share of its words, by how rare they are in the document,
    that `TOGETHER` sentences do not have. `strange`: how many of its names and numbers stand nowhere in the document.
    """

    pair: Pair
    compared: tuple[Compared[str], ...]
    missing: float
    strange: int

    @property
    def cosine(self) -> float:
        """The largest with any of the sentences."""
        return max((each.cosine for each in self.compared), default=0.0)

    @property
    def nearness(self) -> float:
        """The largest to any of the sentences."""
        return max((each.nearness for each in self.compared), default=0.0)

    @property
    def against(self) -> float:
        """The nearness of the nearest sentence that contradicts it; 0 where none does."""
        return max((each.nearness for each in self.compared if each.contradicts), default=0.0)


Predict = Callable[[Judged], Verdict]


def entailed_rows(sets: Sequence[ClaimSet], index: Index, limit: int | None = None) -> Iterator[Row]:
    """A row a collection, classes and way of deciding; of each collection at most `limit` claims, evenly drawn."""
    reader = load_entailment()
    for each in sets:
        if not each.pairs:
            yield {"claims": each.name, "skipped": "it is not in the folder that --data names"}
        pairs = each.pairs[:: max(1, len(each.pairs) // limit)][:limit] if limit else each.pairs
        tuning, reporting = halves([judged(pair, index) for pair in pairs])
        for classes in each.classes if pairs else ():
            for way, predict in ways(tuning, classes, reader):
                yield {
                    "claims": each.name,
                    "classes": len(classes),
                    "tuning": len(tuning),
                    "reporting": len(reporting),
                    "way": way,
                    "balanced accuracy": accuracy(reporting, predict, classes),
                }


def judged(pair: Pair, index: Index) -> Judged:
    """A claim beside its document."""
    wanted = {each for each in stems_of(pair.claim) if not is_stop_word(each)}
    held = [wanted.intersection(stems_of(text)) for text in pair.sentences]
    common = Counter(each for stems in held for each in stems)
    rarity = {each: log((len(held) + 2) / (common[each] + 1)) for each in wanted}
    order = sorted(range(len(held)), key=lambda at: -sum(rarity[each] for each in held[at]))
    texts = [pair.sentences[at] for at in sorted(order[:BY_WORDS])]
    said = {each for text in pair.sentences for each in stems_of(text)}
    named = {stem(each) for each in _NAME_OR_NUMBER.findall(pair.claim)}
    missing = _weight(_left(wanted, held, rarity), rarity) / (_weight(wanted, rarity) or 1.0)
    return Judged(pair, _compared(pair.claim, texts, index), missing, len(named - said))


def _left(wanted: Collection[str], held: Sequence[set[str]], rarity: dict[str, float]) -> set[str]:
    """What is left of a claim's words when the sentences that have most of what is left are taken, one after the other."""
    left = set(wanted)
    for _ in range(TOGETHER):
        worth = [_weight(left.intersection(stems), rarity) for stems in held]
        if worth:
            left -= held[worth.index(max(worth))]
    return left


def _weight(stems: Collection[str], rarity: dict[str, float]) -> float:
    return sum(rarity[each] for each in stems)


def _compared(claim: str, texts: Sequence[str], index: Index) -> tuple[Compared[str], ...]:
    """The sentences nearest to a claim, as `assistant.check` compares them."""
    found = zip(texts, index.judge(claim, texts), strict=True)
    nearest = sorted(found, key=lambda each: -nearness(each[1].cosine, each[1].maxsim))[:COMPARED]
    return tuple(_beside(claim, text, each.cosine, each.maxsim) for text, each in nearest)


def _beside(claim: str, text: str, cosine: float, maxsim: float) -> Compared[str]:
    return Compared(text, cosine, maxsim, disagreement(claim, Source(text), lambda _, __: cosine))


def halves(all_judged: Sequence[Judged]) -> tuple[list[Judged], list[Judged]]:
    """Those for tuning and those for reporting: no document has claims in both."""
    documents = sorted({each.pair.document for each in all_judged})
    random.Random(SEED).shuffle(documents)
    tuning, reporting = set(documents[::2]), set(documents[1::2])
    return (
        [each for each in all_judged if each.pair.document in tuning],
        [each for each in all_judged if each.pair.document in reporting],
    )


def accuracy(all_judged: Sequence[Judged], predict: Predict, classes: Classes) -> float:
    """The mean, over the classes that occur, of the share of each that is found."""
    found: dict[int, list[float]] = defaultdict(list)
    for each in all_judged:
        right = _class_of(each.pair.verdict, classes)
        found[right].append(float(_class_of(predict(each), classes) == right))
    return mean([mean(shares) for shares in found.values()])


def _class_of(verdict: Verdict, classes: Classes) -> int:
    return next(at for at, each in enumerate(classes) if verdict in each)


def ways(tuning: Sequence[Judged], classes: Classes, reader: EntailmentReader | None) -> Iterator[tuple[str, Predict]]:
    """The baselines, checking, its signals with bounds picked on `tuning`, and the second reader where one is set."""

    def best(tried: Iterator[Predict]) -> Predict:
        return max(tried, key=lambda predict: accuracy(tuning, predict, classes))

    often = Counter(each.pair.verdict for each in tuning)
    yield "majority", lambda judged: often.most_common(1)[0][0]
    yield "the claim alone", _claim_alone(tuning)
    yield "cosine", best(_above(bound, lambda judged: judged.cosine) for bound in _NEARNESS)
    yield "check", by_check
    yield "nearness", best(_above(bound, lambda judged: judged.nearness) for bound in _NEARNESS)
    yield "words", best(by_words(*bounds) for bounds in product(_MISSING, _STRANGE, _AGAINST))
    if reader:
        yield "entailment model", by_reader(reader)
        yield "check, then entailment model", by_both(reader)


def _claim_alone(tuning: Sequence[Judged]) -> Predict:
    """What the same claim mostly is to other documents, by how rare that is: its own document is not looked at."""
    often = Counter(each.pair.verdict for each in tuning)
    of_claim: dict[str, Counter[Verdict]] = defaultdict(Counter)
    for each in tuning:
        of_claim[each.pair.claim][each.pair.verdict] += 1

    def predict(judged: Judged) -> Verdict:
        known = of_claim.get(judged.pair.claim)
        return max(known, key=lambda each: known[each] / often[each]) if known else often.most_common(1)[0][0]

    return predict


def _above(bound: float, signal: Callable[[Judged], float]) -> Predict:
    return lambda judged: Verdict.SUPPORTED if signal(judged) >= bound else Verdict.NOT_FOUND


def by_check(judged: Judged) -> Verdict:
    """As `assistant.check` decides, with its own bounds."""
    return decided(judged.compared)[0]


def by_words(missing: float, strange: int, against: float) -> Predict:
    """What a sentence near enough contradicts is contradicted; what few sentences have the words of is supported."""

    def predict(judged: Judged) -> Verdict:
        if judged.against >= against:
            return Verdict.CONTRADICTED
        is_said = judged.missing <= missing and judged.strange <= strange
        return Verdict.SUPPORTED if is_said else Verdict.NOT_FOUND

    return predict


def by_reader(reader: EntailmentReader) -> Predict:
    """The entailment model on each of the sentences: one that supports it is enough, else one that contradicts it."""

    def predict(judged: Judged) -> Verdict:
        readings = reader.read_all([(judged.pair.claim, each.sentence) for each in judged.compared])
        said = {each.verdict for each in readings if each}
        return next((each for each in (Verdict.SUPPORTED, Verdict.CONTRADICTED) if each in said), Verdict.NOT_FOUND)

    return predict


def by_both(reader: EntailmentReader) -> Predict:
    """The verdict of checking, after the entailment model has read the sentence that decides it, or the nearest."""

    def predict(judged: Judged) -> Verdict:
        claim, (verdict, deciding) = judged.pair.claim, decided(judged.compared)
        shown = deciding or next(iter(judged.compared), None)
        if shown is None:
            return verdict
        text = shown.sentence
        return settled(verdict, text, [reader.read(claim, text)], only_wording(claim, Source(text))).verdict

    return predict
