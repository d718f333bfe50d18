import numpy as np
import pytest

from corpus import ParagraphKind
from index import Chunk, Encoding, Signals, Term, met_by, stems_of
from index.embed import Vector
from index.entry import Entry
from index.rerank import WEIGHTS, Candidate, Coverage, Question, signals

PREVENTION = Term("crime prevention", 0, 16, ("deterrence", "stop crime"))
EAST, NORTH, NORTH_EAST = [1.0, 0.0], [0.0, 1.0], [0.6, 0.8]


def array(rows: list[list[float]]) -> Vector:
    return np.array(rows, dtype=np.float32).reshape(-1, 2)


def entry(text: str, *tokens: list[float]) -> Entry:
    chunk = Chunk("a", "a#1", ParagraphKind.BODY, "", 0, len(text), text)
    return Entry(chunk, array(list(tokens)), np.zeros((len(tokens), 2), dtype=np.int32))


def wording(*tokens: list[float]) -> tuple[Encoding, tuple[tuple[int, int], ...]]:
    """A question "aaaa bbbb …", a token and a term for each word."""
    spans = tuple((5 * at, 5 * at + 4) for at in range(len(tokens)))
    return Encoding(array([EAST])[0], array(list(tokens)), np.array(spans, dtype=np.int32).reshape(-1, 2)), spans


def fit(question: Question, entry: Entry) -> Signals:
    """The signals of an entry that is the only candidate."""
    (found,) = signals(question, [Candidate(entry, 0.3, 0.5)])
    return found


def test_own_words_close_together_meet_a_term() -> None:
    assert met_by(PREVENTION, stems_of("There is a crime prevention strategy.")) == 1
    assert met_by(PREVENTION, stems_of("preventing all of the crimes")) == pytest.approx(0.4)
    assert met_by(PREVENTION, stems_of("the prevention of any crimes")) == 1


def test_words_far_apart_meet_a_term_in_part() -> None:
    assert met_by(PREVENTION, stems_of("prevention is better, even for violent crime")) == pytest.approx(0.4)
    assert met_by(PREVENTION, stems_of("violent crime")) == pytest.approx(0.2)


def test_an_alternative_meets_a_term_nearly_as_well() -> None:
    assert met_by(PREVENTION, stems_of("Deterrence works.")) == pytest.approx(0.8)
    assert met_by(PREVENTION, stems_of("How to stop the crime")) == pytest.approx(0.8)


def test_nothing_meets_a_term_in_other_words() -> None:
    assert met_by(PREVENTION, stems_of("Officers have tablets.")) == 0
    assert met_by(PREVENTION, ()) == 0


def test_rare_terms_weigh_more() -> None:
    terms = (Term("kayaks", 0, 6), Term("officers", 7, 15))
    rarity = {"kayak": 3.0, "offic": 1.0}
    assert Coverage.of(terms, rarity).share(stems_of("The kayak is new.")) == pytest.approx(0.75)
    assert Coverage.of(terms, rarity).share(stems_of("The officer is new.")) == pytest.approx(0.25)
    assert Coverage.of(terms, rarity).share(stems_of("The officer has a kayak.")) == 1


def test_a_question_without_terms_is_not_covered() -> None:
    assert Coverage.of((), {}).share(stems_of("The kayak is new.")) == 0


def test_maxsim_is_the_mean_of_each_terms_nearest_token() -> None:
    question = Question((), (wording(EAST, NORTH),), {})
    found = fit(question, entry("x", EAST, NORTH_EAST))
    assert found.maxsim == pytest.approx(0.9)  # (1 + 0.8) / 2
    assert found.least == pytest.approx(0.8)
    assert (found.cosine, found.bm25) == (0.3, 0.5)


def test_the_better_wording_counts() -> None:
    question = Question((), (wording(NORTH), wording(EAST)), {})
    assert fit(question, entry("x", EAST)).maxsim == pytest.approx(1)


def test_tokens_of_one_term_count_as_one() -> None:
    encoding, _ = wording(EAST, EAST, NORTH)
    question = Question((), ((encoding, ((0, 9), (10, 14))),), {})
    assert fit(question, entry("x", EAST)).maxsim == pytest.approx(0.5)  # not 2/3


def test_a_term_that_the_model_did_not_see_does_not_count() -> None:
    encoding, _ = wording(EAST)
    question = Question((), ((encoding, ((0, 4), (900, 904))),), {})
    assert fit(question, entry("x", EAST)).maxsim == pytest.approx(1)


def test_a_chunk_without_tokens_or_a_question_without_terms_scores_nothing() -> None:
    assert fit(Question((), (wording(EAST),), {}), entry("the")).maxsim == 0
    assert fit(Question((), (wording(),), {}), entry("x", EAST)).least == 0


def test_candidates_have_the_signals_that_each_has_alone() -> None:
    question = Question((PREVENTION,), (wording(NORTH), wording(EAST, NORTH_EAST)), {"crime": 1.0, "prevent": 2.0})
    entries = [
        entry("the"),
        entry("crime", EAST, NORTH_EAST),
        entry("of"),
        entry("to stop crime", [-1, 0], [0, -1]),
        entry("crime prevention", NORTH, EAST, EAST),
        entry("and"),
    ]
    together = signals(question, [Candidate(each, 0.3, 0.5) for each in entries])
    assert together == [fit(question, each) for each in entries]
    assert len(set(together)) == 4
    assert signals(question, []) == []


def test_a_finding_leads_boilerplate_of_the_same_words() -> None:
    equal = Signals(0.5, 0.5, 0.5, 0.5, 0.5)
    assert WEIGHTS.score(equal, ParagraphKind.BODY) == pytest.approx(0.5)  # the weights add up to 1
    assert WEIGHTS.score(equal, ParagraphKind.FOOTNOTE) == WEIGHTS.score(equal, ParagraphKind.BODY)
    for kind in (ParagraphKind.BOILERPLATE, ParagraphKind.LETTERHEAD, ParagraphKind.SIGNATURE):
        assert WEIGHTS.score(equal, kind) < WEIGHTS.score(equal, ParagraphKind.BODY)


@pytest.mark.parametrize("name", ["cosine", "bm25", "covered", "maxsim"])
def test_each_signal_raises_the_score(name: str) -> None:
    low = dict.fromkeys(("cosine", "bm25", "covered", "maxsim", "least"), 0.5)
    assert WEIGHTS.score(Signals(**low | {name: 0.6}), ParagraphKind.BODY) > WEIGHTS.score(
        Signals(**low), ParagraphKind.BODY
    )
