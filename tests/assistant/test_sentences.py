import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.sentences import Sentence, sentences_of, with_context
from corpus import sentence_spans
from index import Scope, Signals
from tests.assistant.letters import evidence

SIGNALS = Signals(0.5, 0.0, 0.5, 0.25, 0.5)
OWN, LEANING = "Files were read by staff.", "However, few were signed."


def sentences(*texts: str) -> tuple[Sentence, ...]:
    source = evidence(" ".join(texts))
    return tuple(Sentence(source, start, end, SIGNALS) for start, end in sentence_spans(source.paragraph.text))


def quoted(of: tuple[Sentence, ...], *chosen: int) -> list[str]:
    text = of[0].evidence.paragraph.text
    return [text[start:end] for start, end in with_context(of, set(chosen))]


def test_a_sentence_that_stands_alone_is_quoted_alone() -> None:
    assert quoted(sentences(OWN, OWN, OWN), 1) == [OWN]


def test_a_sentence_that_leans_brings_the_one_before() -> None:
    assert quoted(sentences(OWN, LEANING), 1) == [f"{OWN} {LEANING}"]


def test_a_chain_of_leaning_sentences_goes_back_to_where_it_starts() -> None:
    chain = sentences("First of all.", OWN, LEANING, "This was known.", "It was not put right.")
    assert quoted(chain, 4) == [f"{OWN} {LEANING} This was known. It was not put right."]


def test_a_sentence_that_leans_on_a_quoted_one_joins_its_quote() -> None:
    assert quoted(sentences(OWN, LEANING, OWN), 0, 1) == [f"{OWN} {LEANING}"]
    assert quoted(sentences(OWN, LEANING, "This was known."), 0, 2) == [f"{OWN} {LEANING} This was known."]


def test_neighbours_that_do_not_lean_are_quotes_of_their_own() -> None:
    assert quoted(sentences(OWN, OWN, OWN), 0, 1, 2) == [OWN, OWN, OWN]


def test_the_first_sentence_has_nothing_to_bring() -> None:
    assert quoted(sentences(LEANING, OWN), 0) == [LEANING]


def test_nothing_chosen_quotes_nothing() -> None:
    assert with_context(sentences(OWN, LEANING), set()) == []


@given(st.lists(st.sampled_from([OWN, LEANING, "It was so."]), min_size=1, max_size=8), st.data())
def test_every_chosen_sentence_is_quoted_once_in_order(texts: list[str], some: st.DataObject) -> None:
    of = sentences(*texts)
    chosen = some.draw(st.sets(st.integers(0, len(of) - 1)))
    spans = with_context(of, chosen)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(any(start <= of[at].start and of[at].end <= end for start, end in spans) for at in chosen)
    starts = {each.start: each for each in of}
    assert all(
        start == of[0].start or not starts[start].leans or start - 1 in {e for _, e in spans} for start, _ in spans
    )


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("This was known.", True),
        ("There was limited evidence of it.", True),
        ("However, few were.", True),
        ("In certain cases, there was evidence.", True),
        ("The policy has been agreed.", True),
        ("Thistle farms are patrolled.", False),
        ("Italian visitors are helped.", False),
        ("The force has a team.", False),
        ("HMIC found good examples.", False),
    ],
)
def test_how_a_sentence_begins_tells_whether_it_leans(text: str, leans: bool) -> None:
    assert sentences(text)[0].leans is leans


def test_the_sentences_of_a_paragraph_are_judged_by_the_question(assistant: Assistant) -> None:
    scope = Scope.of("How does Staffordshire handle wanted suspects?", assistant.corpus)
    (source,) = [e for e in assistant.ask("wanted suspects").evidence if e.paragraph.position == 28]
    of = sentences_of(source, scope, assistant.index)
    assert [each.text for each in of] == [source.paragraph.text[s:e] for s, e in sentence_spans(source.paragraph.text)]
    assert max(of, key=lambda each: each.fit).text.startswith("The force has introduced a new policy")
