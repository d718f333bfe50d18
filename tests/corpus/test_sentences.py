import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import sentence_spans
from tests.corpus.texts import LETTER_TEXT, cut

PIECES = st.sampled_from(
    [
        "The force",
        "Mr.",
        "No. 5",
        "e.g.",
        '"Yes.',
        "did well.",
        "Why?",
        "(It did.)",
        "3.5",
        " ",
        "\n",
        "J. Sawyers",
        "!",
        "...",
    ]
)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@given(st.lists(PIECES).map(" ".join) | st.text())
def test_no_character_but_white_space_is_lost(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@given(st.lists(PIECES).map(" ".join) | st.text())
def test_spans_are_in_order_apart_and_never_empty(text: str) -> None:
    spans = sentence_spans(text)
    ends = [0, *(end for _, end in spans)]
    assert all(before <= start < end <= len(text) for before, (start, end) in zip(ends, spans, strict=False))


@given(st.lists(PIECES).map(" ".join) | st.text())
def test_a_sentence_has_no_white_space_around_it(text: str) -> None:
    assert all(sentence == sentence.strip() for sentence in sentences(text)[1:])


def test_the_letters_paragraph_on_bail_has_four_sentences() -> None:
    bail = next(p.text for p in cut("x", LETTER_TEXT) if "police bail" in p.text)
    assert [sentence[:19] for sentence in sentences(bail)] == [
        "The force was able ",
        "A small sample of n",
        "There was limited e",
        "The force has intro",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ms J. Sawyers wrote to Dr. Sharpling.",
        "Some crimes, e.g. Burglary, are attended.",
        "(i.e. HMIC) inspected it.",
        "“Mr. Smith came late,” she said.",
        "See para. 4.12 and No. 5 of vol. 2.",
        "It costs £3.5 million at 00.01 on 4 Sept. 2014.",
        "They came from St. Albans with Insp. Jones.",
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Is it good?| The answer was no.| The force disagrees.",
        "It saw theft, fraud, etc.| HMIC found more.",
        "“It did well.”| The chief agreed.",
        "The force said: ‘We will.’| (It did.)| [It did not.]",
        "It costs more.| £5 more.| 12 officers left!| “Why?”| Nobody knows",
        "It ended... |He left.",
    ],
)
def test_a_sentence_ends_at_its_mark(text: str) -> None:
    assert [part.strip() for part in text.split("|")] == sentences(text.replace("|", ""))


def test_a_full_stop_before_lower_case_ends_nothing() -> None:
    assert len(sentences("The force vs. the public. and more")) == 1


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert sentence_spans(text) == ()


@pytest.mark.parametrize(
    "text", ["The force did well. " * 20_000, "a" + "." * 100_000 + "b", "A." + " " * 100_000 + "b", "A. " * 20_000]
)
def test_odd_long_texts_are_split_in_no_time(text: str) -> None:
    start = time.process_time()
    sentence_spans(text)
    assert time.process_time() - start < 2
